//! Which reminders are due: 30, 7 and 1 days before a certificate ends, each once, by the calendar where the person is.

use crate::view::ReminderLead;
use jiff::Unit;
use jiff::tz::TimeZone;
use mudbrick_engine::view::{AtCertificateEnd, SigningCertificate};
use mudbrick_model::{KeyId, ProfileName, Timestamp, visible};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Days before the end.
const DAYS: [i64; 3] = [1, 7, 30];

/// What is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reminder {
    pub(super) lead: ReminderLead,
    pub(super) title: String,
    pub(super) text: String,
}

/// What was told already: of which end, and how many days before it. Another certificate has another end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Told {
    pub(super) ends: Timestamp,
    pub(super) days: i64,
}

/// Those that are to be told now, each once for each of the days. What has ended was told before, and the window says it.
pub(super) fn due(
    signing: &[SigningCertificate],
    told: &mut BTreeMap<KeyId, Told>,
    now: Timestamp,
    zone: &TimeZone,
) -> Vec<Reminder> {
    // What is told with fewer days left than there are now was told by a clock that was ahead, and would keep the next reminder
    // from being told.
    told.retain(|key, told| {
        let known = signing.iter().find(|one| one.key == *key && one.ends == told.ends);
        known.and_then(|one| days_left(one.ends, now, zone)).is_some_and(|left| left <= told.days)
    });
    let mut reminders = Vec::new();
    for one in signing {
        let Some(left) = days_left(one.ends, now, zone) else { continue };
        let Some(days) = DAYS.into_iter().find(|days| left <= *days) else { continue };
        if told.get(&one.key).is_some_and(|known| known.days <= days) {
            continue;
        }
        let Some((lead, text)) = what_to_do(&one.signers) else { continue };
        told.insert(one.key.clone(), Told { ends: one.ends, days });
        reminders.push(Reminder { lead, title: title(left), text });
    }
    reminders
}

/// Whether a reminder may be due.
pub(super) fn is_near(ends: Timestamp, now: Timestamp, zone: &TimeZone) -> bool {
    days_left(ends, now, zone).is_some_and(|left| DAYS.iter().any(|days| left <= *days))
}

/// How many times the day changes until then, where the person is; none when it has ended.
fn days_left(ends: Timestamp, now: Timestamp, zone: &TimeZone) -> Option<i64> {
    if ends <= now {
        return None;
    }
    let date = |at: Timestamp| {
        jiff::Timestamp::from_millisecond(at.0).ok().map(|at| zone.to_datetime(at).date())
    };
    let left = date(now)?.until((Unit::Day, date(ends)?)).ok()?;
    Some(i64::from(left.get_days()))
}

fn title(days: i64) -> String {
    match days {
        ..=0 => "A certificate ends today".to_owned(),
        1 => "A certificate ends tomorrow".to_owned(),
        days => format!("A certificate ends in {days} days"),
    }
}

/// What to do, a sentence for each of the two things that are done, and where the first of them leads; none where nobody signs.
fn what_to_do(signers: &[(ProfileName, AtCertificateEnd)]) -> Option<(ReminderLead, String)> {
    let (mut first, mut sentences) = (None, Vec::new());
    for at_end in [AtCertificateEnd::NewKeyPair, AtCertificateEnd::LeaveJwt] {
        let such = signers.iter().filter(|(_, own)| *own == at_end).map(|(name, _)| name);
        let such: Vec<&ProfileName> = such.collect();
        let Some(one) = such.first() else { continue };
        first.get_or_insert_with(|| ReminderLead { profile: one.id.clone(), at_end });
        sentences.push(format!("{}: {}", whose(&such), at_end.advice()));
    }
    Some((first?, sentences.join(" ")))
}

