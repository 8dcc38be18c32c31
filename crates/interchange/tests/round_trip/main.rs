//! What is written is read back the same: generated profiles through every format. A failure names its seed;
//! `MUDBRICK_SEED=<seed> MUDBRICK_PROFILES=1` runs that one again.

#![allow(clippy::unwrap_used, reason = "a test that fails says so by a panic")]

mod compare;
mod formats;
mod generated;
mod own;

/// The seeds of this run.
fn seeds() -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("MUDBRICK_SEED").unwrap_or(0);
    first..first + number("MUDBRICK_PROFILES").unwrap_or(10_000)
}
