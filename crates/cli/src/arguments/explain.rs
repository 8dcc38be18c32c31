//! The grammar of `mudbrick explain`.

use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// What curl -i or curl -v printed, a HAR file, a line of a log, or a body alone; standard input when left out or -
    #[arg(value_name = "FILE", default_value = "-", hide_default_value = true)]
    pub(crate) file: PathBuf,
    /// The profile that the call was made with: its kind of credential counts, and the remedy is for it
    #[arg(long, value_name = "PROFILE")]
    pub(crate) profile: Option<String>,
}
