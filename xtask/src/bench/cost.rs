//! What keeping many profiles costs: a token from the cache with ten of them and with ten thousand, and saving one against
//! the bare calls that a safe save cannot do without, on the same disk.

use super::finding::{Finding, Value};
use super::sample::{in_turns, process};
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

const CLIENT: &str = "aac3e00000000000000000000000a001";
const SECRET: &str = "p8e-practice-acme-places";
const ORGANIZATION: &str = "AC3E5A1B2C3D4E5F60718293@AdobeOrg";

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
    println!("saves beside the bare calls");
    let mut example = cargo();
    example.args(["run", "--quiet", "--locked", "--release", "--package", "mudbrick-store"]);
    let printed = read(example.args(["--example", "cost", "--"]).arg(session.home().path()))?;
    let (ours, theirs) = (figure(&printed, "save")?, figure(&printed, "bare")?);
    let save = Value::Against { ours, theirs, who: "write, sync, rename" };
    Ok(vec![
        Finding { what: "token with 10,000 profiles", value: token, goal: 1.2 },
        Finding { what: "saving a profile", value: save, goal: 2.0 },
    ])
}

/// A median of the example's, in microseconds, by its name in the JSON that it prints.
fn figure(printed: &str, name: &str) -> Result<Duration> {
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
        let secret = session.home().path().join("secret");
        files::write(&secret, SECRET)?;
        let mut add = home.mudbrick(&["profile", "add", "Measured", "--adobe", "practice"]);
        add.args(["--org-id", ORGANIZATION, "--client-id", CLIENT, "--scopes", "openid, AdobeID"]);
        read(add.arg("--secret-file").arg(secret))?;
        read(&mut home.mudbrick(&["token", "Measured"]))?;
        let record = fs::read_to_string(home.record()).context("reading the record")?;
        for number in 1..profiles {
            let (slug, text) = copy(&record, number);
            files::write(&home.path.join(format!("profiles/{slug}.toml")), &text)?;
        }
        Ok(home)
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
