//! What was recognised in something dropped, pasted or opened; what of it the person wants; what came of it. Secrets stay
//! in the engine, under the reading's id, until the reading is applied or put away.

use super::change::ChangeView;
use crate::keys::view::{CertificateView, KeyView};
use crate::profiles::view::{FieldProblem, ProfileDraft, ProfileSummary};
use mudbrick_interchange::Ignored;
use mudbrick_model::{Field, NoteView, Problem, ProfileId, Unused, UnusedReason};
use serde::{Deserialize, Serialize};

/// One reading of one or more files or texts. Nothing has been written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ImportView {
    /// Names it in the calls that follow.
    pub id: u32,
    /// Each file or text, in the order given; the files of an archive one by one.
    pub sources: Vec<ImportSource>,
    /// What became of the credentials in them.
    pub profiles: Vec<FoundProfile>,
    /// Keys and certificates, paired where they belong together.
    pub keys: Vec<FoundKey>,
    /// Requests of a share kit or backup, by path.
    pub requests: Vec<String>,
    /// What waits for a passphrase.
    pub locked: Vec<LockedItem>,
    /// What was understood and left out, or not understood.
    pub ignored: Vec<IgnoredItem>,
}

/// A file or text and what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ImportSource {
    /// `console.json`, `config.zip › private.key`, `clipboard`.
    pub name: String,
    /// `Developer Console project`, `Postman environment`, …; none when it was not recognised.
    pub format: Option<String>,
    /// What had to be repaired to read it.
    pub repairs: Vec<NoteView>,
    /// Why nothing could be had from it.
    pub problem: Option<Problem>,
}

/// A credential, as a profile that could be made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct FoundProfile {
    /// Its place in the reading.
    pub index: u32,
    /// The profile it would become; can be edited before it is applied. Its hosts are those of the known profile.
    pub draft: ProfileDraft,
    /// Hosts that it asks for. Each is taken only when the choice names it.
    pub hosts: Vec<FoundHost>,
    /// Where each value came from. Secrets appear as masks.
    pub fields: Vec<FoundField>,
    /// What a profile needs and was not found.
    pub missing: Vec<FieldProblem>,
    /// What can be done with it as it is.
    pub readiness: Readiness,
    /// Whether it is known already.
    pub known: ImportMatch,
    /// What to know about it: that its JWT credential is being migrated, that a key is missing.
    pub notes: Vec<NoteView>,
    /// The key that signs, by its place in [`ImportView::keys`].
    pub key: Option<u32>,
}

/// What can be done with something found, as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Readiness {
    /// Whether it can be stored: a profile needs its fields, but no secret to be one.
    pub storable: bool,
    /// Whether it has the secrets to ask for a token with as soon as it is stored.
    pub testable: bool,
}

impl Readiness {
    pub(super) fn of(missing: &[FieldProblem]) -> Self {
        let is_secret = |problem: &FieldProblem| {
            matches!(problem.field, Field::ClientSecret | Field::Key | Field::PrivateKey)
        };
        Self { storable: missing.iter().all(is_secret), testable: !missing.iter().any(is_secret) }
    }
}

/// A host that would see the profile's token if the person agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct FoundHost {
    /// In its normal form: `api.example.com`, `*.example.com`. As written when it is refused.
    pub host: String,
    /// Why nobody can agree to it, in a sentence.
    pub refused: Option<String>,
    /// Whether the known profile allows it already.
    pub known: bool,
}

/// A value and its origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct FoundField {
    /// Which field.
    pub field: Field,
    /// The Developer Console's word for it.
    pub label: String,
    /// The value, or a mask.
    pub value: String,
    /// `console.json › project.workspace.details.credentials[0].jwt.client_id`.
    pub origin: String,
}

/// What Mudbrick has of a credential already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ImportMatch {
    /// Nothing.
    New,
    /// All of it: applying changes nothing.
    Same {
        /// The profile.
        profile: ProfileId,
        /// Its title.
        title: String,
    },
    /// The same client in the same organisation, with differences.
    Differs {
        /// The profile that would be updated.
        profile: ProfileId,
        /// Its title.
        title: String,
        /// What would change, without secret values.
        changes: Vec<ChangeView>,
    },
}

/// A key, a certificate, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct FoundKey {
    /// Its place in the reading.
    pub index: u32,
    /// The name it would get.
    pub name: String,
    /// Modulus length.
    pub bits: u32,
    /// Whether the private half is here.
    pub private: bool,
    /// The certificate over it, when there is one.
    pub certificate: Option<CertificateView>,
    /// Where its parts came from.
    pub origins: Vec<String>,
    /// What had to be repaired to read it.
    pub repairs: Vec<NoteView>,
    /// Whether the same key is stored already.
    pub known: bool,
}

/// Something encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct LockedItem {
    /// Its place in the reading.
    pub index: u32,
    /// The file it is in.
    pub source: String,
    /// `Encrypted private key`, `PKCS #12 file`, `Mudbrick backup`.
    pub what: String,
    /// What went wrong with the passphrase that was tried last.
    pub problem: Option<Problem>,
}

/// Something left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct IgnoredItem {
    /// The file it is in.
    pub source: String,
    /// Where in it, `project.workspace.details.credentials[1]`; empty for what has no place of its own.
    pub place: String,
    /// `credential "Web app" (OAuth Web App)`, `variable AZURE_STORAGE_KEY`.
    pub what: String,
    /// Why, in a sentence.
    pub why: String,
    /// What, for programs.
    pub unused: Unused,
    /// Why, for programs.
    pub reason: UnusedReason,
}

impl IgnoredItem {
    pub(super) fn new(source: String, place: String, unused: Unused, reason: UnusedReason) -> Self {
        Self { source, place, what: unused.text(), why: reason.text(), unused, reason }
    }
}

impl From<Ignored> for IgnoredItem {
    fn from(ignored: Ignored) -> Self {
        Self::new(ignored.source, ignored.place, ignored.what, ignored.why)
    }
}

/// What the person wants of a reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ImportChoice {
    /// The profiles wanted; those that are left out are not made.
    pub profiles: Vec<ProfileChoice>,
    /// The keys wanted, by their places. A wanted profile's own key comes along by itself.
    pub keys: Vec<u32>,
    /// Whether the requests are wanted.
    pub requests: bool,
}

/// A wanted profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ProfileChoice {
    /// Its place in the reading.
    pub index: u32,
    /// As the person left it.
    pub draft: ProfileDraft,
    /// Into a known profile, or a new one.
    pub into: ImportInto,
    /// Those of [`FoundProfile::hosts`] that may see its token, because the person agreed to each.
    #[serde(default)]
    pub hosts: Vec<String>,
}

/// Where a wanted profile goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ImportInto {
    /// The known profile when there is one, else a new one.
    Known,
    /// A new one in any case.
    New,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ImportDone {
    /// The profiles made or updated, in the order chosen.
    pub profiles: Vec<ProfileSummary>,
    /// The keys stored.
    pub keys: Vec<KeyView>,
    /// How many requests were stored.
    pub requests: u32,
    /// How many chosen things were there already and stayed as they were.
    pub unchanged: u32,
    /// Hosts that were asked for and not allowed.
    pub hosts_not_allowed: Vec<HostNotAllowed>,
}

/// A host that an imported profile asked for and did not get.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct HostNotAllowed {
    /// The profile's title.
    pub title: String,
    /// As in [`FoundHost::host`].
    pub host: String,
}
