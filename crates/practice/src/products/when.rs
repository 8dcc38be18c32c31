//! Instants in the ways Adobe's products write them, always UTC. What time it is, is left to the caller's clock.

use super::dice::Dice;
use mudbrick_model::Timestamp;

/// The instant the seeded data counts back from: 2026-05-18 09:00 UTC.
pub(super) const SEEDED: Timestamp = Timestamp::from_seconds(1_779_094_800);

const DAY: u64 = 86_400_000;

/// An instant within the `days` days before the seeded data's own, to the millisecond.
pub(super) fn before_seeding(days: u64, dice: &mut Dice) -> Timestamp {
    SEEDED.before(std::time::Duration::from_millis(dice.below(days.saturating_mul(DAY))))
}

/// An instant between `from` and the seeded data's own.
pub(super) fn since(from: Timestamp, dice: &mut Dice) -> Timestamp {
    let span = u64::try_from(SEEDED.0 - from.0).unwrap_or(0);
    from.after(std::time::Duration::from_millis(dice.below(span)))
}

/// `2026-05-18T09:00:00.000Z`.
pub(super) fn iso(at: Timestamp) -> String {
    format(at, "%Y-%m-%dT%H:%M:%S.%3fZ")
}

/// `2026-05-18 09:00:00.000Z`, Campaign's form.
pub(super) fn spaced(at: Timestamp) -> String {
    format(at, "%Y-%m-%d %H:%M:%S.%3fZ")
}

/// `2026-05-18 09:00:00`, Sandbox Management's form.
pub(super) fn dated(at: Timestamp) -> String {
    format(at, "%Y-%m-%d %H:%M:%S")
}

/// `05-18-2026 09:00:00`, the Schema Registry's form in reports.
pub(super) fn american(at: Timestamp) -> String {
    format(at, "%m-%d-%Y %H:%M:%S")
}

/// `05/18/2026 09:00 AM GMT`, Privacy Service's form.
pub(super) fn clocked(at: Timestamp) -> String {
    format(at, "%m/%d/%Y %I:%M %p GMT")
}

/// `Mon May 18 2026 09:00:00 GMT+0000 (UTC)`, the Schema Registry's form in statistics.
pub(super) fn spelt(at: Timestamp) -> String {
    format(at, "%a %b %d %Y %H:%M:%S GMT+0000 (UTC)")
}

/// An instant as Campaign takes it, with a space or a `T`.
pub(super) fn parse_spaced(text: &str) -> Option<Timestamp> {
    let instant: jiff::Timestamp = text.trim().replacen(' ', "T", 1).parse().ok()?;
    Some(Timestamp(instant.as_millisecond()))
}

fn format(at: Timestamp, pattern: &str) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .map(|instant| instant.strftime(pattern).to_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{SEEDED, american, clocked, dated, iso, parse_spaced, spaced, spelt};
    use mudbrick_model::Timestamp;

    #[test]
    fn instants_are_written_as_each_product_does() {
        assert_eq!(iso(SEEDED), "2026-05-18T09:00:00.000Z");
        assert_eq!(spaced(Timestamp(SEEDED.0 + 7)), "2026-05-18 09:00:00.007Z");
        assert_eq!(dated(SEEDED), "2026-05-18 09:00:00");
        assert_eq!(american(SEEDED), "05-18-2026 09:00:00");
        assert_eq!(clocked(SEEDED), "05/18/2026 09:00 AM GMT");
        assert_eq!(spelt(SEEDED), "Mon May 18 2026 09:00:00 GMT+0000 (UTC)");
        assert_eq!(parse_spaced("2026-05-18 09:00:00.000Z"), Some(SEEDED));
        assert_eq!(parse_spaced("2026-05-18T09:00:00Z"), Some(SEEDED));
        assert_eq!(parse_spaced("tomorrow"), None);
        assert_eq!(iso(Timestamp(i64::MAX)), "");
    }
}
