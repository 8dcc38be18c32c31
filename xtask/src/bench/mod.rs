//! `cargo xtask bench`: the promises of speed, each measured beside what one would use otherwise, in one run on one
//! machine. Ratios are what is promised; the times beside them are this machine's.

mod answers;
mod board;
mod cost;
mod desk;
mod download;
mod finding;
mod history;
mod keepers;
mod keys;
mod lines;
mod peer;
mod peers;
mod renewal;
mod runs;
mod sample;
mod send;
mod server;
mod token;
mod window;

use crate::packages::{self, Purpose};
use crate::program::{cargo, run as run_program};
use anyhow::{Result, bail};
use clap::ValueEnum;
use finding::Finding;

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Topic {
    /// A key pair with its certificate, against openssl
    Keys,
    /// A token from the cache, against secret-tool and Adobe's command line, and one by JWT exchange, against Adobe's library for
    /// Node and curl
    Token,
    /// A token and a save with many profiles, against few and against the bare calls
    Cost,
    /// A request with many profiles, against one
    Send,
    /// Five hundred tokens renewed, beyond the pace that is set for it
    Renewal,
    /// Five hundred small calls in one run, against newman, bruno and curl; one call, against xh
    Peers,
    /// A run of a hundred thousand requests: by how much it grows beside one of a thousand
    Run,
    /// A history of a million exchanges: recording, searching, opening, pruning; and ten gigabytes that go down to one
    History,
    /// A small answer and one of 100 MB to the disk, against curl; masking, against copying
    Download,
    /// Bodies of 100 MB and 1 GB: the first screen, any screen, a search, and the memory
    Answers,
    /// The requests page: a key in a body of 5 MB, a collection of 445 requests, what is found among 5,000
    Desk,
    /// A board of a thousand profiles: its start, a key, a click, its scrolling and that of large answers and histories, the
    /// window at rest, and a token copied from the quick window
    Board,
    /// From start to usable window, against a Tauri window with nothing in it
    Window,
}

impl Topic {
    fn measure(self) -> Result<Vec<Finding>> {
        match self {
            Self::Keys => keys::measure(),
            Self::Token => token::measure(),
            Self::Cost => cost::measure(),
            Self::Send => send::measure(),
            Self::Renewal => renewal::measure(),
            Self::Peers => peers::measure(),
            Self::Run => runs::measure(),
            Self::History => history::measure(),
            Self::Download => download::measure(),
            Self::Answers => answers::measure(),
            Self::Desk => desk::measure(),
            Self::Board => board::measure(),
            Self::Window => window::measure(),
        }
    }
}

/// What happens when a goal is missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misses {
    Show,
    Fail,
}

/// Measures the topics, all when none is named, and prints the table.
pub(crate) fn run(only: &[Topic], misses: Misses) -> Result<()> {
    packages::need(&[Purpose::Build, Purpose::Test, Purpose::Window, Purpose::Bench])?;
    let topics = if only.is_empty() { Topic::value_variants() } else { only };
    run_program(cargo().args(["build", "--locked", "--release", "--package", "mudbrick-cli"]))?;
    let (mut findings, mut unmeasured) = (Vec::new(), Vec::new());
    for topic in topics {
        match topic.measure() {
            Ok(found) => findings.extend(found),
            // What the others took minutes for is not lost with it.
            Err(error) => unmeasured.push(format!("{topic:?}: {error:#}")),
        }
    }
    println!("\n{:44} {:>10} {:>10} {:>7} {:>7}", "", "Mudbrick", "other", "is", "goal");
    for finding in &findings {
        println!("{}", finding.line());
    }
    let missed = findings.iter().filter(|finding| !finding.is_met()).count();
    if !unmeasured.is_empty() {
        bail!("not measured:\n{}", unmeasured.join("\n"));
    }
    if missed > 0 && misses == Misses::Fail {
        bail!("{missed} of {} goals were missed", findings.len());
    }
    Ok(())
}
