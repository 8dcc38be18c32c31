//! `mudbrick migrate`.

use clap::{ArgGroup, Args};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("instead").multiple(false))]
pub(crate) struct MigrateArguments {
    /// The service account (JWT): name, short name or id
    #[arg(value_name = "PROFILE")]
    pub(crate) profile: String,
    /// The scopes of the OAuth Server-to-Server credential, comma separated
    #[arg(long, conflicts_with = "instead")]
    pub(crate) scopes: Option<String>,
    /// Read its client secret from a file, or from standard input with -
    #[arg(long, value_name = "FILE", conflicts_with = "instead")]
    pub(crate) secret_file: Option<PathBuf>,
    /// Send so many of the profile's recent requests that read with both, and compare the answers
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(0..=100), conflicts_with = "instead")]
    pub(crate) requests: u16,
    /// Ask nobody: say how far the migration is, and which days matter
    #[arg(long, group = "instead")]
    pub(crate) status: bool,
    /// Have the profile use OAuth; its key pair stays
    #[arg(long, group = "instead")]
    pub(crate) switch: bool,
    /// Go a step back: sign with JWT again, or give the migration up
    #[arg(long, group = "instead")]
    pub(crate) undo: bool,
    /// End the migration; there is no way back
    #[arg(long, group = "instead")]
    pub(crate) retire: bool,
}
