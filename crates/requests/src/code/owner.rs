//! What code is made from: a request, whose it is, and how much of its secrets may be shown.

use crate::fill::Filled;
use mudbrick_model::{Scope, SendOptions, Slug};

/// A request as code is made from it.
#[derive(Debug, Clone)]
pub struct CodeSource<'a> {
    /// With its variables filled.
    pub filled: &'a Filled,
    /// The file that is its whole body, by the path that the code is to read.
    pub body_file: Option<&'a str>,
    /// How it is sent, as far as somebody has said so.
    pub options: SendOptions,
}

impl<'a> CodeSource<'a> {
    /// A request that is sent as usual and has its body in it.
    pub fn of(filled: &'a Filled) -> Self {
        Self { filled, body_file: None, options: SendOptions::default() }
    }
}

/// Whether secrets stand in code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// A call of `mudbrick token` for the token and environment variables for the rest: safe to share, and it runs.
    Redacted,
    /// As they are, because the person asked for it.
    Real,
}

/// Whose request it is.
#[derive(Debug, Clone)]
pub struct CodeFor<'a> {
    /// The profile's short name, by which `mudbrick token` is asked for its token.
    pub profile: &'a Slug,
    /// What `aepp` gets a token with; none for a profile that is no OAuth Server-to-Server credential.
    pub oauth: Option<OauthClient<'a>>,
}

/// An OAuth Server-to-Server credential without its secret.
#[derive(Debug, Clone)]
pub struct OauthClient<'a> {
    /// The IMS organisation.
    pub org_id: &'a str,
    /// The API key.
    pub client_id: &'a str,
    /// Asked for in this order.
    pub scopes: &'a [Scope],
    /// Experience Platform's sandbox.
    pub sandbox: &'a str,
}
