//! What of another program's file is not taken over: typed, with its place, and where there is one with Mudbrick's own way.

use mudbrick_requests::{PasteNote, names_in};
use serde::Serialize;
use thiserror::Error;

/// Something that was not taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Where in the tree: `Users › List users`. Empty for the whole.
    pub place: String,
    /// What.
    #[serde(flatten)]
    pub kind: LeftOutKind,
}

/// When a script would run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each says itself in its message")]
pub enum ScriptTime {
    #[error("before the request")]
    Before,
    #[error("after the answer")]
    After,
}

/// What Mudbrick does by itself in the place of a script.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[allow(missing_docs, reason = "each says itself in its message")]
pub enum Native {
    #[error("Mudbrick leaves out headers and query parameters whose variable is not set")]
    DropIfUnset,
    #[error("the profile signs and gets the token")]
    Signs,
    #[error("storing {variable} is not needed, since the profile has a fresh token at all times")]
    StoresToken { variable: String },
    #[error("{variable} is taken from the answer at {path} by # @capture")]
    Captures { variable: String, path: String },
    #[error("where {variable} comes from is not understood: add a # @capture for it")]
    StoresValue { variable: String },
    #[error(
        "{variable} is made before the request: give it a value by a line @{variable} = … of the file, or by --var"
    )]
    MakesValue { variable: String },
    #[error("the status {status} is checked by # @check")]
    ChecksStatus { status: u16 },
}

/// Which part of a request is switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each says itself in its message")]
pub enum Disabled {
    #[error("header")]
    Header,
    #[error("query parameter")]
    Query,
    #[error("form field")]
    Field,
    #[error("body")]
    Body,
    #[error("variable")]
    Variable,
    #[error("authorization")]
    Auth,
    #[error("script")]
    Script,
}

