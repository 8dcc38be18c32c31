//! From what single places hold to credentials, each once and with its key.

use super::fields::{file_of, is_file_of};
use super::findings::Findings;
use super::keys::{self, HeldKey, Keys, Placing};
use super::partial_credential::PartialCredential;
use super::unused;
use crate::reading::{Found, Ignored, Locked, Origin, Reading};
use mudbrick_model::{Field, Grant, KeyId, Note, Unused, UnusedReason};
use std::collections::HashSet;

/// Joins everything found.
pub(super) fn join(mut findings: Findings<'_>) -> Reading {
    findings.open_waiting();
    let Findings { sources, partials, keys, locked, mut ignored, trees, .. } = findings;
    let mut partials = by_context(partials, &mut ignored);
    partials.iter_mut().for_each(PartialCredential::refuse_secrets_in_the_open);
    let mut partials = without_api_keys(by_client(partials), &mut ignored);
    attach_keys(&mut partials, &keys);
    for partial in &mut partials {
        say_what_is_missing(partial, &keys, &locked);
    }
    let listed: Vec<_> = partials.iter().flat_map(|partial| partial.certificates.clone()).collect();
    let (mut keys, left_out) = keys::paired(keys, &listed);
    for (source, fingerprint) in left_out {
        let what = Unused::Certificate { fingerprint };
        ignored.push(Ignored::of(&source, what, UnusedReason::OtherCertificateTaken));
    }
    let place_of = |id: &KeyId| {
        keys.iter().position(|key| key.private.as_ref().is_some_and(|private| private.id() == id))
    };
    let places: Vec<Option<usize>> =
        partials.iter().map(|partial| partial.key.as_ref().and_then(place_of)).collect();
    let mut credentials = Vec::new();
    for (partial, place) in partials.into_iter().zip(places) {
        let credential = partial.finish(place);
        if let Some(key) = credential.key.and_then(|place| keys.get_mut(place))
            && is_word_for_a_key(&key.name)
        {
            key.name = credential.name.value.clone();
        }
        credentials.push(credential);
    }
    let mut reading = Reading { sources, credentials, keys, locked, ignored, ..Reading::default() };
    unused::list(&mut reading, trees);
    reading
}

/// `private`, `config` and the like say nothing of whose key it is.
fn is_word_for_a_key(name: &str) -> bool {
    let plain: String =
        name.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    let words = [
        "private",
        "privatekey",
        "key",
        "config",
        "clipboard",
        "rsa",
        "console",
        "cert",
        "certificate",
    ];
    plain.is_empty() || words.contains(&plain.as_str())
}

/// A `.aio` file names credentials whose values are in the `.env` file beside it, as contexts of the same name.
fn by_context(
    partials: Vec<PartialCredential>,
    ignored: &mut Vec<Ignored>,
) -> Vec<PartialCredential> {
    let (mut whole, named): (Vec<_>, Vec<_>) = partials
        .into_iter()
        .partition(|partial| partial.client_id.is_some() || partial.context.is_none());
    for part in named {
        let same = whole.iter_mut().find(|partial| partial.context_name() == part.context_name());
        match same {
            Some(partial) => {
                // The project's name is better than the context's.
                partial.name = part.name.clone().or(partial.name.take());
                merge(partial, part);
            }
            None => {
                let origin = part.context.as_ref().map(|name| name.origin.0.as_str());
                let (source, place) = origin.map_or(("", ""), parts_of);
                let name = part.context.as_ref().map(|name| name.value.clone());
                let what = Unused::Credential { name, type_name: None };
                let left_out = Ignored::of(source, what, UnusedReason::ValuesInEnvFile);
                ignored.push(Ignored { place: place.to_owned(), ..left_out });
            }
        }
    }
    whole
}

/// `console.json` and `project.title` of `console.json › project.title`.
fn parts_of(origin: &str) -> (&str, &str) {
    origin.rsplit_once(" › ").unwrap_or((origin, ""))
}

/// One credential for each client of an organisation.
fn by_client(partials: Vec<PartialCredential>) -> Vec<PartialCredential> {
    let mut joined: Vec<PartialCredential> = Vec::new();
    for partial in partials {
        match joined.iter_mut().find(|known| is_same(known, &partial)) {
            Some(known) => merge(known, partial),
            None => joined.push(partial),
        }
    }
    joined
}

