//! `cargo xtask fuzz`: the targets of `fuzz/`, two at a time, for some minutes each. What they are and how one is run by
//! hand is in fuzz/README.md.

use crate::files::root;
use crate::program::{cargo, line, read, run};
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{fs, thread};

/// How many run at once: two cores are what the smallest machines have.
const AT_ONCE: usize = 2;

/// Runs the targets, all when none is named.
pub(crate) fn run_targets(only: &[String], minutes: u32) -> Result<()> {
    if read(cargo().args(["fuzz", "--version"])).is_err() {
        run(cargo().args(["install", "--locked", "cargo-fuzz"]))?;
    }
    let known = targets()?;
    let unknown: Vec<&String> = only.iter().filter(|name| !known.contains(*name)).collect();
    if !unknown.is_empty() {
        bail!("there is no target {unknown:?}; there are {}", known.join(", "));
    }
    let wanted = if only.is_empty() { &known[..] } else { only };
    for target in wanted {
        run(fuzz("build").arg(target))?;
    }
    plant_seeds()?;
    let failed = in_turns(wanted, minutes)?;
    if failed.is_empty() {
        println!("\n{} targets ran for {minutes} minutes each and found nothing.", wanted.len());
        return Ok(());
    }
    bail!("{} found something; the inputs are in fuzz/artifacts", failed.join(" and "))
}

/// The inputs of the import matrix, which its test writes where it is told to.
fn plant_seeds() -> Result<()> {
    let matrix = ["test", "--locked", "--package", "mudbrick-interchange", "--test", "it"];
    run(cargo().args(matrix).arg("every_case").env("MUDBRICK_SEEDS", root().join("fuzz/corpus")))
}

/// Runs each for so long, and names those that failed.
fn in_turns(targets: &[String], minutes: u32) -> Result<Vec<String>> {
    let mut failed = Vec::new();
    let mut waiting = targets.iter();
    let mut running: Vec<(String, Child)> = Vec::new();
    loop {
        while running.len() < AT_ONCE {
            let Some(target) = waiting.next() else { break };
            running.push((target.clone(), start(target, minutes)?));
        }
        if running.is_empty() {
            return Ok(failed);
        }
        let mut still = Vec::new();
        for (target, mut child) in running {
            match child.try_wait()? {
                None => still.push((target, child)),
                Some(status) => {
                    println!("{target}: {status}");
                    failed.extend((!status.success()).then_some(target));
                }
            }
        }
        running = still;
        thread::sleep(Duration::from_millis(200));
    }
}

fn start(target: &str, minutes: u32) -> Result<Child> {
    let mut command = fuzz("run");
    command.arg(target);
    // New inputs go to the first folder; the second has the examples that are in the tree.
    let seeds = root().join("fuzz/seeds").join(target);
    if seeds.is_dir() {
        let corpus = root().join("fuzz/corpus").join(target);
        fs::create_dir_all(&corpus)?;
        command.args([corpus, seeds]);
    }
    command.arg("--").arg(format!("-max_total_time={}", u64::from(minutes) * 60));
    command.args(["-timeout=10", "-max_len=16384", "-print_final_stats=1"]);
    if let Some(dictionary) = dictionary(target) {
        command.arg(format!("-dict={}", dictionary.display()));
    }
    println!("\n$ {}", line(&command));
    command.stdin(Stdio::null()).spawn().with_context(|| format!("starting {target}"))
}

/// The dictionary of a target, when it has one.
fn dictionary(target: &str) -> Option<PathBuf> {
    let path = root().join("fuzz").join(format!("{target}.dict"));
    path.is_file().then_some(path)
}

/// The stable compiler does; sanitizers need the flags that it keeps for itself.
fn fuzz(verb: &str) -> Command {
    let mut command = cargo();
    command.args(["fuzz", verb, "--sanitizer", "none"]).env("RUSTC_BOOTSTRAP", "1");
    command
}

fn targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    let folder = root().join("fuzz/fuzz_targets");
    for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
        names.extend(target_of(&entry?.path()));
    }
    names.sort();
    Ok(names)
}

/// The target that a source file holds.
fn target_of(path: &Path) -> Option<String> {
    let is_source = path.extension().is_some_and(|extension| extension == "rs");
    is_source.then(|| path.file_stem().unwrap_or_default().to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::{target_of, targets};
    use std::path::Path;

    #[test]
    fn every_source_is_a_target() {
        assert_eq!(target_of(Path::new("fuzz_targets/key_text.rs")).as_deref(), Some("key_text"));
        assert_eq!(target_of(Path::new("fuzz_targets/README.md")), None);
        assert!(targets().unwrap().contains(&"key_text".to_owned()));
    }
}
