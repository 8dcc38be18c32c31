//! What the crate says of two texts, checked by applying it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed, and tells how long it took"
)]

mod apply;
mod noise;
mod patches;
mod queries;
mod random;
mod shown;
mod size;
