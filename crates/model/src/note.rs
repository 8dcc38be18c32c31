//! What to know about something that was imported or exported, beside its values: data for programs, and one sentence for
//! people, which is written here alone.

use crate::words::within_a_sentence;
use crate::{Adobe, ExportFormat, Field, Grant, Problem, Repair, Risk};
use serde::Serialize;

/// Something to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Note {
    /// It signs assertions, which the Developer Console's credentials do no longer.
    JwtEnded,
    /// The Console moves it from JWT to OAuth, and it has both halves.
    Migrating,
    /// Of the two halves only the JWT one has a client secret.
    SecretOfJwtHalf,
    /// One place has it as JWT and another as OAuth.
    FoundAsBoth,
    /// Metascopes beside the scopes of an OAuth credential.
    MetascopesLeftOut {
        /// Which.
        metascopes: Vec<String>,
    },
    /// What a template has in the place of a value.
    Placeholder {
        /// Where it stands.
        place: String,
    },
    /// A value that cannot be what its field says. It stays in the field.
    CannotBe {
        /// The field.
        field: Field,
        /// Where it stands.
        place: String,
    },
    /// A client secret stood under the name of another field. It was not taken, for that field is shown.
    HoldsSecret {
        /// The field.
        field: Field,
        /// Where it stands.
        place: String,
    },
    /// Client ID and client secret stand under each other's names. Neither was taken.
    Swapped {
        /// Where the secret stands.
        client_id: String,
        /// Where the client ID stands.
        client_secret: String,
    },
    /// There are no scopes, or metascopes.
    NoScopes {
        /// How it asks for a token, which decides what they are called.
        grant: Grant,
    },
    /// No scopes were found in a text that is no file of a known kind, and may name them all the same.
    ScopesNotFound,
    /// The file names no scopes, and everything of its kind has the same ones.
    ScopesImplied {
        /// How it asks for a token, which decides what they are called.
        grant: Grant,
        /// Which.
        scopes: Vec<String>,
    },
    /// The passphrase beside a key's name does not open it.
    PassphraseDoesNotFit {
        /// The key's file.
        file: String,
    },
    /// `@AdobeOrg` was added.
    OrgIdCompleted,
    /// Two places have different values for one field.
    Differs {
        /// Which field.
        field: Field,
        /// How it asks for a token, which decides what the field is called.
        grant: Grant,
        /// Where the value stood that was taken.
        taken: String,
        /// Where the other stood.
        other: String,
    },
    /// A tool keeps a value in the computer's keyring.
    InKeyring {
        /// The name of the setting that says so.
        name: String,
    },
    /// It was made for a sign-in with a code, and has no scopes.
    AuthCodeWithoutScopes,
    /// It has a private key that cannot be read.
    PrivateKeyUnreadable {
        /// Why.
        problem: Problem,
    },
    /// Its private key waits for a passphrase.
    PrivateKeyLocked,
    /// It names a file for its private key that was not read.
    PrivateKeyElsewhere {
        /// The file's name.
        file: String,
    },
    /// It signs, and there is no private key.
    PrivateKeyMissing,
    /// Its certificate is there and the private key is not.
    CertificateWithoutKey,
    /// It has a certificate that cannot be read.
    CertificateUnreadable {
        /// Why.
        problem: Problem,
    },
    /// The Console lists other certificates for it.
    CertificateNotListed,
    /// A kit would have Mudbrick ask less than usual.
    KitRiskNotTaken,
    /// A kit or backup has a proxy, root certificates or a client certificate for it.
    WayNotTaken,
    /// A kit or backup has it connect to another Adobe than the profile that is here.
    AdobeKept {
        /// What the file says.
        file: Adobe,
        /// What the profile keeps.
        kept: Adobe,
    },
    /// A kit or backup has another risk than the profile that is here.
    RiskKept {
        /// What the file says.
        file: Risk,
        /// What the profile keeps.
        kept: Risk,
    },
    /// Something was repaired to read it.
    Repaired {
        /// What.
        repair: Repair,
    },
    /// A format has no place for a part of a profile.
    NotCarried {
        /// The format.
        format: ExportFormat,
        /// The part.
        field: Field,
    },
    /// A format has no place for the sandbox.
    SandboxNotCarried {
        /// The format.
        format: ExportFormat,
        /// The sandbox.
        sandbox: String,
    },
    /// A format cannot say that the profile signs assertions.
    GrantNotCarried {
        /// The format.
        format: ExportFormat,
    },
    /// The format has no place for a credential with which people sign in.
    UserGrantNotCarried {
        /// Which format.
        format: ExportFormat,
    },
    /// It is a profile of the practice Adobe.
    PracticeProfile,
    /// A format's reader asks for a technical account ID, and the profile has none.
    TechnicalAccountNeeded {
        /// The format.
        format: ExportFormat,
    },
    /// A format's reader asks for the technical account's e-mail, which is not known.
    TechnicalAccountEmailNeeded {
        /// The format.
        format: ExportFormat,
    },
    /// The workspace that a Console project must name is not known.
    WorkspaceUnknown,
    /// The numbers that the Developer Console gives a project are not known.
    ConsoleNumbersUnknown,
    /// A value that `.env` files have no notation for.
    ValueLeftEmpty {
        /// The variable.
        name: String,
    },
    /// A variable of the person's has the name of one of Adobe's.
    VariableNameTaken {
        /// The variable.
        name: String,
    },
    /// A variable looks like a secret, and its value was left out.
    VariableLeftEmpty {
        /// The variable.
        name: String,
    },
    /// A variable looks like a secret, and was left out.
    VariableLeftOut {
        /// The variable.
        name: String,
        /// The profile it belongs to.
        title: String,
    },
    /// Files of an earlier kit stay in its folder.
    FilesLeftOver {
        /// Their paths in the folder.
        files: Vec<String>,
    },
    /// What looks like a secret was masked.
    Masked {
        /// The line, from 1.
        line: u32,
        /// The request it is in.
        path: String,
    },
}

