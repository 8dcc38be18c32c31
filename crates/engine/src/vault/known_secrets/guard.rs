//! Files that are about to be written without secrets are looked through for all of them first.

use super::KnownSecrets;
use crate::vault::Vault;
use mudbrick_model::{ErrorCode, Problem};
use mudbrick_redact::{Leak, Scanner, TooDeep};
use mudbrick_vault::SecretText;
use mudbrick_vault::files::{self, Destination};
use std::sync::Arc;

/// Looks for known secrets in files that are about to be written.
pub(crate) struct Guard<'a> {
    vault: &'a Vault,
    known: Arc<KnownSecrets>,
    scanner: Scanner,
}

impl Vault {
    /// Knows every secret that the vault still has but those that the person chose to write.
    ///
    /// # Errors
    /// The vault is closed, or one of its files cannot be read and never was: nobody can tell then what leaves.
    pub(crate) fn guard(&self, chosen: &[SecretText]) -> Result<Guard<'_>, Problem> {
        let known = self.known_secrets()?;
        if let Some(file) = known.unreadable.first() {
            let mut problem = self.cannot_look(file, "what is exported");
            problem.message.push_str(" Nothing was written.");
            return Err(problem);
        }
        let scanner = Scanner::of(known.index.fingerprints(&known.files, chosen));
        Ok(Guard { vault: self, known, scanner })
    }
}

impl Guard<'_> {
    /// Refuses bytes that hold a known secret, encoded in whatever way. `what` is the file's name.
    pub(crate) fn check(&self, what: &str, bytes: &[u8]) -> Result<(), Problem> {
        match self.scanner.scan(bytes) {
            Ok(None) => Ok(()),
            Ok(Some(leak)) => Err(self.refused(what, &leak)),
            Err(TooDeep) => Err(Problem::new(
                ErrorCode::InvalidInput,
                format!("{what} is encoded so often that Mudbrick cannot look for secrets in it. Nothing was written."),
            )
            .remedy("Take out the text that is encoded again and again.")),
        }
    }

    /// Writes bytes that hold no known secret where a person wants them.
    pub(crate) fn deliver(
        &self,
        to: Destination<'_>,
        bytes: &[u8],
        mode: files::Mode,
    ) -> Result<(), Problem> {
        self.check(&to.display_name(), bytes)?;
        Ok(files::deliver(to, bytes, mode)?)
    }

    fn refused(&self, what: &str, leak: &Leak) -> Problem {
        let file = self.known.files.get(leak.secret);
        let label = file.map_or("A secret".to_owned(), |file| self.vault.name_of_secret(file));
        let place = leak.member.as_deref().unwrap_or(what);
        Problem::new(
            ErrorCode::InvalidInput,
            format!("{label} would be in {place}. Nothing was written."),
        )
        .remedy(
            "Look whether it stands in a variable, a name or a request of what you export, and take it out there.",
        )
        .detail(format!("{place}, byte {}", leak.at))
    }
}
