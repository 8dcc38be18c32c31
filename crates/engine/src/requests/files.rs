//! The person's own requests as files: opened, saved without touching what was not edited.

use super::Requests;
use super::view::{OpenedRequest, RequestOrigin};
use mudbrick_model::{ErrorCode, Problem, Request, RequestPath};
use mudbrick_requests::HttpFile;
use mudbrick_store::{Revision, StoredRequest};

/// A file is opened at its first request.
const FIRST: usize = 0;

impl Requests {
    /// One request to be edited, with what saving it again needs.
    pub fn open(
        &self,
        path: &RequestPath,
        origin: RequestOrigin,
    ) -> Result<OpenedRequest, Problem> {
        match origin {
            RequestOrigin::Own => opened(self.core.own_requests.load(path)?),
            RequestOrigin::Catalogue => {
                Ok(OpenedRequest { request: self.get(path, origin)?, revision: None })
            }
        }
    }

    /// Saves a request among the person's own: as a new file, or over the one that was opened at `revision`, of which
    /// nothing else changes.
    ///
    /// # Errors
    /// [`ErrorCode::AlreadyExists`] for a new one whose place is taken, and [`ErrorCode::Conflict`] when the file is not as
    /// it was at that revision. Nothing was saved then.
    pub fn save(
        &self,
        path: &RequestPath,
        request: &Request,
        revision: Option<&str>,
    ) -> Result<OpenedRequest, Problem> {
        let Some(revision) = revision.map(Revision::from) else {
            let text = HttpFile::of(request.clone()).render()?;
            return opened(self.core.own_requests.save(path, &text, None)?);
        };
        // What is edited is the text as it is now, and what is compared the revision that was read: between the two,
        // saving refuses.
        let text = HttpFile::edited(&self.core.own_requests.load(path)?.text, FIRST, request)?;
        opened(self.core.own_requests.save(path, &text, Some(&revision))?)
    }
}

fn opened(stored: StoredRequest) -> Result<OpenedRequest, Problem> {
    let request = parse(&stored.text)?;
    Ok(OpenedRequest { request, revision: Some(stored.revision.to_string()) })
}

pub(super) fn parse(text: &str) -> Result<Request, Problem> {
    let file = HttpFile::parse(text)?;
    file.entries.into_iter().nth(FIRST).map(|entry| entry.request).ok_or_else(|| {
        Problem::new(ErrorCode::InvalidInput, "The file holds no request.")
            .remedy("Begin it with a line such as GET https://platform.adobe.io/….")
    })
}
