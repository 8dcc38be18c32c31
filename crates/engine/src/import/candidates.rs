//! From a reading to candidates: profiles, keys and requests that could be stored, each with what goes with it.

use super::{fields, suggested_risk};
use crate::profiles::draft;
use crate::view::{
    FoundField, IgnoredItem, ImportSource, LockedItem, ProfileDraft, SubjectTemplate,
};
use mudbrick_interchange::backup::BackupKey;
use mudbrick_interchange::{FoundCredential, Locked, Source};
use mudbrick_model::{
    Adobe, AllowedHost, ClientId, ConsoleFacts, Fingerprint, KeyId, KeyPair, Note, NoteView,
    Profile, Repair, RequestPath, Timestamp,
};
use mudbrick_pki::Certificate;
use mudbrick_vault::SecretText;

/// The name of subject templates among a backup's settings.
pub(crate) const SUBJECTS: &str = "subjects";

/// A reading as the engine holds it.
pub(crate) struct Prepared {
    pub(super) sources: Vec<ImportSource>,
    pub(super) profiles: Vec<Candidate>,
    pub(super) keys: Vec<KeyCandidate>,
    pub(super) requests: Vec<(RequestPath, String)>,
    /// Subject templates of a backup.
    pub(super) subjects: Vec<SubjectTemplate>,
    pub(super) locked: Vec<LockedItem>,
    pub(super) ignored: Vec<IgnoredItem>,
}

/// A profile of a kit or backup.
pub(super) struct Shared {
    pub(super) profile: Profile,
    pub(super) secrets: Vec<SecretText>,
    pub(super) note: Option<Note>,
}

/// A profile that could be made.
pub(super) struct Candidate {
    /// Without the hosts that it asks for.
    pub(super) draft: ProfileDraft,
    /// The hosts that it asks for.
    pub(super) hosts: Vec<AllowedHost>,
    /// Whether the Adobe in the draft was found, or is only the likeliest.
    pub(super) adobe_found: bool,
    /// As a kit or backup holds it, identity and dates included.
    pub(super) whole: Option<Profile>,
    /// What the Developer Console says about it besides.
    pub(super) console: ConsoleFacts,
    pub(super) secrets: Vec<SecretText>,
    /// Fingerprints of the certificates that the Developer Console has for it.
    pub(super) certificates: Vec<Fingerprint>,
    pub(super) fields: Vec<FoundField>,
    pub(super) notes: Vec<Note>,
    /// Its key among [`Prepared::keys`].
    pub(super) key: Option<usize>,
}

/// A key that could be stored.
pub(super) struct KeyCandidate {
    pub(super) id: KeyId,
    pub(super) name: String,
    pub(super) bits: u32,
    /// PKCS #8 as PEM.
    pub(super) private: Option<SecretText>,
    pub(super) certificate: Option<Certificate>,
    pub(super) practice_clients: Vec<ClientId>,
    pub(super) created_at: Option<Timestamp>,
    pub(super) origins: Vec<String>,
    pub(super) repairs: Vec<Repair>,
}

impl Prepared {
    /// Takes over what a kit or backup holds.
    pub(super) fn add(
        &mut self,
        source: &str,
        keys: impl IntoIterator<Item = BackupKey>,
        profiles: impl IntoIterator<Item = Shared>,
        requests: Vec<(RequestPath, String)>,
    ) {
        for key in keys {
            self.keys.push(kept_key(key, source));
        }
        for Shared { profile, secrets, note } in profiles {
            let wanted = profile.credential.key();
            let key = self.keys.iter().position(|key| Some(&key.id) == wanted);
            let sending = profile.sending.clone().without_the_way();
            let way = (sending != profile.sending).then_some(Note::WayNotTaken);
            let profile = Profile { sending, ..profile };
            let draft = ProfileDraft { allowed_hosts: Vec::new(), ..draft::from_profile(&profile) };
            self.profiles.push(Candidate {
                fields: fields::of_profile(&draft, &secrets, source),
                draft,
                hosts: profile.allowed_hosts.clone(),
                adobe_found: true,
                console: profile.console.clone(),
                whole: Some(profile),
                secrets,
                certificates: Vec::new(),
                notes: note.into_iter().chain(way).collect(),
                key,
            });
        }
        for (path, text) in requests {
            if self.requests.iter().all(|(known, _)| *known != path) {
                self.requests.push((path, text));
            }
        }
    }
}

