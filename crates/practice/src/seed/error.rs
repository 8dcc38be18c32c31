//! What can be wrong with a seed, each in its own sentence. Finding it is left to the parent module.

use crate::certificate::UnusableCertificate;
use mudbrick_model::{ErrorCode, Explain, Problem};
use std::path::PathBuf;

/// Why a seed cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SeedError {
    /// The file cannot be read.
    #[error("reading the seed {}", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Not TOML, or not this TOML; the source names the line.
    #[error("parsing the seed")]
    Parse(#[source] Box<toml::de::Error>),
    /// Written by a newer Mudbrick.
    #[error("reading a seed of version {0}")]
    Version(u32),
    /// Two organisations with one title or ID, or two projects with one client ID.
    #[error("finding {what} {name} twice in the seed")]
    Twice {
        /// What kind of thing.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A project of an organisation that is not there.
    #[error("looking for the organisation {organization} of the project {project}")]
    UnknownOrganization {
        /// The project.
        project: String,
        /// What it names.
        organization: String,
    },
    /// No secret, an empty one, or more than two.
    #[error("counting the client secrets of the project {project}")]
    Secrets {
        /// The project.
        project: String,
    },
    /// People sign in with it, and nothing says where they come back to, or the other way round.
    #[error("looking how people sign in with the project {project}")]
    SignIn {
        /// The project.
        project: String,
    },
    /// No technical account.
    #[error("looking for the technical account of the project {project}")]
    NoAccount {
        /// The project.
        project: String,
    },
    /// No way to a token.
    #[error("looking for a grant of the project {project}")]
    NoGrant {
        /// The project.
        project: String,
    },
    /// A certificate that cannot be read.
    #[error("reading a certificate of the project {project}")]
    Certificate {
        /// The project.
        project: String,
        /// Why.
        #[source]
        source: UnusableCertificate,
    },
}

impl Explain for SeedError {
    fn problem(&self) -> Problem {
        let invalid = |message: String| Problem::new(ErrorCode::InvalidInput, message);
        match self {
            Self::Read { path, source } => Problem::new(
                ErrorCode::Storage,
                format!("The seed file {} cannot be read.", path.display()),
            )
            .remedy("Check the path and that you may read it.")
            .detail(source.to_string()),
            Self::Parse(source) => invalid("The seed file is not a valid seed.".to_owned())
                .remedy("Correct the line named below; every field is in the built-in seed.")
                .detail(source.to_string()),
            Self::Version(version) => {
                invalid(format!("The seed file says version {version}; this Mudbrick knows 1."))
                    .remedy("Write version = 1, or use the Mudbrick the file was made for.")
            }
            Self::Twice { what, name } => {
                invalid(format!("The seed file has the {what} {name} twice."))
                    .remedy("Leave one of them, or give the other a name of its own.")
            }
            Self::UnknownOrganization { project, organization } => invalid(format!(
                "The project {project} belongs to {organization}, which the seed file does not have."
            ))
            .remedy("Add an [[organization]] with that title, or correct the project's."),
            Self::Secrets { project } => {
                invalid(format!("The project {project} needs one or two client secrets."))
                    .remedy("Write client_secrets = [\"p8e-…\"], as a credential has at most two.")
            }
            Self::SignIn { project } => invalid(format!(
                "The project {project} needs both the grant oauth_user and a redirect URI, or neither."
            ))
            .remedy("Write grants = [\"oauth_user\"] and sign_in = { client = \"web\", redirect_uris = [\"…\"] }."),
            Self::NoAccount { project } => {
                invalid(format!("The project {project} has no technical account."))
                    .remedy("Write technical_account_id = \"…@techacct.adobe.com\".")
            }
            Self::NoGrant { project } => {
                invalid(format!("The project {project} has no way to get a token."))
                    .remedy("Write grants = [\"oauth_server_to_server\"] or [\"jwt\"].")
            }
            Self::Certificate { project, source } => {
                let cause = source.problem();
                let problem =
                    invalid(format!("A certificate of the project {project}: {}", cause.message));
                Problem { remedy: cause.remedy, detail: cause.detail, ..problem }
            }
        }
    }
}
