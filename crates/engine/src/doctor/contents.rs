//! What is in the home: the vault, profiles, key pairs, requests and the history. Nothing is changed by looking, and nobody is
//! asked for a password.

use super::Doctor;
use super::places::size;
use super::view::{Finding, FindingKind, Grade};
use crate::keys::certificate::key_fault;
use crate::view::{Custody, UnlockedBy, VaultState, VaultView};
use mudbrick_model::{Explain as _, Problem};
use mudbrick_store::{Damaged, HistoryCondition, HistoryOnDisk};
use mudbrick_vault::KeyringState;

impl Doctor {
    /// A file that cannot be read keeps everything from being sent to the real Adobe.
    pub(super) fn policy_finding(&self) -> Option<Finding> {
        let policy = &self.core.policy;
        if !policy.exists() {
            return None;
        }
        Some(match policy.read() {
            Ok(_) => Finding::well(FindingKind::Policy, "The policy can be read."),
            Err(error) => Finding::problem(FindingKind::Policy, Grade::Wrong, &error.problem()),
        })
    }

    pub(super) fn vault_findings(&self) -> Vec<Finding> {
        let mut view = self.vault.view();
        if view.state == VaultState::Untouched {
            let opens_by_itself = match view.custody {
                None => return vec![self.no_vault_yet()],
                // They ask nobody: without a passphrase or the key they say that they need it.
                Some(Custody::Passphrase | Custody::AgeKey) => true,
                Some(Custody::Keyring) => match self.core.vault.keyring_state() {
                    KeyringState::Unlocked | KeyringState::Absent(_) => true,
                    KeyringState::Locked => return vec![keyring_locked()],
                    KeyringState::Unknown => false,
                },
            };
            if opens_by_itself {
                // Why it cannot be opened is the state that is shown.
                let _ = self.vault.unlock(None);
                view = self.vault.view();
            }
        }
        let mut findings = vec![self.vault_state(&view)];
        if let Some(mib) = view.excess_memory_mib {
            let sentence = format!("Each opening of the vault takes {mib} MiB of memory.");
            let less =
                "Change the passphrase, if only to itself: that brings it down to 256 MiB or less.";
            findings.push(Finding::new(FindingKind::Vault, Grade::Note, sentence).remedy(less));
        }
        if view.state == VaultState::Open {
            findings.extend(self.unreadable_secrets());
        }
        findings
    }

    fn no_vault_yet(&self) -> Finding {
        let none = "There is no vault yet: the first secret makes it.";
        match self.core.vault.keyring_state() {
            KeyringState::Absent(_) if !self.core.key_given => Finding::wrong(
                FindingKind::Vault,
                format!("{none} This computer has no keyring that could keep its key."),
            )
            .remedy(
                "Start the keyring, or set MUDBRICK_PASSPHRASE to a passphrase that keeps the key.",
            ),
            _ => Finding::well(FindingKind::Vault, none),
        }
    }

    fn vault_state(&self, view: &VaultView) -> Finding {
        let kind = FindingKind::Vault;
        let keeper = match view.custody {
            Some(Custody::Keyring) => "The system's keyring keeps its key",
            Some(Custody::Passphrase) => "A passphrase keeps its key",
            Some(Custody::AgeKey) => "You keep its key",
            None => "Nobody is known to keep its key",
        };
        match &view.state {
            VaultState::Open => Finding::well(kind, format!("The vault is open. {keeper}.")),
            VaultState::Untouched => Finding::new(
                kind,
                Grade::Note,
                format!("The vault has not been opened. {keeper}, and was not asked."),
            ),
            // A closed vault is a safe one, unless what should have opened it did not.
            VaultState::Locked { problem, by } => {
                let by_what_was_given =
                    *by == UnlockedBy::Passphrase || view.custody == Some(Custody::AgeKey);
                let vain = by_what_was_given && self.core.key_given;
                Finding::problem(kind, if vain { Grade::Wrong } else { Grade::Note }, problem)
            }
            VaultState::Absent { problem } | VaultState::Denied { problem } => {
                Finding::problem(kind, Grade::Wrong, problem)
            }
        }
    }

