//! A question to the keyring that may take long to be answered: asked once, waited for as often as need be.

use crate::closed::{Absent, Closed, Locked};
use crate::keyring::{self, Keyring, Refusal};
use crate::{SecretText, custody};
use age::x25519;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

/// A question the keyring has not answered yet, and what its answer is for.
pub(crate) struct Asked {
    answer: Receiver<Result<SecretText, Refusal>>,
    service: String,
    /// The public key that the answer must belong to; also the entry's user name.
    recipient: String,
    /// Whether the key is new, and the vault's only once the keyring has shown that it keeps it.
    pub(crate) is_new: bool,
}

/// What came of waiting.
pub(crate) enum Answer {
    /// The key.
    Key(x25519::Identity),
    /// The keyring will not hand it out.
    Closed(Closed),
    /// Nothing yet; the question stands.
    Silence(Asked),
}

impl Asked {
    /// Asks for the key that goes with a public key.
    pub(crate) fn for_key(
        keyring: &Arc<dyn Keyring>,
        service: &str,
        recipient: String,
    ) -> Result<Self, Closed> {
        let (named, user) = (service.to_owned(), recipient.clone());
        let answer = keyring::call(keyring, move |keyring| keyring.read(&named, &user));
        let answer = answer.map_err(no_thread)?;
        Ok(Self { answer, service: service.to_owned(), recipient, is_new: false })
    }

    /// Has the keyring keep a new key, and read it back.
    pub(crate) fn to_keep(
        keyring: &Arc<dyn Keyring>,
        service: &str,
        identity: x25519::Identity,
    ) -> Result<Self, Closed> {
        let recipient = identity.to_public().to_string();
        let (named, user) = (service.to_owned(), recipient.clone());
        let answer = keyring::call(keyring, move |keyring| {
            keyring.write(&named, &user, &custody::text_of(&identity))?;
            keyring.read(&named, &user)
        });
        let answer = answer.map_err(no_thread)?;
        Ok(Self { answer, service: service.to_owned(), recipient, is_new: true })
    }

    /// Has the keyring keep the key of a vault that exists, and read it back. See [`keyring::change`] for the lock.
    pub(crate) fn to_take_over(
        keyring: &Arc<dyn Keyring>,
        service: &str,
        identity: &x25519::Identity,
        lock: PathBuf,
    ) -> Result<Self, Closed> {
        let recipient = identity.to_public().to_string();
        let (named, user, text) =
            (service.to_owned(), recipient.clone(), custody::text_of(identity));
        let answer = keyring::change(keyring, lock, move |keyring| {
            keyring.write(&named, &user, &text)?;
            keyring.read(&named, &user)
        });
        let answer = answer.map_err(no_thread)?;
        Ok(Self { answer, service: service.to_owned(), recipient, is_new: false })
    }

    /// Waits for the answer; with no time to wait, looks whether it is there.
    pub(crate) fn wait(self, patience: Duration) -> Answer {
        match self.answer.recv_timeout(patience) {
            Ok(Ok(text)) => self.check(&text),
            Ok(Err(refusal)) => Answer::Closed(self.closed_by(refusal)),
            Err(RecvTimeoutError::Timeout) => Answer::Silence(self),
            Err(RecvTimeoutError::Disconnected) => {
                let detail = "the call to the keyring broke off".to_owned();
                Answer::Closed(Closed::Denied { detail })
            }
        }
    }

    fn check(self, text: &SecretText) -> Answer {
        let found = custody::identity_in(text.expose())
            .filter(|identity| identity.to_public().to_string() == self.recipient);
        match found {
            Some(identity) => Answer::Key(identity),
            None => Answer::Closed(Closed::Absent(Absent::OtherKey { recipient: self.recipient })),
        }
    }

    fn closed_by(self, refusal: Refusal) -> Closed {
        match refusal {
            Refusal::NoKeyring(detail) => {
                let vault = if self.is_new { None } else { Some(self.recipient) };
                Closed::Absent(Absent::Keyring { detail, vault })
            }
            Refusal::NoEntry => {
                Closed::Absent(Absent::Entry { service: self.service, user: self.recipient })
            }
            Refusal::Locked(detail) => Closed::Locked(Locked::Keyring { detail }),
            Refusal::Denied(detail) => Closed::Denied { detail },
        }
    }
}

fn no_thread(error: io::Error) -> Closed {
    Closed::Denied { detail: format!("no thread could be started: {error}") }
}
