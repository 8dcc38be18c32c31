//! What was read of an import and not used, and why: data for programs, and the words for people, which are written here
//! alone.

use crate::words::{counted, within_a_sentence};
use crate::{Field, Fingerprint, Problem};
use serde::Serialize;

/// What was not used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Unused {
    /// A value, by the name it stands under.
    Field {
        /// The name.
        name: String,
    },
    /// A variable.
    Variable {
        /// Its name.
        name: String,
    },
    /// A map or list of values.
    Fields {
        /// The name it stands under.
        name: String,
        /// How many values it has.
        count: u32,
    },
    /// Further values after those that are named.
    MoreFields {
        /// How many.
        count: u32,
    },
    /// A value known by its look.
    Value {
        /// What it is.
        field: Field,
    },
    /// A credential.
    Credential {
        /// Its name, where it has one.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        name: Option<String>,
        /// Its kind in the Console's words, where it is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        type_name: Option<String>,
    },
    /// A context of `aio`.
    Context {
        /// Its name.
        name: String,
    },
    /// The project that `aio` was last told to use.
    ChosenProject,
    /// A Postman environment.
    Environment {
        /// Its name, where it has one.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        name: Option<String>,
    },
    /// A Postman collection.
    Collection {
        /// Its name, where it has one.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        name: Option<String>,
    },
    /// The requests of a Postman collection.
    Requests {
        /// The collection's name, where it has one.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        name: Option<String>,
    },
    /// A namespace of Adobe I/O Runtime.
    RuntimeNamespace {
        /// Its name.
        name: String,
    },
    /// An access token.
    AccessToken,
    /// A refresh token.
    RefreshToken,
    /// A signed assertion.
    Assertion,
    /// A certificate.
    Certificate {
        /// Its SHA-1 fingerprint.
        fingerprint: Fingerprint,
    },
    /// The public half of a key.
    PublicKey,
    /// One of several keys and certificates.
    KeyOrCertificate,
    /// A whole archive.
    Archive,
    /// A whole file.
    File {
        /// Its path, when it is one of several.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        path: Option<String>,
    },
    /// A curl command.
    CurlCommand,
    /// What a backup says was left out of it.
    LeftOutOfBackup {
        /// In the backup's own words.
        what: String,
    },
}

/// Why it was not used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum UnusedReason {
    /// A profile has no place for it.
    NoPartOfAProfile,
    /// It is what a template has in the place of a value.
    Template,
    /// Two client IDs stand side by side.
    TwoClientIds,
    /// The same name comes again with another value.
    GivenTwice,
    /// Another value was taken for the same field.
    OtherValueTaken,
    /// It is a token.
    TokenEnds,
    /// It is a token by itself.
    TokenAlone,
    /// It is of a person's sign-in.
    SignInOfAPerson,
    /// It is of a credential with which people sign in.
    CredentialForPeople,
    /// It is the sign-in of `aio` itself.
    SignInOfCommandLine,
    /// It is an assertion, good for minutes.
    AssertionEnds,
    /// It is an API key with nothing to ask for a token with.
    ApiKeyAlone,
    /// There is no client ID in it.
    NoClientId,
    /// It has a cached token and no credential.
    CachedTokenAlone,
    /// There are no variables in it.
    NoVariables,
    /// A Postman environment without a client ID.
    EnvironmentWithoutClientId,
    /// Requests are not read from it.
    RequestsNotRead,
    /// A collection without a credential.
    RequestsAlone,
    /// A command without a credential.
    NothingOfACredential,
    /// It is turned off.
    Disabled,
    /// It is a library that Postman needs to sign.
    SigningLibrary,
    /// It looks like a secret that is not Adobe's.
    SecretOfSomethingElse,
    /// It is longer than a variable may be.
    TooLong,
    /// It says where values are, and has none.
    ValuesElsewhere,
    /// It is the key of Adobe I/O Runtime.
    SecretOfRuntime,
    /// It names a project without its credentials.
    ProjectWithoutCredential,
    /// The values are in the `.env` file beside it.
    ValuesInEnvFile,
    /// It has no name and no values.
    NamelessAndEmpty,
    /// There is a better certificate over the same key.
    OtherCertificateTaken,
    /// It is a public key.
    PublicHalf,
    /// It cannot be used.
    Unusable {
        /// Why.
        problem: Problem,
    },
    /// There is nothing in it.
    Empty,
    /// It is known what it is, and there is nothing for a profile in it.
    NothingForAProfile,
    /// The client ID that it belongs to is not there.
    ClientIdNotHere,
    /// It is a part of a credential, and nothing says of which.
    OwnerUnknown,
    /// It was left out when the backup was made.
    LeftOutOfBackup {
        /// In the backup's own words.
        why: String,
    },
}

