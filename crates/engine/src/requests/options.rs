//! How a request is sent: of what the flags, the request's file, the profile and the policy say, the first that says
//! something counts, member by member; and where it was said is kept, to be shown.

use crate::network;
use mudbrick_model::{Cookies, HttpVersion, KeyId, Proxy, RetryMethods, SendOptions, TimeLimit};
use mudbrick_net::{Limits, USUAL_REDIRECTS};
use mudbrick_store::Policy;
use serde::Serialize;

/// Long enough for a minute's throttling, and short enough that somebody waits for it.
const USUAL_RETRY_SECONDS: u32 = 120;

/// Who has said how something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum OptionOrigin {
    /// It was given for this one call.
    Given,
    /// The request's file.
    Request,
    /// The profile.
    Profile,
    /// `policy.toml`.
    Policy,
    /// Nobody: it is as usual.
    Default,
}

/// What about sending can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum OptionName {
    /// How many redirects are followed.
    Redirects,
    /// How long connecting may take.
    Connect,
    /// How long the whole call may take.
    Total,
    /// The version of HTTP.
    HttpVersion,
    /// What is done with cookies.
    Cookies,
    /// The proxy.
    Proxy,
    /// Further root certificates.
    Roots,
    /// The client certificate.
    ClientCertificate,
    /// Further tries.
    Retries,
}

/// An option as it holds for a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct GoingOutOption {
    /// Which one.
    pub option: OptionName,
    /// What holds, in a few words.
    pub text: String,
    /// Who said so.
    pub origin: OptionOrigin,
}

/// A value, and who said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chosen<T> {
    pub(super) value: T,
    pub(super) origin: OptionOrigin,
}

/// How one request is sent.
#[derive(Debug, Clone)]
pub(super) struct HowToSend {
    pub(super) redirects: Chosen<u8>,
    pub(super) connect: Chosen<TimeLimit>,
    pub(super) total: Chosen<TimeLimit>,
    pub(super) http_version: Chosen<HttpVersion>,
    pub(super) cookies: Chosen<Cookies>,
    pub(super) retries: Chosen<u8>,
    pub(super) retry_methods: Chosen<RetryMethods>,
    pub(super) retry_seconds: Chosen<TimeLimit>,
    proxy: Chosen<Proxy>,
    /// Of profile and policy together: roots add to each other.
    roots: Chosen<usize>,
    client_key: Chosen<Option<KeyId>>,
    /// Those of the policy and the usual ones, where no call says anything.
    stages: Limits,
}

impl HowToSend {
    /// What holds of all that was said, the strongest first.
    pub(super) fn of(
        given: &SendOptions,
        file: &SendOptions,
        profile: &SendOptions,
        policy: &Policy,
    ) -> Self {
        let stages = network::limits(policy.limits.requests, Limits::default());
        let policy = policy.send_options();
        let said = Said([
            (OptionOrigin::Given, given),
            (OptionOrigin::Request, file),
            (OptionOrigin::Profile, profile),
            (OptionOrigin::Policy, &policy),
        ]);
        let usual = Limits::default();
        let seconds = |limit: std::time::Duration| {
            TimeLimit::from_seconds(u32::try_from(limit.as_secs()).unwrap_or(u32::MAX))
        };
        Self {
            redirects: said.of(|it| it.redirects, USUAL_REDIRECTS),
            connect: said.of(|it| it.connect_seconds, seconds(usual.connect)),
            total: said.of(|it| it.total_seconds, seconds(usual.total)),
            http_version: said.of(|it| it.http_version, HttpVersion::default()),
            cookies: said.of(|it| it.cookies, Cookies::default()),
            retries: said.of(|it| it.retries, 0),
            retry_methods: said.of(|it| it.retry_methods, RetryMethods::default()),
            retry_seconds: said
                .of(|it| it.retry_seconds, TimeLimit::from_seconds(USUAL_RETRY_SECONDS)),
            proxy: said.of(|it| it.proxy.clone(), Proxy::System),
            roots: Chosen {
                value: said.0.iter().map(|(_, it)| it.roots.len()).sum(),
                ..said.of(|it| (!it.roots.is_empty()).then_some(0), 0)
            },
            client_key: said.of(|it| it.client_key.clone().map(Some), None),
            stages,
        }
    }

