//! Tabs on the disk: a sealed file for each in `drafts/`, those that were closed in `drafts/closed/`, and their order. When
//! they are written is left to `open_tabs`.
//!
//! The order says nothing but ids, so that it can be read while the vault is locked.

use super::size::MOST_BYTES;
use super::view::{OpenTab, TabId};
use crate::core::KEPT_IN_TRASH;
use mudbrick_model::{ErrorCode, Explain as _, Problem, Timestamp};
use mudbrick_store::Home;
use mudbrick_vault::files::{self, FileLock, LockError, Mode};
use mudbrick_vault::{Vault, VaultError};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the sealed files say they are.
const KIND: &str = "draft";
const VERSION: u32 = 1;
const ENDING: &str = ".age";
/// The folder of closed tabs, in that of the open ones.
const CLOSED: &str = "closed";
/// A draft has at most [`MOST_BYTES`]; JSON writes each byte of it in six at most.
const LIMIT: u64 = 6 * MOST_BYTES as u64 + (1 << 20);
/// Thousands of ids.
const ORDER_LIMIT: u64 = 1 << 20;
/// A Mudbrick that is just ending still has the right to write.
const PATIENCE: Duration = Duration::from_secs(2);
/// Closed tabs that can be reopened.
const MOST_CLOSED: usize = 50;

/// The places of drafts in a home folder.
pub(super) struct DraftFiles {
    folder: PathBuf,
    lock: PathBuf,
}

/// The order of the tabs, which of them are in front, and which were closed last.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Order {
    version: u32,
    pub(super) tabs: Vec<TabId>,
    pub(super) active: Vec<TabId>,
    /// The last one closed is at the end.
    pub(super) closed: Vec<ClosedTab>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ClosedTab {
    pub(super) id: TabId,
    at: Timestamp,
}

/// Why a draft is not had.
pub(super) enum Unread {
    /// Nobody will be able to read this file.
    Damaged(Problem),
    /// A newer Mudbrick can.
    Newer(Problem),
    /// It can be read another time.
    NotNow(Problem),
}

#[derive(Serialize)]
struct Kept<'a> {
    version: u32,
    tab: &'a OpenTab,
}

#[derive(Deserialize)]
struct Read {
    tab: OpenTab,
}

/// Read first: a newer version may have changed all the rest.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

impl DraftFiles {
    pub(super) fn of(home: &Home) -> Self {
        Self { folder: home.drafts(), lock: home.lock("drafts") }
    }

