//! What people do with the history: filters, notes, pins, deleting; and what an older version of it becomes.

use crate::fixtures::profile_id;
use crate::history::{Fixture, answered, fixture, open};
use mudbrick_model::{
    ErrorCode, Exchange, ExchangeId, Explain, Header, Method, Outcome, Request, Timestamp, Timings,
};
use mudbrick_store::{BodySource, Filter, History, Home, Keep, Mark, Pinned, StatusFilter};
use mudbrick_vault::files::{self, Mode};
use rstest::rstest;
use rusqlite::{Connection, params};
use std::fs;

impl Fixture {
    fn numbers(&self, filter: &Filter) -> Vec<i64> {
        numbers(&self.history, filter)
    }

    /// Has the next exchange get this number.
    fn go_on_from(&self, id: i64) {
        let connection = Connection::open(self.home.history_db()).unwrap();
        let set = "UPDATE sqlite_sequence SET seq = ?1 WHERE name = 'exchanges'";
        assert_eq!(connection.execute(set, [id - 1]).unwrap(), 1);
    }

    /// Whether these words are anywhere in the database's files, as they are or in the index's lower case.
    fn is_in_files(&self, word: &str) -> bool {
        let folder = fs::read_dir(self.home.path()).unwrap().flatten();
        let of_history =
            folder.filter(|it| it.file_name().to_string_lossy().starts_with("history.db"));
        of_history.map(|it| fs::read(it.path()).unwrap()).any(|bytes| {
            bytes.windows(word.len()).any(|found| found.eq_ignore_ascii_case(word.as_bytes()))
        })
    }
}

fn numbers(history: &History, filter: &Filter) -> Vec<i64> {
    history.list(filter).unwrap().iter().map(|row| row.id.0).collect()
}

fn words(text: &str) -> Filter {
    Filter { text: text.to_owned(), ..Filter::default() }
}

/// Five exchanges, a minute apart: a large one, a slow one, a write, a failure, and one of another profile.
fn five() -> Fixture {
    let it = fixture();
    let at = |minute: i64, exchange: Exchange| Exchange {
        started_at: Timestamp(minute * 60_000),
        ..exchange
    };
    it.record(&at(1, answered(200, "large")), &[b'x'; 100_000]);
    let slow = Timings { total_ms: 5_000.0, ..Timings::default() };
    it.record(&at(2, Exchange { timings: slow, ..answered(301, "slow") }), b"exact words in order");
    let write = Exchange {
        sent_method: Method::Post,
        sent_body: Some("sentword".into()),
        ..answered(201, "write")
    };
    it.record(&at(3, write), b"words in exact order");
    it.record(&at(4, answered(503, "failed")), b"");
    let request = Request { name: "Token 100%".into(), ..answered(200, "").request };
    let other = Exchange {
        profile: profile_id(2),
        request,
        sent_url: "https://ims-na1.adobelogin.com/ims/token/v3".into(),
        sent_headers: vec![Header::new("x-colour", "turquoise")],
        ..answered(200, "")
    };
    it.record(&at(5, other), b"");
    it.history.set_pinned(ExchangeId(2), Pinned::Yes).unwrap();
    it.history.set_note(ExchangeId(4), Some("ask Ada")).unwrap();
    it
}

