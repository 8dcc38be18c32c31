//! What a run asks about its requests, before and while they are sent.

use super::call::{Call, named};
use super::checking::{not_to_come, reasons_of_earlier};
use super::lane::Lane;
use super::production_guard::BeforeSending;
use super::received::KeptAnswers;
use super::variables::not_yet;
use super::{Look, Requests, Sending, Surroundings};
use mudbrick_model::{ExchangeId, Problem, Profile, Request};
use mudbrick_redact::Redactor;
use mudbrick_store::Revision;
use std::sync::Arc;

impl Requests {
    /// Where a call's values from other answers are: in its lane, or in what the process knows.
    pub(super) fn kept_of<'a>(&'a self, call: &'a Call) -> &'a KeptAnswers {
        call.lane.as_ref().map_or(&self.kept, |lane| &lane.kept)
    }

    /// Puts an answer that the history has into a lane, for the requests that are still to be sent in it.
    ///
    /// # Errors
    /// The history does not have it any more.
    pub(crate) fn put_back(
        &self,
        lane: &Lane,
        profile: &Profile,
        sending: &Sending,
        exchange: ExchangeId,
    ) -> Result<(), Problem> {
        let exchange = (exchange, self.history.exchange(exchange)?);
        let Some(raw) = self.answer_of(exchange) else { return Ok(()) };
        lane.capture(&sending.surroundings.directives(), &raw);
        lane.forget_masked();
        lane.kept.keep(&profile.id, &sending.request, Arc::new(raw));
        Ok(())
    }

    /// What a person is told and asked before a request of a run is sent.
    pub(crate) fn before_sending_in_run(
        &self,
        profile: &Profile,
        sending: &Sending,
        Earlier { is_sent, is_captured }: &Earlier<'_>,
        look: &Look,
    ) -> Result<BeforeSending, Problem> {
        let call = Call::new(profile.clone(), sending.clone());
        let mut before = self.guard_sending(&call, look, is_captured);
        let mut seen: Vec<usize> = call.surroundings.entry.into_iter().collect();
        self.writes_ahead(&call, is_sent, &mut seen, &mut before.reasons_to_ask)?;
        Ok(before)
    }

    /// What will probably go wrong with a request, as sentences.
    pub(crate) fn mistakes(&self, profile: &Profile, sending: &Sending) -> Vec<String> {
        self.mistakes_of(&Call::new(profile.clone(), sending.clone()))
    }

    fn writes_ahead(
        &self,
        call: &Call,
        is_sent: &dyn Fn(usize) -> bool,
        seen: &mut Vec<usize>,
        reasons: &mut Vec<String>,
    ) -> Result<(), Problem> {
        for entry in self.sent_before(call)? {
            if is_sent(entry) || seen.contains(&entry) {
                continue;
            }
            seen.push(entry);
            let other = call.before(entry);
            reasons.extend(reasons_of_earlier(&other));
            self.writes_ahead(&other, is_sent, seen, reasons)?;
        }
        Ok(())
    }

    /// What a look at the vault's secrets says, for many questions in a row.
    pub(crate) fn one_look(&self) -> Look {
        self.look()
    }

    /// Knows every secret that the vault has, for what is written down of a run.
    pub(crate) fn redactor(&self) -> Redactor {
        let known = self.vault.known_secrets().ok();
        Redactor::new(&[]).with_fingerprints(known.and_then(|known| known.fingerprints.clone()))
    }

    /// The names that sending a request would use, also by way of other variables.
    pub(crate) fn names_used(&self, profile: &Profile, sending: &Sending) -> Vec<String> {
        let call = Call::new(profile.clone(), sending.clone());
        let Sending { surroundings, variables, .. } = sending;
        let known = self.variables_in(profile, surroundings, variables, &not_yet());
        call.names_reached(&known)
    }

    /// The names of them that have no value, but for those that somebody is asked for or another answer gives; and where it
    /// goes, as far as that is known before.
    pub(crate) fn outlined(&self, profile: &Profile, sending: &Sending) -> Outlined {
        let call = Call::new(profile.clone(), sending.clone());
        let variables = self.variables_of(&call, &not_yet());
        let filled = mudbrick_requests::outline(&call.request, &variables);
        let url = filled.url.shown();
        let host = url::Url::parse(filled.url.expose().expose()).ok();
        Outlined {
            missing: not_to_come(filled.missing(), &sending.surroundings),
            host: host.and_then(|url| url.host_str().map(str::to_owned)),
            url,
        }
    }
}

/// What the run has sent before a request of it.
pub(crate) struct Earlier<'a> {
    /// Which entries of the request's file: nobody is asked a second time for those.
    pub(crate) is_sent: &'a dyn Fn(usize) -> bool,
    /// Which variables have a value of an answer by then.
    pub(crate) is_captured: &'a dyn Fn(&str) -> bool,
}

/// A request as it would go out.
pub(crate) struct Outlined {
    pub(crate) missing: Vec<String>,
    pub(crate) host: Option<String>,
    /// Secrets masked.
    pub(crate) url: String,
}

impl Sending {
    /// Whether other requests of a run may wait for the answer to this one: its file gives it a tag, or takes something of it.
    pub(crate) fn gives_values(&self) -> bool {
        self.surroundings.wants_values()
    }

    /// Which state it is in: the request as it is written, and what its file gives to it and says of it.
    pub(crate) fn revision(&self) -> Revision {
        let said = self.surroundings.own_entry();
        let said = said.map(|entry| (&entry.tag, &entry.comments, &entry.version));
        let all = serde_json::json!([self.request, self.surroundings.variables, said]);
        Revision::of(all.to_string().as_bytes())
    }

    /// What a file's entry is called in a run, which is how its answer is found again.
    pub(crate) fn of_entry(surroundings: Surroundings) -> Option<Self> {
        let entry = surroundings.entries.get(surroundings.entry?)?;
        let request: Request = named(entry);
        Some(Self { surroundings, ..Self::of(request) })
    }
}
