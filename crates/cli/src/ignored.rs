//! Options that a command would ignore. The grammar knows most; these depend on values, or on commands that take no part in
//! an option all the others have.

use crate::arguments::{Arguments, Command, Format, KeyCommand, SaveAs};
use mudbrick_model::{ErrorCode, Problem};

/// Refuses what would be ignored.
pub(crate) fn none(arguments: &Arguments) -> Result<(), Problem> {
    let json = arguments.format() == Format::Json;
    let ignored = match &arguments.command {
        Command::Tour | Command::Completions { .. } | Command::Manual if json => {
            Some(("--json", "this command prints text alone"))
        }
        Command::Tour | Command::Completions { .. } | Command::Manual
            if arguments.passphrase_file.is_some() =>
        {
            Some(("--passphrase-file", "this command does not open your vault"))
        }
        Command::Key(KeyCommand::Save(save))
            if save.new_passphrase_file.is_some() && save.what != SaveAs::Pkcs12 =>
        {
            Some(("--new-passphrase-file", "only pkcs12 files have a passphrase"))
        }
        Command::Key(KeyCommand::Import(import)) if import.test => {
            Some(("--test", "a key without a profile gets no token"))
        }
        _ => None,
    };
    ignored.map_or(Ok(()), |(option, why)| Err(useless(option, why)))
}

/// What is said of an option that would do nothing.
pub(crate) fn useless(option: &str, why: &str) -> Problem {
    Problem::new(ErrorCode::InvalidInput, format!("{option} would do nothing here: {why}."))
        .remedy(format!("Leave {option} out."))
}