    /// The limits of one try. Whoever says how long a request may take as a whole means that, and not the stages' own
    /// limits, which would end it earlier.
    pub(super) fn limits(&self) -> Limits {
        let total = self.total.value.duration();
        let says_all = !matches!(self.total.origin, OptionOrigin::Policy | OptionOrigin::Default);
        let stage = |usual| if says_all { total } else { usual };
        Limits {
            connect: self.connect.value.duration(),
            first_byte: stage(self.stages.first_byte),
            idle: stage(self.stages.idle),
            total,
            max_body: self.stages.max_body,
        }
    }

    /// All of it as it is shown. `has_own_way` is that of the practice Adobe, which no proxy and no certificate of a
    /// person's has a part in.
    pub(super) fn shown(
        &self,
        has_own_way: bool,
        key_name: impl FnOnce(&KeyId) -> String,
    ) -> Vec<GoingOutOption> {
        use OptionName as Name;
        let one = |option, origin, text| GoingOutOption { option, text, origin };
        let mut all = vec![
            one(Name::Redirects, self.redirects.origin, redirects(self.redirects.value)),
            one(Name::Connect, self.connect.origin, format!("at most {}", self.connect.value)),
            one(Name::Total, self.total.origin, format!("at most {}", self.total.value)),
            one(Name::HttpVersion, self.http_version.origin, version(self.http_version.value)),
            one(Name::Cookies, self.cookies.origin, cookies(self.cookies.value)),
            one(Name::Retries, self.retries.origin, self.tries()),
        ];
        if has_own_way {
            let own = "the practice Adobe is reached directly".to_owned();
            all.push(one(Name::Proxy, OptionOrigin::Default, own));
            return all;
        }
        let proxy = match &self.proxy.value {
            Proxy::System => "as the environment has it".to_owned(),
            proxy => String::from(proxy.clone()),
        };
        all.push(one(Name::Proxy, self.proxy.origin, proxy));
        if self.roots.value > 0 {
            let files = if self.roots.value == 1 { "file" } else { "files" };
            let text = format!("{} {files} besides the system's", self.roots.value);
            all.push(one(Name::Roots, self.roots.origin, text));
        }
        if let Some(key) = &self.client_key.value {
            all.push(one(Name::ClientCertificate, self.client_key.origin, key_name(key)));
        }
        all
    }

    fn tries(&self) -> String {
        let calls = calls(self.retry_methods.value);
        match self.retries.value {
            0 => "none".to_owned(),
            count => format!("at most {count} ({calls}), within {}", self.retry_seconds.value),
        }
    }
}

pub(super) fn redirects(most: u8) -> String {
    match most {
        0 => "shown as the answer".to_owned(),
        most => format!("followed, at most {most}"),
    }
}

pub(super) fn calls(methods: RetryMethods) -> &'static str {
    match methods {
        RetryMethods::Reads => "GET, HEAD, OPTIONS",
        RetryMethods::Idempotent => "GET, HEAD, OPTIONS, PUT, DELETE",
        RetryMethods::All => "any method",
    }
}

pub(super) fn version(version: HttpVersion) -> String {
    match version {
        HttpVersion::Automatic => "HTTP/2, or HTTP/1.1 where the server has no other",
        HttpVersion::Http1 => "HTTP/1.1 and no other",
        HttpVersion::Http2 => "HTTP/2 and no other",
    }
    .to_owned()
}

pub(super) fn cookies(cookies: Cookies) -> String {
    match cookies {
        Cookies::Off => "none kept",
        Cookies::Keep => "kept in memory, for this profile",
    }
    .to_owned()
}

/// What each has said, the strongest first.
struct Said<'a>([(OptionOrigin, &'a SendOptions); 4]);

