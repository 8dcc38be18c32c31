//! The grammar of `mudbrick history`.

use super::looked_at::LookedAt;
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct HistoryArguments {
    #[command(subcommand)]
    pub(crate) command: Option<HistoryCommand>,
    #[command(flatten)]
    pub(crate) list: ListArguments,
}

#[derive(Debug, Subcommand)]
pub(crate) enum HistoryCommand {
    /// List what was sent, newest first; with --json an object a line
    List(ListArguments),
    /// Print one exchange: what was sent and what came back
    Show(ShowArguments),
    /// Write a note on an exchange, in place of the one before; an empty one takes it away
    Note {
        /// Its number, as `history list` prints it
        id: i64,
        /// Its words are found by a search; - reads it from standard input, where other programs do not see it
        text: String,
    },
    /// Keep an exchange whatever its age and the size of the history
    Pin {
        /// Its number, as `history list` prints it
        id: i64,
    },
    /// Keep an exchange no longer than others
    Unpin {
        /// Its number, as `history list` prints it
        id: i64,
    },
    /// Store the new client secret that came in an answer, which Adobe tells only once, in the vault
    StoreSecret {
        /// Its number, as `history list` prints it
        id: i64,
        /// The profile whose client secret it is, instead of the one that the request was sent with
        #[arg(long, value_name = "PROFILE")]
        profile: Option<String>,
    },
    /// Delete exchanges with their answers, pinned ones too; this cannot be undone
    Delete(DeleteArguments),
    /// Say how many exchanges there are, and what they take on the disk
    Size,
}

#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    /// Words to find, "exact words" in quotes, and status:404 status:4xx method:POST host:PART profile:PART org:PART
    /// request:NAME after:2026-11-01 before:3d time:>2s size:>1mb is:failed is:write is:pinned is:noted
    #[arg(value_name = "FILTER")]
    pub(crate) filter: Vec<String>,
    /// At most so many
    #[arg(short = 'n', long, value_name = "COUNT", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit: u32,
    /// All that fit
    #[arg(long, conflicts_with = "limit")]
    pub(crate) all: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArguments {
    /// Its number, as `history list` prints it
    pub(crate) id: i64,
    /// Only the answer's headers
    #[arg(long, conflicts_with_all = ["body", "sent"])]
    pub(crate) headers: bool,
    /// Only the answer's body, as it is kept
    #[arg(long, conflicts_with_all = ["sent", "json"])]
    pub(crate) body: bool,
    /// Only what was sent
    #[arg(long)]
    pub(crate) sent: bool,
    /// Only where the time went, and where each header came from
    #[arg(long, conflicts_with_all = ["headers", "body", "sent"])]
    pub(crate) timeline: bool,
    #[command(flatten)]
    pub(crate) looked_at: LookedAt,
}

#[derive(Debug, Args)]
pub(crate) struct DeleteArguments {
    /// Their numbers, as `history list` prints them
    #[arg(required_unless_present_any = ["filter", "all"], conflicts_with_all = ["filter", "all"])]
    pub(crate) ids: Vec<i64>,
    /// Those that fit, as `history list` lists them
    #[arg(long, value_name = "FILTER", conflicts_with = "all")]
    pub(crate) filter: Option<String>,
    /// The whole history
    #[arg(long)]
    pub(crate) all: bool,
    /// Delete without asking
    #[arg(long)]
    pub(crate) yes: bool,
}