#[rstest]
#[case::of_some_profiles(Filter { profiles: Some(vec![profile_id(2), profile_id(7)]), ..Filter::default() }, &[5])]
#[case::of_no_profile(Filter { profiles: Some(Vec::new()), ..Filter::default() }, &[])]
#[case::of_no_host(Filter { hosts: Some(Vec::new()), ..Filter::default() }, &[])]
#[case::of_two_hosts(Filter { hosts: Some(vec!["api-places.adobe.io".into(), "ims-na1.adobelogin.com".into()]), limit: 2, ..Filter::default() }, &[5, 4])]
#[case::a_method(Filter { methods: vec![Method::Post], ..Filter::default() }, &[3])]
#[case::a_class(Filter { statuses: vec![StatusFilter::Class(3)], ..Filter::default() }, &[2])]
#[case::two_statuses(Filter { statuses: vec![StatusFilter::Class(5), StatusFilter::Exactly(201)], ..Filter::default() }, &[4, 3])]
#[case::failures_of_a_profile(Filter { statuses: vec![StatusFilter::Failed], profile: Some(profile_id(1)), ..Filter::default() }, &[4])]
#[case::since(Filter { since: Some(Timestamp(240_000)), ..Filter::default() }, &[5, 4])]
#[case::until(Filter { until: Some(Timestamp(120_000)), ..Filter::default() }, &[1])]
#[case::a_span(Filter { since: Some(Timestamp(120_000)), until: Some(Timestamp(240_000)), ..Filter::default() }, &[3, 2])]
#[case::later_than_all(Filter { since: Some(Timestamp(900_000)), ..Filter::default() }, &[])]
#[case::a_name(Filter { name: Some("libraries".into()), ..Filter::default() }, &[4, 3, 2, 1])]
#[case::a_name_with_a_sign(Filter { name: Some("Token 100%".into()), ..Filter::default() }, &[5])]
#[case::a_name_is_no_word_of_a_body(Filter { name: Some("exact".into()), ..Filter::default() }, &[])]
#[case::slow(Filter { took_ms: Some(1_000.0..=f64::MAX), ..Filter::default() }, &[2])]
#[case::large(Filter { body_bytes: Some(5..=u64::MAX), methods: vec![Method::Post], ..Filter::default() }, &[3])]
#[case::writes(Filter { only: vec![Mark::Write], ..Filter::default() }, &[3])]
#[case::pinned(Filter { only: vec![Mark::Pinned], ..Filter::default() }, &[2])]
#[case::noted(Filter { only: vec![Mark::Noted], ..Filter::default() }, &[4])]
#[case::pinned_and_noted(Filter { only: vec![Mark::Pinned, Mark::Noted], ..Filter::default() }, &[])]
#[case::a_phrase(Filter { phrases: vec!["exact words".into()], ..Filter::default() }, &[2])]
#[case::words_in_any_order(words("words exact"), &[3, 2])]
#[case::a_word_of_a_note(words("ada"), &[4])]
#[case::a_header_that_was_sent(words("turquoise"), &[5])]
#[case::a_headers_name(words("x-colour"), &[5])]
#[case::a_header_that_came(words("application json"), &[5, 4, 3, 2, 1])]
#[case::a_body_that_was_sent(words("sentword"), &[3])]
fn listed_by(#[case] filter: Filter, #[case] expected: &[i64]) {
    let it = five();
    assert_eq!(it.numbers(&filter), expected);
    assert_eq!(
        it.history.count(&filter, 100).unwrap(),
        expected
            .len()
            .min(filter.limit as usize)
            .max(it.numbers(&Filter { limit: 100, ..filter.clone() }).len())
    );
    // Page by page, one at a time, as the list is scrolled.
    let mut page = Filter { limit: 1, ..filter.clone() };
    let mut found = Vec::new();
    while let [one] = it.numbers(&page)[..] {
        found.push(one);
        page.before = Some(ExchangeId(one));
    }
    assert_eq!(found, it.numbers(&Filter { limit: 100, ..filter }));
}

#[test]
fn a_clock_that_was_set_back_hides_nothing() {
    let it = fixture();
    for started_at in [10, 20, 5, 30, 6] {
        it.record(&Exchange { started_at: Timestamp(started_at), ..answered(200, "x") }, b"");
    }
    let since = Filter { since: Some(Timestamp(10)), ..Filter::default() };
    assert_eq!(it.numbers(&since), [4, 2, 1]);
    let until = Filter { until: Some(Timestamp(10)), ..Filter::default() };
    assert_eq!(it.numbers(&until), [5, 3]);
}

