//! Whoever records and prunes may be killed at any moment: what should stay is there, whole, and what should go goes with the
//! next pruning.

use crate::history::{answered, open};
use crate::worker::{say, worker};
use mudbrick_store::{BodySource, Filter, Home, Keep, Pinned};
use rusqlite::Connection;
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

const TEST: &str = "history_killed::pruning_that_is_killed_loses_nothing_that_stays";
const WRITERS_HOME: &str = "MUDBRICK_TEST_PRUNER";
const KILLS: u64 = 25;
/// So many are kept besides the pinned ones.
const NEWEST: u32 = 8;
/// Small in the database, large in files.
const BODIES: [usize; 3] = [100, 30_000, 100_000];

#[test]
fn pruning_that_is_killed_loses_nothing_that_stays() {
    if let Some(home) = std::env::var_os(WRITERS_HOME) {
        work_until_killed(Path::new(&home));
    }
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    let random = RandomState::new();
    let (mut pinned, mut newest) = (Vec::new(), 0);
    for kill in 0..KILLS {
        let mut worker =
            worker(TEST, WRITERS_HOME, folder.path()).stderr(Stdio::null()).spawn().unwrap();
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
    assert!(pinned.len() > 5 && newest > 50, "it was killed before it worked");
    // What was cut off is done by the next pruning.
    let history = open(&home);
    history.prune(Keep { newest: NEWEST, ..Keep::EVERYTHING }).unwrap();
    let rows = in_files(&home);
    let mut files: Vec<i64> = fs::read_dir(home.bodies())
        .unwrap()
        .filter_map(|it| it.unwrap().file_name().to_str()?.strip_suffix(".body")?.parse().ok())
        .collect();
    files.sort_unstable();
    assert_eq!(files, rows, "a body without a row, or a row without a body");
}

/// Records, pins every fifth, prunes all the time, and says what is done when it is.
fn work_until_killed(home: &Path) -> ! {
    let history = open(&Home::at(home));
    loop {
        for size in BODIES {
            let body = vec![b'b'; size];
            let id = history.record(&answered(200, "x"), BodySource::Bytes(&body)).unwrap();
            say(&format!("recorded {}", id.0));
            if id.0 % 5 == 0 {
                history.set_pinned(id, Pinned::Yes).unwrap();
                say(&format!("pinned {}", id.0));
            }
        }
        history.prune(Keep { newest: NEWEST, ..Keep::EVERYTHING }).unwrap();
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
