//! The engine itself: opens the house and hands out its rooms. Opening reads nothing; each part is opened when first needed,
//! because copying a cached token must not wait for a history database.

use crate::adobe_clock::AdobeClock;
use crate::answers::Answers;
use crate::board::Board;
use crate::checkup::Checkup;
use crate::comparison::Comparison;
use crate::core::{Core, Listeners};
use crate::doctor::Doctor;
use crate::drafts::Drafts;
use crate::events::{EventSink, NoEvents};
use crate::export::Export;
use crate::history::History;
use crate::import::Import;
use crate::inspection::Inspection;
use crate::jobs::Jobs;
use crate::keys::Keys;
use crate::metered::{MeteredNetwork, NobodySays};
use crate::migration::Migration;
use crate::network::RealAdobe;
use crate::pause::{Pause, RealPause};
use crate::policy::Policy;
use crate::practice::PracticeAdobe;
use crate::profiles::Profiles;
use crate::requests::Requests;
use crate::rotation::Rotation;
use crate::runs::Runs;
use crate::sandboxes::Sandboxes;
use crate::tokens::Tokens;
use crate::uses::Uses;
use crate::vault::Vault;
use mudbrick_model::{Clock, SystemClock};
use mudbrick_net::Limits;
use mudbrick_store::{Home, OwnRequests, PolicyFile, SubjectTemplates};
use mudbrick_vault::{AgeKey, SecretText, VaultOptions};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

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
    /// Opens any vault that it is the key of; a fresh vault is made with it, and then nobody else keeps it.
    pub age_key: Option<AgeKey>,
    /// The base-2 logarithm of scrypt's N for passphrases of the vault and of backups; none takes what suits this machine.
    pub work_factor: Option<u8>,
    /// How long somebody waits for a token, from the moment of asking; none leaves it to the policy.
    pub token_limits: Option<Limits>,
    /// How long a person may take to sign in; none takes ten minutes.
    pub sign_in_limit: Option<Duration>,
    /// The program that carries out jq filters when it is called for that, which asks [`crate::jq_work`] first of all: most
    /// often the running one. None where there is no jq.
    pub jq_program: Option<PathBuf>,
    /// Who knows whether the network is paid for by what goes over it.
    pub metered: Arc<dyn MeteredNetwork>,
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
            age_key: None,
            work_factor: None,
            token_limits: None,
            sign_in_limit: None,
            jq_program: None,
            metered: Arc::new(NobodySays),
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
    inspection: Arc<Inspection>,
    checkup: Checkup,
    sandboxes: Sandboxes,
    rotation: Rotation,
    migration: Migration,
    export: Export,
    doctor: Doctor,
    board: Board,
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
        let inspection = Arc::new(Inspection::new(&core, &vault, &practice, &tokens));
        let runs = Runs::new(&core, &requests, &comparison);
        Self {
            migration: Migration::new(&core, &profiles, &tokens, &history, &inspection, &runs),
            runs,
            comparison,
            drafts: Drafts::new(&core, &vault, &requests),
            checkup: Checkup::new(&core, &vault, &keys, &tokens, &inspection, &requests),
            sandboxes: Sandboxes::new(&core, &profiles, &requests),
            requests,
            import: Import::new(&core, &vault, &keys, &practice, &profiles),
            inspection,
            rotation: Rotation::new(&core, &vault, &practice, &tokens, &history),
            export: Export::new(&core, &vault, &keys),
            doctor: Doctor::new(&core, &vault),
            board: Board::new(&core, &vault, &keys, &tokens, &profiles, &history),
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

    /// What is in a token.
    pub fn inspection(&self) -> &Inspection {
        &self.inspection
    }

    /// Client secrets replaced at Adobe and here.
    pub fn rotation(&self) -> &Rotation {
        &self.rotation
    }

    /// From service account (JWT) to OAuth Server-to-Server.
    pub fn migration(&self) -> &Migration {
        &self.migration
    }

    /// From profiles, keys and requests to files for others.
    pub fn export(&self) -> &Export {
        &self.export
    }

    /// All profiles at a glance, and what is done to many of them at once.
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// Whether profiles work, found by asking Adobe.
    pub fn checkup(&self) -> &Checkup {
        &self.checkup
    }

    /// Experience Platform's sandboxes.
    pub fn sandboxes(&self) -> &Sandboxes {
        &self.sandboxes
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
        age_key,
        token_limits,
        sign_in_limit,
        work_factor,
        jq_program: _,
        metered,
    } = options;
    let key_given = passphrase.is_some() || age_key.is_some();
    let vault = VaultOptions {
        passphrase,
        age_key,
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
        key_given,
        token_limits,
        sign_in_limit,
        work_factor,
        jobs: Jobs::new(&events, &clock),
        uses: Uses::of(&home),
        metered,
        adobe_clock: AdobeClock::of(&home),
        listeners: Listeners::default(),
        real: RealAdobe::default(),
        home,
        clock,
        events,
    }
}
