//! A request on its way, with all that history wants to know of it.

use mudbrick_model::{Header, NewSecret, Profile, ProfileName, Request, SentFrom, Timestamp};
use mudbrick_net::{FileBody, Journey, Outgoing};
use mudbrick_requests::Filled;

/// A request on its way, with all that history wants to know of it.
pub(crate) struct Sent {
    pub(crate) profile: Profile,
    pub(crate) request: Request,
    pub(crate) filled: Filled,
    pub(crate) outgoing: Outgoing,
    /// What was measured of its way.
    pub(crate) journey: Journey,
    /// The body, when it is a file.
    pub(crate) file: Option<FileBody>,
    pub(crate) started_at: Timestamp,
    /// Where the request is kept.
    pub(crate) from: Option<SentFrom>,
    /// The person wants no trace of it in the history.
    pub(crate) is_not_kept: bool,
    /// What becomes of a new client secret that comes in the answer.
    pub(crate) new_secret: NewSecretGoes,
}

/// Where a new client secret goes that Adobe tells once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NewSecretGoes {
    /// It stays with the exchange, sealed, until a person stores it.
    IntoExchange,
    /// Whoever sent the request has stored it in a profile already.
    IntoProfile(ProfileName),
    /// Whoever sent the request has let go of it.
    Nowhere,
}

impl NewSecretGoes {
    /// What the exchange says of a secret that is not kept with it.
    pub(super) fn said(&self) -> Option<NewSecret> {
        match self {
            Self::IntoProfile(ProfileName { id, title }) => {
                Some(NewSecret::Stored { profile: id.clone(), title: title.clone() })
            }
            Self::IntoExchange | Self::Nowhere => None,
        }
    }
}

impl Sent {
    pub(crate) fn wire_headers(&self) -> Vec<Header> {
        let headers = self.outgoing.wire_headers();
        let text =
            |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        headers.iter().map(|(name, value)| Header::new(name.as_str(), text(value))).collect()
    }
}
