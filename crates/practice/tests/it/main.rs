//! The practice Adobe from outside: over real TLS, plain HTTP and as a proxy, with reqwest and curl.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bounds;
mod clients;
mod control;
mod exchange;
mod faults;
mod gateway;
mod hostile;
mod journey;
mod passed_on;
mod session;
mod sign_in;
mod support;
mod token;
mod wire;
