//! Five hundred tokens renewed in one go, as the window does it: what that takes beyond the pace that is set for Adobe's sake. One
//! practice Adobe in another process answers.

use super::cost::figure;
use super::finding::{Finding, Value};
use super::peer::{MANY, Peer, World};
use super::sample::median;
use crate::files::built;
use crate::program::{cargo, program, read, run};
use crate::session::Session;
use anyhow::{Result, ensure};
use std::time::Duration;

const TIMES: usize = 5;

pub(crate) fn measure() -> Result<Vec<Finding>> {
    let example = ["--package", "mudbrick-engine", "--example", "renewal"];
    run(cargo().args(["build", "--locked", "--release"]).args(example))?;
    let session = Session::start("bench")?;
    let peer = Peer::start(&session, World::Ours(MANY))?;
    let home = peer.home("renewal", MANY)?;
    println!("\n{MANY} tokens renewed, {TIMES} times");
    let beyond = |_| {
        let mut example = program(built("release", "examples/renewal"));
        let told = read(peer.house(&mut example).arg(&home))?;
        ensure!(told.contains(&format!("\"renewed\":{MANY},")), "not all were renewed: {told}");
        Ok::<Duration, anyhow::Error>(
            figure(&told, "took")?.saturating_sub(figure(&told, "paced")?),
        )
    };
    let times = (0..TIMES).map(beyond).collect::<Result<Vec<_>>>()?;
    let value = Value::Time(median(times));
    Ok(vec![Finding { what: "500 tokens renewed, beyond their pace", value, goal: 2000.0 }])
}