#[test]
fn hosts_and_profiles_are_told_once_each() {
    let it = five();
    assert_eq!(it.history.hosts().unwrap(), ["api-places.adobe.io", "ims-na1.adobelogin.com"]);
    let titled = |number| (profile_id(number), "Acme · Places".to_owned());
    assert_eq!(it.history.profiles().unwrap(), [titled(1), titled(2)]);
    assert_eq!(fixture().history.hosts().unwrap(), [""; 0]);
}

#[test]
fn a_note_is_replaced_and_taken_away() {
    let it = five();
    let row = |it: &Fixture| it.history.list(&Filter::default()).unwrap().remove(1);
    assert_eq!((row(&it).note.as_deref(), row(&it).pinned), (Some("ask Ada"), false));
    it.history.set_note(ExchangeId(4), Some("ask Grace")).unwrap();
    assert_eq!(it.numbers(&words("ada")), [0; 0]);
    assert_eq!(it.numbers(&words("grace failed")), [4], "with the words that it had");
    it.history.set_note(ExchangeId(4), None).unwrap();
    assert_eq!((row(&it).note, it.numbers(&words("grace"))), (None, vec![]));
    let missing = it.history.set_note(ExchangeId(9), Some("x")).unwrap_err();
    assert_eq!(missing.code(), ErrorCode::NotFound);
    let missing = it.history.set_pinned(ExchangeId(9), Pinned::Yes).unwrap_err();
    assert_eq!(missing.code(), ErrorCode::NotFound);
}

#[test]
fn what_is_pinned_is_pruned_by_nothing_and_counts_first() {
    let it = fixture();
    for number in 1..=6 {
        it.record(
            &Exchange { started_at: Timestamp(number), ..answered(200, "x") },
            &[b'x'; 10_000],
        );
    }
    it.history.set_pinned(ExchangeId(1), Pinned::Yes).unwrap();
    it.history.set_pinned(ExchangeId(4), Pinned::Yes).unwrap();
    let each = it.history.total().unwrap().1 / 6;
    let keep = |bytes| Keep { bytes, ..Keep::EVERYTHING };
    assert_eq!(it.history.beyond(keep(each * 6)).unwrap(), 0);
    assert_eq!(it.history.beyond(keep(each * 4)).unwrap(), 2);
    assert_eq!(it.history.prune(keep(each * 4)).unwrap(), 2);
    assert_eq!(it.numbers(&Filter::default()), [6, 5, 4, 1]);
    let nothing = Keep { newest: 0, since: Timestamp(i64::MAX), bytes: 0 };
    assert_eq!(it.history.beyond(nothing).unwrap(), 2);
    assert_eq!(it.history.prune(nothing).unwrap(), 2);
    assert_eq!(it.numbers(&Filter::default()), [4, 1]);
    assert_eq!(it.history.total().unwrap(), (2, each * 2));
    it.history.set_pinned(ExchangeId(4), Pinned::No).unwrap();
    assert_eq!(it.history.prune(nothing).unwrap(), 1);
    assert_eq!(it.history.delete(&[ExchangeId(1)]).unwrap(), 1, "whoever deletes means it");
    assert_eq!(it.history.total().unwrap(), (0, 0));
}

