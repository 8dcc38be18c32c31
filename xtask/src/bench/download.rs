//! `mudbrick send`, as a whole process, against curl: a small answer, and one of 100 MB that goes to the disk, ours masked, and
//! recorded in the history. And masking alone, against copying. One server of this process's own answers both in clear, so that
//! nothing but what each of them does is measured.

use super::finding::{Finding, Value};
use super::peer::add_profile;
use super::sample::{in_turns, process};
use super::server::{LARGE, serve_large};
use crate::files::built;
use crate::program::{cargo, program, read, run};
use crate::session::Session;
use anyhow::Result;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const LARGE_TIMES: usize = 9;
const SMALL_TIMES: usize = 50;

pub(crate) fn measure() -> Result<Vec<Finding>> {
    let session = Session::start("bench")?;
    let folder = session.home().path().to_owned();
    let home = folder.join("download");
    let mudbrick = || {
        let mut command = program(built("release", "mudbrick"));
        session.house(&mut command).env("MUDBRICK_HOME", &home);
        command
    };
    add_profile(mudbrick(), "Measured", "production", &folder)?;
    let url = |path: &str, port: u16| format!("http://127.0.0.1:{port}/{path}");
    let port = serve_large()?;
    let send = |path: &str| {
        let mut command = mudbrick();
        command.args(["send", "Measured", &url(path, port), "--json"]);
        command
    };
    let curl = |path: &str, place: &Path| {
        let mut command = Command::new("curl");
        command.args(["--silent", "--noproxy", "*", "--output"]).arg(place).arg(url(path, port));
        command
    };
    let place = folder.join("curl-output");
    // The first use makes the history.
    process(&mut send("small"))?;
    println!("\nanswers, {SMALL_TIMES} small ones and {LARGE_TIMES} of 100 MB");
    let against_curl = |path: &str, times| {
        let found =
            in_turns(times, |_| process(&mut send(path)), |_| process(&mut curl(path, &place)));
        found.map(|(ours, theirs)| Value::Against { ours, theirs, who: "curl" })
    };
    let small = against_curl("small", SMALL_TIMES)?;
    let large = against_curl("large", LARGE_TIMES)?;
    Ok(vec![
        Finding { what: "send", value: small, goal: 4.0 },
        Finding { what: "100 MB to the disk, masked", value: large, goal: 1.5 },
        masking()?,
    ])
}

/// The bare masking pass over 100 MB.
fn masking() -> Result<Finding> {
    let example = ["--package", "mudbrick-redact", "--example", "speed"];
    run(cargo().args(["build", "--locked", "--release"]).args(example))?;
    let told = read(&mut program(built("release", "examples/speed")))?;
    println!("\nmasking, in GB/s: {}", told.trim());
    let time = |name: &str| {
        let gigabytes = super::answers::number(&told, name)?;
        Ok::<_, anyhow::Error>(Duration::from_secs_f64(LARGE as f64 / 1e9 / gigabytes))
    };
    let value = Value::Against { ours: time("masked")?, theirs: time("copied")?, who: "copying" };
    Ok(Finding { what: "masking 100 MB", value, goal: 40.0 })
}