impl Note {
    /// The sentence.
    pub fn text(&self) -> String {
        match self {
            Self::JwtEnded => "The Developer Console ended its JWT credentials in March 2026. If this one is refused, use the OAuth Server-to-Server credential that it was converted to.".to_owned(),
            Self::Migrating => "The Console is moving this credential from JWT, which is legacy, to OAuth Server-to-Server. Both give the same token, so the profile uses OAuth.".to_owned(),
            Self::SecretOfJwtHalf => {
                "The client secret is the JWT half's; the OAuth half has none.".to_owned()
            }
            Self::FoundAsBoth => "It was found as JWT, which is legacy, and as OAuth Server-to-Server. Both give the same token, so the profile uses OAuth.".to_owned(),
            Self::MetascopesLeftOut { metascopes } => {
                format!("Its metascopes are JWT's and were left out: {}.", metascopes.join(", "))
            }
            Self::Placeholder { place } => {
                format!("{place} holds a placeholder of a template instead of a value.")
            }
            Self::CannotBe { field, place } => {
                let what = within_a_sentence(field.label());
                let article = if what.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
                format!("What {place} holds cannot be {article} {what}.")
            }
            Self::HoldsSecret { field, place } => format!(
                "{place} holds a client secret, which is not kept under {}. It was not taken.",
                within_a_sentence(field.label())
            ),
            Self::Swapped { client_id, client_secret } => format!(
                "{client_id} holds a client secret, and {client_secret} a client ID: the two look swapped. Neither was taken."
            ),
            Self::NoScopes { grant } => {
                let what = within_a_sentence(Field::Scopes.label_for(*grant));
                format!(
                    "The file names no {what}. Copy them from the credential's page in the Developer Console."
                )
            }
            Self::ScopesNotFound => "No scopes were found in this text. Copy them from the credential's page in the Developer Console.".to_owned(),
            Self::ScopesImplied { grant, scopes } => format!(
                "The file names no {}. What it is for always needs {}, which were filled in.",
                within_a_sentence(Field::Scopes.label_for(*grant)),
                scopes.join(", ")
            ),
            Self::PassphraseDoesNotFit { file } => {
                format!("The passphrase that is written beside the key's name does not open {file}.")
            }
            Self::OrgIdCompleted => {
                "@AdobeOrg was added to the organization ID, which had no end.".to_owned()
            }
            Self::Differs { field, grant, taken, other } => {
                let label = field.label_for(*grant);
                format!("{label}: {taken} and {other} have different values, and the first was taken.")
            }
            Self::InKeyring { name } => format!(
                "User Sync keeps the value of {name} in the computer's keyring; it has to be filled in."
            ),
            Self::AuthCodeWithoutScopes => "It was made for a sign-in with auth_code; the scopes of its OAuth credential have to be filled in.".to_owned(),
            Self::PrivateKeyUnreadable { problem } => {
                format!("The private key cannot be read: {}", problem.message)
            }
            Self::PrivateKeyLocked => "Its private key needs a passphrase.".to_owned(),
            Self::PrivateKeyElsewhere { file } => {
                format!("Its private key is in a file {file}, which is not here: drop that too.")
            }
            Self::PrivateKeyMissing => "Its private key is not here: drop its file too, or choose a key in the profile.".to_owned(),
            Self::CertificateWithoutKey => "Its certificate is here and the private key is not: drop the private key along with it, or import it later.".to_owned(),
            Self::CertificateUnreadable { problem } => {
                format!("The certificate cannot be read: {}", problem.message)
            }
            Self::CertificateNotListed => {
                "The key's certificate is not among those that the Console lists for it.".to_owned()
            }
            Self::WayNotTaken => "The file names a proxy, root certificates or a client certificate for its requests. They decide who can read what is sent, so they were left out: choose them in the profile where you want them.".to_owned(),
            Self::KitRiskNotTaken => "The kit says that no call has to be asked about. Mudbrick asks before a writing call to Adobe’s production until you choose another environment here.".to_owned(),
            Self::AdobeKept { file, kept } => format!(
                "In the file it connects to {}. Your profile goes on connecting to {}.",
                adobe(*file),
                adobe(*kept)
            ),
            Self::RiskKept { file, kept } => format!(
                "In the file its risk is {}. Your profile keeps {}.",
                risk(*file),
                risk(*kept)
            ),
            Self::Repaired { repair } => repair.sentence().to_owned(),
            Self::NotCarried { format, field } => not_carried(*format, *field),
            Self::SandboxNotCarried { format, sandbox } => {
                format!("{} has no place for the sandbox {sandbox}.", format.with_article())
            }
            Self::GrantNotCarried { format } => format!(
                "{} knows OAuth Server-to-Server alone; this Service account (JWT) profile cannot log in with it.",
                format.with_article()
            ),
            Self::UserGrantNotCarried { format } => format!(
                "{} has no place for a credential with which people sign in; it cannot log in with this profile.",
                format.with_article()
            ),
            Self::PracticeProfile => "This is a practice profile: other tools would take it to the real Adobe, which does not know it.".to_owned(),
            Self::TechnicalAccountNeeded { format } => {
                let what = if *format == ExportFormat::Console { "project" } else { "context" };
                format!(
                    "The aio CLI takes no {what} without a technical account ID; copy it from the Developer Console into the profile."
                )
            }
            Self::TechnicalAccountEmailNeeded { format } => format!(
                "{} should name the technical account's e-mail, which Mudbrick does not know, and the aio CLI asks for it. Import the Developer Console's download of this credential, then export again.",
                format.with_article()
            ),
            Self::WorkspaceUnknown => "Mudbrick does not know the workspace; the file says Production, because a project must name one.".to_owned(),
            Self::ConsoleNumbersUnknown => "Mudbrick does not know the Developer Console's numbers of the project and its workspace; the file says 0.".to_owned(),
            Self::ValueLeftEmpty { name } => format!(
                "{name} was left empty: a .env file cannot hold a value with such quotation marks and backslashes."
            ),
            Self::VariableNameTaken { name } => format!(
                "The variable {name} has the name of one of Adobe's own and was left out."
            ),
            Self::VariableLeftEmpty { name } => {
                format!("The variable {name} looks like a secret and was left empty.")
            }
            Self::VariableLeftOut { name, title } => {
                format!("The variable {name} of {title} looks like a secret and was left out.")
            }
            Self::FilesLeftOver { files } => format!(
                "Files that were there before are not part of this kit: {}.",
                files.join(", ")
            ),
            Self::Masked { line, path } => {
                format!("What looks like a secret in line {line} of {path} was masked.")
            }
        }
    }
}

