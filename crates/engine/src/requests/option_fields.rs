//! How a request is sent, for whoever edits it: each option that its file can say, with what counts of all that was said about
//! it and what would count if the file said nothing.

use super::options::{self, HowToSend, OptionOrigin};
use super::view::{RequestOption, sentence};
use super::{Requests, Surroundings};
use mudbrick_model::{Profile, SendOptions, WrittenOption, WrittenOptions};

impl Requests {
    /// Each option that the request's file can say.
    pub(super) fn option_fields(
        &self,
        profile: &Profile,
        surroundings: &Surroundings,
        given: &SendOptions,
    ) -> Vec<RequestOption> {
        let written = surroundings.options();
        let how = self.how_to_send(profile, surroundings, given);
        let otherwise = self.how_to_send(profile, &Surroundings::default(), given);
        fields(&written, &how, &otherwise)
    }
}

fn fields(written: &WrittenOptions, how: &HowToSend, otherwise: &HowToSend) -> Vec<RequestOption> {
    let read = written.read();
    let field = |option| {
        let (text, origin) = how.told(option).unwrap_or_else(|| kept(written));
        let nothing = WrittenOptions::default();
        let (otherwise, otherwise_origin) =
            otherwise.told(option).unwrap_or_else(|| kept(&nothing));
        let problem = read.refusal(option).map(sentence);
        RequestOption { option, text, origin, otherwise, otherwise_origin, problem }
    };
    WrittenOption::ALL.into_iter().map(field).collect()
}

/// Nobody but the request's file has a say in it.
fn kept(written: &WrittenOptions) -> (String, OptionOrigin) {
    match written.no_log {
        true => ("not kept".to_owned(), OptionOrigin::Request),
        false => ("kept".to_owned(), OptionOrigin::Default),
    }
}

impl HowToSend {
    /// What counts of an option, and who said so. None for what is no matter of sending.
    fn told(&self, option: WrittenOption) -> Option<(String, OptionOrigin)> {
        Some(match option {
            WrittenOption::Redirects => {
                (options::redirects(self.redirects.value), self.redirects.origin)
            }
            WrittenOption::Timeout => (self.total.value.to_string(), self.total.origin),
            WrittenOption::ConnectionTimeout => {
                (self.connect.value.to_string(), self.connect.origin)
            }
            WrittenOption::HttpVersion => {
                (options::version(self.http_version.value), self.http_version.origin)
            }
            WrittenOption::Cookies => (options::cookies(self.cookies.value), self.cookies.origin),
            WrittenOption::Retry => {
                let text = match self.retries.value {
                    0 => "none".to_owned(),
                    count => count.to_string(),
                };
                (text, self.retries.origin)
            }
            WrittenOption::RetryMethods => {
                (options::calls(self.retry_methods.value).to_owned(), self.retry_methods.origin)
            }
            WrittenOption::RetryTimeout => {
                (self.retry_seconds.value.to_string(), self.retry_seconds.origin)
            }
            WrittenOption::History => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{OptionOrigin as By, *};
    use mudbrick_model::TimeLimit;
    use mudbrick_store::Policy;

    fn limit(seconds: u32) -> Option<TimeLimit> {
        Some(TimeLimit::from_seconds(seconds))
    }

    /// Each option is said by the request and by the profile, by one of them or by neither.
    #[test]
    fn what_counts_is_told_with_who_said_so() {
        let text = |text: &str| Some(text.to_owned());
        let written = WrittenOptions {
            timeout: text("30"),
            retry: text("often"),
            no_log: true,
            ..WrittenOptions::default()
        };
        let nothing = SendOptions::default();
        let profile = SendOptions {
            total_seconds: limit(60),
            connect_seconds: limit(5),
            retries: Some(2),
            ..SendOptions::default()
        };
        let policy = Policy::default();
        let how = HowToSend::of(&nothing, &written.read().options, &profile, &policy);
        let otherwise = HowToSend::of(&nothing, &nothing, &profile, &policy);
        let told = fields(&written, &how, &otherwise);
        let told: Vec<_> = told
            .iter()
            .map(|it| {
                let otherwise = (it.otherwise.as_str(), it.otherwise_origin);
                (it.option, (it.text.as_str(), it.origin), otherwise, it.problem.as_deref())
            })
            .collect();
        let usual = |option, text| (option, (text, By::Default), (text, By::Default), None);
        let tries = Some("Further tries are a number from 0 to 10.");
        assert_eq!(
            told,
            [
                usual(WrittenOption::Redirects, "followed, at most 10"),
                (WrittenOption::Timeout, ("30 s", By::Request), ("60 s", By::Profile), None),
                (
                    WrittenOption::ConnectionTimeout,
                    ("5 s", By::Profile),
                    ("5 s", By::Profile),
                    None
                ),
                usual(
                    WrittenOption::HttpVersion,
                    "HTTP/2, or HTTP/1.1 where the server has no other"
                ),
                usual(WrittenOption::Cookies, "none kept"),
                (WrittenOption::Retry, ("2", By::Profile), ("2", By::Profile), tries),
                usual(WrittenOption::RetryMethods, "GET, HEAD, OPTIONS"),
                usual(WrittenOption::RetryTimeout, "120 s"),
                (WrittenOption::History, ("not kept", By::Request), ("kept", By::Default), None),
            ]
        );
    }
}
