//! A request as code that a person takes elsewhere: what Mudbrick would send, in the language they ask for.

use super::variables::not_yet;
use super::view::{WrittenRequest, sentence};
use super::{Requests, Sending};
use crate::threads::blocking;
use crate::tokens::view::TokenForm;
use crate::vault::SecretAnswer;
use mudbrick_model::{CodeLanguage, Credential, Explain as _, Problem, Profile, ProfileId, Slug};
use mudbrick_requests::{Code, CodeFor, LongBody, OauthClient, Show, body_file_lines, write_code};

impl Requests {
    /// The request as code without a secret in it: it calls `mudbrick token` when it runs. A secret that was typed into the
    /// request is masked.
    pub fn written_as(
        &self,
        profile: &ProfileId,
        sending: &Sending,
        language: CodeLanguage,
    ) -> Result<WrittenRequest, Problem> {
        let Sending { request, surroundings, variables, .. } = sending;
        let stored = self.core.profiles.get(profile)?;
        let (profile, slug) = (&stored.value, &stored.slug);
        // Code leaves for wherever it is pasted, so the vault is opened for it as it is for a file.
        let known = self.vault.known_secrets();
        let variables = self.variables_in(profile, surroundings, variables, &not_yet());
        let filled = mudbrick_requests::outline(request, &variables);
        let masking = self.history.masking(&variables, &filled, &known);
        let masked = |text: &str| masking.redactor.text(text).into_owned();
        let show = (Show::Redacted, LongBody::InFile);
        let code = write_code(&filled, language, &owner(profile, slug), show, &masked);
        let Code { text, notes } = code.map_err(|error| error.problem())?;
        let mut notes: Vec<String> = notes.iter().map(|note| sentence(&note.to_string())).collect();
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
        Ok(WrittenRequest { language, text: text.expose().clone(), notes })
    }

    /// The request as code with the token in it, because the person asked for that.
    pub async fn written_with_secrets(
        &self,
        profile: &ProfileId,
        sending: &Sending,
        language: CodeLanguage,
    ) -> Result<SecretAnswer, Problem> {
        let token = self.tokens.text(profile, TokenForm::Token).await?;
        let (requests, id) = (self.clone(), profile.clone());
        let Sending { request, surroundings, variables: extra, .. } = sending.clone();
        blocking(move || {
            let stored = requests.core.profiles.get(&id)?;
            let (profile, slug) = (&stored.value, &stored.slug);
            let variables = requests.variables_in(profile, &surroundings, &extra, &token.value);
            let filled = mudbrick_requests::outline(&request, &variables);
            let show = (Show::Real, LongBody::InFile);
            let code = write_code(&filled, language, &owner(profile, slug), show, &str::to_owned);
            Ok(SecretAnswer {
                title: format!("{language} for {}", profile.title()),
                expires_at: token.expires_at,
                value: code.map_err(|error| error.problem())?.text,
            })
        })
        .await?
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
