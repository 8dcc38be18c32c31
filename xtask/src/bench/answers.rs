//! A body of 100 MB and one of 1 GB, looked at by the crate `answers` as the window does it: the first screen, any screen, a search, and the
//! memory of the process that does all of that.

use super::finding::{Finding, Value};
use crate::files::built;
use crate::private::PrivateHome;
use crate::program::{cargo, program, read, run};
use anyhow::{Context as _, Result};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Duration;

/// A row of the bodies; each is a few lines when it is in form.
const ITEM: &str = r#"{"id":123456789012345678.50,"name":"caf\u00e9 – Ünïcode","tags":["a","b"],"at":{"lat":52.5,"lng":null}}"#;

pub(crate) fn measure() -> Result<Vec<Finding>> {
    let example = ["--package", "mudbrick-answers", "--example", "measure"];
    run(cargo().args(["build", "--locked", "--release"]).args(example))?;
    let home = PrivateHome::make("bench")?;
    let mut findings = Vec::new();
    for (bytes, names) in [
        (
            100 << 20,
            [
                "first screen of 100 MB",
                "any screen of 100 MB",
                "find over 100 MB",
                "memory for 100 MB",
            ],
        ),
        (
            1 << 30,
            ["first screen of 1 GB", "any screen of 1 GB", "find over 1 GB", "memory for 1 GB"],
        ),
    ] {
        let body = home.path().join("body.json");
        make(&body, bytes)?;
        let told = read(program(built("release", "examples/measure")).arg(&body))?;
        std::fs::remove_file(&body)?;
        println!("\n{}", told.trim());
        let time = |name| {
            Ok::<_, anyhow::Error>(Value::Time(Duration::from_secs_f64(number(&told, name)?)))
        };
        let memory = Value::Memory((number(&told, "peak_kib")? as u64) << 10);
        let [first, any, find, peak] = names;
        // A search over ten times as much may take ten times as long.
        let find_goal = bytes as f64 / f64::from(100 << 20) * 1000.0;
        findings.extend([
            Finding { what: first, value: time("first_s")?, goal: 300.0 },
            Finding { what: any, value: time("worst_row_s")?, goal: 100.0 },
            Finding { what: find, value: time("find_s")?, goal: find_goal },
            Finding { what: peak, value: memory, goal: 150.0 },
        ]);
    }
    Ok(findings)
}

fn make(path: &Path, bytes: u64) -> Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    write!(file, "[{ITEM}")?;
    let mut written = ITEM.len() as u64;
    while written < bytes {
        write!(file, ",{ITEM}")?;
        written += ITEM.len() as u64 + 1;
    }
    Ok(write!(file, "]").and_then(|()| file.flush())?)
}

/// A number of a line of JSON.
pub(super) fn number(told: &str, name: &str) -> Result<f64> {
    let (_, behind) = told.split_once(&format!("\"{name}\":")).context("it is not told")?;
    let end = behind.find([',', '}']).context("it is not told whole")?;
    Ok(behind[..end].parse()?)
}
