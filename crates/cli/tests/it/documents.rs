//! Documents are promises: every command of the program in them is one that it understands.

use crate::new_home;
use mudbrick_testkit::text;
use std::fs;
use std::path::{Path, PathBuf};

/// Text files for people, with a folder's own and those below `docs`.
const FOLDERS: [&str; 7] =
    ["", "docs", "docs/decisions", "ui", "fuzz", "packaging", "tests/interop"];

#[test]
fn every_command_in_a_document_is_understood() {
    let home = new_home();
    let mut count = 0;
    for path in documents() {
        for call in calls(&fs::read_to_string(&path).unwrap()) {
            let mut arguments: Vec<&str> = call.iter().map(String::as_str).collect();
            // What is read before it is checked, and nothing is done. What belongs to another program is left out.
            let own =
                arguments.iter().position(|word| *word == "--").unwrap_or(match arguments[..] {
                    ["curl", ..] => 1,
                    _ => arguments.len(),
                });
            arguments.truncate(own);
            arguments.push("--help");
            let output = home.run(&arguments);
            let said = text(&output.stderr);
            assert!(output.status.success(), "{}: mudbrick {call:?}: {said}", path.display());
            count += 1;
        }
    }
    assert!(
        count >= 15,
        "{count} commands were found: is there something wrong with finding them?"
    );
}

#[test]
fn a_command_that_is_not_understood_is_noticed() {
    let home = new_home();
    for wrong in ["nonsense", "token Places --nonsense", "export Places --as nonsense"] {
        let found = calls(&format!("Run `mudbrick {wrong}`."));
        let mut arguments: Vec<&str> = found[0].iter().map(String::as_str).collect();
        arguments.push("--help");
        assert_eq!(home.run(&arguments).status.code(), Some(2), "{wrong}");
    }
}

#[test]
fn commands_are_found_in_sentences_and_blocks() {
    let found = calls(
        "Run `mudbrick vault\nlock`, or `cargo run`.\n\n```sh\nmudbrick send P \"A b\"   # said\n\
         curl -H @<(mudbrick header 'P q') https://a.example\n```\nThe `mudbrick` of old.\n",
    );
    let found: Vec<String> = found.iter().map(|call| call.join("|")).collect();
    assert_eq!(found, ["vault|lock", "send|P|A b", "header|P q", ""]);
}

fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    for folder in FOLDERS {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            found.extend(path.extension().is_some_and(|end| end == "md").then_some(path));
        }
    }
    found
}

/// The arguments of each call of the program in a Markdown text: in code blocks, and in code within sentences.
fn calls(text: &str) -> Vec<Vec<String>> {
    let mut calls = Vec::new();
    let mut sentence = String::new();
    let mut in_block = false;
    for line in text.lines().chain([""]) {
        let is_fence = line.trim_start().starts_with("```");
        if is_fence || line.trim().is_empty() {
            // Every other piece is code.
            calls.extend(sentence.split('`').skip(1).step_by(2).flat_map(calls_of_shell));
            sentence.clear();
            in_block ^= is_fence;
        } else if in_block {
            calls.extend(calls_of_shell(line));
        } else {
            sentence.push_str(line);
            sentence.push(' ');
        }
    }
    calls
}

/// The arguments of each call of the program in a line of shell.
fn calls_of_shell(line: &str) -> Vec<Vec<String>> {
    let mut calls: Vec<Vec<String>> = Vec::new();
    // Whether the next word is the name of a program, and whether it belongs to the last call.
    let (mut begins, mut is_ours) = (true, false);
    for word in words(line) {
        match word {
            None => (begins, is_ours) = (true, false),
            Some(word) if is_ours => calls.last_mut().unwrap().push(word),
            Some(word) if begins && word == "mudbrick" => {
                calls.push(Vec::new());
                (begins, is_ours) = (false, true);
            }
            Some(word) => begins = begins && word == "$",
        }
    }
    calls
}

/// The words of a line of shell up to a comment; none where one command ends.
fn words(line: &str) -> Vec<Option<String>> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    for c in line.chars().chain([' ']) {
        match (quote, c) {
            (Some(mark), c) if c == mark => quote = None,
            (Some(_), c) => word.push(c),
            (None, '\'' | '"') => quote = Some(c),
            (None, '#') if word.is_empty() => break,
            (None, ' ' | '|' | '(' | ')' | '<' | '>' | ';' | '&') => {
                words.extend((!word.is_empty()).then(|| Some(std::mem::take(&mut word))));
                words.extend((c != ' ').then_some(None));
            }
            (None, c) => word.push(c),
        }
    }
    words
}
