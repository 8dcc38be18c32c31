//! Where text goes: answers to standard output, everything said about them to standard error. Nothing else in this program
//! prints.
//!
//! Names, hosts, addresses, answers and errors come from elsewhere and are never instructions to the terminal:
//!
//! | | to a terminal | to a pipe or a file |
//! | --- | --- | --- |
//! | an answer in words | [`visible::line`], our lines alone | as it came |
//! | a text of its own, such as a body or an export | [`visible::text`] | as it came |
//! | JSON | [`visible::json`], which means the same | the same |
//! | whatever goes to standard error | [`visible::line`] | the same: a log is read on a terminal later |

mod page;
mod remedy;
mod stream;
#[cfg(test)]
mod tests;
pub(crate) mod visible;
mod words;

pub(crate) use page::Page;
pub(crate) use remedy::{
    command as remedy_command, command_for as remedy_command_for, quoted, rotate as rotate_command,
};
pub(crate) use words::{internal, local, span};

use crate::arguments::{Format, Remarks};
use mudbrick_model::{ErrorCode, Problem};
use serde::Serialize;
use std::borrow::Cow;
use std::io;
use stream::{Reader, Stream};

/// Prints in the format that was asked for.
pub(crate) struct Output {
    format: Format,
    remarks: Remarks,
    stdout: Stream,
    stderr: Stream,
}

impl Output {
    pub(crate) fn new(format: Format, remarks: Remarks) -> Self {
        Self { format, remarks, stdout: Stream::stdout(), stderr: Stream::stderr() }
    }

    pub(crate) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// The answer: `value` as JSON, or the lines in `page`.
    pub(crate) fn answer<T: Serialize, P: Into<Page>>(
        &self,
        value: &T,
        page: impl FnOnce() -> P,
    ) -> Result<(), Problem> {
        match self.format {
            Format::Json => self.json(&serde_json::to_string_pretty(value).map_err(internal)?),
            Format::Text => self.page(&page().into()),
        }
    }

    /// The answer: `value` as JSON, or a text of several lines that came as a whole.
    pub(crate) fn answer_text<T: Serialize>(&self, value: &T, text: &str) -> Result<(), Problem> {
        match self.format {
            Format::Json => self.answer(value, Page::new),
            Format::Text => self.text(text.trim_end_matches('\n')),
        }
    }

    /// Lines on standard output.
    pub(crate) fn page(&self, page: &Page) -> Result<(), Problem> {
        let mut whole = String::new();
        for line in page.lines() {
            whole.push_str(&self.for_stdout(line, visible::line));
            whole.push('\n');
        }
        self.stdout(whole.as_bytes())
    }

    /// One line on standard output.
    pub(crate) fn line(&self, text: &str) -> Result<(), Problem> {
        self.page(&Page::from(text))
    }

    /// A text of several lines on standard output, ended by a line break.
    pub(crate) fn text(&self, text: &str) -> Result<(), Problem> {
        self.stdout(format!("{}\n", self.for_stdout(text, visible::text)).as_bytes())
    }

    /// JSON on standard output, ended by a line break.
    pub(crate) fn json(&self, json: &str) -> Result<(), Problem> {
        self.stdout(format!("{}\n", visible::json(json)).as_bytes())
    }

    /// A text that comes in parts, until an empty one: made visible on a terminal, else byte for byte.
    pub(crate) fn parts(
        &self,
        mut next: impl FnMut() -> Result<Vec<u8>, Problem>,
        raw: Raw,
    ) -> Result<(), Problem> {
        let mut pieces = visible::Pieces::default();
        let is_shown = self.is_terminal() && raw == Raw::No;
        loop {
            let part = next()?;
            match (part.is_empty(), is_shown) {
                (true, true) => return self.stdout(pieces.rest().as_bytes()),
                (true, false) => return Ok(()),
                // Each part is written before the next is read: an answer of a gigabyte needs the memory of one part.
                (false, true) => self.stdout(pieces.next(&part).as_bytes())?,
                (false, false) => self.stdout(&part)?,
            }
        }
    }

    /// A file on standard output, byte for byte. A terminal is shown it as text, if it is one.
    pub(crate) fn file(&self, bytes: &[u8]) -> Result<(), Problem> {
        match (self.stdout.reader, std::str::from_utf8(bytes)) {
            (Reader::Program, _) => self.stdout(bytes),
            (Reader::Person, Ok(text)) => self.text(text.trim_end_matches('\n')),
            (Reader::Person, Err(_)) => {
                let problem = Problem::new(ErrorCode::InvalidInput, "The file is not text.");
                Err(problem.remedy("Redirect standard output to a file or another program."))
            }
        }
    }

