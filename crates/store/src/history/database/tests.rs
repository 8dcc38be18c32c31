//! Migrations, with steps of the test's own after this build's.

use super::super::schema::{Schema, Step};
use super::Database;
use crate::history::HistoryError;
use mudbrick_model::{Clock, ErrorCode, Explain, Timestamp};
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Barrier};
use std::thread;

const FIRST: &str = "CREATE TABLE exchanges (name TEXT NOT NULL)";
const ONE: Schema = Schema::of(&[Step::of(FIRST)]);
const TWO: Schema = Schema::of(&[
    Step::of(FIRST),
    Step::of("ALTER TABLE exchanges ADD COLUMN note TEXT DEFAULT 'none'"),
]);
const FAILING: Schema = Schema::of(&[
    Step::of(FIRST),
    Step::of("ALTER TABLE exchanges ADD COLUMN note; NO SUCH STATEMENT"),
]);
/// What this build would find if a later one renamed the table.
const LATER: Schema = Schema::of(&[
    Step::of(FIRST),
    Step::of("SELECT 1"),
    Step::of("ALTER TABLE exchanges RENAME TO sent"),
]);

struct StillClock;

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp(7)
    }
}

fn open(path: &Path, schema: Schema) -> Result<Database, HistoryError> {
    let (lock, bodies) = (path.with_extension("lock"), path.with_extension("bodies"));
    Database::open(path.to_owned(), lock, bodies, schema, Arc::new(StillClock))
}

/// A home with a database of version 1 with a row in it.
fn first() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    insert(&open(&path, ONE).unwrap(), "one").unwrap();
    (folder, path)
}

fn insert(database: &Database, name: &str) -> Result<(), HistoryError> {
    database.write(|connection| {
        connection.execute("INSERT INTO exchanges (name) VALUES (?1)", [name])?;
        Ok(())
    })
}

fn names(database: &Database) -> Result<Vec<String>, HistoryError> {
    database.with(|connection| {
        let mut statement = connection.prepare("SELECT name FROM exchanges ORDER BY rowid")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    })
}

/// What is there of the database, but for its companions and the lock.
fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !["-wal", "-shm", ".lock"].iter().any(|end| name.ends_with(end)))
        .collect();
    names.sort();
    names
}

#[test]
fn a_new_database_is_not_copied_and_neither_is_one_of_this_version() {
    let (folder, path) = first();
    assert_eq!(names(&open(&path, ONE).unwrap()).unwrap(), ["one"]);
    assert_eq!(files(folder.path()), ["history.db"]);
}

#[test]
fn an_older_database_is_copied_before_it_is_changed() {
    let (folder, path) = first();
    // Not yet in the file itself: what the other process wrote last is in its log.
    let other = open(&path, ONE).unwrap();
    insert(&other, "in the log").unwrap();
    let migrated = open(&path, TWO).unwrap();
    insert(&migrated, "two").unwrap();
    assert_eq!(names(&migrated).unwrap(), ["one", "in the log", "two"]);
    let note: String = migrated
        .with(|it| Ok(it.query_row("SELECT note FROM exchanges LIMIT 1", [], |row| row.get(0))?))
        .unwrap();
    assert_eq!(note, "none");
    assert_eq!(files(folder.path()), ["history.db", "history.db.version-1"]);
    let copy = folder.path().join("history.db.version-1");
    assert_eq!(names(&open(&copy, ONE).unwrap()).unwrap(), ["one", "in the log"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(copy.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    // The next start has nothing to do, and the copy stays as it is.
    let before = fs::read(&copy).unwrap();
    drop(open(&path, TWO).unwrap());
    assert!(fs::read(&copy).unwrap() == before, "the copy is written once");
}

#[test]
fn of_many_who_find_an_older_database_at_once_one_copies_and_changes_it() {
    let (folder, path) = first();
    let database = open(&path, ONE).unwrap();
    let long = "x".repeat(100_000);
    (0..100).for_each(|_| insert(&database, &long).unwrap());
    drop(database);
    let all_at_once = Barrier::new(8);
    let opened = thread::scope(|scope| {
        let start = || {
            all_at_once.wait();
            open(&path, TWO).and_then(|database| Ok(names(&database)?.len()))
        };
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(start)).collect();
        threads.into_iter().map(|it| it.join().unwrap()).collect::<Vec<_>>()
    });
    for rows in opened {
        assert_eq!(rows.unwrap(), 101);
    }
    assert_eq!(files(folder.path()), ["history.db", "history.db.version-1"]);
    let copy = open(&folder.path().join("history.db.version-1"), ONE).unwrap();
    assert_eq!(names(&copy).unwrap().len(), 101, "the copy is whole");
}

#[test]
fn a_step_that_fails_changes_nothing_and_the_next_try_goes_on() {
    let (folder, path) = first();
    assert!(open(&path, FAILING).is_err());
    assert_eq!(names(&open(&path, ONE).unwrap()).unwrap(), ["one"], "the older build works still");
    insert(&open(&path, ONE).unwrap(), "meanwhile").unwrap();
    fs::copy(&path, folder.path().join("history.db.version-1.unfinished")).unwrap();
    assert_eq!(names(&open(&path, TWO).unwrap()).unwrap(), ["one", "meanwhile"]);
    assert_eq!(files(folder.path()), ["history.db", "history.db.version-1"]);
    let copy = Connection::open(folder.path().join("history.db.version-1")).unwrap();
    let rows: u32 = copy.query_row("SELECT count(*) FROM exchanges", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 2, "the copy is of the last moment before");
}

#[test]
fn a_copy_that_cannot_be_made_forbids_the_change() {
    let (folder, path) = first();
    fs::create_dir_all(folder.path().join("history.db.version-1/taken")).unwrap();
    let problem = open(&path, TWO).map(drop).unwrap_err().problem();
    assert_eq!(problem.code, ErrorCode::Storage, "{problem:?}");
    assert_eq!(names(&open(&path, ONE).unwrap()).unwrap(), ["one"]);
}

#[test]
fn a_newer_database_is_read_and_not_written() {
    let (folder, path) = first();
    drop(open(&path, TWO).unwrap());
    let before = fs::read(&path).unwrap();
    let older = open(&path, ONE).unwrap();
    assert_eq!(names(&older).unwrap(), ["one"]);
    for error in [insert(&older, "two").unwrap_err(), older.read_only().unwrap()] {
        assert!(matches!(error, HistoryError::Newer { version: 2 }), "{error:?}");
    }
    let problem = older.notice().expect("it is told");
    assert_eq!((problem.code, older.notice()), (ErrorCode::Storage, None), "once");
    let forced = older.with(|it| Ok(it.execute("DELETE FROM exchanges", [])?));
    assert!(matches!(forced, Err(HistoryError::Newer { .. })), "{forced:?}");
    drop(older);
    assert!(fs::read(&path).unwrap() == before, "not a byte of it was changed");
    assert_eq!(files(folder.path()), ["history.db", "history.db.version-1"]);
    assert_eq!(names(&open(&path, TWO).unwrap()).unwrap(), ["one"]);
}

#[test]
fn what_cannot_be_read_of_a_newer_one_is_told_as_that() {
    let (_folder, path) = first();
    drop(open(&path, LATER).unwrap());
    let error = names(&open(&path, TWO).unwrap()).unwrap_err();
    assert!(matches!(error, HistoryError::Newer { version: 3 }), "{error:?}");
}
