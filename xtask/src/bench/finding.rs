//! One promise of speed, what was measured for it, and its line in the table.

use std::time::Duration;

/// One promise and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Finding {
    pub(super) what: &'static str,
    pub(super) value: Value,
    pub(super) goal: f64,
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
    /// Of the time of one core, in percent.
    Processor(f64),
}

impl Finding {
    fn is(&self) -> f64 {
        match &self.value {
            Value::Against { ours, theirs, .. } => ours.as_secs_f64() / theirs.as_secs_f64(),
            Value::Time(time) => milliseconds(*time),
            Value::Memory(bytes) => *bytes as f64 / f64::from(1 << 20),
            Value::Processor(percent) => *percent,
        }
    }

    pub(super) fn is_met(&self) -> bool {
        self.is() <= self.goal
    }

    pub(super) fn line(&self) -> String {
        let ms = |time: &Duration| format!("{:.1} ms", milliseconds(*time));
        let (what, ours, theirs) = match &self.value {
            Value::Against { ours, theirs, who } => {
                (format!("{} / {who}", self.what), ms(ours), ms(theirs))
            }
            Value::Time(time) => (self.what.to_owned(), ms(time), String::new()),
            Value::Memory(_) => {
                (self.what.to_owned(), format!("{:.1} MiB", self.is()), String::new())
            }
            Value::Processor(percent) => {
                (self.what.to_owned(), format!("{percent:.2} %"), String::new())
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
        assert!(finding(Value::Processor(0.5), 0.5).is_met());
        assert!(!finding(Value::Processor(0.6), 0.5).is_met());
    }

    #[test]
    fn a_missed_goal_is_marked() {
        let missed = finding(Value::Time(Duration::from_millis(12)), 10.0).line();
        assert!(missed.ends_with("12.00   10.00  missed"), "{missed}");
    }
}
