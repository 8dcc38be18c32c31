//! Requests to choose from: the person's own files, then the catalogue that ships with Mudbrick.

use super::Requests;
use super::files::parse;
use super::view::{RequestOrigin, RequestSummary};
use mudbrick_model::{ErrorCode, Problem, Request, RequestPath};
use mudbrick_requests::{Sample, catalogue};
use mudbrick_vault::files;
use std::path::Path;

const OWN: &str = "own:";
const CATALOGUE: &str = "catalogue:";

/// Far more than a request file needs.
const MOST_BYTES: u64 = 16 << 20;

impl Requests {
    /// The person's own requests, then the catalogue.
    pub fn list(&self) -> Result<Vec<RequestSummary>, Problem> {
        let own = self.core.own_requests.list()?.paths;
        let mut summaries: Vec<RequestSummary> =
            own.into_iter().filter_map(|path| self.own_summary(path)).collect();
        summaries.extend(catalogue().iter().map(sample_summary));
        Ok(summaries)
    }

    /// One request.
    pub fn get(&self, path: &RequestPath, origin: RequestOrigin) -> Result<Request, Problem> {
        match origin {
            RequestOrigin::Own => parse(&self.core.own_requests.load(path)?.text),
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
    pub fn find(&self, name: &str) -> Result<Request, Problem> {
        for (prefix, origin) in [(OWN, RequestOrigin::Own), (CATALOGUE, RequestOrigin::Catalogue)] {
            if let Some(name) = name.strip_prefix(prefix) {
                return self.get(&RequestPath::parse(name)?, origin);
            }
        }
        let path = RequestPath::parse(name)?;
        let in_catalogue = self.get(&path, RequestOrigin::Catalogue);
        match (self.get(&path, RequestOrigin::Own), in_catalogue) {
            (Err(problem), found) if problem.code == ErrorCode::NotFound => found,
            // One of their own that cannot be read is theirs all the same.
            (_, Ok(_)) => Err(ambiguous(&path)),
            (own, Err(_)) => own,
        }
    }

    /// The first request of a `.http` file anywhere.
    pub fn from_file(&self, path: &Path) -> Result<Request, Problem> {
        parse(&files::read_text(path, MOST_BYTES)?)
    }

    /// A file that cannot be understood is left out of the list; opening it says why.
    fn own_summary(&self, path: RequestPath) -> Option<RequestSummary> {
        let request = self.get(&path, RequestOrigin::Own).ok()?;
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
