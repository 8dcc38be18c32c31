//! The grammar of `mudbrick inspect`.

use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct InspectArguments {
    /// The profile whose token is looked at; with --token-file, whose it should be
    #[arg(value_name = "PROFILE")]
    pub(crate) profile: Option<String>,
    /// Read the token from a file, or from standard input with -; without PROFILE it comes from standard input anyway
    #[arg(long, value_name = "FILE")]
    pub(crate) token_file: Option<PathBuf>,
    /// Look at the assertion that a service account (JWT) would send, before it is sent
    #[arg(long, requires = "profile", conflicts_with_all = ["token_file", "ask", "revoke"])]
    pub(crate) assertion: bool,
    /// Say in which claims the token differs from the one in a file
    #[arg(long, value_name = "FILE", conflicts_with_all = ["ask", "revoke"])]
    pub(crate) compare: Option<PathBuf>,
    /// Ask Adobe's login service whether the token still works; nothing is asked without this
    #[arg(long, requires = "profile")]
    pub(crate) ask: bool,
    /// End the token, for every program that has it; asks first
    #[arg(long, requires = "profile", conflicts_with = "ask")]
    pub(crate) revoke: bool,
    /// Revoke without asking
    #[arg(long, requires = "revoke")]
    pub(crate) yes: bool,
}
