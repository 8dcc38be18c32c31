//! Asking for tokens against real peers: OpenSSL for signatures, curl for commands, a server that notes what it gets, and
//! the practice Adobe.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod assertion;
mod peer;
mod practice;
mod wire;
