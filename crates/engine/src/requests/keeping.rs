//! The person's own requests renamed, copied and deleted. What a verb does not name keeps every byte, and each verb can be
//! undone. Moving is next door.

use super::Requests;
use super::address::RequestAddress;
use super::own::{OwnFile, taken};
use super::view::ChangedRequest;
use mudbrick_model::{ErrorCode, Problem, Request, RequestChangeKind};
use mudbrick_requests::HttpFile;
use mudbrick_store::{FileChange, RequestChanges, RequestsError};

impl Requests {
    /// Gives a request another name. Its file and everything else in it stay as they are.
    ///
    /// # Errors
    /// There is no such request, the name is none, or another request of the file has it.
    pub fn rename(&self, address: &RequestAddress, name: &str) -> Result<ChangedRequest, Problem> {
        let changes = self.core.own_requests.change()?;
        let (file, entry) = standing(&changes, address)?;
        let name = free_name(&file, name, Some(entry))?;
        let request = Request { name, ..file.requests[entry].clone() };
        let after = OwnFile::read(&file.path, HttpFile::edited(&file.text, entry, &request)?)?;
        let put = after.lines(entry)?;
        let change = changed(&file, Some(&after), Some(file.lines(entry)?), Some(put));
        self.make(&changes, RequestChangeKind::Renamed, after.title(entry), &[change])
            .map(|made| ChangedRequest { address: Some(after.address(entry)), ..made })
    }

    /// Puts a copy of a request behind it, under a name that is free when none is given.
    ///
    /// # Errors
    /// As in [`Requests::rename`].
    pub fn duplicate(
        &self,
        address: &RequestAddress,
        name: Option<&str>,
    ) -> Result<ChangedRequest, Problem> {
        let changes = self.core.own_requests.change()?;
        let (file, entry) = standing(&changes, address)?;
        let name = match name {
            Some(name) => free_name(&file, name, None)?,
            None => copy_name(&file, entry),
        };
        let after = OwnFile::read(&file.path, HttpFile::with_copy(&file.text, entry, &name)?)?;
        let put = after.lines(entry + 1)?;
        let change = changed(&file, Some(&after), None, Some(put));
        self.make(&changes, RequestChangeKind::Duplicated, file.title(entry), &[change])
            .map(|made| ChangedRequest { address: Some(after.address(entry + 1)), ..made })
    }

    /// Takes a request out of its file. The file goes when it was the last one in it.
    ///
    /// # Errors
    /// There is no such request, or its file cannot be read.
    pub fn delete(&self, address: &RequestAddress) -> Result<ChangedRequest, Problem> {
        let changes = self.core.own_requests.change()?;
        let (file, entry) = standing(&changes, address)?;
        let rest = match file.requests.len() {
            1 => None,
            _ => Some(OwnFile::read(&file.path, HttpFile::without(&file.text, entry)?)?),
        };
        let change = changed(&file, rest.as_ref(), Some(file.lines(entry)?), None);
        self.make(&changes, RequestChangeKind::Deleted, file.title(entry), &[change])
    }

    /// Makes a change that can be undone.
    pub(super) fn make(
        &self,
        changes: &RequestChanges<'_>,
        kind: RequestChangeKind,
        title: &str,
        files: &[FileChange],
    ) -> Result<ChangedRequest, Problem> {
        let id = changes.make(kind, title, files, self.core.now())?;
        Ok(ChangedRequest {
            name: title.to_owned(),
            address: None,
            stays_behind: Vec::new(),
            change: id.to_string(),
        })
    }
}

/// A request where it stands now, while nobody else changes the files.
pub(super) fn standing(
    changes: &RequestChanges<'_>,
    address: &RequestAddress,
) -> Result<(OwnFile, usize), Problem> {
    let text = changes.text(address.file())?;
    let path = address.file().clone();
    let file = OwnFile::read(address.file(), text.ok_or(RequestsError::NotFound { path })?)?;
    let entry = file.find(address)?;
    Ok((file, entry))
}

pub(super) fn changed(
    file: &OwnFile,
    after: Option<&OwnFile>,
    taken: Option<String>,
    put: Option<String>,
) -> FileChange {
    FileChange {
        path: file.path.clone(),
        before: Some(file.text.clone()),
        after: after.map(|after| after.text.clone()),
        taken,
        put,
    }
}

/// A name that no other request of the file has; the one at `but` may have it already.
fn free_name(file: &OwnFile, name: &str, but: Option<usize>) -> Result<String, Problem> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Problem::new(ErrorCode::InvalidInput, "A request needs a name."));
    }
    match file.called(name).find(|entry| Some(*entry) != but) {
        Some(other) => Err(taken(&file.address(other))),
        None => Ok(name.to_owned()),
    }
}

fn copy_name(file: &OwnFile, entry: usize) -> String {
    let name = file.title(entry);
    let first = std::iter::once(format!("{name} copy"));
    let numbered = (2..=usize::MAX).map(|number| format!("{name} copy {number}"));
    let mut free = first.chain(numbered).filter(|name| file.called(name).next().is_none());
    free.next().unwrap_or_else(|| name.to_owned())
}
