//! Why a text is no host that can be allowed, in a sentence that says what would be right.

use crate::{ErrorCode, Explain, Problem};
use thiserror::Error;

/// A text that is no host pattern.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("reading the host pattern {text:?}: {fault:?}")]
pub struct InvalidHost {
    /// As it was given.
    pub text: String,
    /// What is wrong with it.
    pub fault: HostFault,
}

/// What is wrong with a text that should be a host pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum HostFault {
    /// There is nothing.
    Empty,
    /// It contains a space, a line break or another control character.
    Blank,
    /// It is a whole URL.
    Url,
    /// It contains a user name.
    UserName,
    /// It contains a path, a query or a percent sign.
    Path,
    /// It contains a port.
    Port,
    /// It is no host name and no address.
    NotAName,
    /// It is one word, which means another machine in every network.
    OneWord,
    /// The asterisk is not the whole of its first label.
    Wildcard,
    /// An asterisk before an address.
    WildcardAddress,
    /// Everybody can have a name below it: it is a public suffix such as `com` or `github.io`.
    Suffix {
        /// In its normal form.
        suffix: String,
    },
}

impl InvalidHost {
    /// A sentence for a form, which shows the field's name beside it.
    pub fn sentence(&self) -> String {
        let text = shortened(self.text.trim());
        match &self.fault {
            HostFault::Empty => {
                "The allowed host is empty. Write a host name, such as api.example.com.".to_owned()
            }
            HostFault::Blank => format!(
                "The allowed host {text:?} contains a space or a control character. Write one host name, such as api.example.com."
            ),
            HostFault::Url => format!(
                "The allowed host {text:?} is a whole URL. Write the host name alone, such as api.example.com."
            ),
            HostFault::UserName => format!(
                "The allowed host {text:?} contains an @. Write the host name alone, such as api.example.com."
            ),
            HostFault::Path => format!(
                "The allowed host {text:?} contains more than a host name. Leave out everything but the name, such as api.example.com."
            ),
            HostFault::Port => format!(
                "The allowed host {text:?} contains a port. Write the host name alone; every port of it is allowed."
            ),
            HostFault::NotAName => format!(
                "The allowed host {text:?} is not a host name. Write one such as api.example.com or *.example.com."
            ),
            HostFault::OneWord => format!(
                "The allowed host {text:?} is one word only. Write its whole name, such as api.example.com, or localhost for this machine."
            ),
            HostFault::Wildcard => format!(
                "The allowed host {text:?} has a * in the wrong place. Only the whole first part can be one, as in *.example.com."
            ),
            HostFault::WildcardAddress => format!(
                "The allowed host {text:?} has a * before an address. Write each address by itself."
            ),
            HostFault::Suffix { suffix } => format!(
                "The allowed host {text:?} is too wide: anybody can have a name below {suffix}. Write a host name of your own, such as api.example.{suffix} or *.example.{suffix}."
            ),
        }
    }
}

/// A file may hold a text of any length in a host's place; no host name has more than 253 characters.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl Explain for InvalidHost {
    fn problem(&self) -> Problem {
        Problem::new(ErrorCode::InvalidInput, self.sentence())
    }
}
