//! The grammar of what comes in and goes out: import, export, kit, backup, inventory.

use super::choice::choice;
use clap::{Args, ValueEnum};
use mudbrick_engine::view::ExportFormat;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    #[command(flatten)]
    pub(crate) read: ReadArguments,
    /// Allow this host to see the token of the imported profiles that ask for it; may be repeated
    #[arg(long = "allow-host", value_name = "HOST", conflicts_with = "dry_run")]
    pub(crate) allowed_hosts: Vec<String>,
}

/// What is read, and whether somebody is asked first.
#[derive(Debug, Args)]
pub(crate) struct ReadArguments {
    /// Files and folders, read together; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Only show what was understood
    #[arg(long, conflicts_with_all = ["yes", "test"])]
    pub(crate) dry_run: bool,
    /// Import without asking; no host is allowed to see a token by this
    #[arg(long)]
    pub(crate) yes: bool,
    /// Ask Adobe for a token with each imported profile
    #[arg(long)]
    pub(crate) test: bool,
    /// Read the passphrase of an encrypted key or backup from a file instead of asking
    #[arg(long, value_name = "FILE")]
    pub(crate) key_passphrase_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    /// Name, short name or id
    pub(crate) profile: String,
    /// For which tool
    #[arg(long = "as", value_enum)]
    pub(crate) format: FormatName,
    /// Write its secrets too, to a file readable by you alone
    #[arg(long, requires = "out")]
    pub(crate) with_secrets: bool,
    /// The file to write; standard output when left out
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct KitArguments {
    /// Names, short names or ids; all profiles when left out
    #[arg(value_name = "PROFILE")]
    pub(crate) profiles: Vec<String>,
    /// A folder, or a file that ends in .zip; - writes a zip file to standard output
    #[arg(long, value_name = "PATH")]
    pub(crate) out: PathBuf,
    /// Leave out what cannot be read, name it, and exit with 1
    #[arg(long)]
    pub(crate) skip_damaged: bool,
    /// Replace the file, or the kit in the folder, if it exists
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct BackupArguments {
    /// Names, short names or ids; all profiles when left out
    #[arg(value_name = "PROFILE")]
    pub(crate) profiles: Vec<String>,
    /// The file to write; - is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Leave out what cannot be read, list it in the backup, and exit with 1
    #[arg(long)]
    pub(crate) skip_damaged: bool,
    /// Replace the file if it exists
    #[arg(long)]
    pub(crate) force: bool,
    /// Read the backup's passphrase from a file instead of asking
    #[arg(long, value_name = "FILE")]
    pub(crate) backup_passphrase_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct InventoryArguments {
    /// The file to write; standard output when left out
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
}

choice! {
    /// The files a profile can become.
    FormatName => ExportFormat {
        Env => Env, Aio => Aio, Aepp => Aepp, Postman => Postman, Console => Console,
    }
}
