//! A request as code that a person takes elsewhere: what Mudbrick would send, in the language they ask for.

use super::code_source::Outlined;
use super::variables::not_yet;
use super::view::{WrittenRequest, sentence};
use super::{Requests, Sending};
use crate::threads::blocking;
use crate::tokens::view::TokenForm;
use crate::vault::SecretAnswer;
use mudbrick_model::{
    CodeLanguage, Credential, Explain as _, Problem, Profile, ProfileId, Slug, Timestamp,
};
use mudbrick_requests::{Code, CodeFor, LongBody, OauthClient, Show, write_code};
use mudbrick_vault::SecretText;

/// A request as code with the token in it.
pub struct SecretCode {
    /// The code.
    pub code: SecretAnswer,
    /// The file that it reads the body from; none where the body stands in it.
    pub body_file: Option<String>,
    /// Sentences about what to know before it is run.
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
        let stored = self.core.profiles.get(profile)?;
        let (profile, slug) = (&stored.value, &stored.slug);
        let outlined = self.outlined_for_code(profile, sending, &not_yet())?;
        let masking = self.masking_of(&outlined);
        let masked = |text: &str| masking.redactor.text(text).into_owned();
        let code = written((profile, slug), &outlined, language, Show::Redacted, &masked)?;
        let mut notes = told(&code, outlined.notes);
        if let Some(why) = &masking.not_kept {
            notes.push(format!(
                "A secret that was typed into the request would stand here as it is, because {why}."
            ));
        }
        let Code { text, body_file, .. } = code;
        Ok(WrittenRequest { language, text: text.expose().clone(), notes, body_file })
    }

    /// The request as code with the token in it, because the person asked for that.
    pub async fn written_with_secrets(
        &self,
        profile: &ProfileId,
        sending: &Sending,
        language: CodeLanguage,
    ) -> Result<SecretCode, Problem> {
        let (token, expires_at) = self.token_for_code(profile, sending, language).await?;
        let (requests, id, sending) = (self.clone(), profile.clone(), sending.clone());
        blocking(move || {
            let stored = requests.core.profiles.get(&id)?;
            let (profile, slug) = (&stored.value, &stored.slug);
            let outlined = requests.outlined_for_code(profile, &sending, &token)?;
            let as_it_is = str::to_owned;
            let code = written((profile, slug), &outlined, language, Show::Real, &as_it_is)?;
            let notes = told(&code, outlined.notes);
            let Code { text, body_file, .. } = code;
            let title = format!("{language} for {}", profile.title());
            let code = SecretAnswer { title, expires_at, value: text };
            Ok(SecretCode { code, body_file, notes })
        })
        .await?
    }

    /// The profile's token and its end, where code of this language has it in it; none is asked for in vain.
    pub(super) async fn token_for_code(
        &self,
        profile: &ProfileId,
        sending: &Sending,
        language: CodeLanguage,
    ) -> Result<(SecretText, Option<Timestamp>), Problem> {
        let (requests, id, owned) = (self.clone(), profile.clone(), sending.clone());
        let has_token = blocking(move || {
            let stored = requests.core.profiles.get(&id)?;
            let (profile, slug) = (&stored.value, &stored.slug);
            let outlined = requests.outlined_for_code(profile, &owned, &not_yet())?;
            let as_it_is = str::to_owned;
            let code = written((profile, slug), &outlined, language, Show::Redacted, &as_it_is)?;
            Ok::<_, Problem>(code.has_token)
        })
        .await??;
        if !has_token {
            return Ok((not_yet(), None));
        }
        let token = self.tokens.text(profile, TokenForm::Token).await?;
        Ok((token.value, token.expires_at))
    }
}

fn written(
    (profile, slug): (&Profile, &Slug),
    outlined: &Outlined,
    language: CodeLanguage,
    show: Show,
    masked: &dyn Fn(&str) -> String,
) -> Result<Code, Problem> {
    let how = (show, LongBody::InFile);
    let code = write_code(&outlined.source(), language, &owner(profile, slug), how, masked);
    code.map_err(|error| error.problem())
}

/// All that is to be known of code, as sentences.
fn told(code: &Code, of_request: Vec<String>) -> Vec<String> {
    let of_code = code.notes.iter().map(|note| sentence(&note.to_string()));
    of_code.chain(of_request).collect()
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
