//! What is made of the two programs for whoever installs them: completions, man pages, notices. It is the same on all
//! systems; where it is put is left to the packages.

use super::facts::{Facts, TRIAL};
use super::notices;
use crate::files::{self, built};
use crate::program::{program, read};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// Shells that `mudbrick completions` knows.
const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "elvish", "powershell"];

/// What stands before the name of each page in `mudbrick manual`: a comment of the language of such pages.
const PAGE: &str = ".\\\" page ";

/// What making a package is to save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thrift {
    /// It is looked over and thrown away.
    OfTime,
    /// People download it.
    OfSpace,
}

/// Everything that packages are filled with.
pub(super) struct Product {
    pub(super) facts: Facts,
    pub(super) thrift: Thrift,
    pub(super) mudbrick: PathBuf,
    pub(super) desktop: PathBuf,
    pub(super) notices: String,
    /// By their file names.
    pages: Vec<(String, String)>,
    /// By their shells.
    completions: Vec<(&'static str, String)>,
}

impl Product {
    /// Asks the programs that were built in a profile for what they say of themselves.
    pub(super) fn of(profile: &str) -> Result<Self> {
        let mudbrick = built(profile, "mudbrick");
        let desktop = built(profile, "mudbrick-desktop");
        let mut pages = pages(&read(program(&mudbrick).arg("manual"))?);
        if pages.len() < 2 {
            bail!("`mudbrick manual` has no pages, or not those of its commands");
        }
        pages.push(("mudbrick-desktop.1".to_owned(), read(program(&desktop).arg("--manual"))?));
        let mut completions = Vec::new();
        for shell in SHELLS {
            completions.push((shell, read(program(&mudbrick).args(["completions", shell]))?));
        }
        let (thrift, suffix) = match profile {
            "debug" => (Thrift::OfTime, TRIAL),
            _ => (Thrift::OfSpace, ""),
        };
        let (facts, notices) = (Facts::read(suffix)?, notices::text()?);
        Ok(Self { facts, thrift, mudbrick, desktop, notices, pages, completions })
    }

    /// Writes the man pages.
    pub(super) fn write_pages(&self, folder: &Path) -> Result<()> {
        for (name, page) in &self.pages {
            files::write(&folder.join(name), page)?;
        }
        Ok(())
    }

    /// Writes the completions of one shell.
    pub(super) fn write_completions(&self, shell: &str, path: &Path) -> Result<()> {
        match self.completions.iter().find(|(known, _)| *known == shell) {
            Some((_, script)) => files::write(path, script),
            None => bail!("there are no completions for {shell}"),
        }
    }

    /// Writes the completions of all shells.
    pub(super) fn write_all_completions(&self, folder: &Path) -> Result<()> {
        for (shell, script) in &self.completions {
            files::write(&folder.join(format!("mudbrick.{shell}")), script)?;
        }
        Ok(())
    }
}

/// The pages of a manual, by their file names.
fn pages(manual: &str) -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> = Vec::new();
    for line in manual.lines() {
        if let Some(name) = line.strip_prefix(PAGE) {
            pages.push((name.to_owned(), String::new()));
        } else if let Some((_, page)) = pages.last_mut() {
            page.push_str(line);
            page.push('\n');
        }
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::pages;

    #[test]
    fn a_manual_is_cut_where_its_pages_begin() {
        let manual = ".\\\" page mudbrick.1\n.TH mudbrick\nall\n.\\\" page mudbrick-token.1\n.TH mudbrick-token\n";
        let page = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let wanted = [
            page("mudbrick.1", ".TH mudbrick\nall\n"),
            page("mudbrick-token.1", ".TH mudbrick-token\n"),
        ];
        assert_eq!(pages(manual), wanted);
        assert_eq!(pages("error: no such command"), []);
    }
}
