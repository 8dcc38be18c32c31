//! Why a rotation does not go on, each in its own words with the way out.

use super::view::{AdobeSecret, RotationView, SecretRole};
use mudbrick_model::{
    ErrorCode, Field, Grant, Problem, Profile, ProfileName, RemedyAction, RotationWay, Timestamp,
};

pub(super) fn not_confirmed(profile: &Profile, production: &Profile) -> Problem {
    let title = profile.title();
    let message = match production.id == profile.id {
        true => format!("{title} is production, and its client secrets would be changed at Adobe."),
        false => format!(
            "{title} has the same client as {}, which is production, and their client secrets would be changed at Adobe.",
            production.title()
        ),
    };
    Problem::new(ErrorCode::NeedsConfirmation, format!("{message} Nothing was changed."))
        .remedy("Confirm that you mean it.")
}

pub(super) fn deletion_not_confirmed(profile: &Profile) -> Problem {
    Problem::new(
        ErrorCode::NeedsConfirmation,
        format!(
            "A client secret of {} would be deleted at Adobe, and nobody could bring it back. Nothing was changed.",
            profile.title()
        ),
    )
    .remedy("Confirm that you mean it.")
}

pub(super) fn not_server_to_server(profile: &Profile) -> Problem {
    let is_jwt = profile.credential.grant() == Grant::Jwt;
    let what = if is_jwt { "is a service account (JWT)" } else { "is for people who sign in" };
    let problem = Problem::new(
        ErrorCode::InvalidInput,
        format!(
            "{} {what}. Adobe's API rotates the secrets of OAuth Server-to-Server credentials alone.",
            profile.title()
        ),
    );
    if !is_jwt {
        return problem
            .remedy("Change its secret in the Developer Console.")
            .action(RemedyAction::OpenConsole { profile: Some(ProfileName::of(profile)) });
    }
    problem
    .remedy("Migrate the credential to OAuth Server-to-Server first. While it is being migrated, Adobe refuses to rotate its secrets.")
    .action(RemedyAction::Migrate { profile: Some(ProfileName::of(profile)) })
}

/// Adobe refused a change, and another profile asks for tokens of the same credential by JWT.
pub(super) fn migrating(profile: &Profile, by_jwt: &Profile, why: Problem) -> Problem {
    let (title, other) = (profile.title(), by_jwt.title());
    let message = format!(
        "Adobe refused to change the client secrets of {title}. {other} uses the same credential by JWT: while a credential is migrated, Adobe changes none of its secrets."
    );
    Problem { code: ErrorCode::Conflict, message, ..why }
        .remedy("Finish the migration first: delete the service account (JWT) on the credential's page in the Developer Console. Then rotate the secret.")
        .action(RemedyAction::OpenConsole { profile: Some(ProfileName::of(profile)) })
}

pub(super) fn scopes(profile: &Profile, missing: &[String]) -> Problem {
    Problem::new(
        ErrorCode::ScopeRefused,
        format!(
            "{} does not ask for the scopes that managing client secrets needs.",
            profile.title()
        ),
    )
    .remedy(format!(
        "Add the I/O Management API to the project in the Developer Console, then add these scopes to the profile: {}.",
        missing.join(", ")
    ))
    .action(RemedyAction::OpenField {
        profile: Some(ProfileName::of(profile)),
        field: Field::Scopes,
    })
}

pub(super) fn no_place(profile: &Profile) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!(
            "Mudbrick does not know where the credential of {} is in the Developer Console.",
            profile.title()
        ),
    )
    .remedy("Open the credential's page there and give its address: …/console/projects/ORGANIZATION/PROJECT/credentials/CREDENTIAL/….")
    .action(way(profile, RotationWay::GivePlace))
}

pub(super) fn no_address() -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        "This is not the address of a credential's page in the Developer Console.",
    )
    .remedy("Open the credential there and copy the address: …/console/projects/ORGANIZATION/PROJECT/credentials/CREDENTIAL/….")
}

pub(super) fn begun_with(profile: &Profile, other: &Profile) -> Problem {
    Problem::new(
        ErrorCode::Conflict,
        format!(
            "{} and {} have the same client, and the rotation was begun with {}.",
            profile.title(),
            other.title(),
            other.title()
        ),
    )
    .remedy(format!("Go on with {}; both profiles get the new secret.", other.title()))
    .action(way(other, RotationWay::GoOn))
}

pub(super) fn two_secrets(view: &RotationView) -> Problem {
    Problem::new(
        ErrorCode::Conflict,
        format!(
            "{} has two client secrets at Adobe already, and a credential cannot have more. Nothing was changed.",
            view.title
        ),
    )
    .remedy("Find out which one nobody uses, and have that one deleted by its name.")
    .action(RemedyAction::rotation(RotationWay::DeleteNamed))
    .detail(listed(view))
}

pub(super) fn lost(profile: &Profile, uuid: &str) -> Problem {
    Problem::new(
        ErrorCode::SecretMissing,
        format!(
            "Adobe added a new client secret for {}, and Mudbrick was stopped before it could store the value. Adobe does not tell it again.",
            profile.title()
        ),
    )
    .remedy("Let Mudbrick delete that secret, which nobody has used, and add another one. The old secret works as before.")
    .action(way(profile, RotationWay::ReplaceLost))
    .detail(format!("The lost one is {uuid}."))
}

pub(super) fn unaccounted(view: &RotationView) -> Problem {
    Problem::new(
        ErrorCode::Conflict,
        format!(
            "Adobe has a client secret of {} that this rotation did not add, or that somebody uses. Nothing was deleted.",
            view.title
        ),
    )
    .remedy("Find out whose it is. Then give the rotation up, or have that secret deleted by its name.")
    .action(RemedyAction::rotation(RotationWay::Abandon))
    .detail(listed(view))
}

