//! The stack against real peers: a TLS server, a plain one and a proxy, each on loopback and each in the test itself.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(
    clippy::disallowed_methods,
    reason = "sending without the engine's guard is what is tested"
)]

mod bodies;
mod failures;
mod peer;
mod proxy;
mod redirects;
mod route;
mod timeline;
