//! How long it takes to renew the tokens of all profiles of a home as the window does it, and how long their pace makes it wait, as
//! a line of JSON: in microseconds.
//!
//! `cargo run --release -p mudbrick-engine --example renewal -- HOME`, with the way to Adobe in the environment.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement that cannot go on tells why"
)]

use mudbrick_engine::{Engine, EngineOptions, Home, JobKind, Pace};
use mudbrick_model::ProfileId;
use std::time::{Duration, Instant};

fn main() {
    let home = std::env::args_os().nth(1).expect("a home folder");
    let engine = Engine::open(Home::at(home), EngineOptions::default());
    let profiles = engine.profiles().list().expect("the profiles can be read");
    let ids: Vec<ProfileId> = profiles.into_iter().map(|profile| profile.id).collect();
    let runtime = tokio::runtime::Runtime::new().expect("the threads start");
    let began = Instant::now();
    let job = engine.jobs().start(JobKind::Renewal);
    let renewal = engine.board().renew(&job, &ids, Pace::RENEWAL, |_| ());
    let renewed = runtime.block_on(renewal).expect("the vault opens");
    let took = began.elapsed();
    assert!(renewed.failed.is_empty() && renewed.not_begun == 0, "{:?}", renewed.failed);
    println!(
        "{{\"renewed\":{},\"took\":{},\"paced\":{}}}",
        renewed.renewed,
        took.as_micros(),
        paced(&ids).as_micros()
    );
}

/// The first one begins at once.
fn paced(ids: &[ProfileId]) -> Duration {
    let waits = u32::try_from(ids.len().saturating_sub(1)).expect("as many as a person has");
    Pace::RENEWAL
        .per_second
        .map_or(Duration::ZERO, |most| Duration::from_secs(1) / most.get() * waits)
}