fn is_same(a: &PartialCredential, b: &PartialCredential) -> bool {
    let equal = |a: &Option<Found<String>>, b: &Option<Found<String>>| match (a, b) {
        (Some(a), Some(b)) => Some(a.value.eq_ignore_ascii_case(&b.value)),
        _ => None,
    };
    let worlds = a.adobe.as_ref().zip(b.adobe.as_ref());
    equal(&a.client_id, &b.client_id) == Some(true)
        && equal(&a.org_id, &b.org_id) != Some(false)
        && worlds.is_none_or(|(a, b)| a.value == b.value)
}

/// A client ID with nothing that a token could be requested with is no credential, wherever it stood.
fn without_api_keys(
    partials: Vec<PartialCredential>,
    ignored: &mut Vec<Ignored>,
) -> Vec<PartialCredential> {
    let (alone, credentials): (Vec<_>, Vec<_>) =
        partials.into_iter().partition(PartialCredential::is_api_key_alone);
    let mut leave_out = |origin: &str, what: Unused, why: UnusedReason| {
        let (source, place) = parts_of(origin);
        ignored.push(Ignored { place: place.to_owned(), ..Ignored::of(source, what, why) });
    };
    for partial in alone {
        if let Some(id) = partial.client_id {
            let what = Unused::Value { field: Field::ClientId };
            leave_out(&id.origin.0, what, UnusedReason::ApiKeyAlone);
        }
        for note in partial.notes {
            if let Note::Placeholder { place } = note {
                let name = parts_of(&place).1.to_owned();
                leave_out(&place, Unused::Field { name }, UnusedReason::Template);
            }
        }
    }
    credentials
}

/// Adds to `partial` what `other` knows besides.
fn merge(partial: &mut PartialCredential, other: PartialCredential) {
    match (partial.derived_grant(), other.derived_grant()) {
        (Some(a), Some(b)) if a != b => {
            partial.grant = Some(Grant::OauthServerToServer);
            partial.note(Note::FoundAsBoth);
        }
        (a, b) => partial.grant = a.or(b),
    }
    differences(partial, &other);
    let keep = |mine: &mut Option<Found<String>>, its: Option<Found<String>>| {
        if mine.is_none() {
            *mine = its;
        }
    };
    keep(&mut partial.name, other.name);
    keep(&mut partial.organization, other.organization);
    keep(&mut partial.workspace, other.workspace);
    keep(&mut partial.org_id, other.org_id);
    keep(&mut partial.client_id, other.client_id);
    keep(&mut partial.technical_account_id, other.technical_account_id);
    keep(&mut partial.technical_account_email, other.technical_account_email);
    keep(&mut partial.sandbox, other.sandbox);
    keep(&mut partial.redirect_uri, other.redirect_uri);
    partial.user_client = partial.user_client.take().or(other.user_client);
    partial.scopes = partial.scopes.take().or(other.scopes);
    partial.metascopes = partial.metascopes.take().or(other.metascopes);
    partial.adobe = partial.adobe.take().or(other.adobe);
    partial.key = partial.key.take().or(other.key);
    partial.key_path = partial.key_path.take().or(other.key_path);
    partial.key_passphrase = partial.key_passphrase.take().or(other.key_passphrase);
    for (name, value) in other.variables {
        partial.variables.entry(name).or_insert(value);
    }
    for secret in other.client_secrets {
        partial.secret(secret.value.expose(), secret.origin);
    }
    for fingerprint in other.certificates {
        if !partial.certificates.contains(&fingerprint) {
            partial.certificates.push(fingerprint);
        }
    }
    other.notes.into_iter().for_each(|note| partial.note(note));
}

/// Says where two places contradict each other. Secrets never do: there may be two.
fn differences(partial: &mut PartialCredential, other: &PartialCredential) {
    let mut notes = Vec::new();
    let mut differ = |field: Field, grant: Grant, taken: &Origin, other: &Origin| {
        let (taken, other) = (taken.0.clone(), other.0.clone());
        notes.push(Note::Differs { field, grant, taken, other });
    };
    for (grant, mine, its) in [
        (Grant::OauthServerToServer, &partial.scopes, &other.scopes),
        (Grant::Jwt, &partial.metascopes, &other.metascopes),
    ] {
        if let (Some(mine), Some(its)) = (mine, its) {
            let set =
                |found: &Found<Vec<String>>| found.value.iter().cloned().collect::<HashSet<_>>();
            if set(mine) != set(its) {
                differ(Field::Scopes, grant, &mine.origin, &its.origin);
            }
        }
    }
    let grant = partial.derived_grant().unwrap_or(Grant::OauthServerToServer);
    for (field, mine, its) in [
        (Field::Organization, &partial.organization, &other.organization),
        (Field::Sandbox, &partial.sandbox, &other.sandbox),
        (Field::TechnicalAccountId, &partial.technical_account_id, &other.technical_account_id),
    ] {
        if let (Some(mine), Some(its)) = (mine, its)
            && mine.value != its.value
        {
            differ(field, grant, &mine.origin, &its.origin);
        }
    }
    notes.into_iter().for_each(|note| partial.note(note));
}

