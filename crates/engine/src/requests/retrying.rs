//! When a request is tried again, and after how long: 429, 503, and a connection that could not be made, for the methods that
//! somebody has asked for. Sending it, and waiting, is left to `sending`.
//!
//! A 401 is not here: a refused token is renewed once, whatever is asked for.

use super::options::HowToSend;
use mudbrick_model::{Method, Timestamp};
use mudbrick_net::SendError;
use std::time::Duration;

/// Before the second try. It doubles from try to try, as curl's does.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// No wait that nobody asked for is longer.
const LONGEST_WAIT: Duration = Duration::from_secs(32);

/// What came of a try, as far as it matters here.
#[derive(Debug, Clone, Copy)]
pub(super) enum Try<'a> {
    /// An answer, with the wait that it asks for.
    Answered {
        status: u16,
        wait: Option<Duration>,
    },
    Failed(&'a SendError),
}

/// The tries of one request.
#[derive(Debug)]
pub(super) struct Retrying {
    left: u8,
    /// No try begins later.
    ends: Timestamp,
    next_wait: Duration,
}

impl Retrying {
    /// None are left for a method that may not be sent twice.
    pub(super) fn new(how: &HowToSend, method: Method, now: Timestamp) -> Self {
        let allowed = how.retry_methods.value.allow(method);
        Self {
            left: if allowed { how.retries.value } else { 0 },
            ends: now.after(how.retry_seconds.value.duration()),
            next_wait: FIRST_WAIT,
        }
    }

    /// How long to wait before the next try. None when what came is what is shown: it is no reason to try again, no try is
    /// left, or the wait would go beyond the time for all of them.
    pub(super) fn again_after(&mut self, tried: Try<'_>, now: Timestamp) -> Option<Duration> {
        let asked = match tried {
            Try::Answered { status: 429 | 503, wait } => wait,
            Try::Failed(error) if error.is_before_sending() => None,
            Try::Answered { .. } | Try::Failed(_) => return None,
        };
        // A server that says when to come again is not asked earlier.
        let wait = asked.unwrap_or(self.next_wait);
        if self.left == 0 || now.after(wait) > self.ends {
            return None;
        }
        self.left -= 1;
        self.next_wait = (self.next_wait * 2).min(LONGEST_WAIT);
        Some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_model::{RetryMethods, SendOptions, TimeLimit};
    use mudbrick_net::Stage;
    use mudbrick_store::Policy;
    use rstest::rstest;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);
    const BUSY: Try<'static> = Try::Answered { status: 503, wait: None };

    fn retrying(retries: u8, methods: RetryMethods, seconds: u32, method: Method) -> Retrying {
        let given = SendOptions {
            retries: Some(retries),
            retry_methods: Some(methods),
            retry_seconds: Some(TimeLimit::from_seconds(seconds)),
            ..SendOptions::default()
        };
        let nothing = SendOptions::default();
        let how = HowToSend::of(&given, &nothing, &nothing, &Policy::default());
        Retrying::new(&how, method, NOW)
    }

    fn reads(retries: u8, seconds: u32) -> Retrying {
        retrying(retries, RetryMethods::Reads, seconds, Method::Get)
    }

    #[test]
    fn waits_grow_up_to_a_limit_and_the_tries_are_counted() {
        let mut retrying = reads(8, 86_400);
        let waits: Vec<_> = (0..10).map(|_| retrying.again_after(BUSY, NOW)).collect();
        let seconds = waits.into_iter().map(|wait| wait.map(|wait| wait.as_secs()));
        let expected = [1, 2, 4, 8, 16, 32, 32, 32].map(Some).into_iter().chain([None, None]);
        assert_eq!(seconds.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    }

    #[test]
    fn what_a_server_asks_for_is_waited_and_nothing_beyond_the_time_for_all() {
        let busy =
            |seconds| Try::Answered { status: 429, wait: Some(Duration::from_secs(seconds)) };
        let mut retrying = reads(3, 60);
        assert_eq!(retrying.again_after(busy(0), NOW), Some(Duration::ZERO));
        assert_eq!(retrying.again_after(busy(61), NOW), None);
        assert_eq!(retrying.again_after(busy(60), NOW), Some(Duration::from_secs(60)));
        let later = NOW.after(Duration::from_secs(60));
        assert_eq!(retrying.again_after(busy(1), later), None);
    }

    #[rstest]
    #[case::reads(RetryMethods::Reads, [true, false, false])]
    #[case::idempotent(RetryMethods::Idempotent, [true, true, false])]
    #[case::all(RetryMethods::All, [true, true, true])]
    fn a_writing_call_is_sent_twice_only_when_that_is_asked_for(
        #[case] methods: RetryMethods,
        #[case] expected: [bool; 3],
    ) {
        let tried = [Method::Get, Method::Put, Method::Post]
            .map(|method| retrying(1, methods, 60, method).again_after(BUSY, NOW).is_some());
        assert_eq!(tried, expected);
    }

    #[test]
    fn only_what_a_second_try_can_mend_is_tried_again() {
        let host = || "x.adobe.io".to_owned();
        let late = |stage| SendError::TimedOut { host: host(), stage, limit: FIRST_WAIT };
        let again = |tried: Try<'_>| reads(1, 60).again_after(tried, NOW).is_some();
        for status in [200, 302, 400, 401, 404, 500, 502, 504] {
            assert!(!again(Try::Answered { status, wait: Some(Duration::ZERO) }), "{status}");
        }
        for error in [
            SendError::Refused { host: host() },
            SendError::Unresolved { host: host(), detail: String::new() },
            late(Stage::Connect),
        ] {
            assert!(again(Try::Failed(&error)), "{error}");
        }
        for error in [
            SendError::Cancelled,
            SendError::NoAnswer { host: host(), detail: String::new() },
            SendError::Untrusted { host: host(), reason: String::new(), detail: String::new() },
            late(Stage::FirstByte),
        ] {
            assert!(!again(Try::Failed(&error)), "{error}");
        }
    }

    #[test]
    fn nothing_is_tried_again_unless_somebody_says_so() {
        let nothing = SendOptions::default();
        let how = HowToSend::of(&nothing, &nothing, &nothing, &Policy::default());
        assert_eq!(Retrying::new(&how, Method::Get, NOW).again_after(BUSY, NOW), None);
    }
}
