//! Whoever reads has had enough, or was never there: every command ends by itself, and none panics.

use crate::new_home;
use mudbrick_testkit::{Home, text};
use std::process::{Command, Stdio};

/// A pipe that nobody reads.
fn closed() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

/// Every command of the program, as its help lists them: `["vault", "lock"]`.
fn commands(home: &Home, before: &[&str]) -> Vec<Vec<String>> {
    let help = home.ok(&[before, &["--help"]].concat());
    let listed = help.split_once("\nCommands:\n").map(|(_, rest)| rest).unwrap_or_default();
    let listed = listed.split("\n\n").next().unwrap_or_default().lines();
    // What a long description goes on with stands farther in.
    let names = listed.filter_map(|line| line.strip_prefix("  ")).filter(|it| !it.starts_with(' '));
    let names = names.filter_map(|line| line.split_whitespace().next()).filter(|it| *it != "help");
    let mut found = Vec::new();
    for name in names {
        let whole = [before, &[name]].concat();
        found.push(whole.iter().map(|&word| word.to_owned()).collect());
        found.extend(commands(home, &whole));
    }
    found
}

/// What it said on standard error, where somebody listens.
fn ends_by_itself(mut command: Command) {
    let about = format!("{command:?}");
    let output = command.stdout(closed()).stderr(Stdio::piped()).output().unwrap();
    let said = text(&output.stderr);
    let code = output.status.code();
    assert!(code.is_some_and(|code| code <= 3), "{about}: {code:?}: {said}");
    assert!(!said.contains("panicked"), "{about}: {said}");
    let both = command.stdout(closed()).stderr(closed()).output().unwrap();
    let code = both.status.code();
    assert!(code.is_some_and(|code| code <= 3), "{about}, both closed: {code:?}");
}

#[test]
fn no_help_and_no_usage_panics() {
    let home = new_home();
    let commands = commands(&home, &[]);
    assert!(commands.len() > 30, "{commands:?}");
    ends_by_itself(home.command(&["--help"]));
    ends_by_itself(home.command(&["--version"]));
    for command in commands {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        for option in ["--help", "--nonsense"] {
            ends_by_itself(home.command(&[&words[..], &[option]].concat()));
            ends_by_itself(home.command(&[&words[..], &[option, "--json"]].concat()));
        }
    }
}

#[test]
fn no_answer_panics() {
    let home = new_home();
    home.add_places();
    home.ok(&["token", "Places"]);
    let file = |name: &str| home.path().join(name).display().to_string();
    std::fs::write(file("found.env"), "CLIENT_ID=0f0e0d0c0b0a09080706050403020100\n").unwrap();
    std::fs::write(file("passphrase"), "another horse").unwrap();
    let (found, backup) = (file("found.env"), file("backup.age"));
    let passphrase = file("passphrase");
    let list = "https://api-places.adobe.io/places/placesapi/v1/libraries";
    let lines: &[&[&str]] = &[
        &["profile", "list"],
        &["profile", "show", "Places"],
        &["profile", "edit", "Places", "--sandbox", "prod"],
        &["token", "Places"],
        &["token", "Places", "--renew"],
        &["token", "Places", "--curl"],
        &["token", "Nobody"],
        &["header", "Places"],
        &["send", "Places", list, "--include"],
        &["send", "Places", list, "--raw"],
        &["request", "code", "Places", list],
        &["key", "show"],
        &["key", "match", "Nothing", "--profile", "Places"],
        &["import", &found, "--dry-run"],
        &["export", "Places", "--as", "dotenv"],
        &["kit", "--out", "-"],
        &["backup", "--out", &backup, "--force", "--backup-passphrase-file", &passphrase],
        &["inventory"],
        &["vault", "status"],
        &["vault", "history", "Places"],
        &["doctor"],
        &["completions", "bash"],
        &["completions", "zsh"],
        &["completions", "fish"],
        &["completions", "elvish"],
        &["completions", "powershell"],
        &["vault", "lock"],
        &["profile", "rm", "Places"],
    ];
    for line in lines {
        ends_by_itself(home.command(line));
        ends_by_itself(home.command(&[line, &["--json"][..]].concat()));
    }
}
