//! A request on its way to be sent, with everything that belongs to it.

use super::body_files::OutsideFiles;
use super::received::FoundPart;
use super::{Look, Surroundings};
use mudbrick_model::{Profile, Request};
use mudbrick_net::FileBody;
use mudbrick_requests::BodyFiles;
use std::collections::BTreeMap;

/// A request to be sent, with everything that belongs to it.
#[derive(Debug, Clone)]
pub struct Sending {
    /// The request.
    pub request: Request,
    /// What its file gives to it.
    pub surroundings: Surroundings,
    /// A file of any size as the body, byte for byte: no variable in it is filled.
    pub file: Option<FileBody>,
    /// Variables for this one call, which go before the profile's own; answers to its prompts among them.
    pub variables: BTreeMap<String, String>,
    /// Whether its body may be a file from elsewhere.
    pub outside: OutsideFiles,
}

impl Sending {
    /// A request of no file.
    pub fn of(request: Request) -> Self {
        Self {
            request,
            surroundings: Surroundings::default(),
            file: None,
            variables: BTreeMap::new(),
            outside: OutsideFiles::Refused,
        }
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
    /// Variables for this one call.
    pub(super) extra: BTreeMap<String, String>,
    /// Values from the answers of other requests, by the names that the request has for them.
    pub(super) answers: Vec<(String, FoundPart)>,
    /// What the secrets were when they were looked at for the question, until somebody is waited for.
    pub(super) look: Option<Look>,
}

impl Call {
    pub(super) fn new(profile: Profile, sending: Sending) -> Self {
        let Sending { request, surroundings, file, variables, outside } = sending;
        Self {
            profile,
            request,
            surroundings,
            file,
            files: BodyFiles::default(),
            outside,
            extra: variables,
            answers: Vec::new(),
            look: None,
        }
    }
}
