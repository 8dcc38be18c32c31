//! What all rooms share: the home and its files, the clock, the vault, who listens, and the way to the real Adobe. It opens
//! nothing by itself, and knows no room: what one room has to drop because of what happened in another, it hears of here.

use crate::events::{Event, EventSink};
use crate::jobs::Jobs;
use crate::threads::lock;
use mudbrick_model::{Clock, Problem, ProfileId, Timestamp};
use mudbrick_net::{Http, Limits, Route};
use mudbrick_store::{Home, Keys, OwnRequests, Profiles, SubjectTemplates};
use mudbrick_vault::Vault;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

/// How long a deleted profile or key pair can be brought back.
pub(crate) const KEPT_IN_TRASH: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The ground that the rooms stand on.
pub(crate) struct Core {
    pub(crate) home: Home,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) events: Arc<dyn EventSink>,
    pub(crate) profiles: Profiles,
    pub(crate) keys: Keys,
    pub(crate) subjects: SubjectTemplates,
    pub(crate) own_requests: OwnRequests,
    pub(crate) vault: Arc<Vault>,
    /// How long somebody waits for a token, from the moment of asking.
    pub(crate) token_limits: Limits,
    /// The base-2 logarithm of scrypt's N for passphrases; none takes what suits this machine.
    pub(crate) work_factor: Option<u8>,
    pub(crate) jobs: Jobs,
    pub(crate) listeners: Listeners,
    /// The HTTP stack for the real Adobe, built when first needed.
    pub(crate) http: Mutex<Option<Arc<Http>>>,
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

    /// The HTTP stack for the real Adobe.
    pub(crate) fn http(&self) -> Result<Arc<Http>, Problem> {
        let mut http = lock(&self.http);
        if let Some(http) = &*http {
            return Ok(Arc::clone(http));
        }
        let built = Arc::new(Http::build(Route::default())?);
        *http = Some(Arc::clone(&built));
        Ok(built)
    }

    /// Closes the connections that are kept open: what was sent and answered on them last, tokens and secrets with it, is
    /// in their buffers for as long as they live.
    pub(crate) fn hang_up(&self) {
        *lock(&self.http) = None;
    }
}
