//! `mudbrick rotate`.

use clap::{ArgGroup, Args};

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("instead").multiple(false))]
pub(crate) struct RotateArguments {
    /// The profiles whose client secret is replaced: names, short names or ids
    #[arg(required = true, value_name = "PROFILE")]
    pub(crate) profiles: Vec<String>,
    /// Where the credential is: its page's address in the Developer Console; kept in the profile
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) console: Option<String>,
    /// Change nothing: say how far a rotation is and what Adobe has
    #[arg(long, group = "instead")]
    pub(crate) status: bool,
    /// Change nothing and ask nobody: say what a rotation needs and would change
    #[arg(long, group = "instead")]
    pub(crate) dry_run: bool,
    /// Delete the old secret at Adobe and in the vault, once nobody uses it
    #[arg(long, group = "instead")]
    pub(crate) delete_old: bool,
    /// Use the old secret again and delete the new one
    #[arg(long, group = "instead")]
    pub(crate) abandon: bool,
    /// Delete the secret that Adobe has under this name, where two leave no room for a new one
    #[arg(long, value_name = "UUID", group = "instead")]
    pub(crate) delete: Option<String>,
    /// Print a message for colleagues who use the same credential, without a secret
    #[arg(long, group = "instead")]
    pub(crate) message: bool,
    /// Delete a secret although it was used, or although that cannot be told
    #[arg(long, conflicts_with_all = ["status", "dry_run", "abandon", "message"])]
    pub(crate) even_if_used: bool,
    /// Delete a secret whose value was lost when a rotation was killed, and add another
    #[arg(long, conflicts_with = "instead")]
    pub(crate) replace_lost: bool,
    /// Change production profiles, and delete secrets, without asking
    #[arg(long)]
    pub(crate) yes: bool,
}
