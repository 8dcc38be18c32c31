//! Deleted records: moved to the trash, brought back, and swept out in the end.

use super::error::StoreError;
use super::folder::{Folder, Record, Stored, candidates};
use mudbrick_model::{Slug, Timestamp};
use mudbrick_vault::files;
use std::fs;
use std::path::{Path, PathBuf};

/// One deleted record: `<id>.<slug>.<milliseconds>.toml`.
struct Discarded {
    path: PathBuf,
    id: String,
    slug: Slug,
    at: Timestamp,
}

impl Discarded {
    fn name(id: &str, slug: &Slug, at: Timestamp) -> String {
        format!("{id}.{slug}.{}.toml", at.0)
    }

    fn parse(path: PathBuf) -> Option<Self> {
        let name = path.file_name()?.to_str()?.strip_suffix(".toml")?;
        let mut parts = name.split('.');
        let (id, slug, at) = (parts.next()?, parts.next()?, parts.next()?);
        let (slug, at) = (Slug::parse(slug).ok()?, Timestamp(at.parse().ok()?));
        Some(Self { id: id.to_owned(), slug, at, path: path.clone() })
    }
}

/// Moves a record to the trash and returns it as it was.
pub(super) fn discard<T: Record>(
    folder: &Folder<T>,
    trash: &Path,
    id: &T::Id,
    now: Timestamp,
) -> Result<Stored<T>, StoreError> {
    // An edit that is being saved would bring the record back under its old name.
    let _lock = folder.lock()?;
    let stored = folder.get(id)?.stored;
    let name = Discarded::name(&id.to_string(), &stored.slug, now);
    files::move_file(&folder.path_of(&stored.slug), &trash.join(name))?;
    folder.forget(id);
    Ok(stored)
}

/// Brings the last deleted record with this id back, under its old short name when that is still free.
pub(super) fn restore<T: Record>(
    folder: &Folder<T>,
    trash: &Path,
    id: &T::Id,
) -> Result<Stored<T>, StoreError> {
    let _lock = folder.lock()?;
    let wanted = id.to_string();
    let latest = discarded(trash)
        .filter(|discarded| discarded.id == wanted)
        .max_by_key(|discarded| discarded.at);
    let Some(latest) = latest else {
        return Err(StoreError::NotDeleted { what: T::WHAT });
    };
    if let Ok(present) = folder.get(id) {
        let name = present.stored.value.title();
        return Err(StoreError::AlreadyExists { what: T::WHAT, name });
    }
    let free = candidates(&latest.slug)
        .find(|slug| folder.path_of(slug).symlink_metadata().is_err())
        .unwrap_or_else(|| latest.slug.clone());
    files::move_file(&latest.path, &folder.path_of(&free))?;
    Ok(folder.load(&free)?.stored)
}

/// Removes for good what was deleted before an instant, and returns the ids that exist nowhere any more.
pub(super) fn sweep<T: Record>(
    folder: &Folder<T>,
    trash: &Path,
    before: Timestamp,
) -> Result<Vec<T::Id>, StoreError> {
    let old: Vec<Discarded> = discarded(trash).filter(|discarded| discarded.at < before).collect();
    if old.is_empty() {
        return Ok(Vec::new());
    }
    let _lock = folder.lock()?;
    for discarded in &old {
        files::remove(&discarded.path)?;
    }
    let mut gone: Vec<String> = old.into_iter().map(|discarded| discarded.id).collect();
    gone.sort_unstable();
    gone.dedup();
    // A file put back by hand, or deleted twice, still needs its secrets.
    let kept: Vec<String> = folder
        .scan()?
        .into_iter()
        .flatten()
        .map(|loaded| loaded.stored.value.id().to_string())
        .chain(discarded(trash).map(|discarded| discarded.id))
        .collect();
    gone.retain(|id| !kept.contains(id));
    Ok(gone.into_iter().filter_map(|id| T::Id::try_from(id).ok()).collect())
}

/// The ids of what can be brought back.
pub(super) fn ids(trash: &Path) -> Vec<String> {
    discarded(trash).map(|discarded| discarded.id).collect()
}

fn discarded(trash: &Path) -> impl Iterator<Item = Discarded> {
    let entries = fs::read_dir(trash).into_iter().flatten().flatten();
    entries.filter_map(|entry| Discarded::parse(entry.path()))
}
