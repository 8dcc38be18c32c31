//! What a history of a million exchanges costs beside an empty one, as a line of JSON: times in microseconds.
//!
//! `cargo run --release -p mudbrick-store --example history -- FOLDER [COUNT]`, with a folder on the disk that is meant.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measurement that cannot go on tells why"
)]

use mudbrick_model::{
    Exchange, Header, Method, Outcome, ProfileId, Request, SystemClock, Timestamp, Timings,
};
use mudbrick_store::{BodySource, Filter, History, Home, Keep, Mark, StatusFilter};
use std::sync::Arc;
use std::time::{Duration, Instant};

const MILLION: u64 = 1_000_000;
const RECORDED: u64 = 2_000;
const SEARCHES: u64 = 40;
const OPENINGS: usize = 30;
const PAGE: u32 = 100;

fn main() {
    let mut arguments = std::env::args_os().skip(1);
    let folder = arguments.next().expect("a folder to measure in");
    let count = arguments.next().map_or(MILLION, |count| {
        count.to_str().and_then(|count| count.parse().ok()).expect("a number of exchanges")
    });
    let folder = tempfile::tempdir_in(folder).expect("the folder can be written");
    let (empty, full) = (Home::at(folder.path().join("few")), Home::at(folder.path().join("many")));
    let begun = Instant::now();
    let history = open(&full);
    for number in 0..count {
        record(&history, number);
    }
    eprintln!("{count} exchanges made in {:.0} s", begun.elapsed().as_secs_f64());
    let (mut few, mut many) = recording(&empty, &history, count);
    let longest = many.last().copied().unwrap_or_default();
    drop(history);
    let (open_few, open_many) = openings(&empty, &full);
    let history = open(&full);
    let searches = searching(&history);
    let mut lists: Vec<(&str, f64)> = filters(count)
        .into_iter()
        .map(|(name, filter)| {
            let mut times: Vec<f64> =
                (0..10).map(|_| timed(|| drop(history.list(&filter).expect("listed")))).collect();
            (name, at(&mut times, 0.5))
        })
        .collect();
    lists.push((
        "count",
        timed(|| {
            history.count(&Filter::default(), 10_000).expect("counted");
        }),
    ));
    for (name, time) in &lists {
        eprintln!("{name}: {:.1} ms", time / 1e3);
    }
    let slowest_list = lists.iter().map(|(_, time)| *time).fold(0.0, f64::max);
    let (removed, paused) = pruning(&history, &full, count);
    println!(
        "{{\"few\":{:.0},\"many\":{:.0},\"longest\":{longest:.0},\"open_few\":{open_few:.0},\
         \"open_many\":{open_many:.0},\"search\":{searches:.0},\"list\":{slowest_list:.0},\
         \"prune\":{:.0},\"pause\":{:.0}}}",
        at(&mut few, 0.5),
        at(&mut many, 0.5),
        removed.as_secs_f64() * 1e6,
        paused.as_secs_f64() * 1e6,
    );
}

fn open(home: &Home) -> History {
    History::open(home, Arc::new(SystemClock)).expect("opened")
}

fn record(history: &History, number: u64) {
    let (exchange, body) = exchange(number);
    history.record(&exchange, BodySource::Bytes(body.as_bytes())).expect("recorded");
}

/// In turns, so that a disk whose pace changes is the same for both. Sorted.
fn recording(empty: &Home, history: &History, count: u64) -> (Vec<f64>, Vec<f64>) {
    let fresh = open(empty);
    let (mut few, mut many) = (Vec::new(), Vec::new());
    for number in 0..RECORDED {
        few.push(timed(|| record(&fresh, count + number)));
        many.push(timed(|| record(history, count + number)));
    }
    for times in [&mut few, &mut many] {
        times.sort_by(f64::total_cmp);
        let mean = times.iter().sum::<f64>() / times.len() as f64;
        eprintln!("recording: mean {mean:.0} µs, median {:.0} µs", at(times, 0.5));
    }
    (few, many)
}

fn openings(few: &Home, many: &Home) -> (f64, f64) {
    let (mut with_few, mut with_many) = (Vec::new(), Vec::new());
    for _ in 0..OPENINGS {
        with_few.push(timed(|| drop(open(few))));
        with_many.push(timed(|| drop(open(many))));
    }
    (at(&mut with_few, 0.5), at(&mut with_many, 0.5))
}

/// What people look for: a word of every URL, one of a service, of a path, of a note's length, an id that is once there, one
/// that is nowhere, two at once, a phrase, and each of these as it is typed. The time that 95 of 100 stay under.
fn searching(history: &History) -> f64 {
    let mut times = Vec::new();
    for round in 0..SEARCHES {
        let once = id(round * 7_919);
        let word = format!("word{}", round * 13);
        let texts = [
            "adobe",
            "librar",
            "schemaregistry",
            "campaign profiles",
            &once,
            &once[..8],
            &word,
            "nowhereatall",
            "places name",
            "p",
            "li",
            "json gzip",
            "failed",
        ];
        for text in texts {
            let filter = Filter { text: text.to_owned(), limit: PAGE, ..Filter::default() };
            let took = timed(|| drop(history.list(&filter).expect("searched")));
            if round == 1 {
                eprintln!("{text}: {:.1} ms", took / 1e3);
            }
            times.push(took);
        }
        let phrases = vec![format!("Library {}", round * 17)];
        let filter = Filter { phrases, limit: PAGE, ..Filter::default() };
        times.push(timed(|| drop(history.list(&filter).expect("searched"))));
        let filter = Filter {
            text: "libraries".to_owned(),
            statuses: vec![StatusFilter::Failed],
            ..Filter::default()
        };
        times.push(timed(|| drop(history.list(&filter).expect("searched"))));
    }
    at(&mut times, 0.95)
}

