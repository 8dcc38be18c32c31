//! Where a program that follows redirects goes on otherwise than Mudbrick.

use super::how::Redirects;
use super::message::Message;
use super::note::{CodeNote, Notes};

/// How a program follows redirects.
pub(super) struct Follower {
    pub(super) name: &'static str,
    /// The headers that it does not send to another host, in small letters.
    pub(super) drops: &'static [&'static str],
    /// Whether it goes on without TLS where an answer asks for that.
    pub(super) to_http: bool,
}

/// The headers that Mudbrick sends to another host as well or adds itself, and those that say something about a body alone.
const HARMLESS: [&str; 7] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "user-agent",
    "content-type",
    "content-encoding",
];

impl Follower {
    /// Says of a program that sends no Authorization behind any redirect that it loses it.
    pub(super) fn say_what_is_lost(&self, message: &Message, notes: &mut Notes) {
        if message.how.follows() && message.header("authorization").is_some() {
            notes.add(CodeNote::LosesAuthorization { language: self.name });
        }
    }

    /// Says where it goes on otherwise than Mudbrick.
    pub(super) fn say(&self, message: &Message, notes: &mut Notes) {
        let language = self.name;
        match message.how.redirects {
            Redirects::Shown => {}
            Redirects::SeeOther => notes.add(CodeNote::SeeOther),
            Redirects::Followed => {
                let names = message.headers.iter().map(|(name, _)| name.to_ascii_lowercase());
                let mut along: Vec<String> = names
                    .filter(|name| !HARMLESS.contains(&&**name) && !self.drops.contains(&&**name))
                    .collect();
                along.sort();
                along.dedup();
                let to_http = self.to_http && message.is_encrypted();
                if to_http || !along.is_empty() {
                    notes.add(CodeNote::Redirected { language, along, to_http });
                }
            }
        }
    }
}
