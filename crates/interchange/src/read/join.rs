//! From what single places hold to credentials, each once and with its key.

use super::draft::Draft;
use super::fields::is_file_of;
use super::finds::Finds;
use super::keys::{self, HeldKey, Keys, Placing};
use crate::reading::{Found, Ignored, Reading};
use mudbrick_model::{Grant, KeyId};
use std::collections::HashSet;

/// Joins everything found.
pub(super) fn join(finds: Finds<'_>) -> Reading {
    let Finds { sources, drafts, keys, locked, mut ignored, .. } = finds;
    let drafts = by_context(drafts, &mut ignored);
    let mut drafts = by_client(drafts);
    attach_keys(&mut drafts, &keys);
    for draft in &mut drafts {
        say_what_is_missing(draft, &keys);
    }
    let listed: Vec<_> = drafts.iter().flat_map(|draft| draft.certificates.clone()).collect();
    let (mut keys, left_out) = keys::paired(keys, &listed);
    for (source, fingerprint) in left_out {
        ignored.push(Ignored {
            source,
            what: format!("certificate {fingerprint}"),
            why: "There is another certificate over the same key, which the Console lists or which ends later.".into(),
        });
    }
    let place_of = |id: &KeyId| {
        keys.iter().position(|key| key.private.as_ref().is_some_and(|private| private.id() == id))
    };
    let places: Vec<Option<usize>> =
        drafts.iter().map(|draft| draft.key.as_ref().and_then(place_of)).collect();
    let mut credentials = Vec::new();
    for (draft, place) in drafts.into_iter().zip(places) {
        let credential = draft.finish(place);
        if let Some(key) = credential.key.and_then(|place| keys.get_mut(place))
            && is_word_for_a_key(&key.name)
        {
            key.name = credential.name.value.clone();
        }
        credentials.push(credential);
    }
    Reading { sources, credentials, keys, locked, ignored, ..Reading::default() }
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
fn by_context(drafts: Vec<Draft>, ignored: &mut Vec<Ignored>) -> Vec<Draft> {
    let (mut whole, named): (Vec<_>, Vec<_>) =
        drafts.into_iter().partition(|draft| draft.client_id.is_some() || draft.context.is_none());
    for part in named {
        let same = whole.iter_mut().find(|draft| draft.context_name() == part.context_name());
        match same {
            Some(draft) => {
                // The project's name is better than the context's.
                draft.name = part.name.clone().or(draft.name.take());
                merge(draft, part);
            }
            None => {
                let (source, name) = match &part.context {
                    Some(name) => (source_of(&name.origin.0), format!(" {:?}", name.value)),
                    None => (String::new(), String::new()),
                };
                ignored.push(Ignored {
                    source,
                    what: format!("credential{name}"),
                    why: "It is named here, and its values are elsewhere: drop the .env file beside it too.".into(),
                });
            }
        }
    }
    whole
}

/// `console.json` of `console.json › project.title`.
fn source_of(origin: &str) -> String {
    origin.rsplit_once(" › ").map_or(origin, |(source, _)| source).to_owned()
}

/// One credential for each client of an organisation.
fn by_client(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut joined: Vec<Draft> = Vec::new();
    for draft in drafts {
        match joined.iter_mut().find(|known| is_same(known, &draft)) {
            Some(known) => merge(known, draft),
            None => joined.push(draft),
        }
    }
    joined
}

fn is_same(a: &Draft, b: &Draft) -> bool {
    let equal = |a: &Option<Found<String>>, b: &Option<Found<String>>| match (a, b) {
        (Some(a), Some(b)) => Some(a.value.eq_ignore_ascii_case(&b.value)),
        _ => None,
    };
    let worlds = a.adobe.as_ref().zip(b.adobe.as_ref());
    equal(&a.client_id, &b.client_id) == Some(true)
        && equal(&a.org_id, &b.org_id) != Some(false)
        && worlds.is_none_or(|(a, b)| a.value == b.value)
}

/// Adds to `draft` what `other` knows besides.
fn merge(draft: &mut Draft, other: Draft) {
    match (draft.derived_grant(), other.derived_grant()) {
        (Some(a), Some(b)) if a != b => {
            draft.grant = Some(Grant::OauthServerToServer);
            draft.note("It was found as JWT, which is legacy, and as OAuth Server-to-Server. Both give the same token, so the profile uses OAuth.");
        }
        (a, b) => draft.grant = a.or(b),
    }
    differences(draft, &other);
    let keep = |mine: &mut Option<Found<String>>, its: Option<Found<String>>| {
        if mine.is_none() {
            *mine = its;
        }
    };
    keep(&mut draft.name, other.name);
    keep(&mut draft.organization, other.organization);
    keep(&mut draft.workspace, other.workspace);
    keep(&mut draft.org_id, other.org_id);
    keep(&mut draft.client_id, other.client_id);
    keep(&mut draft.technical_account_id, other.technical_account_id);
    keep(&mut draft.sandbox, other.sandbox);
    draft.scopes = draft.scopes.take().or(other.scopes);
    draft.metascopes = draft.metascopes.take().or(other.metascopes);
    draft.adobe = draft.adobe.take().or(other.adobe);
    draft.key = draft.key.take().or(other.key);
    draft.key_path = draft.key_path.take().or(other.key_path);
    for (name, value) in other.variables {
        draft.variables.entry(name).or_insert(value);
    }
    for secret in other.client_secrets {
        draft.secret(secret.value.expose(), secret.origin);
    }
    for fingerprint in other.certificates {
        if !draft.certificates.contains(&fingerprint) {
            draft.certificates.push(fingerprint);
        }
    }
    other.notes.into_iter().for_each(|note| draft.note(note));
}

/// Says where two places contradict each other. Secrets never do: there may be two.
fn differences(draft: &mut Draft, other: &Draft) {
    let mut notes = Vec::new();
    let mut differ = |what: &str, mine: &str, its: &str| {
        notes.push(format!("Its {what} differ between {mine} and {its}; the former was taken."));
    };
    for (what, mine, its) in [
        ("scopes", &draft.scopes, &other.scopes),
        ("metascopes", &draft.metascopes, &other.metascopes),
    ] {
        if let (Some(mine), Some(its)) = (mine, its) {
            let set =
                |found: &Found<Vec<String>>| found.value.iter().cloned().collect::<HashSet<_>>();
            if set(mine) != set(its) {
                differ(what, &mine.origin.0, &its.origin.0);
            }
        }
    }
    for (what, mine, its) in [
        ("sandboxes", &draft.sandbox, &other.sandbox),
        ("technical account IDs", &draft.technical_account_id, &other.technical_account_id),
    ] {
        if let (Some(mine), Some(its)) = (mine, its)
            && mine.value != its.value
        {
            differ(what, &mine.origin.0, &its.origin.0);
        }
    }
    notes.into_iter().for_each(|note| draft.note(note));
}

/// Finds each credential that signs its key: by what the Console lists, by the path it names, and then by there being one
/// of each, first within an archive.
fn attach_keys(drafts: &mut [Draft], keys: &Keys) {
    for draft in drafts.iter_mut().filter(|draft| draft.key.is_none()) {
        let listed = keys.private.iter().find(|held| {
            let own = keys.fingerprints(held.key.id());
            own.iter().any(|fingerprint| draft.certificates.contains(fingerprint))
        });
        let named = || {
            let path = draft.key_path.as_deref()?;
            keys.private
                .iter()
                .find(|held| held.placing == Placing::Loose && is_file_of(path, &held.source))
        };
        draft.key = listed.or_else(named).map(|held| held.key.id().clone());
    }
    let groups: HashSet<usize> = drafts.iter().map(|draft| draft.group).collect();
    let mut groups: Vec<usize> = groups.into_iter().collect();
    groups.sort_unstable();
    for group in groups {
        attach_only(drafts, keys, |draft| draft.group == group, |key| key.group == group);
    }
    attach_only(drafts, keys, |_| true, |_| true);
}

fn attach_only(
    drafts: &mut [Draft],
    keys: &Keys,
    is_draft: impl Fn(&Draft) -> bool,
    is_key: impl Fn(&HeldKey) -> bool,
) {
    let taken: HashSet<KeyId> = drafts.iter().filter_map(|draft| draft.key.clone()).collect();
    let mut free = keys.private.iter().filter(|held| {
        held.placing == Placing::Loose && is_key(held) && !taken.contains(held.key.id())
    });
    let mut without = drafts.iter_mut().filter(|draft| {
        draft.key.is_none() && draft.derived_grant() == Some(Grant::Jwt) && is_draft(draft)
    });
    if let (Some(key), None, Some(draft), None) =
        (free.next(), free.next(), without.next(), without.next())
    {
        draft.key = Some(key.key.id().clone());
    }
}

fn say_what_is_missing(draft: &mut Draft, keys: &Keys) {
    if draft.derived_grant() != Some(Grant::Jwt) {
        return;
    }
    match &draft.key {
        None if draft.notes.iter().any(|note| note.contains("private key")) => {}
        None => {
            let note = match draft.key_path.as_deref() {
                Some(path) => format!(
                    "Its private key is in a file {}, which is not here: drop that too.",
                    path.trim().rsplit(['/', '\\']).next().unwrap_or(path)
                ),
                None => "Its private key is not here: drop its file too, or choose a key in the profile.".to_owned(),
            };
            draft.note(note);
        }
        Some(key) => {
            let own = keys.fingerprints(key);
            let known = own.is_empty()
                || draft.certificates.is_empty()
                || own.iter().any(|fingerprint| draft.certificates.contains(fingerprint));
            if !known {
                draft.note(
                    "The key's certificate is not among those that the Console lists for it.",
                );
            }
        }
    }
}
