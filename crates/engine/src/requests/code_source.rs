//! What code is made from: the request filled in, the file of its body, how it is sent, and what of all that no code has.

use super::body_files::{self, ReadFiles};
use super::production_guard::told_left_out;
use super::{Requests, Sending};
use crate::history::masking::Masking;
use mudbrick_model::{Adobe, ErrorCode, Problem, Profile, Request, SendOptions, is_loopback_host};
use mudbrick_net::FileBody;
use mudbrick_requests::{
    BodyFileLine, BodyFiles, CodeSource, Filled, FilledText, Variables, body_file_lines,
    outline_with_files,
};
use mudbrick_vault::SecretText;
use std::io::Read as _;
use std::sync::Arc;

/// More than anybody looks at or saves as a body beside code.
const MOST_BYTES: u64 = 64 << 20;

/// A request as code is made from it.
pub(super) struct Outlined {
    pub(super) filled: Filled,
    /// Sentences about what no code of it has.
    pub(super) notes: Vec<String>,
    variables: Variables,
    body_file: Option<String>,
    options: SendOptions,
}

impl Outlined {
    pub(super) fn source(&self) -> CodeSource<'_> {
        let body_file = self.body_file.as_deref();
        CodeSource { filled: &self.filled, body_file, options: self.options.clone() }
    }
}

/// The body, as far as a file has it.
enum InFile {
    /// A file of that path is all of it.
    Named(String),
    /// All of it came through a pipe.
    Bytes(Arc<[u8]>),
    /// It is the request's own, with these files in it.
    Parts(BodyFiles),
}

impl Requests {
    pub(super) fn outlined_for_code(
        &self,
        profile: &Profile,
        sending: &Sending,
        token: &SecretText,
    ) -> Result<Outlined, Problem> {
        let Sending { request, surroundings, variables, .. } = sending;
        let variables = self.variables_in(profile, surroundings, variables, token);
        let mut notes = Vec::new();
        let body = in_file(sending, &mut notes)?;
        let filled = match &body {
            InFile::Parts(files) => outline_with_files(request, &variables, files),
            InFile::Named(_) | InFile::Bytes(_) => {
                let request = Request { body: None, ..request.clone() };
                outline_with_files(&request, &variables, &BodyFiles::default())
            }
        };
        let (body_file, filled) = match body {
            InFile::Named(path) => (Some(path), filled),
            InFile::Bytes(bytes) => {
                (None, Filled { body: Some(FilledText::of_file(bytes)), ..filled })
            }
            InFile::Parts(_) => (None, filled),
        };
        notes.extend(told_left_out(&filled.left_out));
        notes.extend(not_in_code(profile, sending, &filled));
        let options = self.options_of_code(profile, sending);
        Ok(Outlined { filled, notes, variables, body_file, options })
    }

    /// What takes the secrets out of what was typed. Code leaves for wherever it is pasted, so the vault is opened for it as it
    /// is for a file.
    pub(super) fn masking_of(&self, outlined: &Outlined) -> Masking {
        let known = self.vault.known_secrets();
        self.history.masking(&outlined.variables, &outlined.filled, &known)
    }

    /// All that is said about how it is sent, as far as a program can have a part in it.
    fn options_of_code(&self, profile: &Profile, sending: &Sending) -> SendOptions {
        let of_file = sending.surroundings.directives().options;
        let policy = self.core.policy.read().unwrap_or_default();
        let said = sending.options.clone().before(&of_file).before(&profile.sending);
        let all = said.before(&policy.send_options());
        match profile.adobe {
            // It is reached directly.
            Adobe::Practice => all.without_the_way(),
            _ => all,
        }
    }
}

fn in_file(sending: &Sending, notes: &mut Vec<String>) -> Result<InFile, Problem> {
    let Sending { request, surroundings, file, file_name, outside, .. } = sending;
    if let Some(file) = file {
        return Ok(match file_name {
            Some(path) => InFile::Named(path.clone()),
            None => InFile::Bytes(bytes_of(file)?),
        });
    }
    let lines = body_file_lines(request);
    let read = body_files::read(request, surroundings, *outside);
    let is_in_file = surroundings.folder().is_some();
    match lines.iter().find(|line| line.is_as_it_is() && is_in_file) {
        Some(line) => {
            if read.is_err() {
                let path = &line.path;
                notes.push(format!("The file {path} cannot be read beside the request’s own."));
            }
            Ok(InFile::Named(line.path.clone()))
        }
        None => Ok(InFile::Parts(match read {
            Ok(ReadFiles::Parts(files)) => files,
            Ok(ReadFiles::Whole(_)) => BodyFiles::default(),
            Err(_) => {
                notes.extend(lines.iter().map(is_not_in_code));
                BodyFiles::default()
            }
        })),
    }
}

fn is_not_in_code(line: &BodyFileLine) -> String {
    format!("The file {} is not in the code: its name stands there instead.", line.path)
}

fn bytes_of(file: &FileBody) -> Result<Arc<[u8]>, Problem> {
    let mut bytes = Vec::new();
    let read = file.open().take(MOST_BYTES).read_to_end(&mut bytes);
    let problem = |message: &str| {
        Problem::new(ErrorCode::InvalidInput, message)
            .remedy("Save it as a file, and give that with -d @FILE.")
    };
    read.map_err(|error| problem("The body cannot be read.").detail(error.to_string()))?;
    match file.length() > MOST_BYTES {
        true => Err(problem("The body is too long for code.")),
        false => Ok(Arc::from(bytes)),
    }
}

/// What belongs to a request and is no part of the message.
fn not_in_code(profile: &Profile, sending: &Sending, filled: &Filled) -> Vec<String> {
    let directives = sending.surroundings.directives();
    let mut notes = Vec::new();
    if !directives.after.is_empty() {
        let tags = directives.after.join(", ");
        notes.push(format!("Mudbrick sends {tags} first, and the code does not."));
    }
    if !directives.checks.is_empty() {
        notes.push("The checks of the answer are not in the code.".to_owned());
    }
    if !directives.captures.is_empty() {
        notes.push("The code keeps no part of the answer as a variable.".to_owned());
    }
    let host = url::Url::parse(&filled.url.shown()).ok();
    let is_here = host.and_then(|url| url.host_str().map(is_loopback_host)).unwrap_or_default();
    if profile.adobe == Adobe::Practice && !is_here {
        notes.push(
            "The local Adobe answers Mudbrick alone: the code goes to the server that the URL names."
                .to_owned(),
        );
    }
    notes
}
