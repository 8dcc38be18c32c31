//! Files and folders of the person's own requests as a whole: renamed, moved, copied, deleted, made. Every byte stays as it is,
//! and each verb can be undone.

use super::Requests;
use super::address::RequestAddress;
use super::lost_files::lost_files;
use super::own::{below, stem};
use super::view::{BeforeMovingPlace, ChangedPlace, PlaceName, RequestPlaces};
use crate::events::Event;
use mudbrick_model::{ErrorCode, Problem, RequestChangeKind, RequestPath};
use mudbrick_store::{ChangeId, OwnRequests, RequestChanges, RequestPlace};

impl Requests {
    /// The folders and files there are, also those in which there is no request, which no list of requests shows. No file is
    /// opened.
    ///
    /// # Errors
    /// The folder of requests cannot be read.
    pub fn places(&self) -> Result<RequestPlaces, Problem> {
        let listing = self.core.own_requests.list()?;
        Ok(RequestPlaces { folders: listing.folders, files: listing.paths })
    }

    /// What a person is told before a file or folder is moved. Nothing is changed.
    ///
    /// # Errors
    /// It is not there, or `to` cannot be its place.
    pub fn before_moving_place(
        &self,
        place: &PlaceName,
        to: &str,
    ) -> Result<BeforeMovingPlace, Problem> {
        let changes = self.core.own_requests.change()?;
        let there = self.target(&changes, place, to)?;
        let is_taken = changes.is_there(&RequestPlace { path: there.clone(), ..place.into() });
        let lost_files = lost_files(&self.core.own_requests, &place.into(), &there)?;
        Ok(BeforeMovingPlace { to: there, is_taken, lost_files })
    }

    /// Renames or moves a file or folder: to the place `to`, or with a slash at its end into that folder; `/` is the folder of
    /// requests itself.
    ///
    /// # Errors
    /// As in [`Requests::before_moving_place`], or something has the place. Nothing was moved then.
    pub fn move_place(&self, place: &PlaceName, to: &str) -> Result<ChangedPlace, Problem> {
        let changes = self.core.own_requests.change()?;
        let there = self.target(&changes, place, to)?;
        let is_renamed = above(&there) == above(&place.path);
        let kind = if is_renamed { RequestChangeKind::Renamed } else { RequestChangeKind::Moved };
        let id = changes.move_place(kind, &place.into(), &there, self.core.now())?;
        Ok(self.changed_place(place, Some(&there), &id))
    }

    /// Puts a copy of a file or folder beside it.
    ///
    /// # Errors
    /// It is not there, or the disk refuses.
    pub fn duplicate_place(&self, place: &PlaceName) -> Result<ChangedPlace, Problem> {
        let changes = self.core.own_requests.change()?;
        let first = std::iter::once(format!("{} copy", place.path));
        let numbered = (2..1000).map(|number| format!("{} copy {number}", place.path));
        for name in first.chain(numbered) {
            let to = RequestPath::parse(&name)?;
            if !changes.is_there(&RequestPlace { path: to.clone(), ..place.into() }) {
                let id = changes.copy_place(&place.into(), &to, self.core.now())?;
                return Ok(self.changed_place(place, Some(&to), &id));
            }
        }
        Err(Problem::new(
            ErrorCode::AlreadyExists,
            format!("There are too many copies of {}.", place.path),
        ))
    }

    /// Deletes a file or folder with everything in it. It stays in the trash for 30 days.
    ///
    /// # Errors
    /// It is not there, or the disk refuses.
    pub fn delete_place(&self, place: &PlaceName) -> Result<ChangedPlace, Problem> {
        let changes = self.core.own_requests.change()?;
        let id = changes.delete_place(&place.into(), self.core.now())?;
        Ok(self.changed_place(place, None, &id))
    }

    /// Makes an empty folder or file.
    ///
    /// # Errors
    /// Something has the name, or it cannot be one.
    pub fn make_place(&self, path: &str, is_folder: bool) -> Result<PlaceName, Problem> {
        let path = RequestPath::parse(path.trim().trim_matches('/'))?;
        not_too_deep(&path)?;
        let place = RequestPlace { path: path.clone(), is_folder };
        self.core.own_requests.change()?.make_place(&place)?;
        self.core.emit(Event::RequestsChanged);
        Ok(PlaceName { path, is_folder })
    }

    /// Where a file or folder goes, when it can be there.
    fn target(
        &self,
        changes: &RequestChanges<'_>,
        place: &PlaceName,
        to: &str,
    ) -> Result<RequestPath, Problem> {
        if !changes.is_there(&place.into()) {
            return Err(Problem::new(
                ErrorCode::NotFound,
                format!("{} is not there any more.", place.path),
            ));
        }
        let to = to.trim();
        let whole = match to.strip_suffix('/') {
            Some("") => stem(&place.path).to_owned(),
            Some(folder) => format!("{}/{}", folder.trim_start_matches('/'), stem(&place.path)),
            None => to.to_owned(),
        };
        let there = RequestPath::parse(&whole)?;
        if there == place.path {
            return Err(Problem::new(
                ErrorCode::InvalidInput,
                format!("{} is there already.", place.path),
            ));
        }
        if place.is_folder && below(&there, &place.path).is_some() {
            return Err(Problem::new(
                ErrorCode::InvalidInput,
                format!("{} cannot be moved into itself.", place.path),
            ));
        }
        // What would be too deep or too long would not be found again.
        if place.is_folder {
            for inside in self.core.own_requests.list()?.paths {
                if let Some(rest) = below(&inside, &place.path) {
                    not_too_deep(&RequestPath::parse(&format!("{there}/{rest}"))?)?;
                }
            }
        }
        not_too_deep(&there)?;
        Ok(there)
    }

    fn changed_place(
        &self,
        place: &PlaceName,
        to: Option<&RequestPath>,
        id: &ChangeId,
    ) -> ChangedPlace {
        self.core.emit(Event::RequestsChanged);
        ChangedPlace {
            name: stem(&place.path).to_owned(),
            from: RequestAddress::from(&place.path),
            to: to.map(RequestAddress::from),
            change: id.to_string(),
        }
    }
}

/// The folder above; empty for the folder of requests itself.
fn above(path: &RequestPath) -> &str {
    path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn not_too_deep(path: &RequestPath) -> Result<(), Problem> {
    let deepest = OwnRequests::DEEPEST;
    match path.as_str().split('/').count() > deepest {
        false => Ok(()),
        true => Err(Problem::new(
            ErrorCode::InvalidInput,
            format!("{path} is too deep: Mudbrick looks {deepest} folders deep for requests."),
        )),
    }
}

impl From<&PlaceName> for RequestPlace {
    fn from(place: &PlaceName) -> Self {
        Self { path: place.path.clone(), is_folder: place.is_folder }
    }
}
