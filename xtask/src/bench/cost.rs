//! What keeping many profiles costs: a token from the cache with ten of them and with ten thousand, ten thousand listed, one of
//! them found by its name or title, all of them in a backup, and saving one against the bare calls that a safe save cannot do
//! without, on the same disk.

use super::finding::{Finding, Value};
use super::peer::add_profile;
use super::sample::{in_turns, median, memory, process};
use crate::files::{self, built};
use crate::program::{cargo, program, read};
use crate::session::Session;
use anyhow::{Context as _, Result};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

const FEW: usize = 10;
const MANY: usize = 10_000;
const TOKENS: usize = 50;
const LISTS: usize = 20;

pub(crate) fn measure() -> Result<Vec<Finding>> {
    let session = Session::start("bench")?;
    let (few, many) = (Home::make(&session, "few", FEW)?, Home::make(&session, "many", MANY)?);
    println!("\ntokens from the cache, {TOKENS} with {FEW} and with {MANY} profiles");
    let (with_many, with_few) = in_turns(
        TOKENS,
        |_| process(&mut many.mudbrick(&["token", "Measured"])),
        |_| process(&mut few.mudbrick(&["token", "Measured"])),
    )?;
    let token = Value::Against { ours: with_many, theirs: with_few, who: "10 profiles" };
    let mut findings = many.listed_and_found()?;
    // Both derive the passphrase's key, which takes 256 MiB by decision; what is left is what the profiles take.
    let profiles = many.backed_up()?.saturating_sub(few.backed_up()?);
    println!("saves beside the bare calls");
    let mut example = cargo();
    example.args(["run", "--quiet", "--locked", "--release", "--package", "mudbrick-store"]);
    let printed = read(example.args(["--example", "cost", "--"]).arg(session.home().path()))?;
    let (ours, theirs) = (figure(&printed, "save")?, figure(&printed, "bare")?);
    let save = Value::Against { ours, theirs, who: "write, sync, rename" };
    let backup = Value::Memory(profiles);
    findings.extend([
        Finding { what: "backup of 10,000 profiles, memory beside 10", value: backup, goal: 40.0 },
        Finding { what: "token with 10,000 profiles", value: token, goal: 1.2 },
        Finding { what: "saving a profile", value: save, goal: 2.0 },
    ]);
    Ok(findings)
}

/// A figure of an example's, in microseconds, by its name in the JSON that it prints.
pub(super) fn figure(printed: &str, name: &str) -> Result<Duration> {
    let label = format!("\"{name}\":");
    let (_, after) =
        printed.split_once(&label).with_context(|| format!("no {name} in {printed}"))?;
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    let microseconds = digits.parse().with_context(|| format!("{name} is no number"))?;
    Ok(Duration::from_micros(microseconds))
}

/// A home with so many profiles, one of which has a token.
struct Home<'a> {
    session: &'a Session,
    path: PathBuf,
}

impl<'a> Home<'a> {
    fn make(session: &'a Session, name: &str, profiles: usize) -> Result<Self> {
        let home = Self { session, path: session.home().path().join(name) };
        add_profile(home.mudbrick(&[]), "Measured", "practice", session.home().path())?;
        read(&mut home.mudbrick(&["token", "Measured"]))?;
        let record = fs::read_to_string(home.record()).context("reading the record")?;
        for number in 1..profiles {
            let (slug, text) = copy(&record, number);
            files::write(&home.path.join(format!("profiles/{slug}.toml")), &text)?;
        }
        Ok(home)
    }

    /// What a whole process takes, from the second on: the first one makes the index.
    fn listed_and_found(&self) -> Result<Vec<Finding>> {
        println!("{MANY} profiles listed and found");
        let time = |what, arguments: &[&str], goal| {
            process(&mut self.mudbrick(arguments))?;
            let times = (0..LISTS).map(|_| process(&mut self.mudbrick(arguments)));
            let times = times.collect::<Result<Vec<_>>>()?;
            Ok::<_, anyhow::Error>(Finding { what, value: Value::Time(median(times)), goal })
        };
        let listed = time("10,000 profiles listed", &["profile", "list"], 300.0)?;
        // Neither is a short name, which would be the name of the file.
        let named = time("one of 10,000 by its name", &["profile", "show", "PROFILE 7777"], 20.0)?;
        let title = format!("Acme · Profile {}", MANY / 2);
        let titled = time("one of 10,000 by its title", &["profile", "show", &title], 20.0)?;
        Ok(vec![listed, named, titled])
    }

    /// The most memory that a backup takes.
    fn backed_up(&self) -> Result<u64> {
        let folder = self.session.home().path();
        let (passphrase, backup) = (folder.join("passphrase"), folder.join("backup.age"));
        files::write(&passphrase, "correct horse battery staple")?;
        let mut command = self.mudbrick(&["backup", "--force", "--out"]);
        command.arg(backup).arg("--backup-passphrase-file").arg(passphrase);
        let mut wrapped = program("time");
        memory(self.session.house(&mut wrapped), &folder.join("memory"), &command)
    }

    fn record(&self) -> PathBuf {
        self.path.join("profiles/measured.toml")
    }

    fn mudbrick(&self, arguments: &[&str]) -> Command {
        let mut command = program(built("release", "mudbrick"));
        self.session.house(command.args(arguments)).env("MUDBRICK_HOME", &self.path);
        command
    }
}

/// A record like another, of another profile: with a name, a client and an id of its own.
fn copy(record: &str, number: usize) -> (String, String) {
    let mut text = String::new();
    for line in record.lines() {
        let line = match line.split_once(" = ").map(|(key, _)| key) {
            Some("name") => format!("name = \"Profile {number}\""),
            Some("organization") => "organization = \"Acme\"".to_owned(),
            Some("client_id") => format!("client_id = \"{number:032x}\""),
            Some("id") => renumbered(line, number),
            _ => line.to_owned(),
        };
        text.push_str(&line);
        text.push('\n');
    }
    (format!("profile-{number}"), text)
}

/// An id with its last eight digits replaced.
fn renumbered(line: &str, number: usize) -> String {
    let end = line.len().saturating_sub(9);
    format!("{}{number:08x}\"", &line[..end])
}

#[cfg(test)]
mod tests {
    use super::{Duration, copy, figure};

    #[test]
    fn a_figure_is_read_by_its_name() {
        let printed = "{\"bare\":120,\"bare_with_folder\":150,\"save\":200,\"ratio\":1.67}";
        assert_eq!(figure(printed, "bare").unwrap(), Duration::from_micros(120));
        assert_eq!(figure(printed, "save").unwrap(), Duration::from_micros(200));
        assert!(figure(printed, "nothing").is_err());
    }

    #[test]
    fn a_copy_is_another_profile() {
        let record =
            "version = 1\nid = \"6af87e55000847d492ee0f76f17aaaf5\"\nname = \"Measured\"\n";
        let (slug, text) = copy(record, 7);
        assert_eq!(slug, "profile-7");
        assert!(text.contains("id = \"6af87e55000847d492ee0f7600000007\""), "{text}");
        assert!(text.contains("name = \"Profile 7\"") && text.starts_with("version = 1\n"));
    }
}
