//! The person's own requests moved to another folder or file, with their comments. `@variables` are a file's and stay in it,
//! which is told before.

use super::address::RequestAddress;
use super::keeping::{changed, standing};
use super::lost_files::lost_of_request;
use super::own::{OwnFile, is_blank, stem, taken};
use super::view::{BeforeMoving, ChangedRequest};
use super::{Requests, Surroundings};
use mudbrick_model::{ErrorCode, Problem, RequestChangeKind, RequestPath};
use mudbrick_requests::{HttpFile, Source, Variables};
use mudbrick_store::{FileChange, RequestChanges};

/// What becomes of a request that has the name in the other file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It stays, and nothing is moved.
    Refuse,
    /// The person agreed to replace it.
    Replace,
}

impl Taken {
    /// From a dialog's answer.
    pub fn agreed(answer: bool) -> Self {
        if answer { Self::Replace } else { Self::Refuse }
    }
}

/// A move that was thought through.
struct Move {
    title: String,
    files: [FileChange; 2],
    stays_behind: Vec<String>,
    /// Where the request will be.
    to: RequestAddress,
    /// The request that it takes the place of.
    replaces: Option<RequestAddress>,
}

impl Requests {
    /// What a person is told before a request is moved. Nothing is changed.
    ///
    /// # Errors
    /// As in [`Requests::move_to`], but for a name that is taken, which is told.
    pub fn before_moving(
        &self,
        address: &RequestAddress,
        to: &str,
    ) -> Result<BeforeMoving, Problem> {
        let changes = self.core.own_requests.change()?;
        let (from, entry) = standing(&changes, address)?;
        let planned = planned(&changes, address, (&from, entry), to)?;
        let own = &self.core.own_requests;
        Ok(BeforeMoving {
            lost_files: lost_of_request(own, &from, entry, planned.to.file()),
            to: planned.to,
            stays_behind: planned.stays_behind,
            replaces: planned.replaces,
        })
    }

    /// Moves a request to the file `to`, or with a slash at its end into that folder, where its file keeps its name. A
    /// request that has its file to itself takes along all of it, unless the other file is there already.
    ///
    /// # Errors
    /// There is no such request, the place leads out of the folder of requests, or another one there has the name.
    pub fn move_to(
        &self,
        address: &RequestAddress,
        to: &str,
        if_taken: Taken,
    ) -> Result<ChangedRequest, Problem> {
        let changes = self.core.own_requests.change()?;
        let (from, entry) = standing(&changes, address)?;
        let planned = planned(&changes, address, (&from, entry), to)?;
        let Move { title, files, stays_behind, to, replaces } = planned;
        if let Some(other) = replaces
            && if_taken == Taken::Refuse
        {
            return Err(taken(&other));
        }
        let made = self.make(&changes, RequestChangeKind::Moved, &title, &files)?;
        Ok(ChangedRequest { address: Some(to), stays_behind, ..made })
    }
}

fn planned(
    changes: &RequestChanges<'_>,
    address: &RequestAddress,
    (from, entry): (&OwnFile, usize),
    to: &str,
) -> Result<Move, Problem> {
    let path = place(to, &from.path)?;
    if path == from.path {
        return Err(Problem::new(
            ErrorCode::InvalidInput,
            format!("The request {address} is there already."),
        ));
    }
    let lines = from.lines(entry)?;
    let there = changes.text(&path)?;
    if there.is_none() && from.requests.len() == 1 {
        return Ok(whole_file(from, &path, &lines));
    }
    let is_new = there.is_none();
    let there = OwnFile::read(&path, there.unwrap_or_default())?;
    let replaced = there.called(&from.requests[entry].name).next();
    let (text, at) = match replaced {
        Some(other) => (HttpFile::replaced(&there.text, other, &lines)?, other),
        None => (HttpFile::with_last(&there.text, &lines)?, there.requests.len()),
    };
    let after = OwnFile::read(&path, text)?;
    let gone = replaced.map(|other| there.lines(other)).transpose()?;
    let takes = FileChange {
        before: (!is_new).then(|| there.text.clone()),
        ..changed(&there, Some(&after), gone, Some(after.lines(at)?))
    };
    let rest = HttpFile::without(&from.text, entry)?;
    // Variables and comments that are the file's stay in it, even when nothing else does.
    let is_empty = is_blank(&rest);
    let rest = OwnFile::read(&from.path, rest)?;
    let gives = changed(from, (!is_empty).then_some(&rest), Some(lines), None);
    Ok(Move {
        title: from.title(entry).to_owned(),
        files: [takes, gives],
        stays_behind: stays_behind(&from.text, entry)?,
        to: after.address(at),
        replaces: replaced.map(|other| there.address(other)),
    })
}

/// What the request names and its file alone gives: variables, and the answers of its other requests.
fn stays_behind(text: &str, entry: usize) -> Result<Vec<String>, Problem> {
    let mut names = HttpFile::variables_of(text, entry)?;
    let file = HttpFile::parse(text)?;
    let known = Variables::new()
        .with_all(Source::File, file.variables.iter().map(|(name, value)| (name, value)));
    let surroundings = Surroundings::of(None, file, entry);
    let Some(own) = surroundings.own_entry() else { return Ok(names) };
    let reached = known.names_reached(&own.request);
    let after = surroundings.directives().after.into_iter().map(|tag| format!("@ref {tag}"));
    let answers = reached.into_iter().filter(|name| surroundings.is_from_another(name));
    names.extend(answers.chain(after));
    Ok(names)
}

/// Nothing stays behind of a file that has another name from now on.
fn whole_file(from: &OwnFile, path: &RequestPath, lines: &str) -> Move {
    let after = from.at(path);
    let takes =
        FileChange { before: None, ..changed(&after, Some(&after), None, Some(lines.to_owned())) };
    Move {
        title: from.title(0).to_owned(),
        files: [takes, changed(from, None, Some(lines.to_owned()), None)],
        stays_behind: Vec::new(),
        to: after.address(0),
        replaces: None,
    }
}

/// The file that a person means: `folder/file`, or `folder/` for a file of the same name there.
fn place(to: &str, from: &RequestPath) -> Result<RequestPath, Problem> {
    let to = to.trim();
    let whole = match to.strip_suffix('/') {
        Some("") => stem(from).to_owned(),
        Some(folder) => format!("{folder}/{}", stem(from)),
        None => to.to_owned(),
    };
    let address = RequestAddress::parse(&whole)?;
    match address.name() {
        None => Ok(address.file().clone()),
        Some(_) => Err(Problem::new(
            ErrorCode::InvalidInput,
            "A request is moved to a folder or a file, and keeps its name.",
        )
        .remedy(
            "Leave out the # and what follows it. A request gets another name by renaming it.",
        )),
    }
}
