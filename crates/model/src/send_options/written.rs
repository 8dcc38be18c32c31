//! How a request is sent, as its file writes it: texts, so that what cannot be used is kept as somebody typed it. What they
//! mean is read from them here; finding them in a file is left to `mudbrick-requests`.

use super::{Cookies, HttpVersion, MOST_RETRIES, RetryMethods, SendOptions, TimeLimit};
use serde::{Deserialize, Serialize};

/// Something about sending that a request's file can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum WrittenOption {
    /// Whether redirects are followed.
    Redirects,
    /// How long the whole call may take.
    Timeout,
    /// How long connecting may take.
    ConnectionTimeout,
    /// The version of HTTP.
    HttpVersion,
    /// What is done with cookies.
    Cookies,
    /// How many further tries there are.
    Retry,
    /// Which calls are tried again.
    RetryMethods,
    /// How long after the first try another one may begin.
    RetryTimeout,
    /// Whether the exchange is kept in the history.
    History,
}

impl WrittenOption {
    /// All of them, in the order in which they are shown and written.
    pub const ALL: [Self; 9] = [
        Self::Redirects,
        Self::Timeout,
        Self::ConnectionTimeout,
        Self::HttpVersion,
        Self::Cookies,
        Self::Retry,
        Self::RetryMethods,
        Self::RetryTimeout,
        Self::History,
    ];
}

/// How a request is sent, as its file writes it. What is none, or false, is not said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WrittenOptions {
    /// A redirect is shown as the answer.
    #[serde(skip_serializing_if = "is_unsaid")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<bool>"))]
    pub no_redirect: bool,
    /// How long the whole call may take: `30`, `500 ms`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub timeout: Option<String>,
    /// How long connecting may take.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub connection_timeout: Option<String>,
    /// What stands behind the URL: `HTTP/2`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub http_version: Option<String>,
    /// What is done with cookies.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub cookies: Option<Cookies>,
    /// How many further tries there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub retry: Option<String>,
    /// Which calls are tried again: `reads`, `idempotent`, `all`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub retry_methods: Option<String>,
    /// How long after the first try another one may begin.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub retry_timeout: Option<String>,
    /// The exchange is not kept in the history.
    #[serde(skip_serializing_if = "is_unsaid")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<bool>"))]
    pub no_log: bool,
}

/// What options mean, as far as they can be used.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReadOptions {
    /// What can be used. Whether the history keeps the exchange is not among it.
    pub options: SendOptions,
    /// Why the rest cannot, each with what would be right.
    pub refused: Vec<(WrittenOption, &'static str)>,
}

impl ReadOptions {
    /// Why one of them cannot be used; none when it can, or is not said.
    pub fn refusal(&self, option: WrittenOption) -> Option<&'static str> {
        self.refused.iter().find(|(refused, _)| *refused == option).map(|(_, why)| *why)
    }

    /// A value that can be used; what cannot is noted.
    fn take<T>(
        &mut self,
        option: WrittenOption,
        text: Option<&String>,
        parse: impl FnOnce(&str) -> Result<T, &'static str>,
    ) -> Option<T> {
        let read = parse(text?);
        read.map_err(|why| self.refused.push((option, why))).ok()
    }
}

impl WrittenOptions {
    /// What they mean.
    pub fn read(&self) -> ReadOptions {
        let mut read = ReadOptions::default();
        let time = TimeLimit::parse;
        let total = read.take(WrittenOption::Timeout, self.timeout.as_ref(), time);
        let connect =
            read.take(WrittenOption::ConnectionTimeout, self.connection_timeout.as_ref(), time);
        let version = read.take(WrittenOption::HttpVersion, self.http_version.as_ref(), version);
        let retries = read.take(WrittenOption::Retry, self.retry.as_ref(), tries);
        let methods = read.take(WrittenOption::RetryMethods, self.retry_methods.as_ref(), methods);
        let within = read.take(WrittenOption::RetryTimeout, self.retry_timeout.as_ref(), time);
        read.options = SendOptions {
            redirects: self.no_redirect.then_some(0),
            total_seconds: total,
            connect_seconds: connect,
            http_version: version,
            cookies: self.cookies,
            retries,
            retry_methods: methods,
            retry_seconds: within,
            ..SendOptions::default()
        };
        read
    }

    /// Without blanks around what is written, and without what says nothing.
    #[must_use]
    pub fn tidy(&self) -> Self {
        let text = |text: &Option<String>| {
            let text = text.as_deref().map(str::trim).filter(|text| !text.is_empty());
            text.map(ToOwned::to_owned)
        };
        // Most files end the request line in it, and it asks for nothing.
        let version = text(&self.http_version);
        Self {
            timeout: text(&self.timeout),
            connection_timeout: text(&self.connection_timeout),
            http_version: version.filter(|version| !version.eq_ignore_ascii_case("HTTP/1.1")),
            retry: text(&self.retry),
            retry_methods: text(&self.retry_methods),
            retry_timeout: text(&self.retry_timeout),
            ..self.clone()
        }
    }