fn filters(count: u64) -> Vec<(&'static str, Filter)> {
    let base = Filter { limit: PAGE, ..Filter::default() };
    let day = |number: u64| Some(Timestamp(started_at(number)));
    vec![
        ("first page", base.clone()),
        (
            "page in the middle",
            Filter {
                before: Some(mudbrick_model::ExchangeId(i64::try_from(count / 2).expect("small"))),
                ..base.clone()
            },
        ),
        ("one profile", Filter { profile: Some(profile(3)), ..base.clone() }),
        ("one host", Filter { hosts: Some(vec!["mc.adobe.io".into()]), ..base.clone() }),
        ("status 404", Filter { statuses: vec![StatusFilter::Exactly(404)], ..base.clone() }),
        ("status 418, none", Filter { statuses: vec![StatusFilter::Exactly(418)], ..base.clone() }),
        (
            "failures of a profile",
            Filter {
                statuses: vec![StatusFilter::Failed],
                profile: Some(profile(5)),
                ..base.clone()
            },
        ),
        ("writes", Filter { only: vec![Mark::Write], ..base.clone() }),
        ("pinned", Filter { only: vec![Mark::Pinned], ..base.clone() }),
        (
            "a day long ago",
            Filter { since: day(count / 3), until: day(count / 3 + 1000), ..base.clone() },
        ),
        ("before everything but a thousand", Filter { until: day(1000), ..base.clone() }),
        ("slower than any", Filter { took_ms: Some(1e9..=f64::INFINITY), ..base.clone() }),
        ("named", Filter { name: Some("List lib".into()), ..base }),
    ]
}

/// A twentieth of it is removed while requests are recorded: how long that took, and the longest that a recording waited.
fn pruning(history: &History, home: &Home, count: u64) -> (Duration, Duration) {
    let keep =
        Keep { newest: u32::try_from(count - count / 20).expect("small"), ..Keep::EVERYTHING };
    let other = open(home);
    std::thread::scope(|scope| {
        let pruned = scope.spawn(|| {
            let begun = Instant::now();
            let removed = history.prune(keep).expect("pruned");
            eprintln!("{removed} removed in {:.1} s", begun.elapsed().as_secs_f64());
            begun.elapsed()
        });
        let (mut longest, mut number) = (Duration::ZERO, count * 2);
        while !pruned.is_finished() {
            for each in [history, &other] {
                let begun = Instant::now();
                record(each, number);
                longest = longest.max(begun.elapsed());
                number += 1;
            }
        }
        (pruned.join().expect("pruned"), longest)
    })
}

fn started_at(number: u64) -> i64 {
    1_700_000_000_000 + i64::try_from(number).expect("small") * 60_000
}

fn id(number: u64) -> String {
    // A permutation, so that neighbours share nothing.
    let mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    format!(
        "{:08x}-{:04x}-4000-8000-{:012x}",
        mixed >> 32,
        mixed & 0xffff,
        mixed >> 16 & 0xffff_ffff_ffff
    )
}

fn profile(number: u64) -> ProfileId {
    ProfileId::parse(&format!("{number:032x}")).expect("an id")
}

fn exchange(number: u64) -> (Exchange, String) {
    let (host, path, name) = [
        ("api-places.adobe.io", "places/placesapi/v1/libraries", "List libraries"),
        ("mc.adobe.io", "acme/campaign/profileAndServices/profile", "List campaign profiles"),
        ("platform.adobe.io", "data/foundation/schemaregistry/tenant/schemas", "List schemas"),
    ][usize::try_from(number % 3).expect("small")];
    let status = if number % 50 == 7 {
        404
    } else if number.is_multiple_of(997) {
        500
    } else {
        200
    };
    let method = if number % 20 == 3 { Method::Post } else { Method::Get };
    let url = format!("https://{host}/{path}/{}?limit=20&page={}", id(number), number % 100);
    let words: String =
        (0..12).map(|n| format!("word{} ", (number * 31 + n * 101) % 50_000)).collect();
    let body = format!(
        "{{\"id\":\"{}\",\"name\":\"Library {number}\",\"description\":\"{words}\",\"poiCount\":{},\"tags\":[\"alpha\",\"beta\"]}}",
        id(number),
        number % 1000,
    );
    let header = |name: &str, value: &str| Header::new(name, value);
    let exchange = Exchange {
        profile: profile(number % 12),
        profile_title: format!("Acme · Project {}", number % 12),
        started_at: Timestamp(started_at(number)),
        request: Request {
            name: name.to_owned(),
            method,
            url: format!("https://{host}/{path}"),
            headers: vec![header("Authorization", "Bearer {{ACCESS_TOKEN}}")],
            body: None,
        },
        sent_method: method,
        sent_url: url,
        sent_headers: vec![header("accept", "application/json"), header("x-api-key", "0f0e0d")],
        sent_body: None,
        outcome: Outcome::Answered {
            status,
            headers: vec![
                header("content-type", "application/json"),
                header("content-encoding", "gzip"),
                header("x-request-id", &id(number + MILLION * 9)),
            ],
            body_bytes: body.len() as u64,
        },
        timings: Timings { connect_ms: None, first_byte_ms: Some(20.0), total_ms: 25.0 },
        timeline: None,
        not_kept: None,
        sent_from: None,
        new_secret: None,
    };
    (exchange, body)
}

fn timed(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_secs_f64() * 1e6
}

/// The time that a share of them stay under.
fn at(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times[((times.len() - 1) as f64 * share) as usize]
}
