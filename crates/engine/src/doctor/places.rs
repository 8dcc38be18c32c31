//! The home folder as a place on a disk: whether it can be written, whose it is, and what its files' times say of the clock.

use super::log;
use super::view::{Finding, FindingKind, Grade};
use mudbrick_model::{Explain as _, Timestamp};
use mudbrick_store::Home;
use mudbrick_vault::files::{SaveError, Trial, try_folder};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

/// As much room as a day's work takes, many times over.
const ROOM: usize = 1024 * 1024;
/// Clocks of other computers, whose disk it may be, are not ours.
const CLOCK_TOLERANCE: Duration = Duration::from_secs(60 * 60);
/// So many names are enough to see what they have in common.
const NAMED: usize = 3;

/// The home folder: there, writable, with room, and the person's own.
pub(super) fn home(home: &Home) -> Vec<Finding> {
    let path = home.path();
    let shown = path.display();
    match path.metadata() {
        Ok(found) if !found.is_dir() => {
            let sentence = format!("{shown} is where the home folder should be, and is no folder.");
            let moved = "Move it away, or have MUDBRICK_HOME name a folder.";
            vec![Finding::wrong(FindingKind::Home, sentence).remedy(moved)]
        }
        Ok(_) => match try_folder(path, ROOM) {
            Ok(trial) => {
                let sentence = format!("The home folder {shown} can be written and has room.");
                vec![Finding::well(FindingKind::Home, sentence), owner(home, &trial)]
            }
            Err(error) => vec![refused(&error, path)],
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => match try_folder(nearest(path), 1)
        {
            Ok(_) => vec![Finding::well(
                FindingKind::Home,
                format!("Nothing is stored yet. The home folder will be {shown}."),
            )],
            Err(error) => vec![refused(&error, path)],
        },
        Err(error) => {
            let sentence = format!("The home folder {shown} cannot be looked at: {error}.");
            vec![Finding::wrong(FindingKind::Home, sentence).remedy(another_folder())]
        }
    }
}

fn refused(error: &SaveError, home: &Path) -> Finding {
    let shown = home.display();
    match error {
        SaveError::Full { .. } => Finding::wrong(
            FindingKind::Home,
            format!("There is no room on the disk of the home folder {shown}."),
        )
        .remedy("Make room on that disk. What is stored already can be used meanwhile."),
        SaveError::NotAllowed { .. } => {
            Finding::wrong(FindingKind::Home, format!("The home folder {shown} cannot be written."))
                .remedy(another_folder())
        }
        _ => Finding::problem(FindingKind::Home, Grade::Wrong, &error.problem()),
    }
}

fn another_folder() -> &'static str {
    "Make it writable for you, or have MUDBRICK_HOME name another folder."
}

/// The folder in which a home that is not there would be made.
fn nearest(path: &Path) -> &Path {
    path.ancestors().find(|above| above.is_dir()).unwrap_or(path)
}

fn owner(home: &Home, trial: &Trial) -> Finding {
    let shown = home.path().display();
    if let Some(first) = trial.foreign.first() {
        let named: Vec<&str> = trial.foreign.iter().take(NAMED).map(String::as_str).collect();
        let more = match trial.foreign.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let sentence = match first.as_str() {
            "." => format!("The home folder {shown} belongs to somebody else."),
            _ => format!("Somebody else owns {}{more} in {shown}.", named.join(", ")),
        };
        return Finding::wrong(FindingKind::Owner, sentence).remedy(
            "Give it to yourself (chown). Running Mudbrick with sudo is what most often makes such files.",
        );
    }
    if trial.writable_by_others {
        let sentence = format!("Others on this computer may write in the home folder {shown}.");
        return Finding::wrong(FindingKind::Owner, sentence)
            .remedy(format!("Take that from them: chmod go-w {shown}"));
    }
    Finding::well(FindingKind::Owner, "Only you may write in the home folder.")
}

/// A file from the future was written by a clock that was ahead, or is looked at by one that is behind.
pub(super) fn clock(home: &Home, now: Timestamp) -> Finding {
    let newest = [home.path().to_owned(), home.profiles(), home.keys(), home.requests()]
        .into_iter()
        .flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten())
        .filter_map(|entry| Some((written(&entry)?, entry.path())))
        .max();
    match newest {
        Some((at, path)) if now.until(at) > CLOCK_TOLERANCE => {
            let sentence = format!(
                "By the computer's clock, {} was written {} from now.",
                name_below(home, &path),
                span(now.until(at))
            );
            Finding::wrong(FindingKind::Clock, sentence).remedy(
                "Set the computer's clock: by it Mudbrick signs assertions, and knows when a token ends.",
            )
        }
        _ => Finding::well(
            FindingKind::Clock,
            "The computer's clock goes with the times of the files.",
        ),
    }
}

fn written(entry: &fs::DirEntry) -> Option<Timestamp> {
    let since = entry.metadata().ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok().map(Timestamp)
}

fn name_below(home: &Home, path: &Path) -> String {
    path.strip_prefix(home.path()).unwrap_or(path).display().to_string()
}

fn span(time: Duration) -> String {
    match time.as_secs() / 3600 {
        hours @ 0..48 => format!("{hours} h"),
        hours => format!("{} days", hours / 24),
    }
}

/// Where the log is.
pub(super) fn log(home: &Home) -> Finding {
    let path: PathBuf = home.diagnostics_log();
    let shown = path.display();
    match path.symlink_metadata() {
        Ok(found) if found.is_file() => Finding::well(
            FindingKind::Log,
            format!(
                "The diagnostics log is {shown}, {} of at most {}.",
                size(found.len()),
                size(log::MOST)
            ),
        ),
        Ok(_) => Finding::wrong(
            FindingKind::Log,
            format!("{shown} is where the diagnostics log should be, and is no file."),
        )
        .remedy("Move it away."),
        Err(_) => Finding::well(
            FindingKind::Log,
            format!("The diagnostics log is empty. It will be {shown}."),
        ),
    }
}

/// `12 KiB`.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{} KiB", bytes / 1024),
        _ => format!("{} MiB", bytes / 1_048_576),
    }
}