impl Said<'_> {
    fn of<T>(&self, member: impl Fn(&SendOptions) -> Option<T>, usual: T) -> Chosen<T> {
        let mut said = self.0.iter();
        let first = said.find_map(|(origin, options)| Some((*origin, member(options)?)));
        match first {
            Some((origin, value)) => Chosen { value, origin },
            None => Chosen { value: usual, origin: OptionOrigin::Default },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::time::Duration;

    fn total(seconds: u32) -> SendOptions {
        SendOptions {
            total_seconds: Some(TimeLimit::from_seconds(seconds)),
            ..SendOptions::default()
        }
    }

    /// Each of them says something or nothing; the strongest that says something counts.
    #[test]
    fn the_strongest_counts() {
        let origins = [
            OptionOrigin::Given,
            OptionOrigin::Request,
            OptionOrigin::Profile,
            OptionOrigin::Policy,
        ];
        for says in 0..16_u32 {
            let of = |place: u32| {
                if says & (1 << place) > 0 { total(place + 1) } else { SendOptions::default() }
            };
            let mut policy = Policy::default();
            if says & 8 > 0 {
                policy.limits.requests.total = std::num::NonZeroU16::new(4);
            }
            let how = HowToSend::of(&of(0), &of(1), &of(2), &policy);
            let strongest = (0..4_u32).find(|place| says & (1 << place) > 0);
            let (seconds, origin) = strongest.map_or((600, OptionOrigin::Default), |place| {
                (u64::from(place) + 1, origins[usize::try_from(place).unwrap()])
            });
            assert_eq!(how.limits().total, Duration::from_secs(seconds), "{says:b}");
            let shown = how.shown(false, |_| String::new());
            let shown = shown.iter().find(|one| one.option == OptionName::Total).unwrap();
            assert_eq!(
                (shown.origin, shown.text.as_str()),
                (origin, &*format!("at most {seconds} s"))
            );
        }
    }

    #[test]
    fn whoever_says_how_long_it_may_take_is_not_ended_earlier() {
        let nothing = SendOptions::default();
        let mut policy = Policy::default();
        policy.limits.requests.first_byte = std::num::NonZeroU16::new(7);
        let usual = HowToSend::of(&nothing, &nothing, &nothing, &policy).limits();
        assert_eq!(usual, Limits { first_byte: Duration::from_secs(7), ..Limits::default() });
        let long = HowToSend::of(&nothing, &nothing, &total(900), &policy).limits();
        let all = Duration::from_secs(900);
        assert_eq!(long, Limits { first_byte: all, idle: all, total: all, ..Limits::default() });
    }

    #[rstest]
    #[case::nothing(SendOptions::default(), OptionName::Proxy, "as the environment has it")]
    #[case::proxy(
        SendOptions { proxy: Proxy::try_from("http://p:1".to_owned()).ok(), ..SendOptions::default() },
        OptionName::Proxy,
        "http://p:1"
    )]
    #[case::no_redirect(SendOptions { redirects: Some(0), ..SendOptions::default() }, OptionName::Redirects, "shown as the answer")]
    #[case::roots(SendOptions { roots: vec!["a".into()], ..SendOptions::default() }, OptionName::Roots, "1 file besides")]
    #[case::version(
        SendOptions { http_version: Some(HttpVersion::Http2), ..SendOptions::default() },
        OptionName::HttpVersion,
        "HTTP/2 and no other"
    )]
    #[case::retries(
        SendOptions { retries: Some(2), retry_methods: Some(RetryMethods::Idempotent), ..SendOptions::default() },
        OptionName::Retries,
        "at most 2 (GET, HEAD, OPTIONS, PUT, DELETE), within 120 s"
    )]
    fn what_holds_is_told(
        #[case] profile: SendOptions,
        #[case] option: OptionName,
        #[case] expected: &str,
    ) {
        let nothing = SendOptions::default();
        let how = HowToSend::of(&nothing, &nothing, &profile, &Policy::default());
        let shown = how.shown(false, |_| String::new());
        let shown = shown.iter().find(|one| one.option == option).unwrap();
        assert!(shown.text.contains(expected), "{shown:?}");
        let is_said = profile != SendOptions::default();
        assert_eq!(shown.origin == OptionOrigin::Profile, is_said);
        let practice = how.shown(true, |_| String::new());
        assert!(practice.iter().all(|one| !one.text.contains("http://p")), "{practice:?}");
    }
}
