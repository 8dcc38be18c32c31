//! Requests to choose from, and what sending one would do.

use super::address::RequestAddress;
use super::options::OptionOrigin;
use mudbrick_model::{
    CodeLanguage, Effect, Header, Method, Request, RequestChangeKind, RequestPath, WrittenOption,
    WrittenOptions,
};
use mudbrick_requests::UnsupportedKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A request in the list: from the catalogue or the person's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RequestSummary {
    /// By which it is opened: `Places/List libraries`, `folder/file#name`.
    pub address: RequestAddress,
    /// Its file with its folders, without an ending.
    pub path: RequestPath,
    /// Where it comes from.
    pub origin: RequestOrigin,
    /// Shown as a mark before the name.
    pub method: Method,
    /// `List libraries`.
    pub name: String,
    /// Why it is marked unverified, when it is.
    pub note: Option<String>,
    /// What it does, in one or two sentences; none for the person's own.
    pub description: Option<String>,
    /// What it does to the data, as the catalogue says; none for the person's own.
    pub effect: Option<Effect>,
    /// Whether the profile that the list is for can send it; what is not known counts as yes.
    pub usable: bool,
    /// Why it cannot, as a sentence.
    pub why_not: Option<String>,
}

/// A request as somebody edits it: what is sent, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct EditedRequest {
    /// What is sent.
    #[serde(flatten)]
    pub request: Request,
    /// How it is sent, as its file is to say it; none leaves that as its file says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub options: Option<WrittenOptions>,
}

impl From<Request> for EditedRequest {
    fn from(request: Request) -> Self {
        Self { request, options: None }
    }
}

impl From<&Request> for EditedRequest {
    fn from(request: &Request) -> Self {
        request.clone().into()
    }
}

impl From<&EditedRequest> for EditedRequest {
    fn from(edited: &EditedRequest) -> Self {
        edited.clone()
    }
}

/// A request that is being edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct OpenedRequest {
    /// Where it is; another one than was asked for when its name was changed.
    pub address: RequestAddress,
    /// As it is written.
    pub request: EditedRequest,
    /// Which state of it was read; to be given back when it is saved. None in the catalogue, which cannot be changed.
    pub revision: Option<String>,
    /// What a person is asked for before it is sent.
    pub prompts: Vec<PromptView>,
    /// What is written beside it, or in it, for other programs and is not done.
    pub notes: Vec<RequestNote>,
    /// What the catalogue says about it; none for the person's own.
    pub about: Option<Box<AboutRequest>>,
}

/// A value that a person is asked for before a request is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct PromptView {
    /// The variable.
    pub name: String,
    /// What to say when asking, in the words of the file.
    pub description: Option<String>,
    /// Whether what is typed is not shown.
    pub is_secret: bool,
}

/// What a person answered to a request's prompts, by the names of its variables.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct PromptAnswers(pub(super) BTreeMap<String, String>);

impl PromptAnswers {
    /// What somebody answered.
    pub fn given(answers: BTreeMap<String, String>) -> Self {
        Self(answers)
    }

    /// As variables for a call.
    pub(crate) fn into_variables(self) -> BTreeMap<String, String> {
        self.0
    }
}

/// An answer may be a secret.
impl fmt::Debug for PromptAnswers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// Something in a request's file that is for other programs and is not done, or that is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RequestNote {
    /// What it is.
    pub kind: RequestNoteKind,
    /// Which one, as a sentence.
    pub text: String,
}

/// What of a request or its file does not go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum RequestNoteKind {
    /// `# @loop` and its like.
    Directive,
    /// A script.
    Script,
    /// A file that an answer is to be saved in, or was.
    SavedAnswer,
    /// A check that is not understood.
    Check,
    /// A capture that is not understood.
    Capture,
    /// A request by another protocol, an import.
    Foreign,
    /// A GraphQL body.
    GraphQl,
    /// A header or query parameter that is left out because nothing is set for it.
    LeftOut,
}

