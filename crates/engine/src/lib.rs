//! The engine: every use case of Mudbrick, in rooms, which the window and the command line call.
//!
//! ```text
//!            ┌ files, texts ──▶ read, compared, agreed to ──▶ profiles, keys, requests    [`import`]
//!            │ draft ──▶ profile file + secret file                                       [`profiles`]
//!            │ key pair draft ──▶ certificate + private key in the vault                  [`keys`]
//!  person ──▶│ profile ──▶ token: cached, or one call to IMS                              [`tokens`]
//!            │ client secret ──▶ a new one at Adobe and here, the old one deleted          [`rotation`]
//!            │ JWT profile ──▶ OAuth beside it, compared, switched, retired                [`migration`]
//!            │ token ──▶ every claim in words, whose it is, whether it has ended            [`inspection`]
//!            │ request ──▶ filled ──▶ sent ──▶ masked exchange                            [`requests`], [`history`]
//!            │ what is typed ──▶ tab ──▶ sealed file, a second later                       [`drafts`]
//!            │ exchange ──▶ its body in parts, what an error means                        [`answers`]
//!            │ two answers, files ──▶ what differs                                        [`comparison`]
//!            │ requests, profiles, rows ──▶ sent, checked, written down                  [`runs`]
//!            │ exchange, profiles ──▶ sent on each, a few at a time, and compared         [`runs`]
//!            │ selection ──▶ file, looked through for secrets                             [`export`]
//!            │ passphrase, lock ──▶ the vault's key, here or gone                         [`vault`]
//!            │ change ──▶ locking, what is kept, proxy, time limits                      [`policy`]
//!            │ profiles ──▶ a token each, a harmless call to each product, a report          [`checkup`]
//!            │ profile ──▶ the sandboxes that it may use, and working in another             [`sandboxes`]
//!            │ profiles ──▶ all of them at a glance, many renewed at once                 [`board`]
//!            └ what is wrong? ──▶ findings, and the log of what was done                     [`doctor`]
//! ```
//!
//! [`Engine`] opens the home folder and gives out the rooms; [`practice`] is the room of the local Adobe. What all rooms share
//! is in `core`: rooms know it and the rooms they are made with, and never the [`Engine`]. docs/ARCHITECTURE.md says which
//! room calls which, and why.
//!
//! Failures come out as [`mudbrick_model::Problem`]: a code, a sentence, and often a remedy. What a client sees is in
//! [`view`]; nothing in it is a secret of the vault's.
//!
//! Secrets leave as values through [`tokens::Tokens`] (`get`, `cached`, `text`, `curl_with_secrets`, [`TokenServer`]),
//! [`profiles::Profiles::secret`] and [`keys::Keys::private_key_pem`]; as files through the saving of private keys and PKCS #12
//! in [`keys::Keys`] and through [`export::Export::profile`] when they were asked for; encrypted through
//! [`export::Export::backup`].
//!
//! Absent on purpose: no window, no argument parsing, no printing, no clipboard. Those belong to the handles.

mod adobe_clock;
pub mod answers;
pub mod board;
mod browser;
pub mod checkup;
pub mod comparison;
mod core;
mod damaged;
pub mod doctor;
pub mod drafts;
mod engine;
mod events;
pub mod export;
mod folders;
pub mod history;
pub mod import;
pub mod inspection;
mod jobs;
mod jwt_end;
pub mod keys;
mod markdown;
mod metered;
pub mod migration;
mod network;
mod opened;
mod pace;
mod pause;
pub mod policy;
pub mod practice;
pub mod profiles;
pub mod requests;
mod retry;
pub mod rotation;
pub mod runs;
pub mod sandboxes;
mod start;
mod step_file;
mod threads;
pub mod tokens;
mod uses;
pub mod vault;
pub mod view;

pub use answers::{ExplainedText, explain_text, jq_program, jq_work};
pub use browser::{OpenedPage, open_console};
pub use comparison::{CompareBy, CompareHeaders, CompareOptions, Compared, Noise, Sides, Subject};
pub use doctor::DiagnosticsLog;
pub use engine::{Engine, EngineOptions};
pub use events::{EventSink, NoEvents};
pub use export::Inventory;
pub use jobs::{Job, JobId, JobKind, Jobs};
pub use keys::{KeyFile, KeyFileNames, WrittenPair};
pub use metered::{MeteredNetwork, Metering, NobodySays};
pub use mudbrick_compare::json::{Arrays, Options as JsonOptions, Spelling};
pub use mudbrick_ims::AccessToken;
pub use mudbrick_net::{Cancel, FileBody, Limits, USUAL_REDIRECTS};
pub use mudbrick_practice::PracticeOptions;
pub use mudbrick_store::{CallLimits, Conduct, Home, Locking, Network, Pinned, Retention, Seconds};
pub use mudbrick_vault::files::{Destination, Existing};
pub use mudbrick_vault::{AgeKey, KEYS_TO_THE_VAULT, LockCause, Secret, SecretText, other_program};
pub use pace::Pace;
pub use pause::{Pause, RealPause};
pub use requests::{
    BeforeSending, CodeFile, Confirmation, CurlPlan, Doubts, Lane, Look, MissingHeaders,
    OutsideFiles, RequestAddress, RequestImport, RequestTexts, SecretCode, Sending, Surroundings,
    Taken, WatchedRequests, file_named,
};
pub use rotation::{LostSecret, StillUsed};
pub use runs::{Against, ProfileFilter, ReplayOn, RunGiven, RunNews};
pub use sandboxes::SandboxesFrom;
pub use threads::all_kept;
pub use tokens::{
    AdobeHeader, Freshness, PROFILE_VARIABLE, TokenFor, TokenServer, TokenVariable, token_json,
};
pub use vault::{ClientSecrets, SecretAnswer};
