//! Every secret that Mudbrick knows, so that what leaves can be looked through for them before it is written.

use crate::engine::Engine;
use crate::secrets;
use mudbrick_interchange::{Leak, Scanner};
use mudbrick_model::{ErrorCode, Problem, Profile};
use mudbrick_vault::SecretText;
use mudbrick_vault::files::{self, Destination};

/// A secret and what a person calls it.
struct Known {
    label: String,
    value: SecretText,
}

/// Looks for known secrets in files that are about to be written.
pub(crate) struct Guard {
    labels: Vec<String>,
    scanner: Scanner,
}

impl Engine {
    /// Knows every client secret, private key and cached token but those that the person chose to write.
    pub(crate) fn guard(&self, chosen: &[SecretText]) -> Result<Guard, Problem> {
        let mut known = Vec::new();
        for stored in self.profiles.list()?.items {
            self.add_of_profile(&stored.value, &mut known)?;
        }
        for stored in self.keys.list()?.items {
            let pair = stored.value;
            if let Some(value) = readable(secrets::private_key(&self.vault, &pair.id))?.flatten() {
                known.push(Known { label: format!("The private key {}", pair.name), value });
            }
        }
        known.retain(|known| chosen.iter().all(|chosen| chosen.expose() != known.value.expose()));
        let values: Vec<&SecretText> = known.iter().map(|known| &known.value).collect();
        let scanner = Scanner::new(&values);
        Ok(Guard { labels: known.into_iter().map(|known| known.label).collect(), scanner })
    }

    fn add_of_profile(&self, profile: &Profile, known: &mut Vec<Known>) -> Result<(), Problem> {
        let title = profile.title();
        let stored = readable(secrets::client_secrets(&self.vault, &profile.id))?;
        for value in stored.unwrap_or_default() {
            known.push(Known { label: format!("The client secret of {title}"), value });
        }
        if let Some(value) = readable(secrets::any_token(&self.vault, &profile.id))?.flatten() {
            known.push(Known { label: format!("The token of {title}"), value });
        }
        Ok(())
    }
}

impl Guard {
    /// Refuses bytes that hold a known secret, encoded in whatever way. `what` is the file's name.
    pub(crate) fn check(&self, what: &str, bytes: &[u8]) -> Result<(), Problem> {
        match self.scanner.scan(bytes) {
            None => Ok(()),
            Some(leak) => Err(self.refused(what, &leak)),
        }
    }

    /// Writes bytes that hold no known secret where a person wants them.
    pub(crate) fn deliver(
        &self,
        to: Destination<'_>,
        bytes: &[u8],
        mode: files::Mode,
    ) -> Result<(), Problem> {
        self.check(&to.shown(), bytes)?;
        Ok(files::deliver(to, bytes, mode)?)
    }

    fn refused(&self, what: &str, leak: &Leak) -> Problem {
        let label = self.labels.get(leak.secret).map_or("A secret", String::as_str);
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

/// A file that nobody can read has no secret that could leave; a closed vault may have any.
fn readable<T>(loaded: Result<T, Problem>) -> Result<Option<T>, Problem> {
    match loaded {
        Ok(loaded) => Ok(Some(loaded)),
        Err(problem) if problem.code == ErrorCode::Damaged => Ok(None),
        Err(problem) => Err(problem),
    }
}
