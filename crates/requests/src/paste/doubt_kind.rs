//! What a person has to look at before a pasted request is sent: the kinds, and how each is said.

use serde::Serialize;
use thiserror::Error;

/// What is doubtful.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Error, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum DoubtKind {
    /// A quotation has a beginning and no end.
    #[error("the quotation mark {mark} is never closed; it was read up to the end of its line")]
    Unclosed {
        /// The mark that is waited for.
        mark: char,
    },
    /// Two words without a blank between them.
    #[error("a blank is missing before {option}")]
    MissingBlank {
        /// The option that begins there.
        option: String,
    },
    /// An option that curl does not have.
    #[error("curl has no option {option}; it was left out")]
    UnknownOption {
        /// As written.
        option: String,
    },
    /// An option that changes what is sent, and that is not carried out.
    #[error("Mudbrick does not do what {option} asks for; it was left out")]
    Unsupported {
        /// The option.
        option: String,
    },
    /// Quotation marks within a quotation of the same kind: `'select 'a' from b'`.
    #[error(
        "the quotation marks {mark} inside this text end it and begin it again, so they are left out"
    )]
    MarksInside {
        /// The mark.
        mark: char,
    },
    /// A URL that curl takes for several.
    #[error("curl would send a request for each of {pattern}; it was read as one URL")]
    SeveralByPattern {
        /// As it is written.
        pattern: String,
    },
    /// A word that is neither an option nor a URL.
    #[error("this word belongs to no option, and it is no URL; it was left out")]
    StrayWord,
    /// A header without `-H` before it.
    #[error("this looks like a header whose -H is missing; it was read as one")]
    HeaderWithoutOption,
    /// A header option whose value is no header.
    #[error("this is not a header; it was left out")]
    NotAHeader,
    /// More than one URL.
    #[error("there is more than one URL; the first one was taken")]
    SeveralUrls,
    /// More than one command or request.
    #[error("there are {count} requests in the text; the first one was taken")]
    SeveralRequests {
        /// How many.
        count: usize,
    },
    /// What stands above is a request, too, or has a quotation or a bracket that is still open.
    #[error("this may be a part of what stands above it, which was left out")]
    PartOfAnother,
    /// The body is in a file.
    #[error("the body is in the file {path}, which is read when the request is sent")]
    BodyInFile {
        /// As written.
        path: String,
    },
    /// A part of a form is in a file.
    #[error(
        "the part {name} of the form is in the file {path}, which is read when the request is sent"
    )]
    PartInFile {
        /// The part's name.
        name: String,
        /// As written.
        path: String,
    },
    /// The body is what the command is given on its standard input.
    #[error(
        "the body comes from standard input, which is not a part of the text; there is no body"
    )]
    BodyFromInput,
    /// A file whose text cannot be put where it belongs.
    #[error("the text of the file {path} belongs here, and is left out")]
    FileLeftOut {
        /// As written.
        path: String,
    },
    /// More options of the command.
    #[error(
        "more options are in the file {path}, which is not a part of the text; they are left out"
    )]
    OptionsInFile {
        /// As written.
        path: String,
    },
    /// The output of another command.
    #[error(
        "the output of another command belongs here; the variable {variable} stands in its place"
    )]
    CommandOutput {
        /// The variable's name.
        variable: String,
    },
    /// `$1`, `$@`: what a script or a function of a shell is given.
    #[error(
        "what the script or function is given belongs here; the variable {variable} stands in its place"
    )]
    Argument {
        /// The variable's name.
        variable: String,
    },
    /// An expression of a script that is not evaluated.
    #[error(
        "the value of this expression is not in the text; the variable {variable} stands in its place"
    )]
    Expression {
        /// The variable's name.
        variable: String,
    },
    /// A variable that the text gives several values, or changes in a way that is not followed.
    #[error(
        "the text gives {variable} more than one value, or changes it; look whether this is the one that you mean"
    )]
    SeveralValues {
        /// The variable's name.
        variable: String,
    },
    /// White space, a quotation mark or the like in the URL.
    #[error("the URL contains {what}")]
    OddUrl {
        /// What is in it.
        what: OddUrl,
    },
    /// A header's name with characters that no header name may have.
    #[error("{name} cannot be the name of a header")]
    OddHeaderName {
        /// As written.
        name: String,
    },
    /// A header's value that contains an option, a line break or a quotation mark of the command.
    #[error("the value of the header {name} contains {what}")]
    OddHeaderValue {
        /// The header.
        name: String,
        /// What is in it.
        what: OddValue,
    },
    /// A header twice, with different values.
    #[error("the header {name} is there twice, with different values")]
    DuplicateHeader {
        /// The header.
        name: String,
    },
    /// A token without `Bearer` before it.
    #[error("Adobe's APIs want the word Bearer and a blank before the token")]
    NoBearer,
    /// A body that should be JSON and is not.
    #[error("the body should be JSON, and is not: {why}")]
    NotJson {
        /// What the parser says, with the line and column in the body.
        why: String,
    },
    /// A method that has no body, with one.
    #[error("a {method} request has a body; Adobe's APIs ignore it or refuse it")]
    UnexpectedBody {
        /// The method.
        method: String,
    },
    /// A body that looks like headers.
    #[error("the body looks like a header; a header stands before the blank line")]
    HeaderInBody,
    /// No blank line between headers and body.
    #[error("a blank line is missing before the body; the body was read from here on")]
    NoBlankLine,
    /// A form whose parts cannot be told apart.
    #[error(
        "the body should be a form of several parts, and the boundary of Content-Type is not in it"
    )]
    NoBoundary,
    /// Something that the text leaves out.
    #[error("the text leaves something out here: {written}")]
    LeftOutThere {
        /// As written.
        written: String,
    },
    /// A part of the path that reads like a variable.
    #[error("{name} looks like a variable of the path; it is sent as it is written")]
    PathVariable {
        /// As written.
        name: String,
    },
    /// A path without a host.
    #[error("the text names no host; the request cannot be sent before you write one")]
    NoHost,
}

impl DoubtKind {
    /// The variable that it is about.
    pub(super) fn variable(&self) -> Option<&str> {
        match self {
            Self::CommandOutput { variable }
            | Self::Argument { variable }
            | Self::Expression { variable }
            | Self::SeveralValues { variable } => Some(variable),
            _ => None,
        }
    }
}

/// What is odd about a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each says itself in its message")]
pub enum OddUrl {
    #[error("a blank or a line break")]
    WhiteSpace,
    #[error("a quotation mark")]
    QuotationMark,
    #[error("an option of curl")]
    Option,
    #[error("a second URL")]
    SecondUrl,
    #[error("&amp; instead of &")]
    HtmlEntity,
    #[error("a backslash")]
    Backslash,
    #[error("a scheme other than http and https")]
    Scheme,
    #[error("no host that could be one")]
    Host,
}

/// What is odd about a header's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each says itself in its message")]
pub enum OddValue {
    #[error("a line break")]
    LineBreak,
    #[error("an option of curl")]
    Option,
    #[error("a quotation mark without its partner")]
    QuotationMark,
    #[error("the word Bearer twice")]
    BearerTwice,
}
