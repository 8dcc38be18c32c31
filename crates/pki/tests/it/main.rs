//! Pairs and keys held against OpenSSL, which is the peer that people use to look at them.
//!
//! What only concerns one module's own rules is tested beside that module.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test's helpers may fail as loudly as the test"
)]

mod cancel;
mod forms;
mod generated;
mod mangle;
mod mangled;
mod openssl;
mod reading;
mod written;
