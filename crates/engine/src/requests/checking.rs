//! What is found out of a request without sending it: what a person is asked and warned of, and what would go wrong.

use super::call::{Call, Sending};
use super::production_guard::{self, BeforeSending, Facts};
use super::sandboxes::{SandboxType, Sandboxes};
use super::variables::{listed, not_yet};
use super::view::{RequestCheck, RequestNote, VariableSource};
use super::way_out::allowed_hosts;
use super::{Look, Requests, Surroundings};
use crate::vault::known_secrets::{KnownSecrets, Taken};
use mudbrick_model::{Problem, Profile, ProfileId, Request};
use mudbrick_requests::{BodyFileLine, Filled, FunctionError, LeftOut, body_file_lines};
use std::sync::Arc;

impl Requests {
    /// What is asked about or checked, judged. What is sent is decided on by [`production_guard::pass`].
    fn judged(
        &self,
        profile: &Profile,
        filled: &Filled,
        asks_first: Option<String>,
        known: &Result<Arc<KnownSecrets>, Problem>,
    ) -> BeforeSending {
        let request = (profile, filled);
        production_guard::before_sending(Facts {
            title: profile.title(),
            production: production_guard::production(request, self.kinds(request)),
            method: filled.method,
            credential_in_url: self.vault.credential_in_url(filled, known),
            left_out: filled.left_out.clone(),
            asks_first,
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
        let mut before = self.guard_sending(&call, &look, &nothing);
        before.warnings.extend(self.mistakes_of(&call));
        for entry in self.sent_before(&call)? {
            before.reasons_to_ask.extend(reasons_of_earlier(&call.before(entry)));
        }
        Ok((before, look))
    }

    /// Judges a call by what is known before it is sent. `comes` tells of variables that have a value by then.
    pub(super) fn guard_sending(
        &self,
        call: &Call,
        look: &Look,
        comes: &dyn Fn(&str) -> bool,
    ) -> BeforeSending {
        let mut filled = self.outlined_call(call);
        filled.left_out.retain(|one| !comes(&one.variable));
        self.judged(&call.profile, &filled, call.surroundings.asks_first(), &look.0)
    }

    /// What will probably go wrong with a call, as sentences.
    pub(super) fn mistakes_of(&self, call: &Call) -> Vec<String> {
        mistakes(&call.request, &call.surroundings, self.outlined_call(call))
    }

    /// The call as far as it is known before it is sent. What gets its value on the way is not left out.
    pub(super) fn outlined_call(&self, call: &Call) -> Filled {
        let variables = self.variables_of(call, &not_yet());
        let mut filled = mudbrick_requests::outline(&call.request, &variables);
        // What cannot be understood of it is told when it is sent.
        let wanted = self.names_wanted(call).unwrap_or_default();
        filled.left_out.retain(|one| {
            !wanted.contains(&one.variable)
                && !call.surroundings.asks_for(&one.variable, &call.extra)
        });
        filled
    }

    /// What sending would do, found without sending.
    pub fn check(&self, profile: &ProfileId, sending: &Sending) -> Result<RequestCheck, Problem> {
        let Sending { request, surroundings, variables: given, .. } = sending;
        let profile = self.core.profiles.get(profile)?.value;
        let variables = self.variables_in(&profile, surroundings, given, &not_yet());
        let mut filled = mudbrick_requests::outline(request, &variables);
        let to_come = surroundings.to_come();
        filled.left_out.retain(|LeftOut { variable, .. }| match to_come(variable) {
            Some(VariableSource::Prompt) => given.contains_key(variable),
            source => source.is_none(),
        });
        let known = self.vault.known_without_asking();
        let taken = self.vault.taken(&filled, None, None, &known).filter(Taken::is_certain);
        let carries = filled.carries_credential() || taken.is_some();
        let url = filled.url.shown();
        let host_not_allowed = url::Url::parse(&url)
            .ok()
            .filter(|parsed| carries && !allowed_hosts(&profile).allows(parsed))
            .and_then(|parsed| parsed.host_str().map(ToOwned::to_owned));
        let before = self.judged(&profile, &filled, surroundings.asks_first(), &known);
        let mut notes = surroundings.notes();
        notes.extend(before.left_out.into_iter().map(RequestNote::left_out));
        let (missing, variables) = (filled.missing(), listed(sending, &filled.uses, &variables));
        let failed: Vec<String> = filled.failed.iter().map(failed).collect();
        Ok(RequestCheck {
            url,
            missing: not_to_come(missing, surroundings),
            warnings: surroundings
                .lost
                .clone()
                .into_iter()
                .chain(before.warnings)
                .chain(taken.map(|taken| taken.warning()))
                .chain(failed)
                .chain(mistakes(request, surroundings, filled))
                .collect(),
            host_not_allowed,
            needs_confirmation: !before.reasons_to_ask.is_empty(),
            variables,
            notes,
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

/// Why somebody has to agree to a request that is sent first, a clause each.
pub(super) fn reasons_of_earlier(earlier: &Call) -> Vec<String> {
    let title = &earlier.request.name;
    let writes = earlier.request.method.writes().then(|| production_guard::sent_before(title));
    let asks_first = earlier.surroundings.asks_first();
    let asks_first = asks_first.map(|asks| production_guard::asked_before(title, &asks));
    writes.into_iter().chain(asks_first).collect()
}

/// What will probably go wrong, as sentences. A body that files are part of is not looked through: they are not read here.
fn mistakes(request: &Request, surroundings: &Surroundings, filled: Filled) -> Vec<String> {
    let has_files = surroundings.folder().is_some() && !body_file_lines(request).is_empty();
    let filled = if has_files { Filled { body: None, ..filled } } else { filled };
    let warnings = mudbrick_requests::check(&filled).into_iter().map(|warning| warning.message);
    lines_as_written(request, surroundings).into_iter().chain(warnings).collect()
}

/// No variable has a value that is not known here.
pub(super) fn nothing(_: &str) -> bool {
    false
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