    /// The right to write here, which one Mudbrick has for as long as it runs; none when another one has it.
    pub(super) fn own(&self) -> Result<Option<FileLock>, LockError> {
        match files::lock_within(&self.lock, PATIENCE) {
            Ok(lock) => Ok(Some(lock)),
            Err(LockError::Held { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(super) fn ids(&self) -> Result<Vec<TabId>, Problem> {
        ids_in(&self.folder)
    }

    pub(super) fn read(&self, vault: &Vault, id: &TabId) -> Result<OpenTab, Unread> {
        let path = self.place(id);
        // Opening a pipe would wait for whoever writes to it.
        if fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
            return Err(Unread::Damaged(damaged(&path)));
        }
        let bytes = match files::read(&path, LIMIT) {
            Ok(bytes) => bytes,
            Err(files::ReadError::TooLarge { .. }) => return Err(Unread::Damaged(damaged(&path))),
            Err(error) => return Err(Unread::NotNow(error.problem())),
        };
        let text = vault.unseal(KIND, &path, &bytes).map_err(|error| match error {
            VaultError::Damaged { .. } | VaultError::OtherKey { .. } => {
                Unread::Damaged(damaged(&path))
            }
            VaultError::Newer { .. } => Unread::Newer(error.problem()),
            other => Unread::NotNow(other.problem()),
        })?;
        parse(text.expose(), &path).map(|tab| OpenTab { id: id.clone(), ..tab })
    }

    pub(super) fn write(&self, vault: &Vault, tab: &OpenTab) -> Result<(), Problem> {
        let path = self.place(&tab.id);
        let text = mudbrick_vault::to_json(&Kept { version: VERSION, tab })
            .map_err(|error| Problem::new(ErrorCode::Internal, error.to_string()))?;
        let sealed = vault.seal(KIND, &path, &text)?;
        files::save(&path, &sealed, Mode::Private).map_err(|error| error.problem())
    }

    /// Keeps a damaged file out of the way, and says where it is now.
    pub(super) fn set_aside(&self, id: &TabId, now: Timestamp) -> PathBuf {
        let path = self.place(id);
        files::set_aside(&path, now).unwrap_or(path)
    }

    /// Out of the way, to be reopened. One that was never written has nothing to be moved.
    pub(super) fn close(&self, id: &TabId) -> Result<(), Problem> {
        match self.place(id).exists() {
            true => move_file(&self.place(id), &self.closed(id)),
            false => Ok(()),
        }
    }

    pub(super) fn reopen(&self, id: &TabId) -> Result<(), Problem> {
        match self.closed(id).exists() {
            true => move_file(&self.closed(id), &self.place(id)),
            false => Err(nothing_closed()),
        }
    }

    pub(super) fn place(&self, id: &TabId) -> PathBuf {
        self.folder.join(format!("{id}{ENDING}"))
    }

    fn closed(&self, id: &TabId) -> PathBuf {
        self.folder.join(CLOSED).join(format!("{id}{ENDING}"))
    }

    /// What cannot be read counts as no order: the tabs are all there without it.
    pub(super) fn order(&self) -> Order {
        let text = files::read_text(&self.order_file(), ORDER_LIMIT).unwrap_or_default();
        let order: Option<Order> = serde_json::from_str(&text).ok();
        order.filter(|order| order.version == VERSION).unwrap_or_default()
    }

    pub(super) fn write_order(&self, order: &Order) -> Result<(), Problem> {
        let order = Order { version: VERSION, ..order.clone() };
        let text = serde_json::json!(order).to_string();
        files::save(&self.order_file(), text.as_bytes(), Mode::Private)
            .map_err(|error| error.problem())
    }

    fn order_file(&self) -> PathBuf {
        self.folder.join("order.json")
    }

    /// Removes for good what was closed long ago, and what is too much.
    pub(super) fn sweep(&self, order: &mut Order, now: Timestamp) {
        // Where the order was lost, they begin to be old today.
        for id in ids_in(&self.folder.join(CLOSED)).unwrap_or_default() {
            if !order.closed.iter().any(|one| one.id == id) {
                order.closed.insert(0, ClosedTab { id, at: now });
            }
        }
        let before = now.before(KEPT_IN_TRASH);
        let spare = order.closed.len().saturating_sub(MOST_CLOSED);
        let is_old = |(number, one): (usize, &ClosedTab)| number < spare || one.at < before;
        let old: Vec<TabId> = (order.closed.iter().enumerate())
            .filter(|&found| is_old(found))
            .map(|(_, one)| one.id.clone())
            .collect();
        // What cannot be removed now is removed the next time.
        let gone: Vec<&TabId> =
            old.iter().filter(|id| files::remove(&self.closed(id)).is_ok()).collect();
        order.closed.retain(|one| !gone.contains(&&one.id));
    }
}

impl Order {
    /// Takes a tab out of the order, to be reopened.
    pub(super) fn close(&mut self, id: &TabId, at: Timestamp) {
        self.tabs.retain(|other| other != id);
        self.active.retain(|other| other != id);
        self.closed.retain(|other| other.id != *id);
        self.closed.push(ClosedTab { id: id.clone(), at });
    }

    /// Puts a tab in the order, behind all others.
    pub(super) fn reopen(&mut self, id: &TabId) {
        self.closed.retain(|other| other.id != *id);
        self.put(id);
    }

    /// Sees to it that a tab is in the order.
    pub(super) fn put(&mut self, id: &TabId) {
        if !self.tabs.contains(id) {
            self.tabs.push(id.clone());
        }
    }
}

pub(super) fn nothing_closed() -> Problem {
    Problem::new(ErrorCode::NotFound, "No closed request can be reopened.")
        .remedy("Closed requests are kept for 30 days, the last 50 of them.")
}

fn ids_in(folder: &Path) -> Result<Vec<TabId>, Problem> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(files::ReadError::of(folder, error).problem()),
    };
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    Ok(names.filter_map(|name| TabId::parse(name.strip_suffix(ENDING)?)).collect())
}

fn move_file(from: &Path, to: &Path) -> Result<(), Problem> {
    files::move_file(from, to).map_err(|error| error.problem())
}

fn parse(text: &[u8], path: &Path) -> Result<OpenTab, Unread> {
    // The parser's own message could quote what was typed.
    let broken = |_| Unread::Damaged(damaged(path));
    let Versioned { version } = serde_json::from_slice(text).map_err(broken)?;
    if version > VERSION {
        let message = "A newer Mudbrick wrote a draft.";
        return Err(Unread::Newer(
            Problem::new(ErrorCode::Storage, message)
                .remedy("Use that version of Mudbrick or a later one.")
                .detail(format!("{} has version {version}", path.display())),
        ));
    }
    serde_json::from_slice(text).map(|Read { tab }| tab).map_err(broken)
}

fn damaged(path: &Path) -> Problem {
    Problem::new(
        ErrorCode::Damaged,
        "A draft cannot be read: its file is damaged, or comes from another vault.",
    )
    .remedy("The file was kept beside the others. Put it back from a backup, or remove it.")
    .detail(path.display().to_string())
}
