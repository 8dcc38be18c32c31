//! The file that code reads a body from, where that is too long to stand in the code. Reading it is left to each language.

use super::note::CodeNote;
use super::owner::Show;
use crate::fill::{FilledText, Piece};
use mudbrick_model::CodeLanguage;
use serde::de::IgnoredAny;

/// What becomes of a body that is too long for anybody to look at in code.
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
    pub(super) is_json: bool,
    bytes: usize,
    /// The variables whose values are not in it and belong there.
    names: Vec<String>,
}

impl BodyFile {
    /// For a body that is longer than a language can well have it.
    pub(super) fn of(
        body: &FilledText,
        language: CodeLanguage,
        (show, long): (Show, LongBody),
    ) -> Option<Self> {
        let bytes: usize = body.pieces().iter().map(length).sum();
        if long == LongBody::InCode || bytes <= longest(language) {
            return None;
        }
        let mut names: Vec<String> = Vec::new();
        for name in body.pieces().iter().filter_map(|piece| left_open(piece, show)) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        let is_json = serde_json::from_str::<IgnoredAny>(&body.shown()).is_ok();
        Some(Self { is_json, bytes, names })
    }

    pub(super) fn name(&self) -> &'static str {
        if self.is_json { "body.json" } else { "body.txt" }
    }

    pub(super) fn note(&self) -> CodeNote {
        let Self { bytes, names, .. } = self;
        CodeNote::BodyInFile { file: self.name(), bytes: *bytes, names: names.clone() }
    }
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
