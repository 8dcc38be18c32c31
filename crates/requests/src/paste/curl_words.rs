//! The words of a curl command, as the shell takes it apart that it was written for.

use super::curl_name::Curl;
use super::dialect::Dialect;
use super::enclosed::enclosure;
use super::remark::Remarks;
use super::word::Command;
use super::{cmd, powershell, shell};

/// What the command stands in ends it.
pub(super) fn words_of(text: &str, begin: Curl, remarks: &mut Remarks) -> Command {
    let text = enclosure(text, begin.at).map_or(text, |around| &text[..around.end]);
    match Dialect::of(&text[begin.at..]) {
        Dialect::Posix => shell::command(text, begin.words, remarks),
        Dialect::Cmd => cmd::command(text, begin.words, remarks),
        Dialect::Powershell => powershell::command(text, begin.words, remarks),
    }
}
