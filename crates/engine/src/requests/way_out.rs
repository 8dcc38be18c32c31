//! A request on the way out: agreed to, what it waits for, and the message itself once everything is filled in.

use super::body_files::{self, ReadFiles};
use super::call::Call;
use super::earlier::Next;
use super::guarded::Guarded;
use super::options::HowToSend;
use super::production_guard;
use super::variables::not_yet;
use super::{Confirmation, Look, Requests, Surroundings};
use crate::vault::known_secrets::KnownSecrets;
use mudbrick_model::{Cookies, Problem, Profile, Request, SendOptions};
use mudbrick_net::{AllowedHosts, Body, Credentials, Http, Outgoing, Redirects, SendError};
use mudbrick_requests::{Filled, Source, Variables};
use mudbrick_vault::SecretText;
use std::sync::Arc;

/// A request with everything filled in.
pub(super) struct Prepared {
    pub(super) variables: Variables,
    pub(super) known: Result<Arc<KnownSecrets>, Problem>,
    pub(super) filled: Filled,
    pub(super) guarded: Guarded,
}

/// A request that nothing speaks against.
pub(super) enum Agreed {
    GoesOut(Box<WayOut>),
    /// Values of other requests' answers are looked for first, beginning with this.
    Waits(Box<(Call, Next)>),
}

/// A request and how it goes out.
pub(super) struct WayOut {
    pub(super) call: Call,
    /// None to the practice Adobe, which may have to be started.
    pub(super) http: Option<Arc<Http>>,
    pub(super) how: HowToSend,
    pub(super) wants_token: bool,
    pub(super) prepared: Option<Prepared>,
}

impl Requests {
    /// A request that somebody agreed to, where that is needed.
    pub(super) fn agreed_to(
        &self,
        call: Call,
        confirmation: &Confirmation,
    ) -> Result<Agreed, Problem> {
        let look = self.agreed(&call, confirmation)?;
        let is_confirmed = matches!(confirmation, Confirmation::Given);
        let call = Call { look, is_confirmed, ..call };
        let next = self.look_for_one(&call)?;
        if matches!(next, Next::Nothing) && call.surroundings.directives().after.is_empty() {
            return self.way_out(call).map(|way| Agreed::GoesOut(Box::new(way)));
        }
        Ok(Agreed::Waits(Box::new((call, next))))
    }

    /// Refuses what somebody has to agree to first. Gives back the look that this took.
    fn agreed(&self, call: &Call, confirmation: &Confirmation) -> Result<Option<Look>, Problem> {
        let mut look = match confirmation {
            Confirmation::Given => return Ok(None),
            Confirmation::NoReason(look) => Some(look.clone()),
            Confirmation::NotGiven => None,
        };
        if let Some(first) = self.writes_before(call)?.first() {
            return Err(production_guard::writes_before(first));
        }
        let filled = self.outlined_call(call);
        let request = (&call.profile, &filled);
        let asks_first = call.surroundings.asks_first();
        production_guard::pass(request, false, asks_first, self.kinds(request), || {
            let Look(known) = look.get_or_insert_with(|| self.look());
            self.vault.credential_in_url(&filled, known)
        })?;
        Ok(look)
    }

    /// All that is found out before a request goes out, and the request itself where it waits for no token.
    pub(super) fn way_out(&self, call: Call) -> Result<WayOut, Problem> {
        let call = with_files(call)?;
        let http = self.practice.http_to_adobe(&call.profile, &call.options)?;
        let how = self.how_to_send(&call.profile, &call.surroundings, &call.options);
        let wants_token = self.wants_token(&call);
        let prepared = match wants_token {
            true => None,
            false => Some(self.prepare(&call, &not_yet(), &how)?),
        };
        self.history.sweep_bodies();
        Ok(WayOut { call, http, how, wants_token, prepared })
    }

    fn wants_token(&self, call: &Call) -> bool {
        let probe = self.variables_of(call, &not_yet());
        let filled = mudbrick_requests::outline_with_files(&call.request, &probe, &call.files);
        filled.uses.iter().any(|used| used.source == Some(Source::Token))
    }

    /// Fills a request in, and looks at where its secrets would go.
    pub(super) fn prepare(
        &self,
        call: &Call,
        token: &SecretText,
        how: &HowToSend,
    ) -> Result<Prepared, Problem> {
        let Call { profile, request, file, files, look, .. } = call;
        let variables = self.variables_of(call, token);
        let filled = mudbrick_requests::fill_with_files(request, &variables, files)?;
        let mut outgoing = outgoing(&filled, profile)?
            .redirects(Redirects::at_most(how.redirects.value))
            .version(how.http_version.value);
        if how.cookies.value == Cookies::Keep {
            outgoing = outgoing.cookies(self.jars.of(&profile.id));
        }
        if let Some(file) = file {
            outgoing = outgoing.body(Body::File(file.clone()));
        }
        // Behind the token, which opens the vault; whoever needs none gets to know that the vault is closed here.
        let Look(known) = look.clone().unwrap_or_else(|| self.look());
        let may_go = (profile, &filled);
        let (is_confirmed, asks_first) = (call.is_confirmed, call.surroundings.asks_first());
        let kinds = self.kinds(may_go);
        let passed = production_guard::pass(may_go, is_confirmed, asks_first, kinds, || {
            self.vault.credential_in_url(&filled, &known)
        })?;
        let hosts = allowed_hosts(profile);
        self.vault.keep_from_strangers(&filled, &outgoing, file.as_ref(), &hosts, &known)?;
        Ok(Prepared { variables, known, filled, guarded: Guarded::of(outgoing, passed) })
    }

    /// How a request is sent. Reads the policy's file; where that cannot be read, it says nothing.
    pub(super) fn how_to_send(
        &self,
        profile: &Profile,
        surroundings: &Surroundings,
        given: &SendOptions,
    ) -> HowToSend {
        let file = surroundings.directives().options;
        let policy = self.core.policy.read().unwrap_or_default();
        HowToSend::of(given, &file, &profile.sending, &policy)
    }
}

/// Reads the files that a body names.
fn with_files(call: Call) -> Result<Call, Problem> {
    if call.file.is_some() {
        return Ok(call);
    }
    Ok(match body_files::read(&call.request, &call.surroundings, call.outside)? {
        ReadFiles::Parts(files) => Call { files, ..call },
        ReadFiles::Whole(file) => {
            let request = Request { body: None, ..call.request };
            Call { file: Some(file), request, ..call }
        }
    })
}

fn outgoing(filled: &Filled, profile: &Profile) -> Result<Outgoing, SendError> {
    let mut outgoing = Outgoing::new(filled.method, filled.url.expose().expose())?;
    for (name, value) in &filled.headers {
        outgoing = outgoing.header(name, value.expose().expose())?;
    }
    if let Some(body) = &filled.body {
        outgoing = outgoing.body(body.expose_bytes().expose().clone());
    }
    if filled.carries_credential() {
        outgoing = outgoing.credentials(Credentials::Attached(allowed_hosts(profile)));
    }
    Ok(outgoing)
}

pub(super) fn allowed_hosts(profile: &Profile) -> AllowedHosts {
    AllowedHosts::adobe().with(profile.host_patterns())
}
