//! Arguments that are not understood, and help: as words, or as JSON when that was asked for.

use crate::arguments::{Arguments, Format, Remarks};
use crate::output::{Output, visible};
use clap::Parser;
use clap::error::{ContextKind, ErrorKind};
use mudbrick_model::{ErrorCode, Problem};
use std::error::Error as _;
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
    pub(crate) fn report(&self) -> ExitCode {
        let output = Output::new(self.format, Remarks::Said);
        let is_asked =
            matches!(self.error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
        if is_asked {
            return match output.help(&self.error.render()) {
                Ok(()) => ExitCode::SUCCESS,
                Err(problem) => {
                    output.problem(&problem);
                    ExitCode::FAILURE
                }
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
        let problem = Problem::new(ErrorCode::InvalidInput, self.sentence()).remedy(
            "`mudbrick --help` lists the commands, and --help behind a command its options.",
        );
        match self.error.get(ContextKind::Usage) {
            Some(usage) => problem.detail(usage.to_string()),
            None => problem,
        }
    }

    /// What is wrong, by the facts that clap gives and not by its words for them.
    fn sentence(&self) -> String {
        let fact = |kind| self.error.get(kind).map(ToString::to_string).unwrap_or_default();
        let argument = fact(ContextKind::InvalidArg);
        let value = fact(ContextKind::InvalidValue);
        match self.error.kind() {
            ErrorKind::UnknownArgument => {
                let alike = fact(ContextKind::SuggestedArg);
                format!("There is no option or argument {argument} here.{}", perhaps(&alike))
            }
            ErrorKind::InvalidSubcommand => {
                let alike = fact(ContextKind::SuggestedSubcommand);
                let command = fact(ContextKind::InvalidSubcommand);
                format!("There is no command {command}.{}", perhaps(&alike))
            }
            ErrorKind::InvalidValue if value.is_empty() => format!("{argument} needs a value."),
            ErrorKind::InvalidValue => {
                let valid = fact(ContextKind::ValidValue);
                format!("{value} is no value for {argument}. Possible are: {valid}.")
            }
            ErrorKind::ValueValidation => match self.error.source() {
                Some(why) => format!("{value} is no value for {argument}: {why}."),
                None => format!("{value} is no value for {argument}."),
            },
            ErrorKind::TooManyValues => format!("{value} is one value too many for {argument}."),
            ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
                format!("{argument} needs another number of values.")
            }
            ErrorKind::NoEquals => format!("{argument} needs an equals sign before its value."),
            ErrorKind::MissingRequiredArgument => format!("What is missing: {argument}."),
            ErrorKind::ArgumentConflict => match fact(ContextKind::PriorArg) {
                prior if prior == argument => format!("{argument} can be given once."),
                prior => format!("{argument} cannot be used together with {prior}."),
            },
            ErrorKind::InvalidUtf8 => "An argument is not valid UTF-8.".to_owned(),
            _ => "The command is not complete.".to_owned(),
        }
    }
}

fn perhaps(alike: &str) -> String {
    if alike.is_empty() { String::new() } else { format!(" Did you mean {alike}?") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

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
        assert_eq!(problem.message, "There is no option or argument --nonsense here.");
        assert!(problem.detail.is_some_and(|detail| detail.starts_with("Usage: ")));
        assert_eq!(refused(&[]).problem().message, "The command is not complete.");
    }

    #[rstest]
    #[case::option(&["token", "P", "--renw"], "There is no option or argument --renw here. Did you mean --renew?")]
    #[case::command(&["tokn"], "There is no command tokn. Did you mean token?")]
    #[case::command_of_a_command(&["vault", "lokc"], "There is no command lokc. Did you mean unlock, lock?")]
    #[case::missing(&["token"], "What is missing: <PROFILE>.")]
    #[case::too_much(&["token", "P", "Q"], "There is no option or argument Q here.")]
    #[case::not_among_them(&["completions", "csh"], "csh is no value for <SHELL>. Possible are: bash, elvish, fish, powershell, zsh.")]
    #[case::no_value(&["token", "P", "--passphrase-file"], "--passphrase-file <FILE> needs a value.")]
    #[case::twice(&["token", "P", "--renew", "--renew"], "--renew can be given once.")]
    fn each_mistake_has_its_sentence(#[case] given: &[&str], #[case] expected: &str) {
        assert_eq!(refused(given).problem().message, expected);
    }

    #[test]
    fn what_is_quoted_begins_no_line() {
        let words = refused(&["no\nerror: forged\u{1b}[8m"]).words();
        assert!(words.contains("no\\nerror: forged\\u{1b}[8m"), "{words}");
    }
}
