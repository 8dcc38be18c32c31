//! What a file of the catalogue says about its requests in comments, which other programs pass over:
//!
//! ```text
//! # @scopes openid, AdobeID, campaign_sdk, campaign_config_server_general?
//! # @metascopes ent_campaign_sdk
//!
//! ### Get a profile
//! # One profile with its attributes.
//! # @effect read
//! # @prompt PROFILE_PKEY The profile's PKey, with the @ at its beginning.
//! # @example {"PKey":"@aWx5YQ","email":"ada@example.com"}
//! ```
//!
//! Scopes above the first request are those of every request that names none of its own. A question mark is behind a scope that
//! goes with the product and of which nobody has said that the call needs it. Plain lines are the description.

use crate::http_file::{Entry, directive};
use mudbrick_model::Effect;

/// What a request is for and what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct About {
    pub(super) description: String,
    pub(super) effect: Effect,
    pub(super) needs: Needs,
}

/// What a credential needs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Needs {
    pub(super) scopes: Vec<NamedScope>,
    pub(super) metascopes: Vec<String>,
}

/// A scope as the catalogue names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedScope {
    pub(super) name: String,
    /// Whether the call is said to need it.
    pub(super) is_needed: bool,
}

/// The text behind `@word`.
fn after<'a>(comment: &'a str, word: &str) -> Option<&'a str> {
    directive(comment).filter(|(found, _)| *found == word).map(|(_, text)| text)
}

fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|word| !word.is_empty())
}

impl Needs {
    /// What is written in these comments.
    pub(super) fn of(comments: &[String]) -> Self {
        let mut needs = Self::default();
        for comment in comments {
            if let Some(list) = after(comment, "scopes") {
                needs.scopes.extend(words(list).map(NamedScope::parse));
            } else if let Some(list) = after(comment, "metascopes") {
                needs.metascopes.extend(words(list).map(str::to_owned));
            }
        }
        needs
    }

    /// These, and in the place of those that are not written the usual ones.
    fn or(mut self, usual: &Self) -> Self {
        if self.scopes.is_empty() {
            self.scopes.clone_from(&usual.scopes);
        }
        if self.metascopes.is_empty() {
            self.metascopes.clone_from(&usual.metascopes);
        }
        self
    }
}

impl NamedScope {
    fn parse(word: &str) -> Self {
        match word.strip_suffix('?') {
            Some(name) => Self { name: name.to_owned(), is_needed: false },
            None => Self { name: word.to_owned(), is_needed: true },
        }
    }
}

impl About {
    /// What is written about one request; `usual` is what its file says of all of them.
    pub(super) fn of(entry: &Entry, usual: &Needs) -> Self {
        let comments = || entry.comments.iter();
        let plain = comments().filter(|comment| directive(comment).is_none());
        let effect = comments().find_map(|comment| after(comment, "effect"));
        Self {
            description: plain.map(|line| line.trim()).collect::<Vec<_>>().join(" "),
            effect: effect.map_or_else(|| Effect::of(entry.request.method), Effect::parse),
            needs: Needs::of(&entry.comments).or(usual),
        }
    }
}

/// The answer that is shown as an example.
pub(super) fn example(entry: &Entry) -> Option<String> {
    entry.comments.iter().find_map(|comment| after(comment, "example")).map(str::to_owned)
}