    /// Something said about the answer; left out with `--json` and `--quiet`.
    pub(crate) fn note(&self, text: &str) {
        if self.format == Format::Text && self.remarks == Remarks::Said {
            self.error_line(text);
        }
    }

    /// What a person has to do before there is an answer: said with `--json` and `--quiet` too.
    pub(crate) fn instruction(&self, text: &str) {
        self.error_line(text);
    }

    /// [`Output::instruction`] of several lines.
    pub(crate) fn instruction_page(&self, page: &Page) {
        for line in page.lines() {
            self.instruction(line);
        }
    }

    /// [`Output::note`] of several lines.
    pub(crate) fn note_page(&self, page: &Page) {
        for line in page.lines() {
            self.note(line);
        }
    }

    /// Why there is no answer.
    pub(crate) fn problem(&self, problem: &Problem) {
        match self.format {
            Format::Json => {
                let error = format!("{:#}\n", serde_json::json!({ "error": problem }));
                self.stderr(visible::json(&error).as_bytes());
            }
            Format::Text => self.explained("error", problem),
        }
    }

    /// What a person should know although there is an answer; left out with `--json`, whose answer carries it.
    pub(crate) fn warning(&self, problem: &Problem) {
        if self.format == Format::Text {
            self.explained("warning", problem);
        }
    }

    /// Our own text with our own colours: the help. Nothing from elsewhere may be in it.
    pub(crate) fn help(&self, help: &clap::builder::StyledStr) -> Result<(), Problem> {
        let coloured = self.stdout.reader == Reader::Person && !wants_no_colour();
        let text = if coloured { help.ansi().to_string() } else { help.to_string() };
        self.stdout(text.as_bytes())
    }

    /// Arguments that are not understood, as clap says it.
    pub(crate) fn usage(&self, problem: &Problem, words: &str) {
        match self.format {
            Format::Json => self.problem(problem),
            Format::Text => self.stderr(visible::text(words).as_bytes()),
        }
    }

    /// Whether a person looks at standard output.
    pub(crate) fn is_terminal(&self) -> bool {
        self.stdout.reader == Reader::Person
    }

    fn explained(&self, kind: &str, problem: &Problem) {
        self.error_line(&format!("{kind}: {}", problem.message));
        if let Some(remedy) = &problem.remedy {
            self.error_line(&format!("  {remedy}"));
            if let Some(command) = remedy.action.as_deref().and_then(remedy::command) {
                self.error_line(&format!("  {command}"));
            }
        }
        // The lines of a raw answer are marked as such, so that none is taken for one of ours.
        for line in problem.detail.iter().flat_map(|detail| detail.lines()) {
            self.error_line(&format!("  | {line}"));
        }
    }

    fn error_line(&self, line: &str) {
        self.stderr(format!("{}\n", visible::line(line)).as_bytes());
    }

    /// Nobody is left to be told when standard error cannot be written.
    fn stderr(&self, bytes: &[u8]) {
        let _ = self.stderr.write(bytes);
    }

    /// A reader that has had enough (`| head`) ends the program quietly.
    fn stdout(&self, bytes: &[u8]) -> Result<(), Problem> {
        match self.stdout.write(bytes) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(unwritten(&error)),
            _ => Ok(()),
        }
    }

    fn for_stdout<'a>(
        &self,
        text: &'a str,
        shown: impl Fn(&'a str) -> Cow<'a, str>,
    ) -> Cow<'a, str> {
        match self.stdout.reader {
            Reader::Person => shown(text),
            Reader::Program => Cow::Borrowed(text),
        }
    }
}

/// Whether a terminal gets bytes as they came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Raw {
    Yes,
    No,
}

/// By the convention of no-color.org: set, and not to nothing. A terminal that knows no colours would print them as text.
fn wants_no_colour() -> bool {
    let is_set = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    is_set || std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Asks something on standard error; the cursor stays behind the question.
pub(crate) fn question(text: &str) {
    // The answer that nobody can give is no.
    let _ = Stream::stderr().write(visible::line(text).as_bytes());
}

/// What standard output said when it could not be written.
fn unwritten(error: &io::Error) -> Problem {
    Problem::new(ErrorCode::Storage, "Standard output could not be written.")
        .detail(error.to_string())
}
