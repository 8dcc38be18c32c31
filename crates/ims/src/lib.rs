//! Adobe IMS on the wire: asking for tokens and understanding its answers.
//!
//! ```text
//! ClientCredentials ─────────────── fetch_token ──┐
//! Assertion ──sign──▶ JwtCredentials ─ exchange_jwt ┴─▶ AccessToken ──▶ validate, invalidate
//!      │ AssertionError                    │ TokenError
//! UserCredentials ── authorize_url ─▶ (a person) ── redeem_code ─▶ UserTokens ── refresh ─▶ UserTokens ──▶ revoke
//! ```
//!
//! `client_secrets` is the one part of another service here: it changes what IMS takes.
//!
//! Every call to IMS is a POST with all that is secret in its body or in a Basic header: addresses end up in logs of proxies and
//! servers, bodies do not. When a token is asked for, kept and renewed is left to the engine, and how it travels to `mudbrick-net`.

mod assertion;
mod call;
mod carrier;
mod client_secrets;
mod error;
mod headers;
mod ims;
mod refusal;
mod reply;
mod scrub;
mod token;
mod user;
mod user_tokens;

pub use assertion::{Assertion, AssertionError};
pub use call::Show;
pub use carrier::{Carrier, Received};
pub use client_secrets::{
    AddedSecret, ClientSecretsApi, DOCUMENTED_SCOPES, ListedSecret, SECRET_SCOPES, SecretList,
    SecretsCaller, SecretsError,
};
pub use error::{BadAnswer, TokenError, Trace};
pub use headers::Skew;
pub use ims::{ClientCredentials, Ims, JwtCredentials, TokenKind, TokenStatus};
pub use refusal::Refusal;
pub use token::{AccessToken, TokenOwner};
pub use user::{AuthorizeRequest, UserCredentials};
pub use user_tokens::UserTokens;
