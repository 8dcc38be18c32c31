//! The file that code reads a body from, where the body is one or cannot well stand in the code. Reading it is left to each
//! language.

use super::note::CodeNote;
use super::owner::{CodeSource, Show};
use crate::fill::{FilledText, Piece};
use mudbrick_model::CodeLanguage;
use serde::de::IgnoredAny;

/// What becomes of a body that is too long for anybody to look at in code, or no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LongBody {
    /// It stands in the code as a whole.
    InCode,
    /// The code reads it from a file, and says which.
    InFile,
}

/// A file that has the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BodyFile {
    /// What the code calls it.
    pub(super) name: String,
    pub(super) is_json: bool,
    whose: Whose,
}

/// Where the file comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Whose {
    /// The request names it as its body.
    OfRequest,
    /// It is made of the body, and saved beside the code.
    OfCode {
        bytes: usize,
        /// The variables whose values are not in it and belong there.
        names: Vec<String>,
    },
}

impl BodyFile {
    /// For a body that is a file, that no text can hold, or that is longer than a language can well have it.
    pub(super) fn of(
        source: &CodeSource<'_>,
        language: CodeLanguage,
        (show, long): (Show, LongBody),
    ) -> Option<Self> {
        if let Some(path) = source.body_file {
            let is_json = path.to_ascii_lowercase().ends_with(".json");
            return Some(Self { name: path.to_owned(), is_json, whose: Whose::OfRequest });
        }
        let body = source.filled.body.as_ref().filter(|_| long == LongBody::InFile)?;
        let bytes: usize = body.pieces().iter().map(length).sum();
        let is_binary = body.is_binary();
        if !is_binary && bytes <= longest(language) {
            return None;
        }
        let mut names: Vec<String> = Vec::new();
        for name in body.pieces().iter().filter_map(|piece| left_open(piece, show)) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        let is_json = !is_binary && is_json(body);
        let name = match (is_binary, is_json) {
            (true, _) => "body.bin",
            (false, true) => "body.json",
            (false, false) => "body.txt",
        };
        Some(Self { name: name.to_owned(), is_json, whose: Whose::OfCode { bytes, names } })
    }

    /// Whether it has to be saved before the code runs.
    pub(super) fn is_of_code(&self) -> bool {
        self.whose != Whose::OfRequest
    }

    pub(super) fn note(&self) -> CodeNote {
        let file = self.name.clone();
        match &self.whose {
            Whose::OfRequest => CodeNote::OwnFile { file },
            Whose::OfCode { bytes, names } => {
                CodeNote::BodyInFile { file, bytes: *bytes, names: names.clone() }
            }
        }
    }
}

fn is_json(body: &FilledText) -> bool {
    serde_json::from_str::<IgnoredAny>(&body.shown()).is_ok()
}

/// Below what the shell takes that would run it: `cmd` a line of 8,191 characters, Windows a command line of 32,767, Linux an
/// argument of 131,071 bytes. Quoting makes it longer, and headers want their part.
fn longest(language: CodeLanguage) -> usize {
    match language {
        CodeLanguage::Cmd => 4 << 10,
        CodeLanguage::Powershell => 16 << 10,
        _ => 64 << 10,
    }
}

fn length(piece: &Piece) -> usize {
    match piece {
        Piece::Literal(text) | Piece::Value { text, .. } | Piece::Unset { written: text, .. } => {
            text.len()
        }
        Piece::Secret { value, .. } => value.expose().len(),
        Piece::File { bytes, .. } => bytes.len(),
    }
}

/// The variable that stands there by its name.
fn left_open(piece: &Piece, show: Show) -> Option<&String> {
    match piece {
        Piece::Secret { name, .. } if show == Show::Redacted => Some(name),
        Piece::Unset { name, .. } => Some(name),
        _ => None,
    }
}
