//! What a request's file gives to it: variables, the folder of the files that it names, the other requests whose answers it
//! names, and what is said about it. A request that is in no file has nothing of this.

use super::Requests;
use super::address::RequestAddress;
use super::kept_at::Kept;
use super::view::{
    PromptView, RequestNote, RequestNoteKind, RequestOrigin, VariableSource, sentence,
};
use mudbrick_model::{ErrorCode, Problem, Request, RequestPath, WrittenOptions};
use mudbrick_requests::{
    Directives, Entry, HttpFile, Prompt, Reference, ResponseCheck, Unsupported, catalogue,
    read_dotenv,
};
use mudbrick_vault::files;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Far more than a `.env` needs.
const MOST_BYTES: u64 = 1 << 20;

/// What a request's file gives to it.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The `.http` file, when there is one on this computer.
    pub(super) file: Option<PathBuf>,
    /// All requests of the file, shared: what is sent is handed from thread to thread with them.
    pub(super) entries: Arc<[Entry]>,
    /// Which of them this is.
    pub(super) entry: Option<usize>,
    /// The file's `@name = value` lines.
    pub(super) variables: Vec<(String, String)>,
    /// What of the file is for other programs alone.
    unsupported: Vec<Unsupported>,
    /// What a person calls the file: `places/pois.http`.
    pub(super) called: Option<String>,
    /// Why the file gives less than it did when the request was opened from it, as a sentence.
    pub(super) lost: Option<String>,
    /// Where each of the requests is kept.
    pub(super) kept: Option<Kept>,
}

impl Surroundings {
    /// Those of one request of a file.
    pub(super) fn of(file: Option<PathBuf>, text: HttpFile, entry: usize) -> Self {
        let unsupported = text.unsupported();
        let HttpFile { entries, variables, .. } = text;
        let entry = Some(entry);
        Self { file, entries: entries.into(), entry, variables, unsupported, ..Self::default() }
    }

    /// The same for another request of the file.
    pub(super) fn at(&self, entry: usize) -> Self {
        Self { entry: Some(entry), ..self.clone() }
    }

    /// What is said about the request.
    pub(crate) fn directives(&self) -> Directives {
        self.own_entry().map(Directives::of).unwrap_or_default()
    }

    /// Whether anybody looks at the answer as it comes: the request itself with checks and captures, or a request of the file,
    /// which names it by its tag or by what it captures.
    pub(super) fn wants_answer(&self) -> bool {
        self.own_entry().is_some_and(|entry| {
            let Directives { checks, captures, .. } = Directives::of(entry);
            entry.tag.is_some() || !checks.is_empty() || !captures.is_empty()
        })
    }

    /// Whether other requests can name its answer.
    pub(super) fn wants_values(&self) -> bool {
        self.own_entry()
            .is_some_and(|entry| entry.tag.is_some() || !Directives::of(entry).captures.is_empty())
    }

    /// Whether a check is about the status of the answer.
    pub(crate) fn expects_status(&self) -> bool {
        self.directives().checks.iter().any(ResponseCheck::is_of_status)
    }

    /// Whether a variable is taken of its answer.
    pub(crate) fn captures(&self, name: &str) -> bool {
        self.directives().captures.iter().any(|capture| capture.name == name)
    }

    /// Why somebody is asked before it is sent, a clause: its `# @note`, as REST Client and httpyac have it. The catalogue's
    /// notes say what of a request is not verified, and ask nobody.
    pub(super) fn asks_first(&self) -> Option<String> {
        self.file.as_ref()?;
        let note = self.directives().note?;
        Some(match note.as_str() {
            "" => "its file has @note, which asks first".to_owned(),
            note => format!("its file asks first: “{note}”"),
        })
    }

    /// How the request is sent, as it is written.
    pub(super) fn options(&self) -> WrittenOptions {
        self.own_entry().map(Entry::options).unwrap_or_default()
    }

    /// The same for a request that is to be sent in another way than its file says, which may not have it at all.
    pub(super) fn with_options(self, request: &Request, wanted: &WrittenOptions) -> Self {
        let own = self.entry.filter(|entry| *entry < self.entries.len());
        if own.map_or_else(WrittenOptions::default, |_| self.options()) == *wanted {
            return self;
        }
        let mut entries = self.entries.to_vec();
        let entry = own.unwrap_or_else(|| {
            entries.push(Entry::new(request.clone()));
            entries.len() - 1
        });
        entries[entry] = entries[entry].with_options(wanted);
        Self { entries: entries.into(), entry: Some(entry), ..self }
    }

