//! What all rooms share: the home and its files, the clock, the vault, who listens, and the way to the real Adobe. It opens
//! nothing by itself, and knows no room: what one room has to drop because of what happened in another, it hears of here.

use crate::adobe_clock::AdobeClock;
use crate::events::{Event, EventSink};
use crate::jobs::Jobs;
use crate::metered::MeteredNetwork;
use crate::network::{self, ClientCertificate, RealAdobe};
use crate::pause::Pause;
use crate::uses::Uses;
use mudbrick_model::{Clock, Explain, Problem, Profile, ProfileId, SendOptions, Timestamp};
use mudbrick_net::{Http, Limits};
use mudbrick_store::{Home, Keys, OwnRequests, PolicyFile, Profiles, SubjectTemplates};
use mudbrick_vault::Vault;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// How long a deleted profile or key pair can be brought back, and a change of a request undone.
pub(crate) const KEPT_IN_TRASH: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The ground that the rooms stand on.
pub(crate) struct Core {
    pub(crate) home: Home,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) pause: Arc<dyn Pause>,
    pub(crate) events: Arc<dyn EventSink>,
    pub(crate) profiles: Profiles,
    pub(crate) keys: Keys,
    pub(crate) subjects: SubjectTemplates,
    pub(crate) own_requests: OwnRequests,
    pub(crate) vault: Arc<Vault>,
    /// Whether there was a passphrase for the vault, or its key, from the beginning.
    pub(crate) key_given: bool,
    pub(crate) policy: PolicyFile,
    /// How long somebody waits for a token, from the moment of asking; none leaves it to the policy.
    pub(crate) token_limits: Option<Limits>,
    /// How long a person may take to sign in; none takes what is usual.
    pub(crate) sign_in_limit: Option<Duration>,
    /// The base-2 logarithm of scrypt's N for passphrases; none takes what suits this machine.
    pub(crate) work_factor: Option<u8>,
    pub(crate) jobs: Jobs,
    /// When each profile's token was handed out last.
    pub(crate) uses: Uses,
    /// Whether the network is paid for by what goes over it.
    pub(crate) metered: Arc<dyn MeteredNetwork>,
    /// How this computer's clock differs from Adobe's.
    pub(crate) adobe_clock: AdobeClock,
    pub(crate) listeners: Listeners,
    pub(crate) real: RealAdobe,
}

/// What makes rooms drop something that they know.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Change<'a> {
    /// No secret may stay in memory.
    VaultLocked,
    /// The profile or one of its secrets is another than before.
    Profile(&'a ProfileId),
}

type Listener = Box<dyn Fn(Change<'_>) + Send + Sync>;

/// The rooms that want to hear of changes.
#[derive(Default)]
pub(crate) struct Listeners(RwLock<Vec<Listener>>);

impl Core {
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Other profiles of the same client at the same Adobe: a secret is the client's, not a profile's.
    pub(crate) fn others_of_client(&self, profile: &Profile) -> Result<Vec<Profile>, Problem> {
        let all = self.profiles.list()?.items.into_iter().map(|stored| stored.value);
        Ok(all.filter(|other| is_other_of_client(profile, other)).collect())
    }

    pub(crate) fn emit(&self, event: Event) {
        self.events.emit(event);
    }

    /// Has `listener` called at every change from now on. It must not change anything itself.
    pub(crate) fn listen(&self, listener: impl Fn(Change<'_>) + Send + Sync + 'static) {
        let mut listeners = self.listeners.0.write().unwrap_or_else(PoisonError::into_inner);
        listeners.push(Box::new(listener));
    }

    /// Tells every room that listens.
    pub(crate) fn changed(&self, change: Change<'_>) {
        let listeners = self.listeners.0.read().unwrap_or_else(PoisonError::into_inner);
        for listener in listeners.iter() {
            listener(change);
        }
    }

    /// The HTTP stack for the real Adobe, by the way that is asked for, and for the rest by the policy's. Reads files.
    pub(crate) fn http(
        &self,
        way: &SendOptions,
        client: Option<ClientCertificate<'_>>,
    ) -> Result<Arc<Http>, Problem> {
        self.real.http(&self.home, &self.way(way)?, client)
    }

    /// The way to the real Adobe that is asked for, and for the rest the policy's. With a policy that cannot be read there is
    /// none: it may name a proxy that calls must go through. Reads a file.
    pub(crate) fn way(&self, asked: &SendOptions) -> Result<SendOptions, Problem> {
        let policy = self.policy.read().map_err(|error| {
            let why = error.problem();
            let message = format!("Nothing was sent to Adobe. {}", why.message);
            Problem { message, ..why }
        })?;
        Ok(asked.way_before(&policy.send_options()))
    }

    /// How long somebody waits for a token. Reads a file.
    pub(crate) fn token_limits(&self) -> Limits {
        self.token_limits.unwrap_or_else(|| {
            let policy = self.policy.read().unwrap_or_default().limits.tokens;
            network::limits(policy, Limits::for_tokens())
        })
    }

    /// Closes the connections that are kept open: what was sent and answered on them last, tokens and secrets with it, is
    /// in their buffers for as long as they live.
    pub(crate) fn hang_up(&self) {
        self.real.hang_up();
    }
}

/// Whether another profile has the same client at the same Adobe.
pub(crate) fn is_other_of_client(profile: &Profile, other: &Profile) -> bool {
    other.id != profile.id && other.client_id == profile.client_id && other.adobe == profile.adobe
}
