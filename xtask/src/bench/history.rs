//! A history of a million exchanges: recording beside an empty one, searching, opening, and how long a recording waits while a
//! part of it, or ten gigabytes of answers, are removed.

use super::cost::figure;
use super::finding::{Finding, Value};
use crate::program::{cargo, read};
use crate::session::Session;
use anyhow::Result;

pub(crate) fn measure() -> Result<Vec<Finding>> {
    let session = Session::start("bench")?;
    println!("\na million exchanges are recorded first, which takes minutes");
    let mut example = cargo();
    example.args(["run", "--quiet", "--locked", "--release", "--package", "mudbrick-store"]);
    let printed = read(example.args(["--example", "history", "--"]).arg(session.home().path()))?;
    let mut example = cargo();
    example.args(["run", "--quiet", "--locked", "--release", "--package", "mudbrick-store"]);
    let retention =
        read(example.args(["--example", "retention", "--"]).arg(session.home().path()))?;
    let pause = figure(&retention, "pause")?;
    let figure = |name| figure(&printed, name);
    let recording =
        Value::Against { ours: figure("many")?, theirs: figure("few")?, who: "an empty history" };
    Ok(vec![
        Finding { what: "recording after a million", value: recording, goal: 1.2 },
        Finding {
            what: "searching a million, 95 of 100",
            value: Value::Time(figure("search")?),
            goal: 50.0,
        },
        Finding { what: "opening a million", value: Value::Time(figure("open_many")?), goal: 5.0 },
        Finding {
            what: "a recording's longest wait while pruning",
            value: Value::Time(figure("pause")?),
            goal: 100.0,
        },
        Finding {
            what: "the same while 10 GB go down to 1",
            value: Value::Time(pause),
            goal: 100.0,
        },
    ])
}