fn not_carried(format: ExportFormat, field: Field) -> String {
    let format = format.with_article();
    match field {
        Field::SecondClientSecret => {
            format!("{format} holds one client secret; the second was left out.")
        }
        Field::PrivateKey => {
            format!("{format} has no place for a private key; save the key as a file of its own.")
        }
        Field::Adobe => {
            format!(
                "{format} does not say that this profile connects to Adobe's stage environment."
            )
        }
        Field::TechnicalAccountId => format!("{format} has no place for the technical account ID."),
        Field::Variables => format!("{format} has no place for the profile's variables."),
        other => format!("{format} has no place for: {}.", other.label()),
    }
}

fn adobe(adobe: Adobe) -> &'static str {
    match adobe {
        Adobe::Production => "Adobe's production",
        Adobe::Stage => "Adobe's stage environment",
        Adobe::Practice => "the practice Adobe",
    }
}

fn risk(risk: Risk) -> &'static str {
    match risk {
        Risk::Production => "production",
        Risk::Staging => "staging",
        Risk::Development => "development",
    }
}

/// A note as it is shown: its sentence, and the same for programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NoteView {
    /// The sentence.
    pub text: String,
    /// Its data.
    pub note: Note,
}

impl From<Note> for NoteView {
    fn from(note: Note) -> Self {
        Self { text: note.text(), note }
    }
}
