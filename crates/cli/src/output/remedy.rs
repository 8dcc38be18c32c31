//! What can be done about a problem, as the command that does it.

use mudbrick_model::{Field, ProfileId, ProfileName, RemedyAction, RotationWay, SecretOwner};

/// The command; none where there is nothing to type, or the profile is not known.
pub(crate) fn command(action: &RemedyAction) -> Option<String> {
    Some(match action {
        RemedyAction::OpenField { profile: Some(profile), field } => {
            edit(profile, flag_for(*field)?)
        }
        RemedyAction::AllowHost { profile: Some(profile), host } => {
            edit(profile, &format!("--allow-host {}", quoted(host)))
        }
        RemedyAction::SetVariable { profile: Some(profile), name } => {
            edit(profile, &format!("--var {}", quoted(&format!("{name}=…"))))
        }
        RemedyAction::RenewToken { profile: Some(profile) } => {
            format!("mudbrick token {} --renew", quoted(&profile.title))
        }
        RemedyAction::SignIn { profile: Some(profile) } => {
            format!("mudbrick sign-in {}", quoted(&profile.title))
        }
        RemedyAction::ChooseKey { profile: Some(profile) } => edit(profile, "--key …"),
        RemedyAction::RotateSecret { profile: Some(profile), way } => rotate(&profile.title, *way),
        RemedyAction::Migrate { profile: Some(profile) } => {
            format!("mudbrick migrate {}", quoted(&profile.title))
        }
        RemedyAction::RestoreSecret { owner, number } => {
            let (id, key) = match owner {
                SecretOwner::Profile { id } => (id.as_str(), ""),
                SecretOwner::Key { id } => (id.as_str(), " --key"),
            };
            match number {
                Some(number) => format!("mudbrick vault restore {id}{key} {number}"),
                None => format!("mudbrick vault history {id}{key}"),
            }
        }
        RemedyAction::StartPractice => "mudbrick practice".to_owned(),
        // Which client, technical account and organization a page of Adobe's or an administrator has to be told.
        RemedyAction::OpenConsole { profile: Some(profile) }
        | RemedyAction::AskAdministrator { profile: Some(profile) } => {
            format!("mudbrick profile show {}", quoted(&profile.title))
        }
        RemedyAction::EditRequest { header: Some(header), .. } => {
            format!("mudbrick send … -H {}", quoted(&format!("{}: {}", header.name, header.value)))
        }
        _ => return None,
    })
}

/// The command for that profile, or with a place for its name where none is known.
pub(crate) fn command_for(action: &RemedyAction, profile: Option<&ProfileName>) -> Option<String> {
    let named = match profile {
        Some(profile) => profile.clone(),
        None => {
            let id = ProfileId::parse(&"0".repeat(32)).ok()?;
            ProfileName { id, title: "PROFILE".to_owned() }
        }
    };
    command(&action.clone().of_profile(&named))
}

fn edit(profile: &ProfileName, option: &str) -> String {
    format!("mudbrick profile edit {} {option}", quoted(&profile.title))
}

/// The command that goes on with the rotation of a client secret.
pub(crate) fn rotate(title: &str, way: RotationWay) -> String {
    let option = match way {
        RotationWay::GoOn => "",
        RotationWay::GivePlace => " --console …",
        RotationWay::ReplaceLost => " --replace-lost",
        RotationWay::DeleteOld => " --delete-old",
        RotationWay::DeleteOldThoughUsed => " --delete-old --even-if-used",
        RotationWay::DeleteNamed => " --delete …",
        RotationWay::Abandon => " --abandon",
    };
    format!("mudbrick rotate {}{option}", quoted(title))
}

/// The option that sets a field. A secret is never an argument.
fn flag_for(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::Name => "--name …",
        Field::Organization => "--organization …",
        Field::OrgId => "--org-id …",
        Field::ClientId => "--client-id …",
        Field::ClientSecret => "--secret-file …",
        Field::SecondClientSecret => "--second-secret-file …",
        Field::Grant => "--grant …",
        Field::UserClient => "--client …",
        Field::RedirectUri => "--redirect-uri …",
        Field::Scopes => "--scopes …",
        Field::TechnicalAccountId => "--technical-account-id …",
        Field::Key => "--key …",
        Field::Adobe => "--adobe …",
        Field::Risk => "--risk …",
        Field::Colour => "--colour …",
        Field::Sandbox => "--sandbox …",
        Field::Variables => "--var …",
        Field::AllowedHosts => "--allow-host …",
        Field::Sending => "--max-time …",
        Field::PrivateKey => return None,
    })
}

/// As a shell takes it for one word.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@');
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}
