//! The words of a curl command, as the shell takes it apart that it was written for.

use super::curl_name::{Curl, is_name};
use super::dialect::Dialect;
use super::enclosed::enclosure;
use super::remark::Remarks;
use super::word::Command;
use super::{cmd, powershell, shell};

/// What the command stands in ends it.
pub(super) fn words_of(text: &str, begin: Curl, remarks: &mut Remarks) -> Command {
    let text = enclosure(text, begin.at).map_or(text, |around| &text[..around.end]);
    let dialect = match Dialect::of(&text[begin.at..]) {
        Dialect::Posix if takes_values_of_cmd(text, begin.at) => Dialect::Cmd,
        dialect => dialect,
    };
    match dialect {
        Dialect::Posix => shell::command(text, begin.words, remarks),
        Dialect::Cmd => cmd::command(text, begin.words, remarks),
        Dialect::Powershell => powershell::command(text, begin.words, remarks),
    }
}

/// Whether the first line of the command has a variable, `%NAME%`, that a line above gives its value as `cmd` does.
fn takes_values_of_cmd(text: &str, at: usize) -> bool {
    let line = text[at..].lines().next().unwrap_or_default();
    let mut names = line.split('%').skip(1).filter(|name| is_name(name));
    names.any(|name| {
        let sets = |set: &str| text[..at].contains(&format!("{set}{name}="));
        ["set ", "SET ", "set \"", "SET \""].into_iter().any(sets)
    })
}
