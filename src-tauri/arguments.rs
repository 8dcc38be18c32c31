//! What `mudbrick-desktop` can be told when it is started. Everything else is asked for in the window, or from the command
//! line's own program.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory as _, Parser};
use clap_mangen::Man;
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;

/// Opens Mudbrick's window: Adobe API credentials, tokens and requests.
#[derive(Debug, PartialEq, Eq, Parser)]
#[command(
    name = "mudbrick-desktop",
    version,
    max_term_width = 100,
    after_help = "The command mudbrick does the same from a terminal."
)]
pub(crate) struct Arguments {
    /// Start the practice Adobe along with the window
    #[arg(long)]
    pub(crate) practice: bool,
    /// Open the quick window, of the program that runs already where there is one
    #[arg(long)]
    pub(crate) quick: bool,
    /// Print the manual page, for whoever makes a package
    #[arg(long, hide = true)]
    manual: bool,
}

impl Arguments {
    /// Reads what follows the program's name. What was asked for without a window, and what is wrong, is said here, and the
    /// program ends with that code.
    pub(crate) fn read(given: impl Iterator<Item = OsString>) -> Result<Self, ExitCode> {
        match Self::try_parse_from([OsString::from("mudbrick-desktop")].into_iter().chain(given)) {
            Ok(Self { manual: true, .. }) => Err(print_manual()),
            Ok(arguments) => Ok(arguments),
            Err(error) => Err(tell(&error)),
        }
    }
}

/// Help and version are answers; everything else is wrong usage.
fn tell(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return ended(error.print());
    }
    complain(&format!(
        "{} `mudbrick-desktop --help` says what can be given.",
        refusal(error.get(ContextKind::InvalidArg))
    ));
    ExitCode::from(2)
}

/// What is wrong. What was given is quoted with escapes: it may have been put together to steer a terminal.
fn refusal(argument: Option<&ContextValue>) -> String {
    match argument {
        Some(ContextValue::String(argument)) => format!("{argument:?} is not understood."),
        _ => "The arguments are not understood.".to_owned(),
    }
}

fn print_manual() -> ExitCode {
    let mut page = Vec::new();
    #[allow(clippy::disallowed_methods, reason = "the page is made of our own words alone")]
    ended(
        Man::new(Arguments::command())
            .render(&mut page)
            .and_then(|()| io::stdout().write_all(&page)),
    )
}

/// A reader that has had enough (`| head`) is no failure.
fn ended(written: io::Result<()>) -> ExitCode {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}

/// Says on standard error why there is no window. Nobody is left to be told when that cannot be written.
pub(crate) fn complain(message: &str) {
    #[allow(clippy::disallowed_methods, reason = "before there is a window, there is nothing else")]
    let _ = writeln!(io::stderr(), "mudbrick-desktop: {message}");
}

#[cfg(test)]
mod tests {
    use super::{Arguments, refusal};
    use clap::Parser as _;
    use clap::error::{ContextKind, ErrorKind};

    fn read(given: &[&str]) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(["mudbrick-desktop"].iter().chain(given))
    }

    #[test]
    fn a_window_opens_with_or_without_the_practice_adobe() {
        assert_eq!(read(&[]).unwrap(), Arguments { practice: false, quick: false, manual: false });
        assert_eq!(
            read(&["--practice"]).unwrap(),
            Arguments { practice: true, quick: false, manual: false }
        );
    }

    #[test]
    fn help_and_version_are_told_from_wrong_usage() {
        assert_eq!(read(&["--help"]).unwrap_err().kind(), ErrorKind::DisplayHelp);
        assert_eq!(read(&["--version"]).unwrap_err().kind(), ErrorKind::DisplayVersion);
        for wrong in ["--nonsense", "nonsense", "--practice=yes", "--practise", "-x"] {
            let error = read(&[wrong]).unwrap_err();
            assert!(!matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion));
            let said = refusal(error.get(ContextKind::InvalidArg));
            let named = wrong.split('=').next().unwrap();
            assert!(said.contains(named), "{wrong}: {said}");
        }
    }

    #[test]
    fn what_is_quoted_steers_no_terminal() {
        let error = read(&["x\u{1b}[8m\n\u{202e}"]).unwrap_err();
        let said = refusal(error.get(ContextKind::InvalidArg));
        assert_eq!(said, r#""x\u{1b}[8m\n\u{202e}" is not understood."#);
    }
}
