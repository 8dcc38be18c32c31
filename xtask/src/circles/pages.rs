//! What the files of the pages import from one another. What is handed on by `export … from` is no need of the file that
//! hands it on: whoever imports it needs the file that defines it.

use super::graph::Needs;
use super::sources::Texts;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// What each file needs of the others.
pub(super) fn needs(texts: &Texts) -> Needs {
    let mut needs = Needs::default();
    for (file, text) in texts {
        for Import { kind, names, from } in imports(text) {
            let Some(other) = found(texts, file, &from) else { continue };
            if kind == Kind::Import {
                for name in names {
                    let home = home_of(texts, &other, &name, &mut BTreeSet::new());
                    needs.add(file, &home.unwrap_or_else(|| other.clone()), &name);
                }
            }
        }
    }
    needs
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Import,
    HandOn,
}

struct Import {
    kind: Kind,
    /// As the other file calls them; `*` is all.
    names: Vec<String>,
    from: String,
}

/// Everything that a file imports or hands on from another file of the pages, as the formatter writes it: a statement
/// begins with its line and holds no other statement.
fn imports(text: &str) -> Vec<Import> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = next_statement(rest) {
        rest = &rest[at..];
        let statement = rest.split_once(';').map_or(rest, |(statement, _)| statement);
        let kind = if statement.starts_with("import") { Kind::Import } else { Kind::HandOn };
        if let Some((names, from)) = statement.split_once(" from \"") {
            let from = from.split('"').next().unwrap_or_default().to_owned();
            found.push(Import { kind, names: names_in(names), from });
        }
        rest = &rest[1..];
    }
    for call in text.split("import(\"").skip(1) {
        let from = call.split('"').next().unwrap_or_default().to_owned();
        found.push(Import { kind: Kind::Import, names: vec!["*".to_owned()], from });
    }
    found
}

/// Where the next statement that may name a file begins.
fn next_statement(text: &str) -> Option<usize> {
    let mut begins = 0;
    for line in text.split_inclusive('\n') {
        if ["import ", "export {", "export type {", "export *"].iter().any(|s| line.starts_with(s))
        {
            return Some(begins);
        }
        begins += line.len();
    }
    None
}

/// The names in `import type { A, b as c }`, `export * as d` and the like, as the other file calls them.
fn names_in(statement: &str) -> Vec<String> {
    let Some((_, braced)) = statement.split_once('{') else { return vec!["*".to_owned()] };
    let braced = braced.split('}').next().unwrap_or_default();
    let names = braced.split(',').filter_map(|name| {
        let name = name.trim();
        name.strip_prefix("type ").unwrap_or(name).split(' ').next()
    });
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The file that a relative path names; a package has none.
fn found(texts: &Texts, file: &Path, from: &str) -> Option<PathBuf> {
    if !from.starts_with('.') {
        return None;
    }
    let mut path = file.parent()?.to_owned();
    for part in Path::new(from).components() {
        match part {
            Component::ParentDir => drop(path.pop()),
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    let whole = path.to_string_lossy().into_owned();
    ["", ".ts", ".tsx", "/index.ts", "/index.tsx"]
        .iter()
        .map(|end| PathBuf::from(format!("{whole}{end}")))
        .find(|candidate| texts.contains_key(candidate))
}

/// The file that defines what another one hands on by this name.
fn home_of(
    texts: &Texts,
    file: &Path,
    name: &str,
    seen: &mut BTreeSet<PathBuf>,
) -> Option<PathBuf> {
    if !seen.insert(file.to_owned()) {
        return None;
    }
    let handed = imports(texts.get(file)?).into_iter().filter(|import| import.kind == Kind::HandOn);
    handed
        .filter(|import| import.names.iter().any(|handed| handed == name || handed == "*"))
        .find_map(|import| {
            let other = found(texts, file, &import.from)?;
            home_of(texts, &other, name, seen).or(Some(other))
        })
}
