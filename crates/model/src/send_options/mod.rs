//! How a request is sent, as far as somebody has said so: what a profile, a request's file or the flags of one call may
//! say. Which of them counts is left to the engine.

mod proxy;
mod time_limit;
mod written;

pub use proxy::Proxy;
pub use time_limit::{TimeLimit, written_time};
pub use written::{ReadOptions, WrittenOption, WrittenOptions};

use crate::{KeyId, Method};
use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The most redirects that anybody can ask for. A chain that is longer is a circle.
pub const MOST_REDIRECTS: u8 = 20;

/// The most tries after the first that anybody can ask for.
pub const MOST_RETRIES: u8 = 10;

/// What somebody has said about how a request is sent. A member that is none is left to whoever is asked next.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SendOptions {
    /// So many redirects are followed; 0 makes a redirect the answer.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "redirects")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub redirects: Option<u8>,
    /// Name resolution, connection, proxy and TLS together.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub connect_seconds: Option<TimeLimit>,
    /// The whole call, redirects included. Each try has it anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub total_seconds: Option<TimeLimit>,
    /// Which version of HTTP.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub http_version: Option<HttpVersion>,
    /// What is done with cookies.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub cookies: Option<Cookies>,
    /// Through which proxy.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub proxy: Option<Proxy>,
    /// PEM files that are trusted besides what is trusted anyhow. A relative path counts from the home folder.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<String>>"))]
    pub roots: Vec<PathBuf>,
    /// The key pair whose certificate is shown to a server that asks for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub client_key: Option<KeyId>,
    /// So many further tries after 429, 503, or a connection that could not be made.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "retries")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub retries: Option<u8>,
    /// Which calls are tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub retry_methods: Option<RetryMethods>,
    /// How long after the first try another one may begin.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub retry_seconds: Option<TimeLimit>,
}

impl SendOptions {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What both say. Where both say something, this one counts; roots add to each other.
    #[must_use]
    pub fn before(self, weaker: &Self) -> Self {
        // All members by name: what is added to them has to be thought of here.
        Self {
            redirects: self.redirects.or(weaker.redirects),
            connect_seconds: self.connect_seconds.or(weaker.connect_seconds),
            total_seconds: self.total_seconds.or(weaker.total_seconds),
            http_version: self.http_version.or(weaker.http_version),
            cookies: self.cookies.or(weaker.cookies),
            proxy: self.proxy.or_else(|| weaker.proxy.clone()),
            roots: self.roots.into_iter().chain(weaker.roots.iter().cloned()).collect(),
            client_key: self.client_key.or_else(|| weaker.client_key.clone()),
            retries: self.retries.or(weaker.retries),
            retry_methods: self.retry_methods.or(weaker.retry_methods),
            retry_seconds: self.retry_seconds.or(weaker.retry_seconds),
        }
    }

    /// The way of both: through which proxy, with which certificate, and with the roots of either. Where both say it, this
    /// one counts.
    #[must_use]
    pub fn way_before(&self, weaker: &Self) -> Self {
        let Self { proxy, roots, client_key, .. } = self.clone().before(weaker);
        Self { proxy, roots, client_key, ..Self::default() }
    }

    /// The same without what names other machines, files or keys. It is for options that came from somebody else: a proxy
    /// and a root decide who can read what is sent.
    #[must_use]
    pub fn without_the_way(self) -> Self {
        Self { proxy: None, roots: Vec::new(), client_key: None, ..self }
    }
}

/// Which version of HTTP a request is sent by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum HttpVersion {
    /// HTTP/2 where the server speaks it, else HTTP/1.1.
    #[default]
    #[serde(rename = "automatic")]
    Automatic,
    /// HTTP/1.1 and no other.
    #[serde(rename = "1.1")]
    Http1,
    /// HTTP/2 and no other.
    #[serde(rename = "2")]
    Http2,
}

impl HttpVersion {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Automatic, Self::Http1, Self::Http2];
}

/// What is done with the cookies that answers set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Cookies {
    /// They are shown with the answer and forgotten.
    #[default]
    Off,
    /// They are kept in memory, and go with the profile's later requests to the hosts that they are for.
    Keep,
}

