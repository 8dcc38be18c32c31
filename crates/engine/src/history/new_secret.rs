//! A new client secret, which Adobe tells once: in the answer to the call that makes it. The answer is masked as every other;
//! the secret is sealed meanwhile and kept with the exchange until a person stores it, or deletes the exchange.

use super::History;
use crate::core::Change;
use crate::events::Event;
use crate::vault::stored;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mudbrick_model::{ErrorCode, ExchangeId, Method, NewSecret, Problem, ProfileId, ProfileName};
use mudbrick_vault::{Secret, SecretText};
use std::io;
use url::Url;
use zeroize::Zeroizing;

/// What the sealed text is.
const KIND: &str = "new client secret";
/// Where the API is: by the documents of server-to-server authentication, and by Adobe's own client library for it
/// (`aio-lib-console`, its specification; the second is its stage).
const HOSTS: [&str; 3] = ["api.adobe.io", "developers.adobe.io", "developers-stage.adobe.io"];
/// The answer is a few lines. What is longer is none.
const MOST_BYTES: usize = 64 << 10;

/// Whether a call makes a client secret: `POST …/console/organizations/{org}/credentials/{credential}/secrets`. It is answered
/// with 201 by the documents, with 200 by the library's specification.
pub(super) fn is_told(method: Method, url: &Url, status: u16) -> bool {
    let parts: Vec<&str> = url.path().trim_end_matches('/').split('/').skip(1).collect();
    method == Method::Post
        && matches!(status, 200 | 201)
        && url.host_str().is_some_and(|host| HOSTS.contains(&host))
        && matches!(parts[..], ["console", "organizations", _, "credentials", _, "secrets"])
}

/// The answer as it came, for as long as the secret in it is looked for.
#[derive(Default)]
pub(super) struct Told(Zeroizing<Vec<u8>>);

impl io::Write for Told {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A buffer that grows leaves what was in it behind in memory.
        if self.0.capacity() == 0 {
            self.0.reserve_exact(MOST_BYTES);
        }
        let room = MOST_BYTES.saturating_sub(self.0.len()).min(bytes.len());
        self.0.extend_from_slice(&bytes[..room]);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Told {
    /// The secret, also of an answer that broke off behind it.
    fn secret(&self) -> Option<SecretText> {
        const NAME: &[u8] = b"\"client_secret\"";
        let name = self.0.windows(NAME.len()).position(|part| part == NAME)?;
        let value = self.0[name + NAME.len()..].trim_ascii_start().strip_prefix(b":")?;
        let mut texts = serde_json::Deserializer::from_slice(value).into_iter::<String>();
        let text = Zeroizing::new(texts.next()?.ok()?);
        (!text.is_empty()).then(|| SecretText::new(text.to_string()))
    }
}

impl History {
    /// The secret in an answer, sealed. Sealing needs no open vault.
    pub(super) fn sealed(&self, told: &Told) -> Result<Option<NewSecret>, Problem> {
        let Some(secret) = told.secret() else { return Ok(None) };
        let bytes = Secret::new(secret.expose().as_bytes().to_vec());
        let sealed = self.core.vault.seal(KIND, &self.core.home.history_db(), &bytes)?;
        Ok(Some(NewSecret::Waiting { sealed: STANDARD.encode(sealed) }))
    }

    /// Stores the new client secret of an answer as a profile's first; its first one becomes its second, as both are good
    /// until one is deleted at Adobe. The answer does not say which client it is for: the person does, by the profile.
    pub fn store_new_secret(
        &self,
        id: ExchangeId,
        into: &ProfileId,
    ) -> Result<ProfileName, Problem> {
        let sealed = match self.exchange(id)?.new_secret {
            Some(NewSecret::Waiting { sealed }) => sealed,
            Some(NewSecret::Stored { title, .. }) => {
                return Err(Problem::new(
                    ErrorCode::InvalidInput,
                    format!("The secret of this answer is stored already, in {title}."),
                ));
            }
            None => {
                return Err(Problem::new(
                    ErrorCode::InvalidInput,
                    "No new client secret came in this answer.",
                ));
            }
        };
        let profile = self.core.profiles.get(into)?.value;
        let new = self.unsealed(&sealed)?;
        stored::change_client_secrets(&self.core.vault, &profile, &profile.client_id, |stored| {
            let first = stored.into_iter().find(|known| known.expose() != new.expose());
            Some(std::iter::once(new).chain(first).collect())
        })?;
        let done = NewSecret::Stored { profile: into.clone(), title: profile.title() };
        // The secret is safe by now. Where this cannot be written down, it can be stored once more.
        if !self.not_recorded.set_new_secret(id, &done) {
            self.store()?.set_new_secret(id, &done)?;
        }
        self.core.changed(Change::Profile(into));
        self.core.emit(Event::ProfilesChanged);
        self.core.emit(Event::HistoryChanged);
        Ok(ProfileName::of(&profile))
    }

