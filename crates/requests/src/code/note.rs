//! What has to be said about code: where it differs from what Mudbrick sends, and what one has to know before running it.

use mudbrick_model::{ErrorCode, Explain, Problem};
use thiserror::Error;

/// Something that has to be said about code, as a clause.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CodeNote {
    /// Variables without a value stand in it as they were written.
    #[error("no value is set for {}; replace it before you run this", names.join(", "))]
    Unset {
        /// Without braces, in order of appearance.
        names: Vec<String>,
    },
    /// A secret that was typed into the request is masked.
    #[error("a secret that was typed into the request is masked here")]
    Masked,
    /// Secrets besides the token are read from the environment.
    #[error("set the environment variable {name} before you run this")]
    Environment {
        /// The variable.
        name: String,
    },
    /// Headers of one name became one.
    #[error("the headers {name} are joined by a {by}, which means the same")]
    Joined {
        /// The header.
        name: String,
        /// Comma or semicolon.
        by: &'static str,
    },
    /// A header whose value the language cannot write.
    #[error("{language} cannot send the value of the header {name} as Mudbrick does")]
    HeaderValue {
        /// Who cannot.
        language: &'static str,
        /// The header.
        name: String,
    },
    /// A header that the language does not let anybody set.
    #[error("{language} refuses the header {name}, so it is left out")]
    HeaderRefused {
        /// Who refuses.
        language: &'static str,
        /// The header.
        name: String,
    },
    /// An answer that was asked for compressed.
    #[error("{language} does not unpack an answer that is compressed with {how}")]
    Compressed {
        /// Who does not.
        language: &'static str,
        /// As `Accept-Encoding` names it.
        how: String,
    },
    /// Something that somebody has asked for, and that the language cannot be told.
    #[error("{language} is not told {what}")]
    NotTold {
        /// Who is not.
        language: &'static str,
        /// What Mudbrick does.
        what: String,
    },
    /// A time limit that is not for all of the call.
    #[error("{language} does not count all of the call for its time limit, so it may take longer")]
    Waits {
        /// Who counts.
        language: &'static str,
    },
    /// Further tries after more answers.
    #[error("curl also tries again after 408, 500, 502 and 504")]
    TriesMore,
    /// A redirect to which Mudbrick follows a writing call.
    #[error("a redirect is the answer here, where Mudbrick follows 303 (See Other) with a GET")]
    SeeOther,
    /// What else happens where a redirect is followed.
    #[error("{}", redirected(language, along, *to_http))]
    Redirected {
        /// Who follows.
        language: &'static str,
        /// The headers that another host gets.
        along: Vec<String>,
        /// Whether it goes on without TLS.
        to_http: bool,
    },
    /// Who follows redirects has to say who they are there too.
    #[error("{language} leaves Authorization out where a redirect leads, even on the same host")]
    LosesAuthorization {
        /// Who does.
        language: &'static str,
    },
    /// Redirects are followed whatever is wanted.
    #[error("{language} follows redirects here, which Mudbrick does not")]
    FollowsAnyhow {
        /// Who does.
        language: &'static str,
    },
    /// A body with a method that the language sends without one.
    #[error("{language} refuses a body with {method}")]
    BodyRefused {
        /// Who refuses.
        language: &'static str,
        /// The method.
        method: &'static str,
    },
    /// A URL that is not in the form that the language sends.
    #[error("{language} may send the URL in another way of writing it, for instance {example}")]
    Normalises {
        /// Who writes it anew.
        language: &'static str,
        /// What becomes of what.
        example: String,
    },
    /// A header that the language adds by itself.
    #[error("{language} adds the header Content-Type: {value}, which the request does not have")]
    AddsContentType {
        /// Who adds it.
        language: &'static str,
        /// Its value.
        value: &'static str,
    },
    /// Quotation marks that the older PowerShell loses.
    #[error(
        "this needs PowerShell 7.3 or newer: Windows PowerShell 5.1 takes the quotation marks out of it; use Invoke-RestMethod there"
    )]
    QuotationMarks,
    /// Percent signs are written for the prompt.
    #[error("this is written for the prompt; in a batch file, double every percent sign")]
    PercentSigns,
    /// A character that cmd cannot hold.
    #[error("cmd leaves carriage returns out, so the body arrives with line feeds alone")]
    CarriageReturns,
    /// More than the shell takes.
    #[error("this is {length} characters long, and {shell} takes at most {most}")]
    TooLong {
        /// Which shell.
        shell: &'static str,
        /// How long it is.
        length: usize,
        /// How long it may be.
        most: usize,
    },
    /// A character that ends a text early in every language of shells.
    #[error("no command can hold the character NUL, which is in the body")]
    Nul,
    /// The body is too long for code.
    #[error("save the body, {bytes} bytes, as {file} where you run this{}", filled_in(names))]
    BodyInFile {
        /// The file.
        file: String,
        /// How long the body is.
        bytes: usize,
        /// The variables in it, without braces.
        names: Vec<String>,
    },
    /// The body is a file that is there already.
    #[error("the body is read from {file}, which has to be there where you run this")]
    OwnFile {
        /// As the request names it.
        file: String,
    },
    /// A body with a file in it that is no text, in code that has no file beside it.
    #[error("a file in the body is not text; the line that names it stands in its place")]
    Binary,
    /// aepp writes JSON itself.
    #[error("aepp writes the body's JSON itself, so its blanks may differ")]
    RewritesJson,
}

fn redirected(language: &str, along: &[String], to_http: bool) -> String {
    let names = along.join(", ");
    match (along.is_empty(), to_http) {
        (false, false) => format!(
            "where a redirect leads to another host, {language} sends {names} there too; Mudbrick does not"
        ),
        (true, _) => format!("{language} follows a redirect from https to http; Mudbrick does not"),
        (false, true) => format!(
            "where a redirect leads to another host, {language} sends {names} there too, and it follows one from https to http; Mudbrick does neither"
        ),
    }
}

fn filled_in(names: &[String]) -> String {
    match names {
        [] => String::new(),
        names => format!(", with values in the places of {}", names.join(", ")),
    }
}

/// Why a request cannot be written in a language.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CodeError {
    /// aepp knows Experience Platform alone.
    #[error("writing for aepp: {host} is not Experience Platform")]
    NotPlatform {
        /// Where the request goes.
        host: String,
    },
    /// aepp gets its token by OAuth Server-to-Server.
    #[error("writing for aepp: the profile is not an OAuth Server-to-Server credential")]
    NotOauth,
    /// A request that aepp has no call for.
    #[error("writing for aepp: there is no call for {what}")]
    NoCall {
        /// What it lacks.
        what: String,
    },
}

impl Explain for CodeError {
    fn problem(&self) -> Problem {
        let message = match self {
            Self::NotPlatform { host } => {
                format!("aepp speaks to Experience Platform alone, and this request goes to {host}.")
            }
            Self::NotOauth => {
                "aepp gets its token with an OAuth Server-to-Server credential, which this profile is not."
                    .to_owned()
            }
            Self::NoCall { what } => format!("aepp has no call for {what}."),
        };
        Problem::new(ErrorCode::InvalidInput, message)
            .remedy("Choose another language, such as Python (requests).")
    }
}

/// The notes of one piece of code, each once.
#[derive(Debug, Default)]
pub(super) struct Notes(pub(super) Vec<CodeNote>);

impl Notes {
    pub(super) fn add(&mut self, note: CodeNote) {
        if !self.0.contains(&note) {
            self.0.push(note);
        }
    }
}
