//! Where each request of a file is kept, as the history writes it down.

use super::address::EntryName;
use super::own::OwnFile;
use mudbrick_model::{KeptAmong, SentFrom};
use mudbrick_requests::Sample;
use std::path::Path;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

/// Where the requests of a file are kept, one for each of its entries.
#[derive(Debug, Clone)]
pub(super) struct Kept(Arc<[SentFrom]>);

impl Kept {
    /// Where one of them is.
    pub(super) fn of(&self, entry: usize) -> Option<SentFrom> {
        self.0.get(entry).cloned()
    }

    pub(super) fn among_own(file: &OwnFile, place: &Path) -> Self {
        let state = state_of(place);
        let all = (0..file.requests.len()).map(|entry| SentFrom {
            among: KeptAmong::Own,
            place: file.address(entry).to_string(),
            name: None,
            state: state.clone(),
        });
        Self(all.collect())
    }

    pub(super) fn in_catalogue(sample: &Sample) -> Self {
        let (among, place) = (KeptAmong::Catalogue, sample.path.to_string());
        Self(Arc::new([SentFrom { among, place, name: None, state: String::new() }]))
    }

    pub(super) fn in_file(place: &Path, names: &[EntryName]) -> Self {
        let state = state_of(place);
        let all = names.iter().map(|name| SentFrom {
            among: KeptAmong::Files,
            place: place.display().to_string(),
            name: Some(name.to_string()),
            state: state.clone(),
        });
        Self(all.collect())
    }
}

/// Another one whenever the file was written. A hash of its text would tell what stands in it to whoever guesses.
fn state_of(file: &Path) -> String {
    let metadata = std::fs::metadata(file).ok();
    let since =
        metadata.as_ref().and_then(|it| it.modified().ok()?.duration_since(UNIX_EPOCH).ok());
    let nanoseconds = since.unwrap_or_default().as_nanos();
    format!("{nanoseconds}-{}", metadata.map_or(0, |it| it.len()))
}