    fn unsealed(&self, sealed: &str) -> Result<SecretText, Problem> {
        let place = self.core.home.history_db();
        let damaged = || {
            Problem::new(ErrorCode::Storage, "The new client secret cannot be read any more.")
                .remedy("Add another one in Adobe's Console, and delete this one there.")
        };
        let bytes = STANDARD.decode(sealed).map_err(|_| damaged())?;
        let plain = self.core.vault.unseal(KIND, &place, &bytes)?;
        let text = std::str::from_utf8(plain.expose()).map_err(|_| damaged())?;
        Ok(SecretText::new(text.to_owned()))
    }
}

/// Says that a secret came which nobody will see again.
pub(super) fn not_sealed(why: Problem) -> Problem {
    Problem {
        message: format!("The new client secret in this answer could not be kept: {}", why.message),
        ..why
    }
    .remedy("Adobe still shows it in its Console. Copy it from there into the profile.")
}

/// Says why an answer is in the history that was not to be.
pub(super) fn kept_for_its_secret() -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        "This exchange is in the history all the same, because a new client secret came in the answer.",
    )
    .remedy("Store the secret in a profile, then delete the exchange.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::io::Write as _;

    #[rstest]
    #[case::documented(
        "POST",
        "https://api.adobe.io/console/organizations/12/credentials/34/secrets",
        201,
        true
    )]
    #[case::by_the_library(
        "POST",
        "https://developers.adobe.io/console/organizations/12/credentials/34/secrets/",
        200,
        true
    )]
    #[case::list(
        "GET",
        "https://api.adobe.io/console/organizations/12/credentials/34/secrets",
        200,
        false
    )]
    #[case::refused(
        "POST",
        "https://api.adobe.io/console/organizations/12/credentials/34/secrets",
        403,
        false
    )]
    #[case::elsewhere(
        "POST",
        "https://api.example.org/console/organizations/12/credentials/34/secrets",
        201,
        false
    )]
    #[case::another(
        "POST",
        "https://api.adobe.io/console/organizations/12/credentials/34/secrets/56",
        201,
        false
    )]
    fn calls(#[case] method: &str, #[case] url: &str, #[case] status: u16, #[case] expected: bool) {
        let url = Url::parse(url).unwrap();
        assert_eq!(is_told(Method::parse(method).unwrap(), &url, status), expected);
    }

    #[rstest]
    #[case::whole(r#"{"uuid":"1","client_secret":"p8e-new","created_at":"1"}"#, Some("p8e-new"))]
    #[case::spaced("{ \"client_secret\" :\n \"p8e-\\u006eew\" }", Some("p8e-new"))]
    #[case::broken_off_behind_it(r#"{"client_secret":"p8e-new","created"#, Some("p8e-new"))]
    #[case::broken_off_in_it(r#"{"client_secret":"p8e-n"#, None)]
    #[case::empty(r#"{"client_secret":""}"#, None)]
    #[case::list(r#"{"client_secrets":["p8e-old"]}"#, None)]
    #[case::nothing("", None)]
    fn answers(#[case] body: &str, #[case] expected: Option<&str>) {
        let mut told = Told::default();
        for piece in body.as_bytes().chunks(7) {
            told.write_all(piece).unwrap();
        }
        let secret = told.secret();
        assert_eq!(secret.as_ref().map(|secret| secret.expose().as_str()), expected);
    }
}
