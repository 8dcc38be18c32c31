//! `mudbrick send`, as a whole process, with five hundred profiles and with one: what leaves and what is recorded is looked
//! through for the secrets of them all, and nobody should feel it. One practice Adobe in another process answers both.

use super::finding::{Finding, Value};
use super::peer::{MANY, Peer, World};
use super::sample::{in_turns, process};
use crate::session::Session;
use anyhow::Result;
use std::path::Path;

const SENDS: usize = 50;
const SEND: [&str; 3] = ["send", "Measured", "Places/List libraries"];

pub(crate) fn measure() -> Result<Vec<Finding>> {
    let session = Session::start("bench")?;
    let peer = Peer::start(&session, World::Own)?;
    let (one, many) = (peer.home("send-one", 1)?, peer.home("send-many", MANY)?);
    let send = |home: &Path| process(peer.mudbrick(home).args(SEND));
    // The first use opens every secret once; what is measured are the others.
    for home in [&one, &many] {
        send(home)?;
    }
    println!("\nsends, {SENDS} with {MANY} profiles and with one");
    let (ours, theirs) = in_turns(SENDS, |_| send(&many), |_| send(&one))?;
    let value = Value::Against { ours, theirs, who: "with one" };
    Ok(vec![Finding { what: "send with 500 profiles", value, goal: 1.2 }])
}
