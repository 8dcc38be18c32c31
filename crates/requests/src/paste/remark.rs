//! What has to be said about a pasted text beside the request that was read from it: notes, which tell what was changed or
//! left out, and doubts, which a person has to look at before the request is sent.

use super::doubt_kind::DoubtKind;
use mudbrick_redact::without_secrets;
use serde::Serialize;
use std::collections::HashSet;
use std::fmt;
use thiserror::Error;

/// Where in the pasted text something is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// The text from there to the end of its line, at most 40 characters, with what looks like a secret masked.
    pub excerpt: String,
}

impl Place {
    /// The place of a byte; the end of the text when there is no such byte.
    pub(super) fn of(text: &str, at: usize) -> Self {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &text[..at];
        let begin = before.rfind('\n').map_or(0, |end| end + 1);
        let line = text[at..].lines().next().unwrap_or_default();
        // Cutting first could leave a part of a secret that no longer looks like one.
        let (masked, _) = without_secrets(line);
        Self {
            line: 1 + before.bytes().filter(|byte| *byte == b'\n').count(),
            column: 1 + text[begin..at].chars().count(),
            excerpt: masked.chars().take(40).collect(),
        }
    }
}

/// Something in the text that may not be what the person means, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// Where.
    pub place: Place,
    /// What.
    pub kind: DoubtKind,
}

/// What was changed or left out, and needs no decision.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum PasteNote {
    /// A credential in the text is now the profile's own.
    #[error("the {what} in the text was replaced by the profile's own, {variable}")]
    Credential {
        /// What it was.
        what: CredentialKind,
        /// The variable's name.
        variable: String,
    },
    /// Something that looks like a secret is now a variable.
    #[error(
        "what looks like a secret was replaced by the variable {variable}; its value was not kept"
    )]
    Secret {
        /// The variable's name.
        variable: String,
    },
    /// Text before the request.
    #[error("what comes before the request was left out")]
    TextBefore,
    /// Text after the request.
    #[error("what comes after the request was left out: {begin}")]
    TextAfter {
        /// Its beginning, with what looks like a secret masked.
        begin: String,
    },
    /// An option about how to connect.
    #[error("{option} was left out: the profile and the system decide how to connect")]
    Connection {
        /// The option.
        option: String,
    },
    /// A user name with a password.
    #[error(
        "{option} was left out: it holds a user name and a password, and Adobe's APIs want a token"
    )]
    Password {
        /// The option.
        option: String,
    },
    /// A file with cookies.
    #[error("the cookies were left out")]
    Cookies,
    /// A header that is written by whoever sends.
    #[error("the header {name} was left out: Mudbrick writes it itself")]
    OwnHeader {
        /// The header.
        name: String,
    },
    /// JSON that would have been sent as a form.
    #[error(
        "Content-Type is application/json, because the body is JSON; curl would have called it a form"
    )]
    JsonNotForm,
    /// Pieces of JSON that curl would have joined by `&`.
    #[error(
        "the pieces of the body were joined by line breaks, because together they are JSON; curl would have put & between them"
    )]
    JoinedJson,
    /// A body behind a blank line after the command.
    #[error("the JSON after the command was read as its body")]
    BodyAfterCommand,
    /// A word processor's dashes and quotation marks.
    #[error("a word processor's dashes and quotation marks were read as plain ones")]
    Typographic,
    /// A URL without its scheme.
    #[error("the URL had no scheme; https:// was put before it")]
    Scheme,
    /// A hash table that became JSON.
    #[error("the body was written as JSON, with its members in the order of the text")]
    AsJson,
}

impl PasteNote {
    /// What follows a request and belongs to nothing.
    pub(super) fn after(text: &str) -> Self {
        let (masked, _) = without_secrets(text);
        let line = masked.split_whitespace().collect::<Vec<_>>().join(" ");
        Self::TextAfter { begin: line.chars().take(40).collect() }
    }
}

/// Which of a profile's credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each says itself in its message")]
pub enum CredentialKind {
    #[error("token")]
    Token,
    #[error("client ID")]
    ClientId,
    #[error("client secret")]
    ClientSecret,
    #[error("organization ID")]
    Organization,
}

/// All that is said about one text, while it is read.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    notes: Vec<PasteNote>,
    doubts: Vec<(usize, DoubtKind)>,
    /// Each is told once.
    doubted: HashSet<DoubtKind>,
    /// The secrets that variables stand for now.
    pub(super) taken: Taken,
}

/// Secrets that were taken out, with the variables that stand for them: two that differ get two.
#[derive(Default)]
pub(super) struct Taken(Vec<(String, String)>);

impl Taken {
    /// The variable that stands for a secret: the one of this name, or the same with a number where that stands for another.
    pub(super) fn variable_of(&mut self, name: String, secret: &str) -> String {
        let numbered = (2_usize..).map(|number| format!("{name}_{number}"));
        for variable in std::iter::once(name.clone()).chain(numbered) {
            match self.0.iter().find(|(known, _)| *known == variable) {
                Some((_, known)) if known != secret => {}
                Some(_) => return variable,
                None => {
                    self.0.push((variable.clone(), secret.to_owned()));
                    return variable;
                }
            }
        }
        name
    }
}

/// It holds secrets.
impl fmt::Debug for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

impl Remarks {
    pub(super) fn note(&mut self, note: PasteNote) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    pub(super) fn doubt(&mut self, at: usize, kind: DoubtKind) {
        if self.doubted.insert(kind.clone()) {
            self.doubts.push((at, kind));
        }
    }

    pub(super) fn tells_of_several(&self) -> bool {
        self.doubts.iter().any(|(_, kind)| matches!(kind, DoubtKind::SeveralRequests { .. }))
    }

    /// Takes back the doubts about a variable that turned out to stand for something known.
    pub(super) fn settle(&mut self, name: &str) {
        let is_settled = |kind: &DoubtKind| {
            !matches!(kind, DoubtKind::SeveralValues { .. }) && kind.variable() == Some(name)
        };
        self.doubts.retain(|(_, kind)| !is_settled(kind));
        self.doubted.retain(|kind| !is_settled(kind));
    }

    pub(super) fn into_parts(self) -> (Vec<PasteNote>, Vec<(usize, DoubtKind)>) {
        (self.notes, self.doubts)
    }

    /// In the order of the text.
    pub(super) fn finish(self, text: &str) -> (Vec<PasteNote>, Vec<Doubt>) {
        self.finish_at(text, 0, 1)
    }

    /// The same for a command of a longer text: where it begins, and in which line that is.
    pub(super) fn finish_at(
        mut self,
        text: &str,
        at: usize,
        line: usize,
    ) -> (Vec<PasteNote>, Vec<Doubt>) {
        self.doubts.sort_by_key(|(at, _)| *at);
        let begin = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let doubts = self.doubts.into_iter().map(|(at, kind)| {
            let mut place = Place::of(&text[begin..], at.saturating_sub(begin));
            place.line += line - 1;
            Doubt { place, kind }
        });
        (self.notes, doubts.collect())
    }
}
