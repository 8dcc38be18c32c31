//! Requests by the file or folder that they are in, in the order in which they stand there, each with what its file gives to it.

use super::address::{EntryName, RequestAddress};
use super::own::{OwnFile, below, one_of};
use super::view::{PlaceName, RequestOrigin};
use super::{Requests, Sending, Surroundings};
use mudbrick_model::{ErrorCode, Problem, Request, RequestPath};
use mudbrick_requests::HttpFile;
use std::path::Path;

/// One of several requests that are to be sent one after the other.
#[derive(Debug, Clone)]
pub(crate) struct Selected {
    /// What a person calls it: `places/pois#List`.
    pub(crate) called: String,
    /// Which entry of its file.
    pub(crate) entry: Option<usize>,
    pub(crate) sending: Sending,
}

impl Selected {
    /// The file that it is in, where it is in one.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.sending.surroundings.file.as_deref()
    }
}

/// Where a file's requests are said to be.
enum Called<'a> {
    /// Among the person's own.
    Own(&'a OwnFile),
    /// In a file of this name elsewhere.
    Elsewhere(String),
}

impl Requests {
    /// The place among the person's own requests that a name means: a file or a folder, with a slash at its end a folder alone.
    ///
    /// # Errors
    /// There is both a file and a folder of the name.
    pub(crate) fn place_called(&self, named: &str) -> Result<Option<PlaceName>, Problem> {
        let trimmed = named.trim_end_matches('/');
        let Ok(path) = RequestPath::parse(trimmed) else { return Ok(None) };
        let places = self.places()?;
        let is_file = trimmed == named && places.files.contains(&path);
        let is_folder = places.folders.contains(&path);
        match (is_file, is_folder) {
            (true, true) => Err(Problem::new(
                ErrorCode::InvalidInput,
                format!("{path} is a file and a folder of your requests."),
            )
            .remedy(format!(
                "Write {path}/ for the folder, or {path}.http with its whole path for the file."
            ))),
            (false, false) => Ok(None),
            (_, is_folder) => Ok(Some(PlaceName { path, is_folder })),
        }
    }

    /// The requests of a file or folder: files by their names, and in a file as they stand there.
    ///
    /// # Errors
    /// It is not there, holds no request, or one of its files cannot be understood: nobody wants a part of it in silence.
    pub(crate) fn all_in(&self, place: &PlaceName) -> Result<Vec<Selected>, Problem> {
        let listing = self.core.own_requests.list()?;
        let is_in = |path: &&RequestPath| match place.is_folder {
            true => below(path, &place.path).is_some(),
            false => **path == place.path,
        };
        if place.is_folder && !listing.folders.contains(&place.path) {
            return Err(Problem::new(
                ErrorCode::NotFound,
                format!("There is no folder called {}.", place.path),
            ));
        }
        let mut all = Vec::new();
        for path in listing.paths.iter().filter(is_in) {
            let file = self.own_file(path)?;
            let at = self.core.own_requests.file_of(path);
            all.extend(entries(&Called::Own(&file), Some(&at), &file.text)?);
        }
        match (all.is_empty(), place.is_folder) {
            (false, _) => Ok(all),
            (true, true) => Err(Problem::new(
                ErrorCode::InvalidInput,
                format!("No request is in the folder {}.", place.path),
            )),
            // One that is not there at all says so here.
            (true, false) => Err(self.own_file(&place.path)?.holds_no_request()),
        }
    }

    /// The requests of a `.http` file anywhere, or the one of a name.
    ///
    /// # Errors
    /// It cannot be read or understood, or holds no request of the name.
    pub(crate) fn all_in_file(
        &self,
        path: &Path,
        name: Option<&str>,
    ) -> Result<Vec<Selected>, Problem> {
        let text = super::lookup::text_of(path)?;
        let place = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let shown = path.display().to_string();
        let mut all = entries(&Called::Elsewhere(shown.clone()), Some(&place), &text)?;
        if all.is_empty() {
            return Err(HttpFile::parse(&text)?.holds_no_request());
        }
        if let Some(name) = name {
            let wanted = format!("{shown}#{}", EntryName::parse(name));
            let names: Vec<String> = all.iter().map(|one| one.called.clone()).collect();
            all.retain(|one| one.called == wanted);
            if all.is_empty() {
                return Err(Problem::new(
                    ErrorCode::NotFound,
                    "The file holds no request of that name.",
                )
                .remedy(one_of(&names)));
            }
        }
        Ok(all)
    }

    /// One request by its address.
    pub(crate) fn one_at(
        &self,
        address: &RequestAddress,
        origin: RequestOrigin,
    ) -> Result<Selected, Problem> {
        let request = self.get(address, origin)?;
        let surroundings = self.surroundings(address, origin);
        let entry = surroundings.entry;
        let sending = Sending::of_entry(surroundings.clone());
        let sending = sending.unwrap_or_else(|| Sending { surroundings, ..Sending::of(request) });
        Ok(Selected { called: address.to_string(), entry, sending })
    }
}

/// Each entry of a file, sharing what the file has.
fn entries(
    called: &Called<'_>,
    place: Option<&Path>,
    text: &str,
) -> Result<Vec<Selected>, Problem> {
    let file = HttpFile::parse(text)?;
    let requests: Vec<Request> = file.entries.iter().map(|entry| entry.request.clone()).collect();
    let names = EntryName::of_all(&requests);
    let shared = Surroundings::of(place.map(Path::to_owned), file, 0);
    let all = names.iter().enumerate().filter_map(|(entry, name)| {
        let sending = Sending::of_entry(shared.at(entry))?;
        let called = match called {
            Called::Own(file) => file.address(entry).to_string(),
            Called::Elsewhere(shown) => format!("{shown}#{name}"),
        };
        Some(Selected { called, entry: Some(entry), sending })
    });
    Ok(all.collect())
}
