//! `cargo xtask leak`: every command of the command line and of the window is run with canaries for secrets; then
//! whatever the product keeps, prints, exports and shows to other programs is searched for them.
//!
//! ```text
//! world ──▶ command line's script ──┐
//!       └─▶ window's script ────────┼──▶ what was seen ──▶ scan ──▶ verdict
//! planted canaries ─────────────────┘                     (proved)
//! ```

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that tells a person what it found"
)]

mod canary;
mod command_line;
mod planted;
mod processes;
mod scan;
mod verdict;
mod window;
mod world;

use anyhow::{Context as _, Result, bail};
use canary::Canary;
use command_line::CommandLine;
use processes::Watch;
use scan::Scanner;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::ExitCode;
use verdict::Allowances;
use world::World;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nleak: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let usage = "usage: mudbrick-leak MUDBRICK IPC-TEST | search SECRETS FOLDER…";
    let mudbrick = arguments.next().context(usage)?;
    if mudbrick.as_os_str() == "search" {
        return search(arguments);
    }
    let ipc = arguments.next().context(usage)?;
    let world = World::make(&mudbrick)?;
    let watch = Watch::start()?;
    let mut canaries = world.canaries()?;
    canaries.push(Canary::literal("the vault's own key", "AGE-SECRET-KEY-1"));

    let mut line = CommandLine::new(&world)?;
    canaries.extend(command_line::play(&mut line)?);
    let mut faults = line.forgotten();
    let CommandLine { printed: mut outputs, mut allowances, .. } = line;
    let seen = window::play(&world, &ipc, &mut allowances)?;
    canaries.extend(seen.canaries);
    outputs.extend(seen.outputs);
    let processes = watch.end();
    let seen_of_processes = processes.len();
    outputs.extend(processes);

    let scanner = Scanner::new(&canaries)?;
    let mut found = BTreeSet::new();
    for (place, bytes) in &outputs {
        scanner.bytes(place, bytes, &mut found);
    }
    let mut files = 0;
    for folder in world.scanned() {
        files += scanner.tree(&folder, &mut found)?;
    }
    faults.extend(allowances.judge(&found));
    let planted = planted::prove(&world.home())?;
    println!(
        "{} canaries: {} outputs and answers, arguments and environment of {} processes, and {files} files were \
         searched; all {planted} planted ones were found",
        canaries.len(),
        outputs.len() - seen_of_processes,
        seen_of_processes / 2,
    );
    if faults.is_empty() {
        return Ok(());
    }
    bail!("{} faults:\n  {}", faults.len(), faults.join("\n  "))
}

/// Looks for secrets, an object of names and values in JSON, in folders that somebody else filled.
fn search(mut arguments: impl Iterator<Item = PathBuf>) -> Result<()> {
    let secrets = arguments.next().context("which secrets?")?;
    let secrets: BTreeMap<String, String> = serde_json::from_str(&secrets.to_string_lossy())?;
    let canaries: Vec<Canary> = secrets
        .iter()
        .map(|(name, value)| {
            Canary::text(name, value).unwrap_or_else(|_| Canary::literal(name, value))
        })
        .collect();
    let scanner = Scanner::new(&canaries)?;
    let mut found = BTreeSet::new();
    let mut files = 0;
    for folder in arguments {
        files += scanner.tree(&folder, &mut found)?;
    }
    let faults = Allowances::default().judge(&found);
    if files == 0 {
        bail!("there was no file to look at");
    }
    if faults.is_empty() {
        println!("{} secrets are in none of {files} files", canaries.len());
        return Ok(());
    }
    bail!("{} faults:\n  {}", faults.len(), faults.join("\n  "))
}
