//! What a request is about to take along, found by what it is and not by how it was written: a secret that was typed or pasted
//! is treated as if its variable had been used.

use super::KnownSecrets;
use crate::vault::Vault;
use mudbrick_model::{ErrorCode, Problem, RemedyAction};
use mudbrick_net::{AllowedHosts, FileBody, Outgoing};
use mudbrick_redact::{Carried, carried};
use mudbrick_requests::Filled;
use mudbrick_vault::SecretText;
use std::io::{Cursor, Read};
use std::sync::Arc;

/// A credential in a request, by the name that a person has for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Taken {
    /// One of the vault's: `The client secret of Acme · Places`.
    Secret(String),
    /// A token that Mudbrick does not know.
    Token,
    /// Whether there is one cannot be told, and why.
    Unknown(Problem),
}

impl Taken {
    /// Said of a request before it is sent.
    pub(crate) fn warning(&self) -> String {
        match self {
            Self::Secret(name) => format!(
                "{name} is written in this request. Take it out: a request is kept in plain text."
            ),
            Self::Token => "An access token is written in this request. Use {{ACCESS_TOKEN}}: Mudbrick renews it for you.".to_owned(),
            Self::Unknown(problem) => problem.message.clone(),
        }
    }

    /// Whether there is one indeed.
    pub(crate) fn is_certain(&self) -> bool {
        !matches!(self, Self::Unknown(_))
    }
}

impl Vault {
    /// Refuses to send a request with a credential in it to a host that may not see one, as it does when the credential came
    /// from a variable. A request to a host that may is not looked through: there is nothing to refuse.
    pub(crate) fn keep_from_strangers(
        &self,
        filled: &Filled,
        outgoing: &Outgoing,
        file: Option<&FileBody>,
        hosts: &AllowedHosts,
        known: &Result<Arc<KnownSecrets>, Problem>,
    ) -> Result<(), Problem> {
        // What has one by a variable or a header is refused by `net`.
        if filled.carries_credential() || hosts.allows(outgoing.url()) {
            return Ok(());
        }
        match self.taken(filled, Some(outgoing), file, known) {
            None => Ok(()),
            Some(taken) => Err(refused(&taken, outgoing.url(), hosts)),
        }
    }

    /// What a request takes along, wherever in it.
    pub(crate) fn taken(
        &self,
        filled: &Filled,
        outgoing: Option<&Outgoing>,
        file: Option<&FileBody>,
        known: &Result<Arc<KnownSecrets>, Problem>,
    ) -> Option<Taken> {
        let mut places: Vec<SecretText> = vec![filled.url.expose()];
        // What the URL's own rules made of it: they drop tabs and line ends, and undo dots.
        places.extend(outgoing.map(|outgoing| SecretText::new(outgoing.url().to_string())));
        for (name, value) in &filled.headers {
            places.push(SecretText::new(name.clone()));
            places.push(value.expose());
        }
        let body = filled.body.as_ref().map(|body| body.expose_bytes());
        let texts = places.iter().map(|place| place.expose().as_bytes());
        let texts = texts.chain(body.iter().map(|body| body.expose().as_slice()));
        let texts = texts.map(|place| -> Box<dyn Read> { Box::new(Cursor::new(place)) });
        let file = file.map(|file| -> Box<dyn Read> { Box::new(file.open()) });
        self.taken_by(texts.chain(file), known)
    }

    /// Whether a request's address takes a secret along, by a variable or as it was written.
    pub(crate) fn credential_in_url(
        &self,
        filled: &Filled,
        known: &Result<Arc<KnownSecrets>, Problem>,
    ) -> bool {
        if filled.url.is_secret() {
            return true;
        }
        let address = filled.url.expose();
        let taken = self.taken_by([Cursor::new(address.expose().as_bytes())], known);
        taken.is_some_and(|taken| taken.is_certain())
    }

    /// What is known without opening the vault, for a form that is being filled in: what cannot be told yet is not told.
    pub(crate) fn known_without_asking(&self) -> Result<Arc<KnownSecrets>, Problem> {
        if self.core.vault.is_open() { self.known_secrets() } else { Ok(Arc::default()) }
    }

    fn taken_by<R: Read>(
        &self,
        places: impl IntoIterator<Item = R>,
        known: &Result<Arc<KnownSecrets>, Problem>,
    ) -> Option<Taken> {
        let fingerprints = known.as_ref().ok().and_then(|known| known.fingerprints.as_deref());
        let mut taken = None;
        for place in places {
            match carried(place, fingerprints) {
                Ok(Ok(Some(Carried::Secret(number)))) => {
                    let file = known.as_ref().ok().and_then(|known| known.files.get(number));
                    let name = file.map(|file| self.name_of_secret(file));
                    return Some(Taken::Secret(name.unwrap_or_else(|| "A secret".to_owned())));
                }
                Ok(Ok(Some(Carried::Token))) => taken = Some(Taken::Token),
                Ok(Ok(None)) => {}
                Ok(Err(_)) => taken = taken.or_else(|| Some(Taken::Unknown(too_deep()))),
                Err(error) => {
                    let unread =
                        Problem::new(ErrorCode::Storage, "The request's body cannot be read.");
                    taken = taken.or(Some(Taken::Unknown(unread.detail(error.to_string()))));
                }
            }
        }
        taken.or_else(|| match known {
            Err(problem) => Some(Taken::Unknown(problem.clone())),
            Ok(known) => {
                let file = known.unreadable.first()?;
                Some(Taken::Unknown(self.cannot_look(file, "the request")))
            }
        })
    }
}

fn too_deep() -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        "The request is encoded so often that Mudbrick cannot look for secrets in it.",
    )
    .remedy("Take out the text that is encoded again and again.")
}

fn refused(taken: &Taken, url: &url::Url, hosts: &AllowedHosts) -> Problem {
    let host = url.host_str().unwrap_or_default();
    let what = match taken {
        Taken::Secret(name) => name.as_str(),
        Taken::Token => "An access token",
        Taken::Unknown(problem) => {
            let mut problem = problem.clone();
            problem.message = format!(
                "{} {host} is not one of the hosts that may see a credential, and Mudbrick cannot tell whether this \
                 request holds one. Nothing was sent.",
                problem.message
            );
            return problem;
        }
    };
    if hosts.lists(host) {
        return Problem::new(
            ErrorCode::HostNotAllowed,
            format!("Nothing was sent: the connection to {host} would not be encrypted. {what} is in the request."),
        )
        .remedy("Begin the URL with https://.");
    }
    Problem::new(
        ErrorCode::HostNotAllowed,
        format!("Nothing was sent: {host} is not one of the hosts that may see this profile's credentials. {what} is in the request."),
    )
    .remedy(format!(
        "Take it out of the request. If you trust {host}, you can add it to the profile's allowed hosts."
    ))
    .action(RemedyAction::AllowHost { profile: None, host: host.to_owned() })
}
