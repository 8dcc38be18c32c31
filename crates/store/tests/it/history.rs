//! The history, through the public door.

use crate::fixtures::{StillClock, profile_id};
use mudbrick_model::{
    ErrorCode, Exchange, ExchangeId, Explain, Header, Method, Outcome, Problem, Request, Timestamp,
    Timings,
};
use mudbrick_store::{
    BodySource, ExchangeRow, Filter, History, HistoryError, Home, Keep, StatusFilter,
};
use mudbrick_vault::files::{self, Mode};
use proptest::prelude::*;
use rstest::rstest;
use rusqlite::Connection;
use std::fs;
use std::thread;
use tempfile::TempDir;

pub(crate) struct Fixture {
    pub(crate) home: Home,
    pub(crate) history: History,
    _folder: TempDir,
}

pub(crate) fn fixture() -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    Fixture { history: open(&home), home, _folder: folder }
}

pub(crate) fn open(home: &Home) -> History {
    History::open(home, StillClock::at(1234)).unwrap()
}

/// An exchange whose URL ends in `path`.
pub(crate) fn answered(status: u16, path: &str) -> Exchange {
    let url = format!("https://api-places.adobe.io/places/v1/libraries/{path}");
    Exchange {
        profile: profile_id(1),
        profile_title: "Acme · Places".to_owned(),
        started_at: Timestamp(1_000),
        request: Request {
            name: "List libraries".to_owned(),
            method: Method::Get,
            url: url.clone(),
            headers: vec![Header::new("x-api-key", "{{API_KEY}}")],
            body: None,
        },
        sent_method: Method::Get,
        sent_url: url,
        sent_headers: vec![Header::new("x-api-key", "0f0e")],
        sent_body: None,
        outcome: Outcome::Answered {
            status,
            headers: vec![Header::new("content-type", "application/json")],
            body_bytes: 5,
        },
        timings: Timings { connect_ms: Some(1.5), first_byte_ms: Some(2.0), total_ms: 2.25 },
        timeline: None,
        not_kept: None,
        sent_from: None,
        new_secret: None,
    }
}

/// What a Mudbrick recorded that measured nothing but the three times has no timeline, and is read all the same.
#[test]
fn an_exchange_without_a_timeline_is_an_old_one() {
    let mut kept = serde_json::to_value(answered(200, "x")).unwrap();
    assert!(kept.get("timeline").is_none());
    let old: Exchange = serde_json::from_value(kept.clone()).unwrap();
    assert_eq!(old.timeline, None);
    kept["timeline"] = serde_json::to_value(mudbrick_model::Timeline::default()).unwrap();
    let new: Exchange = serde_json::from_value(kept).unwrap();
    assert_eq!(new.timeline, Some(mudbrick_model::Timeline::default()));
}

fn failed(path: &str) -> Exchange {
    let problem = Problem::new(ErrorCode::Network, "The connection was refused.");
    Exchange { outcome: Outcome::Failed { problem, came: None }, ..answered(0, path) }
}

impl Fixture {
    pub(crate) fn record(&self, exchange: &Exchange, body: &[u8]) -> ExchangeId {
        self.history.record(exchange, BodySource::Bytes(body)).unwrap()
    }

    fn listed(&self, filter: &Filter) -> Vec<ExchangeId> {
        self.history.list(filter).unwrap().iter().map(|row| row.id).collect()
    }

    fn body_files(&self) -> usize {
        fs::read_dir(self.home.bodies()).map_or(0, Iterator::count)
    }
}

/// Without printing both when they differ.
fn assert_same(found: &[u8], expected: &[u8]) {
    let difference = found.iter().zip(expected).position(|(a, b)| a != b);
    assert_eq!((difference, found.len()), (None, expected.len()));
}

