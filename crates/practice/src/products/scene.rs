//! What a service needs to know about a call besides its own data.

use crate::products::call::Call;
use crate::products::reply::Reply;
use serde_json::{Value, json};

/// Stands for the host in kept links: a character of private use, which no caller's text has.
const ORIGIN: &str = "\u{e000}";

/// A call in its organisation and sandbox.
#[derive(Debug, Clone)]
pub(super) struct Scene<'a> {
    pub(super) call: &'a Call,
    /// `…@AdobeOrg`.
    pub(super) organisation: &'a str,
    /// The tenant ID without its underscore.
    pub(super) tenant: &'a str,
    pub(super) sandbox: Place,
}

/// The sandbox a call works in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) id: String,
    pub(super) name: String,
    /// `production` or `development`.
    pub(super) kind: String,
    pub(super) is_default: bool,
    /// How much is in it at the start.
    pub(super) filled: Filled,
}

/// Whether a sandbox starts with data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filled {
    Seeded,
    Empty,
}

impl Scene<'_> {
    /// The address of `path` on the host that was called.
    pub(super) fn link(&self, path: &str) -> String {
        format!("{}{path}", self.call.origin())
    }

    /// The address of `path` in something that is kept: callers may come by different hosts, so the host is filled in
    /// by [`Self::placed`] when it is shown.
    pub(super) fn kept_link(&self, path: &str) -> String {
        format!("{ORIGIN}{path}")
    }

    /// `reply` with the host that was called in every kept link.
    pub(super) fn placed(&self, reply: Reply) -> Reply {
        let origin = self.call.origin();
        reply.map(|body| match std::str::from_utf8(&body) {
            Ok(text) if text.contains(ORIGIN) => text.replace(ORIGIN, &origin).into(),
            _ => body,
        })
    }

    /// A key for dice: the same for this organisation and sandbox, and no other.
    pub(super) fn key(&self, what: &str) -> String {
        format!("{}/{}/{what}", self.organisation, self.sandbox.name)
    }

    /// The sandbox as Profile and Segmentation write it.
    pub(super) fn sandbox_json(&self) -> Value {
        json!({
            "sandboxId": self.sandbox.id,
            "sandboxName": self.sandbox.name,
            "type": self.sandbox.kind,
            "default": self.sandbox.is_default,
        })
    }

    /// The technical account that the practice organisation's seeded data was made by.
    pub(super) fn user(&self) -> String {
        let ident = self.organisation.split('@').next().unwrap_or_default();
        format!("{ident}@techacct.adobe.com")
    }
}
