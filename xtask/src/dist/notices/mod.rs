//! The licences and notices of everything that is shipped, as one text: crates, npm packages, fonts and Rust's library.
//! A part without a licence text is an error, so that no package goes out without it.

mod crates;
mod elsewhere;
mod npm;
mod part;

use anyhow::{Result, bail};
use part::Part;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const RULE: &str =
    "================================================================================";

/// The whole text.
pub(super) fn text() -> Result<String> {
    let mut parts = crates::shipped()?;
    parts.extend(npm::shipped()?);
    elsewhere::complete(&mut parts)?;
    let text = written(&parts);
    // The fonts are the parts that are easiest to lose: no compiler misses them.
    for font in ["@fontsource-variable/source-sans-3", "@fontsource-variable/source-code-pro"] {
        if !parts.iter().any(|part| part.name == font && part.licence == "OFL-1.1") {
            bail!("the notices do not name the font {font}");
        }
    }
    println!("{} crates and packages are shipped, each with the text of its licence", parts.len());
    Ok(text)
}

/// A table of all parts, then each text once, with the parts it is of.
fn written(parts: &[Part]) -> String {
    let mut text = String::from(
        "Mudbrick is free software under the MIT or the Apache 2.0 licence, as you like.\n\
         It is made with the work of others, which is listed here with its licences.\n\n",
    );
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut shared: Vec<(&str, Vec<String>)> = Vec::new();
    for Part { kind, name, version, licence, texts } in parts {
        let _ = writeln!(text, "{kind:5} {name} {version} ({licence})");
        for whole in texts {
            // Texts that differ in their line breaks alone are the same.
            let words: Vec<&str> = whole.split_whitespace().collect();
            let place = *places.entry(words.join(" ")).or_insert(shared.len());
            if place == shared.len() {
                shared.push((whole, Vec::new()));
            }
            let user = format!("{name} {version}");
            let users = &mut shared[place].1;
            if !users.contains(&user) {
                users.push(user);
            }
        }
    }
    for (whole, users) in shared {
        let _ = write!(text, "\n{RULE}\n{}\n{RULE}\n\n{whole}\n", wrapped(&users.join(", ")));
    }
    text
}

/// A list over lines of 80 columns.
fn wrapped(list: &str) -> String {
    let mut lines = vec![String::new()];
    for word in list.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.len() + word.len() < 80 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::part::Part;
    use super::{wrapped, written};

    #[test]
    fn each_text_is_there_once_with_everybody_it_is_of() {
        let part = |name: &str, texts: &[&str]| Part {
            kind: "crate",
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            licence: "MIT".to_owned(),
            texts: texts.iter().map(|text| (*text).to_owned()).collect(),
        };
        let parts =
            [part("a", &["be\nkind"]), part("b", &["be kind", "notice of b"]), part("c", &["own"])];
        let text = written(&parts);
        assert!(text.contains("crate b 1.0.0 (MIT)\n"), "{text}");
        assert!(text.contains("\na 1.0.0, b 1.0.0\n"), "{text}");
        assert_eq!(text.matches("kind\n").count(), 1, "{text}");
        assert!(text.contains("\n\nown\n") && text.contains("\n\nnotice of b\n"), "{text}");
    }

    #[test]
    fn long_lists_go_over_several_lines() {
        let list = ["mudbrick 0.1.0"; 12].join(", ");
        assert!(wrapped(&list).lines().all(|line| line.len() <= 80 && !line.is_empty()));
        assert_eq!(wrapped(&list).replace('\n', " "), list);
    }
}
