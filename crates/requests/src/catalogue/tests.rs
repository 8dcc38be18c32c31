use super::*;
use crate::{Directives, Source, Variables, canonical_name, check, fill, variable_names};
use mudbrick_model::Method;
use mudbrick_vault::SecretText;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn every_file_is_written_as_mudbrick_writes_files() {
    for (group, text) in GROUPS {
        assert_eq!(HttpFile::parse(text).unwrap().render().unwrap(), *text, "{group}");
    }
}

#[test]
fn every_path_is_there_once_and_leads_to_a_group() {
    let paths: BTreeSet<_> = catalogue().iter().map(|sample| sample.path.as_str()).collect();
    assert_eq!(paths.len(), catalogue().len());
    assert!(paths.contains("Places/List libraries"));
    assert!(paths.contains("Campaign Standard/List profiles"));
    assert!(paths.contains("Experience Platform/Test the credentials"));
    assert!(paths.contains("Experience Platform/Catalog/List datasets"));
}

/// How many requests each service has: one that is taken out is missed here.
#[test]
fn nothing_was_taken_out_of_the_catalogue() {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for sample in catalogue() {
        let group = sample.path.as_str().rsplit_once('/').unwrap().0;
        *counted.entry(group).or_default() += 1;
    }
    assert_eq!(counted, BTreeMap::from(COUNTS));
}

const COUNTS: [(&str, usize); 41] = [
    ("Analytics", 5),
    ("Campaign Standard", 51),
    ("Campaign v8", 45),
    ("Cloud Manager", 1),
    ("Events", 4),
    ("Experience Platform", 3),
    ("Experience Platform/Access Control", 19),
    ("Experience Platform/Ad Hoc Activation", 1),
    ("Experience Platform/Audit", 2),
    ("Experience Platform/Batch Ingestion", 10),
    ("Experience Platform/Catalog", 21),
    ("Experience Platform/Data Access", 6),
    ("Experience Platform/Data Distiller Authorization", 4),
    ("Experience Platform/Data Governance", 26),
    ("Experience Platform/Data Hygiene", 10),
    ("Experience Platform/Data Prep", 11),
    ("Experience Platform/Dataset Labels", 3),
    ("Experience Platform/Destination Authoring", 27),
    ("Experience Platform/Flow Service", 47),
    ("Experience Platform/Identity", 8),
    ("Experience Platform/Observability", 2),
    ("Experience Platform/Privacy", 6),
    ("Experience Platform/Profile", 24),
    ("Experience Platform/Query Service", 28),
    ("Experience Platform/Sandboxes", 28),
    ("Experience Platform/Schema Registry", 48),
    ("Experience Platform/Segmentation", 35),
    ("Experience Platform/Sensei Machine Learning", 41),
    ("Experience Platform/Streaming Ingestion", 2),
    ("Experience Platform/Tags", 105),
    ("Experience Platform/Unified Tags", 17),
    ("Experience Platform/mTLS", 1),
    ("Firefly", 2),
    ("IMS", 16),
    ("IO Management", 3),
    ("Journey Optimizer", 5),
    ("PDF Services", 1),
    ("Places", 18),
    ("Stock", 1),
    ("Target", 3),
    ("User Management", 33),
];

/// With every variable set, nothing in the catalogue draws a warning: what we ship is what Adobe expects.
#[test]
fn every_request_can_be_filled_and_passes_the_checks() {
    for sample in catalogue() {
        let variables = variable_names(sample.request())
            .into_iter()
            .filter(|name| name != "ACCESS_TOKEN")
            .fold(Variables::new(), |known, name| known.with(Source::Own, name, "x"))
            .with_secret("ACCESS_TOKEN", SecretText::new("token".to_owned()));
        let filled = fill(sample.request(), &variables).unwrap();
        let warnings: Vec<_> = check(&filled).into_iter().map(|w| w.message).collect();
        assert!(warnings.is_empty(), "{}: {warnings:?}", sample.path);
    }
}

#[test]
fn every_secret_and_id_is_a_variable() {
    for sample in catalogue() {
        for header in &sample.request().headers {
            let value = match header.name.to_ascii_lowercase().as_str() {
                "authorization" => "Bearer {{ACCESS_TOKEN}}",
                "x-api-key" | "x-ims-clientid" => "{{API_KEY}}",
                "x-gw-ims-org-id" | "x-ims-org-id" => "{{IMS_ORG}}",
                "x-sandbox-name" => "{{SANDBOX_NAME}}",
                _ => continue,
            };
            assert_eq!(header.value, value, "{}", sample.path);
        }
    }
}