#[test]
fn an_exchange_comes_back_whole_after_a_restart() {
    let it = fixture();
    let exchange = answered(200, "x");
    let id = it.record(&exchange, b"{\"a\":1}");
    let again = open(&it.home);
    assert_eq!(again.get(id).unwrap(), exchange);
    let expected = ExchangeRow {
        id,
        profile: profile_id(1),
        profile_title: "Acme · Places".to_owned(),
        started_at: Timestamp(1_000),
        name: "List libraries".to_owned(),
        method: Method::Get,
        url: exchange.sent_url,
        status: Some(200),
        failed: None,
        total_ms: 2.25,
        body_bytes: Some(5),
        note: None,
        pinned: false,
    };
    assert_eq!(again.list(&Filter::default()).unwrap(), [expected]);
    assert_eq!(again.notice(), None);
}

#[cfg(unix)]
#[test]
fn the_database_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let it = fixture();
    it.record(&answered(200, "x"), &[0; 100_000]);
    for name in ["history.db", "history.db-wal", "history.db-shm", "bodies/1.body"] {
        let mode = it.home.path().join(name).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[rstest]
#[case::utf8("text/plain", "Köln".as_bytes(), "Köln")]
#[case::latin1("text/plain; charset=iso-8859-1", b"nach K\xf6ln", "Köln")]
#[case::high_byte_first("application/json; charset=utf-16", b"\xfe\xff\0K\0\xf6\0l\0n", "Köln")]
#[case::escapes("application/json", br#"{"who":"J\u00f6rg"}"#, "Jörg")]
#[case::as_it_is_written("application/json", br#"{"who":"J\u00f6rg"}"#, r"J\u00f6rg")]
#[case::behind_an_escape("application/json", br#"{"a":"one\ntwo"}"#, "two")]
#[case::no_json("text/plain", br"C:\new\file", r"C:\new")]
fn a_body_is_found_by_its_words(#[case] header: &str, #[case] body: &[u8], #[case] text: &str) {
    let it = fixture();
    let mut exchange = answered(200, "x");
    let Outcome::Answered { headers, .. } = &mut exchange.outcome else { unreachable!() };
    *headers = vec![Header::new("Content-Type", header)];
    let id = it.record(&exchange, body);
    let found = |it: &Fixture| it.listed(&Filter { text: text.to_owned(), ..Filter::default() });
    assert_eq!(found(&it), [id]);
    // The words are made again when there is something new to find it by.
    it.history.set_note(id, Some("noted")).unwrap();
    assert_eq!(found(&it), [id]);
}

#[rstest]
#[case::everything(Filter::default(), &[5, 4, 3, 2, 1])]
#[case::a_page(Filter { before: Some(ExchangeId(4)), limit: 2, ..Filter::default() }, &[3, 2])]
#[case::a_profile(Filter { profile: Some(profile_id(2)), ..Filter::default() }, &[5])]
#[case::a_host(Filter { hosts: Some(vec!["IMS-na1.adobelogin.com".into()]), ..Filter::default() }, &[5])]
#[case::succeeded(Filter { statuses: vec![StatusFilter::Succeeded], ..Filter::default() }, &[5, 1])]
#[case::failed(Filter { statuses: vec![StatusFilter::Failed], ..Filter::default() }, &[4, 3, 2])]
#[case::exactly(Filter { statuses: vec![StatusFilter::Exactly(404)], ..Filter::default() }, &[2])]
#[case::unanswered(Filter { statuses: vec![StatusFilter::Unanswered], ..Filter::default() }, &[4])]
#[case::word_of_a_url(Filter { text: "library-b".into(), ..Filter::default() }, &[2])]
#[case::beginning_of_a_word(Filter { text: "  LIBR adob".into(), ..Filter::default() }, &[4, 3, 2, 1])]
#[case::word_of_a_body(Filter { text: "größe".into(), ..Filter::default() }, &[3])]
#[case::without_its_accents(Filter { text: "grosse".into(), ..Filter::default() }, &[])]
#[case::word_of_a_failure(Filter { text: "refused".into(), ..Filter::default() }, &[4])]
#[case::all_words_and_more(
    Filter { text: "library".into(), statuses: vec![StatusFilter::Failed], ..Filter::default() },
    &[4, 3, 2]
)]
#[case::nothing_to_look_for(Filter { text: "\"*(".into(), ..Filter::default() }, &[])]
#[case::no_syntax_errors(Filter { text: "a AND NOT (b* NEAR".into(), ..Filter::default() }, &[])]
fn listed_by(#[case] filter: Filter, #[case] expected: &[i64]) {
    let it = fixture();
    it.record(&answered(200, "library-a"), b"");
    it.record(&answered(404, "library-b"), b"");
    it.record(&answered(500, "library-c"), "{\"Größe\": 3}".as_bytes());
    it.record(&failed("library-d"), b"");
    let elsewhere = Exchange {
        profile: profile_id(2),
        sent_url: "https://ims-na1.adobelogin.com:443/ims/token/v3".to_owned(),
        request: Request { name: "Token".to_owned(), ..answered(0, "").request },
        ..answered(200, "")
    };
    it.record(&elsewhere, b"");
    let expected: Vec<ExchangeId> = expected.iter().copied().map(ExchangeId).collect();
    assert_eq!(it.listed(&filter), expected);
}

