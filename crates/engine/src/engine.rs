//! The engine itself: what it holds, and how it is opened. Opening reads nothing; each part is opened when first needed,
//! because copying a cached token must not wait for a history database.

use crate::custody::Watch;
use crate::editing::Shown;
use crate::events::{EventSink, NoEvents};
use crate::import::Readings;
use crate::known_secrets::KnownSlot;
use crate::practice::PracticeSlot;
use crate::sending::Sending;
use crate::tokens::TokenCache;
use crate::unfinished::Unfinished;
use crate::unrecorded::LastUnrecorded;
use crate::view::Event;
use mudbrick_model::{Clock, Problem, SystemClock, Timestamp};
use mudbrick_net::{Http, Limits, Route};
use mudbrick_pki::Cancel;
use mudbrick_store::{History, Home, Keys, OwnRequests, Profiles, SubjectTemplates};
use mudbrick_vault::{KeyDerivation, SecretText, Vault, VaultOptions};
use std::sync::{Arc, Mutex, MutexGuard, Once, OnceLock, PoisonError};

/// What the holder of the engine decides.
pub struct EngineOptions {
    /// Told of every change.
    pub events: Arc<dyn EventSink>,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Opens a vault whose key a passphrase protects; a fresh vault is made with it instead of the keyring.
    pub passphrase: Option<SecretText>,
    /// The base-2 logarithm of scrypt's N for passphrases of the vault and of backups; none takes what suits this machine.
    pub work_factor: Option<u8>,
    /// How long somebody waits for a token, from the moment of asking.
    pub token_limits: Limits,
}

impl EngineOptions {
    /// The machine's clock, keyring custody, and somebody who listens.
    pub fn with_events(events: impl EventSink + 'static) -> Self {
        Self { events: Arc::new(events), ..Self::default() }
    }
}

impl Default for EngineOptions {
    fn default() -> Self {
        Self {
            events: Arc::new(NoEvents),
            clock: Arc::new(SystemClock),
            passphrase: None,
            work_factor: None,
            token_limits: Limits::for_tokens(),
        }
    }
}

/// Every use case of Mudbrick. Shared by reference; all methods may be called from any thread at once.
pub struct Engine {
    pub(crate) home: Home,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) events: Arc<dyn EventSink>,
    pub(crate) profiles: Profiles,
    pub(crate) keys: Keys,
    pub(crate) subjects: SubjectTemplates,
    pub(crate) own_requests: OwnRequests,
    pub(crate) vault: Arc<Vault>,
    pub(crate) tokens: TokenCache,
    pub(crate) known: KnownSlot,
    pub(crate) token_limits: Limits,
    pub(crate) watch: Watch,
    pub(crate) readings: Readings,
    pub(crate) practice: PracticeSlot,
    pub(crate) sending: Sending,
    pub(crate) unrecorded: LastUnrecorded,
    pub(crate) unfinished: Unfinished,
    pub(crate) bodies_swept: Once,
    pub(crate) shown: Shown,
    pub(crate) work_factor: Option<u8>,
    pub(crate) generating: Mutex<Option<Cancel>>,
    history: OnceLock<History>,
    http: Mutex<Option<Arc<Http>>>,
}

impl Engine {
    /// Opens the engine over a home folder, which need not exist yet.
    pub fn open(home: Home, options: EngineOptions) -> Self {
        let EngineOptions { events, clock, passphrase, token_limits, work_factor } = options;
        let vault = VaultOptions {
            passphrase,
            work_factor,
            clock: Arc::clone(&clock),
            ..VaultOptions::default()
        };
        Self {
            profiles: Profiles::open(&home, Arc::clone(&clock)),
            keys: Keys::open(&home, Arc::clone(&clock)),
            subjects: SubjectTemplates::open(&home, Arc::clone(&clock)),
            own_requests: OwnRequests::open(&home),
            vault: Arc::new(Vault::open(home.path(), vault)),
            tokens: TokenCache::default(),
            known: KnownSlot::default(),
            token_limits,
            readings: Readings::new(KeyDerivation::in_home(home.path())),
            watch: Watch::since(clock.now()),
            practice: PracticeSlot::default(),
            sending: Sending::default(),
            unrecorded: LastUnrecorded::default(),
            unfinished: Unfinished::of(&home),
            bodies_swept: Once::new(),
            shown: Shown::default(),
            work_factor,
            generating: Mutex::new(None),
            history: OnceLock::new(),
            http: Mutex::new(None),
            home,
            clock,
            events,
        }
    }

    /// The home folder it was opened over.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// How often the keyring was asked since the engine was opened.
    pub fn keyring_reads(&self) -> u64 {
        self.vault.keyring_reads()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn emit(&self, event: Event) {
        self.events.emit(event);
    }

    pub(crate) fn history_store(&self) -> Result<&History, Problem> {
        if let Some(history) = self.history.get() {
            return Ok(history);
        }
        let opened = History::open(&self.home, Arc::clone(&self.clock))?;
        // Two threads may open it at once the first time; SQLite does not mind, and one of them is kept.
        Ok(self.history.get_or_init(|| opened))
    }

    /// The HTTP stack for the real Adobe, built when first needed.
    pub(crate) fn http(&self) -> Result<Arc<Http>, Problem> {
        let mut http = lock(&self.http);
        if let Some(http) = &*http {
            return Ok(Arc::clone(http));
        }
        let built = Arc::new(Http::build(Route::Direct)?);
        *http = Some(Arc::clone(&built));
        Ok(built)
    }

    /// Closes the connections that are kept open: what was sent and answered on them last, tokens and secrets with it, is
    /// in their buffers for as long as they live.
    pub(crate) fn hang_up(&self) {
        *lock(&self.http) = None;
    }
}

/// A lock whose holder panicked still guards usable data here: every critical section leaves it whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
