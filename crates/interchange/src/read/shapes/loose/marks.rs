//! What is known by its look in a text, in order: IDs, secrets, tokens, and scopes behind their name.

use super::labels::{says_secret, scopes_in};
use crate::read::blocks::Part;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    ClientId,
    ClientSecret,
    OrgId,
    TechnicalAccountId,
    Scopes,
    Metascopes,
    Token,
}

/// Something that was found.
#[derive(Clone)]
pub(super) struct Mark {
    pub(super) kind: Kind,
    /// Scopes have commas between them.
    pub(super) text: zeroize::Zeroizing<String>,
    begins_paragraph: bool,
}

impl Part for Mark {
    fn name(&self) -> String {
        format!("{:?}", self.kind)
    }

    fn client_id(&self) -> Option<&str> {
        (self.kind == Kind::ClientId).then_some(self.text.as_str())
    }

    fn begins_paragraph(&self) -> bool {
        self.begins_paragraph
    }
}

/// Everything that is found in `text`.
pub(super) fn of(text: &str) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut begins_paragraph = true;
    let mut above = "";
    let mut rest = text;
    while !rest.is_empty() {
        let (line, below) = rest.split_once('\n').unwrap_or((rest, ""));
        let begun = marks.len();
        let is_secrets = says_secret(line) || (says_secret(above) && !has_words(above));
        let mut add = |kind: Kind, text: String| {
            let begins_paragraph = begins_paragraph && marks.len() == begun;
            marks.push(Mark { kind, text: text.into(), begins_paragraph });
        };
        for word in words(line) {
            if let Some(kind) = kind_of(word, is_secrets) {
                add(kind, word.to_owned());
            }
        }
        for (is_meta, scopes) in scopes_in(rest, line.len()) {
            add(if is_meta { Kind::Metascopes } else { Kind::Scopes }, scopes);
        }
        begins_paragraph = marks.len() == begun;
        if !line.trim().is_empty() {
            above = line;
        }
        rest = below;
    }
    marks
}

/// Three parts of base64, the first of which is a JSON object.
pub(super) fn is_token(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let fits = |part: &&str| {
        part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_' || b == b'=')
    };
    parts.len() == 3 && text.starts_with("eyJ") && parts.iter().all(fits)
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| c.is_whitespace() || ",;'\"`<>()[]{}|=*\\".contains(c))
        .map(|word| word.trim_end_matches(['.', ':']))
        .filter(|word| !word.is_empty())
}

/// Whether a line has more than a label.
fn has_words(line: &str) -> bool {
    words(line).any(|word| kind_of(word, true).is_some())
}

fn kind_of(word: &str, is_secrets: bool) -> Option<Kind> {
    if word.ends_with("@AdobeOrg") {
        Some(Kind::OrgId)
    } else if word.ends_with("@techacct.adobe.com") {
        // The e-mail looks the same but for hyphens, and is no ID.
        (!word.contains('-')).then_some(Kind::TechnicalAccountId)
    } else if word.len() == 32 && word.bytes().all(|b| b.is_ascii_hexdigit()) {
        Some(Kind::ClientId)
    } else if word.starts_with("p8e-") || word.starts_with("s8e-") || (is_secrets && is_uuid(word))
    {
        Some(Kind::ClientSecret)
    } else {
        is_token(word).then_some(Kind::Token)
    }
}

/// What client secrets looked like before they began with `p8e-`.
fn is_uuid(word: &str) -> bool {
    let lengths: Vec<usize> = word.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}
