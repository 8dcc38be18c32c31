//! How a request is sent, besides what is in it. Each program is told what it can be told, and of the rest somebody is told.

use super::note::{CodeNote, Notes};
use mudbrick_model::{Cookies, HttpVersion, Method, Proxy, SendOptions, TimeLimit};
use std::fmt;

/// How a message is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct How {
    pub(super) redirects: Redirects,
    /// What somebody has asked for, in the order in which it is written.
    pub(super) said: Vec<Said>,
}

/// What becomes of a redirect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Redirects {
    /// It is the answer, because somebody wants that.
    Shown,
    /// It is the answer, for the call may change something. Mudbrick follows a 303 alone, which asks for a GET. No program
    /// can be told that, and one that follows would send the call again elsewhere.
    SeeOther,
    /// It is followed.
    Followed,
}

/// Something that is not as usual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    MostRedirects(u8),
    Total(TimeLimit),
    Connect(TimeLimit),
    Version(HttpVersion),
    Retries {
        count: u8,
        within: Option<TimeLimit>,
    },
    Cookies,
    /// Its URL.
    Proxy(String),
    NoProxy,
    Roots,
    ClientCertificate,
}

impl How {
    pub(super) fn of(method: Method, options: &SendOptions) -> Self {
        // All of them by name: what is added to them has to be thought of here.
        let SendOptions {
            redirects,
            connect_seconds,
            total_seconds,
            http_version,
            cookies,
            proxy,
            roots,
            client_key,
            retries,
            retry_methods,
            retry_seconds,
        } = options.clone();
        let redirects_are = match (redirects, method) {
            (Some(0), _) => Redirects::Shown,
            (_, Method::Get | Method::Head) => Redirects::Followed,
            _ => Redirects::SeeOther,
        };
        let is_retried = retry_methods.unwrap_or_default().allow(method);
        let count = retries.filter(|count| *count > 0 && is_retried);
        let most = redirects.filter(|_| redirects_are == Redirects::Followed);
        let version = http_version.filter(|version| *version != HttpVersion::Automatic);
        let proxy = match proxy {
            None | Some(Proxy::System) => None,
            Some(Proxy::None) => Some(Said::NoProxy),
            Some(proxy) => Some(Said::Proxy(proxy.into())),
        };
        let said = [
            most.map(Said::MostRedirects),
            version.map(Said::Version),
            connect_seconds.map(Said::Connect),
            total_seconds.map(Said::Total),
            count.map(|count| Said::Retries { count, within: retry_seconds }),
            (cookies == Some(Cookies::Keep)).then_some(Said::Cookies),
            proxy,
            (!roots.is_empty()).then_some(Said::Roots),
            client_key.map(|_| Said::ClientCertificate),
        ];
        Self { redirects: redirects_are, said: said.into_iter().flatten().collect() }
    }

    pub(super) fn follows(&self) -> bool {
        self.redirects == Redirects::Followed
    }
}

impl Said {
    /// Says that a program cannot be told it.
    pub(super) fn not_told(&self, language: &'static str, notes: &mut Notes) {
        notes.add(CodeNote::NotTold { language, what: self.to_string() });
    }
}

/// What goes behind "is not told".
impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MostRedirects(1) => write!(f, "to follow 1 redirect at most"),
            Self::MostRedirects(most) => write!(f, "to follow {most} redirects at most"),
            Self::Total(limit) => write!(f, "that the whole call may take at most {limit}"),
            Self::Connect(limit) => write!(f, "that connecting may take at most {limit}"),
            Self::Version(HttpVersion::Http2) => write!(f, "to send it by HTTP/2"),
            Self::Version(_) => write!(f, "to send it by HTTP/1.1"),
            Self::Retries { .. } => write!(f, "to try again after 429, 503 or a failed connection"),
            Self::Cookies => write!(f, "to keep cookies, or those that are kept"),
            Self::Proxy(_) => write!(f, "which proxy to use"),
            Self::NoProxy => write!(f, "to use no proxy"),
            Self::Roots => write!(f, "which root certificates to trust besides the system's"),
            Self::ClientCertificate => write!(f, "which client certificate to show"),
        }
    }
}

/// A limit of time as programs are told it, in seconds.
pub(super) fn seconds(limit: TimeLimit) -> String {
    limit.duration().as_secs_f64().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_model::RetryMethods;
    use rstest::rstest;

    #[rstest]
    #[case::read(Method::Get, None, Redirects::Followed)]
    #[case::head(Method::Head, Some(3), Redirects::Followed)]
    #[case::not_followed(Method::Get, Some(0), Redirects::Shown)]
    #[case::written(Method::Post, None, Redirects::SeeOther)]
    #[case::asked(Method::Options, None, Redirects::SeeOther)]
    #[case::written_and_not_followed(Method::Delete, Some(0), Redirects::Shown)]
    fn what_becomes_of_a_redirect(
        #[case] method: Method,
        #[case] redirects: Option<u8>,
        #[case] expected: Redirects,
    ) {
        let options = SendOptions { redirects, ..SendOptions::default() };
        assert_eq!(How::of(method, &options).redirects, expected);
    }

    #[test]
    fn what_is_as_usual_is_not_said() {
        let usual = SendOptions {
            http_version: Some(HttpVersion::Automatic),
            cookies: Some(Cookies::Off),
            proxy: Some(Proxy::System),
            retries: Some(0),
            ..SendOptions::default()
        };
        assert_eq!(How::of(Method::Get, &usual).said, []);
    }

    #[rstest]
    #[case(Method::Get, RetryMethods::Reads, true)]
    #[case(Method::Post, RetryMethods::Idempotent, false)]
    #[case(Method::Post, RetryMethods::All, true)]
    fn a_call_that_is_not_sent_again_has_no_further_tries(
        #[case] method: Method,
        #[case] methods: RetryMethods,
        #[case] expected: bool,
    ) {
        let options = SendOptions {
            retries: Some(2),
            retry_methods: Some(methods),
            ..SendOptions::default()
        };
        assert_eq!(!How::of(method, &options).said.is_empty(), expected);
    }
}
