//! Ten gigabytes of answers go down to one while requests are recorded, as a line of JSON: times in microseconds.
//!
//! `cargo run --release -p mudbrick-store --example retention -- FOLDER`. The large bodies are files with holes, which take no
//! room on the disk.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement that cannot go on tells why"
)]

use mudbrick_model::{
    Exchange, Header, Method, Outcome, ProfileId, Request, SystemClock, Timestamp, Timings,
};
use mudbrick_store::{BodySource, History, Home, Keep};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

const GIGABYTE: u64 = 1 << 30;
const LARGE: u64 = 100 << 20;
const LARGE_ONES: u64 = 103;
/// Between two large ones.
const SMALL_ONES: u64 = 200;
const WRITERS: u64 = 2;
/// Between two that one writer records: a disk that is written to without end tells of nothing but that.
const PAUSE: Duration = Duration::from_millis(1);

fn main() {
    let folder = std::env::args_os().nth(1).expect("a folder to measure in");
    let folder = tempfile::tempdir_in(folder).expect("the folder can be written");
    let home = Home::at(folder.path());
    let history = open(&home);
    let mut number = 0;
    for large in 0..LARGE_ONES {
        record_large(&history, folder.path(), large);
        for _ in 0..SMALL_ONES {
            record(&history, number);
            number += 1;
        }
    }
    let (_, before) = history.total().expect("summed");
    let keep = Keep { bytes: GIGABYTE, ..Keep::EVERYTHING };
    let (goes_on, recorded) = (AtomicBool::new(true), AtomicU64::new(0));
    let (pruned, removed, longest) = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (home, folder, goes_on, recorded) = (&home, folder.path(), &goes_on, &recorded);
                scope.spawn(move || {
                    let history = open(home);
                    let (mut longest, mut number) = (Duration::ZERO, 1_000_000 * (writer + 1));
                    while goes_on.load(Ordering::Relaxed) {
                        let begun = Instant::now();
                        let bytes = match number % 500 {
                            0 => record_large(&history, folder, number),
                            _ => record(&history, number),
                        };
                        longest = longest.max(begun.elapsed());
                        recorded.fetch_add(bytes, Ordering::Relaxed);
                        number += 1;
                        std::thread::sleep(PAUSE);
                    }
                    longest
                })
            })
            .collect();
        let begun = Instant::now();
        let removed = history.prune(keep).expect("pruned");
        let pruned = begun.elapsed();
        goes_on.store(false, Ordering::Relaxed);
        let waits = writers.into_iter().map(|writer| writer.join().expect("recorded"));
        (pruned, removed, waits.max().unwrap_or_default())
    });
    // What was recorded meanwhile goes with the next pruning.
    let (_, after) = history.total().expect("summed");
    let recorded = recorded.into_inner();
    // With the few kilobytes that each exchange takes besides its body.
    assert!(after < (GIGABYTE + recorded) * 11 / 10, "{after} bytes are left");
    println!(
        "{{\"before\":{before},\"after\":{after},\"limit\":{GIGABYTE},\"removed\":{removed},\"recorded\":{},\
         \"prune\":{:.0},\"pause\":{:.0}}}",
        recorded,
        pruned.as_secs_f64() * 1e6,
        longest.as_secs_f64() * 1e6,
    );
}

fn open(home: &Home) -> History {
    History::open(home, Arc::new(SystemClock)).expect("opened")
}

/// Gives the body's length.
fn record(history: &History, number: u64) -> u64 {
    let body = format!("{{\"id\":{number},\"name\":\"Library {number}\"}}").repeat(40);
    let recorded = history.record(&exchange(body.len() as u64), BodySource::Bytes(body.as_bytes()));
    recorded.expect("recorded");
    body.len() as u64
}

/// The same with a body that is all holes.
fn record_large(history: &History, folder: &Path, number: u64) -> u64 {
    let path: PathBuf = folder.join(format!("{number}.large"));
    let file = File::create(&path).expect("a file");
    file.set_len(LARGE).expect("a file with a hole");
    history.record(&exchange(LARGE), BodySource::File(&path)).expect("recorded");
    LARGE
}

fn exchange(body_bytes: u64) -> Exchange {
    let header = |name: &str, value: &str| Header::new(name, value);
    let url = "https://api-places.adobe.io/places/placesapi/v1/libraries".to_owned();
    Exchange {
        profile: ProfileId::parse(&"7".repeat(32)).expect("an id"),
        profile_title: "Acme · Places".to_owned(),
        started_at: Timestamp(1_700_000_000_000),
        request: Request {
            name: "List libraries".to_owned(),
            method: Method::Get,
            url: url.clone(),
            headers: vec![header("Authorization", "Bearer {{ACCESS_TOKEN}}")],
            body: None,
        },
        sent_method: Method::Get,
        sent_url: url,
        sent_headers: vec![header("accept", "application/json")],
        sent_body: None,
        outcome: Outcome::Answered {
            status: 200,
            headers: vec![header("content-type", "application/json")],
            body_bytes,
        },
        timeline: None,
        timings: Timings { connect_ms: None, first_byte_ms: Some(20.0), total_ms: 25.0 },
        not_kept: None,
        sent_from: None,
        new_secret: None,
    }
}
