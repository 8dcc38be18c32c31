//! Arguments that are not understood, and help: as words, or as JSON when that was asked for.

use crate::arguments::{Arguments, Format};
use crate::output::{Output, visible};
use clap::Parser;
use clap::error::ErrorKind;
use mudbrick_model::{ErrorCode, Problem};
use std::ffi::OsString;
use std::process::ExitCode;

/// Why there are no arguments to run with.
pub(crate) struct Usage {
    error: clap::Error,
    format: Format,
}

/// Reads the arguments.
pub(crate) fn parse(given: impl IntoIterator<Item = OsString>) -> Result<Arguments, Usage> {
    let given: Vec<OsString> = given.into_iter().collect();
    Arguments::try_parse_from(&given).map_err(|error| {
        // The words for an error quote what was given. Read once more with that made visible, they quote something harmless.
        let shown =
            given.iter().map(|argument| visible::line(&argument.to_string_lossy()).into_owned());
        let error = match Arguments::try_parse_from(shown) {
            Err(quoting) if quoting.kind() == error.kind() => quoting,
            _ => error,
        };
        Usage { error, format: format(&given) }
    })
}

/// What was asked for, as far as that can be told from arguments that are wrong.
fn format(given: &[OsString]) -> Format {
    let mut options = given.iter().skip(1).take_while(|argument| *argument != "--");
    if options.any(|argument| argument == "--json") { Format::Json } else { Format::Text }
}

impl Usage {
    /// Prints it. Help and version are answers; everything else is wrong usage.
    pub(crate) fn told(&self) -> ExitCode {
        let output = Output::new(self.format);
        let is_asked =
            matches!(self.error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
        if is_asked {
            return match output.help(&self.error.render()) {
                Ok(()) => ExitCode::SUCCESS,
                Err(_) => ExitCode::FAILURE,
            };
        }
        output.usage(&self.problem(), &self.words());
        ExitCode::from(2)
    }

    /// What clap says, without colours.
    pub(crate) fn words(&self) -> String {
        self.error.render().to_string()
    }

    fn problem(&self) -> Problem {
        let words = self.words();
        let mut lines = words.lines().map(str::trim).filter(|line| !line.is_empty());
        let is_help = self.error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
        let message = match lines.next().and_then(|line| line.strip_prefix("error: ")) {
            Some(line) if !is_help => line.to_owned(),
            _ => "The command is not complete.".to_owned(),
        };
        let problem = Problem::new(ErrorCode::InvalidInput, message).remedy(
            "`mudbrick --help` lists the commands, and --help behind a command its options.",
        );
        let rest: Vec<&str> =
            lines.filter(|line| !line.starts_with("For more information")).collect();
        if is_help || rest.is_empty() { problem } else { problem.detail(rest.join("\n")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(given: &[&str]) -> Usage {
        let given = ["mudbrick"].iter().chain(given).map(OsString::from);
        match parse(given) {
            Ok(arguments) => panic!("{arguments:?} must be refused"),
            Err(usage) => usage,
        }
    }

    #[test]
    fn json_is_known_from_arguments_that_are_wrong() {
        assert_eq!(refused(&["send", "--json"]).format, Format::Json);
        assert_eq!(refused(&["--json", "nonsense"]).format, Format::Json);
        assert_eq!(refused(&["nonsense"]).format, Format::Text);
        assert_eq!(refused(&["nonsense", "--", "--json"]).format, Format::Text);
    }

    #[test]
    fn a_problem_has_the_sentence_and_the_rest_apart() {
        let problem = refused(&["token", "P", "--nonsense"]).problem();
        assert_eq!(problem.code, ErrorCode::InvalidInput);
        assert_eq!(problem.message, "unexpected argument '--nonsense' found");
        assert!(problem.detail.is_some_and(|detail| detail.contains("Usage:")));
        assert_eq!(refused(&[]).problem().message, "The command is not complete.");
    }

    #[test]
    fn what_is_quoted_begins_no_line() {
        let words = refused(&["no\nerror: forged\u{1b}[8m"]).words();
        assert!(words.contains("no\\nerror: forged\\u{1b}[8m"), "{words}");
    }
}