#[test]
fn what_is_deleted_is_in_no_file_of_the_history_any_more() {
    let it = fixture();
    let canaries = ["Urlcanary", "Headercanary", "Sentcanary", "Bodycanary", "Notecanary"];
    let secretive = Exchange {
        sent_body: Some("Sentcanary".into()),
        sent_headers: vec![Header::new("x-a", "Headercanary")],
        ..answered(200, "Urlcanary")
    };
    for _ in 0..40 {
        it.record(&answered(200, "kept"), b"{\"name\": \"keptword\"}");
    }
    let small = it.record(&secretive, b"{\"a\": \"Bodycanary\"}");
    let mut long = b"Bodycanary ".to_vec();
    long.resize(200_000, b'x');
    let large = it.record(&secretive, &long);
    it.history.set_note(small, Some("Notecanary")).unwrap();
    for _ in 0..40 {
        it.record(&answered(200, "kept"), b"{\"name\": \"keptword\"}");
    }
    for canary in canaries {
        assert!(it.is_in_files(canary), "{canary} is looked for where it would be");
    }
    assert_eq!(it.history.delete(&[small, large, ExchangeId(77_000)]).unwrap(), 2);
    for canary in canaries {
        assert!(!it.is_in_files(canary), "{canary} is still there");
        assert_eq!(it.numbers(&words(canary)), [0; 0]);
    }
    assert_eq!(fs::read_dir(it.home.bodies()).unwrap().count(), 0);
    assert_eq!(it.numbers(&words("keptword")).len(), 80, "and nothing else went");
    assert_eq!(it.history.get(small).unwrap_err().code(), ErrorCode::NotFound);
}

#[test]
fn what_fits_a_filter_is_deleted_and_what_comes_meanwhile_stays() {
    let it = five();
    let failed = Filter { statuses: vec![StatusFilter::Failed], limit: 1, ..Filter::default() };
    assert_eq!(it.history.delete_matching(&failed).unwrap(), 1);
    assert_eq!(it.numbers(&Filter::default()), [5, 3, 2, 1]);
    assert_eq!(it.history.delete_matching(&words("exact")).unwrap(), 2);
    assert_eq!(it.numbers(&Filter::default()), [5, 1]);
    assert_eq!(it.history.delete_matching(&words("nowhere")).unwrap(), 0);
    assert_eq!(it.history.delete_matching(&Filter::default()).unwrap(), 2);
    assert_eq!(it.history.total().unwrap(), (0, 0));
    assert_eq!(fs::read_dir(it.home.bodies()).unwrap().count(), 0);
    assert_eq!(it.record(&answered(200, "again"), b""), ExchangeId(6), "no number is used twice");
    assert_eq!(it.numbers(&words("again")), [6]);
}

#[test]
fn the_index_goes_on_in_another_part_and_each_goes_when_it_is_empty() {
    let it = fixture();
    let mut recorded = Vec::new();
    it.record(&answered(200, "first"), b"");
    it.history.delete(&[ExchangeId(1)]).unwrap();
    for from in [16_380, 32_760] {
        it.go_on_from(from);
        recorded.extend((0..10).map(|_| it.record(&answered(200, "x"), b"").0));
    }
    recorded.reverse();
    assert_eq!(it.numbers(&words("libraries")), recorded);
    assert_eq!(it.numbers(&Filter { limit: 13, ..words("libraries") }), recorded[..13]);
    let before = Some(ExchangeId(16_384));
    assert_eq!(it.numbers(&Filter { before, ..words("libraries") }), recorded[16..]);
    assert_eq!(it.history.total().unwrap().0, 20);
    let each = it.history.total().unwrap().1 / 20;
    assert_eq!(it.history.beyond(Keep { bytes: each * 9, ..Keep::EVERYTHING }).unwrap(), 11);
    assert_eq!(it.history.prune(Keep { newest: 9, ..Keep::EVERYTHING }).unwrap(), 11);
    assert_eq!(it.numbers(&words("libraries")), recorded[..9]);
    let tables = |it: &Fixture| -> Vec<String> {
        let connection = Connection::open(it.home.history_db()).unwrap();
        let sql = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%' ORDER BY name";
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(tables(&it), ["search_1", "search_2"]);
    it.history.delete_matching(&Filter::default()).unwrap();
    assert_eq!(tables(&it), [""; 0]);
    let size = fs::metadata(it.home.history_db()).unwrap().len();
    assert!(size < 100_000, "its pages are given back: {size}");
}

/// A database as version 1 had it; a step that was released is never edited.
const VERSION_1: &str = "
    CREATE TABLE migrations (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL);
    CREATE TABLE exchanges (
        id INTEGER PRIMARY KEY AUTOINCREMENT, profile TEXT NOT NULL, profile_title TEXT NOT NULL,
        started_at INTEGER NOT NULL, name TEXT NOT NULL, method TEXT NOT NULL, url TEXT NOT NULL, host TEXT,
        status INTEGER, failed TEXT, total_ms REAL NOT NULL, body_bytes INTEGER, exchange TEXT NOT NULL, body BLOB
    );
    CREATE INDEX exchanges_by_profile ON exchanges (profile, id);
    CREATE INDEX exchanges_by_host    ON exchanges (host, id);
    CREATE INDEX exchanges_by_time    ON exchanges (started_at);
    CREATE VIRTUAL TABLE search USING fts5 (
        words, content = '', contentless_delete = 1, prefix = '2 3',
        tokenize = \"unicode61 remove_diacritics 2\"
    );
    PRAGMA user_version = 1;
";

/// Makes a home's history one of version 1, of exchanges by their numbers, with their JSON and their small bodies.
pub(crate) fn of_version_1<'a>(
    home: &Home,
    rows: impl IntoIterator<Item = (i64, &'a str, Option<&'a [u8]>)>,
) {
    let mut connection = Connection::open(home.history_db()).unwrap();
    connection.execute_batch("PRAGMA auto_vacuum = INCREMENTAL").unwrap();
    connection.execute_batch(VERSION_1).unwrap();
    let url = answered(200, "x").sent_url;
    let transaction = connection.transaction().unwrap();
    for (id, json, body) in rows {
        let insert = "INSERT INTO exchanges VALUES (?1, ?2, 'Acme · Places', 1000, 'List libraries', 'GET', ?3, \
             'api-places.adobe.io', 200, NULL, 2.25, 5, ?4, ?5)";
        transaction.execute(insert, params![id, profile_id(1).as_str(), url, json, body]).unwrap();
    }
    transaction.commit().unwrap();
}

