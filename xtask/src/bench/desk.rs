//! The requests page: a key in a body of megabytes, a collection of another program until its tree can be used, and what is found
//! among thousands. tests/bench/desk.mjs does it in the real window.

use super::finding::{Finding, Value};
use crate::files::built;
use crate::program::{cargo, program, read, run};
use crate::session::Session;
use crate::{start, web};
use anyhow::{Context as _, Result};
use std::time::Duration;

/// How many keys are typed into each body.
const KEYS: &str = "220";

/// A line of the script's, what it is called in the table, which of its times counts, and the most that it may be.
const GOALS: [(&str, &str, Share, f64); 5] = [
    ("key-lines", "a key in a body of 5 MB, 95 of 100", Share::Most, 16.0),
    ("key-line", "the same with all of it on one line", Share::Most, 16.0),
    ("collection", "445 requests dropped, read and in the tree", Share::Half, 300.0),
    ("page", "requests page opened with them", Share::Half, 300.0),
    ("find", "a letter to find among 5,000, 95 of 100", Share::Most, 30.0),
];

#[derive(Clone, Copy)]
enum Share {
    Half,
    /// 95 of a hundred.
    Most,
}

pub(crate) fn measure() -> Result<Vec<Finding>> {
    web::build()?;
    start::build_window("release")?;
    run(cargo().args(["build", "--locked", "--package", "mudbrick-x11"]))?;
    println!("\nthe requests page, {KEYS} keys in each body");
    let session = Session::start("bench")?;
    let mut script = program("node");
    script.arg("tests/bench/desk.mjs").arg(built("release", "mudbrick-desktop")).arg(KEYS);
    script.env("MUDBRICK_X11", built("debug", "mudbrick-x11"));
    findings(&read(session.house(&mut script))?)
}

/// Of lines such as `find 8.2 12.5`: what half of the times are within, and 95 of a hundred, in milliseconds.
fn findings(output: &str) -> Result<Vec<Finding>> {
    let finding = |&(name, what, share, goal): &(&str, &'static str, Share, f64)| {
        let line = output.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        let line = line.with_context(|| format!("nothing was measured of {name}"))?;
        let nth = match share {
            Share::Half => 0,
            Share::Most => 1,
        };
        let word =
            line.split(' ').nth(nth).with_context(|| format!("{name}: a time is missing"))?;
        let time: f64 = word.parse().with_context(|| format!("{word} is not a time"))?;
        let value = Value::Time(Duration::try_from_secs_f64(time / 1e3).context(line.to_owned())?);
        Ok(Finding { what, value, goal })
    };
    GOALS.iter().map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::{Duration, Value, findings};

    #[test]
    fn each_line_is_a_finding() {
        let output =
            "key-lines 4.0 9.5\nkey-line 5 10\ncollection 200 200\npage 90 90\nfind 8 12\n";
        let found = findings(output).unwrap();
        let times: Vec<_> = found.into_iter().map(|finding| finding.value).collect();
        let ms = |time: f64| Value::Time(Duration::from_secs_f64(time / 1e3));
        assert_eq!(times, [ms(9.5), ms(10.0), ms(200.0), ms(90.0), ms(12.0)]);
        assert!(findings("key-lines 4.0\n").is_err());
        assert!(findings("").is_err());
        assert!(findings(&output.replace("12\n", "soon\n")).is_err());
    }
}
