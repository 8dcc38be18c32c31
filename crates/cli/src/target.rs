//! Where a command writes a file that a person asked for: a place that is looked at, and asked about, before any work.

use crate::ask;
use crate::output::Output;
use mudbrick_engine::{Destination, Existing};
use mudbrick_model::{ErrorCode, Problem};
use mudbrick_vault::files::{Place, SaveError};
use serde::Serialize;
use std::path::Path;
use zeroize::Zeroizing;

/// What `--force` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Force {
    Yes,
    No,
}

impl Force {
    pub(crate) fn given(flag: bool) -> Self {
        if flag { Self::Yes } else { Self::No }
    }
}

/// A place for one file.
pub(crate) enum Target<'a> {
    File {
        path: &'a Path,
        existing: Existing,
    },
    /// Standard output gets all of it at the end, so that what fails prints nothing.
    Stdout(Zeroizing<Vec<u8>>),
}

impl<'a> Target<'a> {
    /// Looks what is there. A file is asked about on a terminal; elsewhere it needs `--force`.
    pub(crate) fn of(path: &'a Path, force: Force, output: &Output) -> Result<Self, Problem> {
        Self::choose(path, force, output, |place| place == Place::File)
    }

    /// As [`of`](Self::of) for a kit, which may be a folder and take the place of an earlier one.
    pub(crate) fn of_kit(path: &'a Path, force: Force, output: &Output) -> Result<Self, Problem> {
        let is_kit = path.join("kit.toml").is_file();
        Self::choose(path, force, output, |place| match place {
            Place::Folder => is_kit,
            place => place == Place::File,
        })
    }

    fn choose(
        path: &'a Path,
        force: Force,
        output: &Output,
        asks: impl FnOnce(Place) -> bool,
    ) -> Result<Self, Problem> {
        if is_stdout(path) {
            return match output.is_json() {
                true => Err(Problem::new(
                    ErrorCode::InvalidInput,
                    "--json and the file would both go to standard output.",
                )
                .remedy("Name a file, or leave --json out.")),
                false => Ok(Self::Stdout(Zeroizing::default())),
            };
        }
        if force == Force::Yes {
            return Ok(Self::File { path, existing: Existing::Replaced });
        }
        let place = Place::of(path).map_err(|error| SaveError::of(path, error))?;
        if !asks(place) {
            return Ok(Self::File { path, existing: Existing::Kept });
        }
        let name = path.display();
        if ask::can_ask()
            && !output.is_json()
            && ask::agrees(&format!("{name} exists. Replace it?"))
        {
            return Ok(Self::File { path, existing: Existing::Replaced });
        }
        let message = format!("{name} exists already. Nothing was written.");
        Err(Problem::new(ErrorCode::AlreadyExists, message)
            .remedy("Choose another name, or add --force to replace it."))
    }

    /// For the engine.
    pub(crate) fn destination(&mut self) -> Destination<'_> {
        match self {
            Self::File { path, existing } => Destination::File { path, existing: *existing },
            Self::Stdout(bytes) => Destination::Stream(&mut **bytes),
        }
    }

    /// Tells what was written. Beside a file on standard output, words go to standard error.
    pub(crate) fn written<T: Serialize>(
        self,
        value: &T,
        words: &str,
        output: &Output,
    ) -> Result<(), Problem> {
        match self {
            Self::File { .. } => output.answer(value, || words),
            Self::Stdout(bytes) => {
                output.file(&bytes)?;
                output.note(words);
                Ok(())
            }
        }
    }
}

/// Whether a path means our own standard output, which may be a file that must not be opened once more.
fn is_stdout(path: &Path) -> bool {
    ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].iter().any(|name| path == Path::new(name))
}
