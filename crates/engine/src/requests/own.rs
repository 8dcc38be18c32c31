//! The person's own requests where they stand: which entry of which file an address leads to.

use super::address::{EntryName, RequestAddress};
use mudbrick_model::{ErrorCode, Explain as _, Problem, Request, RequestPath};
use mudbrick_requests::HttpFile;
use mudbrick_store::{RequestsError, Revision};

/// How many requests a sentence lists to choose from.
const MOST_LISTED: usize = 8;

/// A file of requests that was read.
pub(super) struct OwnFile {
    pub(super) path: RequestPath,
    pub(super) text: String,
    pub(super) requests: Vec<Request>,
    /// The parts that cannot be read, in a person's words.
    unread: Vec<String>,
    /// What tells them apart, one for each.
    names: Vec<EntryName>,
}

impl OwnFile {
    pub(super) fn read(path: &RequestPath, text: String) -> Result<Self, Problem> {
        let file = HttpFile::parse(&text)?;
        let unread = file.unread();
        let requests: Vec<Request> = file.entries.into_iter().map(|entry| entry.request).collect();
        let names = EntryName::of_all(&requests);
        Ok(Self { path: path.clone(), text, requests, unread, names })
    }

    /// The same requests in another file.
    pub(super) fn at(&self, path: &RequestPath) -> Self {
        let Self { text, requests, unread, names, .. } = self;
        let (text, requests, names) = (text.clone(), requests.clone(), names.clone());
        Self { path: path.clone(), text, requests, unread: unread.clone(), names }
    }

    /// Which request an address leads to.
    pub(super) fn find(&self, address: &RequestAddress) -> Result<usize, Problem> {
        if let Some(entry) = address.entry() {
            let found = self.names.iter().position(|name| name == entry);
            return found.ok_or_else(|| self.no_such_request(address));
        }
        match (self.meant(), self.requests.len()) {
            (Some(entry), _) => Ok(entry),
            (None, 0) => Err(self.holds_no_request()),
            (None, _) => Err(Problem::new(
                ErrorCode::InvalidInput,
                format!("{address} holds several requests."),
            )
            .remedy(one_of(&self.addresses()))),
        }
    }

    /// The request that the file's name alone stands for.
    fn meant(&self) -> Option<usize> {
        let only = (self.requests.len() == 1).then_some(0);
        self.called(self.stem()).next().or(only)
    }

    /// The one that a client has read at a revision: where its address leads to, or another one of the name since others
    /// may have been put before it.
    pub(super) fn find_at(&self, address: &RequestAddress, revision: &Revision) -> Option<usize> {
        let is_it = |entry: &usize| self.revision(*entry).is_ok_and(|found| found == *revision);
        let there = self.find(address).ok();
        let name = there.map(|entry| self.requests[entry].name.as_str()).or(address.name())?;
        there.filter(is_it).or_else(|| self.called(name).find(is_it))
    }

    /// Requests of a name, in order.
    pub(super) fn called<'a>(&'a self, name: &'a str) -> impl Iterator<Item = usize> + 'a {
        let all = self.requests.iter().enumerate();
        all.filter(move |(_, request)| request.name == name).map(|(entry, _)| entry)
    }

    /// The address by which a request is found again.
    pub(super) fn address(&self, entry: usize) -> RequestAddress {
        let name = self.requests[entry].name.as_str();
        // With another request beside it, the file's name would no longer stand for one that has a name of its own.
        let says_enough = name.is_empty() || name == self.stem();
        if says_enough && self.meant() == Some(entry) {
            return RequestAddress::from(&self.path);
        }
        RequestAddress::of(&self.path, self.names[entry].clone())
    }

    pub(super) fn addresses(&self) -> Vec<RequestAddress> {
        (0..self.requests.len()).map(|entry| self.address(entry)).collect()
    }

    /// What a person sees: the request's name, or the file's for one without.
    pub(super) fn title(&self, entry: usize) -> &str {
        match self.requests[entry].name.as_str() {
            "" => self.stem(),
            name => name,
        }
    }

    pub(super) fn lines(&self, entry: usize) -> Result<String, Problem> {
        Ok(HttpFile::lines_of(&self.text, entry)?)
    }

    /// Which state of the request's lines this is. Blank lines at its end come and go with its neighbours.
    pub(super) fn revision(&self, entry: usize) -> Result<Revision, Problem> {
        Ok(Revision::of(self.lines(entry)?.trim_end().as_bytes()))
    }

    /// The request that has these lines, blank ones at its end aside.
    pub(super) fn with_lines(&self, lines: &str) -> Option<usize> {
        let all = HttpFile::lines(&self.text).ok()?;
        all.iter().position(|other| other.trim_end() == lines.trim_end())
    }

    /// What is said when a request is wanted of a file without one.
    pub(super) fn holds_no_request(&self) -> Problem {
        HttpFile::parse(&self.text).unwrap_or_default().holds_no_request()
    }

    /// What is said of parts of it that cannot be read.
    pub(super) fn is_partly_unread(&self) -> Option<Problem> {
        let (parts, are) = match self.unread.len() {
            0 => return None,
            1 => ("A part", "is no request that can be read, and is"),
            _ => ("Parts", "are no requests that can be read, and are"),
        };
        let message = format!("{parts} of the file {are} left alone: {}.", self.unread.join(", "));
        let remedy = "Write what is meant for people behind #, and a request as GET https://….";
        Some(Problem::new(ErrorCode::InvalidInput, message).remedy(remedy))
    }

    /// Whether all requests of it are such as other programs send.
    pub(super) fn is_for_other_programs(&self) -> bool {
        self.requests.is_empty()
            && HttpFile::parse(&self.text).is_ok_and(|file| !file.foreign.is_empty())
    }

    fn stem(&self) -> &str {
        stem(&self.path)
    }

    fn no_such_request(&self, address: &RequestAddress) -> Problem {
        let problem =
            Problem::new(ErrorCode::NotFound, format!("There is no request called {address}."));
        match self.requests.is_empty() {
            true => problem.remedy("Its file holds no request."),
            false => problem.remedy(one_of(&self.addresses())),
        }
    }
}

/// Whether nothing stands in a file.
pub(super) fn is_blank(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim().is_empty()
}

/// A file's name without its folders.
pub(super) fn stem(path: &RequestPath) -> &str {
    path.as_str().rsplit('/').next().unwrap_or_default()
}

/// The rest of a path below a folder.
pub(super) fn below<'a>(path: &'a RequestPath, folder: &RequestPath) -> Option<&'a str> {
    path.as_str().strip_prefix(folder.as_str())?.strip_prefix('/')
}

pub(super) fn one_of<T: ToString>(candidates: &[T]) -> String {
    let listed: Vec<String> = candidates.iter().take(MOST_LISTED).map(T::to_string).collect();
    let more = match candidates.len().saturating_sub(MOST_LISTED) {
        0 => String::new(),
        more => format!(", or one of {more} more"),
    };
    format!("Write one of these: {}{more}.", listed.join(", "))
}

/// What is said of a request whose place is taken.
pub(super) fn taken(address: &RequestAddress) -> Problem {
    Problem::new(ErrorCode::AlreadyExists, format!("There is a request called {address} already."))
        .remedy("Choose another name.")
}

pub(super) fn changed_elsewhere(address: &RequestAddress) -> Problem {
    RequestsError::Conflict { path: address.file().clone() }.problem()
}