    pub(super) fn own_entry(&self) -> Option<&Entry> {
        self.entries.get(self.entry?)
    }

    /// Values that somebody is asked for.
    pub(super) fn prompts(&self) -> Vec<PromptView> {
        self.directives().prompts.into_iter().map(PromptView::from).collect()
    }

    /// What is given for a call. Of what somebody is asked for, an empty answer is none: a page of 100 "when left out" is not asked
    /// for with a limit of nothing.
    pub(super) fn answered<'a>(
        &self,
        given: &'a BTreeMap<String, String>,
    ) -> Cow<'a, BTreeMap<String, String>> {
        if !given.values().any(String::is_empty) {
            return Cow::Borrowed(given);
        }
        let mut answered = given.clone();
        for prompt in self.prompts() {
            if answered.get(&prompt.name).is_some_and(String::is_empty) {
                answered.remove(&prompt.name);
            }
        }
        Cow::Owned(answered)
    }

    /// What is written beside the request, or in it, and is not done.
    pub fn notes(&self) -> Vec<RequestNote> {
        let own = self.directives().unsupported;
        own.iter().chain(&self.unsupported).map(RequestNote::of).collect()
    }

    /// The folder of the file.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.file.as_deref()?.parent()
    }

    /// The names of prompts, of any request of the file, whose answers are secrets.
    pub(super) fn secret_prompts(&self) -> Vec<String> {
        let all = self.entries.iter().flat_map(|entry| Directives::of(entry).prompts);
        all.filter(Prompt::is_secret).map(|prompt| prompt.name).collect()
    }

    /// Variables that get a value on sending: from a person who is asked, or from another request's answer.
    pub(super) fn promised(&self) -> Vec<(String, VariableSource)> {
        let prompts = self.directives().prompts.into_iter().map(|prompt| prompt.name);
        let captures = self.entries.iter().flat_map(|entry| Directives::of(entry).captures);
        let captures = captures.map(|capture| (capture.name, VariableSource::Answer));
        prompts.map(|name| (name, VariableSource::Prompt)).chain(captures).collect()
    }

    /// Where a variable gets its value from on sending; none for one that nobody promises a value for.
    pub(super) fn to_come(&self) -> impl Fn(&str) -> Option<VariableSource> {
        let promised = self.promised();
        let tags: Vec<String> = self.entries.iter().filter_map(|entry| entry.tag.clone()).collect();
        move |name: &str| {
            let tagged = name.split('.').next().unwrap_or_default();
            let refers = Reference::parse(name).is_some() && tags.iter().any(|tag| tag == tagged);
            let found = promised.iter().find(|(one, _)| one == name).map(|(_, source)| *source);
            found.or(refers.then_some(VariableSource::Answer))
        }
    }

    /// Whether another request of the file gives a variable its value.
    pub(super) fn is_from_another(&self, name: &str) -> bool {
        let others = self.entries.iter().enumerate().filter(|(at, _)| Some(*at) != self.entry);
        let tagged = name.split('.').next().unwrap_or_default();
        let refers = Reference::parse(name).is_some();
        let mut others = others.map(|(_, entry)| entry);
        others.any(|entry| {
            (refers && entry.tag.as_deref() == Some(tagged))
                || Directives::of(entry).captures.iter().any(|capture| capture.name == name)
        })
    }

    /// Whether somebody is still to be asked for a variable.
    pub(super) fn asks_for(&self, name: &str, given: &BTreeMap<String, String>) -> bool {
        !given.contains_key(name) && self.prompts().iter().any(|prompt| prompt.name == name)
    }
}

/// The `.env` in a request's folder. None when there is none, or when it is a link that leads elsewhere: what a request can name
/// must not be more than what stands beside it.
pub(super) fn dotenv(folder: &Path) -> Option<BTreeMap<String, String>> {
    let folder = std::fs::canonicalize(folder).ok()?;
    let file = std::fs::canonicalize(folder.join(".env")).ok()?;
    // Opening a pipe would wait for whoever writes to it.
    let is_file = std::fs::metadata(&file).is_ok_and(|found| found.is_file());
    if !is_file || file.parent() != Some(&folder) {
        return None;
    }
    Some(read_dotenv(&files::read_text(&file, MOST_BYTES).ok()?))
}