impl Cookies {
    /// All of them, as they are written.
    pub const WRITTEN: [(&'static str, Self); 2] = [("off", Self::Off), ("keep", Self::Keep)];
}

/// Which calls may be sent a second time without a person who says so each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RetryMethods {
    /// Those that change nothing: GET, HEAD, OPTIONS.
    #[default]
    Reads,
    /// PUT and DELETE too, which mean the same when they are sent twice (RFC 9110 section 9.2.2).
    Idempotent,
    /// POST and PATCH too, which may do twice what was meant once.
    All,
}

impl RetryMethods {
    /// All of them, as they are written.
    pub const WRITTEN: [(&'static str, Self); 3] =
        [("reads", Self::Reads), ("idempotent", Self::Idempotent), ("all", Self::All)];

    /// Reads it as it is written.
    pub fn parse(text: &str) -> Option<Self> {
        Self::WRITTEN.into_iter().find(|(word, _)| *word == text).map(|(_, methods)| methods)
    }

    /// Whether a call with this method may be sent again.
    pub fn allow(self, method: Method) -> bool {
        match method {
            Method::Get | Method::Head | Method::Options => true,
            Method::Put | Method::Delete => self != Self::Reads,
            Method::Post | Method::Patch => self == Self::All,
        }
    }
}

fn redirects<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    at_most(deserializer, "redirects", MOST_REDIRECTS)
}

fn retries<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    at_most(deserializer, "retries", MOST_RETRIES)
}

fn at_most<'de, D: Deserializer<'de>>(
    deserializer: D,
    name: &str,
    most: u8,
) -> Result<Option<u8>, D::Error> {
    match Option::<i64>::deserialize(deserializer)? {
        None => Ok(None),
        Some(count) => match u8::try_from(count) {
            Ok(count) if count <= most => Ok(Some(count)),
            _ => Err(D::Error::custom(format!("{name} is a number from 0 to {most}"))),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const ALL: &str = "redirects = 0\nconnect_seconds = 5\ntotal_seconds = 0.5\nhttp_version = \"1.1\"\n\
        cookies = \"keep\"\nproxy = \"http://proxy.example:3128\"\nroots = [\"a.pem\"]\nretries = 10\nretry_methods = \"idempotent\"\n\
        retry_seconds = 60\n";

    #[test]
    fn every_member_is_read_and_written_as_it_was() {
        let options: SendOptions = toml::from_str(ALL).unwrap();
        assert_eq!((options.redirects, options.retries), (Some(0), Some(10)));
        assert_eq!(options.total_seconds.unwrap().duration().as_millis(), 500);
        assert_eq!(toml::to_string(&options).unwrap(), ALL);
        assert!(!options.is_empty() && toml::from_str::<SendOptions>("").unwrap().is_empty());
        let others = options.clone().without_the_way();
        assert_eq!((&others.proxy, others.roots.len(), others.retries), (&None, 0, Some(10)));
    }

    #[test]
    fn the_stronger_counts_and_roots_add_to_each_other() {
        let all: SendOptions = toml::from_str(ALL).unwrap();
        assert_eq!(SendOptions::default().before(&all), all);
        let stronger: SendOptions = toml::from_str("redirects = 3\nroots = [\"b.pem\"]").unwrap();
        let both = stronger.before(&all);
        assert_eq!((both.redirects, both.retries), (Some(3), Some(10)));
        assert_eq!(both.roots, [PathBuf::from("b.pem"), PathBuf::from("a.pem")]);
    }

    #[rstest]
    #[case::unknown("redirect = 1", "redirect")]
    #[case::too_many_redirects("redirects = 21", "redirects is a number from 0 to 20")]
    #[case::negative("redirects = -1", "redirects is a number from 0 to 20")]
    #[case::too_many_retries("retries = 11", "retries is a number from 0 to 10")]
    #[case::no_time("total_seconds = 0", "from 0.001 to 86400")]
    #[case::a_word_for_time("connect_seconds = \"5\"", "connect_seconds")]
    #[case::version("http_version = \"3\"", "3")]
    #[case::cookies("cookies = true", "cookies")]
    #[case::methods("retry_methods = \"post\"", "post")]
    #[case::proxy("proxy = \"socks5://a\"", "proxy is written as")]
    #[case::key("client_key = \"mine\"", "client_key")]
    fn what_is_not_understood_is_refused(#[case] text: &str, #[case] named: &str) {
        let error = toml::from_str::<SendOptions>(text).unwrap_err().to_string();
        assert!(error.contains(named), "{error}");
    }

    #[rstest]
    #[case(RetryMethods::Reads, "GET HEAD OPTIONS")]
    #[case(RetryMethods::Idempotent, "GET HEAD OPTIONS PUT DELETE")]
    #[case(RetryMethods::All, "GET HEAD OPTIONS POST PUT PATCH DELETE")]
    fn a_call_is_sent_twice_only_as_it_is_asked_for(
        #[case] methods: RetryMethods,
        #[case] allowed: &str,
    ) {
        let all = Method::ALL.into_iter().filter(|method| methods.allow(*method));
        assert_eq!(all.map(Method::as_str).collect::<Vec<_>>().join(" "), allowed);
        let written = RetryMethods::WRITTEN.into_iter().find(|(_, one)| *one == methods).unwrap().0;
        assert_eq!(RetryMethods::parse(written), Some(methods));
        assert_eq!(serde_json::to_value(methods).unwrap(), written);
    }
}
