//! What the project's Markdown promises and a program can check: that its links lead somewhere, that the headings they name
//! are there, and that every picture of the window is shown. The commands in it are run by the command line's own tests.

use crate::files::root;
use crate::program::{program, read};
use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Where the pictures of the window are.
const PICTURES: &str = "docs/screenshots/";

/// Looks through every Markdown file that git keeps or would keep.
pub(crate) fn check() -> Result<()> {
    let listed =
        read(program("git").args(["ls-files", "--cached", "--others", "--exclude-standard"]))?;
    // A file that was just deleted is still listed.
    let files: Vec<&str> = listed.lines().filter(|name| root().join(name).exists()).collect();
    let mut texts = BTreeMap::new();
    for name in files.iter().filter(|name| is_markdown(name)) {
        texts.insert((*name).to_owned(), fs::read_to_string(root().join(name))?);
    }
    let faults = faults(&texts, &files);
    if faults.is_empty() {
        return Ok(());
    }
    bail!("{} promises of the documents are not kept:\n  {}", faults.len(), faults.join("\n  "))
}

fn is_markdown(name: &str) -> bool {
    name.ends_with(".md")
}

/// What is wrong in these texts, in a tree of these files.
fn faults(texts: &BTreeMap<String, String>, files: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut used = BTreeSet::new();
    for (name, text) in texts {
        for (line, target) in links(text) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (path, anchor) = target.split_once('#').unwrap_or((target.as_str(), ""));
            let path = if path.is_empty() { name.clone() } else { beside(name, path) };
            let inside = format!("{path}/");
            if !files.iter().any(|file| *file == path || file.starts_with(&inside)) {
                faults.push(format!("{name}:{line}: {target} is not there"));
            } else if !anchor.is_empty()
                && !texts.get(&path).is_some_and(|text| anchors(text).contains(anchor))
            {
                faults.push(format!("{name}:{line}: {path} has no heading #{anchor}"));
            }
            used.insert(path);
        }
    }
    let pictures = files.iter().filter(|file| file.starts_with(PICTURES) && !is_markdown(file));
    let unseen = pictures.filter(|file| !used.contains(**file));
    faults.extend(unseen.map(|file| format!("{file} is shown by no document")));
    faults
}

/// The path that a link in `name` leads to.
fn beside(name: &str, path: &str) -> String {
    let mut parts: Vec<&str> = name.split('/').collect();
    parts.pop();
    for part in path.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// The targets of links and pictures, with their lines. Code is passed over.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in prose(text) {
        // Every other piece is code.
        let line: String = line.split('`').step_by(2).collect::<Vec<_>>().join("code");
        for (begin, end) in [("](", ')'), ("src=\"", '"'), ("href=\"", '"')] {
            for rest in line.split(begin).skip(1) {
                if let Some((target, _)) = rest.split_once(end) {
                    found.push((number, target.to_owned()));
                }
            }
        }
    }
    found
}

/// The anchors of a text's headings, as GitHub makes them.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = prose(text).filter_map(|(_, line)| {
        let heading = line.trim_start_matches('#');
        if heading.len() == line.len() { None } else { heading.strip_prefix(' ') }
    });
    headings.map(anchor).collect()
}

fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    kept.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

/// The lines outside of code blocks, counted from 1.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut in_block = false;
    text.lines().enumerate().filter_map(move |(at, line)| {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
            return None;
        }
        (!in_block).then_some((at + 1, line))
    })
}

#[cfg(test)]
mod tests {
    use super::faults;
    use crate::files::root;
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;

    const FILES: [&str; 4] =
        ["README.md", "docs/MAP.md", "docs/screenshots/01.png", "crates/a/src/lib.rs"];

    fn told(readme: &str, map: &str) -> Vec<String> {
        let texts = [("README.md", readme), ("docs/MAP.md", map)];
        let texts: BTreeMap<String, String> =
            texts.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        faults(&texts, &FILES)
    }

    const SHOWN: &str = "![it](screenshots/01.png)";

    #[test]
    fn what_is_there_is_no_fault() {
        let readme = "# A\n[map](docs/MAP.md#where-do-i-find-) [self](#a) [web](https://example.com/x)\n\
                      `[code](gone.md)`\n```\n[code](gone.md)\n```\n<img src=\"docs/screenshots/01.png\">";
        let map =
            "## Where do I find …\n[code](../crates/a/src/lib.rs) and [its folder](../crates/a)";
        assert_eq!(told(readme, map), Vec::<String>::new());
    }

    #[test]
    fn a_link_to_nowhere_is_told_with_its_line() {
        assert_eq!(
            told("\n[gone](docs/GONE.md)", SHOWN),
            ["README.md:2: docs/GONE.md is not there"]
        );
    }

    #[test]
    fn a_heading_that_is_not_there_is_told() {
        assert_eq!(
            told("[map](docs/MAP.md#gone)", SHOWN),
            ["README.md:1: docs/MAP.md has no heading #gone"]
        );
    }

    #[test]
    fn the_map_names_what_each_crate_uses() {
        let map = fs::read_to_string(root().join("docs/ARCHITECTURE.md")).unwrap();
        let (_, table) = map.split_once("| crate | uses |\n").unwrap();
        let mut rows = 0;
        for row in table.lines().skip(1).take_while(|row| row.starts_with('|')) {
            let names: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
            let (name, told) = names.split_first().unwrap();
            let manifest = match *name {
                "src-tauri" => "Cargo.toml".to_owned(),
                name => format!("crates/{name}/Cargo.toml"),
            };
            let manifest = fs::read_to_string(root().join(manifest)).unwrap();
            let mut sections = manifest.split("\n[");
            let used = sections.find(|section| section.starts_with("dependencies]")).unwrap();
            let used: BTreeSet<&str> = used
                .lines()
                .filter_map(|line| line.strip_prefix("mudbrick-")?.split(['.', ' ']).next())
                .collect();
            assert_eq!(told.iter().copied().collect::<BTreeSet<&str>>(), used, "{name}");
            rows += 1;
        }
        assert_eq!(rows, 16, "every crate but the tests' own, and the window's shell");
    }

    #[test]
    fn a_picture_that_nobody_shows_is_told() {
        assert_eq!(told("", ""), ["docs/screenshots/01.png is shown by no document"]);
    }
}