    /// Has one option as `other` has it.
    pub fn take(&mut self, option: WrittenOption, other: &Self) {
        match option {
            WrittenOption::Redirects => self.no_redirect = other.no_redirect,
            WrittenOption::Timeout => self.timeout.clone_from(&other.timeout),
            WrittenOption::ConnectionTimeout => {
                self.connection_timeout.clone_from(&other.connection_timeout);
            }
            WrittenOption::HttpVersion => self.http_version.clone_from(&other.http_version),
            WrittenOption::Cookies => self.cookies = other.cookies,
            WrittenOption::Retry => self.retry.clone_from(&other.retry),
            WrittenOption::RetryMethods => self.retry_methods.clone_from(&other.retry_methods),
            WrittenOption::RetryTimeout => self.retry_timeout.clone_from(&other.retry_timeout),
            WrittenOption::History => self.no_log = other.no_log,
        }
    }

    /// Whether both say the same about an option.
    pub fn agrees(&self, option: WrittenOption, other: &Self) -> bool {
        let mut same = self.clone();
        same.take(option, other);
        same == *self
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_unsaid(flag: &bool) -> bool {
    !flag
}

fn version(text: &str) -> Result<HttpVersion, &'static str> {
    match text.strip_prefix("HTTP/") {
        Some("2" | "2.0") => Ok(HttpVersion::Http2),
        _ => Err("a request's file can ask for HTTP/2, and for no other version"),
    }
}

fn tries(text: &str) -> Result<u8, &'static str> {
    let count = text.parse().ok().filter(|count| *count <= MOST_RETRIES);
    // A test compares it with the number.
    count.ok_or("further tries are a number from 0 to 10")
}

fn methods(text: &str) -> Result<RetryMethods, &'static str> {
    RetryMethods::parse(text)
        .ok_or("the calls that are tried again are written as reads, idempotent or all")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn all() -> WrittenOptions {
        let text = |text: &str| Some(text.to_owned());
        WrittenOptions {
            no_redirect: true,
            timeout: text("500 ms"),
            connection_timeout: text("2 m"),
            http_version: text("HTTP/2"),
            cookies: Some(Cookies::Keep),
            retry: text("3"),
            retry_methods: text("idempotent"),
            retry_timeout: text("30"),
            no_log: true,
        }
    }

    #[test]
    fn they_mean_what_they_say() {
        let limit = |text| TimeLimit::parse(text).ok();
        let options = SendOptions {
            redirects: Some(0),
            total_seconds: limit("0.5"),
            connect_seconds: limit("120"),
            http_version: Some(HttpVersion::Http2),
            cookies: Some(Cookies::Keep),
            retries: Some(3),
            retry_methods: Some(RetryMethods::Idempotent),
            retry_seconds: limit("30"),
            ..SendOptions::default()
        };
        assert_eq!(all().read(), ReadOptions { options, refused: Vec::new() });
        assert_eq!(WrittenOptions::default().read(), ReadOptions::default());
        assert!(tries("0").is_ok() && tries("").unwrap_err().contains(&MOST_RETRIES.to_string()));
    }

    #[rstest]
    #[case(WrittenOptions { timeout: Some("soon".into()), ..all() }, WrittenOption::Timeout, "30 s or 2 m")]
    #[case(WrittenOptions { connection_timeout: Some("0".into()), ..all() }, WrittenOption::ConnectionTimeout, "from 0.001")]
    #[case(WrittenOptions { http_version: Some("HTTP/3".into()), ..all() }, WrittenOption::HttpVersion, "HTTP/2")]
    #[case(WrittenOptions { retry: Some("11".into()), ..all() }, WrittenOption::Retry, "from 0 to 10")]
    #[case(WrittenOptions { retry_methods: Some("POST".into()), ..all() }, WrittenOption::RetryMethods, "idempotent")]
    #[case(WrittenOptions { retry_timeout: Some("-1".into()), ..all() }, WrittenOption::RetryTimeout, "2 m")]
    fn what_cannot_be_used_is_refused_and_the_rest_is_used(
        #[case] written: WrittenOptions,
        #[case] option: WrittenOption,
        #[case] right: &str,
    ) {
        let read = written.read();
        assert!(read.refusal(option).is_some_and(|why| why.contains(right)), "{read:?}");
        assert_eq!(read.refused.len(), 1);
        assert_eq!(read.options.redirects, Some(0));
    }

    #[test]
    fn each_can_be_taken_over_alone() {
        let mut taken = WrittenOptions::default();
        for option in WrittenOption::ALL {
            assert!(!taken.agrees(option, &all()), "{option:?}");
            taken.take(option, &all());
            assert!(taken.agrees(option, &all()), "{option:?}");
        }
        assert_eq!(taken, all());
    }

    #[test]
    fn blanks_and_what_says_nothing_go() {
        let text = |text: &str| Some(text.to_owned());
        let untidy = WrittenOptions {
            timeout: text(" 30 "),
            retry: text("  "),
            http_version: text("http/1.1"),
            ..WrittenOptions::default()
        };
        let tidy = WrittenOptions { timeout: text("30"), ..WrittenOptions::default() };
        assert_eq!(untidy.tidy(), tidy);
        assert_eq!(serde_json::to_string(&tidy).unwrap(), "{\"timeout\":\"30\"}");
        assert_eq!(serde_json::from_str::<WrittenOptions>("{\"timeout\":\"30\"}").unwrap(), tidy);
    }
}
