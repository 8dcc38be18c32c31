//! What a request's file gives to it: variables, the folder of the files that it names, the other requests whose answers it
//! names, and what is said about it. A request that is in no file has nothing of this.

use super::Requests;
use super::address::RequestAddress;
use super::view::{PromptView, RequestNote, RequestNoteKind, RequestOrigin, sentence};
use mudbrick_model::{Problem, Request};
use mudbrick_requests::{
    Directives, Entry, HttpFile, Prompt, Reference, Unsupported, catalogue, read_dotenv,
};
use mudbrick_vault::files;
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
}

impl Surroundings {
    /// Those of one request of a file.
    pub(super) fn of(file: Option<PathBuf>, text: HttpFile, entry: usize) -> Self {
        let unsupported = text.unsupported();
        let HttpFile { entries, variables, .. } = text;
        Self { file, entries: entries.into(), entry: Some(entry), variables, unsupported }
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

    fn own_entry(&self) -> Option<&Entry> {
        self.entries.get(self.entry?)
    }

    /// Values that somebody is asked for.
    pub(super) fn prompts(&self) -> Vec<PromptView> {
        self.directives().prompts.into_iter().map(PromptView::from).collect()
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

    /// Whether a variable gets its value on sending: from a person who is asked, or from another request's answer.
    pub(super) fn to_come(&self) -> impl Fn(&str) -> bool {
        let prompts = self.directives().prompts.into_iter().map(|prompt| prompt.name);
        let captures = self.entries.iter().flat_map(|entry| Directives::of(entry).captures);
        let names: Vec<String> = prompts.chain(captures.map(|capture| capture.name)).collect();
        let tags: Vec<String> = self.entries.iter().filter_map(|entry| entry.tag.clone()).collect();
        move |name: &str| {
            let tagged = name.split('.').next().unwrap_or_default();
            names.iter().any(|one| one == name)
                || (Reference::parse(name).is_some() && tags.iter().any(|tag| tag == tagged))
        }
    }

    /// The `.env` beside the file. None when there is none, or when it is a link that leads elsewhere: what a request can
    /// name must not be more than what stands beside it.
    pub(super) fn dotenv(&self) -> Option<BTreeMap<String, String>> {
        let folder = std::fs::canonicalize(self.folder()?).ok()?;
        let file = std::fs::canonicalize(folder.join(".env")).ok()?;
        // Opening a pipe would wait for whoever writes to it.
        let is_file = std::fs::metadata(&file).is_ok_and(|found| found.is_file());
        if !is_file || file.parent() != Some(&folder) {
            return None;
        }
        Some(read_dotenv(&files::read_text(&file, MOST_BYTES).ok()?))
    }
}

impl Requests {
    /// What the file of a request gives to it. Empty when the request is not there any more, as for one that is new.
    pub fn surroundings(&self, address: &RequestAddress, origin: RequestOrigin) -> Surroundings {
        match origin {
            RequestOrigin::Own => {
                let found = self.own_file(address.file());
                let found = found.and_then(|file| Ok((file.find(address)?, file)));
                found.map(|(entry, file)| self.surroundings_in(&file, entry)).unwrap_or_default()
            }
            RequestOrigin::Catalogue => {
                let sample = catalogue().iter().find(|sample| sample.path == *address.file());
                let entries: Arc<[Entry]> =
                    sample.map(|sample| sample.entry().clone()).into_iter().collect();
                let entry = (!entries.is_empty()).then_some(0);
                Surroundings { entries, entry, ..Surroundings::default() }
            }
        }
    }

    /// The request that a person means, as in [`Requests::find`], and what its file gives to it.
    pub fn find_with_surroundings(&self, named: &str) -> Result<(Request, Surroundings), Problem> {
        let (address, origin) = self.locate(named)?;
        Ok((self.get(&address, origin)?, self.surroundings(&address, origin)))
    }

    pub(super) fn surroundings_in(&self, file: &super::own::OwnFile, entry: usize) -> Surroundings {
        let place = self.core.own_requests.file_of(&file.path);
        // It was read before, or there would be no such file here.
        let text = HttpFile::parse(&file.text).unwrap_or_default();
        Surroundings::of(Some(place), text, entry)
    }
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
