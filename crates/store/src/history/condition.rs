//! What the history's file is, found without opening it as a database: that would make one, migrate an older one, and set a
//! damaged one aside.

use super::schema::Schema;
use crate::Home;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// The first bytes of every SQLite file.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// Where SQLite keeps `user_version`, as four bytes, the highest first (the SQLite file format, section 1.3).
const VERSION_AT: usize = 60;
const HEADER: usize = 100;

/// What the history's file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryCondition {
    /// There is none yet.
    Absent,
    /// This Mudbrick reads and writes it.
    Usable,
    /// A newer Mudbrick's, which is only read.
    Newer {
        /// Its version.
        version: u32,
    },
    /// It is no database; the next use begins a new one and keeps this one beside it.
    Damaged,
}

/// What there is of a history on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryOnDisk {
    /// The database's file.
    pub condition: HistoryCondition,
    /// The bytes it takes, answers in files of their own among them.
    pub bytes: u64,
    /// How many damaged ones were set aside earlier.
    pub set_aside: usize,
    /// The bytes of those, and of the copies that were made before an older one was changed.
    pub copies_bytes: u64,
}

impl HistoryOnDisk {
    /// Looks at a home folder's history.
    ///
    /// # Errors
    /// The system's own: the database's file cannot be read.
    pub fn of(home: &Home) -> io::Result<Self> {
        let (path, folder) = (home.history_db(), home.bodies());
        let ours = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (mut bytes, mut set_aside, mut copies_bytes) = (0, 0, 0);
        for entry in std::fs::read_dir(home.path()).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some(rest) = name.strip_prefix(&ours) else { continue };
            match rest {
                "" | "-wal" | "-shm" => bytes += length(&entry.path()),
                rest => {
                    set_aside += usize::from(rest.starts_with(".damaged-"));
                    copies_bytes += length(&entry.path());
                }
            }
        }
        let bodies = std::fs::read_dir(folder).into_iter().flatten().flatten();
        bytes += bodies.map(|entry| length(&entry.path())).sum::<u64>();
        Ok(Self { condition: condition(&path)?, bytes, set_aside, copies_bytes })
    }
}

fn length(path: &Path) -> u64 {
    path.symlink_metadata().map_or(0, |found| found.len())
}

fn condition(path: &Path) -> io::Result<HistoryCondition> {
    match path.metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Ok(HistoryCondition::Absent);
        }
        Err(error) => return Err(error),
        // Opening a pipe would wait for whoever writes to it.
        Ok(found) if !found.is_file() => return Ok(HistoryCondition::Damaged),
        Ok(_) => {}
    }
    let mut header = Vec::with_capacity(HEADER);
    File::open(path)?.take(HEADER as u64).read_to_end(&mut header)?;
    Ok(match header.get(VERSION_AT..VERSION_AT + 4) {
        // It is made empty before it is filled.
        None if header.is_empty() => HistoryCondition::Usable,
        Some(&[a, b, c, d]) if header.starts_with(MAGIC) => {
            let version = u32::from_be_bytes([a, b, c, d]);
            match version > Schema::OURS.newest() {
                true => HistoryCondition::Newer { version },
                false => HistoryCondition::Usable,
            }
        }
        _ => HistoryCondition::Damaged,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::History;
    use mudbrick_model::SystemClock;
    use mudbrick_vault::files::{Mode, save};
    use std::sync::Arc;

    fn home() -> (tempfile::TempDir, Home) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let home = Home::at(folder.path());
        (folder, home)
    }

    fn found(home: &Home) -> HistoryOnDisk {
        HistoryOnDisk::of(home).expect("it can be looked at")
    }

    #[test]
    fn looking_makes_nothing_and_knows_our_own() {
        let (folder, home) = home();
        assert_eq!(found(&home).condition, HistoryCondition::Absent);
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
        let history = History::open(&home, Arc::new(SystemClock)).expect("a new one");
        assert_eq!(found(&home).condition, HistoryCondition::Usable);
        drop(history);
        let closed = found(&home);
        assert_eq!(closed.condition, HistoryCondition::Usable);
        assert!(closed.bytes > 4096, "{closed:?}");
    }

    #[test]
    fn a_newer_one_and_a_damaged_one_are_told_and_left_alone() {
        let (_folder, home) = home();
        let path = home.history_db();
        drop(
            rusqlite::Connection::open(&path)
                .and_then(|new| new.execute_batch("PRAGMA user_version = 77")),
        );
        assert_eq!(found(&home).condition, HistoryCondition::Newer { version: 77 });
        for damaged in [&b"no database"[..], &[0; 4096]] {
            save(&path, damaged, Mode::Private).expect("a file");
            assert_eq!(found(&home).condition, HistoryCondition::Damaged);
        }
        mudbrick_vault::files::set_aside(&path, mudbrick_model::Timestamp(7)).expect("moved");
        let aside = found(&home);
        assert_eq!((aside.condition, aside.set_aside), (HistoryCondition::Absent, 1));
    }
}
