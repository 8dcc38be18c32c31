//! Taking times: whole processes, from before they are started until after they have ended, in turns, so that whatever
//! else the machine does falls on both sides.

use crate::program::succeeded;
use anyhow::{Context as _, Result};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs both in turns and gives back their medians.
pub(crate) fn in_turns(
    times: usize,
    mut ours: impl FnMut(usize) -> Result<Duration>,
    mut theirs: impl FnMut(usize) -> Result<Duration>,
) -> Result<(Duration, Duration)> {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for turn in 0..times {
        left.push(ours(turn)?);
        right.push(theirs(turn)?);
    }
    Ok((median(left), median(right)))
}

/// How long a process takes as a whole. Its output is thrown away, its failure is an error.
pub(crate) fn process(command: &mut Command) -> Result<Duration> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let began = Instant::now();
    let status = command.status().with_context(|| format!("starting {command:?}"))?;
    let took = began.elapsed();
    succeeded(command, status)?;
    Ok(took)
}

/// The most memory that a process had at a time, in bytes. `time` is time(1), in the place that the process is to run in;
/// what it finds goes through the file `kept`.
pub(crate) fn memory(time: &mut Command, kept: &Path, command: &Command) -> Result<u64> {
    time.args(["--format", "%M", "--output"]).arg(kept);
    time.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => time.env(name, value),
            None => time.env_remove(name),
        };
    }
    process(time)?;
    let kibibytes = fs::read_to_string(kept)?;
    let kibibytes: u64 = kibibytes.trim().parse().context("reading what time(1) wrote")?;
    Ok(kibibytes * 1024)
}

/// The middle one, or the mean of the two in the middle.
pub(crate) fn median(mut samples: Vec<Duration>) -> Duration {
    samples.sort();
    let middle = samples.len() / 2;
    match (samples.get(middle.wrapping_sub(1)), samples.get(middle)) {
        (Some(&before), Some(&after)) if samples.len().is_multiple_of(2) => (before + after) / 2,
        (_, Some(&one)) => one,
        (_, None) => Duration::ZERO,
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, in_turns, median};
    use std::cell::RefCell;

    fn ms(times: &[u64]) -> Vec<Duration> {
        times.iter().map(|&time| Duration::from_millis(time)).collect()
    }

    #[test]
    fn the_median_is_the_middle_of_any_order() {
        assert_eq!(median(ms(&[9, 1, 5])), Duration::from_millis(5));
        assert_eq!(median(ms(&[9, 1, 5, 7])), Duration::from_millis(6));
        assert_eq!(median(ms(&[3])), Duration::from_millis(3));
        assert_eq!(median(ms(&[])), Duration::ZERO);
    }

    #[test]
    fn both_sides_take_turns() {
        let order = RefCell::new(String::new());
        let side = |name: char, time: u64| {
            let order = &order;
            move |_: usize| {
                order.borrow_mut().push(name);
                Ok(Duration::from_millis(time))
            }
        };
        let medians = in_turns(3, side('a', 2), side('b', 4)).unwrap();
        assert_eq!(medians, (Duration::from_millis(2), Duration::from_millis(4)));
        assert_eq!(order.into_inner(), "ababab");
    }
}
