//! How this computer's clock differs from Adobe's, by the `Date` of Adobe's answers. It is measured at every answer and kept in a
//! file that may be deleted, for `mudbrick doctor`, for checks of profiles and for the card of a profile's token. What tokens do
//! about it is theirs: `tokens/clocks.rs`.

use crate::threads::lock;
use mudbrick_model::{Adobe, Grant, Profile, Timestamp};
use mudbrick_net::http_date;
use mudbrick_store::Home;
use mudbrick_vault::files;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

/// Smaller differences do no harm: IMS forgives 30 seconds (01-ims.md 1.3), and a `Date` has whole seconds.
const NOTICEABLE_MS: i64 = 60_000;
/// A measurement that differs by less from the last one is no news.
const NEWS_MS: i64 = 15_000;
/// The same is written again after so long, so that what is told is not old.
const OLD: Duration = Duration::from_secs(60 * 60);
/// An assertion is good for five minutes of Adobe's time: with a clock that is later none is.
const ASSERTIONS_FAIL_MS: i64 = 5 * 60_000;
/// What was measured longer ago is not told any more.
const RECENT: Duration = Duration::from_secs(24 * 60 * 60);
const MOST_BYTES: u64 = 4096;

/// A measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ClockOff {
    /// By how much this computer's clock is ahead of Adobe's; negative when it is behind.
    ahead_ms: i64,
    /// When that was measured, by this computer's clock.
    at: Timestamp,
    adobe: Adobe,
}

/// What there is to say of this computer's clock, where it differs from Adobe's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ClockNote {
    /// By how much.
    pub sentence: String,
    /// What to do about it.
    pub remedy: String,
}

/// What is known of the clocks.
pub(crate) struct AdobeClock {
    path: PathBuf,
    last: Mutex<Option<ClockOff>>,
}

impl AdobeClock {
    pub(crate) fn of(home: &Home) -> Self {
        Self { path: home.cache().join("clock.json"), last: Mutex::default() }
    }

    /// Takes in an answer that says when it was made. Gives back what is to be kept, when that is news.
    pub(crate) fn measure(
        &self,
        adobe: Adobe,
        (sent_at, came_at): (Timestamp, Timestamp),
        date: Option<&str>,
    ) -> Option<ClockOff> {
        let measured = ClockOff {
            ahead_ms: ahead_ms(sent_at, came_at, http_date(date?)?),
            at: came_at,
            adobe,
        };
        let mut last = lock(&self.last);
        let is_old_news = last.is_some_and(|last| {
            last.adobe == adobe
                && last.ahead_ms.abs_diff(measured.ahead_ms) < NEWS_MS.unsigned_abs()
                && last.at.until(came_at) < OLD
        });
        if is_old_news {
            return None;
        }
        *last = Some(measured);
        Some(measured)
    }

    /// Keeps a measurement for other processes. On a full disk it is this process's alone. Whether there is something else to
    /// say by it than before.
    pub(crate) fn keep(&self, measured: ClockOff) -> bool {
        let said_before = self.kept().and_then(|kept| kept.sentence());
        if let Ok(bytes) = serde_json::to_vec(&measured) {
            let _ = files::save_cache(&self.path, &bytes);
        }
        measured.sentence() != said_before
    }

    /// The last measurement, this process's or another's.
    pub(crate) fn known(&self) -> Option<ClockOff> {
        let own = *lock(&self.last);
        own.into_iter().chain(self.kept()).max_by_key(|measured| measured.at)
    }