impl From<UnsupportedKind> for RequestNoteKind {
    fn from(kind: UnsupportedKind) -> Self {
        match kind {
            UnsupportedKind::Directive
            | UnsupportedKind::Version
            | UnsupportedKind::OfNoRequest
            | UnsupportedKind::InBody
            | UnsupportedKind::MarkedLines
            | UnsupportedKind::SetAgain
            | UnsupportedKind::SignIn
            | UnsupportedKind::Backslash => Self::Directive,
            UnsupportedKind::Script | UnsupportedKind::ScriptFile => Self::Script,
            UnsupportedKind::SavedAnswer | UnsupportedKind::EarlierAnswer => Self::SavedAnswer,
            UnsupportedKind::Check => Self::Check,
            UnsupportedKind::Capture => Self::Capture,
            UnsupportedKind::Foreign | UnsupportedKind::Unread => Self::Foreign,
            UnsupportedKind::GraphQl => Self::GraphQl,
        }
    }
}

/// What the catalogue says about a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct AboutRequest {
    /// What it does, in one or two sentences.
    pub description: String,
    /// What of it is not verified, as a sentence.
    pub note: Option<String>,
    /// What it does to the data.
    pub effect: Effect,
    /// OAuth scopes that are named for it; empty when they are not known.
    pub scopes: Vec<String>,
    /// Metascopes of which a service account (JWT) needs one; empty when they are not known.
    pub metascopes: Vec<String>,
    /// An answer as the practice Adobe gives it, JSON over several lines.
    pub example: Option<String>,
}

/// A request that was renamed, moved, copied or deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ChangedRequest {
    /// The name of the request that it was done to.
    pub name: String,
    /// Where it is now, or its copy; none when it was deleted.
    pub address: Option<RequestAddress>,
    /// Variables of the file, and answers of its other requests, that it uses and that stayed there.
    pub stays_behind: Vec<String>,
    /// By which the change is undone.
    pub change: String,
}

/// What moving a request would do, found without moving it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct BeforeMoving {
    /// Where it would be.
    pub to: RequestAddress,
    /// Variables of the file, and answers of its other requests, that it uses and that would stay there.
    pub stays_behind: Vec<String>,
    /// The request that it would take the place of.
    pub replaces: Option<RequestAddress>,
    /// Files of its body that would not be found from there.
    pub lost_files: Vec<String>,
}

/// A file or folder of the person's own requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct PlaceName {
    /// Without an ending.
    pub path: RequestPath,
    /// Whether it is a folder.
    pub is_folder: bool,
}

/// Where requests are or could be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RequestPlaces {
    /// Each folder.
    pub folders: Vec<RequestPath>,
    /// Each file, also one without a request.
    pub files: Vec<RequestPath>,
}

/// What moving a file or folder would do, found without moving it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct BeforeMovingPlace {
    /// Where it would be.
    pub to: RequestPath,
    /// Something has that place: it would not be moved.
    pub is_taken: bool,
    /// Files of bodies that would not be found from there.
    pub lost_files: Vec<LostFile>,
}

/// A file that a request's body is in, and that it would no longer find.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct LostFile {
    /// Whose body.
    pub request: RequestAddress,
    /// As the request names it.
    pub file: String,
}

/// A file or folder that was renamed, moved, copied or deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ChangedPlace {
    /// Its name, without its folders.
    pub name: String,
    /// Where it was; what is open of it begins with this.
    pub from: RequestAddress,
    /// Where it is now, or its copy; none when it was deleted.
    pub to: Option<RequestAddress>,
    /// By which the change is undone.
    pub change: String,
}

/// A change that was undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct UndoneChange {
    /// What had been done.
    pub kind: RequestChangeKind,
    /// The name of the request that it was done to.
    pub name: String,
    /// Where the request is now; none when the change had made it.
    pub address: Option<RequestAddress>,
    /// The file was changed since: the request stands at its end.
    pub at_end: bool,
}

/// Where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum RequestOrigin {
    /// Ships with Mudbrick.
    Catalogue,
    /// In the person's `requests` folder.
    Own,
}

/// Which kept request another one was opened from, whatever was edited since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RequestSource {
    /// Where it is.
    pub address: RequestAddress,
    /// Among which.
    pub origin: RequestOrigin,
}

/// Which file an exchange was sent from, and what there is to know before it is sent again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct SentFromView {
    /// What a person calls it: `places/pois.http`.
    pub file: String,
    /// A sentence about what became of the file since. None when it is as it was.
    pub note: Option<String>,
    /// What somebody has to be asked for first.
    pub prompts: Vec<PromptView>,
}

