//! What became of a request in its file while a draft of it was open, and which of the two a person keeps.

use super::Drafts;
use super::view::{OpenTab, OutsideAnswer, OutsideChange, TabId, TabsView};
use crate::requests::view::{EditedRequest, OpenedRequest, RequestOrigin};
use mudbrick_model::{ErrorCode, Problem};

/// The request as its file has it now.
enum InFile {
    /// As the draft began with it, or as the draft is.
    Same,
    Other(Box<OpenedRequest>),
    Gone,
}

impl Drafts {
    pub(super) fn outside(&self, tab: &OpenTab) -> Option<OutsideChange> {
        match self.in_file(tab) {
            InFile::Same => None,
            InFile::Other(_) => Some(OutsideChange::Changed),
            InFile::Gone => Some(OutsideChange::Gone),
        }
    }

    fn in_file(&self, tab: &OpenTab) -> InFile {
        let own = tab.source.as_ref().filter(|source| source.origin == RequestOrigin::Own);
        // One in which nothing was read yet has nothing that could be another now.
        let was_read = tab.draft.is_some() || tab.revision.is_some();
        let Some(source) = own.filter(|_| was_read) else { return InFile::Same };
        match self.requests.open(&source.address, source.origin) {
            Ok(now) if now.revision == tab.revision => InFile::Same,
            Ok(now) if tab.draft.as_ref().is_some_and(|draft| is_in(draft, &now)) => InFile::Same,
            Ok(now) => InFile::Other(Box::new(now)),
            // Of one in which nobody typed, nothing is lost.
            Err(problem) if problem.code == ErrorCode::NotFound && tab.draft.is_some() => {
                InFile::Gone
            }
            // A file that cannot be read is told of where requests are listed, and may be whole again in a moment.
            Err(_) => InFile::Same,
        }
    }

    /// Does what a person wants of a draft whose request was changed elsewhere. Nothing is lost in any case: what they do
    /// not keep can be reopened.
    ///
    /// # Errors
    /// There is no such tab, or the disk refuses.
    pub fn settle(&self, id: &TabId, answer: OutsideAnswer) -> Result<TabsView, Problem> {
        self.open_tabs.read()?;
        let tab = self.open_tabs.with(|held| held.tabs.get(id).map(|held| (*held.tab).clone()));
        let tab = tab.ok_or_else(no_such_tab)?;
        // Where nobody has typed there is nothing to choose from.
        if tab.draft.is_none() {
            return self.list();
        }
        let as_new = OpenTab { source: None, revision: None, ..tab.clone() };
        let as_in_file = OpenTab { draft: None, revision: None, id: TabId::new(), ..tab.clone() };
        match (self.in_file(&tab), answer) {
            (InFile::Same, _) => {}
            (InFile::Other(now), OutsideAnswer::Mine) => {
                self.open_tabs.put(OpenTab { revision: now.revision, ..tab });
            }
            // The draft goes with its tab, and comes back with it.
            (InFile::Other(_), OutsideAnswer::Theirs) => {
                self.open_tabs.put(as_new);
                self.beside(id, as_in_file);
                self.open_tabs.close(id)?;
            }
            (InFile::Other(_), OutsideAnswer::Both) => {
                self.open_tabs.put(as_new);
                self.beside(id, as_in_file);
            }
            (InFile::Gone, OutsideAnswer::Theirs) => {
                self.open_tabs.put(as_new);
                self.open_tabs.close(id)?;
            }
            (InFile::Gone, OutsideAnswer::Mine | OutsideAnswer::Both) => self.open_tabs.put(as_new),
        }
        self.list()
    }

    /// Puts a tab before another, and in front if that one was.
    fn beside(&self, other: &TabId, tab: OpenTab) {
        let id = tab.id.clone();
        self.open_tabs.put(tab);
        self.open_tabs.rearrange(|order| {
            order.tabs.retain(|one| *one != id);
            let at = order.tabs.iter().position(|one| one == other).unwrap_or(order.tabs.len());
            order.tabs.insert(at, id.clone());
            for active in order.active.iter_mut().filter(|active| **active == *other) {
                *active = id.clone();
            }
        });
    }
}

/// Whether a file has what was typed. What a draft does not say is as the file has it.
fn is_in(draft: &EditedRequest, now: &OpenedRequest) -> bool {
    let EditedRequest { request, options } = draft;
    *request == now.request.request && (options.is_none() || *options == now.request.options)
}

fn no_such_tab() -> Problem {
    Problem::new(ErrorCode::NotFound, "This request is not open any more.")
        .remedy("Open it again from the list, or reopen it.")
}