#[test]
fn a_large_body_is_a_file_and_read_in_parts() {
    let it = fixture();
    let body: Vec<u8> = (0..200_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
    let small = it.record(&answered(200, "x"), &body[..65_536]);
    assert_eq!(it.body_files(), 0);
    let large = it.record(&answered(200, "x"), &body);
    let streamed = it.home.bodies().join("incoming");
    files::save(&streamed, &body, Mode::Private).unwrap();
    let moved = it.history.record(&answered(200, "x"), BodySource::File(&streamed)).unwrap();
    assert_eq!((it.body_files(), streamed.exists()), (2, false));
    for (id, total) in [(small, 65_536), (large, 200_000), (moved, 200_000)] {
        for (offset, length) in [(0, 10), (60_000, 10_000), (199_999, 10), (300_000, 10)] {
            let part = it.history.body(id, offset, length).unwrap();
            let whole = &body[..usize::try_from(total).unwrap()];
            let start = usize::try_from(offset.min(total)).unwrap();
            let end = usize::try_from((offset + u64::from(length)).min(total)).unwrap();
            assert_eq!(part.bytes, &whole[start..end.max(start)], "{id:?} {offset}");
            assert_eq!(part.total, total);
        }
    }
}

#[test]
fn a_small_streamed_body_goes_into_the_database() {
    let it = fixture();
    let streamed = it.home.bodies().join("incoming");
    files::save(&streamed, b"small", Mode::Private).unwrap();
    let id = it.history.record(&answered(200, "x"), BodySource::File(&streamed)).unwrap();
    assert_eq!(it.history.body(id, 0, 10).unwrap().bytes, b"small");
    assert!(!streamed.exists(), "the history took the file over");
    let none = it.history.record(&answered(204, "x"), BodySource::None).unwrap();
    assert_eq!(it.history.body(none, 0, 10).unwrap().total, 0);
}

#[test]
fn what_is_not_there_is_told() {
    let it = fixture();
    for error in [
        it.history.get(ExchangeId(7)).map(drop).unwrap_err(),
        it.history.body(ExchangeId(7), 0, 1).map(drop).unwrap_err(),
    ] {
        assert_eq!(error.code(), ErrorCode::NotFound);
    }
}

#[test]
fn pruning_keeps_the_newest_and_removes_bodies_without_a_row() {
    let it = fixture();
    let large = vec![b'x'; 100_000];
    for started_at in 1..=6 {
        let exchange = Exchange { started_at: Timestamp(started_at), ..answered(200, "x") };
        it.record(&exchange, &large);
    }
    it.record(&answered(200, "x"), b"");
    files::save(&it.home.bodies().join("7.body"), b"of an attempt to record", Mode::Private)
        .unwrap();
    files::save(&it.home.bodies().join("99.body"), b"recorded soon", Mode::Private).unwrap();
    files::save(&it.home.bodies().join("incoming"), b"under way", Mode::Private).unwrap();
    let keep = Keep { newest: 5, since: Timestamp(4), ..Keep::EVERYTHING };
    assert_eq!(it.history.beyond(Keep::EVERYTHING).unwrap(), 0);
    assert_eq!(it.history.beyond(keep).unwrap(), 3);
    assert_eq!(it.history.prune(keep).unwrap(), 3);
    assert_eq!(it.listed(&Filter::default()), [7, 6, 5, 4].map(ExchangeId));
    let found = it.listed(&Filter { text: "libraries".to_owned(), ..Filter::default() });
    assert_eq!(found, [7, 6, 5, 4].map(ExchangeId), "the index forgot them too");
    assert_eq!(it.body_files(), 5);
    assert_eq!(it.history.prune(Keep { newest: 1, ..Keep::EVERYTHING }).unwrap(), 3);
    assert_eq!(it.record(&answered(200, "x"), b""), ExchangeId(8), "no number is used twice");
}

/// Each row holds the exchange's JSON and, unless it is large, the answer's body.
#[rstest]
#[case::in_the_database(50_000)]
#[case::in_files(200_000)]
fn pruning_keeps_the_newest_until_the_size_is_reached(#[case] body: usize) {
    let it = fixture();
    for _ in 0..5 {
        it.record(&answered(200, "x"), &vec![b'x'; body]);
    }
    let json = serde_json::to_string(&answered(200, "x")).unwrap().len();
    let of = |exchanges: usize| u64::try_from(exchanges * (json + body)).unwrap();
    let keep = |bytes| Keep { bytes, ..Keep::EVERYTHING };
    assert_eq!(it.history.beyond(keep(of(5))).unwrap(), 0);
    assert_eq!(it.history.beyond(keep(of(5) - 1)).unwrap(), 1);
    assert_eq!(it.history.prune(keep(of(3))).unwrap(), 2);
    assert_eq!(it.listed(&Filter::default()), [5, 4, 3].map(ExchangeId));
    assert_eq!(it.history.prune(keep(of(1) - 1)).unwrap(), 3, "the newest alone is too large");
}

#[test]
fn more_than_one_piece_is_removed() {
    let it = fixture();
    for _ in 0..1001 {
        it.record(&answered(200, "x"), b"");
    }
    let keep = Keep { newest: 1, ..Keep::EVERYTHING };
    assert_eq!(it.history.beyond(keep).unwrap(), 1000);
    assert_eq!(it.history.prune(keep).unwrap(), 1000);
    assert_eq!(it.listed(&Filter::default()), [ExchangeId(1001)]);
}

#[rstest]
#[case::not_a_database(0, 4096)]
#[case::a_hole_in_it(4096, 20_000)]
fn a_damaged_history_is_set_aside_and_a_new_one_begun(#[case] from: usize, #[case] to: usize) {
    let it = fixture();
    for _ in 0..100 {
        it.record(&answered(200, "x"), &[b'x'; 1000]);
    }
    let Fixture { home, history, _folder } = it;
    drop(history);
    let mut bytes = fs::read(home.history_db()).unwrap();
    bytes[from..to].fill(0xA5);
    files::save(&home.history_db(), &bytes, Mode::Private).unwrap();
    let history = open(&home);
    // A hole is found when it is met.
    let found = history.list(&Filter { limit: 1000, ..Filter::default() }).unwrap();
    assert_eq!(found, []);
    let problem = history.notice().expect("it is told");
    assert_eq!(problem.code, ErrorCode::Damaged);
    let kept = home.path().join("history.db.damaged-1234");
    assert!(problem.remedy_text().unwrap().contains(kept.to_str().unwrap()));
    assert_same(&fs::read(kept).unwrap(), &bytes);
    assert_eq!(history.notice(), None, "once");
    let id = history.record(&answered(200, "x"), BodySource::None).unwrap();
    assert!(open(&home).get(id).is_ok());
}

#[test]
fn a_newer_mudbricks_history_can_be_read_and_is_left_alone() {
    let it = fixture();
    let id = it.record(&answered(200, "x"), b"body");
    let Fixture { home, history, _folder } = it;
    drop(history);
    Connection::open(home.history_db()).unwrap().pragma_update(None, "user_version", 9).unwrap();
    let before = fs::read(home.history_db()).unwrap();
    let history = open(&home);
    assert_eq!(history.get(id).unwrap(), answered(200, "x"));
    assert_eq!(history.body(id, 0, 10).unwrap().bytes, b"body");
    let found = history.list(&Filter { text: "libraries".into(), ..Filter::default() }).unwrap();
    assert_eq!(found.len(), 1);
    let problem = history.read_only().expect("it is told");
    assert!(
        problem.message.contains("A newer Mudbrick") && problem.remedy.is_some(),
        "{problem:?}"
    );
    assert_eq!((history.notice(), history.notice()), (Some(problem), None), "and once by itself");
    let incoming = home.bodies().join("incoming");
    files::save(&incoming, &vec![b'x'; 100_000], Mode::Private).unwrap();
    for error in [
        history.record(&answered(200, "x"), BodySource::File(&incoming)).map(drop).unwrap_err(),
        history.prune(Keep { newest: 0, ..Keep::EVERYTHING }).map(drop).unwrap_err(),
    ] {
        assert!(matches!(error, HistoryError::Newer { version: 9 }), "{error:?}");
    }
    assert!(incoming.exists(), "what was not recorded is not lost");
    drop(history);
    assert_same(&fs::read(home.history_db()).unwrap(), &before);
}

#[test]
fn migrations_are_noted_and_run_once() {
    let it = fixture();
    let _again = open(&it.home);
    let connection = Connection::open(it.home.history_db()).unwrap();
    let noted: Vec<(i64, i64)> = connection
        .prepare("SELECT version, applied_at FROM migrations")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(noted, [(1, 1234), (2, 1234)]);
}

#[test]
fn many_writers_at_once_lose_nothing() {
    const WRITERS: usize = 4;
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    thread::scope(|scope| {
        for _ in 0..WRITERS {
            // Each with a connection of its own, as processes have.
            scope.spawn(|| {
                let history = open(&home);
                for _ in 0..25 {
                    history.record(&answered(200, "x"), BodySource::Bytes(b"x")).unwrap();
                }
            });
        }
    });
    let filter = Filter { text: "libraries".to_owned(), limit: 1000, ..Filter::default() };
    assert_eq!(open(&home).list(&filter).unwrap().len(), WRITERS * 25);
}

#[test]
fn a_full_database_is_told_and_stays_whole() {
    let it = fixture();
    it.record(&answered(200, "x"), b"");
    // SQLite's own limit is what it meets on a disk without room.
    let error = loop {
        let limited = Connection::open(it.home.history_db()).unwrap();
        let pages: i64 = limited.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
        limited.pragma_update(None, "max_page_count", pages).unwrap();
        let written = limited.execute("INSERT INTO exchanges (profile, profile_title, started_at, name, method, url, total_ms, note) VALUES ('', '', 0, '', '', '', 0, zeroblob(100000))", []);
        if let Err(error) = written {
            break HistoryError::from(error);
        }
    };
    let problem = error.problem();
    assert_eq!(problem.message, "There is no room on the disk for the history.");
    assert_eq!(it.listed(&Filter::default()), [ExchangeId(1)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_can_be_searched_for(text in "\\PC{0,40}", url in "\\PC{0,40}") {
        let it = fixture();
        let exchange = Exchange { sent_url: format!("https://x/{url} {text}"), ..answered(200, "") };
        let id = it.record(&exchange, b"");
        let found = it.listed(&Filter { text: text.clone(), ..Filter::default() });
        let has_words = text.chars().any(char::is_alphanumeric);
        prop_assert!(found == [id] || !has_words || found.is_empty(), "{:?}", found);
        prop_assert_eq!(it.history.get(id).unwrap(), exchange);
    }
}