#[test]
fn everything_that_is_said_of_a_request_is_in_sentences() {
    for sample in catalogue() {
        let prompts = Directives::of(sample.entry()).prompts;
        let asked = prompts.iter().map(|prompt| prompt.description.as_deref().unwrap_or_default());
        for text in asked.chain(sample.note()).chain([sample.description()]) {
            let first = text.chars().next().unwrap_or_default();
            assert!(
                text.ends_with('.') && !first.is_ascii_lowercase(),
                "{}: {text:?}",
                sample.path
            );
        }
        let sentences = sample.description().matches(". ").count() + 1;
        assert!(sentences <= 2, "{}: {}", sample.path, sample.description());
    }
}

/// What the profile knows by itself, and what only a person can tell.
const KNOWN: [&str; 6] =
    ["ACCESS_TOKEN", "API_KEY", "IMS_ORG", "SANDBOX_NAME", "IMS", "ORGANIZATION"];

#[test]
fn every_value_that_a_person_has_to_find_is_asked_for_and_no_other() {
    for sample in catalogue() {
        let needed: BTreeSet<String> = variable_names(sample.request())
            .into_iter()
            .filter(|name| {
                !name.starts_with('$')
                    && !KNOWN.contains(&canonical_name(name))
                    && name != "TENANT_ID"
            })
            .collect();
        let said = Directives::of(sample.entry());
        let asked = said.prompts.iter().map(|prompt| prompt.name.clone()).collect();
        assert_eq!(needed, asked, "{}", sample.path);
        // Nothing in the catalogue is only meant for other programs.
        assert_eq!(said.unsupported, [], "{}", sample.path);
    }
}

/// Every comment that begins with `@` is one that is understood, written as it is understood.
#[test]
fn every_request_says_what_it_does_to_the_data() {
    const WORDS: [&str; 5] = ["scopes", "metascopes", "effect", "prompt", "example"];
    for sample in catalogue() {
        let said: Vec<&str> = sample
            .entry
            .comments
            .iter()
            .filter_map(|comment| comment.strip_prefix('@')?.split([' ', '\t']).next())
            .collect();
        assert!(said.iter().all(|word| WORDS.contains(word)), "{}: {said:?}", sample.path);
        assert_eq!(said.iter().filter(|word| **word == "effect").count(), 1, "{}", sample.path);
        let written = sample.entry.comments.iter().find_map(|one| one.strip_prefix("@effect "));
        assert_eq!(written, Some(sample.effect().as_str()), "{}", sample.path);
        // Nothing is called harmless that its method says deletes.
        if sample.request().method == Method::Delete {
            assert_ne!(sample.effect(), Effect::Read, "{}", sample.path);
        }
    }
}

#[test]
fn a_file_tells_what_credentials_all_of_its_requests_need() {
    let of = |path: &str| catalogue().iter().find(|one| one.path.as_str() == path).unwrap();
    let campaign = of("Campaign Standard/List profiles");
    assert!(campaign.scopes().any(|scope| scope == "campaign_sdk"));
    assert!(campaign.scopes().any(|scope| scope == "deliverability_service_general"));
    assert_eq!(campaign.metascopes(), ["ent_campaign_sdk"]);
    // Adobe's documents name no scope of Places.
    assert_eq!(of("Places/List libraries").scopes().count(), 0);
    // One of another file's, and scopes of its own.
    assert!(of("Events/List event providers").scopes().all(|scope| scope != "event_receiver"));
    assert!(of("Events/Send an event").scopes().any(|scope| scope == "event_receiver"));
}

#[test]
fn a_request_is_shown_as_it_is_written() {
    let sample =
        catalogue().iter().find(|one| one.path.as_str() == "Places/Get a library").unwrap();
    let text = sample.text();
    assert!(GROUPS.iter().any(|(_, file)| file.contains(&text)), "{text}");
    assert!(text.contains("# @prompt LIBRARY_ID The library's ID"), "{text}");
}

#[test]
fn an_example_that_looks_like_json_is_json() {
    for sample in catalogue() {
        let Some(example) = sample.example() else { continue };
        if example.starts_with(['{', '[']) {
            let read = serde_json::from_str::<serde_json::Value>(&example);
            assert!(read.is_ok(), "{}: {read:?}", sample.path);
        }
    }
}

#[test]
fn the_changelog_counts_the_requests_that_there_are() {
    let told = format!("**A catalogue of {} requests.**", catalogue().len());
    assert!(include_str!("../../../../CHANGELOG.md").contains(&told), "{told}");
}
