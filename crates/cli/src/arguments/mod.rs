//! The command line's grammar. Secrets are never arguments: other programs can read those.

mod check;
mod choice;
mod compare;
mod explain;
mod history;
mod inspect;
mod key;
mod looked_at;
mod migrate;
mod names;
mod profile_choice;
mod request;
mod request_transfer;
mod rotate;
mod run;
mod sending;
mod span;
mod token;
mod transfer;
mod vault;

pub(crate) use check::CheckArguments;
pub(crate) use compare::{Counting, DiffArguments, ReplayArguments};
pub(crate) use explain::ExplainArguments;
pub(crate) use history::{
    DeleteArguments, HistoryArguments, HistoryCommand, ListArguments, ShowArguments,
};
pub(crate) use inspect::InspectArguments;
pub(crate) use key::{KeyCommand, NewKeyArguments, SaveArguments, SaveAs};
pub(crate) use looked_at::LookedAt;
pub(crate) use migrate::MigrateArguments;
pub(crate) use profile_choice::ProfileChoice;
pub(crate) use request::{CodeArguments, GivenRequest, RequestCommand};
pub(crate) use request_transfer::{RequestExportArguments, RequestImportArguments};
pub(crate) use rotate::RotateArguments;
pub(crate) use run::RunArguments;
pub(crate) use sending::{CallFlags, ProfileFlags};
pub(crate) use token::{
    CurlArguments, EnvArguments, ExecArguments, HeaderArguments, HelperArguments, PromptArguments,
    ShellName, SignInArguments, SignOutArguments, TokenArguments, TokenNeed,
};
pub(crate) use transfer::{
    BackupArguments, ExportArguments, ImportArguments, InventoryArguments, KitArguments,
    ReadArguments,
};
pub(crate) use vault::{NewPassphrase, Owner, VaultCommand};

use choice::choice;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use mudbrick_model::{Adobe, Colour};
use mudbrick_practice::CampaignEdition;
use names::{ClientName, GrantName, RiskName};
use request::variable;
use std::path::PathBuf;

/// Adobe API credentials, tokens and requests, for several Developer Console projects.
#[derive(Debug, Parser)]
#[command(name = "mudbrick", version, propagate_version = true, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Print JSON, errors included
    #[arg(long, global = true)]
    json: bool,
    /// Say nothing but the answer, errors and warnings
    #[arg(short = 'q', long, global = true)]
    quiet: bool,
    /// Read the vault's passphrase from a file (or set MUDBRICK_PASSPHRASE)
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

impl Arguments {
    pub(crate) fn format(&self) -> Format {
        if self.json { Format::Json } else { Format::Text }
    }

    pub(crate) fn remarks(&self) -> Remarks {
        if self.quiet { Remarks::LeftOut } else { Remarks::Said }
    }
}