impl Requests {
    /// What the file of a request gives to it: only what it gives to all when the request is not in it any more, and
    /// nothing when there is no file.
    pub fn surroundings(&self, address: &RequestAddress, origin: RequestOrigin) -> Surroundings {
        match origin {
            RequestOrigin::Own => match self.own_file(address.file()) {
                Ok(file) => self.surroundings_in(&file, file.find(address).ok()),
                Err(problem) => Surroundings::lost(address, &problem),
            },
            RequestOrigin::Catalogue => {
                let sample = catalogue().iter().find(|sample| sample.path == *address.file());
                let entries: Arc<[Entry]> =
                    sample.map(|sample| sample.entry().clone()).into_iter().collect();
                let entry = (!entries.is_empty()).then_some(0);
                let kept = sample.map(Kept::in_catalogue);
                Surroundings { entries, entry, kept, ..Surroundings::default() }
            }
        }
    }

    /// The request that a person means, as in [`Requests::find`], and what its file gives to it.
    pub fn find_with_surroundings(&self, named: &str) -> Result<(Request, Surroundings), Problem> {
        let (address, origin) = self.locate(named)?;
        Ok((self.get(&address, origin)?, self.surroundings(&address, origin)))
    }

    /// What a file gives to one of its requests, or to one that was in it.
    pub(super) fn surroundings_in(
        &self,
        file: &super::own::OwnFile,
        entry: Option<usize>,
    ) -> Surroundings {
        let place = self.core.own_requests.file_of(&file.path);
        // It was read before, or there would be no such file here.
        let text = HttpFile::parse(&file.text).unwrap_or_default();
        let called = called(&file.path);
        let kept = Some(Kept::among_own(file, &place));
        let lost = entry.is_none().then(|| {
            format!("This request is not in {called} any more. It is sent as it is here, without what stood beside it there.")
        });
        Surroundings {
            entry,
            called: Some(called),
            lost,
            kept,
            ..Surroundings::of(Some(place), text, entry.unwrap_or_default())
        }
    }
}

impl Surroundings {
    /// Those of a request whose file gives nothing.
    fn lost(address: &RequestAddress, problem: &Problem) -> Self {
        let called = called(address.file());
        let lost = match problem.code {
            ErrorCode::NotFound => format!(
                "There is no {called} any more. The request is sent as it is here, without the file’s variables, prompts and checks."
            ),
            _ => format!(
                "{called} cannot be read now. The request is sent as it is here, without the file’s variables, prompts and checks."
            ),
        };
        Self { lost: Some(lost), ..Self::default() }
    }
}

fn called(path: &RequestPath) -> String {
    format!("{path}.http")
}

impl From<Prompt> for PromptView {
    fn from(prompt: Prompt) -> Self {
        let is_secret = prompt.is_secret();
        Self { name: prompt.name, description: prompt.description, is_secret }
    }
}

impl RequestNote {
    fn of(unsupported: &Unsupported) -> Self {
        let kind = RequestNoteKind::from(unsupported.kind);
        Self { kind, text: sentence(&unsupported.to_string()) }
    }

    /// Of what is left out because nothing is set for it, a sentence.
    pub(super) fn left_out(text: String) -> Self {
        Self { kind: RequestNoteKind::LeftOut, text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::a_tag("# @name login\nGET https://x.io/", true)]
    #[case::a_check("# @check status 200\nGET https://x.io/", true)]
    #[case::a_capture("# @capture ID = body $.id\nGET https://x.io/", true)]
    #[case::nothing("### List\n# @no-log\nGET https://x.io/", false)]
    fn an_answer_is_wanted_by_who_can_look_at_it(#[case] text: &str, #[case] wanted: bool) {
        let file = HttpFile::parse(text).unwrap();
        assert_eq!(Surroundings::of(None, file, 0).wants_answer(), wanted);
    }

    #[test]
    fn a_request_of_no_file_wants_no_answer() {
        assert!(!Surroundings::default().wants_answer());
    }
}