impl Unused {
    /// In words: `credential "Web app" (OAuth Web App)`.
    pub fn text(&self) -> String {
        match self {
            Self::Field { name } => format!("field {name}"),
            Self::Variable { name } => format!("variable {name}"),
            Self::Fields { name, count } => format!("field {name} ({})", counted(*count, "value")),
            Self::MoreFields { count } => counted(*count, "more value"),
            Self::Value { field } => within_a_sentence(field.label()),
            Self::Credential { name, type_name } => {
                let kind = type_name.as_ref().map_or_else(String::new, |kind| format!(" ({kind})"));
                format!("{}{kind}", named("credential", name.as_ref()))
            }
            Self::Context { name } => format!("context {name}"),
            Self::ChosenProject => "the project chosen in the Console".to_owned(),
            Self::Environment { name } => named("environment", name.as_ref()),
            Self::Collection { name } => named("collection", name.as_ref()),
            Self::Requests { name } => named("requests of the collection", name.as_ref()),
            Self::RuntimeNamespace { name } => {
                format!("Runtime namespace {name}").trim_end().to_owned()
            }
            Self::AccessToken => "access token".to_owned(),
            Self::RefreshToken => "refresh token".to_owned(),
            Self::Assertion => "signed assertion (JWT)".to_owned(),
            Self::Certificate { fingerprint } => format!("certificate {fingerprint}"),
            Self::PublicKey => "public key".to_owned(),
            Self::KeyOrCertificate => "key or certificate".to_owned(),
            Self::Archive => "archive".to_owned(),
            Self::File { path: None } => "file".to_owned(),
            Self::File { path: Some(path) } => format!("file {path}"),
            Self::CurlCommand => "curl command".to_owned(),
            Self::LeftOutOfBackup { what } => what.clone(),
        }
    }
}

fn named(what: &str, name: Option<&String>) -> String {
    name.map_or_else(|| what.to_owned(), |name| format!("{what} {name:?}"))
}

impl UnusedReason {
    /// In a sentence.
    pub fn text(&self) -> String {
        let text = match self {
            Self::NoPartOfAProfile => "It is no part of a profile.",
            Self::Template => {
                "It is part of a template: placeholders stand where values belong. Fill them in first."
            }
            Self::TwoClientIds => {
                "Two different client IDs stand here, and nothing says which of them the rest belongs to."
            }
            Self::GivenTwice => "The same name comes again below, and the later value counts.",
            Self::OtherValueTaken => "Another value was taken for this field.",
            Self::TokenEnds => {
                "It is a token, which ends within a day. Mudbrick gets tokens of its own with a credential."
            }
            Self::TokenAlone => {
                "It is a token, which ends within a day. Import the credential that it was requested with."
            }
            Self::SignInOfAPerson => "It belongs to a person's sign-in and makes no profile.",
            Self::CredentialForPeople => {
                "It signs in a person in a browser, and the file has no client ID of it."
            }
            Self::SignInOfCommandLine => {
                "It is the sign-in of the person at the command line, and no credential."
            }
            Self::AssertionEnds => {
                "It ends within minutes. A profile signs its own with the private key."
            }
            Self::ApiKeyAlone => "It is an API key alone, and no token can be requested with it.",
            Self::NoClientId => "It has no client ID.",
            Self::CachedTokenAlone => {
                "It holds a cached token alone. Mudbrick gets tokens of its own with a credential."
            }
            Self::NoVariables => "It has no variables.",
            Self::EnvironmentWithoutClientId => {
                "It has no client ID, which Adobe's environments call API_KEY."
            }
            Self::RequestsNotRead => {
                "Its variables were read; mudbrick request import takes its requests."
            }
            Self::RequestsAlone => {
                "There are requests in it and no credential. Take them in with mudbrick request import, and export the environment too."
            }
            Self::NothingOfACredential => {
                "There is nothing of a credential in it. Paste it under Requests, or take it in with mudbrick request import."
            }
            Self::Disabled => "It is turned off, and Postman would not use it either.",
            Self::SigningLibrary => "It is a script for signing, which Mudbrick does by itself.",
            Self::SecretOfSomethingElse => {
                "It looks like a secret of something else, and a profile's variables are no place for secrets."
            }
            Self::TooLong => "It is too long for a variable.",
            Self::ValuesElsewhere => "It says where its values come from and holds none of them.",
            Self::SecretOfRuntime => {
                "It is a secret of Adobe I/O Runtime and no part of a profile."
            }
            Self::ProjectWithoutCredential => "It names a project and holds no credential of it.",
            Self::ValuesInEnvFile => {
                "It is named here, and its values are elsewhere. Import the .env file beside it too."
            }
            Self::NamelessAndEmpty => "It has neither a name nor any values.",
            Self::OtherCertificateTaken => {
                "There is another certificate over the same key, which the Console lists or which ends later."
            }
            Self::PublicHalf => {
                "It is the public half of a key, and a profile signs with the private one."
            }
            Self::Unusable { problem } => return unusable(problem),
            Self::Empty => "It is empty.",
            Self::NothingForAProfile => {
                "It is of a kind that is known, and holds nothing for a profile."
            }
            Self::ClientIdNotHere => "A profile begins with a client ID, which is not here.",
            Self::OwnerUnknown => {
                "Nothing says which client ID it belongs to. Put it into that profile."
            }
            Self::LeftOutOfBackup { why } => {
                return format!("It was left out when the backup was made. {why}");
            }
        };
        text.to_owned()
    }
}

fn unusable(problem: &Problem) -> String {
    let remedy = problem.remedy_text().map_or_else(String::new, |text| format!(" {text}"));
    format!("{}{remedy}", problem.message)
}
