//! The grammar of `mudbrick key`.

use super::ReadArguments;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum KeyCommand {
    /// Generate an RSA key pair with a self-signed certificate
    New(Box<NewKeyArguments>),
    /// Show the key pairs, or what a key or certificate file holds
    Show {
        /// A key pair's name or a file; all key pairs when left out
        what: Option<String>,
    },
    /// Take in keys and certificates from files of any kind; profiles found along with them are left out
    Import(ReadArguments),
    /// Tell whether a key pair matches a fingerprint, certificate, public key or profile
    Match {
        /// A key pair's name
        key: String,
        /// A fingerprint as the Developer Console shows it, or a file with a certificate or key; - is standard input
        #[arg(required_unless_present = "profile")]
        against: Option<String>,
        /// The profile whose key it should be
        #[arg(long, conflicts_with = "against")]
        profile: Option<String>,
    },
    /// Save a key pair's certificate or private key to a file
    Save(SaveArguments),
    /// Give a key pair another name
    Rename {
        /// A key pair's name
        key: String,
        /// Its new name
        name: String,
    },
    /// Remove a key pair that no profile uses (it can be brought back for 30 days)
    Rm {
        /// A key pair's name
        key: String,
    },
    /// Bring back a removed key pair
    Restore {
        /// The id that `rm` printed
        id: String,
    },
    /// Tell whether a private key and a certificate belong together
    Check {
        /// The private key file
        key: PathBuf,
        /// The certificate file
        certificate: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct NewKeyArguments {
    /// Stem of the file names, as in NAME_private.key and NAME_public.crt
    pub(crate) name: String,
    /// Modulus length: 2048, 3072 or 4096
    #[arg(long, default_value_t = 2048)]
    pub(crate) bits: u32,
    /// Days until the certificate ends, 1 to 3650
    #[arg(long, default_value_t = 365)]
    pub(crate) days: u32,
    /// Country (2 letters)
    #[arg(short = 'C', long, default_value = "")]
    pub(crate) country: String,
    /// State or province
    #[arg(long, default_value = "")]
    pub(crate) state: String,
    /// Locality
    #[arg(long, default_value = "")]
    pub(crate) locality: String,
    /// Organization
    #[arg(long, default_value = "")]
    pub(crate) organization: String,
    /// Organizational unit
    #[arg(long, default_value = "")]
    pub(crate) organizational_unit: String,
    /// Common name; the key pair's name when left out
    #[arg(long)]
    pub(crate) common_name: Option<String>,
    /// E-mail address
    #[arg(long, default_value = "")]
    pub(crate) email: String,
    /// Write both files to this folder instead of keeping the private key in the vault
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// The JWT profile that signs with it from now on
    #[arg(long, conflicts_with = "out")]
    pub(crate) profile: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct SaveArguments {
    /// A key pair's name
    pub(crate) key: String,
    /// What to save
    #[arg(long = "as", value_enum)]
    pub(crate) what: SaveAs,
    /// The file to write; - is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    pub(crate) force: bool,
    /// For pkcs12: read its passphrase from a file instead of asking
    #[arg(long, value_name = "FILE")]
    pub(crate) new_passphrase_file: Option<PathBuf>,
}

/// What of a key pair is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SaveAs {
    /// The certificate as text, for the Developer Console
    Certificate,
    /// The certificate as bytes
    Der,
    /// The private key, readable by you alone
    PrivateKey,
    /// Both, under a passphrase, for other programs
    Pkcs12,
    /// A calendar entry for the certificate's end
    Reminder,
}
