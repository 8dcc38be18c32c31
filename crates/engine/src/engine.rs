//! The engine itself: opens the house and hands out its rooms. Opening reads nothing; each part is opened when first needed,
//! because copying a cached token must not wait for a history database.

use crate::answers::Answers;
use crate::comparison::Comparison;
use crate::core::{Core, Listeners};
use crate::doctor::Doctor;
use crate::drafts::Drafts;
use crate::events::{EventSink, NoEvents};
use crate::export::Export;
use crate::history::History;
use crate::import::Import;
use crate::jobs::Jobs;
use crate::keys::Keys;
use crate::network::RealAdobe;
use crate::pause::{Pause, RealPause};
use crate::policy::Policy;
use crate::practice::PracticeAdobe;
use crate::profiles::Profiles;
use crate::requests::Requests;
use crate::runs::Runs;
use crate::tokens::Tokens;
use crate::vault::Vault;
use mudbrick_model::{Clock, SystemClock};
use mudbrick_net::Limits;
use mudbrick_store::{Home, OwnRequests, PolicyFile, SubjectTemplates};
use mudbrick_vault::{SecretText, VaultOptions};
use std::path::PathBuf;
use std::sync::Arc;

/// What the holder of the engine decides.
pub struct EngineOptions {
    /// Told of every change.
    pub events: Arc<dyn EventSink>,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// How time passes between two tries of a request.
    pub pause: Arc<dyn Pause>,
    /// Opens a vault whose key a passphrase protects; a fresh vault is made with it instead of the keyring.
    pub passphrase: Option<SecretText>,
    /// The base-2 logarithm of scrypt's N for passphrases of the vault and of backups; none takes what suits this machine.
    pub work_factor: Option<u8>,
    /// How long somebody waits for a token, from the moment of asking; none leaves it to the policy.
    pub token_limits: Option<Limits>,
    /// The program that carries out jq filters when it is called for that, which asks [`crate::jq_work`] first of all: most
    /// often the running one. None where there is no jq.
    pub jq_program: Option<PathBuf>,
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
            pause: Arc::new(RealPause),
            passphrase: None,
            work_factor: None,
            token_limits: None,
            jq_program: None,
        }
    }
}

/// Every use case of Mudbrick. Shared by reference; all methods of all rooms may be called from any thread at once.
pub struct Engine {
    pub(crate) core: Arc<Core>,
    vault: Arc<Vault>,
    keys: Arc<Keys>,
    practice: Arc<PracticeAdobe>,
    tokens: Arc<Tokens>,
    profiles: Arc<Profiles>,
    history: Arc<History>,
    answers: Arc<Answers>,
    comparison: Arc<Comparison>,
    runs: Runs,
    policy: Policy,
    requests: Requests,
    drafts: Drafts,
    import: Import,
    export: Export,
    doctor: Doctor,
}

impl Engine {
    /// Opens the engine over a home folder, which need not exist yet.
    pub fn open(home: Home, options: EngineOptions) -> Self {
        let jq_program = options.jq_program.clone();
        let core = Arc::new(core(home, options));
        let vault = Arc::new(Vault::new(&core));
        let keys = Arc::new(Keys::new(&core, &vault));
        let practice = Arc::new(PracticeAdobe::new(&core, &keys));
        let tokens = Arc::new(Tokens::new(&core, &vault, &keys, &practice));
        let profiles = Arc::new(Profiles::new(&core, &vault, &keys, &tokens));
        let history = Arc::new(History::new(&core, &vault));
        let answers = Arc::new(Answers::new(&history, jq_program));
        let requests = Requests::new(&core, &vault, &practice, &tokens, &history, &answers);
        let comparison = Arc::new(Comparison::new(&history));
        Self {
            runs: Runs::new(&core, &requests, &comparison),
            comparison,
            drafts: Drafts::new(&core, &vault, &requests),
            requests,
            import: Import::new(&core, &vault, &keys, &practice, &profiles),
            export: Export::new(&core, &vault, &keys),
            doctor: Doctor::new(&core, &vault),
            policy: Policy::new(&core),
            core,
            vault,
            keys,
            practice,
            tokens,
            profiles,
            history,
            answers,
        }
    }

    /// The home folder it was opened over.
    pub fn home(&self) -> &Home {
        &self.core.home
    }

    /// What goes on and can be stopped.
    pub fn jobs(&self) -> &Jobs {
        &self.core.jobs
    }

    /// Who keeps the key to all secrets; locking and unlocking.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Key pairs, certificates, and what certificates say of their owner.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The practice Adobe.
    pub fn practice(&self) -> &PracticeAdobe {
        &self.practice
    }

    /// Access tokens: a fresh one for a profile, whoever asks.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// Profiles and their client secrets.
    pub fn profiles(&self) -> &Profiles {
        &self.profiles
    }

    /// What was sent, when and with what outcome.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// What came back, as it came.
    pub fn answers(&self) -> &Arc<Answers> {
        &self.answers
    }

    /// What differs between two answers.
    pub fn comparison(&self) -> &Arc<Comparison> {
        &self.comparison
    }

    /// One request on many profiles, and many requests with many profiles and rows.
    pub fn runs(&self) -> &Runs {
        &self.runs
    }

    /// What a person decided about safety.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Requests: chosen, checked, saved, sent and sent again.
    pub fn requests(&self) -> &Requests {
        &self.requests
    }

    /// What is open in the window, as it was typed.
    pub fn drafts(&self) -> &Drafts {
        &self.drafts
    }

    /// From files and texts to profiles, keys and requests.
    pub fn import(&self) -> &Import {
        &self.import
    }

    /// From profiles, keys and requests to files for others.
    pub fn export(&self) -> &Export {
        &self.export
    }

    /// What is wrong, and what to do about it.
    pub fn doctor(&self) -> &Doctor {
        &self.doctor
    }
}

fn core(home: Home, options: EngineOptions) -> Core {
    let EngineOptions {
        events,
        clock,
        pause,
        passphrase,
        token_limits,
        work_factor,
        jq_program: _,
    } = options;
    let passphrase_given = passphrase.is_some();
    let vault = VaultOptions {
        passphrase,
        work_factor,
        clock: Arc::clone(&clock),
        ..VaultOptions::default()
    };
    Core {
        profiles: mudbrick_store::Profiles::open(&home, Arc::clone(&clock)),
        keys: mudbrick_store::Keys::open(&home, Arc::clone(&clock)),
        subjects: SubjectTemplates::open(&home, Arc::clone(&clock)),
        own_requests: OwnRequests::open(&home),
        policy: PolicyFile::open(&home),
        vault: Arc::new(mudbrick_vault::Vault::open(home.path(), vault)),
        pause,
        passphrase_given,
        token_limits,
        work_factor,
        jobs: Jobs::new(&events, &clock),
        listeners: Listeners::default(),
        real: RealAdobe::default(),
        home,
        clock,
        events,
    }
}
