//! Every command and option there is, read from the help texts, so that the script cannot forget one.

use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};

/// The options of each command by its words, such as `profile add`.
pub(crate) type Tree = BTreeMap<String, BTreeSet<String>>;

/// Not the product's own: they print and end, and take no argument.
const OF_CLAP: [&str; 2] = ["--help", "--version"];

/// Walks through the commands; `help` gives the help text of one.
pub(crate) fn read(help: &mut dyn FnMut(&[String]) -> Result<String>) -> Result<Tree> {
    let mut tree = Tree::new();
    let mut open = vec![Vec::new()];
    while let Some(words) = open.pop() {
        let text = help(&words)?;
        let below = commands(&text);
        // Some do something without one of the commands below them.
        if below.is_empty() || text.lines().any(|line| line == "Arguments:") {
            tree.insert(words.join(" "), options(&text));
        }
        for name in below {
            open.push(words.iter().cloned().chain([name]).collect());
        }
    }
    Ok(tree)
}

/// The names below `Commands:`.
fn commands(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    lines
        .take_while(|line| !line.is_empty())
        // A description that goes on is indented further.
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

/// The long names of the options, whichever heading they stand under.
fn options(help: &str) -> BTreeSet<String> {
    let first_words = help.lines().filter_map(|line| {
        let line = line.trim_start();
        let long = line.split_once(", --").filter(|(short, _)| short.len() == 2);
        match long {
            Some((_, long)) => Some(format!("--{long}")),
            None => line.starts_with("--").then(|| line.to_owned()),
        }
    });
    let names = first_words.map(|line| {
        let end = line.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.'));
        line[..end.unwrap_or(line.len())].trim_end_matches('.').to_owned()
    });
    names.filter(|name| !OF_CLAP.contains(&name.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::{BTreeSet, Tree, read};

    const TOP: &str = "Adobe API credentials\n\nUsage: mudbrick <COMMAND>\n\nCommands:\n  \
        profile  Add, list\n           or remove\n  token    Print a token\n  history  List\n  help     Print this\n\n\
        Options:\n      --json  Print JSON\n";
    const PROFILE: &str =
        "Usage: …\n\nCommands:\n  add   Make one\n  help  Print this\n\nOptions:\n";
    const BOTH: &str = "Usage: …\n\nCommands:\n  size  Say it\n\nArguments:\n  [FILTER]...  Words\n\n\
        Options:\n      --all  All\n";
    const LEAF: &str = "Usage: …\n\nArguments:\n  <NAME>  Such as --this\n\nOptions:\n  \
        -C, --country <COUNTRY>  Two letters\n      --json               Print JSON\n  \
        --http1.1            Speak it\n  -h, --help               Print help\n";

    #[test]
    fn every_leaf_has_its_options() {
        let tree = read(&mut |words| {
            Ok(match words.join(" ").as_str() {
                "" => TOP,
                "profile" => PROFILE,
                "history" => BOTH,
                _ => LEAF,
            }
            .to_owned())
        });
        let options: BTreeSet<String> =
            ["--country".into(), "--http1.1".into(), "--json".into()].into();
        let expected = [
            ("history", ["--all".to_owned()].into()),
            ("history size", options.clone()),
            ("profile add", options.clone()),
            ("token", options),
        ];
        let expected = expected.map(|(words, options)| (words.to_owned(), options));
        assert_eq!(tree.unwrap(), Tree::from(expected));
    }
}
