//! How the body of an answer is looked at, wherever one is printed.

use clap::Args;

/// How the body of an answer is looked at.
#[derive(Debug, Args)]
pub(crate) struct LookedAt {
    /// Print what a jq filter finds in the body, or a JSONPath, which begins with $
    #[arg(long = "jq", value_name = "FILTER", conflicts_with = "json")]
    pub(crate) query: Option<String>,
    /// Read the body in this character set, whatever the answer says, such as windows-1252
    #[arg(long, value_name = "NAME", conflicts_with = "json")]
    pub(crate) charset: Option<String>,
}
