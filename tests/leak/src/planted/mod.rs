//! Proves that the search finds: a canary planted in every encoding in every kind of place. A search that finds nothing is
//! worth as much as this.

mod places;
pub(crate) mod writings;

use crate::canary::{Canary, random};
use crate::processes::Watch;
use crate::scan::Scanner;
use anyhow::{Context as _, Result, bail};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Plants in a new folder below `home`, looks, and takes everything away again. Gives back how many were planted; an
/// error names those that were not found.
pub(crate) fn prove(home: &Path) -> Result<usize> {
    let folder = home.join("planted");
    fs::create_dir_all(&folder).context("making a folder for planting")?;
    let outcome = plant_and_look(&folder);
    fs::remove_dir_all(&folder).context("removing what was planted")?;
    let (planted, missed) = outcome?;
    if missed.is_empty() {
        return Ok(planted);
    }
    bail!("{} planted canaries were not found:\n  {}", missed.len(), missed.join("\n  "))
}

fn plant_and_look(folder: &Path) -> Result<(usize, Vec<String>)> {
    let secret = random();
    let canary = Canary::text("planted", &format!("p8e-{secret}"))?;
    let scanner = Scanner::new(std::slice::from_ref(&canary))?;
    let mut planted = Vec::new();
    for (writing, bytes) in writings::all(&secret) {
        for (place, make) in places::ALL {
            let name = format!("{place}, {writing}").replace(' ', "-");
            let path = folder.join(&name);
            make(&path, &bytes).with_context(|| format!("planting {name}"))?;
            planted.push(path);
        }
    }
    let words = folder.join("words");
    places::full_text_words(&words, &secret)?;
    planted.push(words);
    let named = folder.join(format!("named-{secret}"));
    places::file(&named, b"nothing")?;
    planted.push(named);
    let mut found = BTreeSet::new();
    scanner.tree(folder, &mut found)?;
    let missed = |path: &&std::path::PathBuf| {
        let place = path.display().to_string();
        !found.iter().any(|finding| finding.place.starts_with(&place))
    };
    let mut missed: Vec<String> =
        planted.iter().filter(missed).map(|path| path.display().to_string()).collect();
    missed.extend(in_processes(&secret, &scanner)?);
    Ok((planted.len() + 2, missed))
}

/// An argument and a variable of a process.
fn in_processes(secret: &str, scanner: &Scanner) -> Result<Vec<String>> {
    let watch = Watch::start()?;
    let mut process = Command::new("sh");
    process.args(["-c", "read line", "planted", &format!("--secret={secret}")]);
    process.env("MUDBRICK_PLANTED", secret);
    let mut child = process.stdin(Stdio::piped()).spawn().context("starting sh")?;
    watch.until_seen(child.id(), "sh")?;
    drop(child.stdin.take());
    child.wait()?;
    let mut found = BTreeSet::new();
    for (place, bytes) in watch.end() {
        scanner.bytes(&place, &bytes, &mut found);
    }
    let places = ["arguments", "environment"];
    let missed = places
        .iter()
        .filter(|place| !found.iter().any(|finding| finding.place.starts_with(**place)));
    Ok(missed.map(|place| format!("the {place} of a process")).collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn whatever_is_planted_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let planted = super::prove(folder.path()).unwrap();
        assert!(planted > 150, "{planted}");
    }
}
