//! Requests to choose from: the catalogue that ships with Mudbrick and the person's own files.

use crate::engine::Engine;
use crate::view::{OpenedRequest, RequestOrigin, RequestSummary};
use mudbrick_model::{ErrorCode, Problem, Request, RequestPath};
use mudbrick_requests::{HttpFile, Sample, catalogue};
use mudbrick_store::{Revision, StoredRequest};
use mudbrick_vault::files;
use std::path::Path;

const OWN: &str = "own:";
const CATALOGUE: &str = "catalogue:";

/// Far more than a request file needs.
const MOST_BYTES: u64 = 16 << 20;

/// A file is opened at its first request.
const FIRST: usize = 0;

impl Engine {
    /// The person's own requests, then the catalogue.
    pub fn requests(&self) -> Result<Vec<RequestSummary>, Problem> {
        let own = self.own_requests.list()?.paths;
        let mut summaries: Vec<RequestSummary> =
            own.into_iter().filter_map(|path| self.own_summary(path)).collect();
        summaries.extend(catalogue().iter().map(sample_summary));
        Ok(summaries)
    }

    /// One request.
    pub fn request(&self, path: &RequestPath, origin: RequestOrigin) -> Result<Request, Problem> {
        match origin {
            RequestOrigin::Own => parse(&self.own_requests.load(path)?.text),
            RequestOrigin::Catalogue => catalogue()
                .iter()
                .find(|sample| sample.path == *path)
                .map(|sample| sample.request.clone())
                .ok_or_else(|| unknown(path)),
        }
    }

    /// The request that a person means by a name: their own, or the catalogue's. Of a name that both have, `own:` or
    /// `catalogue:` before it says which; a colon is in no name.
    ///
    /// # Errors
    /// Both have it, or none, or the file cannot be understood.
    pub fn find_request(&self, name: &str) -> Result<Request, Problem> {
        for (prefix, origin) in [(OWN, RequestOrigin::Own), (CATALOGUE, RequestOrigin::Catalogue)] {
            if let Some(name) = name.strip_prefix(prefix) {
                return self.request(&RequestPath::parse(name)?, origin);
            }
        }
        let path = RequestPath::parse(name)?;
        let in_catalogue = self.request(&path, RequestOrigin::Catalogue);
        match (self.request(&path, RequestOrigin::Own), in_catalogue) {
            (Err(problem), found) if problem.code == ErrorCode::NotFound => found,
            // One of their own that cannot be read is theirs all the same.
            (_, Ok(_)) => Err(ambiguous(&path)),
            (own, Err(_)) => own,
        }
    }

    /// The first request of a `.http` file anywhere.
    pub fn request_from_file(&self, path: &Path) -> Result<Request, Problem> {
        parse(&files::read_text(path, MOST_BYTES)?)
    }

    /// One request to be edited, with what saving it again needs.
    pub fn open_request(
        &self,
        path: &RequestPath,
        origin: RequestOrigin,
    ) -> Result<OpenedRequest, Problem> {
        match origin {
            RequestOrigin::Own => opened(self.own_requests.load(path)?),
            RequestOrigin::Catalogue => {
                Ok(OpenedRequest { request: self.request(path, origin)?, revision: None })
            }
        }
    }

    /// Saves a request among the person's own: as a new file, or over the one that was opened at `revision`, of which
    /// nothing else changes.
    ///
    /// # Errors
    /// [`ErrorCode::AlreadyExists`] for a new one whose place is taken, and [`ErrorCode::Conflict`] when the file is not as
    /// it was at that revision. Nothing was saved then.
    pub fn save_request(
        &self,
        path: &RequestPath,
        request: &Request,
        revision: Option<&str>,
    ) -> Result<OpenedRequest, Problem> {
        let Some(revision) = revision.map(Revision::from) else {
            let text = HttpFile::of(request.clone()).render()?;
            return opened(self.own_requests.save(path, &text, None)?);
        };
        // What is edited is the text as it is now, and what is compared the revision that was read: between the two,
        // saving refuses.
        let text = HttpFile::edited(&self.own_requests.load(path)?.text, FIRST, request)?;
        opened(self.own_requests.save(path, &text, Some(&revision))?)
    }

    /// A file that cannot be understood is left out of the list; opening it says why.
    fn own_summary(&self, path: RequestPath) -> Option<RequestSummary> {
        let request = self.request(&path, RequestOrigin::Own).ok()?;
        let name = path.as_str().rsplit('/').next().unwrap_or_default().to_owned();
        Some(RequestSummary {
            path,
            origin: RequestOrigin::Own,
            method: request.method,
            name,
            note: None,
        })
    }
}

fn sample_summary(sample: &Sample) -> RequestSummary {
    RequestSummary {
        path: sample.path.clone(),
        origin: RequestOrigin::Catalogue,
        method: sample.request.method,
        name: sample.request.name.clone(),
        note: sample.note.clone(),
    }
}

fn opened(stored: StoredRequest) -> Result<OpenedRequest, Problem> {
    let request = parse(&stored.text)?;
    Ok(OpenedRequest { request, revision: Some(stored.revision.to_string()) })
}

fn parse(text: &str) -> Result<Request, Problem> {
    let file = HttpFile::parse(text)?;
    file.entries.into_iter().nth(FIRST).map(|entry| entry.request).ok_or_else(|| {
        Problem::new(ErrorCode::InvalidInput, "The file holds no request.")
            .remedy("Begin it with a line such as GET https://platform.adobe.io/….")
    })
}

fn ambiguous(path: &RequestPath) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!("{path} is the name of one of your own requests and of one in the catalogue."),
    )
    .remedy(format!("Write {OWN}{path} for yours, or {CATALOGUE}{path} for the other."))
}

fn unknown(path: &RequestPath) -> Problem {
    Problem::new(ErrorCode::NotFound, format!("There is no request called {path}."))
        .remedy("The catalogue's names look like Places/List libraries.")
}
