//! Changes of the person's own requests undone: byte for byte in a file that nobody else has changed, else request by request.

use super::Requests;
use super::own::{OwnFile, is_blank};
use super::view::UndoneChange;
use crate::core::KEPT_IN_TRASH;
use crate::events::Event;
use mudbrick_model::{ErrorCode, Problem, RequestChangeKind, RequestPath};
use mudbrick_requests::HttpFile;
use mudbrick_store::{ChangeId, KeptFile, Undoing};

/// What a file becomes, and how.
struct Undone {
    path: RequestPath,
    text: Option<String>,
    /// The lines that stand in it again.
    back: Option<String>,
    /// Whether they went behind the others, since the file is another by now.
    at_end: bool,
}

impl Requests {
    /// Undoes the change that was made last, or a certain one.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] when there is nothing to undo, and [`ErrorCode::Conflict`] when the request was changed since.
    /// Nothing was undone then.
    pub fn undo(&self, change: Option<&str>) -> Result<UndoneChange, Problem> {
        let wanted = change.map(|text| ChangeId::parse(text).ok_or_else(unknown)).transpose()?;
        let changes = self.core.own_requests.change()?;
        let (id, kept) = changes.kept(wanted.as_ref())?;
        if let Some(place) = &kept.place {
            changes.undo_place(&id, place)?;
            changes.forget(&id)?;
            self.core.emit(Event::RequestsChanged);
            let (kind, name) = (kept.kind, kept.name);
            return Ok(UndoneChange { kind, name, address: None, at_end: false });
        }
        // All is looked at before anything is written, so that a change is undone as a whole or not at all.
        let mut files = Vec::new();
        for file in &kept.files {
            files.extend(undone(file, changes.text(&file.path)?, &kept.name)?);
        }
        // A crash in between leaves a request twice, and never nowhere.
        files.sort_by_key(|file| file.back.is_none());
        for file in &files {
            // A file that is made again has the encoding that it had.
            match kept.files.iter().find(|kept| kept.path == file.path) {
                Some(kept) => changes.restore(kept, file.text.as_deref())?,
                None => changes.write(&file.path, file.text.as_deref())?,
            }
        }
        if kept.kind == RequestChangeKind::Imported {
            // The folders came with the files.
            files.iter().for_each(|file| changes.remove_empty_folders(&file.path));
        }
        changes.forget(&id)?;
        self.core.emit(Event::RequestsChanged);
        Ok(UndoneChange {
            kind: kept.kind,
            name: kept.name,
            address: files.iter().find_map(address),
            at_end: files.iter().any(|file| file.at_end),
        })
    }
}

impl Requests {
    /// Forgets how to undo what was changed long ago.
    pub(crate) fn sweep_changes(&self) {
        // What cannot be removed now is removed the next time.
        let _ = self.core.own_requests.sweep_changes(self.core.now().before(KEPT_IN_TRASH));
    }
}

fn undone(kept: &KeptFile, now: Option<String>, name: &str) -> Result<Option<Undone>, Problem> {
    let (path, back) = (kept.path.clone(), kept.taken.clone());
    match kept.undoing(now.as_deref()) {
        Undoing::Nothing => Ok(None),
        Undoing::Exactly(text) => Ok(Some(Undone { path, text, back, at_end: false })),
        Undoing::Changed => {
            let file = OwnFile::read(&path, now.unwrap_or_default())?;
            let at_end = kept.put.is_none();
            let text = in_changed(kept, &file)?.ok_or_else(|| changed_since(name))?;
            Ok(Some(Undone { path, text, back, at_end }))
        }
    }
}

/// The file with the request as it was; none when the request is not what the change made of it.
fn in_changed(kept: &KeptFile, file: &OwnFile) -> Result<Option<Option<String>>, Problem> {
    let (taken, put) = (kept.taken.as_deref(), kept.put.as_deref());
    let Some(put) = put else {
        // A file that came as a whole goes as a whole, or stays.
        let Some(lines) = taken else { return Ok(None) };
        return Ok(Some(Some(HttpFile::with_last(&file.text, lines)?)));
    };
    let Some(entry) = file.with_lines(put) else { return Ok(None) };
    if let Some(taken) = taken {
        // Blank lines at its end may have come with a new neighbour.
        let lines = file.lines(entry)?;
        let lines = format!("{}{}", taken.trim_end(), &lines[lines.trim_end().len()..]);
        return Ok(Some(Some(HttpFile::replaced(&file.text, entry, &lines)?)));
    }
    let rest = HttpFile::without(&file.text, entry)?;
    Ok(Some((!is_blank(&rest)).then_some(rest)))
}

fn address(undone: &Undone) -> Option<super::RequestAddress> {
    let (text, lines) = undone.text.clone().zip(undone.back.as_deref())?;
    let file = OwnFile::read(&undone.path, text).ok()?;
    file.with_lines(lines).map(|entry| file.address(entry))
}

fn changed_since(name: &str) -> Problem {
    Problem::new(
        ErrorCode::Conflict,
        format!("The request {name} was changed since. Nothing was undone."),
    )
    .remedy("Undo the later change first, or change the request by hand.")
}

fn unknown() -> Problem {
    Problem::new(ErrorCode::InvalidInput, "This is not the number of a change.")
        .remedy("Leave it out to undo the last change.")
}
