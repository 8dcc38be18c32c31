//! The body of a request as the file that its code reads it from, where it is too long to stand in the code.

use super::variables::not_yet;
use super::{Requests, Sending};
use crate::threads::blocking;
use mudbrick_model::{CodeLanguage, Problem, ProfileId};
use mudbrick_requests::{CodeBody, Show, code_body};
use mudbrick_vault::files::{self, Destination, Mode};

/// A body that code reads from a file.
pub struct CodeFile {
    body: CodeBody,
    show: Show,
}

impl CodeFile {
    /// What the code calls it.
    pub fn name(&self) -> &str {
        &self.body.name
    }
}

impl Requests {
    /// Masked as the code is that [`Requests::written_as`] gives; none where the body stands in the code.
    pub fn code_file(
        &self,
        profile: &ProfileId,
        sending: &Sending,
        language: CodeLanguage,
    ) -> Result<Option<CodeFile>, Problem> {
        let profile = self.core.profiles.get(profile)?.value;
        let outlined = self.outlined_for_code(&profile, sending, &not_yet())?;
        let masking = self.masking_of(&outlined);
        let masked = |text: &str| masking.redactor.text(text).into_owned();
        let show = Show::Redacted;
        Ok(code_body(&outlined.source(), language, show, &masked)
            .map(|body| CodeFile { body, show }))
    }

    /// With every secret in it, because the person asked for the code with the token.
    pub async fn code_file_with_secrets(
        &self,
        profile: &ProfileId,
        sending: &Sending,
        language: CodeLanguage,
    ) -> Result<Option<CodeFile>, Problem> {
        let (token, _) = self.token_for_code(profile, sending, language).await?;
        let (requests, id, sending) = (self.clone(), profile.clone(), sending.clone());
        blocking(move || {
            let profile = requests.core.profiles.get(&id)?.value;
            let outlined = requests.outlined_for_code(&profile, &sending, &token)?;
            let show = Show::Real;
            let body = code_body(&outlined.source(), language, show, &str::to_owned);
            Ok(body.map(|body| CodeFile { body, show }))
        })
        .await?
    }

    /// Saves it, for the person alone where secrets are in it.
    ///
    /// # Errors
    /// A secret would be in what has none, or the disk refuses.
    pub fn save_code_file<'a>(
        &self,
        file: &CodeFile,
        to: impl Into<Destination<'a>>,
    ) -> Result<(), Problem> {
        let (to, bytes) = (to.into(), file.body.bytes.expose());
        match file.show {
            Show::Redacted => self.vault.guard(&[])?.deliver(to, bytes, Mode::Shared),
            Show::Real => Ok(files::deliver(to, bytes, Mode::Private)?),
        }
    }
}
