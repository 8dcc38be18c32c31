//! The person's own requests as files: opened, and saved without touching what was not edited.

use super::address::RequestAddress;
use super::own::{OwnFile, changed_elsewhere, taken};
use super::sample;
use super::view::{EditedRequest, OpenedRequest, PromptView, RequestNote, RequestOrigin};
use super::{Requests, Surroundings};
use mudbrick_model::{Problem, RequestPath};
use mudbrick_requests::{HttpFile, Sample};
use mudbrick_store::Revision;

impl Requests {
    /// One request to be edited, with what saving it again needs.
    pub fn open(
        &self,
        address: impl Into<RequestAddress>,
        origin: RequestOrigin,
    ) -> Result<OpenedRequest, Problem> {
        let address = address.into();
        match origin {
            RequestOrigin::Own => {
                let file = self.own_file(address.file())?;
                self.opened(&file, file.find(&address)?)
            }
            RequestOrigin::Catalogue => {
                let found = sample::at(&address)?;
                let surroundings = self.surroundings(&address, origin);
                let (prompts, notes) = told(&surroundings);
                let options = Some(surroundings.options());
                let request = EditedRequest { request: found.request().clone(), options };
                let about = Some(sample::about(found));
                Ok(OpenedRequest { address, request, revision: None, prompts, notes, about })
            }
        }
    }

    /// A request as it is written in its file, comments included.
    pub fn text(
        &self,
        address: impl Into<RequestAddress>,
        origin: RequestOrigin,
    ) -> Result<String, Problem> {
        let address = address.into();
        match origin {
            RequestOrigin::Own => {
                let file = self.own_file(address.file())?;
                file.lines(file.find(&address)?)
            }
            RequestOrigin::Catalogue => sample::at(&address).map(Sample::text),
        }
    }

    /// Saves a request among the person's own: as a new one, or over the one that was opened at `revision`. Nothing else in
    /// its file changes. A new one goes behind the others when its file is there, under the name of its address.
    ///
    /// # Errors
    /// [`ErrorCode::AlreadyExists`](mudbrick_model::ErrorCode::AlreadyExists) for a new one whose place is taken, and
    /// [`ErrorCode::Conflict`](mudbrick_model::ErrorCode::Conflict) when the request is not as it was at that revision.
    /// Nothing was saved then.
    pub fn save(
        &self,
        address: impl Into<RequestAddress>,
        request: impl Into<EditedRequest>,
        revision: Option<&str>,
    ) -> Result<OpenedRequest, Problem> {
        let (address, request) = (address.into(), request.into());
        match revision {
            None => self.save_new(&address, request),
            Some(revision) => self.save_over(&address, &request, &Revision::from(revision)),
        }
    }

    fn save_new(
        &self,
        address: &RequestAddress,
        EditedRequest { mut request, options }: EditedRequest,
    ) -> Result<OpenedRequest, Problem> {
        if let Some(name) = address.name() {
            name.clone_into(&mut request.name);
        }
        let lines = HttpFile::of(request).render()?;
        let lines = HttpFile::with_options(&lines, 0, &options.unwrap_or_default())?;
        let changes = self.core.own_requests.change()?;
        let before = changes.text(address.file())?;
        let after = match &before {
            None => lines.clone(),
            Some(_) if address.name().is_none() => return Err(taken(address)),
            Some(text) => {
                let file = OwnFile::read(address.file(), text.clone())?;
                if file.find(address).is_ok() {
                    return Err(taken(address));
                }
                HttpFile::with_last(text, &lines)?
            }
        };
        let file = OwnFile::read(address.file(), after)?;
        let entry = file.requests.len().saturating_sub(1);
        changes.save(&file.path, before.as_deref(), &file.text)?;
        self.opened(&file, entry)
    }

    fn save_over(
        &self,
        address: &RequestAddress,
        EditedRequest { request, options }: &EditedRequest,
        revision: &Revision,
    ) -> Result<OpenedRequest, Problem> {
        let changes = self.core.own_requests.change()?;
        // What is edited is the request as it is now, and what is compared the revision that was read: another request of
        // the file may have been saved in between, and keeps what was saved.
        let gone = || changed_elsewhere(address);
        let before = changes.text(address.file())?.ok_or_else(gone)?;
        let file = OwnFile::read(address.file(), before)?;
        let entry = file.find_at(address, revision).ok_or_else(gone)?;
        let mut after = HttpFile::edited(&file.text, entry, request)?;
        if let Some(options) = options {
            after = HttpFile::with_options(&after, entry, options)?;
        }
        let saved = OwnFile::read(address.file(), after)?;
        changes.save(&file.path, Some(&file.text), &saved.text)?;
        self.opened(&saved, entry)
    }

    pub(super) fn own_file(&self, path: &RequestPath) -> Result<OwnFile, Problem> {
        OwnFile::read(path, self.core.own_requests.text(path)?)
    }

    fn opened(&self, file: &OwnFile, entry: usize) -> Result<OpenedRequest, Problem> {
        let surroundings = self.surroundings_in(file, Some(entry));
        let (prompts, notes) = told(&surroundings);
        let request = file.requests[entry].clone();
        Ok(OpenedRequest {
            address: file.address(entry),
            request: EditedRequest { request, options: Some(surroundings.options()) },
            revision: Some(file.revision(entry)?.to_string()),
            prompts,
            notes,
            about: None,
        })
    }
}

fn told(surroundings: &Surroundings) -> (Vec<PromptView>, Vec<RequestNote>) {
    (surroundings.prompts(), surroundings.notes())
}
