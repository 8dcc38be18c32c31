//! A request on its way to be sent, with everything that belongs to it.

use super::body_files::{self, OutsideFiles};
use super::received::FoundPart;
use super::view::{EditedRequest, PromptAnswers, RequestSource};
use super::{Lane, Look, Requests, Surroundings};
use crate::threads::blocking;
use mudbrick_model::{Problem, Profile, Request, SendOptions};
use mudbrick_net::FileBody;
use mudbrick_requests::{BodyFiles, Entry, Variables};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// A request to be sent, with everything that belongs to it.
#[derive(Debug, Clone)]
pub struct Sending {
    /// The request.
    pub request: Request,
    /// What its file gives to it.
    pub surroundings: Surroundings,
    /// A file of any size as the body, byte for byte: no variable in it is filled.
    pub file: Option<FileBody>,
    /// Where that file is, by the path that code is to read it from; none for what came through a pipe.
    pub file_name: Option<String>,
    /// Variables for this one call, which go before the profile's own; answers to its prompts among them.
    pub variables: BTreeMap<String, String>,
    /// Whether its body may be a file from elsewhere.
    pub outside: OutsideFiles,
    /// How it is sent, as far as that is said for this one call. It goes before what its file and the profile say.
    pub options: SendOptions,
    /// Where values from other answers come from, when it is sent in a run.
    pub lane: Option<Arc<Lane>>,
}

impl Sending {
    /// A request of no file.
    pub fn of(request: Request) -> Self {
        Self {
            request,
            surroundings: Surroundings::default(),
            file: None,
            file_name: None,
            variables: BTreeMap::new(),
            outside: OutsideFiles::Refused,
            options: SendOptions::default(),
            lane: None,
        }
    }
}

impl Requests {
    /// A request to be sent with all that belongs to it where it was opened from, and with what a person answered to its
    /// prompts. It goes out as it is here, also when it is another there by now.
    pub fn sending(
        &self,
        request: impl Into<EditedRequest>,
        source: Option<&RequestSource>,
        answers: Option<PromptAnswers>,
    ) -> Sending {
        let EditedRequest { request, options } = request.into();
        let surroundings = source.map(|it| self.surroundings(&it.address, it.origin));
        let surroundings = surroundings.unwrap_or_default();
        Sending {
            surroundings: match options {
                Some(options) => surroundings.with_options(&request, &options),
                None => surroundings,
            },
            variables: answers.unwrap_or_default().0,
            ..Sending::of(request)
        }
    }

    /// The same for async code, since it reads a file.
    pub async fn read_sending(
        &self,
        request: impl Into<EditedRequest>,
        source: Option<RequestSource>,
        answers: Option<PromptAnswers>,
    ) -> Result<Sending, Problem> {
        let (requests, request) = (self.clone(), request.into());
        blocking(move || requests.sending(request, source.as_ref(), answers)).await
    }
}

/// What is sent, and how.
#[derive(Clone)]
pub(super) struct Call {
    pub(super) profile: Profile,
    pub(super) request: Request,
    pub(super) surroundings: Surroundings,
    /// The body, when it is a file.
    pub(super) file: Option<FileBody>,
    /// The files that the body names.
    pub(super) files: BodyFiles,
    pub(super) outside: OutsideFiles,
    /// How it is sent, as far as that is said for this one call.
    pub(super) options: SendOptions,
    /// Whether somebody has agreed to it.
    pub(super) is_confirmed: bool,
    /// Variables for this one call.
    pub(super) extra: BTreeMap<String, String>,
    /// Values from the answers of other requests, by the names that the request has for them.
    pub(super) answers: Vec<(String, FoundPart)>,
    /// Of a run, whose answers alone count.
    pub(super) lane: Option<Arc<Lane>>,
    /// What the secrets were when they were looked at for the question, until somebody is waited for.
    pub(super) look: Option<Look>,
    /// The texts that are filled into its body, once they were asked for.
    pub(super) texts: OnceLock<Arc<[String]>>,
}

impl Call {
    pub(super) fn new(profile: Profile, sending: Sending) -> Self {
        let Sending { request, surroundings, file, variables, outside, options, lane, .. } =
            sending;
        let answers = lane.as_ref().map(|lane| lane.captured()).unwrap_or_default();
        Self {
            profile,
            request,
            surroundings,
            file,
            files: BodyFiles::default(),
            outside,
            options,
            is_confirmed: false,
            extra: variables,
            answers,
            lane,
            look: None,
            texts: OnceLock::new(),
        }
    }

    /// Every name that filling it comes across, also in files of its body.
    pub(super) fn names_reached(&self, known: &Variables) -> Vec<String> {
        let Self { request, surroundings, outside, .. } = self;
        let texts = self
            .texts
            .get_or_init(|| body_files::filled_texts(request, surroundings, *outside).into());
        known.names_reached_with(request, texts)
    }

    /// Another request of its file, to be sent before this one.
    pub(super) fn before(&self, entry: usize) -> Self {
        let other = &self.surroundings.entries[entry];
        Self {
            request: named(other),
            surroundings: self.surroundings.at(entry),
            file: None,
            answers: self.lane.as_ref().map(|lane| lane.captured()).unwrap_or_default(),
            look: None,
            texts: OnceLock::new(),
            ..self.clone()
        }
    }
}

/// A request as it is sent: by its name, or else by its tag.
pub(super) fn named(entry: &Entry) -> Request {
    let name = title(entry);
    Request { name, ..entry.request.clone() }
}

/// What a person calls a request of a file.
pub(super) fn title(entry: &Entry) -> String {
    match (entry.request.name.as_str(), &entry.tag) {
        ("", Some(tag)) => tag.clone(),
        ("", None) => format!("{} {}", entry.request.method, entry.request.url),
        (name, _) => name.to_owned(),
    }
}