/// What is said beside an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remarks {
    Said,
    LeftOut,
}

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add, list, show, edit or remove profiles
    #[command(subcommand)]
    Profile(ProfileCommand),
    /// Generate, import, compare and save keys and certificates
    #[command(subcommand)]
    Key(KeyCommand),
    /// Take in credentials and keys from files of any kind, showing first what was understood
    Import(ImportArguments),
    /// Write a profile for another tool, without its secrets unless asked
    Export(ExportArguments),
    /// Write profiles and requests without a single secret, for a colleague or a repository
    Kit(KitArguments),
    /// Write profiles with their secrets, keys and requests to one file under a passphrase
    Backup(BackupArguments),
    /// Print or write a table of all profiles without secrets (CSV)
    Inventory(InventoryArguments),
    /// Look at, lock and move the vault, and bring back earlier secrets
    #[command(subcommand)]
    Vault(VaultCommand),
    /// Print a fresh access token and nothing else
    Token(TokenArguments),
    /// Sign in with a profile's credential in the browser, so that it gets tokens for you
    SignIn(SignInArguments),
    /// End a sign-in at Adobe, and forget it
    SignOut(SignOutArguments),
    /// Print a profile's request headers, ready for `curl -H @-`
    Header(HeaderArguments),
    /// Run a program with a profile's token in its environment
    Exec(ExecArguments),
    /// Print a profile's token, client ID and organization as variables for a shell or a .env file
    Env(EnvArguments),
    /// Run curl with a profile's token and headers, to hosts that the profile allows
    Curl(CurlArguments),
    /// Print a profile and the minutes that its token has left, for a shell's prompt
    Prompt(PromptArguments),
    /// Answer other programs that ask for tokens: a line of JSON in, a line of JSON out
    CredentialHelper(HelperArguments),
    /// Send a request and print the answer's body
    Send(Box<SendArguments>),
    /// Send all requests of a file or folder, with profiles and rows of data, check the answers, and write reports
    Run(Box<RunArguments>),
    /// Send an entry of the history again on many profiles, and compare the answers
    Replay(Box<ReplayArguments>),
    /// Say what differs between two answers: exit code 0 nothing, 1 something, 2 not compared
    Diff(DiffArguments),
    /// Say what is in a token, a profile's or a pasted one, without asking anybody
    Inspect(InspectArguments),
    /// Say what an answer of Adobe's means and what to do: exit code 0 known, 1 not known
    Explain(ExplainArguments),
    /// Replace client secrets at Adobe and in the vault, a step a run, the old one deleted last
    Rotate(RotateArguments),
    /// Move a profile from service account (JWT) to OAuth Server-to-Server, trying both side by side first
    Migrate(MigrateArguments),
    /// List, rename, move, copy and delete the requests you keep, and undo that
    #[command(subcommand)]
    Request(RequestCommand),
    /// List, search, show, annotate and delete what was sent
    History(HistoryArguments),
    /// Run the practice Adobe until Ctrl+C
    Practice(PracticeArguments),
    /// Check profiles by asking Adobe: a token, the organization, one harmless call to each product; the exit code is 1 when
    /// one does not work
    Check(CheckArguments),
    /// Say what is found, what is wrong and what to do; the exit code is 1 when something is wrong
    Doctor(DoctorArguments),
    /// Open the quick window: type part of a profile's name, Enter copies its token
    Quick,
    /// Do the whole job once against the practice Adobe, explaining each step
    Tour,
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual pages of all commands, one after the other, for `man -l -`
    Manual,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProfileCommand {
    /// Make a profile
    Add(Box<AddArguments>),
    /// List all profiles
    List,
    /// Show one profile without its secrets
    Show {
        /// Name, short name or id
        profile: String,
    },
    /// Change a profile; what is not given stays
    Edit(Box<EditArguments>),
    /// Remove a profile (it can be brought back for 30 days)
    Rm {
        /// Name, short name or id
        profile: String,
    },
    /// List the scopes and metascopes that credentials of each product usually have
    Scopes {
        /// A product, by its name or a part of it; all when left out
        product: Option<String>,
    },
    /// List the Experience Platform sandboxes that a profile may use, or have it work in another
    Sandbox {
        /// Name, short name or id
        profile: String,
        /// The sandbox to work in from now on
        name: Option<String>,
        /// Ask Platform, although it has said in the last 30 days which sandboxes there are
        #[arg(long)]
        refresh: bool,
    },
    /// Bring back a removed profile
    Restore {
        /// The id that `rm` printed
        id: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct AddArguments {
    /// Such as Places
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) fields: Fields,
}

#[derive(Debug, Args)]
pub(crate) struct EditArguments {
    /// Name, short name or id
    pub(crate) profile: String,
    /// A new name
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// A host that may no longer see the token, as `profile show` lists it; may be repeated
    #[arg(long = "remove-host", value_name = "HOST")]
    pub(crate) removed_hosts: Vec<String>,
    #[command(flatten)]
    pub(crate) sending: ProfileFlags,
    #[command(flatten)]
    pub(crate) fields: Fields,
}

/// A profile's fields as options.
#[derive(Debug, Args)]
pub(crate) struct Fields {
    /// The organization's name, to list profiles by
    #[arg(long)]
    pub(crate) organization: Option<String>,
    /// Organization ID, such as 0A1B2C3D4E5F60718293A4B5@AdobeOrg
    #[arg(long)]
    pub(crate) org_id: Option<String>,
    /// Client ID (API key)
    #[arg(long)]
    pub(crate) client_id: Option<String>,
    /// How a token is asked for
    #[arg(long, value_enum)]
    pub(crate) grant: Option<GrantName>,
    /// For --grant user: which application type the credential is
    #[arg(long, value_enum)]
    pub(crate) client: Option<ClientName>,
    /// For --grant user: where Adobe sends the browser, as the credential's page has it
    #[arg(long, value_name = "URI")]
    pub(crate) redirect_uri: Option<String>,
    /// Scopes, or metascopes for jwt; comma separated
    #[arg(long)]
    pub(crate) scopes: Option<String>,
    /// Technical account ID; needed for jwt
    #[arg(long)]
    pub(crate) technical_account_id: Option<String>,
    /// Name of the key pair that signs, for jwt
    #[arg(long)]
    pub(crate) key: Option<String>,
    /// Which Adobe
    #[arg(long, value_enum)]
    pub(crate) adobe: Option<AdobeName>,
    /// How careful to be: writing calls to production ask first
    #[arg(long, value_enum)]
    pub(crate) risk: Option<RiskName>,
    /// Colour of its mark
    #[arg(long, value_enum)]
    pub(crate) colour: Option<ColourName>,
    /// Experience Platform sandbox
    #[arg(long)]
    pub(crate) sandbox: Option<String>,
    /// A variable for requests; may be repeated
    #[arg(long = "var", value_name = "NAME=VALUE", value_parser = variable)]
    pub(crate) variables: Vec<(String, String)>,
    /// Another host that may see the token; may be repeated
    #[arg(long = "allow-host", value_name = "HOST")]
    pub(crate) allowed_hosts: Vec<String>,
    /// Read the client secret from a file, or from standard input with -
    #[arg(long, value_name = "FILE")]
    pub(crate) secret_file: Option<PathBuf>,
    /// Read the second client secret, tried when the first is refused, from a file or with -
    #[arg(long, value_name = "FILE")]
    pub(crate) second_secret_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct SendArguments {
    #[command(flatten)]
    pub(crate) given: GivenRequest,
    #[command(flatten)]
    pub(crate) sending: CallFlags,
    /// Send nothing; print the whole message with the origin of each part, secrets masked
    #[arg(long, conflicts_with_all = ["include", "raw", "yes"])]
    pub(crate) dry_run: bool,
    /// Print the status line and headers before the body
    #[arg(short = 'i', long, conflicts_with = "json")]
    pub(crate) include: bool,
    /// Print the body byte for byte on a terminal too, control characters included
    #[arg(long, conflicts_with = "json")]
    pub(crate) raw: bool,
    /// Say on standard error where the time went, and where each header came from; --json always has it
    #[arg(long)]
    pub(crate) timeline: bool,
    #[command(flatten)]
    pub(crate) looked_at: LookedAt,
    /// Fetch the pages behind this one too, and print the elements of all of them, a line each
    #[arg(long, conflicts_with_all = ["raw", "include", "dry_run"])]
    pub(crate) all_pages: bool,
    /// At most so many pages with the first
    #[arg(long, value_name = "N", requires = "all_pages", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) max_pages: u32,
    /// Send a writing call to production without asking
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct PracticeArguments {
    /// The port on 127.0.0.1; a free one when left out
    #[arg(long, default_value_t = 0)]
    pub(crate) port: u16,
    /// Write the root certificate that clients have to trust to this file
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_out: Option<PathBuf>,
    /// Replace the file of --ca-out if it exists
    #[arg(long, requires = "ca_out")]
    pub(crate) force: bool,
    /// The projects it knows, as a TOML file
    #[arg(long, value_name = "FILE")]
    pub(crate) seed: Option<PathBuf>,
    /// How many Campaign profiles it holds
    #[arg(long, default_value_t = 250, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    pub(crate) profiles: u32,
    /// Which Campaign its instances are
    #[arg(long, value_enum, default_value_t = CampaignName::Standard)]
    pub(crate) campaign: CampaignName,
    /// Start nothing: show how much of what Adobe documents it serves, by service
    #[arg(long, conflicts_with_all = ["port", "ca_out", "force", "seed", "profiles", "campaign"])]
    pub(crate) coverage: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DoctorArguments {
    /// Save what is found with the diagnostics log, looked through for secrets, to a file to give to others
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
    /// Replace the file of --save if it exists
    #[arg(long, requires = "save")]
    pub(crate) force: bool,
}

choice! {
    /// Which Adobe.
    AdobeName => Adobe { Production => Production, Stage => Stage, Practice => Practice }
}
choice! {
    /// Which Campaign.
    CampaignName => CampaignEdition { Standard => Standard, V8 => V8 }
}
choice! {
    /// Colour of a mark.
    ColourName => Colour {
        Blue => Blue, Green => Green, Orange => Orange, Red => Red, Purple => Purple, Grey => Grey,
    }
}
