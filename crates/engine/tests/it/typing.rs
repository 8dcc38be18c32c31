//! Somebody types, and the program is killed: every draft is back as of the last second, and none is damaged.

use crate::drafts::{bodies, id, tab};
use crate::killed::open;
use mudbrick_engine::view::{EditedRequest, OpenTab, WrittenOptions};
use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

const TEST: &str = "typing::every_draft_is_back_as_of_the_last_second";
const TYPISTS_HOME: &str = "MUDBRICK_TEST_TYPIST";
const KILLS: u64 = 200;
/// Killed side by side, each in a home of its own.
const TYPISTS: u64 = 4;
const TABS: usize = 3;
/// The longest that a killed program types, in milliseconds.
const LONGEST: u64 = 1_600;
/// What may be lost.
const LAST: Duration = Duration::from_secs(1);
/// Behind the count in a body, so that some kills come in the middle of a save.
const BODIES: [usize; TABS] = [10, 5_000, 50_000];

#[test]
fn every_draft_is_back_as_of_the_last_second() {
    if let Some(home) = std::env::var_os(TYPISTS_HOME) {
        type_until_killed(Path::new(&home));
    }
    let seed = RandomState::new().hash_one("seed");
    let checked: usize = thread::scope(|scope| {
        let typists: Vec<_> = (0..TYPISTS)
            .map(|number| scope.spawn(move || kill_over_and_over(seed ^ number << 32)))
            .collect();
        typists.into_iter().map(|typist| typist.join().unwrap()).sum()
    });
    assert!(checked > 100, "most were killed before a second was over: {checked}");
}

/// How many drafts had to be back.
fn kill_over_and_over(seed: u64) -> usize {
    let folder = tempfile::tempdir().unwrap();
    // The vault is made before anybody types.
    let engine = open(folder.path());
    engine.drafts().keep(tab(0, "0 ")).unwrap();
    drop(engine);
    let mut random = seed | 1;
    let mut typed = BTreeMap::new();
    let mut checked = 0;
    for kill in 0..KILLS / TYPISTS {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let (lines, end) = kill_a_typist(folder.path(), Duration::from_millis(random % LONGEST));
        for (number, count, at) in &lines {
            if *at + LAST <= end {
                typed.insert(*number, *count);
                checked += 1;
            }
        }
        let view = open(folder.path()).drafts().list().unwrap();
        let place = format!("kill {kill} of seed {seed:#x}");
        assert!(view.damaged.is_empty(), "{place}: {:?}", view.damaged);
        for (number, count) in &typed {
            let shown = view.tabs.iter().find(|shown| shown.tab.id == id(*number));
            let draft = shown.and_then(|shown| shown.tab.draft.as_ref());
            let body = draft.and_then(|draft| draft.request.body.as_deref()).unwrap_or_default();
            let options = draft.and_then(|draft| draft.options.as_ref());
            let option = options.and_then(|options| options.timeout.as_deref());
            assert_eq!(option.unwrap_or("0"), count_of(body).to_string(), "{place}, tab {number}");
            assert!(
                count_of(body) >= *count,
                "{place}, tab {number}: {} of {count}",
                count_of(body)
            );
        }
        let torn = bodies(&view)
            .into_iter()
            .find(|body| !body.trim_start_matches(|it: char| it.is_ascii_digit()).starts_with(' '));
        assert!(torn.is_none(), "{place}");
    }
    checked
}

/// The count is typed into an option too.
fn with_timeout(tab: OpenTab, count: u64) -> OpenTab {
    let options = WrittenOptions { timeout: Some(count.to_string()), ..WrittenOptions::default() };
    let draft = tab.draft.map(|draft| EditedRequest { options: Some(options), ..draft });
    OpenTab { draft, ..tab }
}

fn count_of(body: &str) -> u64 {
    body.split(' ').next().and_then(|count| count.parse().ok()).unwrap_or(0)
}

/// What a typist said it typed, when that was heard, and when it was killed.
fn kill_a_typist(home: &Path, after: Duration) -> (Vec<(usize, u64, Instant)>, Instant) {
    let mut typist = Command::new(std::env::current_exe().unwrap())
        .args([TEST, "--exact", "--nocapture", "--test-threads=1"])
        .env(TYPISTS_HOME, home)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let output = BufReader::new(typist.stdout.take().unwrap());
    let (sender, heard): (_, Receiver<(usize, u64, Instant)>) = mpsc::channel();
    let listener = thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            let mut words = line.split(' ');
            let (Some("typed"), Some(number), Some(count)) =
                (words.next(), words.next(), words.next())
            else {
                continue;
            };
            let line = (number.parse().unwrap(), count.parse().unwrap(), Instant::now());
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    // The time runs from the first letter on.
    let first = heard.recv_timeout(Duration::from_secs(60)).expect("the typist types");
    let end = Instant::now() + after;
    let mut lines = vec![first];
    while let Ok(line) = heard.recv_timeout(end.saturating_duration_since(Instant::now())) {
        lines.push(line);
    }
    let killed = Instant::now();
    typist.kill().unwrap();
    typist.wait().unwrap();
    listener.join().unwrap();
    (lines, killed)
}

/// The typist: opens what is open, and types a letter every few milliseconds, and says so before it goes on.
fn type_until_killed(home: &Path) -> ! {
    let engine = open(home);
    let view = engine.drafts().list().unwrap();
    let begun = bodies(&view).into_iter().map(count_of).max().unwrap_or(0) + 1;
    let (_nobody, pause) = mpsc::channel::<()>();
    for count in begun.. {
        let number = usize::try_from(count).unwrap() % TABS;
        let body = format!("{count} {}", "x".repeat(BODIES[number]));
        engine.drafts().keep(with_timeout(tab(number, &body), count)).unwrap();
        #[allow(clippy::disallowed_methods, reason = "it speaks to the test that started it")]
        let mut out = std::io::stdout().lock();
        writeln!(out, "\ntyped {number} {count}").unwrap();
        out.flush().unwrap();
        drop(out);
        let _ = pause.recv_timeout(Duration::from_millis(5));
    }
    unreachable!("nobody counts that far");
}
