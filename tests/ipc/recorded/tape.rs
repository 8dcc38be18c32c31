//! What was recorded, by file and name. What differs from run to run is replaced: ids and times by fixed ones, and the
//! scene's own words by ‹names›, which the fake fills with those of its world.

use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Members that are another number each time.
const TIMES: [&str; 19] = [
    "created_at",
    "updated_at",
    "expires_at",
    "started_at",
    "replaced_at",
    "begun_at",
    "last_used_at",
    "total_ms",
    "connect_ms",
    "first_byte_ms",
    "begin_ms",
    "from_ms",
    "to_ms",
    "sent_ms",
    "headers_ms",
    "last_byte_ms",
    "valid_until",
    "when",
    "revision",
];

#[derive(Default)]
pub(super) struct Tape(BTreeMap<&'static str, Map<String, Value>>);

impl Tape {
    /// Keeps what was said; each of the words gives way to what stands beside it.
    pub(super) fn keep(
        &mut self,
        file: &'static str,
        name: &str,
        mut said: Value,
        words: &[(&str, &str)],
    ) {
        settle(&mut said, words);
        let before = self.0.entry(file).or_default().insert(name.to_owned(), said);
        assert!(before.is_none(), "{file} has two of {name}");
    }

    pub(super) fn refusal(&mut self, name: &str, said: Value, words: &[(&str, &str)]) {
        self.keep("problems", name, said, words);
    }

    /// Writes the files, and removes those that nothing was recorded for.
    #[allow(clippy::disallowed_methods, reason = "files that can be recorded again at any time")]
    pub(super) fn save(&self, folder: &Path) {
        fs::create_dir_all(folder).unwrap();
        for stored in stored(folder) {
            if !self.0.keys().any(|file| stored == format!("{file}.json")) {
                fs::remove_file(folder.join(stored)).unwrap();
            }
        }
        for (file, said) in &self.0 {
            let text = format!("{}\n", serde_json::to_string_pretty(said).unwrap());
            fs::write(folder.join(format!("{file}.json")), text).unwrap();
        }
    }

    /// A line for each name that is stored otherwise, or not at all, or is no longer recorded.
    pub(super) fn differences(&self, folder: &Path) -> Vec<String> {
        let mut lines = Vec::new();
        for stored in stored(folder) {
            if !self.0.keys().any(|file| stored == format!("{file}.json")) {
                lines.push(format!("{stored} is not recorded"));
            }
        }
        for (file, said) in &self.0 {
            let text = fs::read_to_string(folder.join(format!("{file}.json"))).unwrap_or_default();
            let stored: Map<String, Value> = serde_json::from_str(&text).unwrap_or_default();
            for (name, said) in said.iter().filter(|(name, said)| stored.get(*name) != Some(said)) {
                let stored = stored.get(name).unwrap_or(&Value::Null);
                lines.push(format!(
                    "{file}.json, {name}:\n  the engine says {said}\n  stored is       {stored}"
                ));
            }
            let gone = stored.keys().filter(|name| !said.contains_key(*name));
            lines.extend(gone.map(|name| format!("{file}.json, {name}: is not recorded")));
        }
        lines
    }
}

fn stored(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn settle(said: &mut Value, words: &[(&str, &str)]) {
    match said {
        Value::String(text) => {
            for (word, name) in words {
                *text = text.replace(word, name);
            }
            // The practice Adobe listens elsewhere each time.
            if let Some(port) = text.strip_prefix("127.0.0.1:")
                && port.bytes().all(|byte| byte.is_ascii_digit())
            {
                *text = "127.0.0.1:443".to_owned();
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|one| settle(one, words)),
        // How a remedy names a profile.
        Value::Object(members) if members.keys().eq(["id", "title"]) => {
            *said = json!({ "id": "‹profile›", "title": "‹title›" });
        }
        Value::Object(members) => {
            // Whether a connection was open already depends on what came before, and on the machine.
            if members.contains_key("reused") {
                members.insert("reused".to_owned(), json!(false));
                for stage in ["resolve", "connect", "tls"] {
                    members.insert(stage.to_owned(), Value::Null);
                }
            }
            for (name, member) in members {
                match TIMES.contains(&name.as_str()) && !member.is_null() {
                    true => {
                        *member =
                            if member.is_string() { json!("‹revision›") } else { json!(0) }
                    }
                    false => settle(member, words),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[test]
fn a_changed_word_a_missing_name_and_a_file_too_many_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut tape = Tape::default();
    let said = json!({ "message": "Ada is here.", "created_at": 7, "revision": "x", "path": null });
    tape.keep("problems", "here", said, &[("Ada", "‹name›")]);
    tape.save(folder.path());
    assert_eq!(tape.differences(folder.path()), [""; 0]);
    let text = fs::read_to_string(folder.path().join("problems.json")).unwrap();
    assert!(text.contains("‹name› is here.") && text.contains("\"created_at\": 0"), "{text}");

    let edited = text.replace("is here", "was here");
    #[allow(clippy::disallowed_methods, reason = "a file that is there to be read once")]
    fs::write(folder.path().join("problems.json"), edited).unwrap();
    let mut more = Tape::default();
    more.keep("other", "new", json!(1), &[]);
    assert_eq!(
        more.differences(folder.path()),
        [
            "problems.json is not recorded",
            "other.json, new:\n  the engine says 1\n  stored is       null"
        ]
    );
    let differences = tape.differences(folder.path());
    assert_eq!(differences.len(), 1);
    assert!(differences[0].starts_with("problems.json, here:"), "{differences:?}");
}
