//! `cargo xtask circles`: files of one crate, or of the pages, that need each other in a circle. What ties such files
//! belongs in one file, or one floor lower. How a file's needs are read is left to [`modules`], [`needs`] and [`pages`].

mod graph;
mod modules;
mod names;
mod needs;
mod pages;
mod sources;
#[cfg(test)]
mod tests;

use anyhow::{Result, bail};
use graph::{Circle, Needs};
use modules::Modules;
use sources::Texts;
use std::path::Path;

/// Reads every part of the project and lists its circles; an error when there are any.
pub(crate) fn check() -> Result<()> {
    println!("{:28} {:>6} {:>10}", "", "files", "in circles");
    let mut faults = Vec::new();
    for folder in sources::crates()? {
        let texts = sources::texts(&folder, &["rs"])?;
        faults.extend(report(&folder, texts.len(), &of_crate(&texts)?));
    }
    let pages = Path::new("ui/src");
    let texts = sources::texts(pages, &["ts", "tsx"])?;
    faults.extend(report(pages, texts.len(), &of_pages(&texts)));
    if faults.is_empty() {
        return Ok(());
    }
    bail!("files need each other in a circle:\n{}", faults.join("\n"))
}

/// A package with a library and a program is two crates, each with its own files.
fn of_crate(texts: &Texts) -> Result<Vec<Circle>> {
    let mut needs = Needs::default();
    for start in ["lib.rs", "main.rs"].map(Path::new) {
        if texts.contains_key(start) {
            needs::add(&mut needs, &Modules::read(texts, start)?);
        }
    }
    Ok(needs.circles())
}

fn of_pages(texts: &Texts) -> Vec<Circle> {
    pages::needs(texts).circles()
}

/// Prints the row of one part, and returns its circles.
fn report(folder: &Path, files: usize, circles: &[Circle]) -> Vec<String> {
    let tied: usize = circles.iter().map(|circle| circle.files.len()).sum();
    println!("{:28} {files:6} {tied:10}", folder.display());
    let told = circles.iter().map(|circle| format!("  {}: {circle}", folder.display()));
    told.collect()
}