#[test]
fn an_older_history_is_copied_measured_and_found_by_its_headers_too() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    let exchange = answered(200, "x");
    let json = serde_json::to_string(&exchange).unwrap();
    let large = [b"beginning ".to_vec(), vec![b'y'; 100_000]].concat();
    files::save(&home.bodies().join("8.body"), &large, Mode::Private).unwrap();
    let rows = [(3, &*json, Some(&b"small"[..])), (8, &*json, None), (9, "{}", Some(b"odd"))];
    of_version_1(&home, rows);
    let history = open(&home);
    assert_eq!(numbers(&history, &Filter::default()), [9, 8, 3]);
    for (text, expected) in [
        ("application", &[8, 3][..]),
        ("small", &[3]),
        ("beginning", &[8]),
        ("libraries", &[9, 8, 3]),
    ] {
        assert_eq!(numbers(&history, &words(text)), expected, "{text}");
    }
    assert_eq!(history.get(ExchangeId(8)).unwrap(), exchange);
    assert_eq!(history.body(ExchangeId(3), 0, 9).unwrap().bytes, b"small");
    let bytes = 2 * json.len() + 5 + large.len() + 5;
    assert_eq!(history.total().unwrap(), (3, u64::try_from(bytes).unwrap()));
    assert_eq!(history.record(&exchange, BodySource::None).unwrap(), ExchangeId(10));
    let copy = home.path().join("history.db.version-1");
    assert!(copy.exists());
    assert_eq!(history.delete_matching(&Filter::default()).unwrap(), 4);
    history.delete_copies().unwrap();
    assert!(!copy.exists());
}

#[test]
fn an_answer_without_a_body_is_counted() {
    let it = fixture();
    let none = Outcome::Answered { status: 204, headers: Vec::new(), body_bytes: 0 };
    it.history.record(&Exchange { outcome: none, ..answered(204, "x") }, BodySource::None).unwrap();
    let (exchanges, bytes) = it.history.total().unwrap();
    assert!(exchanges == 1 && bytes > 100, "{exchanges} {bytes}");
}
