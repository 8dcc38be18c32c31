//! Where in a collection's tree something is.

use mudbrick_requests::masked_text;

/// The way from the collection to a folder or request. No name on it holds what looks like a secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    path: Vec<String>,
    is_masked: bool,
}

/// No name in a list of what was left out is longer, in characters: it is there to be found again.
const LONGEST: usize = 120;

impl Place {
    pub(super) fn child(&self, name: &str) -> Self {
        let mut path = self.path.clone();
        let masked = masked_text(name);
        let is_masked = masked.is_some();
        path.push(masked.unwrap_or_else(|| name.to_owned()));
        Self { path, is_masked }
    }

    /// Whether something of its own name was masked.
    pub(super) fn is_masked(&self) -> bool {
        self.is_masked
    }

    /// The folders, for a place that is one.
    pub(super) fn folders(&self) -> &[String] {
        &self.path
    }

    /// The last name on the way.
    pub(super) fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    /// The folders above.
    pub(super) fn above(&self) -> Vec<String> {
        self.path.split_last().map_or_else(Vec::new, |(_, above)| above.to_vec())
    }

    /// `Users › List users`.
    pub(super) fn shown(&self) -> String {
        let names = self.path.iter().map(|name| short(name));
        names.collect::<Vec<_>>().join(" › ")
    }
}

/// A text on one line, cut to a length at which it can still be recognised.
pub(super) fn short(text: &str) -> String {
    let mut line = one_line(text);
    if let Some((end, _)) = line.char_indices().nth(LONGEST) {
        line.truncate(end);
        line.push('…');
    }
    line
}

/// Runs of white space, line ends and control characters as one blank each.
pub(super) fn one_line(text: &str) -> String {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    text.split(blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
