//! What takes the secrets out of an exchange before it is recorded, and what is not recorded because nobody can tell.

use super::Known;
use crate::engine::Engine;
use mudbrick_model::{ErrorCode, Problem};
use mudbrick_redact::Redactor;
use mudbrick_requests::Variables;
use std::sync::Arc;

/// How an exchange is masked.
pub(crate) struct Masking {
    /// Knows what can be known.
    pub(crate) redactor: Redactor,
    /// Why bodies are left out: there may be secrets in them that nobody can look for. `the vault was locked`.
    pub(crate) not_kept: Option<String>,
}

impl Engine {
    /// Knows the secrets that variables stand for, whole, and every other one by its fingerprint.
    pub(crate) fn masking(
        &self,
        variables: &Variables,
        known: &Result<Arc<Known>, Problem>,
    ) -> Masking {
        let redactor = Redactor::new(&variables.secrets());
        match known {
            Ok(known) => Masking {
                redactor: redactor.with_fingerprints(known.fingerprints.clone()),
                not_kept: known.unreadable.first().map(|file| {
                    let mut name = self.name_of_secret(file);
                    // It goes on in the middle of a sentence.
                    if let Some(first) = name.get_mut(..1) {
                        first.make_ascii_lowercase();
                    }
                    format!("{name} cannot be read")
                }),
            },
            Err(problem) => Masking {
                redactor,
                not_kept: Some(
                    match problem.code {
                        ErrorCode::VaultLocked => "the vault was locked",
                        ErrorCode::VaultAbsent => "the vault's key was missing",
                        ErrorCode::VaultDenied => "the keyring did not give the vault's key",
                        _ => "the vault could not be read",
                    }
                    .to_owned(),
                ),
            },
        }
    }
}
