//! What packages say of themselves: version, revision, date. They fill in the templates of `packaging/`.

use crate::files::root;
use crate::program::{program, read};
use anyhow::{Context as _, Result, bail};
use std::fs;

/// What is behind the version of packages that are made to be tried and removed. Nobody takes one for what people install: to
/// dpkg and rpm it is older. One that an interrupted trial left on a machine is known by it.
pub(super) const TRIAL: &str = "~trial";

/// What is true of all packages of this tree.
pub(super) struct Facts {
    pub(super) version: &'static str,
    /// The package's own version behind the program's.
    pub(super) release: String,
    /// The short name of git's commit.
    pub(super) revision: String,
    /// When that was made, in seconds since 1970: the same tree gives the same packages, whenever they are made.
    pub(super) seconds: String,
    /// The same as mails write it.
    pub(super) date: String,
    /// The same as year, month and day.
    pub(super) day: String,
}

impl Facts {
    pub(super) fn read(suffix: &str) -> Result<Self> {
        let said = read(program("git").args(["log", "-1", "--format=%h%n%ct%n%cD%n%cs"]))
            .context("the date of packages is that of the last commit")?;
        let mut lines = said.lines().map(str::to_owned);
        let mut next = || lines.next().context("git log said too little");
        let version = env!("CARGO_PKG_VERSION");
        let release = format!("1{suffix}");
        Ok(Self {
            version,
            release,
            revision: next()?,
            seconds: next()?,
            date: next()?,
            day: next()?,
        })
    }

    /// A template of `packaging/linux` with these facts, and others, in the places of their `@NAMES@`.
    pub(super) fn filled(&self, template: &str, others: &[(&str, &str)]) -> Result<String> {
        let path = root().join("packaging/linux").join(template);
        let text =
            fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let own = [
            ("VERSION", self.version),
            ("RELEASE", &self.release),
            ("REVISION", &self.revision),
            ("DATE", &self.date),
            ("DAY", &self.day),
        ];
        fill(&text, own.iter().chain(others)).with_context(|| format!("filling in {template}"))
    }
}

fn fill<'a>(text: &str, facts: impl Iterator<Item = &'a (&'a str, &'a str)>) -> Result<String> {
    let mut filled = text.to_owned();
    for (name, value) in facts {
        filled = filled.replace(&format!("@{name}@"), value);
    }
    let is_name = |piece: &&str| !piece.is_empty() && piece.chars().all(|c| c.is_ascii_uppercase());
    // Pieces between two signs; a mail address has one alone.
    match filled.split('@').skip(1).find(is_name) {
        Some(left) => bail!("nothing fills in @{left}@"),
        None => Ok(filled),
    }
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn a_name_that_nothing_fills_in_is_an_error() {
        let facts = [("VERSION", "1.2"), ("DAY", "today")];
        let text = "@VERSION@-1 of @DAY@ by <a@b.example>";
        assert_eq!(fill(text, facts.iter()).unwrap(), "1.2-1 of today by <a@b.example>");
        let error = fill("@VERSION@ @SIZE@", facts.iter()).unwrap_err().to_string();
        assert_eq!(error, "nothing fills in @SIZE@");
    }
}
