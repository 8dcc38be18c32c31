//! The window's calls: what TypeScript may ask of the shell, written from the signatures of the commands in
//! `src-tauri/commands`, so that a command's name, an argument's name or a type cannot be one thing in Rust and another in
//! the pages. Reading Rust is left to `read`, writing TypeScript to `typescript`.

mod command;
mod read;
mod typescript;

use crate::files::{below, root};
use anyhow::{Context as _, Result, bail};
use std::collections::BTreeSet;
use std::fs;

/// The generated file's name among the types.
pub(crate) const FILE: &str = "Calls.ts";

/// The TypeScript of all commands, over the types that there are.
pub(crate) fn generate(types: &BTreeSet<String>) -> Result<String> {
    let mut commands = Vec::new();
    let mut found = BTreeSet::new();
    for path in below(&[root().join("src-tauri/commands")], &[])? {
        let module = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path)?;
        let here = read::commands(&text).with_context(|| format!("reading {}", path.display()))?;
        found.extend(here.iter().map(|command| format!("commands::{module}::{}", command.name)));
        commands.extend(here);
    }
    let shell = fs::read_to_string(root().join("src-tauri/lib.rs"))?;
    let registered = read::registered(&shell).context("reading src-tauri/lib.rs")?;
    compare(&found, &registered)?;
    commands.sort_by(|one, other| one.name.cmp(&other.name));
    typescript::text(&commands, types)
}

/// A command that Tauri was not told of is refused only when somebody calls it.
fn compare(found: &BTreeSet<String>, registered: &BTreeSet<String>) -> Result<()> {
    let silent: Vec<&String> = found.difference(registered).collect();
    if !silent.is_empty() {
        bail!("not in generate_handler! of src-tauri/lib.rs: {silent:?}");
    }
    let unread: Vec<&String> = registered.difference(found).collect();
    if !unread.is_empty() {
        bail!("in generate_handler! and no command in src-tauri/commands: {unread:?}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{FILE, compare, generate};
    use crate::bindings::committed;
    use std::collections::BTreeSet;
    use std::fs;

    #[test]
    fn the_calls_in_the_tree_are_what_the_commands_say() {
        let names = fs::read_dir(committed()).unwrap().map(|entry| entry.unwrap().file_name());
        let types = names
            .map(|name| name.to_string_lossy().trim_end_matches(".ts").to_owned())
            .collect::<BTreeSet<_>>();
        let found = fs::read_to_string(committed().join(FILE)).unwrap_or_default();
        let wanted = generate(&types).unwrap();
        let first = wanted.lines().zip(found.lines()).find(|(wanted, found)| wanted != found);
        assert!(wanted == found, "{FILE} is stale, run `cargo xtask gen`: {first:#?}");
    }

    #[test]
    fn a_command_that_is_not_registered_is_told_and_so_is_one_that_is_gone() {
        let set = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let (one, both) =
            (set(&["commands::a::one"]), set(&["commands::a::one", "commands::a::two"]));
        assert!(compare(&one, &one).is_ok());
        let silent = compare(&both, &one).unwrap_err().to_string();
        assert!(silent.starts_with("not in generate_handler!") && silent.contains("a::two"));
        let gone = compare(&one, &both).unwrap_err().to_string();
        assert!(gone.starts_with("in generate_handler! and no command") && gone.contains("a::two"));
    }
}
