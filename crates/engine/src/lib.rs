//! The engine: every use case of Mudbrick behind one facade, which the window and the command line hold.
//!
//! ```text
//!            ┌ anything ──▶ read, compared, agreed to ──▶ profiles, keys    (import)
//!            │ draft ──▶ profile file + secret file                      (profiles, editing, client_secrets)
//!            │ key pair draft ──▶ certificate + private key in the vault   (keys, key_*)
//!  person ──▶│ profile ──▶ token: cached, or one call to IMS               (tokens)
//!            │ request ──▶ filled ──▶ sent ──▶ redacted exchange            (sending, history)
//!            │ selection ──▶ file, looked through for secrets               (export, collecting, takeout)
//!            └ passphrase, lock ──▶ the vault's key, here or gone            (custody)
//! ```
//!
//! Failures come out as [`mudbrick_model::Problem`]: a sentence and a remedy. What a client sees is in [`view`]; nothing
//! in it is a secret. Secrets leave as values through the three functions that say so, [`Engine::token`],
//! [`Engine::secret`] and [`Engine::private_key_pem`]; as files through [`Engine::save_private_key`],
//! [`Engine::save_pkcs12`], [`Engine::export_profile`] when asked, and encrypted through [`Engine::backup`].
//!
//! Absent on purpose: no window, no argument parsing, no printing, no clipboard. Those belong to the shells.

pub mod answers;
mod core;
mod damaged;
mod engine;
mod events;
pub mod export;
pub mod history;
pub mod import;
mod jobs;
pub mod keys;
pub mod practice;
pub mod profiles;
pub mod requests;
mod retry;
mod start;
mod threads;
pub mod tokens;
pub mod vault;
pub mod view;
mod window;

pub use engine::{Engine, EngineOptions};
pub use events::{EventSink, NoEvents};
pub use export::Inventory;
pub use jobs::{Job, JobId, JobKind, Jobs};
pub use keys::{KeyFile, KeyFileNames, WrittenPair};
pub use mudbrick_ims::AccessToken;
pub use mudbrick_net::{Cancel, FileBody, Limits};
pub use mudbrick_practice::PracticeOptions;
pub use mudbrick_store::Home;
pub use mudbrick_vault::files::{Destination, Existing};
pub use mudbrick_vault::{LockCause, Secret, SecretText};
pub use requests::{BeforeSending, Confirmation, Look};
pub use tokens::{AdobeHeader, Freshness};
pub use vault::{ClientSecrets, SecretAnswer};
