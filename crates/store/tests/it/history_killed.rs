//! Whoever records and prunes may be killed at any moment: what should stay is there, whole, and what should go goes with the
//! next pruning. So may whoever brings an older history to this version: the next one does it.

use crate::history::{answered, open};
use crate::history_kept::of_version_1;
use crate::worker::{say, worker};
use mudbrick_model::ExchangeId;
use mudbrick_store::{BodySource, Filter, Home, Keep, Pinned};
use mudbrick_vault::files::{self, Mode};
use rstest::rstest;
use rusqlite::Connection;
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

const TEST: &str = "history_killed::pruning_that_is_killed_loses_nothing_that_stays";
const BY_NUMBER: &str = "case_1_by_number";
const BY_SIZE: &str = "case_2_by_size";
const WRITERS_HOME: &str = "MUDBRICK_TEST_PRUNER";
const KILLS: u64 = 25;
const UPGRADE: &str =
    "history_killed::an_upgrade_that_is_killed_loses_nothing_and_is_done_by_the_next";
const UPGRADERS_HOME: &str = "MUDBRICK_TEST_UPGRADER";
/// Exchanges of the history that is upgraded, the last of them with a body in a file.
const OLD: i64 = 300;
/// So many are kept besides the pinned ones.
const NEWEST: u32 = 8;
/// So much is kept, which the newest eight are less than.
const BYTES: u64 = 450_000;
/// Small in the database, large in files.
const BODIES: [usize; 3] = [100, 30_000, 100_000];

