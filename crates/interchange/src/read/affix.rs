//! What stands around a field's name. By it, fields of several credentials in one place are told apart.

use std::cmp::Ordering;

/// Words that many tools put before every name and that tell no credential from another.
const NEUTRAL: [&str; 22] = [
    "adobe",
    "ims",
    "aio",
    "io",
    "jwt",
    "oauth",
    "oauth2",
    "s2s",
    "service",
    "api",
    "auth",
    "my",
    "the",
    "default",
    "credential",
    "credentials",
    "config",
    "app",
    "sdk",
    "integration",
    "account",
    "server",
];

/// What stands around a field, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Affix(pub(super) Vec<Word>);

/// A word of a name. Two are the same whatever their case.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) lower: String,
    pub(super) shown: String,
}

impl PartialEq for Word {
    fn eq(&self, other: &Self) -> bool {
        self.lower == other.lower
    }
}

impl Eq for Word {}

impl PartialOrd for Word {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Word {
    fn cmp(&self, other: &Self) -> Ordering {
        self.lower.cmp(&other.lower)
    }
}

impl Affix {
    /// Whether nothing stands around it.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn has(&self, word: &str) -> bool {
        self.0.iter().any(|own| own.lower == word)
    }

    /// The words that tell one credential from another.
    fn distinctive(&self) -> impl Iterator<Item = &Word> {
        self.0.iter().filter(|word| !NEUTRAL.contains(&word.lower.as_str()))
    }

    /// Whether what stands under this can belong to a credential that stands under `other`.
    pub(crate) fn fits(&self, other: &Self) -> bool {
        self.distinctive().all(|word| other.0.contains(word))
    }

    /// Whether both tell the same credential.
    pub(crate) fn tells_the_same(&self, other: &Self) -> bool {
        self.fits(other) && other.fits(self)
    }

    /// A name for a credential; none when every tool's names look like this.
    pub(crate) fn name(&self) -> Option<String> {
        let words: Vec<&str> = self.distinctive().map(|word| word.shown.as_str()).collect();
        (!words.is_empty()).then(|| words.join(" "))
    }
}
