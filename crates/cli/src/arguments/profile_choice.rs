//! With which profiles many calls are sent.

use super::names::{GrantName, RiskName};
use clap::Args;

/// Profiles by their names, or by what they have in common.
#[derive(Debug, Args)]
#[group(id = "profiles", multiple = true)]
pub(crate) struct ProfileChoice {
    /// A profile that it is sent with: name, short name or id; may be repeated
    #[arg(long, value_name = "PROFILE")]
    pub(crate) on: Vec<String>,
    /// Every profile of an organization, by its name or ID
    #[arg(long, value_name = "ORG")]
    pub(crate) organization: Option<String>,
    /// Every profile of a risk
    #[arg(long, value_enum)]
    pub(crate) risk: Option<RiskName>,
    /// Every profile that asks for its token in this way
    #[arg(long, value_enum)]
    pub(crate) grant: Option<GrantName>,
    /// Every profile
    #[arg(long, conflicts_with_all = ["on", "organization", "risk", "grant"])]
    pub(crate) all: bool,
}
