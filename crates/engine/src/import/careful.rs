//! How careful to be with a profile that was just found: a guess, which the person sees and can change.

use mudbrick_model::{Adobe, Colour, Risk};

/// The guess for a credential of this name, whose client ID stood at `origin`.
pub(super) fn risk(adobe: Adobe, name: &str, origin: &str) -> Risk {
    // A Console's workspace stands behind the name unless it is Production.
    let in_production = origin.contains(".workspace.") && !name.ends_with(')');
    match adobe {
        Adobe::Practice => Risk::Development,
        Adobe::Stage => Risk::Staging,
        Adobe::Production => by_name(name).unwrap_or(match in_production {
            true => Risk::Production,
            false => Risk::Development,
        }),
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

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

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
