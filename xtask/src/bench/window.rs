//! From the start of the program to a window that a person can use, against a Tauri window with one sentence in it.
//! Both set the same mark in their pages; tests/bench/window.mjs reads it through the driver.

use super::finding::{Finding, Value};
use super::sample::median;
use crate::files::built;
use crate::program::{cargo, program, read, run};
use crate::session::Session;
use crate::{start, web};
use anyhow::{Context as _, Result};
use std::time::Duration;

const TIMES: &str = "15";

/// What the other window is called in the table.
pub(super) const BARE: &str = "bare Tauri";

pub(crate) fn measure() -> Result<Vec<Finding>> {
    build()?;
    println!("\nstarts of the window, {TIMES} of each");
    let session = Session::start("bench")?;
    let mut script = program("node");
    script.args(["tests/bench/window.mjs", TIMES]);
    script.arg(built("release", "mudbrick-desktop"));
    script.arg(built("release", "mudbrick-bare-window"));
    let output = read(session.house(&mut script))?;
    let (ours, theirs) = (samples(&output, 0)?, samples(&output, 1)?);
    let value = Value::Against { ours: median(ours), theirs: median(theirs), who: BARE };
    Ok(vec![Finding { what: "start to usable window", value, goal: 1.37 }])
}

/// Builds both windows.
pub(super) fn build() -> Result<()> {
    web::build()?;
    start::build_window("release")?;
    run(cargo()
        .args(["build", "--locked", "--release", "--package", "mudbrick-bare-window"])
        .args(["--features", "custom-protocol"]))
}

/// One side of lines such as `412.3 287.9`, in milliseconds.
fn samples(output: &str, side: usize) -> Result<Vec<Duration>> {
    let mut samples = Vec::new();
    for line in output.lines() {
        let word = line.split_whitespace().nth(side).context("a line without both times")?;
        let milliseconds: f64 = word.parse().with_context(|| format!("{word} is not a time"))?;
        samples.push(Duration::try_from_secs_f64(milliseconds / 1e3)?);
    }
    Ok(samples)
}

#[cfg(test)]
mod tests {
    use super::{Duration, samples};

    #[test]
    fn each_line_has_both_sides() {
        let output = "400.5 200\n410 210\n";
        let ms = |time: f64| Duration::from_secs_f64(time / 1e3);
        assert_eq!(samples(output, 0).unwrap(), [ms(400.5), ms(410.0)]);
        assert_eq!(samples(output, 1).unwrap(), [ms(200.0), ms(210.0)]);
        assert!(samples("400\n", 1).is_err());
        assert!(samples("fast faster\n", 0).is_err());
        assert!(samples("-1 1\n", 0).is_err());
    }
}