    fn unreadable_secrets(&self) -> Vec<Finding> {
        match self.vault.known_secrets() {
            Ok(known) => known
                .unreadable
                .iter()
                .map(|file| damaged(&self.vault.cannot_look(file, "what leaves Mudbrick")))
                .collect(),
            Err(problem) => vec![Finding::problem(FindingKind::Vault, Grade::Wrong, &problem)],
        }
    }

    pub(super) fn record_findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        match self.core.profiles.list() {
            Ok(list) => {
                findings.push(readable(FindingKind::Profiles, list.items.len(), "profile"));
                findings.extend(list.damaged.iter().map(|it| damaged_record("profile", it)));
            }
            Err(error) => findings.push(unlisted(FindingKind::Profiles, error)),
        }
        match self.core.keys.list() {
            Ok(list) => {
                findings.push(readable(FindingKind::Keys, list.items.len(), "key pair"));
                findings.extend(list.damaged.iter().map(|it| damaged_record("key pair", it)));
                let faults = list.items.iter().filter_map(|stored| key_fault(&stored.value));
                findings.extend(faults.map(|problem| damaged(&problem)));
            }
            Err(error) => findings.push(unlisted(FindingKind::Keys, error)),
        }
        match self.core.own_requests.list() {
            Ok(list) => {
                findings.push(readable(FindingKind::Requests, list.paths.len(), "own request"));
                findings.extend(list.damaged.iter().map(|it| damaged_record("request", it)));
            }
            Err(error) => findings.push(unlisted(FindingKind::Requests, error)),
        }
        findings
    }

    pub(super) fn history_findings(&self) -> Vec<Finding> {
        let (kind, path) = (FindingKind::History, self.core.home.history_db());
        let shown = path.display();
        let found = match HistoryOnDisk::of(&self.core.home) {
            Ok(found) => found,
            Err(error) => {
                let sentence = format!("The history {shown} cannot be read: {error}.");
                let remedy = "Make the file readable for you.";
                return vec![Finding::wrong(kind, sentence).remedy(remedy)];
            }
        };
        let mut findings = vec![match found.condition {
            HistoryCondition::Absent => Finding::well(kind, "There is no history yet."),
            HistoryCondition::Usable => {
                Finding::well(kind, format!("The history takes {}.", size(found.bytes)))
            }
            HistoryCondition::Newer { version } => Finding::wrong(
                kind,
                format!("A newer Mudbrick wrote the history (version {version}). It can be read, and nothing is added."),
            )
            .remedy("Update Mudbrick."),
            HistoryCondition::Damaged => Finding::wrong(kind, format!("The history {shown} is damaged."))
                .remedy("The next request begins a new one and keeps this one beside it. To have it back, restore the file from a copy."),
        }];
        if found.set_aside > 0 {
            let sentence = format!(
                "The home folder keeps {} of earlier damage, beginning with history.db.",
                mudbrick_model::counted(found.set_aside, "file")
            );
            let remedy = "Remove those ending in .damaged- and a number if you do not need them.";
            findings.push(Finding::new(kind, Grade::Note, sentence).remedy(remedy));
        }
        findings
    }
}

fn keyring_locked() -> Finding {
    let sentence = "The vault's key is in the system's keyring, which is locked.";
    Finding::new(FindingKind::Vault, Grade::Note, sentence)
        .remedy("Nothing has to be done: it asks for its password when the first secret is needed.")
}

fn readable(kind: FindingKind, count: usize, what: &str) -> Finding {
    let sentence = match count {
        0 => format!("There are no {what}s yet."),
        _ => format!("{} can be read.", mudbrick_model::counted(count, what)),
    };
    Finding::well(kind, sentence)
}

fn unlisted(kind: FindingKind, error: impl Into<Problem>) -> Finding {
    Finding::problem(kind, Grade::Wrong, &error.into())
}

fn damaged_record(what: &str, record: &Damaged) -> Finding {
    let problem = &record.problem;
    let sentence = format!("The {what} {} cannot be read: {}", record.name(), problem.message);
    Finding { sentence, ..damaged(problem) }
}

fn damaged(problem: &Problem) -> Finding {
    Finding::problem(FindingKind::Damaged, Grade::Wrong, problem)
}