/// `Acme · Places and 2 more`. A name that came with an imported file has nothing to steer a notification with.
fn whose(names: &[&ProfileName]) -> String {
    let first = names.first().map(|name| visible::line(&name.title)).unwrap_or_default();
    match names.len() {
        ..=1 => first.into_owned(),
        several => format!("{first} and {} more", several - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_model::ProfileId;

    /// Noon in Greenwich.
    const NOON: i64 = 1_800_014_400_000;
    const HOUR: i64 = 3_600_000;
    const DAY: i64 = 24 * HOUR;

    fn utc() -> TimeZone {
        TimeZone::UTC
    }

    fn signing(ends: i64) -> SigningCertificate {
        SigningCertificate {
            key: KeyId::parse(&"a".repeat(64)).unwrap(),
            ends: Timestamp(ends),
            signers: vec![named(
                "Acme · <b>Campaign</b> & \u{202e}co",
                AtCertificateEnd::NewKeyPair,
            )],
        }
    }

    fn named(title: &str, at_end: AtCertificateEnd) -> (ProfileName, AtCertificateEnd) {
        let id = ProfileId::parse(&"b".repeat(32)).unwrap();
        (ProfileName { id, title: title.to_owned() }, at_end)
    }

    /// How many are told on each of these days before the end, one look after the other.
    fn told_on(days: &[i64]) -> Vec<usize> {
        let (all, mut told) = ([signing(NOON)], BTreeMap::new());
        let look = |days: &i64| due(&all, &mut told, Timestamp(NOON - days * DAY), &utc()).len();
        days.iter().map(look).collect()
    }

    #[test]
    fn each_end_is_told_three_times_and_not_more() {
        assert_eq!(told_on(&[31, 30, 29, 8, 7, 6, 2, 1, 1, 0]), [0, 1, 0, 0, 1, 0, 0, 1, 0, 0]);
        assert_eq!(told_on(&[3, 3]), [1, 0], "who looks late is told once");
        assert_eq!(told_on(&[-2]), [0], "what has ended is not about to end");
    }

    #[test]
    fn a_clock_that_was_ahead_keeps_nothing_from_being_told() {
        assert_eq!(told_on(&[30, 1, 20, 7, 6, 1]), [1, 1, 1, 1, 0, 1]);
    }

    #[test]
    fn another_certificate_is_told_of_again_and_a_key_that_is_gone_is_forgotten() {
        let (now, mut told) = (Timestamp(NOON), BTreeMap::new());
        let soon = NOON + 5 * DAY;
        assert_eq!(due(&[signing(soon)], &mut told, now, &utc()).len(), 1);
        assert_eq!(due(&[signing(soon + 1)], &mut told, now, &utc()).len(), 1);
        assert!(due(&[], &mut told, now, &utc()).is_empty() && told.is_empty());
    }

    #[test]
    fn days_are_those_of_the_calendar_where_the_person_is() {
        let title_of = |left: i64, zone: &TimeZone| {
            title(days_left(Timestamp(NOON + left), Timestamp(NOON), zone).unwrap())
        };
        assert_eq!(title_of(47 * HOUR, &utc()), "A certificate ends in 2 days");
        assert_eq!(title_of(13 * HOUR, &utc()), "A certificate ends tomorrow");
        assert_eq!(title_of(11 * HOUR, &utc()), "A certificate ends today");
        // It is eleven at night there.
        let east = TimeZone::fixed(jiff::tz::offset(11));
        assert_eq!(title_of(2 * HOUR, &east), "A certificate ends tomorrow");
        assert_eq!(days_left(Timestamp(NOON), Timestamp(NOON), &utc()), None);
    }

    #[test]
    fn one_key_is_one_reminder_that_says_whose() {
        let mut one = signing(NOON + 6 * DAY);
        let text = |one: &SigningCertificate| {
            let all = due(std::slice::from_ref(one), &mut BTreeMap::new(), Timestamp(NOON), &utc());
            let [reminder] = all.as_slice() else { panic!("{all:?}") };
            assert_eq!(reminder.title, "A certificate ends in 6 days");
            reminder.text.clone()
        };
        assert!(
            text(&one).starts_with("Acme · <b>Campaign</b> & \\u{202e}co: generate"),
            "{}",
            text(&one)
        );
        let with = |at_end| ["One", "Two", "Three"].map(|title| named(title, at_end)).to_vec();
        one.signers = with(AtCertificateEnd::NewKeyPair);
        assert!(text(&one).starts_with("One and 2 more: generate"), "{}", text(&one));
        one.signers = with(AtCertificateEnd::LeaveJwt);
        assert!(text(&one).starts_with("One and 2 more: leave JWT"), "{}", text(&one));
        assert!(!text(&one).contains("key pair"), "{}", text(&one));
    }

    #[test]
    fn whoever_signs_is_told_what_helps_them() {
        let [new, leave] = [AtCertificateEnd::NewKeyPair, AtCertificateEnd::LeaveJwt];
        let lead = |at_end| ReminderLead { profile: named("", at_end).0.id, at_end };
        let (to, text) = what_to_do(&[named("One", leave), named("Two", new)]).unwrap();
        assert_eq!(to, lead(new));
        assert_eq!(text, format!("Two: {} One: {}", new.advice(), leave.advice()));
        assert_eq!(what_to_do(&[named("One", leave)]).unwrap().0, lead(leave));
        assert_eq!(what_to_do(&[]), None);
    }
}