pub(super) fn from_credential(
    found: FoundCredential,
    keys: &[KeyCandidate],
    practice: &[String],
) -> Candidate {
    let fields = fields::of_credential(&found);
    let text = |found: Option<mudbrick_interchange::Found<String>>| {
        found.map(|found| found.value).unwrap_or_default()
    };
    let client_id = text(found.client_id);
    let is_practice = practice.contains(&client_id);
    let adobe_found = is_practice || found.adobe.is_some();
    let adobe = match is_practice {
        true => Adobe::Practice,
        false => found.adobe.map(|found| found.value).unwrap_or_default(),
    };
    let name: String = found.name.value.trim().chars().take(60).collect();
    let signing = found.key.and_then(|place| keys.get(place)).filter(|key| key.private.is_some());
    let workspace = found.workspace.as_ref().map(|found| found.value.as_str());
    let risk = suggested_risk::risk(adobe, &name, workspace);
    Candidate {
        draft: ProfileDraft {
            organization: text(found.organization),
            org_id: text(found.org_id),
            client_id,
            grant: found.grant,
            user_client: found.user_client.unwrap_or_default(),
            redirect_uri: text(found.redirect_uri),
            scopes: found.scopes.map(|found| found.value.join(", ")).unwrap_or_default(),
            technical_account_id: text(found.technical_account_id),
            key: signing.map(|key| key.id.clone()),
            adobe,
            risk,
            colour: suggested_risk::colour(risk),
            sandbox: text(found.sandbox),
            variables: found.variables.into_iter().map(|(name, it)| (name, it.value)).collect(),
            ..ProfileDraft::new(&name)
        },
        hosts: Vec::new(),
        adobe_found,
        whole: None,
        console: ConsoleFacts {
            workspace: found.workspace.map(|found| found.value),
            technical_account_email: found.technical_account_email.map(|found| found.value),
            place: None,
        },
        secrets: found.client_secrets.into_iter().map(|found| found.value).collect(),
        certificates: found.certificates,
        fields,
        notes: found.notes,
        key: found.key.filter(|place| *place < keys.len()),
    }
}

/// One without a key of RSA's is of no use to Adobe, and has said so among what is ignored.
pub(super) fn found_key(found: mudbrick_interchange::FoundKey) -> Option<KeyCandidate> {
    let (private, certificate) = (found.private.as_ref(), found.certificate.as_ref());
    let id = private.map(mudbrick_pki::PrivateKey::id).or(certificate.map(Certificate::key_id))?;
    let bits =
        private.map(mudbrick_pki::PrivateKey::bits).or(certificate.and_then(Certificate::bits));
    Some(KeyCandidate {
        id: id.clone(),
        name: found.name,
        bits: bits?,
        private: private.map(|key| SecretText::new(key.pkcs8_pem().to_string())),
        certificate: found.certificate,
        practice_clients: Vec::new(),
        created_at: None,
        origins: found.origins.into_iter().map(|origin| origin.0).collect(),
        repairs: found.repairs,
    })
}

fn kept_key(kept: BackupKey, source: &str) -> KeyCandidate {
    let KeyPair { id, name, bits, certificate, practice_clients, created_at } = kept.pair;
    KeyCandidate {
        id,
        name,
        bits,
        private: kept.private_key,
        certificate: certificate.and_then(|pem| Certificate::from_pem(&pem).ok()),
        practice_clients,
        created_at: Some(created_at),
        origins: vec![source.to_owned()],
        repairs: Vec::new(),
    }
}

pub(super) fn source(source: Source) -> ImportSource {
    ImportSource {
        name: source.name,
        format: source.format.map(ToOwned::to_owned),
        repairs: repaired(&source.repairs),
        problem: source.problem,
    }
}

pub(super) fn locked(locked: Locked) -> LockedItem {
    LockedItem {
        index: u32::try_from(locked.place).unwrap_or(u32::MAX),
        source: locked.source,
        what: locked.what.to_owned(),
        problem: locked.problem,
    }
}

pub(super) fn repaired(repairs: &[Repair]) -> Vec<NoteView> {
    repairs.iter().map(|repair| Note::Repaired { repair: *repair }.into()).collect()
}
