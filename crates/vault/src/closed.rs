//! The three ways a vault can be closed, each with the words and the remedy a person is given. Which one it is, is found
//! out by `opening`.

use crate::Custody;
use mudbrick_model::{ErrorCode, Explain, Problem, RemedyAction};
use std::path::PathBuf;
use std::time::Duration;

/// Why the vault's key cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Closed {
    /// It is there, and somebody has to unlock it.
    #[error("the vault is locked: {0:?}")]
    Locked(Locked),
    /// It is not there. A new key is never made over existing secrets.
    #[error("the vault's key is absent: {0:?}")]
    Absent(Absent),
    /// The keyring refused to hand it out.
    #[error("the keyring refused: {detail}")]
    Denied {
        /// What the keyring said.
        detail: String,
    },
}

/// On whose account an open vault was locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockCause {
    /// The person said so, here or in another Mudbrick.
    Person,
    /// Nobody has touched it for the time that was set.
    Idle,
    /// The screen was locked, or the session left.
    Screen,
}

/// What has to be unlocked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Locked {
    /// The keyring has not answered, most likely because it asks the person for its password.
    KeyringSilent {
        /// How long was waited.
        waited: Duration,
    },
    /// The keyring says that it is locked.
    Keyring {
        /// What it said.
        detail: String,
    },
    /// The vault has a passphrase and none was given.
    PassphraseNeeded,
    /// The passphrase given is not the vault's.
    WrongPassphrase,
    /// The person keeps the key, and did not give it.
    AgeKeyNeeded,
    /// What was given as the key is none, or another vault's.
    AgeKeyUnusable {
        /// Where it was given.
        variable: &'static str,
        /// What is wrong with it.
        detail: String,
    },
    /// Whether it is cannot be told: that takes more memory than is free.
    NotEnoughMemory {
        /// In bytes.
        needed: u64,
        /// In bytes.
        free: u64,
    },
    /// It was open, and was locked.
    OnPurpose {
        /// Why.
        cause: LockCause,
        /// Who keeps the key, and so what unlocks it.
        custody: Custody,
    },
}

/// What is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Absent {
    /// This machine or session has no keyring.
    Keyring {
        /// What the system said.
        detail: String,
        /// The public key of the vault whose key such a keyring holds; none where there is no vault yet.
        vault: Option<String>,
    },
    /// The keyring works but has no such entry.
    Entry {
        /// The entry's service.
        service: String,
        /// The entry's user: the vault's public key.
        user: String,
    },
    /// The keyring's entry holds something else than the vault's key.
    OtherKey {
        /// The vault's public key.
        recipient: String,
    },
    /// There are secrets and no `vault.toml` that says who keeps their key.
    VaultFile {
        /// Where it should be.
        path: PathBuf,
    },
    /// `vault.toml` cannot be understood.
    VaultFileDamaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// A newer Mudbrick wrote `vault.toml`.
    VaultFileNewer {
        /// The file.
        path: PathBuf,
        /// Its version.
        version: u32,
    },
    /// `identity.age`, which holds the key under the passphrase, is missing.
    IdentityFile {
        /// Where it should be.
        path: PathBuf,
    },
    /// `identity.age` is damaged.
    IdentityFileDamaged {
        /// The file.
        path: PathBuf,
    },
}

impl Explain for Closed {
    fn problem(&self) -> Problem {
        match self {
            Self::Locked(locked) => locked.problem(),
            Self::Absent(absent) => absent.problem(),
            Self::Denied { detail } => Problem::new(
                ErrorCode::VaultDenied,
                "The keyring did not let Mudbrick have the vault's key.",
            )
            .remedy("Allow Mudbrick in the keyring's own window or settings, then try again.")
            .action(RemedyAction::TryAgain)
            .detail(detail),
        }
    }
}

impl Locked {
    fn problem(&self) -> Problem {
        self.explanation().action(match self {
            Self::NotEnoughMemory { .. } | Self::AgeKeyNeeded | Self::AgeKeyUnusable { .. } => {
                RemedyAction::TryAgain
            }
            _ => RemedyAction::Unlock,
        })
    }

