//! The rules themselves: each complete, each true of its own examples, and of no other rule's.

use mudbrick_explain::{Standing, explain, matching, rule, rules};
use mudbrick_model::RemedyAction;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn each_rule_is_told_whole_and_named_once() {
    let mut ids = BTreeSet::new();
    for rule in rules() {
        let id = &rule.id;
        assert!(ids.insert(id), "{id} is there twice");
        for text in [&rule.sentence, &rule.cause, &rule.remedy] {
            assert!(text.ends_with('.') && text.len() > 12, "{id}: {text}");
            assert!(!text.contains(['!', '—']), "{id}: {text}");
        }
        assert!(rule.sentence.len() <= 160, "{id}: {}", rule.sentence);
        assert!(!rule.examples().is_empty(), "{id} has no example");
        assert!(rule.source.contains(".md: "), "{id}: {}", rule.source);
        assert!(!rule.service.is_empty());
    }
    assert!(ids.len() > 180, "{}", ids.len());
    assert!(rule("no.such").is_none() && rule("ims.wrong_secret").is_some());
}

#[test]
fn each_example_is_known_by_its_own_rule_alone() {
    for rule in rules() {
        for example in rule.examples() {
            let found: Vec<&str> =
                matching(&example.answer()).iter().map(|it| it.id.as_str()).collect();
            assert_eq!(found, [rule.id.as_str()], "{example:?}");
            let explained = explain(&example.answer()).unwrap();
            assert!(!explained.sentence.contains('{'), "{}", explained.sentence);
            let problem = explained.problem();
            assert_eq!((problem.code, &problem.message), (rule.code, &explained.sentence));
            assert_eq!(problem.remedy_text(), Some(rule.remedy.as_str()));
        }
    }
}

/// A sentence may not claim certainty that its fact does not have.
#[test]
fn what_nobody_verified_is_marked() {
    let unverified: Vec<&str> = rules()
        .iter()
        .filter(|rule| rule.standing == Standing::Unverified)
        .map(|rule| rule.id.as_str())
        .collect();
    for id in [
        "ims.assertion_expired",
        "ims.wrong_audience",
        "aem.rights",
        "aem.assertion",
        "aem.changed",
        "events.webhook_failed",
    ] {
        assert!(unverified.contains(&id), "{id}");
    }
    assert_eq!(Standing::Reported.words(), "reported by others");
}

#[test]
fn every_remedy_leads_somewhere() {
    for rule in rules() {
        let leads = match &rule.action {
            RemedyAction::Wait { seconds } => (1..=60).contains(seconds),
            RemedyAction::EditRequest { header: Some(header), .. } => !header.name.is_empty(),
            RemedyAction::OpenField { .. }
            | RemedyAction::RenewToken { .. }
            | RemedyAction::SignIn { .. }
            | RemedyAction::ChooseKey { .. }
            | RemedyAction::Migrate { .. }
            | RemedyAction::TryAgain
            | RemedyAction::OpenConsole { .. }
            | RemedyAction::EditRequest { .. }
            | RemedyAction::AskAdministrator { .. } => true,
            // Nothing that Adobe answers is mended by these.
            _ => false,
        };
        assert!(leads, "{}: {:?}", rule.id, rule.action);
    }
}

/// serde passes over members that it does not know beside flattened ones.
#[test]
fn no_word_in_a_rule_is_misspelt() {
    const KNOWN: [&str; 24] = [
        "id",
        "sentence",
        "cause",
        "remedy",
        "fix",
        "code",
        "standing",
        "source",
        "new_token",
        "quiet",
        "unless",
        "or",
        "examples",
        "hosts",
        "paths",
        "methods",
        "status",
        "headers",
        "body",
        "json",
        "text",
        "also",
        "bearer",
        "grant",
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let ids: BTreeSet<&str> = rules().iter().map(|rule| rule.id.as_str()).collect();
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let file: toml::Table = text.parse().unwrap();
        for rule in file["rule"].as_array().unwrap() {
            let rule = rule.as_table().unwrap();
            let ways = rule.get("or").and_then(|it| it.as_array()).into_iter().flatten();
            let keys = rule.keys().chain(ways.flat_map(|way| way.as_table().unwrap().keys()));
            for key in keys {
                assert!(KNOWN.contains(&key.as_str()) || key == "alone", "{}: {key}", rule["id"]);
            }
            for other in rule.get("unless").and_then(|it| it.as_array()).into_iter().flatten() {
                assert!(ids.contains(other.as_str().unwrap()), "{}: no rule {other}", rule["id"]);
            }
            count += 1;
        }
    }
    assert_eq!(count, rules().len(), "a file is not part of the book");
}
