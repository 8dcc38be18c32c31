//! What importing something would change of what is here already: data for programs, and a sentence for people.

use mudbrick_model::Grant;
use serde::Serialize;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ImportChange {
    /// It asks for tokens in the other way.
    Grant {
        /// From then on.
        grant: Grant,
        /// Until then.
        before: Grant,
    },
    /// Adobe sends the browser to another address after a sign-in.
    RedirectUri {
        /// The address.
        uri: String,
    },
    /// Scopes, or metascopes, come and go.
    Scopes {
        /// How it asks for tokens, which decides what they are called.
        grant: Grant,
        /// Those that come.
        gained: Vec<String>,
        /// Those that go.
        lost: Vec<String>,
    },
    /// It has another technical account.
    TechnicalAccount {
        /// Its ID.
        id: String,
    },
    /// It gets the name of its organisation.
    Organization {
        /// The name.
        name: String,
    },
    /// It gets a variable.
    VariableAdded {
        /// The variable.
        name: String,
    },
    /// It signs with the key that was found.
    SigningKey,
    /// Its workspace's name, or its technical account's e-mail address, becomes known.
    ConsoleFacts,
    /// It asks for hosts that it has not.
    HostsAsked,
    /// A damaged client secret is replaced.
    DamagedSecretReplaced,
    /// What is in the vault cannot be compared while it is closed.
    SecretNotCompared,
    /// It has a client secret for the first time.
    SecretAdded,
    /// It has a new client secret, and the present one stays as the second.
    SecretReplaced,
    /// It has two new client secrets.
    BothSecretsReplaced,
    /// A key is new.
    KeyAdded {
        /// Its name.
        name: String,
    },
    /// A certificate without its key is new.
    CertificateAdded {
        /// Its name.
        name: String,
    },
    /// A damaged private key is replaced.
    DamagedPrivateKeyReplaced {
        /// The key's name.
        name: String,
    },
    /// A key that is known gets its private half.
    PrivateKeyAdded {
        /// The key's name.
        name: String,
    },
    /// A certificate is replaced by one that ends later.
    CertificateReplaced {
        /// The key's name.
        name: String,
    },
}

impl ImportChange {
    /// The sentence.
    pub fn text(&self) -> String {
        let text = match self {
            Self::Grant { grant, before } => {
                return format!("It becomes {} instead of {}.", grant.label(), before.label());
            }
            Self::RedirectUri { uri } => return format!("The redirect URI becomes {uri}."),
            Self::Scopes { grant, gained, lost } => return scopes(*grant, gained, lost),
            Self::TechnicalAccount { id } => return format!("The technical account becomes {id}."),
            Self::Organization { name } => return format!("It is listed under {name}."),
            Self::VariableAdded { name } => return format!("The variable {name} is added."),
            Self::SigningKey => "It signs with the key that came along.",
            Self::ConsoleFacts => {
                "It keeps the workspace and the technical account's e-mail address that the file names."
            }
            Self::HostsAsked => "The hosts that you agree to may see its token.",
            Self::DamagedSecretReplaced => {
                "The client secret takes the place of one that is damaged."
            }
            Self::SecretNotCompared => {
                "Whether its client secret is another cannot be told while the vault is closed."
            }
            Self::SecretAdded => "The client secret is added.",
            Self::SecretReplaced => {
                "The client secret is another: it is used from now on, and the present one becomes the second."
            }
            Self::BothSecretsReplaced => "Both client secrets are replaced.",
            Self::KeyAdded { name } => return format!("The key {name} is added."),
            Self::CertificateAdded { name } => return format!("The certificate {name} is added."),
            Self::DamagedPrivateKeyReplaced { name } => {
                return format!("The private key of {name} replaces a damaged one.");
            }
            Self::PrivateKeyAdded { name } => {
                return format!("The private key of {name} is added.");
            }
            Self::CertificateReplaced { name } => {
                return format!("The certificate of {name} is replaced by one that ends later.");
            }
        };
        text.to_owned()
    }
}

fn scopes(grant: Grant, gained: &[String], lost: &[String]) -> String {
    let what = if grant == Grant::Jwt { "metascopes" } else { "scopes" };
    let (gain, lose) = (gained.join(", "), lost.join(", "));
    match (gained.is_empty(), lost.is_empty()) {
        (_, true) => format!("The {what} gain {gain}."),
        (true, false) => format!("The {what} lose {lose}."),
        (false, false) => format!("The {what} gain {gain} and lose {lose}."),
    }
}

/// A change as it is shown: its sentence, and the same for programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ChangeView {
    /// The sentence.
    pub text: String,
    /// Its data.
    pub change: ImportChange,
}

impl From<ImportChange> for ChangeView {
    fn from(change: ImportChange) -> Self {
        Self { text: change.text(), change }
    }
}
