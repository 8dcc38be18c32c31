//! The npm packages whose code or fonts are in the window's pages, as package-lock.json has them.

use super::part::{Part, texts_below};
use crate::files::root;
use anyhow::Result;
use std::fs;

/// Packages for building whose own code ends up in the pages: what loads their parts.
const BUNDLER: [&str; 2] = ["rolldown", "vite"];

/// Every package in the pages.
pub(super) fn shipped() -> Result<Vec<Part>> {
    let lock = fs::read_to_string(root().join("package-lock.json"))?;
    let mut parts = Vec::new();
    for package in packages(&lock) {
        let folder = root().join(package.path);
        // npm leaves out what is for another system, and nothing of it can be in the pages.
        if !package.is_shipped() || (package.is_optional && !folder.is_dir()) {
            continue;
        }
        parts.push(Part {
            kind: "npm",
            name: package.name().to_owned(),
            version: package.version.to_owned(),
            licence: package.licence.to_owned(),
            texts: texts_below(&folder)?,
        });
    }
    Ok(parts)
}

/// As much of an entry of package-lock.json as matters here.
#[derive(Debug, Default)]
struct Package<'a> {
    path: &'a str,
    version: &'a str,
    licence: &'a str,
    is_for_work: bool,
    is_optional: bool,
    is_link: bool,
}

impl<'a> Package<'a> {
    fn name(&self) -> &'a str {
        self.path.rsplit("node_modules/").next().unwrap_or(self.path)
    }

    fn is_shipped(&self) -> bool {
        !self.is_link && (!self.is_for_work || BUNDLER.contains(&self.name()))
    }
}

/// The packages of a package-lock.json, in which npm puts every member on a line of its own.
fn packages(lock: &str) -> Vec<Package<'_>> {
    let mut found = Vec::new();
    let mut open: Option<Package<'_>> = None;
    for line in lock.lines() {
        if let Some(rest) = line.strip_prefix("    \"node_modules/") {
            let end = rest.find('"').unwrap_or(rest.len());
            let path = &line[5..5 + "node_modules/".len() + end];
            open = Some(Package { path, ..Package::default() });
        } else if line.starts_with("    }") {
            found.extend(open.take());
        } else if let (Some(package), Some(member)) = (&mut open, line.strip_prefix("      \"")) {
            let Some((key, value)) = member.split_once("\": ") else { continue };
            let text = value.trim_end_matches(',').trim_matches('"');
            match key {
                "version" => package.version = text,
                "license" => package.licence = text,
                "dev" => package.is_for_work = text == "true",
                "optional" => package.is_optional = text == "true",
                "link" => package.is_link = text == "true",
                _ => {}
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::packages;

    const LOCK: &str = r#"{
  "packages": {
    "": {
      "license": "MIT"
    },
    "node_modules/@adobe/react-spectrum": {
      "version": "3.1.0",
      "license": "Apache-2.0",
      "dependencies": {
        "version": "1"
      }
    },
    "node_modules/mudbrick-ui": {
      "resolved": "ui",
      "link": true
    },
    "node_modules/rolldown": {
      "version": "1.0.0",
      "dev": true,
      "license": "MIT"
    },
    "node_modules/vitest/node_modules/chai": {
      "version": "5.0.0",
      "dev": true,
      "license": "MIT"
    }
  }
}"#;

    #[test]
    fn what_is_in_the_pages_is_told_from_what_only_builds_and_tests_them() {
        let all = packages(LOCK);
        let names: Vec<&str> = all.iter().map(|package| package.name()).collect();
        assert_eq!(names, ["@adobe/react-spectrum", "mudbrick-ui", "rolldown", "chai"]);
        let shipped: Vec<&str> =
            all.iter().filter(|package| package.is_shipped()).map(|package| package.path).collect();
        assert_eq!(shipped, ["node_modules/@adobe/react-spectrum", "node_modules/rolldown"]);
        assert_eq!((all[0].version, all[0].licence), ("3.1.0", "Apache-2.0"));
    }
}
