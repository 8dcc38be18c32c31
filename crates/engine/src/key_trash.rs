//! Deleted key pairs: put aside as `trash/keys/<id>.<short name>.<milliseconds>.toml`, brought back, swept out in the end.

use crate::engine::Engine;
use crate::secrets;
use mudbrick_model::{ErrorCode, KeyId, Problem, Slug, Timestamp};
use mudbrick_vault::files;
use std::path::PathBuf;

/// A deleted pair's file.
struct Discarded {
    path: PathBuf,
    id: KeyId,
    slug: Slug,
    at: Timestamp,
}

impl Discarded {
    fn parse(path: PathBuf) -> Option<Self> {
        let mut parts = path.file_name()?.to_str()?.strip_suffix(".toml")?.split('.');
        let id = KeyId::parse(parts.next()?).ok()?;
        let slug = Slug::parse(parts.next()?).ok()?;
        let at = Timestamp(parts.next()?.parse().ok()?);
        Some(Self { id, slug, at, path })
    }
}

impl Engine {
    pub(crate) fn discard_key(&self, id: &KeyId) -> Result<(), Problem> {
        let _lock = files::lock(&self.home.lock("keys"))?;
        let slug = self.keys.get(id)?.slug;
        let to = self.key_trash().join(format!("{id}.{slug}.{}.toml", self.now().0));
        Ok(files::move_file(&self.key_file(&slug), &to)?)
    }

    pub(crate) fn recover_key(&self, id: &KeyId) -> Result<(), Problem> {
        let _lock = files::lock(&self.home.lock("keys"))?;
        if let Ok(stored) = self.keys.get(id) {
            let message = format!("The key {} is there already.", stored.value.name);
            return Err(Problem::new(ErrorCode::AlreadyExists, message));
        }
        let deleted = self.discarded_keys().into_iter().filter(|deleted| deleted.id == *id);
        let latest = deleted.max_by_key(|deleted| deleted.at).ok_or_else(|| {
            Problem::new(ErrorCode::NotFound, "This key is not among the deleted ones.")
                .remedy("A deleted key can be brought back for 30 days.")
        })?;
        let free = |slug: &Slug| self.key_file(slug).symlink_metadata().is_err();
        let numbered = (2..=u32::MAX).map(|number| latest.slug.numbered(number));
        let slug = std::iter::once(latest.slug.clone()).chain(numbered).find(free);
        Ok(files::move_file(&latest.path, &self.key_file(&slug.unwrap_or(latest.slug)))?)
    }

    /// Removes for good what was deleted before an instant, private keys too.
    pub(crate) fn sweep_deleted_keys(&self, before: Timestamp) {
        let old: Vec<Discarded> =
            self.discarded_keys().into_iter().filter(|deleted| deleted.at < before).collect();
        if old.is_empty() {
            return;
        }
        let Ok(_lock) = files::lock(&self.home.lock("keys")) else { return };
        for deleted in old {
            // What cannot be removed now is removed the next time.
            let _ = files::remove(&deleted.path);
            let still_needed = self.keys.get(&deleted.id).is_ok()
                || self.discarded_keys().iter().any(|other| other.id == deleted.id);
            if !still_needed {
                let _ = secrets::forget_key(&self.vault, &deleted.id);
            }
        }
    }

    fn discarded_keys(&self) -> Vec<Discarded> {
        let entries = std::fs::read_dir(self.key_trash()).into_iter().flatten().flatten();
        entries.filter_map(|entry| Discarded::parse(entry.path())).collect()
    }

    fn key_trash(&self) -> PathBuf {
        self.home.trash().join("keys")
    }

    fn key_file(&self, slug: &Slug) -> PathBuf {
        self.home.keys().join(format!("{slug}.toml"))
    }
}
