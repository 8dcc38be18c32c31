//! `cargo xtask bench`: the promises of speed, each measured beside what one would use otherwise, in one run on one
//! machine. Ratios are what is promised; the times beside them are this machine's.

mod cost;
mod keys;
mod sample;
mod send;
mod token;
mod window;

use crate::packages::{self, Purpose};
use crate::program::{cargo, run as run_program};
use anyhow::{Result, bail};
use clap::ValueEnum;
use std::time::Duration;

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Topic {
    /// A key pair with its certificate, against openssl
    Keys,
    /// A token from the cache, and one by JWT exchange against Adobe's library for Node
    Token,
    /// A token and a save with many profiles, against few and against the bare calls
    Cost,
    /// A request with many profiles, against one
    Send,
    /// From start to usable window, against a Tauri window with nothing in it
    Window,
}

/// What happens when a goal is missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misses {
    Show,
    Fail,
}

/// One promise and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Finding {
    what: &'static str,
    value: Value,
    goal: f64,
}

/// What was measured. A goal is the most it may be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// Our time against another's; the goal is a ratio.
    Against { ours: Duration, theirs: Duration, who: &'static str },
    /// The goal is in milliseconds.
    Time(Duration),
    /// Bytes; the goal is in MiB.
    Memory(u64),
}

/// Measures the topics, all when none is named, and prints the table.
pub(crate) fn run(only: &[Topic], misses: Misses) -> Result<()> {
    packages::need(&[Purpose::Build, Purpose::Test, Purpose::Window, Purpose::Bench])?;
    let topics = if only.is_empty() { Topic::value_variants() } else { only };
    run_program(cargo().args(["build", "--locked", "--release", "--package", "mudbrick-cli"]))?;
    let mut findings = Vec::new();
    for topic in topics {
        findings.extend(match topic {
            Topic::Keys => keys::measure()?,
            Topic::Token => token::measure()?,
            Topic::Cost => cost::measure()?,
            Topic::Send => send::measure()?,
            Topic::Window => window::measure()?,
        });
    }
    println!("\n{:44} {:>10} {:>10} {:>7} {:>7}", "", "Mudbrick", "other", "is", "goal");
    for finding in &findings {
        println!("{}", finding.line());
    }
    let missed = findings.iter().filter(|finding| !finding.is_met()).count();
    if missed > 0 && misses == Misses::Fail {
        bail!("{missed} of {} goals were missed", findings.len());
    }
    Ok(())
}

impl Finding {
    fn is(&self) -> f64 {
        match &self.value {
            Value::Against { ours, theirs, .. } => ours.as_secs_f64() / theirs.as_secs_f64(),
            Value::Time(time) => milliseconds(*time),
            Value::Memory(bytes) => *bytes as f64 / f64::from(1 << 20),
        }
    }

    fn is_met(&self) -> bool {
        self.is() <= self.goal
    }

    fn line(&self) -> String {
        let ms = |time: &Duration| format!("{:.1} ms", milliseconds(*time));
        let (what, ours, theirs) = match &self.value {
            Value::Against { ours, theirs, who } => {
                (format!("{} / {who}", self.what), ms(ours), ms(theirs))
            }
            Value::Time(time) => (self.what.to_owned(), ms(time), String::new()),
            Value::Memory(_) => {
                (self.what.to_owned(), format!("{:.1} MiB", self.is()), String::new())
            }
        };
        let mark = if self.is_met() { "" } else { "  missed" };
        format!("{what:44} {ours:>10} {theirs:>10} {:7.2} {:7.2}{mark}", self.is(), self.goal)
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

#[cfg(test)]
mod tests {
    use super::{Duration, Finding, Value};

    fn finding(value: Value, goal: f64) -> Finding {
        Finding { what: "x", value, goal }
    }

    #[test]
    fn a_goal_is_the_most_that_is_allowed() {
        let ms = Duration::from_millis;
        let against =
            |ours, theirs| Value::Against { ours: ms(ours), theirs: ms(theirs), who: "y" };
        assert!(finding(against(40, 100), 0.4).is_met());
        assert!(!finding(against(41, 100), 0.4).is_met());
        assert!(finding(Value::Time(ms(10)), 10.0).is_met());
        assert!(!finding(Value::Time(ms(11)), 10.0).is_met());
        assert!(finding(Value::Memory(20 << 20), 20.0).is_met());
        assert!(!finding(Value::Memory((20 << 20) + 1), 20.0).is_met());
    }

    #[test]
    fn a_missed_goal_is_marked() {
        let missed = finding(Value::Time(Duration::from_millis(12)), 10.0).line();
        assert!(missed.ends_with("12.00   10.00  missed"), "{missed}");
    }
}
