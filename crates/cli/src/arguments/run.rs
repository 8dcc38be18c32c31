//! The grammar of `mudbrick run`.

use super::profile_choice::ProfileChoice;
use super::request::variable;
use super::sending::CallFlags;
use clap::{ArgGroup, Args};
use mudbrick_engine::view::{RunId, RunReport};
use std::num::NonZeroU32;
use std::path::PathBuf;

/// What goes on with a run or lists runs names no requests, profiles or rows: those are kept with it.
const KEPT: [&str; 3] = ["resume", "list", "history"];

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("kept").args(["resume", "list"]).conflicts_with("profiles"))]
pub(crate) struct RunArguments {
    /// A file or folder of your requests (nightly, or nightly/ for the folder alone), a .http file, a request, or entries of the
    /// history by their numbers
    #[arg(value_name = "WHAT", required_unless_present_any = KEPT, conflicts_with_all = KEPT, requires = "profiles")]
    pub(crate) what: Vec<String>,
    /// All entries of the history that fit a search, oldest first, such as "is:failed after:1d"
    #[arg(long, value_name = "FILTER", conflicts_with = "kept", requires = "profiles")]
    pub(crate) history: Option<String>,
    #[command(flatten)]
    pub(crate) profiles: ProfileChoice,
    /// Run all of it for each row of a file: CSV with a header line, a JSON array of objects, or an object a line
    #[arg(long, value_name = "FILE", conflicts_with = "kept")]
    pub(crate) data: Option<PathBuf>,
    /// How many calls are under way at once; writing calls of one profile and row stay in order
    #[arg(long, value_name = "N", default_value = "1", conflicts_with = "kept")]
    pub(crate) parallel: NonZeroU32,
    /// How many calls begin in a second at one host
    #[arg(long, value_name = "N", conflicts_with = "kept")]
    pub(crate) rate: Option<NonZeroU32>,
    /// Begin nothing more after the first failure
    #[arg(long, conflicts_with = "kept")]
    pub(crate) stop: bool,
    /// Go on with a run where it was stopped or killed
    #[arg(long, value_name = "ID", value_parser = RunId::parse)]
    pub(crate) resume: Option<RunId>,
    /// List the runs of the last 30 days, newest first
    #[arg(long, conflicts_with_all = ["yes", "dry_run", "reports", "variables", "outside_files"])]
    pub(crate) list: bool,
    /// Write a report: junit=FILE, json=FILE or markdown=FILE; may be repeated
    #[arg(long = "report", value_name = "KIND=FILE", value_parser = report)]
    pub(crate) reports: Vec<(RunReport, PathBuf)>,
    /// Replace the files of --report if they exist
    #[arg(long, requires = "reports")]
    pub(crate) force: bool,
    /// Send nothing; print what would be sent
    #[arg(long, conflicts_with_all = ["yes", "reports", "resume"])]
    pub(crate) dry_run: bool,
    /// Send writing calls to production without asking
    #[arg(long)]
    pub(crate) yes: bool,
    /// A variable for all calls, or the answer to a prompt; a row goes before it; may be repeated
    #[arg(long = "var", value_name = "NAME=VALUE", value_parser = variable)]
    pub(crate) variables: Vec<(String, String)>,
    /// Let bodies be files from outside of the request's folder
    #[arg(long)]
    pub(crate) outside_files: bool,
    #[command(flatten)]
    pub(crate) sending: CallFlags,
}

fn report(text: &str) -> Result<(RunReport, PathBuf), String> {
    let (kind, path) = text.split_once('=').ok_or("write it as KIND=FILE")?;
    let kind = match kind {
        "junit" => RunReport::Junit,
        "json" => RunReport::Json,
        "markdown" => RunReport::Markdown,
        _ => return Err(format!("{kind} is no kind of report: write junit, json or markdown")),
    };
    match path.is_empty() {
        true => Err("no file is named".to_owned()),
        false => Ok((kind, path.into())),
    }
}
