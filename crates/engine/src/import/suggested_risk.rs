//! How careful to be with a profile that was just found: a guess, which the person sees and can change.

use mudbrick_model::{Adobe, Colour, Note, Profile, Risk};

/// The guess for a credential of this name, in this workspace of the Developer Console if it came from there.
pub(super) fn risk(adobe: Adobe, name: &str, workspace: Option<&str>) -> Risk {
    match adobe {
        Adobe::Practice | Adobe::Stage => adobe.usual_risk(),
        Adobe::Production => match workspace.and_then(by_name) {
            Some(risk @ (Risk::Staging | Risk::Development)) => risk,
            // Every project has a workspace called Production, so what a person called the project says more.
            of_workspace => {
                by_name(name).or(of_workspace).unwrap_or(Adobe::Production.usual_risk())
            }
        },
    }
}

/// What the words say that people name workspaces and environments with.
fn by_name(name: &str) -> Option<Risk> {
    let lower = name.to_lowercase();
    let has = |wanted: &[&str]| {
        lower.split(|c: char| !c.is_alphanumeric()).any(|word| wanted.contains(&word))
    };
    if has(&["stage", "staging", "stg", "preprod", "uat"]) {
        Some(Risk::Staging)
    } else if has(&["development", "develop", "dev", "test", "sandbox", "qa"]) {
        Some(Risk::Development)
    } else {
        has(&["production", "prod", "prd", "live"]).then_some(Risk::Production)
    }
}

/// Production stands out from the beginning.
pub(super) fn colour(risk: Risk) -> Colour {
    match risk {
        Risk::Production => Colour::Red,
        Risk::Staging => Colour::Orange,
        Risk::Development => Colour::Blue,
    }
}

/// A profile out of somebody's share kit. Whether a writing call to Adobe's production asks first is not for the kit to
/// say: it does until the person says otherwise.
pub(super) fn shared(profile: Profile) -> (Profile, Option<Note>) {
    let usual = profile.adobe.usual_risk();
    if usual != Risk::Production || profile.risk == usual {
        return (profile, None);
    }
    (Profile { risk: usual, ..profile }, Some(Note::KitRiskNotTaken))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::production("Places", Some("Production"), Risk::Production)]
    #[case::brackets_of_its_own("Places (EU)", Some("Production"), Risk::Production)]
    #[case::project_for_tests("Places test", Some("Production"), Risk::Development)]
    #[case::stage_unnamed("Server credential", Some("Stage"), Risk::Staging)]
    #[case::stage_of_production("Places prod", Some("Stage"), Risk::Staging)]
    #[case::somebodys_own("Places", Some("alice"), Risk::Production)]
    #[case::not_the_consoles("Places", None, Risk::Production)]
    #[case::named_for_production("acme-prod", None, Risk::Production)]
    fn the_workspace_tells_how_careful_to_be(
        #[case] name: &str,
        #[case] workspace: Option<&str>,
        #[case] expected: Risk,
    ) {
        assert_eq!(risk(Adobe::Production, name, workspace), expected);
        assert_eq!(risk(Adobe::Stage, name, workspace), Risk::Staging);
    }

    #[rstest]
    #[case::workspace("Geo Demo (Stage)", Some(Risk::Staging))]
    #[case::environment("acme-prod", Some(Risk::Production))]
    #[case::both("Prod copy for dev", Some(Risk::Development))]
    #[case::part_of_a_word("Products", None)]
    #[case::nothing("Places", None)]
    fn names_tell_how_careful_to_be(#[case] name: &str, #[case] expected: Option<Risk>) {
        assert_eq!(by_name(name), expected);
    }
}