    fn explanation(&self) -> Problem {
        let problem = |message: &str| Problem::new(ErrorCode::VaultLocked, message);
        match self {
            Self::KeyringSilent { waited } => problem("The keyring is locked.")
                .remedy(
                    "Unlock the keyring (its window may be hidden behind others), then try again.",
                )
                .detail(format!("the keyring did not answer within {} s", waited.as_secs_f32())),
            Self::Keyring { detail } => problem("The keyring is locked.")
                .remedy("Unlock the keyring, then try again.")
                .detail(detail),
            Self::PassphraseNeeded => problem("The vault is locked with a passphrase.").remedy(
                "Enter the vault's passphrase; on the command line, set MUDBRICK_PASSPHRASE to it.",
            ),
            Self::WrongPassphrase => problem("That is not the vault's passphrase.").remedy(
                "Try again: capitals count, and so does a space at the end. Without it the vault cannot be opened.",
            ),
            Self::AgeKeyNeeded => problem("The vault's key is kept by you, and was not given.").remedy(
                "Set MUDBRICK_AGE_KEY to it, MUDBRICK_AGE_KEY_FILE to its file, or MUDBRICK_AGE_KEY_CMD to a command that prints it, and start Mudbrick again.",
            ),
            Self::AgeKeyUnusable { variable, detail } => {
                problem(&format!("{variable} does not give this vault's key."))
                    .remedy("Correct it, and start Mudbrick again.")
                    .detail(detail)
            }
            Self::NotEnoughMemory { needed, free } => {
                let mib = |bytes: &u64| bytes.div_ceil(1024 * 1024);
                problem("There is not enough free memory to use the passphrase.")
                    .remedy(format!(
                        "Close other programs, or allow this container or session {} MiB more, then try again.",
                        mib(&needed.saturating_sub(*free)).max(1)
                    ))
                    .detail(format!("{} MiB needed, {} MiB free", mib(needed), free / (1024 * 1024)))
            }
            Self::OnPurpose { cause, custody } => problem(match cause {
                LockCause::Person => "You locked the vault.",
                LockCause::Idle => "The vault was locked because nothing happened for a while.",
                LockCause::Screen => "The vault was locked along with the screen.",
            })
            .remedy(match custody {
                Custody::Passphrase => {
                    "Enter the vault's passphrase; on the command line, set MUDBRICK_PASSPHRASE to it."
                }
                Custody::Keyring => {
                    "Unlock it: Mudbrick then asks the keyring for the key again."
                }
                Custody::AgeKey => "Unlock it: Mudbrick then takes the key that you gave it again."
            }),
        }
    }
}

impl Absent {
    /// What is missing is put back by a person, and then asked for again: from the keyring, or by doing once more what
    /// failed. Another version of Mudbrick is nothing that a program could start.
    fn problem(&self) -> Problem {
        match self {
            Self::Keyring { .. } | Self::Entry { .. } | Self::OtherKey { .. } => {
                self.told().action(RemedyAction::Unlock)
            }
            Self::VaultFileNewer { .. } => self.told(),
            Self::VaultFile { .. }
            | Self::VaultFileDamaged { .. }
            | Self::IdentityFile { .. }
            | Self::IdentityFileDamaged { .. } => self.told().action(RemedyAction::TryAgain),
        }
    }

    fn told(&self) -> Problem {
        let problem = |message: String| Problem::new(ErrorCode::VaultAbsent, message);
        match self {
            Self::Keyring { detail, vault: Some(_) } => {
                problem("This session has no keyring, and the vault's key is in one.".to_owned())
                    .remedy(
                        "Start the keyring that keeps it, such as GNOME Keyring, KWallet or KeePassXC, and restart Mudbrick.",
                    )
                    .detail(detail)
            }
            Self::Keyring { detail, vault: None } => {
                problem("This session has no keyring to keep the vault's key in.".to_owned())
                    .remedy(
                        "Start a keyring such as GNOME Keyring, KWallet or KeePassXC and restart Mudbrick, or give the vault a passphrase: on the command line, set MUDBRICK_PASSPHRASE.",
                    )
                    .detail(detail)
            }
            Self::Entry { service, user } => {
                problem("The keyring does not have this vault's key.".to_owned())
                    .remedy(
                        "Restore the keyring from a backup, or sign in as the user who made the vault; no new key was made, because it could not open your secrets.",
                    )
                    .detail(format!("no entry with service {service:?} and user name {user:?}"))
            }
            Self::OtherKey { recipient } => {
                problem("The keyring's entry for this vault is not its key.".to_owned())
                    .remedy("Restore the keyring's entry from a backup; nothing was overwritten.")
                    .detail(format!("the vault's public key is {recipient}"))
            }
            Self::VaultFile { path } => {
                let secrets = path.with_file_name("secrets");
                problem("There are secrets, and nothing says who keeps their key.".to_owned())
                    .remedy(format!(
                        "Put {} back from a copy of this folder. Without one, move the folder {} away; a new vault is then made when you import your Mudbrick backup or enter a secret.",
                        path.display(),
                        secrets.display()
                    ))
            }
            Self::VaultFileDamaged { path, detail } => {
                problem(format!("{} cannot be understood.", path.display()))
                    .remedy("Put it back from a backup; it was not changed.")
                    .detail(detail)
            }
            Self::VaultFileNewer { path, version } => {
                problem("A newer Mudbrick made this vault.".to_owned())
                    .remedy("Use that version of Mudbrick or a later one.")
                    .detail(format!("{} has version {version}", path.display()))
            }
            Self::IdentityFile { path } => {
                problem("The file with the vault's key is missing.".to_owned())
                    .remedy(format!("Put {} back from a backup.", path.display()))
            }
            Self::IdentityFileDamaged { path } => {
                problem("The file with the vault's key is damaged.".to_owned())
                    .remedy(format!("Put {} back from a backup; it was not changed.", path.display()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_little_memory_is_told_in_mebibytes() {
        const KIB: u64 = 1024;
        let told = |needed, free| Locked::NotEnoughMemory { needed, free }.problem();
        let problem = told(72 * KIB * KIB, 70 * KIB * KIB + KIB);
        assert_eq!(problem.detail.as_deref(), Some("72 MiB needed, 70 MiB free"));
        assert!(
            problem.remedy_text().unwrap().contains("allow this container or session 2 MiB more")
        );
        let problem = told(72 * KIB * KIB, 72 * KIB * KIB);
        assert!(problem.remedy_text().unwrap().contains(" 1 MiB more"));
    }
}
