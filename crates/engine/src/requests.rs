//! Requests to choose from: the catalogue that ships with Mudbrick and the person's own files.

use crate::engine::Engine;
use crate::view::{RequestOrigin, RequestSummary};
use mudbrick_model::{ErrorCode, Problem, Request, RequestPath};
use mudbrick_requests::{HttpFile, Sample, catalogue};
use mudbrick_store::RequestsError;
use mudbrick_vault::files;
use std::path::Path;

/// Far more than a request file needs.
const MOST_BYTES: u64 = 16 << 20;

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

    /// The first request of a `.http` file anywhere.
    pub fn request_from_file(&self, path: &Path) -> Result<Request, Problem> {
        parse(&files::read_text(path, MOST_BYTES)?)
    }

    /// Saves a request among the person's own.
    pub fn save_request(&self, path: &RequestPath, request: &Request) -> Result<(), Problem> {
        let text = HttpFile::of(request.clone()).render()?;
        let known = match self.own_requests.load(path) {
            Ok(stored) => Some(stored.revision),
            Err(RequestsError::NotFound { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        self.own_requests.save(path, &text, known.as_ref())?;
        Ok(())
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

fn parse(text: &str) -> Result<Request, Problem> {
    let file = HttpFile::parse(text)?;
    file.entries.into_iter().next().map(|entry| entry.request).ok_or_else(|| {
        Problem::new(ErrorCode::InvalidInput, "The file holds no request.")
            .remedy("Begin it with a line such as GET https://platform.adobe.io/….")
    })
}

fn unknown(path: &RequestPath) -> Problem {
    Problem::new(ErrorCode::NotFound, format!("There is no request called {path}."))
        .remedy("The catalogue's names look like Places/List libraries.")
}
