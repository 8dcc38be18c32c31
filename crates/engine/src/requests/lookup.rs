//! Requests to choose from: the person's own files, then the catalogue that ships with Mudbrick. What the catalogue says about a
//! request is left to `sample`.

use super::address::{EntryName, RequestAddress};
use super::kept_at::Kept;
use super::own::{OwnFile, one_of};
use super::sample;
use super::view::{RequestOrigin, RequestSummary};
use super::{Requests, Surroundings};
use crate::damaged::DamagedRecord;
use mudbrick_model::{Credential, ErrorCode, Problem, ProfileId, Request};
use mudbrick_requests::{HttpFile, catalogue};
use mudbrick_store::Damaged;
use mudbrick_vault::files;
use std::path::Path;

const OWN: &str = "own:";
const CATALOGUE: &str = "catalogue:";

/// Far more than a request file needs.
const MOST_BYTES: u64 = 16 << 20;

impl Requests {
    /// The person's own requests, then the catalogue.
    pub fn list(&self) -> Result<Vec<RequestSummary>, Problem> {
        self.summaries(None)
    }

    /// The same, and which of the catalogue's the profile's credential can send.
    pub fn list_for(&self, profile: &ProfileId) -> Result<Vec<RequestSummary>, Problem> {
        self.summaries(Some(&self.core.profiles.get(profile)?.value.credential))
    }

    fn summaries(&self, credential: Option<&Credential>) -> Result<Vec<RequestSummary>, Problem> {
        let own = self.own_files()?.0;
        let mut summaries: Vec<RequestSummary> = own.iter().flat_map(own_summaries).collect();
        summaries.extend(catalogue().iter().map(|one| sample::summary(one, credential)));
        Ok(summaries)
    }

    /// The person's own files of requests that cannot be used.
    pub fn damaged(&self) -> Result<Vec<DamagedRecord>, Problem> {
        Ok(self.own_files()?.1)
    }

    /// One request.
    pub fn get(
        &self,
        address: impl Into<RequestAddress>,
        origin: RequestOrigin,
    ) -> Result<Request, Problem> {
        let address = address.into();
        match origin {
            RequestOrigin::Own => {
                let file = self.own_file(address.file())?;
                file.find(&address).map(|entry| file.requests[entry].clone())
            }
            RequestOrigin::Catalogue => sample::at(&address).map(|one| one.request().clone()),
        }
    }

    /// The request that a person means: by its address among their own, by its path in the catalogue, or by its name
    /// alone. Where both have it, `own:` or `catalogue:` in front says which; a colon is in no file's name.
    ///
    /// # Errors
    /// Several have the name, or none, or the file cannot be understood.
    pub fn find(&self, named: &str) -> Result<Request, Problem> {
        let (address, origin) = self.locate(named)?;
        self.get(&address, origin)
    }

    /// The person's own request that they mean, as in [`Requests::find`].
    ///
    /// # Errors
    /// As there, and for one of the catalogue, which cannot be changed.
    pub fn find_own(&self, named: &str) -> Result<RequestAddress, Problem> {
        match self.locate(named)? {
            (address, RequestOrigin::Own) => Ok(address),
            (address, RequestOrigin::Catalogue) => Err(Problem::new(
                ErrorCode::InvalidInput,
                format!("{address} is a request of the catalogue, which cannot be changed."),
            )
            .remedy("Save it among your own requests in the window, and change that one.")),
        }
    }

    /// Where the request is that a person means, as in [`Requests::find`].
    pub fn locate(&self, named: &str) -> Result<(RequestAddress, RequestOrigin), Problem> {
        for (prefix, origin) in [(OWN, RequestOrigin::Own), (CATALOGUE, RequestOrigin::Catalogue)] {
            if let Some(named) = named.strip_prefix(prefix) {
                let at = RequestAddress::parse(named).and_then(|address| self.at(address, origin));
                return at.or_else(|problem| self.by_name(named, Some(origin), problem));
            }
        }
        let address = match RequestAddress::parse(named) {
            Ok(address) => address,
            // A name may have what no file's name has.
            Err(problem) => return self.by_name(named, None, problem),
        };
        let in_catalogue = self.at(address.clone(), RequestOrigin::Catalogue);
        match (self.at(address.clone(), RequestOrigin::Own), in_catalogue) {
            (Err(problem), Err(unknown)) if problem.code == ErrorCode::NotFound => {
                let problem = if address.name().is_some() { problem } else { unknown };
                self.by_name(named, None, problem)
            }
            (Err(problem), found) if problem.code == ErrorCode::NotFound => found,
            // One of their own that cannot be read is theirs all the same.
            (_, Ok(_)) => Err(ambiguous(&address)),
            (own, Err(_)) => own,
        }
    }

