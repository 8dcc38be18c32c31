//! How old a token is: by this machine's clock from when it was asked for, and by the lifetime that Adobe gave it. Adobe's
//! clock is never compared with this one, so that a machine whose clock is hours off renews neither too often nor too late.

use mudbrick_ims::AccessToken;
use mudbrick_model::Timestamp;
use std::time::Duration;

/// A token this near to its end is renewed (`aio-lib-ims` src/token-helper.js uses the same ten minutes).
pub(super) const RENEW_BEFORE_END: Duration = Duration::from_secs(600);

/// A clock that is set by the network moves back a little now and then. One that was moved back farther has lost count of
/// how old a token is.
const SET_BACK: Duration = Duration::from_secs(60);

/// Whether it is good for so much longer. With no time at all: whether it has not ended.
pub(super) fn lasts(token: &AccessToken, now: Timestamp, least: Duration) -> bool {
    is_good(token, now) && now.until(token.expires_at) >= least
}

/// How long tokens of its kind live, by this one.
pub(super) fn lifetime(token: &AccessToken) -> Duration {
    token.created_at.until(token.expires_at)
}

/// Whether it has not ended yet.
pub(super) fn is_good(token: &AccessToken, now: Timestamp) -> bool {
    is_age_known(token, now) && now < token.expires_at
}

/// A token from the future: the clock was set back since, and nobody can tell by how much.
fn is_age_known(token: &AccessToken, now: Timestamp) -> bool {
    now.until(token.created_at) <= SET_BACK
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::fixtures::token;
    use rstest::rstest;

    const NOW: Timestamp = Timestamp(1_767_225_600_000);

    #[rstest]
    #[case::long_enough(600_000, true, true)]
    #[case::a_millisecond_less(599_999, false, true)]
    #[case::a_moment_before_its_end(1, false, true)]
    #[case::at_its_end(0, false, false)]
    #[case::past_its_end(-1, false, false)]
    fn it_is_fresh_until_ten_minutes_before_its_end_and_good_until_then(
        #[case] left: i64,
        #[case] fresh: bool,
        #[case] good: bool,
    ) {
        let token = token("one", Timestamp(NOW.0 + left));
        let lasts = lasts(&token, NOW, RENEW_BEFORE_END);
        assert_eq!((lasts, is_good(&token, NOW)), (fresh, good));
    }

    #[rstest]
    #[case::now(0, true)]
    #[case::set_by_the_network(60_000, true)]
    #[case::set_back(60_001, false)]
    #[case::set_back_by_hours(3 * 3_600_000, false)]
    fn a_token_from_the_future_is_of_no_known_age(#[case] ahead: i64, #[case] known: bool) {
        let mut token = token("one", NOW.after(Duration::from_secs(86_400)));
        token.created_at = Timestamp(NOW.0 + ahead);
        let lasts = lasts(&token, NOW, Duration::ZERO);
        assert_eq!((lasts, is_good(&token, NOW)), (known, known));
    }
}
