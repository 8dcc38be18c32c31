//! Texts that are one value: a token, an ID, or what somebody copied from the Console's page.

mod labels;
mod marks;
mod remarks;

use crate::read::blocks;
use crate::read::fields::keep;
use crate::read::findings::Findings;
use crate::read::partial_credential::PartialCredential;
use crate::read::scopes;
use crate::read::syntax::{Value, relaxed};
use crate::reading::{Found, Origin};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use marks::{Kind, Mark, is_token};
use mudbrick_model::{Field, Note, Unused, UnusedReason};
use zeroize::Zeroizing;

/// No page is longer that has something to copy.
const MAX: usize = 16 * 1024;

/// A token by itself, with or without `Bearer`.
pub(crate) fn token(findings: &mut Findings<'_>, text: &str) -> bool {
    let text = text.trim().trim_matches(['"', '\'']);
    let bare = text.strip_prefix("Authorization:").map_or(text, str::trim);
    let bare = bare.strip_prefix("Bearer ").or(bare.strip_prefix("bearer ")).unwrap_or(bare).trim();
    if !is_token(bare) {
        return false;
    }
    findings.format("Token");
    let payload = payload_of(bare);
    let says = |key: &str| {
        let Some(Value::Map(entries)) = &payload else { return None };
        entries.iter().find(|(own, _)| own == key).and_then(|(_, value)| value.as_text())
    };
    let (what, why) = match (says("type"), says("aud").zip(says("iss")).zip(says("sub"))) {
        (Some("refresh_token"), _) => (Unused::RefreshToken, UnusedReason::SignInOfAPerson),
        (_, Some(_)) => (Unused::Assertion, UnusedReason::AssertionEnds),
        _ => (Unused::AccessToken, UnusedReason::TokenEnds),
    };
    findings.ignore(what, why);
    true
}

/// The claims of a token.
pub(crate) fn payload_of(token: &str) -> Option<Value> {
    let part = token.split('.').nth(1)?.trim_end_matches('=');
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(part).ok()?);
    relaxed::parse(std::str::from_utf8(&bytes).ok()?).ok()
}

/// IDs and secrets known by their look, in a short text: the Console's page as people copy it, mails, source code.
pub(crate) fn ids(findings: &mut Findings<'_>, text: &str) -> bool {
    if text.len() > MAX {
        return false;
    }
    let mut marks = marks::of(&remarks::without(text));
    if marks.is_empty() {
        marks = marks::of(text);
    }
    let (tokens, marks): (Vec<_>, Vec<_>) =
        marks.into_iter().partition(|mark| mark.kind == Kind::Token);
    let has = |kind: Kind| marks.iter().any(|mark| mark.kind == kind);
    let beside = [Kind::OrgId, Kind::TechnicalAccountId, Kind::ClientSecret].into_iter().any(has);
    // Many things are 32 hexadecimal digits long; a client ID is meant when it is all there is.
    let alone = text.split_whitespace().count() == 1;
    if !(beside || (alone && has(Kind::ClientId))) {
        return false;
    }
    findings.format("IDs");
    if !tokens.is_empty() {
        findings.ignore(Unused::AccessToken, UnusedReason::TokenEnds);
    }
    let has_client = has(Kind::ClientId);
    let blocks = blocks::of(marks);
    if blocks.len() > 1 && !are_told_apart(&blocks) {
        leave_out(findings, &blocks.concat(), |_| UnusedReason::TwoClientIds);
    } else if has_client && beside {
        blocks.iter().for_each(|block| credential(findings, block));
    } else {
        leave_out(findings, &blocks.concat(), |kind| match kind {
            Kind::ClientId => UnusedReason::ApiKeyAlone,
            Kind::ClientSecret => UnusedReason::OwnerUnknown,
            _ => UnusedReason::ClientIdNotHere,
        });
    }
    true
}

/// Whether each of several credentials has its own values, and none of them two: in a table with a column for each, nobody
/// could say whose they are.
fn are_told_apart(blocks: &[Vec<Mark>]) -> bool {
    let of = |block: &[Mark], kind: Kind| block.iter().filter(|mark| mark.kind == kind).count();
    let is_whole = |block: &Vec<Mark>| block.len() > 1;
    blocks.iter().rev().skip(1).all(is_whole)
        && blocks.iter().all(|block| {
            [Kind::ClientSecret, Kind::OrgId, Kind::TechnicalAccountId]
                .into_iter()
                .all(|kind| of(block, kind) <= 1)
        })
}

fn credential(findings: &mut Findings<'_>, marks: &[Mark]) {
    let mut partial = findings.partial();
    let several = of_several_organizations(marks);
    for mark in marks {
        let origin = Origin(findings.source().to_owned());
        let found = Some(Found { value: mark.text.to_string(), origin: origin.clone() });
        let listed = || Some(Found { value: scopes::words(&mark.text), origin: origin.clone() });
        match mark.kind {
            Kind::ClientId => keep(&mut partial.client_id, found),
            Kind::ClientSecret => partial.secret(&mark.text, origin),
            Kind::OrgId if several => {}
            Kind::OrgId => keep(&mut partial.org_id, found),
            Kind::TechnicalAccountId => keep(&mut partial.technical_account_id, found),
            Kind::Scopes => keep(&mut partial.scopes, listed()),
            Kind::Metascopes => keep(&mut partial.metascopes, listed()),
            Kind::Token => {}
        }
    }
    if several {
        let what = Unused::Value { field: Field::OrgId };
        findings.ignore(what, UnusedReason::OwnerUnknown);
    }
    say_that_scopes_are_not_found(&mut partial);
    findings.partials.push(partial);
}

fn of_several_organizations(marks: &[Mark]) -> bool {
    let mut ids = marks.iter().filter(|mark| mark.kind == Kind::OrgId).map(|mark| &mark.text);
    let first = ids.next();
    ids.any(|id| Some(id) != first)
}

/// That a text like this names none is more than can be known of it.
fn say_that_scopes_are_not_found(partial: &mut PartialCredential) {
    if partial.scopes.is_none() && partial.metascopes.is_none() {
        partial.note(Note::ScopesNotFound);
    }
}

fn leave_out(findings: &mut Findings<'_>, marks: &[Mark], why: impl Fn(Kind) -> UnusedReason) {
    let fields = [
        (Kind::ClientId, Field::ClientId),
        (Kind::OrgId, Field::OrgId),
        (Kind::TechnicalAccountId, Field::TechnicalAccountId),
        (Kind::ClientSecret, Field::ClientSecret),
    ];
    for (kind, field) in fields {
        if marks.iter().any(|mark| mark.kind == kind) {
            findings.ignore(Unused::Value { field }, why(kind));
        }
    }
}