    /// A request of a `.http` file anywhere: the one of the name, written as in an address, or the only one.
    pub fn from_file(
        &self,
        path: &Path,
        name: Option<&str>,
    ) -> Result<(Request, Surroundings), Problem> {
        let file = HttpFile::parse(&text_of(path)?)?;
        let requests: Vec<Request> =
            file.entries.iter().map(|entry| entry.request.clone()).collect();
        let names = EntryName::of_all(&requests);
        let found = match name.map(EntryName::parse) {
            Some(name) => names.iter().position(|other| *other == name),
            None => (requests.len() == 1).then_some(0),
        };
        if let Some(entry) = found {
            let place = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
            let kept = Some(Kept::in_file(&place, &names));
            let mut surroundings = Surroundings::of(Some(place), file, entry);
            surroundings.kept = kept;
            return Ok((requests[entry].clone(), surroundings));
        }
        let (code, message) = match name {
            _ if requests.is_empty() => return Err(file.holds_no_request()),
            Some(_) => (ErrorCode::NotFound, "The file holds no request of that name."),
            None => (ErrorCode::InvalidInput, "The file holds several requests."),
        };
        let named: Vec<String> =
            names.iter().map(|name| format!("{}#{name}", path.display())).collect();
        Err(Problem::new(code, message).remedy(one_of(&named)))
    }

    fn at(
        &self,
        address: RequestAddress,
        origin: RequestOrigin,
    ) -> Result<(RequestAddress, RequestOrigin), Problem> {
        self.get(&address, origin).map(|_| (address, origin))
    }

    /// The only request that is called like this, wherever it is.
    fn by_name(
        &self,
        name: &str,
        origin: Option<RequestOrigin>,
        unknown: Problem,
    ) -> Result<(RequestAddress, RequestOrigin), Problem> {
        let wanted = |one: &RequestSummary| {
            one.name == name && origin.is_none_or(|origin| one.origin == origin)
        };
        let mut found: Vec<RequestSummary> = self.list()?.into_iter().filter(wanted).collect();
        match (found.pop(), found.is_empty()) {
            (None, _) => Err(unknown),
            (Some(only), true) => Ok((only.address, only.origin)),
            (Some(last), false) => {
                let candidates: Vec<String> = found
                    .iter()
                    .chain([&last])
                    .map(|one| format!("{}{}", prefix(one.origin), one.address))
                    .collect();
                let message = format!("{} requests are called {name}.", candidates.len());
                Err(Problem::new(ErrorCode::InvalidInput, message).remedy(one_of(&candidates)))
            }
        }
    }

    /// The files that can be used, and those that cannot.
    pub(super) fn own_files(&self) -> Result<(Vec<OwnFile>, Vec<DamagedRecord>), Problem> {
        let listing = self.core.own_requests.list()?;
        let mut damaged: Vec<_> = listing.damaged.iter().map(DamagedRecord::request).collect();
        let mut files = Vec::new();
        for path in listing.paths {
            match self.own_file(&path) {
                Ok(file) => {
                    let is_for_others = file.is_for_other_programs();
                    let unread = file.is_partly_unread();
                    if let Some(problem) =
                        unread.or_else(|| is_for_others.then(|| file.holds_no_request()))
                    {
                        let path = self.core.own_requests.file_of(&path);
                        damaged.push(DamagedRecord::request(&Damaged { path, problem }));
                    }
                    files.push(file);
                }
                // Another program may have removed it a moment ago.
                Err(problem) if problem.code == ErrorCode::NotFound => {}
                Err(problem) => {
                    let path = self.core.own_requests.file_of(&path);
                    damaged.push(DamagedRecord::request(&Damaged { path, problem }));
                }
            }
        }
        Ok((files, damaged))
    }
}

pub(super) fn text_of(path: &Path) -> Result<String, Problem> {
    Ok(mudbrick_store::request_text(path, files::read(path, MOST_BYTES)?)?)
}

fn prefix(origin: RequestOrigin) -> &'static str {
    match origin {
        RequestOrigin::Own => OWN,
        RequestOrigin::Catalogue => CATALOGUE,
    }
}

fn own_summaries(file: &OwnFile) -> impl Iterator<Item = RequestSummary> {
    file.requests.iter().enumerate().map(|(entry, request)| RequestSummary {
        address: file.address(entry),
        path: file.path.clone(),
        origin: RequestOrigin::Own,
        method: request.method,
        name: file.title(entry).to_owned(),
        note: None,
        description: None,
        effect: None,
        usable: true,
        why_not: None,
    })
}

fn ambiguous(path: &RequestAddress) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!("{path} is the name of one of your own requests and of one in the catalogue."),
    )
    .remedy(format!("Write {OWN}{path} for yours, or {CATALOGUE}{path} for the other."))
}