/// What was not taken over, or not as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
#[allow(missing_docs, reason = "each says itself in its message")]
pub enum LeftOutKind {
    #[error("the script that runs {time} was not imported{}", natives(native))]
    Script { time: ScriptTime, native: Vec<Native> },
    #[error("{count} saved {} not imported", were(*count, "answer"))]
    Examples { count: usize },
    #[error("the proxy setting was not imported: the policy decides how to connect")]
    Proxy,
    #[error("the client certificate was not imported")]
    Certificate,
    #[error("{count} {} not imported", were(*count, "cookie"))]
    Cookies { count: usize },
    #[error("these settings were not imported: {}", names.join(", "))]
    Settings { names: Vec<String> },
    #[error("authorization of the kind {method} was not imported")]
    Auth { method: String },
    #[error("these settings of the {method} authorization were not imported: {}", names.join(", "))]
    AuthSettings { method: String, names: Vec<String> },
    #[error(
        "the user name and password were not kept: set {variable} to what follows the word Basic"
    )]
    BasicAuth { variable: String },
    #[error("the token is the profile's own, {{{{ACCESS_TOKEN}}}}, in the place of {instead_of}")]
    ProfileToken { instead_of: String },
    #[error("the {part} {name} is switched off and was not imported")]
    Disabled { part: Disabled, name: String },
    #[error("the body was not imported: a {method} request is sent without one")]
    BodyNotSent { method: String },
    #[error(
        "the {mode} body was not imported: it stays there beside the one that is chosen, and is never sent"
    )]
    BodyNotChosen { mode: String },
    #[error("the body is in the file {path}, which was not imported: put it beside the request")]
    BodyInFile { path: String },
    #[error(
        "the form field {name} is in the file {path}, which was not imported: put it beside the request"
    )]
    FieldInFile { name: String, path: String },
    #[error("no file is chosen for the form field {name}: put one named {file} beside the request")]
    NoFileChosen { name: String, file: String },
    #[error("the file {path} is named {name} here, since another one has its name")]
    FileRenamed { path: String, name: String },
    #[error("a line of the body is read as the name of a file, which is sent in its place: {line}")]
    ReadAsFile { line: String },
    #[error("the body's lines ended with CR LF, and end with LF here")]
    BodyLineEnds,
    #[error("lines of the form field {name} ended with LF, and end with CR LF here")]
    FieldLineEnds { name: String },
    #[error("blank lines at the ends of the body were not imported")]
    BlankLines,
    #[error("the path variable {name} was not imported: it is nowhere in the path")]
    PathVariable { name: String },
    #[error("the URL is shown as {shown} there, and sent as its parts say")]
    UrlDiffers { shown: String },
    #[error("the URL had no scheme; https:// was put before it")]
    Scheme,
    #[error("the header {name:?} was not imported: it cannot be one")]
    HeaderName { name: String },
    #[error("the header {name} was not imported: Mudbrick or the browser writes it itself")]
    OwnHeader { name: String },
    #[error("the header {name} was not imported: the {by} writes it")]
    ReplacedHeader { name: String, by: &'static str },
    #[error("line ends in the {what} became blanks")]
    LineEnds { what: String },
    #[error("the request was not imported: Mudbrick does not send the method {method}")]
    Method { method: String },
    #[error("the request was not imported: it has no URL")]
    NoUrl,
    #[error("the request was not imported: {scheme} is not HTTP")]
    NotHttp { scheme: String },
    #[error("the request was not imported: {why}")]
    NotWritable { why: String },
    #[error("this was not imported: Mudbrick does not know the kind {what}")]
    UnknownItem { what: String },
    #[error("the folder holds no request")]
    EmptyFolder,
    #[error("descriptions of {count} {} not imported", were(*count, "part"))]
    Descriptions { count: usize },
    #[error(
        "the variable {name} was not imported, since it looks like a secret: set it in the profile"
    )]
    SecretVariable { name: String },
    #[error("the variable {name} was not imported: the profile has its own value")]
    ProfilesVariable { name: String },
    #[error("the variable {name} was not imported: a .http file cannot hold its name or value")]
    OddVariable { name: String },
    #[error("the variable {name} was not imported: no request uses it")]
    UnusedVariable { name: String },
    #[error("a second value of the variable {name} was not imported: a collection has one")]
    SecondValue { name: String },
    #[error(
        "the environment {name} was not imported: its values belong into a profile's variables"
    )]
    Environment { name: String },
    #[error(
        "the value of {written} is computed there; the variable {variable} stands in its place"
    )]
    Computed { written: String, variable: String },
    #[error("{0}")]
    Replaced(PasteNote),
    #[error("what looks like a secret in the {what} was masked; its value was not kept")]
    Masked { what: &'static str },
    #[error("what stands between double braces there becomes a variable here: {}", names.join(", "))]
    InBraces { names: Vec<String> },
    #[error("line {line} of the text: {text}")]
    Doubt { line: usize, text: String },
    #[error("the schema was followed {depth} levels deep; what is below was left out of the body")]
    SchemaDepth { depth: usize },
    #[error("{reference} leads out of the file, or to nothing in it")]
    Reference { reference: String },
    #[error("the other servers were not imported: {}", urls.join(", "))]
    Servers { urls: Vec<String> },
    #[error("other ways to authorize were not imported: {}", ways.join("; "))]
    OtherAuth { ways: Vec<String> },
    #[error("no body was written: the description gives no example of it as {content_type}")]
    NoBody { content_type: String },
    #[error("the file was not read: {why}")]
    File { why: String },
    #[error("{what} was not imported")]
    Other { what: String },
    #[error("{what} were not imported")]
    Others { what: String },
}

impl LeftOutKind {
    /// What of a text that knows no variables is read as one.
    pub(super) fn in_braces<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut names: Vec<String> = Vec::new();
        for name in texts.into_iter().flat_map(names_in) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        (!names.is_empty()).then_some(Self::InBraces { names })
    }
}

fn were(count: usize, what: &str) -> String {
    if count == 1 { format!("{what} was") } else { format!("{what}s were") }
}

fn natives(native: &[Native]) -> String {
    let each: Vec<String> = native.iter().map(Native::to_string).collect();
    if each.is_empty() { String::new() } else { format!("; {}", each.join("; ")) }
}
