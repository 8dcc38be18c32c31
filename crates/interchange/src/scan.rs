//! Whether a known secret is in something that is about to leave: as it is, or encoded in any of the ways in which texts
//! are encoded, also inside each other. What to do about it is left to the engine.
//!
//! Every reading of the bytes is looked through for every secret at once; each reading is read further in turn:
//!
//! ```text
//! bytes ─┬─ without its escapes (percent, JSON, HTML) ─▶ …
//!        ├─ base64 undone, at each alignment ──────────▶ …
//!        ├─ UTF-16 as UTF-8 ───────────────────────────▶ …
//!        └─ zip: each member's name and content ───────▶ …
//! ```

mod archive;
mod base64;
mod forms;
#[cfg(test)]
mod tests;
mod utf16;

use forms::Forms;
use mudbrick_requests::encodings::{Escapes, View};
use mudbrick_vault::SecretText;

/// How far readings of readings are followed: base64 of JSON in base64 in a URL.
const DEEPEST: usize = 6;
/// Readings are given up when all of them together are this many times as long as what was given: no file that Mudbrick
/// writes comes near it.
const MOST: usize = 128;

/// A secret was found. Which one, and where; never what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// Its place among the secrets that were given.
    pub secret: usize,
    /// Where it begins, in bytes: of the file, or of the member. Of an encoded one, where its encoding is, roughly.
    pub at: usize,
    /// The member of a zip file that it is in: `profiles/acme.toml`.
    pub member: Option<String>,
}

/// Whether one of `secrets` is in `bytes`. A secret of less than 4 bytes is not looked for: it would be found everywhere.
///
/// ```
/// use mudbrick_vault::SecretText;
///
/// let secret = SecretText::new("p8e-0123/4567".to_owned());
/// let leak = mudbrick_interchange::scan(b"?s=p8e-0123%2F4567", &[&secret]).unwrap();
/// assert_eq!((leak.secret, leak.at), (0, 3));
/// ```
pub fn scan(bytes: &[u8], secrets: &[&SecretText]) -> Option<Leak> {
    Scanner::new(secrets).scan(bytes)
}

/// Looks for the same secrets in many files.
#[derive(Debug)]
pub struct Scanner {
    forms: Option<Forms>,
}

impl Scanner {
    /// A scanner for these secrets.
    pub fn new(secrets: &[&SecretText]) -> Self {
        Self { forms: Forms::of(secrets) }
    }

    /// The first secret found in `bytes`.
    pub fn scan(&self, bytes: &[u8]) -> Option<Leak> {
        let forms = self.forms.as_ref()?;
        if let Some(leak) = archive::scan(bytes, |bytes| look_at(forms, bytes)) {
            return Some(leak);
        }
        let (secret, at) = look_at(forms, bytes)?;
        Some(Leak { secret, at, member: None })
    }
}

/// Which secret, and where.
type Hit = (usize, usize);

fn look_at(forms: &Forms, bytes: &[u8]) -> Option<Hit> {
    let mut look = Look { forms, left: bytes.len().saturating_mul(MOST).saturating_add(1 << 16) };
    look.follow(bytes, Origin::Given, 0, &|at| at)
}

/// What a reading was made by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Given,
    Unescaped,
    /// Short secrets are found in it by accident.
    Base64,
    Utf16,
}

struct Look<'a> {
    forms: &'a Forms,
    /// Bytes that may still be looked at.
    left: usize,
}

impl Look<'_> {
    /// Looks into a reading and all readings of it. `place` says where a byte of it came from.
    fn follow(
        &mut self,
        bytes: &[u8],
        origin: Origin,
        depth: usize,
        place: &dyn Fn(usize) -> usize,
    ) -> Option<Hit> {
        self.left = self.left.checked_sub(bytes.len())?;
        if let Some((secret, at)) = self.forms.find(bytes, origin == Origin::Base64) {
            return Some((secret, place(at)));
        }
        if depth == DEEPEST {
            return None;
        }
        self.unescaped(bytes, depth, place)
            .or_else(|| self.base64(bytes, depth, place))
            .or_else(|| self.utf16(bytes, origin, depth, place))
    }

    fn unescaped(
        &mut self,
        bytes: &[u8],
        depth: usize,
        place: &dyn Fn(usize) -> usize,
    ) -> Option<Hit> {
        for escapes in [Escapes::Percent, Escapes::Json, Escapes::Html] {
            // These alone: a secret may itself hold what looks like an escape of another kind.
            if let Some(view) = View::of(bytes, escapes)
                && let Some((secret, at)) = self.forms.find(view.bytes(), false)
            {
                return Some((secret, place(view.source(&(at..at + 1)).start)));
            }
        }
        let view = View::of(bytes, Escapes::All)?;
        let through = |at: usize| place(view.source(&(at..at + 1)).start);
        self.follow(view.bytes(), Origin::Unescaped, depth + 1, &through)
    }

    fn base64(
        &mut self,
        bytes: &[u8],
        depth: usize,
        place: &dyn Fn(usize) -> usize,
    ) -> Option<Hit> {
        let runs = base64::runs(bytes);
        if runs.is_empty() {
            return None;
        }
        (0..4).find_map(|alignment| {
            let decoded = base64::decode(&runs, alignment);
            self.follow(&decoded.bytes, Origin::Base64, depth + 1, &|at| place(decoded.source(at)))
        })
    }

    fn utf16(
        &mut self,
        bytes: &[u8],
        origin: Origin,
        depth: usize,
        place: &dyn Fn(usize) -> usize,
    ) -> Option<Hit> {
        if origin == Origin::Utf16 {
            return None;
        }
        utf16::readings(bytes).find_map(|reading| {
            self.follow(&reading.bytes, Origin::Utf16, depth + 1, &|at| place(reading.source(at)))
        })
    }
}
