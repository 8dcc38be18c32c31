//! What there is of a credential on this computer: its secret, its scopes, and for a service account (JWT) the key pair with its
//! certificate. Nobody is asked.

use super::looking::{Parts, failed};
use super::view::{CheckupGrade, CheckupStep, CheckupStepKind};
use crate::jwt_end;
use crate::keys::certificate::key_fault;
use crate::tokens::no_key;
use crate::vault::view::SecretKind;
use mudbrick_model::{
    Credential, Field, KeyId, Problem, Profile, ProfileName, Remedy, RemedyAction,
};
use mudbrick_pki::{Certificate, PrivateKey};

pub(super) fn steps(parts: &Parts, profile: &Profile) -> Vec<CheckupStep> {
    let mut steps = vec![credential(parts, profile)];
    if let Some(problem) = jwt_end::ended(profile, parts.core.now()) {
        steps.push(failed(CheckupStepKind::Credential, CheckupGrade::Note, &problem));
    }
    if let Credential::Jwt { key, .. } = &profile.credential {
        steps.push(match key {
            None => failed(CheckupStepKind::Key, CheckupGrade::Wrong, &no_key(profile)),
            Some(key) => key_pair(parts, profile, key),
        });
    }
    steps
}

fn credential(parts: &Parts, profile: &Profile) -> CheckupStep {
    let kind = CheckupStepKind::Credential;
    if profile.credential.has_secret()
        && let Err(problem) = parts.vault.client_secret(profile, SecretKind::ClientSecret)
    {
        return failed(kind, CheckupGrade::Wrong, &problem.of_profile(&ProfileName::of(profile)));
    }
    let (word, is_empty) = match &profile.credential {
        Credential::Jwt { metascopes, .. } => ("metascopes", metascopes.is_empty()),
        other => ("scopes", other.scopes().is_empty()),
    };
    match is_empty {
        false if profile.credential.has_secret() => {
            CheckupStep::well(kind, "Client ID, client secret and scopes are there.")
        }
        false => CheckupStep::well(kind, "Client ID and scopes are there; it needs no secret."),
        true => {
            let sentence =
                format!("The profile names no {word}, so nothing says which products it is for.");
            let fill = format!("Enter the {word} that the Console shows for this credential.");
            let action = RemedyAction::field(Field::Scopes).of_profile(&ProfileName::of(profile));
            let remedy = Remedy { text: fill, action: Some(Box::new(action)) };
            CheckupStep::new(kind, CheckupGrade::Note, sentence).remedy(Some(remedy))
        }
    }
}

/// Whether the private half is there and goes with the certificate, and how long that is good.
fn key_pair(parts: &Parts, profile: &Profile, id: &KeyId) -> CheckupStep {
    let kind = CheckupStepKind::Key;
    let wrong = |problem: &Problem| {
        let named = problem.clone().of_profile(&ProfileName::of(profile));
        failed(kind, CheckupGrade::Wrong, &named)
    };
    let pair = match parts.core.keys.get(id) {
        Ok(stored) => stored.value,
        Err(error) => return wrong(&error.into()),
    };
    if let Some(problem) = key_fault(&pair) {
        return wrong(&problem);
    }
    let private = parts.keys.private_key_pem(id);
    let private = private.and_then(|pem| Ok(PrivateKey::from_pem(pem.expose())?));
    if let Err(problem) = private {
        return wrong(&problem);
    }
    let Some(certificate) =
        pair.certificate.as_deref().and_then(|pem| Certificate::from_pem(pem).ok())
    else {
        let sentence = format!(
            "The key pair {} signs. It has no certificate here, so nobody can say until when Adobe takes it.",
            pair.name
        );
        return CheckupStep::new(kind, CheckupGrade::Note, sentence);
    };
    let (ends, now) = (certificate.validity().not_after, parts.core.now());
    match jwt_end::certificate(profile, ends, now) {
        None => CheckupStep::well(
            kind,
            format!("The key pair {} signs, and its certificate is over this key.", pair.name),
        ),
        Some(problem) => {
            let grade = if ends <= now { CheckupGrade::Wrong } else { CheckupGrade::Note };
            failed(kind, grade, &problem)
        }
    }
}
