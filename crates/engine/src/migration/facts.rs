//! What is known of leaving JWT: dates, and which scopes take the place of which metascopes. What is not known stays unknown.
//!
//! Sources: the dates from adobe-dev-console migration.md and its history; what is said of AEM from the pages of
//! experience-manager-cloud-service; the three metascopes from Asset Compute's API page, which has the only worked example that
//! is public: a table of all of them was not found.

use super::view::{JwtIssuer, MetascopeScopes, MigrationDate, MigrationDateKind};
use crate::jwt_end::issuer;
use mudbrick_model::{Metascope, Profile};
use std::time::Duration;

/// The Console lets a JWT credential be deleted so long after its last token, and only when the OAuth credential has got one
/// since (migration.md).
pub(super) const CONSOLE_WAITS: Duration = Duration::from_secs(24 * 60 * 60);

const KNOWN: [(&str, &[&str]); 3] = [
    ("event_receiver_api", &["event_receiver", "event_receiver_api"]),
    (
        "ent_adobeio_sdk",
        &["adobeio_api", "additional_info.roles", "additional_info.projectedProductContext"],
    ),
    ("asset_compute_meta", &["asset_compute", "read_organizations"]),
];

/// The days that matter.
pub(super) fn dates(profile: &Profile, metascopes: &[Metascope]) -> Vec<MigrationDate> {
    // Of an end of AEM's service credentials nothing was found: deprecated, and still working.
    if issuer(profile, metascopes) == JwtIssuer::Aem {
        return Vec::new();
    }
    let date = |day: &str, kind| {
        let words = match kind {
            MigrationDateKind::Deprecated => "Adobe announced the end of service accounts (JWT)",
            MigrationDateKind::NoNewCredentials => "from then on, none can be created",
            MigrationDateKind::NoNewCertificates => "from then on, no certificate can be added",
            MigrationDateKind::Converted => {
                "what is left was converted to OAuth and does not work by JWT any more"
            }
        };
        MigrationDate { day: day.to_owned(), kind, words: words.to_owned() }
    };
    vec![
        date("2023-05-01", MigrationDateKind::Deprecated),
        date("2024-06-03", MigrationDateKind::NoNewCredentials),
        date("2025-06-30", MigrationDateKind::NoNewCertificates),
        date("2026-03-01", MigrationDateKind::Converted),
    ]
}

/// Which scopes take the place of each; empty where that is not known.
pub(super) fn suggestions(metascopes: &[Metascope]) -> Vec<MetascopeScopes> {
    let of = |metascope: &Metascope| {
        let known = KNOWN.iter().find(|(name, _)| *name == metascope.as_str());
        let scopes = known.map_or(&[][..], |(_, scopes)| scopes);
        MetascopeScopes {
            metascope: metascope.to_string(),
            scopes: scopes.iter().map(|&scope| scope.to_owned()).collect(),
        }
    };
    metascopes.iter().map(of).collect()
}

/// Those that are known, comma separated and each once.
pub(super) fn suggested(suggestions: &[MetascopeScopes]) -> String {
    let mut scopes: Vec<&str> = Vec::new();
    for scope in suggestions.iter().flat_map(|one| &one.scopes) {
        if !scopes.contains(&scope.as_str()) {
            scopes.push(scope);
        }
    }
    scopes.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_documented_stays_unknown() {
        let metascope = |name: &str| Metascope::parse(name).unwrap();
        let found = suggestions(&[metascope("ent_adobeio_sdk"), metascope("ent_campaign_sdk")]);
        assert!(found[0].scopes.contains(&"adobeio_api".to_owned()));
        assert!(found[1].scopes.is_empty());
        let known = "adobeio_api,additional_info.roles,additional_info.projectedProductContext";
        assert_eq!(suggested(&found), known);
        assert_eq!(suggested(&[&found[..], &found[..]].concat()), known, "each once");
    }
}
