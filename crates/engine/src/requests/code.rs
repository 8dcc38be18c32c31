//! A request as code that a person takes elsewhere: what Mudbrick would send, in the language they ask for.

use super::production_guard::told_left_out;
use super::variables::not_yet;
use super::view::{WrittenRequest, sentence};
use super::{Requests, Sending};
use crate::history::masking::Masking;
use crate::threads::blocking;
use crate::tokens::view::TokenForm;
use crate::vault::SecretAnswer;
use mudbrick_model::{CodeLanguage, Credential, Explain as _, Problem, Profile, ProfileId, Slug};
use mudbrick_requests::{
    Code, CodeFor, Filled, LongBody, OauthClient, Show, body_file_lines, write_code,
};
use mudbrick_vault::SecretText;

/// A request as code with the token in it.
pub struct SecretCode {
    /// The code.
    pub code: SecretAnswer,
    /// The file that it reads the body from; none where the body stands in it.
    pub body_file: Option<String>,
    /// Sentences about what of the request is not in it.
    pub notes: Vec<String>,
}

impl Requests {
    /// The request as code without a secret in it: it calls `mudbrick token` when it runs. A secret that was typed into the
    /// request is masked.
    pub fn written_as(
        &self,
        profile: &ProfileId,
        sending: &Sending,
        language: CodeLanguage,
    ) -> Result<WrittenRequest, Problem> {
        let Sending { request, surroundings, .. } = sending;
        let stored = self.core.profiles.get(profile)?;
        let (profile, slug) = (&stored.value, &stored.slug);
        let (filled, masking) = self.without_secrets(profile, sending);
        let masked = |text: &str| masking.redactor.text(text).into_owned();
        let show = (Show::Redacted, LongBody::InFile);
        let code = write_code(&filled, language, &owner(profile, slug), show, &masked);
        let Code { text, notes, body_file } = code.map_err(|error| error.problem())?;
        let mut notes: Vec<String> = notes.iter().map(|note| sentence(&note.to_string())).collect();
        notes.extend(told_left_out(&filled.left_out));
        if surroundings.folder().is_some() {
            let files = body_file_lines(request).into_iter();
            notes.extend(files.map(|line| {
                format!("The file {} is not in the code: its name stands there instead.", line.path)
            }));
        }
        if let Some(why) = &masking.not_kept {
            notes.push(format!(
                "A secret that was typed into the request would stand here as it is, because {why}."
            ));
        }
        let body_file = body_file.map(str::to_owned);
        Ok(WrittenRequest { language, text: text.expose().clone(), notes, body_file })
    }

    /// The request as code with the token in it, because the person asked for that.
    pub async fn written_with_secrets(
        &self,
        profile: &ProfileId,
        sending: &Sending,
        language: CodeLanguage,
    ) -> Result<SecretCode, Problem> {
        let token = self.tokens.text(profile, TokenForm::Token).await?;
        let (requests, id, sending) = (self.clone(), profile.clone(), sending.clone());
        blocking(move || {
            let stored = requests.core.profiles.get(&id)?;
            let (profile, slug) = (&stored.value, &stored.slug);
            let filled = requests.with_secrets(profile, &sending, &token.value);
            let show = (Show::Real, LongBody::InFile);
            let code = write_code(&filled, language, &owner(profile, slug), show, &str::to_owned);
            let Code { text, body_file, .. } = code.map_err(|error| error.problem())?;
            let title = format!("{language} for {}", profile.title());
            let code = SecretAnswer { title, expires_at: token.expires_at, value: text };
            let notes = told_left_out(&filled.left_out);
            Ok(SecretCode { code, body_file: body_file.map(str::to_owned), notes })
        })
        .await?
    }

    /// What is filled in, and what takes the secrets out of what was typed. Code leaves for wherever it is pasted, so the vault
    /// is opened for it as it is for a file.
    pub(super) fn without_secrets(
        &self,
        profile: &Profile,
        sending: &Sending,
    ) -> (Filled, Masking) {
        let Sending { request, surroundings, variables, .. } = sending;
        let known = self.vault.known_secrets();
        let variables = self.variables_in(profile, surroundings, variables, &not_yet());
        let filled = mudbrick_requests::outline(request, &variables);
        let masking = self.history.masking(&variables, &filled, &known);
        (filled, masking)
    }

    pub(super) fn with_secrets(
        &self,
        profile: &Profile,
        sending: &Sending,
        token: &SecretText,
    ) -> Filled {
        let Sending { request, surroundings, variables, .. } = sending;
        let variables = self.variables_in(profile, surroundings, variables, token);
        mudbrick_requests::outline(request, &variables)
    }
}

fn owner<'a>(profile: &'a Profile, slug: &'a Slug) -> CodeFor<'a> {
    let oauth = match &profile.credential {
        Credential::OauthServerToServer { scopes, .. } => Some(OauthClient {
            org_id: profile.org_id.as_str(),
            client_id: profile.client_id.as_str(),
            scopes,
            sandbox: &profile.sandbox,
        }),
        Credential::Jwt { .. } | Credential::OauthUser { .. } => None,
    };
    CodeFor { profile: slug, oauth }
}
