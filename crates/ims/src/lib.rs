//! Adobe IMS on the wire: asking for tokens and understanding its answers.
//!
//! ```text
//! ClientCredentials ─────────────── fetch_token ──┐
//! Assertion ──sign──▶ JwtCredentials ─ exchange_jwt ┴─▶ AccessToken ──▶ validate, invalidate
//!      │ AssertionError                    │ TokenError
//! ```
//!
//! Every call is a POST with all its parameters in the body: addresses end up in logs of proxies and servers, bodies do
//! not. When a token is asked for, kept and renewed is left to the engine, and how it travels to `mudbrick-net`.

mod assertion;
mod call;
mod error;
mod headers;
mod ims;
mod refusal;
mod reply;
mod scrub;
mod token;

pub use assertion::{Assertion, AssertionError};
pub use call::Show;
pub use error::{BadAnswer, TokenError, Trace};
pub use headers::Skew;
pub use ims::{ClientCredentials, Ims, JwtCredentials, TokenStatus};
pub use refusal::Refusal;
pub use token::AccessToken;