pub(super) fn new_deleted(profile: &Profile) -> Problem {
    Problem::new(
        ErrorCode::Conflict,
        format!(
            "The client secret that was added for {} is not at Adobe any more. Nothing was changed.",
            profile.title()
        ),
    )
    .remedy("Give the rotation up, then begin another one.")
    .action(way(profile, RotationWay::Abandon))
}

pub(super) fn not_kept(why: &Problem, taken_back: bool) -> Problem {
    let then = match taken_back {
        true => "It was deleted at Adobe again, and the old one works as before.",
        false => "It is still at Adobe, where nobody can use it; the old one works as before.",
    };
    let message = format!("The new client secret could not be stored. {then} {}", why.message);
    Problem { message, ..why.clone() }
}

pub(super) fn new_refused(profile: &Profile, why: Problem) -> Problem {
    let title = profile.title();
    let message = format!(
        "No token came with the new client secret of {title}, so nothing further was changed. {}",
        why.message
    );
    Problem { message, ..why }
}

pub(super) fn old_refused(profile: &Profile, why: Problem) -> Problem {
    let title = profile.title();
    let message = format!(
        "No token came with the old client secret of {title}, so the new one stays. {}",
        why.message
    );
    Problem { message, ..why }
}

pub(super) fn nothing_to_delete(view: &RotationView) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!(
            "The rotation of {} is not so far that its old client secret could be deleted.",
            view.title
        ),
    )
    .remedy("Rotate the secret first.")
    .action(RemedyAction::rotation(RotationWay::GoOn))
}

pub(super) fn still_used(view: &RotationView) -> Problem {
    let old = view.secrets.iter().find(|one| one.role == SecretRole::Old);
    let used = old.and_then(|old| old.last_used_at).map_or_else(String::new, |at| {
        format!(" Adobe says that it was used last at {}.", utc(at))
    });
    let message = match view.old_used_since {
        Some(true) => format!(
            "Somebody still uses the old client secret of {}: it was used after the new one took its place.{used} Nothing was deleted.",
            view.title
        ),
        _ => format!(
            "It cannot be told yet whether somebody still uses the old client secret of {}.{used} Nothing was deleted.",
            view.title
        ),
    };
    Problem::new(ErrorCode::NeedsConfirmation, message)
        .remedy("Give whoever uses it the new one, and look again later. Or say that it is to be deleted although it is used.")
        .action(RemedyAction::rotation(RotationWay::DeleteOldThoughUsed))
}

pub(super) fn no_such_secret(view: &RotationView, uuid: &str) -> Problem {
    Problem::new(
        ErrorCode::NotFound,
        format!("Adobe has no client secret {uuid} of {}.", view.title),
    )
    .detail(listed(view))
}

pub(super) fn rotation_under_way(view: &RotationView) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!("A rotation of {} is under way and accounts for both secrets.", view.title),
    )
    .remedy("Delete the old one with the rotation, or give the rotation up.")
    .action(RemedyAction::rotation(RotationWay::DeleteOld))
}

pub(super) fn is_the_first(view: &RotationView, uuid: &str) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!(
            "{uuid} is the client secret that {} uses, or its only one. Nothing was deleted.",
            view.title
        ),
    )
    .detail(listed(view))
}

pub(super) fn may_be_the_first(view: &RotationView, uuid: &str) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!(
            "{uuid} may be the client secret that {} uses: Adobe does not say which value belongs to which name. Nothing was deleted.",
            view.title
        ),
    )
    .remedy("Enter the other secret as the profile's second one. When both work, either can be deleted.")
    .action(RemedyAction::field(Field::SecondClientSecret))
    .detail(listed(view))
}

pub(super) fn in_use(view: &RotationView, one: &AdobeSecret) -> Problem {
    let used = one.last_used_at.map_or_else(String::new, utc);
    Problem::new(
        ErrorCode::NeedsConfirmation,
        format!(
            "The client secret {} of {} was used, at {used} last. Nothing was deleted.",
            one.uuid, view.title
        ),
    )
    .remedy("Whoever uses it stops working when it is deleted. Say that it is to be deleted although it is used.")
    .action(RemedyAction::rotation(RotationWay::DeleteNamed))
}

pub(super) fn none_under_way(profile: &Profile) -> Problem {
    Problem::new(
        ErrorCode::NotFound,
        format!("No rotation of the secret of {} is under way.", profile.title()),
    )
}

pub(super) fn old_deleted(profile: &Profile) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!("The old client secret of {} is gone, so there is no way back.", profile.title()),
    )
    .remedy("Finish the rotation.")
    .action(way(profile, RotationWay::GoOn))
}

fn way(profile: &Profile, way: RotationWay) -> RemedyAction {
    RemedyAction::RotateSecret { profile: Some(ProfileName::of(profile)), way }
}

/// What Adobe has, a line each.
fn listed(view: &RotationView) -> String {
    let line = |one: &AdobeSecret| {
        let made = one.created_at.map_or_else(String::new, |at| format!(", made {}", utc(at)));
        let used = one
            .last_used_at
            .map_or_else(|| ", never used".to_owned(), |at| format!(", used last {}", utc(at)));
        let role = match one.role {
            SecretRole::New => ", the new one",
            SecretRole::Old => ", the old one",
            SecretRole::Lost => ", the lost one",
            SecretRole::First => ", used by the profile",
            SecretRole::Second => ", the profile's second",
            SecretRole::Unknown => "",
        };
        format!("{}{made}{used}{role}", one.uuid)
    };
    view.secrets.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Adobe's clock, as Adobe writes it.
pub(super) fn utc(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .map_or_else(|_| format!("{} ms", at.0), |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string())
}
