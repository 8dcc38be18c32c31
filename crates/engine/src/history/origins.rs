//! Where the parts of what goes out come from. The same is told before sending and kept after it.

use mudbrick_model::{OriginOfPart, PartOrigin};
use mudbrick_requests::{FilledText, Piece, Source};

/// Where one part comes from, with the variable that brought it.
pub(crate) fn of_piece(piece: &Piece) -> OriginOfPart {
    let (origin, variable) = match piece {
        Piece::Literal(_) => (PartOrigin::Request, None),
        Piece::Value { name, source, .. } => (of_source(*source), Some(name.clone())),
        Piece::Secret { name, .. } => (PartOrigin::Secret, Some(name.clone())),
        Piece::Unset { name, .. } => (PartOrigin::Unset, Some(name.clone())),
        Piece::File { .. } => (PartOrigin::BodyFile, None),
    };
    OriginOfPart { origin, variable }
}

/// Where the parts of a text come from, each once.
pub(super) fn of_text(text: &FilledText) -> Vec<OriginOfPart> {
    let mut all: Vec<OriginOfPart> = Vec::new();
    for origin in text.pieces().iter().map(of_piece) {
        if !all.contains(&origin) {
            all.push(origin);
        }
    }
    all
}

fn of_source(source: Source) -> PartOrigin {
    match source {
        Source::Token => PartOrigin::Secret,
        Source::Given => PartOrigin::Given,
        Source::Answer => PartOrigin::Answer,
        Source::File => PartOrigin::File,
        Source::Own => PartOrigin::Own,
        Source::Profile => PartOrigin::Profile,
        Source::BuiltIn => PartOrigin::BuiltIn,
    }
}