    fn kept(&self) -> Option<ClockOff> {
        let text = files::read_text(&self.path, MOST_BYTES).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// What a profile has to be told of it; nothing where the clocks agree, or its Adobe has not answered lately.
    pub(crate) fn note_for(&self, profile: &Profile, now: Timestamp) -> Option<ClockNote> {
        let known = self.known()?;
        let sentence = known.sentence()?;
        let is_told = known.is_of(profile.adobe) && known.is_recent(now);
        let signs = profile.credential.grant() == Grant::Jwt;
        let remedy = match signs && known.spoils_assertions() {
            true => {
                "Set this computer's clock: what it signs has ended before Adobe reads it. Mudbrick signs for Adobe's time once it knows that; other programs do not."
            }
            false => "Set this computer's clock by the network's time.",
        };
        is_told.then(|| ClockNote { sentence, remedy: remedy.to_owned() })
    }
}

/// An answer was made between being asked for and coming, and its `Date` was cut to a whole second.
fn ahead_ms(sent_at: Timestamp, came_at: Timestamp, date: Timestamp) -> i64 {
    const SECOND: i64 = 1000;
    if date.0 + SECOND < sent_at.0 {
        sent_at.0 - date.0 - SECOND
    } else if date.0 > came_at.0 {
        came_at.0 - date.0
    } else {
        0
    }
}

impl ClockOff {
    /// What there is to say of it; nothing where the clocks agree.
    pub(crate) fn sentence(&self) -> Option<String> {
        if self.ahead_ms.abs() < NOTICEABLE_MS {
            return None;
        }
        let by = span(self.ahead_ms.unsigned_abs());
        let which = if self.ahead_ms > 0 { "ahead of" } else { "behind" };
        let whose = match self.adobe {
            Adobe::Production => "Adobe's",
            Adobe::Stage => "Adobe's stage's",
            Adobe::Practice => "the practice Adobe's",
        };
        Some(format!("This computer's clock is {by} {which} {whose}."))
    }

    /// Whether Adobe refuses what is signed by this clock.
    pub(crate) fn spoils_assertions(&self) -> bool {
        self.ahead_ms < -ASSERTIONS_FAIL_MS
    }

    /// Whether it still says something: clocks are set now and then.
    pub(crate) fn is_recent(&self, now: Timestamp) -> bool {
        self.at.until(now) < RECENT && now.until(self.at) < RECENT
    }

    pub(crate) fn is_of(&self, adobe: Adobe) -> bool {
        self.adobe == adobe
    }
}

fn span(ms: u64) -> String {
    match (ms + 30_000) / 60_000 {
        0..2 => format!("{} seconds", ms / 1000),
        minutes @ 2..120 => format!("{minutes} minutes"),
        minutes @ 120..2880 => format!("{} hours", minutes / 60),
        minutes => format!("{} days", minutes / 1440),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// Fri, 15 Jan 2027 08:00:00 GMT.
    const NOW: i64 = 1_800_000_000_000;
    const DATE: &str = "Fri, 15 Jan 2027 08:00:00 GMT";

    #[rstest]
    #[case::right(0, 0, None)]
    #[case::a_slow_answer(-90_000, 90_000, None)]
    #[case::half_a_minute(30_000, 30_100, None)]
    #[case::behind(-600_000, -599_900, Some("10 minutes behind"))]
    #[case::ahead(7_200_000, 7_200_500, Some("2 hours ahead of"))]
    #[case::days(400_000_000, 400_000_500, Some("4 days ahead of"))]
    fn a_clock_that_is_off_is_told(
        #[case] sent: i64,
        #[case] came: i64,
        #[case] words: Option<&str>,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let clock = AdobeClock::of(&Home::at(folder.path()));
        let times = (Timestamp(NOW + sent), Timestamp(NOW + came));
        let measured = clock.measure(Adobe::Production, times, Some(DATE)).unwrap();
        let said = measured.sentence();
        assert_eq!(said.is_some(), words.is_some(), "{said:?}");
        assert!(words.is_none_or(|words| said.as_ref().unwrap().contains(words)), "{said:?}");
    }

    #[test]
    fn the_same_again_is_no_news_and_another_process_knows_it() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let (one, other) = (AdobeClock::of(&home), AdobeClock::of(&home));
        let at = |ms| (Timestamp(NOW + ms), Timestamp(NOW + ms));
        let measured = one.measure(Adobe::Production, at(-600_000), Some(DATE)).unwrap();
        assert!(one.keep(measured), "there is something to say now");
        assert!(!one.keep(measured), "and the same again");
        assert_eq!(one.measure(Adobe::Production, at(-599_000), Some(DATE)), None);
        assert_eq!(one.measure(Adobe::Production, at(-600_000), Some("yesterday")), None);
        assert_eq!(other.known(), Some(measured));
        assert!(measured.spoils_assertions() && measured.is_of(Adobe::Production));
        // Set right, which is news at once.
        let right = one.measure(Adobe::Production, at(0), Some(DATE)).unwrap();
        assert!(one.keep(right), "there is nothing to say any more");
        assert_eq!(one.known().and_then(|known| known.sentence()), None);
    }
}
