//! What saving and getting a profile costs beside the bare calls, as a line of JSON: medians in microseconds.
//!
//! `cargo run --release -p mudbrick-store --example cost -- FOLDER`, with a folder on the disk that is meant.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement that cannot go on tells why"
)]

use mudbrick_model::{Profile, ProfileId, SystemClock, Timestamp};
use mudbrick_store::{Home, Profiles};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

const ROUNDS: usize = 200;

fn main() {
    let folder = std::env::args_os().nth(1).expect("a folder to measure in");
    let folder = tempfile::tempdir_in(folder).expect("the folder can be written");
    let home = Home::at(folder.path());
    let profiles = open(&home);
    let first = profiles.create(profile(1)).expect("saved");
    let text = fs::read(home.profiles().join("acme-p1.toml")).expect("saved");
    let bare_folder = folder.path().join("bare");
    fs::create_dir(&bare_folder).expect("made");

    // In turns, so that a disk whose pace changes is the same for all.
    let (mut bare, mut bare_synced, mut saved) = (Vec::new(), Vec::new(), Vec::new());
    let mut revision = first.revision;
    for round in 0..ROUNDS {
        bare.push(timed(|| save_bare(&bare_folder, &text)));
        bare_synced.push(timed(|| {
            save_bare(&bare_folder, &text);
            File::open(&bare_folder).and_then(|it| it.sync_all()).expect("synced");
        }));
        let mut edited = first.value.clone();
        edited.sandbox = format!("round-{round}");
        let start = Instant::now();
        revision = profiles.update(edited, &revision).expect("saved").revision;
        saved.push(start.elapsed().as_secs_f64() * 1e6);
    }
    let by_count: Vec<String> = [10, 10_000]
        .into_iter()
        .map(|count| {
            fill(&home, count);
            let id = first.value.id.clone();
            let get = measured(|| drop(open(&home).get(&id)));
            let find = measured(|| drop(open(&home).find("acme-p1")));
            let name = timed(|| drop(open(&home).find("P1")));
            format!("\"{count}\":{{\"get\":{get:.0},\"short_name\":{find:.0},\"name\":{name:.0}}}")
        })
        .collect();
    let (bare, bare_synced, saved) =
        (median(&mut bare), median(&mut bare_synced), median(&mut saved));
    println!(
        "{{\"bare\":{bare:.0},\"bare_with_folder\":{bare_synced:.0},\"save\":{saved:.0},\"ratio\":{:.2},\"profiles\":{{{}}}}}",
        saved / bare,
        by_count.join(",")
    );
}

fn save_bare(folder: &Path, text: &[u8]) {
    let temporary = folder.join("x.tmp");
    let mut file = File::create(&temporary).expect("made");
    file.write_all(text).expect("written");
    file.sync_all().expect("synced");
    fs::rename(temporary, folder.join("x.toml")).expect("renamed");
}

fn fill(home: &Home, count: u64) {
    for number in 2..=count {
        let text = fs::read_to_string(home.profiles().join("acme-p1.toml")).expect("read");
        let text = text.replace(&format!("{:032x}", 1), &format!("{number:032x}"));
        let text = text.replace("name = \"P1\"", &format!("name = \"P{number}\""));
        let path = home.profiles().join(format!("acme-p{number}.toml"));
        File::create(path).and_then(|mut it| it.write_all(text.as_bytes())).expect("written");
    }
}

fn timed(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1e6
}

fn measured(work: impl Fn()) -> f64 {
    median(&mut (0..ROUNDS).map(|_| timed(&work)).collect::<Vec<f64>>())
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn open(home: &Home) -> Profiles {
    Profiles::open(home, Arc::new(SystemClock))
}

fn profile(number: u64) -> Profile {
    let json = serde_json::json!({
        "id": ProfileId::parse(&format!("{number:032x}")).expect("an id"),
        "name": format!("P{number}"),
        "organization": "Acme",
        "org_id": "0A1B2C3D4E5F60718293A4B5@AdobeOrg",
        "client_id": "0f0e0d0c0b0a09080706050403020100",
        "credential": { "grant": "oauth_server_to_server", "scopes": ["openid", "AdobeID"] },
        "adobe": "production",
        "risk": "development",
        "colour": "blue",
        "sandbox": "prod",
        "variables": { "TENANT_ID": "_acme" },
        "allowed_hosts": [],
        "created_at": Timestamp(1_763_000_000_000),
        "updated_at": Timestamp(1_763_000_000_000),
    });
    serde_json::from_value(json).expect("a profile")
}