/// Finds each credential that signs its key: by what the Console lists, by the path it names, and then by there being one
/// of each, first within an archive.
fn attach_keys(partials: &mut [PartialCredential], keys: &Keys) {
    for partial in partials.iter_mut().filter(|partial| partial.key.is_none()) {
        let listed = keys.private.iter().find(|held| {
            let own = keys.fingerprints(held.key.id());
            own.iter().any(|fingerprint| partial.certificates.contains(fingerprint))
        });
        let named = || {
            let path = partial.key_path.as_deref()?;
            keys.private
                .iter()
                .find(|held| held.placing == Placing::Loose && is_file_of(path, &held.source))
        };
        partial.key = listed.or_else(named).map(|held| held.key.id().clone());
    }
    let groups: HashSet<usize> = partials.iter().map(|partial| partial.group).collect();
    let mut groups: Vec<usize> = groups.into_iter().collect();
    groups.sort_unstable();
    for group in groups {
        attach_only(partials, keys, |partial| partial.group == group, |key| key.group == group);
    }
    attach_only(partials, keys, |_| true, |_| true);
}

fn attach_only(
    partials: &mut [PartialCredential],
    keys: &Keys,
    is_draft: impl Fn(&PartialCredential) -> bool,
    is_key: impl Fn(&HeldKey) -> bool,
) {
    let taken: HashSet<KeyId> = partials.iter().filter_map(|partial| partial.key.clone()).collect();
    let mut free = keys.private.iter().filter(|held| {
        held.placing == Placing::Loose && is_key(held) && !taken.contains(held.key.id())
    });
    let mut without = partials.iter_mut().filter(|partial| {
        // One that names its key's file has another key than the only one that is here.
        partial.key.is_none()
            && partial.key_path.is_none()
            && partial.derived_grant() == Some(Grant::Jwt)
            && is_draft(partial)
    });
    if let (Some(key), None, Some(partial), None) =
        (free.next(), free.next(), without.next(), without.next())
    {
        partial.key = Some(key.key.id().clone());
    }
}

fn say_what_is_missing(partial: &mut PartialCredential, keys: &Keys, locked: &[Locked]) {
    let grant = partial.derived_grant().unwrap_or(Grant::OauthServerToServer);
    let has_scopes = match grant {
        Grant::OauthServerToServer | Grant::OauthUser => partial.scopes.is_some(),
        Grant::Jwt => partial.metascopes.is_some(),
    };
    let is_said = [Note::AuthCodeWithoutScopes, Note::ScopesNotFound]
        .iter()
        .any(|note| partial.notes.contains(note));
    if has_scopes {
        partial.notes.retain(|note| *note != Note::ScopesNotFound);
    } else if !is_said {
        partial.note(Note::NoScopes { grant });
    }
    if partial.derived_grant() != Some(Grant::Jwt) {
        return;
    }
    match &partial.key {
        None if partial.notes.iter().any(says_why_there_is_no_key) => {}
        None => partial.note(match partial.key_path.as_deref() {
            Some(path) if locked.iter().any(|key| is_file_of(path, &key.source)) => {
                Note::PrivateKeyLocked
            }
            Some(path) => Note::PrivateKeyElsewhere { file: file_of(path) },
            None => Note::PrivateKeyMissing,
        }),
        Some(key) => {
            let own = keys.fingerprints(key);
            let known = own.is_empty()
                || partial.certificates.is_empty()
                || own.iter().any(|fingerprint| partial.certificates.contains(fingerprint));
            if !known {
                partial.note(Note::CertificateNotListed);
            }
        }
    }
}

fn says_why_there_is_no_key(note: &Note) -> bool {
    matches!(
        note,
        Note::PrivateKeyUnreadable { .. }
            | Note::PrivateKeyLocked
            | Note::PassphraseDoesNotFit { .. }
    )
}
