//! The grammar of `mudbrick vault`.

use super::span;
use clap::{Args, Subcommand};
use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug, Subcommand)]
pub(crate) enum VaultCommand {
    /// Tell whether secrets can be read, who keeps the key, and what to do when they cannot
    Status,
    /// Open a vault under a passphrase for all your programs, for a while: Linux keeps its key in memory until then
    Unlock {
        /// How long: 30m, 8h, 1d; locking the vault ends it
        #[arg(long = "for", value_name = "TIME", value_parser = span::some_span)]
        lasts: Duration,
    },
    /// Lock the vault of every Mudbrick window that is open, and end what `unlock` began
    Lock,
    /// Have a passphrase keep the key instead of the keyring
    UsePassphrase(NewPassphrase),
    /// Replace the passphrase by another
    ChangePassphrase(NewPassphrase),
    /// Have the operating system's keyring keep the key instead of a passphrase
    UseKeyring,
    /// List the earlier states of a profile's or key's secrets
    History(Owner),
    /// Bring back an earlier state of a profile's or key's secrets
    Restore {
        #[command(flatten)]
        owner: Owner,
        /// A number that `history` printed
        number: u32,
    },
}

#[derive(Debug, Args)]
pub(crate) struct NewPassphrase {
    /// Read the new passphrase from a file instead of asking
    #[arg(long, value_name = "FILE")]
    pub(crate) new_passphrase_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Owner {
    /// A profile's name, short name or id
    #[arg(value_name = "PROFILE")]
    pub(crate) name: String,
    /// It is a key pair's name
    #[arg(long)]
    pub(crate) key: bool,
}
