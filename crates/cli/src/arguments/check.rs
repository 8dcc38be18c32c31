//! Which profiles are checked, and where the report goes.

use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// A profile: name, short name or id; several may be named
    #[arg(value_name = "PROFILE", required_unless_present = "all")]
    pub(crate) profiles: Vec<String>,
    /// Every profile
    #[arg(long, conflicts_with = "profiles")]
    pub(crate) all: bool,
    /// Ask this product too, whose scopes do not tell that a profile is for it; may be repeated
    #[arg(long = "product", value_name = "NAME")]
    pub(crate) products: Vec<String>,
    /// Write what was found to a file as well, as Markdown without secrets
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Replace the file of --report if it exists
    #[arg(long, requires = "report")]
    pub(crate) force: bool,
}
