//! What is found out of a request without sending it: what a person is asked and warned of, and what would go wrong.

use super::call::{Call, Sending};
use super::production_guard::{self, BeforeSending, Facts};
use super::sandboxes::{SandboxType, Sandboxes};
use super::variables::{listed, not_yet};
use super::view::RequestCheck;
use super::way_out::allowed_hosts;
use super::{Look, Requests, Surroundings};
use crate::vault::known_secrets::{KnownSecrets, Taken};
use mudbrick_model::{Problem, Profile, ProfileId, Request};
use mudbrick_requests::{BodyFileLine, Filled, FunctionError, body_file_lines};
use std::sync::Arc;

impl Requests {
    /// What is asked about or checked, judged. What is sent is decided on by [`production_guard::pass`].
    fn judged(
        &self,
        profile: &Profile,
        filled: &Filled,
        known: &Result<Arc<KnownSecrets>, Problem>,
    ) -> BeforeSending {
        let request = (profile, filled);
        production_guard::before_sending(Facts {
            title: profile.title(),
            production: production_guard::production(request, self.kinds(request)),
            method: filled.method,
            credential_in_url: self.vault.credential_in_url(filled, known),
        })
    }

    /// Tells of which type a sandbox is, for as long as it is known.
    pub(super) fn kinds<'a>(
        &'a self,
        (profile, filled): (&'a Profile, &'a Filled),
    ) -> impl Fn(&str) -> Option<SandboxType> + 'a {
        move |name| {
            let known = Sandboxes::of(&self.core.home).known();
            known.kind(profile, filled, name, self.core.now())
        }
    }

    pub(super) fn look(&self) -> Look {
        // Sending opens the vault in any case.
        Look(self.vault.known_secrets())
    }

    /// What a person is told and asked before this is sent, and the look at the secrets that it took, for
    /// [`super::Confirmation::NoReason`]. Variables as in [`Requests::send_with`].
    pub fn before_sending(
        &self,
        profile: &ProfileId,
        sending: &Sending,
    ) -> Result<(BeforeSending, Look), Problem> {
        let profile = self.core.profiles.get(profile)?.value;
        let look = self.look();
        let call = Call::new(profile, sending.clone());
        let mut before = self.guard_sending(&call, &look);
        let first = self.writes_before(&call)?;
        let first = first.iter().map(|title| production_guard::sent_before(title));
        before.reasons_to_ask.extend(first);
        Ok((before, look))
    }

    pub(super) fn guard_sending(&self, call: &Call, look: &Look) -> BeforeSending {
        let variables = self.variables_of(call, &not_yet());
        let filled = mudbrick_requests::outline(&call.request, &variables);
        self.judged(&call.profile, &filled, &look.0)
    }

    /// What sending would do, found without sending.
    pub fn check(&self, profile: &ProfileId, sending: &Sending) -> Result<RequestCheck, Problem> {
        let Sending { request, surroundings, variables: given, .. } = sending;
        let profile = self.core.profiles.get(profile)?.value;
        let variables = self.variables_in(&profile, surroundings, given, &not_yet());
        let filled = mudbrick_requests::outline(request, &variables);
        let known = self.vault.known_without_asking();
        let taken = self.vault.taken(&filled, None, None, &known).filter(Taken::is_certain);
        let carries = filled.carries_credential() || taken.is_some();
        let url = filled.url.shown();
        let host_not_allowed = url::Url::parse(&url)
            .ok()
            .filter(|parsed| carries && !allowed_hosts(&profile).allows(parsed))
            .and_then(|parsed| parsed.host_str().map(ToOwned::to_owned));
        let before = self.judged(&profile, &filled, &known);
        let warnings = mudbrick_requests::check(&filled).into_iter().map(|warning| warning.message);
        Ok(RequestCheck {
            url,
            missing: not_to_come(filled.missing(), surroundings),
            warnings: surroundings
                .lost
                .clone()
                .into_iter()
                .chain(before.warnings)
                .chain(taken.map(|taken| taken.warning()))
                .chain(filled.failed.iter().map(failed))
                .chain(lines_as_written(request, surroundings))
                .chain(warnings)
                .collect(),
            host_not_allowed,
            needs_confirmation: !before.reasons_to_ask.is_empty(),
            variables: listed(sending, &filled.uses, &variables),
            notes: surroundings.notes(),
            written: surroundings.options(),
            options: self.option_fields(&profile, surroundings, &sending.options),
        })
    }
}

/// Variables without a value, but for those that somebody is asked for, and for those that another request's answer gives.
pub(super) fn not_to_come(missing: Vec<String>, surroundings: &Surroundings) -> Vec<String> {
    let to_come = surroundings.to_come();
    missing.into_iter().filter(|name| to_come(name).is_none()).collect()
}

/// Where nobody knows which folder is meant, a line that would stand for a file goes out as it is, and that is said.
fn lines_as_written(request: &Request, surroundings: &Surroundings) -> Vec<String> {
    if surroundings.folder().is_some() {
        return Vec::new();
    }
    let told = |line: BodyFileLine| {
        format!(
            "The line “{}” goes out as it is written, and not the file that it names.",
            line.written
        )
    };
    body_file_lines(request).into_iter().map(told).collect()
}

fn failed((call, error): &(String, FunctionError)) -> String {
    format!("{{{{{call}}}}} stands for nothing, since {error}.")
}
