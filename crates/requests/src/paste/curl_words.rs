//! The words of a curl command, as the shell takes it apart that it was written for.

use super::curl_name::Curl;
use super::dialect::Dialect;
use super::remark::Remarks;
use super::word::Command;
use super::{cmd, powershell, shell};

pub(super) fn words_of(text: &str, begin: Curl, remarks: &mut Remarks) -> Command {
    match Dialect::of(&text[begin.at..]) {
        Dialect::Posix => shell::command(text, begin.words, remarks),
        Dialect::Cmd => cmd::command(text, begin.words, remarks),
        Dialect::Powershell => powershell::command(text, begin.words, remarks),
    }
}
