//! What people bring as files or on the clipboard: read for credentials and for requests of other programs, since one file may
//! hold both, and nobody has to say which it is.

use crate::view::Brought;
use mudbrick_engine::view::{FoundRequests, ImportView};
use mudbrick_engine::{Engine, Secret};
use mudbrick_model::Problem;
use std::path::PathBuf;

/// Reads files and folders.
///
/// # Errors
/// Nothing at all can be read as credentials. [`alone`] has the requests of such files.
pub(crate) fn files(engine: &Engine, paths: &[PathBuf]) -> Result<Brought, Problem> {
    let view = engine.import().read_files(paths)?;
    Ok(with(engine, view, || engine.requests().hold_collections(paths, Vec::new())))
}

/// Reads the text on the clipboard.
pub(crate) fn text(engine: &Engine, text: Secret<String>) -> Result<Brought, Problem> {
    let name = "clipboard".to_owned();
    let bytes = text.expose().clone().into_bytes();
    let view = engine.import().read_texts(vec![(name.clone(), text)])?;
    Ok(with(engine, view, || engine.requests().hold_collections(&[], vec![(name, bytes)])))
}

/// The requests in files from which nothing else can be had, such as a folder with more of them than credentials ever are.
pub(crate) fn alone(engine: &Engine, paths: &[PathBuf]) -> Option<FoundRequests> {
    engine.requests().hold_collections(paths, Vec::new()).ok()
}

fn with(
    engine: &Engine,
    view: ImportView,
    requests: impl FnOnce() -> Result<FoundRequests, Problem>,
) -> Brought {
    // A share kit's or backup's requests come with it.
    let looks = view.requests.is_empty() && view.locked.is_empty();
    // What is no collection is told by the reading of credentials.
    let collection = looks.then(requests).and_then(Result::ok);
    let has_nothing = view.profiles.is_empty() && view.keys.is_empty() && view.locked.is_empty();
    if collection.is_some() && has_nothing {
        // Nobody will look at it.
        engine.import().discard(view.id);
    }
    Brought { view, collection }
}
