//! What a script of the window's prints: a line for each thing that it measured, with its name and numbers, such as `find 8.2 12.5`.

use super::finding::{Finding, Value};
use anyhow::{Context as _, Result};
use std::time::Duration;

/// A line of times: its name, what it is called in the table, which of its numbers counts, and the most that it may be, in
/// milliseconds.
pub(super) type Goal = (&'static str, &'static str, Share, f64);

/// The two numbers of a line of times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Share {
    /// What half of the times are within.
    Half,
    /// What 95 of a hundred are within.
    Most,
}

pub(super) fn findings(output: &str, goals: &[Goal]) -> Result<Vec<Finding>> {
    let finding = |&(name, what, share, goal): &Goal| {
        let nth = match share {
            Share::Half => 0,
            Share::Most => 1,
        };
        Ok(Finding { what, value: Value::Time(time(output, name, nth)?), goal })
    };
    goals.iter().map(finding).collect()
}

/// A number of a line that is milliseconds.
pub(super) fn time(output: &str, name: &str, nth: usize) -> Result<Duration> {
    let milliseconds = number(output, name, nth)?;
    Duration::try_from_secs_f64(milliseconds / 1e3).with_context(|| format!("{name} took no time"))
}

pub(super) fn number(output: &str, name: &str, nth: usize) -> Result<f64> {
    let line = output.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    let line = line.with_context(|| format!("nothing was measured of {name}"))?;
    let word = line.split(' ').nth(nth).with_context(|| format!("{name}: a number is missing"))?;
    word.parse().with_context(|| format!("{word} is not a number"))
}

#[cfg(test)]
mod tests {
    use super::{Duration, Goal, Share, Value, findings, number};

    const GOALS: [Goal; 2] =
        [("key", "a key", Share::Most, 16.0), ("page", "a page", Share::Half, 300.0)];

    #[test]
    fn each_goal_has_a_line_and_one_of_its_numbers() {
        let found = findings("key 4.0 9.5\nkeys 1 1\npage 90 95\n", &GOALS).unwrap();
        let times: Vec<_> = found.into_iter().map(|finding| finding.value).collect();
        let ms = |time: f64| Value::Time(Duration::from_secs_f64(time / 1e3));
        assert_eq!(times, [ms(9.5), ms(90.0)]);
        assert!(findings("key 4.0 9.5\n", &GOALS).is_err(), "a line is missing");
        assert!(findings("key 4.0\npage 90 95\n", &GOALS).is_err(), "a number is missing");
        assert!(findings("key 4.0 soon\npage 90 95\n", &GOALS).is_err());
        assert!(findings("key 4.0 -1\npage 90 95\n", &GOALS).is_err());
    }

    #[test]
    fn a_number_is_found_by_its_name_and_place() {
        assert_eq!(number("start 512.5 430\n", "start", 1).unwrap(), 430.0);
        assert!(number("start 512.5 430\n", "idle", 0).is_err());
    }
}
