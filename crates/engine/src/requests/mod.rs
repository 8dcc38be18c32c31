//! The requests' room: chosen, checked, saved, renamed, moved, deleted, sent, sent again, and brought in from and out to other programs. Tokens, answers and history have rooms of their own.

mod address;
mod all_pages;
mod body_files;
mod call;
mod checking;
mod code;
mod code_file;
mod code_source;
pub(crate) mod collections;
mod cookie_jars;
mod curl_calls;
mod curl_way;
mod earlier;
mod file_named;
mod files;
pub(crate) mod going_out;
mod guarded;
mod in_run;
mod keeping;
mod kept_at;
mod lane;
mod lookup;
mod lost_files;
mod moving;
mod option_fields;
pub(crate) mod options;
mod own;
mod pasted;
mod places;
mod production_guard;
mod prompts;
pub(crate) mod received;
mod replay;
mod retrying;
mod sample;
pub(crate) mod sandbox_lists;
pub(crate) mod sandboxes;
mod selection;
mod sending;
mod sent_from;
mod surroundings;
mod undo;
mod variables;
pub(crate) mod view;
mod watching;
mod way_out;

pub use address::RequestAddress;
pub use body_files::OutsideFiles;
pub use call::Sending;
pub use code::SecretCode;
pub use code_file::CodeFile;
pub use collections::{RequestImport, RequestTexts};
pub use curl_calls::CurlPlan;
pub use file_named::file_named;
pub(crate) use in_run::Earlier;
pub use lane::Lane;
pub use moving::Taken;
pub use pasted::{Doubts, MissingHeaders};
pub use production_guard::BeforeSending;
pub(crate) use selection::Selected;
pub use surroundings::Surroundings;
pub use watching::WatchedRequests;

use crate::answers::Answers;
use crate::core::{Change, Core};
use crate::history::History;
use crate::practice::PracticeAdobe;
use crate::tokens::Tokens;
use crate::vault::Vault;
use crate::vault::known_secrets::KnownSecrets;
use collections::HeldCollections;
use cookie_jars::CookieJars;
use mudbrick_model::Problem;
use received::KeptAnswers;
use std::fmt;
use std::sync::Arc;

/// The room of requests.
#[derive(Clone)]
pub struct Requests {
    core: Arc<Core>,
    vault: Arc<Vault>,
    practice: Arc<PracticeAdobe>,
    tokens: Arc<Tokens>,
    history: Arc<History>,
    answers: Arc<Answers>,
    kept: Arc<KeptAnswers>,
    collections: Arc<HeldCollections>,
    jars: Arc<CookieJars>,
}

/// Whether a person has agreed to a writing call to production.
#[derive(Debug, Clone)]
pub enum Confirmation {
    /// They were asked and agreed.
    Given,
    /// They were not asked.
    NotGiven,
    /// There was no reason to ask, as [`Requests::before_sending`] found a moment ago; nobody was waited for since.
    NoReason(Look),
}

/// What was found when the vault's secrets were looked at, so that who sends right behind a question need not look again.
#[derive(Clone)]
pub struct Look(Result<Arc<KnownSecrets>, Problem>);

impl fmt::Debug for Look {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Look(…)")
    }
}

impl Confirmation {
    /// From a dialog's answer.
    pub fn given(answer: bool) -> Self {
        if answer { Self::Given } else { Self::NotGiven }
    }
}

impl Requests {
    pub(crate) fn new(
        core: &Arc<Core>,
        vault: &Arc<Vault>,
        practice: &Arc<PracticeAdobe>,
        tokens: &Arc<Tokens>,
        history: &Arc<History>,
        answers: &Arc<Answers>,
    ) -> Self {
        let kept = Arc::new(KeptAnswers::default());
        let forgets = Arc::clone(&kept);
        let collections = Arc::new(HeldCollections::default());
        let waiting = Arc::clone(&collections);
        let jars = Arc::new(CookieJars::default());
        let emptied = Arc::clone(&jars);
        core.listen(move |change| match change {
            Change::VaultLocked => {
                forgets.forget(None);
                waiting.forget_all();
                emptied.forget_all();
            }
            Change::Profile(profile) => {
                forgets.forget(Some(profile));
                emptied.forget(profile);
            }
        });
        Self {
            core: Arc::clone(core),
            vault: Arc::clone(vault),
            practice: Arc::clone(practice),
            tokens: Arc::clone(tokens),
            history: Arc::clone(history),
            answers: Arc::clone(answers),
            kept,
            collections,
            jars,
        }
    }
}
