//! A long body as it is typed: its changes come, and not all of it, which would take longer to come over than a key may take.

use super::Drafts;
use super::view::{BodyBase, BodyEdit, OpenTab, TabId, TextChange};
use crate::requests::view::{EditedRequest, PromptAnswers, RequestCheck, RequestSource};
use crate::threads::blocking;
use mudbrick_model::{ErrorCode, Problem, ProfileId, Request};
use std::sync::Arc;

impl Drafts {
    /// Keeps a tab as [`Drafts::keep`] does. Its draft comes without its body, which is made of the one that is kept and of
    /// what was changed in it since, in that order.
    ///
    /// # Errors
    /// [`ErrorCode::Conflict`] when the body is not here as the changes want it: whoever has the whole can keep that. Else
    /// as with [`Drafts::keep`].
    pub fn edit(&self, tab: OpenTab, base: BodyBase, edits: &[BodyEdit]) -> Result<(), Problem> {
        let draft = tab.draft.as_ref().ok_or_else(not_as_wanted)?;
        let mut body = self.body(base, &tab)?;
        for edit in edits {
            body = changed(&body, edit).ok_or_else(not_as_wanted)?;
        }
        let body = Some(body).filter(|body| !body.is_empty());
        let EditedRequest { request, options } = draft.clone();
        let draft = Some(EditedRequest { request: Request { body, ..request }, options });
        self.keep(OpenTab { draft, ..tab })
    }

    /// What sending a request would do whose body is that of an open tab, as it was kept last. Reads all of the body on a
    /// thread of its own.
    ///
    /// # Errors
    /// [`ErrorCode::Conflict`] when the tab's body is not here; else as with [`crate::requests::Requests::check`].
    pub async fn check(
        &self,
        profile: ProfileId,
        request: EditedRequest,
        source: Option<RequestSource>,
        answers: Option<PromptAnswers>,
        body_of: Option<TabId>,
    ) -> Result<RequestCheck, Problem> {
        let request = self.with_body(request, body_of.as_ref())?;
        let requests = self.requests.clone();
        blocking(move || {
            requests.check(&profile, &requests.sending(request, source.as_ref(), answers))
        })
        .await?
    }

    /// A request with the body of an open tab, as it was kept last; without a tab it is whole already.
    ///
    /// # Errors
    /// [`ErrorCode::Conflict`] when the tab's body is not here.
    pub fn with_body(
        &self,
        edited: EditedRequest,
        body_of: Option<&TabId>,
    ) -> Result<EditedRequest, Problem> {
        let Some(id) = body_of else { return Ok(edited) };
        let tab = self.typed(id)?;
        let body = tab.draft.as_ref().and_then(|draft| draft.request.body.clone());
        Ok(EditedRequest { request: Request { body, ..edited.request }, ..edited })
    }

    /// A tab with a draft.
    fn typed(&self, id: &TabId) -> Result<Arc<OpenTab>, Problem> {
        let tab = self.open_tabs.with(|held| held.tabs.get(id).map(|held| Arc::clone(&held.tab)));
        tab.filter(|tab| tab.draft.is_some()).ok_or_else(not_as_wanted)
    }

    fn body(&self, base: BodyBase, now: &OpenTab) -> Result<String, Problem> {
        let body = match base {
            BodyBase::Draft => {
                self.typed(&now.id)?.draft.as_ref().and_then(|draft| draft.request.body.clone())
            }
            BodyBase::Saved => {
                let source = now.source.as_ref().ok_or_else(not_as_wanted)?;
                let opened = self.requests.open(&source.address, source.origin)?;
                // Another state of the request is not what was changed.
                let is_same = opened.revision == now.revision;
                is_same.then_some(opened.request.request.body).ok_or_else(not_as_wanted)?
            }
        };
        Ok(body.unwrap_or_default())
    }
}

/// The text with its changes; none when they are not of this text.
fn changed(text: &str, edit: &BodyEdit) -> Option<String> {
    let places = Places::of(text, edit.was)?;
    let mut after = String::with_capacity(text.len() + added(&edit.changes));
    let (mut done, mut walk) = (0, places);
    for TextChange { from, to, insert } in &edit.changes {
        let from = walk.byte(*from)?;
        let to = walk.byte(*to)?;
        after.push_str(text.get(done..from)?);
        after.push_str(insert);
        done = to;
    }
    after.push_str(text.get(done..)?);
    Some(after)
}

