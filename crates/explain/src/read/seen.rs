//! An answer as a text has it, and what every reading of a text needs.

use crate::answer::{Answer, Bearer, Facts};
use mudbrick_model::Header;
use url::Url;

/// More readings of one record of a log, or of one body, are not tried: it may hold a million of them.
pub(super) const MOST: usize = 200;

/// An answer as a text has it. It may hold secrets: nothing of it is to be shown.
#[derive(Clone, Default)]
pub struct Seen {
    pub(crate) host: Option<String>,
    pub(crate) path: Option<String>,
    pub(crate) method: Option<String>,
    pub(crate) status: Option<u16>,
    pub(crate) headers: Vec<Header>,
    pub(crate) body: Option<Vec<u8>>,
    pub(crate) is_part: bool,
    pub(crate) bearer: Bearer,
}

/// How a profile's users sign in: which address an answer comes back to, and who sends it there.
#[derive(Debug, Clone, Copy)]
pub struct SignIn<'a> {
    /// The redirect URI.
    pub redirect_uri: &'a str,
    /// The host of its IMS.
    pub ims_host: &'a str,
}

impl Seen {
    /// As it is explained.
    pub fn answer(&self, facts: Facts) -> Answer<'_> {
        Answer {
            host: self.host.as_deref(),
            path: self.path.as_deref(),
            method: self.method.as_deref(),
            status: self.status,
            headers: &self.headers,
            body: self.body.as_deref(),
            is_part: self.is_part,
            bearer: self.bearer,
            facts,
        }
    }

    /// The same from that address.
    pub(super) fn at_url(mut self, url: &str) -> Self {
        if let Ok(url) = Url::parse(url) {
            self.host = url.host_str().map(str::to_owned);
            self.path = Some(url.path().to_owned());
        }
        self
    }
}

/// A status, if the number is one.
pub(super) fn status(number: u64) -> Option<u16> {
    u16::try_from(number).ok().filter(|status| (100..600).contains(status))
}

/// Where the browser was sent back to says what went wrong in its query (`?error=login_required`).
pub(super) fn sent_back(url: &str) -> Option<Vec<u8>> {
    let url = Url::parse(url).ok()?;
    let members: serde_json::Map<_, _> = url
        .query_pairs()
        .chain(url::form_urlencoded::parse(url.fragment().unwrap_or_default().as_bytes()))
        .map(|(name, value)| (name.into_owned(), value.into_owned().into()))
        .collect();
    members
        .contains_key("error")
        .then(|| serde_json::Value::Object(members).to_string().into_bytes())
}

/// The same of an address that somebody copied from the browser. Every OAuth server sends browsers back with these words, so
/// whose they are is known only by the profile whose redirect URI it is, or by the address itself.
pub(super) fn copied(url: &str, sign_in: Option<SignIn<'_>>) -> Option<Seen> {
    let seen = Seen { status: Some(302), body: Some(sent_back(url)?), ..Seen::default() };
    Some(match sign_in.filter(|sign_in| sign_in.leads_to(url)) {
        Some(SignIn { ims_host, .. }) => Seen { host: Some(ims_host.to_owned()), ..seen },
        None => seen.at_url(url),
    })
}

impl SignIn<'_> {
    fn leads_to(&self, url: &str) -> bool {
        let parts = |text: &str| {
            let url = Url::parse(text).ok()?;
            let (host, port) = (url.host_str().map(str::to_owned), url.port_or_known_default());
            Some((url.scheme().to_owned(), host, port, url.path().to_owned()))
        };
        parts(url).is_some_and(|theirs| parts(self.redirect_uri) == Some(theirs))
    }
}
