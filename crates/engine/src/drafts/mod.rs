//! The room of drafts: the requests that are open, each in a tab, as they were typed. They are back after a crash, a restart
//! and a lock. Saving a request among the person's own is left to `requests`.
//!
//! A draft may hold a secret that was typed or pasted, so every tab is sealed to the vault's key. That needs no unlocking;
//! reading them back does.

mod edits;
mod files;
mod open_tabs;
mod outside;
mod size;
pub(crate) mod view;

use crate::core::{Change, Core};
use crate::requests::Requests;
use crate::vault::Vault;
use files::nothing_closed;
use mudbrick_model::{ErrorCode, Problem};
use open_tabs::OpenTabs;
use size::{MOST_BYTES, size};
use std::sync::Arc;
use view::{OpenTab, TabId, TabView, TabsView};

/// More than anybody finds their way in.
const MOST_TABS: usize = 500;

/// The room of drafts.
pub struct Drafts {
    open_tabs: Arc<OpenTabs>,
    vault: Arc<Vault>,
    requests: Requests,
}

impl Drafts {
    pub(crate) fn new(core: &Arc<Core>, vault: &Arc<Vault>, requests: &Requests) -> Self {
        let open_tabs = Arc::new(OpenTabs::new(core));
        // Weak, since the core keeps the listener and the open tabs the core.
        let forgetful = Arc::downgrade(&open_tabs);
        core.listen(move |change| {
            if let (Change::VaultLocked, Some(open_tabs)) = (change, forgetful.upgrade()) {
                open_tabs.forget();
            }
        });
        Self { open_tabs, vault: Arc::clone(vault), requests: requests.clone() }
    }

    /// Everything that is open. Opens the vault, unless nothing is.
    ///
    /// # Errors
    /// The vault is closed, or the disk refuses.
    pub fn list(&self) -> Result<TabsView, Problem> {
        let read = self.open_tabs.read();
        self.vault.tell();
        read?;
        let (mut tabs, order, not_kept, damaged) = self.open_tabs.with(|held| {
            let tabs: Vec<Arc<OpenTab>> =
                held.tabs.values().map(|held| Arc::clone(&held.tab)).collect();
            (tabs, held.order.clone(), held.not_kept.clone(), held.damaged.clone())
        });
        let place = |id: &TabId| order.tabs.iter().position(|other| other == id);
        // One that is in no order was opened by a Mudbrick that was killed before it wrote the order.
        tabs.sort_by_cached_key(|tab| place(&tab.id).unwrap_or(usize::MAX));
        let is_open = |id: &TabId| tabs.iter().any(|tab| tab.id == *id);
        let active = order.active.iter().filter(|id| is_open(id)).cloned().collect();
        let tabs = tabs.iter().map(|tab| self.shown(tab)).collect();
        Ok(TabsView { tabs, active, not_kept, damaged })
    }

    /// The same without the drafts of tabs that the client has: they may be megabytes, and are compared here in any case.
    ///
    /// # Errors
    /// As with [`Drafts::list`].
    pub fn list_beside(&self, known: &[TabId]) -> Result<TabsView, Problem> {
        let mut all = self.list()?;
        for view in all.tabs.iter_mut().filter(|view| known.contains(&view.tab.id)) {
            view.tab.draft = None;
        }
        Ok(all)
    }

    /// Keeps a tab as it is now: opens it, or takes over what was typed in it. It is on the disk within a second.
    ///
    /// # Errors
    /// It is too large, or too many are open.
    pub fn keep(&self, tab: OpenTab) -> Result<(), Problem> {
        let bytes = tab.draft.as_ref().map_or(0, size);
        if bytes > MOST_BYTES {
            return Err(too_large(bytes));
        }
        let (is_new, open) =
            self.open_tabs.with(|held| (!held.tabs.contains_key(&tab.id), held.tabs.len()));
        if is_new && open >= MOST_TABS {
            return Err(too_many());
        }
        self.open_tabs.put(tab);
        Ok(())
    }

    /// Closes a tab. Its draft is kept for 30 days, and [`Drafts::reopen`] brings it back. One that is not open counts as
    /// closed.
    ///
    /// # Errors
    /// What was typed last cannot be written; the tab is still open then.
    pub fn close(&self, id: &TabId) -> Result<(), Problem> {
        self.open_tabs.close(id)
    }

    /// Opens the tab again that was closed last, or a certain one.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] when there is none, the vault is closed, or the disk refuses.
    pub fn reopen(&self, id: Option<&TabId>) -> Result<TabView, Problem> {
        let last =
            || self.open_tabs.with(|held| held.order.closed.last().map(|last| last.id.clone()));
        let id = id.cloned().or_else(last).ok_or_else(nothing_closed)?;
        let tab = self.open_tabs.reopen(&id);
        self.vault.tell();
        tab.map(|tab| self.shown(&tab))
    }

    /// Puts the tabs in an order, and says which are in front, one of each profile. Tabs that are not named stay behind the
    /// others.
    pub fn arrange(&self, tabs: &[TabId], active: &[TabId]) {
        self.open_tabs.rearrange(|order| {
            let rest = order.tabs.iter().filter(|id| !tabs.contains(id)).cloned();
            order.tabs = tabs.iter().cloned().chain(rest.collect::<Vec<_>>()).collect();
            order.active = active.to_vec();
        });
    }

    /// Writes what was typed last, now.
    pub fn flush(&self) {
        self.open_tabs.flush();
    }

    fn shown(&self, tab: &OpenTab) -> TabView {
        TabView { tab: tab.clone(), outside: self.outside(tab) }
    }
}

/// The last state is on the disk when the engine is gone.
impl Drop for Drafts {
    fn drop(&mut self) {
        self.open_tabs.end();
    }
}

fn too_large(bytes: usize) -> Problem {
    let mib = |bytes: usize| bytes.div_ceil(1 << 20);
    Problem::new(
        ErrorCode::InvalidInput,
        format!(
            "This request has {} MiB, which is too much to keep while you type. What you typed last is not kept.",
            mib(bytes)
        ),
    )
    .remedy(format!("Keep it below {} MiB: send a larger body from a file.", mib(MOST_BYTES)))
}

fn too_many() -> Problem {
    Problem::new(ErrorCode::InvalidInput, format!("{MOST_TABS} requests are open."))
        .remedy("Close some of them. They can be reopened.")
}