#[rstest]
#[case::by_number(BY_NUMBER, Keep { newest: NEWEST, ..Keep::EVERYTHING })]
#[case::by_size(BY_SIZE, Keep { bytes: BYTES, ..Keep::EVERYTHING })]
fn pruning_that_is_killed_loses_nothing_that_stays(#[case] case: &str, #[case] keep: Keep) {
    if let Some(home) = std::env::var_os(WRITERS_HOME) {
        work_until_killed(Path::new(&home), keep);
    }
    let test = format!("{TEST}::{case}");
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    let random = RandomState::new();
    let (mut pinned, mut newest) = (Vec::new(), 0);
    for kill in 0..KILLS {
        let mut worker =
            worker(&test, WRITERS_HOME, folder.path()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(worker.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut note = |line: &str| {
            if let Some(id) = line.strip_prefix("pinned ") {
                pinned.push(id.parse::<i64>().unwrap());
            }
            if let Some(id) = line.strip_prefix("recorded ") {
                newest = id.parse::<i64>().unwrap();
            }
        };
        for line in lines.by_ref().take(6 + usize::try_from(random.hash_one(kill) % 20).unwrap()) {
            note(&line);
        }
        // Somewhere in what it does next.
        std::thread::park_timeout(Duration::from_micros(random.hash_one(kill + KILLS) % 20_000));
        worker.kill().unwrap();
        worker.wait().unwrap();
        lines.for_each(|line| note(&line));
        check(&home, &pinned, newest, &format!("kill {kill}"));
    }
    let pins = pinned.len() > 5 || keep.bytes == BYTES;
    assert!(pins && newest > 50, "it was killed before it worked");
    // What was cut off is done by the next pruning.
    let history = open(&home);
    history.prune(keep).unwrap();
    let rows = in_files(&home);
    let mut files: Vec<i64> = fs::read_dir(home.bodies())
        .unwrap()
        .filter_map(|it| it.unwrap().file_name().to_str()?.strip_suffix(".body")?.parse().ok())
        .collect();
    files.sort_unstable();
    assert_eq!(files, rows, "a body without a row, or a row without a body");
}

#[test]
fn an_upgrade_that_is_killed_loses_nothing_and_is_done_by_the_next() {
    if let Some(home) = std::env::var_os(UPGRADERS_HOME) {
        drop(open(&Home::at(Path::new(&home))));
        return;
    }
    let random = RandomState::new();
    let (json, large) = (serde_json::to_string(&answered(200, "x")).unwrap(), vec![b'y'; 100_000]);
    // Of those that were killed: before it was done, and behind.
    let (mut before, mut after) = (0, 0);
    let mut longest = Duration::ZERO;
    for kill in 0..=KILLS {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let rows = (1..OLD).map(|id| (id, &*json, Some(&b"body"[..])));
        of_version_1(&home, rows.chain([(OLD, &*json, None)]));
        let file = home.bodies().join(format!("{OLD}.body"));
        files::save(&file, &large, Mode::Private).unwrap();
        let begun = Instant::now();
        let mut upgrader =
            worker(UPGRADE, UPGRADERS_HOME, folder.path()).stderr(Stdio::null()).spawn().unwrap();
        // The first is left to end, which tells how long the others may take on this machine.
        if kill > 0 {
            let moment = longest.mul_f64((random.hash_one(kill) % 1_000) as f64 / 1_000.0);
            std::thread::park_timeout(moment);
            upgrader.kill().unwrap();
        }
        upgrader.wait().unwrap();
        longest = if kill == 0 { begun.elapsed() } else { longest };
        let when = format!("kill {kill}");
        let found = Connection::open(home.history_db()).unwrap();
        let version: u32 = found.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        *(if version == 1 { &mut before } else { &mut after }) += 1;
        let rows = "SELECT count(*) FROM exchanges";
        let rows: i64 = found.query_row(rows, [], |row| row.get(0)).unwrap();
        assert_eq!(rows, OLD, "{when}: of version {version}");
        drop(found);
        is_upgraded(&home, &when);
    }
    assert!(before > 1 && after > 0, "{before} were killed in time, {after} were done");
}

/// Everything is there after the next start, and found by its words; so is the copy from before.
fn is_upgraded(home: &Home, when: &str) {
    let history = open(home);
    assert_eq!(history.notice(), None, "{when}");
    let all = Filter { limit: u32::MAX, ..Filter::default() };
    let words = Filter { text: "application".to_owned(), ..all.clone() };
    for filter in [all, words] {
        assert_eq!(i64::try_from(history.list(&filter).unwrap().len()), Ok(OLD), "{when}");
    }
    assert_eq!(history.total().unwrap().0, OLD.unsigned_abs(), "{when}");
    assert_eq!(history.body(ExchangeId(1), 0, 9).unwrap().bytes, b"body", "{when}");
    assert_eq!(history.body(ExchangeId(OLD), 0, 1).unwrap().total, 100_000, "{when}");
    let copy = Connection::open(home.path().join("history.db.version-1")).unwrap();
    let rows = "SELECT count(*) FROM exchanges WHERE exchange <> ''";
    let copied: i64 = copy.query_row(rows, [], |row| row.get(0)).unwrap();
    assert_eq!(copied, OLD, "{when}: the copy");
}

/// Records, pins every fifth where the size is not what counts, prunes all the time, and says what is done when it is.
fn work_until_killed(home: &Path, keep: Keep) -> ! {
    let history = open(&Home::at(home));
    loop {
        for size in BODIES {
            let body = vec![b'b'; size];
            let id = history.record(&answered(200, "x"), BodySource::Bytes(&body)).unwrap();
            say(&format!("recorded {}", id.0));
            if id.0 % 5 == 0 && keep.bytes == u64::MAX {
                history.set_pinned(id, Pinned::Yes).unwrap();
                say(&format!("pinned {}", id.0));
            }
        }
        history.prune(keep).unwrap();
    }
}

fn check(home: &Home, pinned: &[i64], newest: i64, when: &str) {
    let history = open(home);
    assert_eq!(history.notice(), None, "{when}");
    let all = Filter { limit: u32::MAX, ..Filter::default() };
    let rows = history.list(&all).unwrap();
    let ids: Vec<i64> = rows.iter().map(|row| row.id.0).collect();
    for id in pinned {
        assert!(ids.contains(id), "{when}: pinned {id} is gone");
    }
    for id in newest.saturating_sub(i64::from(NEWEST) - 1).max(1)..=newest {
        assert!(ids.contains(&id), "{when}: {id} of {newest} is gone");
    }
    for row in &rows {
        history.get(row.id).unwrap();
        let size = BODIES.into_iter().find(|size| {
            let part = history.body(row.id, 0, 10).unwrap();
            part.total == *size as u64 && part.bytes == b"bbbbbbbbbb"
        });
        assert!(size.is_some(), "{when}: the body of {:?} is not whole", row.id);
    }
    let found = history.list(&Filter { text: "libraries".to_owned(), ..all }).unwrap();
    assert_eq!(found.len(), rows.len(), "{when}: the index has others");
    assert_eq!(history.total().unwrap().0, rows.len() as u64, "{when}");
    let connection = Connection::open(home.history_db()).unwrap();
    let sound: String =
        connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok", "{when}");
}

/// The exchanges whose bodies have to be files.
fn in_files(home: &Home) -> Vec<i64> {
    let connection = Connection::open(home.history_db()).unwrap();
    let mut statement =
        connection.prepare("SELECT id FROM contents WHERE body IS NULL ORDER BY id").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}
