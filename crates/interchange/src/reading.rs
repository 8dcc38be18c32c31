//! What a reading finds. Shaped so that the engine has to compare and store, not to understand.

use crate::backup::Backup;
use crate::kit::Kit;
use mudbrick_model::{
    Adobe, Fingerprint, Grant, Note, Problem, Repair, Unused, UnusedReason, UserClient,
};
use mudbrick_pki::{Certificate, PrivateKey};
use mudbrick_vault::SecretText;
use std::collections::BTreeMap;

/// Everything found in the inputs. Nothing is lost: what is not in one list is in `ignored` or `locked`.
#[derive(Debug, Default)]
pub struct Reading {
    /// Each input, and each file of an archive.
    pub sources: Vec<Source>,
    /// Credentials, each once.
    pub credentials: Vec<FoundCredential>,
    /// Share kits: whole profiles, keys' public halves and requests, to be taken over as they are.
    pub kits: Vec<FoundKit>,
    /// Backups that were opened: as kits, and with their secrets.
    pub backups: Vec<FoundBackup>,
    /// Keys and certificates, paired where they belong together.
    pub keys: Vec<FoundKey>,
    /// What waits for a passphrase.
    pub locked: Vec<Locked>,
    /// What was left out, and why.
    pub ignored: Vec<Ignored>,
}

/// A share kit.
#[derive(Debug)]
pub struct FoundKit {
    /// The source it is in.
    pub source: String,
    /// What it holds; files of it that cannot be used are in [`Reading::ignored`].
    pub kit: Kit,
}

/// A backup.
#[derive(Debug)]
pub struct FoundBackup {
    /// The source it is in.
    pub source: String,
    /// What it holds.
    pub backup: Backup,
}

/// An input, or a file of an archive.
#[derive(Debug)]
pub struct Source {
    /// `config.zip › private.key`.
    pub name: String,
    /// `Developer Console project`; none when it was not recognised.
    pub format: Option<&'static str>,
    /// What had to be repaired to read it.
    pub repairs: Vec<Repair>,
    /// Why nothing could be had from it.
    pub problem: Option<Problem>,
}

/// Where a value stood: the source's name and the path in it, `console.json › project.org.ims_org_id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(pub String);

/// A value and where it stood.
#[derive(Debug, Clone)]
pub struct Found<T> {
    /// As it is to be used: trimmed, unquoted, whole.
    pub value: T,
    /// Where it stood.
    pub origin: Origin,
}

/// A credential. Its texts are not judged here; a profile's check does that.
#[derive(Debug)]
pub struct FoundCredential {
    /// What to call the profile: the project's, credential's or environment's own name.
    pub name: Found<String>,
    /// The organisation's name, `Acme Ltd`.
    pub organization: Option<Found<String>>,
    /// The Developer Console's workspace, `Production` or `Stage`; none when it came from elsewhere.
    pub workspace: Option<Found<String>>,
    /// `…@AdobeOrg`.
    pub org_id: Option<Found<String>>,
    /// The API key.
    pub client_id: Option<Found<String>>,
    /// How it asks for a token.
    pub grant: Grant,
    /// Which of the credentials for people, where it is one.
    pub user_client: Option<UserClient>,
    /// Where Adobe sends the browser after a sign-in.
    pub redirect_uri: Option<Found<String>>,
    /// Scopes, or metascopes without their URL.
    pub scopes: Option<Found<Vec<String>>>,
    /// `…@techacct.adobe.com`.
    pub technical_account_id: Option<Found<String>>,
    /// The technical account's e-mail, which looks like its ID and is another.
    pub technical_account_email: Option<Found<String>>,
    /// Experience Platform sandbox.
    pub sandbox: Option<Found<String>>,
    /// Production or stage, by the IMS host or the tool's own word for it.
    pub adobe: Option<Found<Adobe>>,
    /// Variables besides Adobe's own.
    pub variables: BTreeMap<String, Found<String>>,
    /// In the order found.
    pub client_secrets: Vec<Found<SecretText>>,
    /// The key that signs, by its place among [`Reading::keys`].
    pub key: Option<usize>,
    /// SHA-1 fingerprints of the certificates the Console has for it.
    pub certificates: Vec<Fingerprint>,
    /// What to know about it.
    pub notes: Vec<Note>,
}

/// A private key, a certificate, or both over the same key.
#[derive(Debug)]
pub struct FoundKey {
    /// What to call it.
    pub name: String,
    /// The private half.
    pub private: Option<PrivateKey>,
    /// The certificate.
    pub certificate: Option<Certificate>,
    /// Where its parts stood.
    pub origins: Vec<Origin>,
    /// What had to be repaired to read it.
    pub repairs: Vec<Repair>,
}

/// Something encrypted whose passphrase was not given, or was wrong.
#[derive(Debug)]
pub struct Locked {
    /// Its place among all encrypted things of the inputs, which stays its own when others are opened: what
    /// [`crate::Passphrases`] names it by.
    pub place: usize,
    /// The source it is in.
    pub source: String,
    /// `Encrypted private key`.
    pub what: &'static str,
    /// What was wrong with the passphrase given.
    pub problem: Option<Problem>,
}

/// Something left out.
#[derive(Debug)]
pub struct Ignored {
    /// The source it is in.
    pub source: String,
    /// Where in it, `project.workspace.details`; empty for what has no place of its own.
    pub place: String,
    /// What.
    pub what: Unused,
    /// Why.
    pub why: UnusedReason,
}

impl Ignored {
    /// Where it stood, as origins are written.
    pub(crate) fn origin(&self) -> String {
        match self.place.as_str() {
            "" => self.source.clone(),
            place => format!("{} › {place}", self.source),
        }
    }

    /// Without a place.
    pub(crate) fn of(source: &str, what: Unused, why: UnusedReason) -> Self {
        Self { source: source.to_owned(), place: String::new(), what, why }
    }
}
