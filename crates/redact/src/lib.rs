//! Secrets in texts: found in whatever encoding, masked in what is kept, and kept from leaving.
//!
//! ```text
//! secrets ──forms──▶ Forms         ┐                 ┌─▶ Redactor   masks what is shown or recorded
//!    └──key, marks─▶ Fingerprints  ┴─ in every ──────┼─▶ Scanner    says no to a file that holds one
//!                                     reading        └─▶ carried    what a request is about to take along
//! ```
//!
//! There is one list of encodings, in [`readings`](Matcher): what one of them finds, all do. Two things are looked for in the
//! same readings: secrets that are at hand ([`Forms`]), and fingerprints of secrets that are not ([`Fingerprints`]). What
//! merely looks like a secret is left to `rules`. Which secrets there are, and what to do about a find, is left to the engine.

mod carried;
mod fingerprints;
mod forms;
mod found;
mod looks_secret;
mod readings;
mod redactor;
mod rules;
mod scan;
mod sieve;
mod writer;

pub use carried::{Carried, carried};
pub use fingerprints::{FingerprintKey, Fingerprints, Mark};
pub use forms::{Ends, Forms};
pub use found::MASK;
pub use looks_secret::{is_random, is_secret_member, looks_secret, without_secrets};
pub use readings::{Matcher, Origin, TooDeep};
pub use redactor::Redactor;
pub use scan::{Leak, Scanner, scan};
pub use writer::RedactingWriter;