fn added(changes: &[TextChange]) -> usize {
    changes.iter().map(|change| change.insert.len()).sum()
}

/// Finds the bytes of places in UTF-16 units, which come in their order: the text is walked through once.
struct Places<'a> {
    text: &'a str,
    /// Every unit is a byte then.
    is_ascii: bool,
    units: usize,
    bytes: usize,
}

impl<'a> Places<'a> {
    /// None when the text has not that many units.
    fn of(text: &'a str, units: usize) -> Option<Self> {
        let is_ascii = text.is_ascii();
        let length = if is_ascii { text.len() } else { text.chars().map(char::len_utf16).sum() };
        (length == units).then_some(Self { text, is_ascii, units: 0, bytes: 0 })
    }

    fn byte(&mut self, unit: usize) -> Option<usize> {
        if unit < self.units {
            return None;
        }
        if self.is_ascii {
            (self.units, self.bytes) = (unit, unit);
            return (unit <= self.text.len()).then_some(unit);
        }
        for character in self.text.get(self.bytes..)?.chars() {
            if self.units >= unit {
                break;
            }
            self.units += character.len_utf16();
            self.bytes += character.len_utf8();
        }
        // A place in the middle of a character is none.
        (self.units == unit).then_some(self.bytes)
    }
}

fn not_as_wanted() -> Problem {
    Problem::new(ErrorCode::Conflict, "Only changes of this draft came, and not what they change.")
}

#[cfg(test)]
mod tests {
    use super::{BodyEdit, TextChange, changed};
    use proptest::prelude::*;

    fn edit(was: &str, changes: &[(usize, usize, &str)]) -> BodyEdit {
        let change = |&(from, to, insert): &(usize, usize, &str)| TextChange {
            from,
            to,
            insert: insert.to_owned(),
        };
        BodyEdit { was: was.encode_utf16().count(), changes: changes.iter().map(change).collect() }
    }

    #[test]
    fn places_count_as_the_window_counts_them() {
        let text = "a😀ü}";
        let changes = [(0, 1, "A"), (3, 4, ""), (5, 5, "!")];
        assert_eq!(changed(text, &edit(text, &changes)).unwrap(), "A😀}!");
        assert_eq!(changed("plain", &edit("plain", &[(2, 2, "-")])).unwrap(), "pl-ain");
    }

    #[test]
    fn changes_of_another_text_are_refused() {
        let other = edit("another text", &[]);
        assert_eq!(changed("text", &other), None);
        // In the middle of a character, behind the end, and back to what was passed.
        for changes in
            [[(2, 3, ""), (3, 3, "")], [(0, 0, ""), (9, 9, "")], [(4, 4, ""), (1, 1, "")]]
        {
            assert_eq!(changed("a😀ü}", &edit("a😀ü}", &changes)), None, "{changes:?}");
        }
        assert_eq!(changed("ascii", &edit("ascii", &[(4, 9, "")])), None);
    }

    proptest! {
        #[test]
        fn a_text_is_changed_as_its_units_would_be(
            text in "[ab\u{e4}\u{20ac}\u{1f600}\r\n]{0,40}",
            at in proptest::collection::vec((0usize..40, 0usize..6, "[x\u{1f680}]{0,3}"), 0..5),
        ) {
            let mut units: Vec<Vec<u16>> = text.chars().map(|it| it.to_string().encode_utf16().collect()).collect();
            let length = units.len();
            let mut changes = Vec::new();
            let mut free = 0;
            let mut sorted = at;
            sorted.sort();
            let offset = |units: &[Vec<u16>], at: usize| units[..at].iter().map(Vec::len).sum::<usize>();
            for (from, long, insert) in &sorted {
                let (from, to) = ((*from).max(free).min(length), (from + long).max(free).min(length));
                free = to + 1;
                changes.push((from, to, insert.as_str()));
                if to == length { break; }
            }
            let places: Vec<_> = changes.iter()
                .map(|&(from, to, insert)| (offset(&units, from), offset(&units, to), insert))
                .collect();
            let edit = edit(&text, &places);
            for &(from, to, insert) in changes.iter().rev() {
                units.splice(from..to, [insert.encode_utf16().collect()]);
            }
            let wanted = String::from_utf16(&units.concat()).unwrap();
            prop_assert_eq!(changed(&text, &edit), Some(wanted));
        }
    }
}