/// What sending would do, found without sending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RequestCheck {
    /// Variables filled, secrets masked.
    pub url: String,
    /// Names of variables that have no value here.
    pub missing: Vec<String>,
    /// Sentences about what Adobe would answer with an error.
    pub warnings: Vec<String>,
    /// Set when the host is not one that may see the token.
    pub host_not_allowed: Option<String>,
    /// Set when it counts as a request to production and writes, or its URL contains a secret.
    pub needs_confirmation: bool,
    /// Every variable that it names, in order of appearance, then the others that it could name.
    pub variables: Vec<VariableView>,
    /// What is written beside it, or in it, for other programs and is not done; and what is left out.
    pub notes: Vec<RequestNote>,
    /// How it says that it is sent.
    pub written: WrittenOptions,
    /// How it is sent: each option that it can say.
    pub options: Vec<RequestOption>,
}

/// An option that a request can say, and what counts of all that was said about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RequestOption {
    /// Which one.
    pub option: WrittenOption,
    /// What counts, in a few words.
    pub text: String,
    /// Who said so.
    pub origin: OptionOrigin,
    /// What would count if the request said nothing.
    pub otherwise: String,
    /// Who says that.
    pub otherwise_origin: OptionOrigin,
    /// Why what the request says cannot be used, as a sentence.
    pub problem: Option<String>,
}

/// A variable, and which of its values counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct VariableView {
    /// Without braces, as the request writes it.
    pub name: String,
    /// Whether the request names it, perhaps by way of another variable.
    pub is_used: bool,
    /// The first one counts, the others are overridden; none when it is not set.
    pub values: Vec<VariableValue>,
}

/// A variable's value and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct VariableValue {
    /// Where it comes from.
    pub source: VariableSource,
    /// What looks like a secret in it is masked. None for the token, and for what is known only when it is sent.
    pub value: Option<String>,
    /// The file that it is written in, as a person calls it: `places/pois.http`.
    pub file: Option<String>,
}

/// Where a variable's value comes from, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum VariableSource {
    /// The profile's token.
    Token,
    /// Given for one call.
    Given,
    /// A person is asked for it before the request is sent.
    Prompt,
    /// A part of another request's answer.
    Answer,
    /// A `@name = value` line of the request's file.
    File,
    /// The profile's own variables.
    Own,
    /// The profile's credential.
    Profile,
    /// Mudbrick itself.
    BuiltIn,
}

/// A request that was read from a pasted text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct PastedRequest {
    /// The request, without a name. Credentials in it are the profile's variables.
    pub request: Request,
    /// Sentences about what was changed or left out.
    pub notes: Vec<String>,
    /// What has to be looked at before it is sent, in the order of the text.
    pub doubts: Vec<DoubtView>,
    /// Headers that the service needs and the text lacks, with the profile's variables as their values.
    pub missing_headers: Vec<Header>,
}

/// Something in a pasted text that may not be meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct DoubtView {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// The text at that place, with what looks like a secret masked.
    pub excerpt: String,
    /// What is doubtful, as a sentence.
    pub text: String,
}

/// A request as code, without a secret in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct WrittenRequest {
    /// What it is written in.
    pub language: CodeLanguage,
    /// The code, without a line end behind it.
    pub text: String,
    /// Sentences about what to know before it is run.
    pub notes: Vec<String>,
    /// The file that it reads the body from; none where the body stands in it.
    pub body_file: Option<String>,
}

/// With a capital letter and a full stop, which a text may have by itself when it ends with what somebody wrote.
pub(super) fn sentence(text: &str) -> String {
    with_capital(text.strip_suffix('.').unwrap_or(text)) + "."
}

/// The text as the beginning of a sentence.
pub(super) fn with_capital(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::sentence;
    use rstest::rstest;

    #[rstest]
    #[case::plain("the rest was left out", "The rest was left out.")]
    #[case::ends_with_one("it was left out: | jq .", "It was left out: | jq .")]
    fn a_sentence_has_one_full_stop(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(sentence(text), expected);
    }
}
