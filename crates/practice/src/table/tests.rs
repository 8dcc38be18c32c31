//! The table holds together: every file is read, every name in it leads somewhere.

use super::entry::{Resource, Service, Verb};
use super::files::services;
use super::template::Template;
use std::collections::BTreeSet;

/// What templates may ask for, besides what stands behind a colon.
const KNOWN: &[&str] = &[
    "any",
    "items",
    "list",
    "keyed",
    "count",
    "total",
    "total.text",
    "pages",
    "page",
    "page.from.one",
    "size",
    "start",
    "order",
    "order.field",
    "order.direction",
    "next",
    "next.number",
    "next.query",
    "link",
    "short.link",
    "previous",
    "more",
    "first",
    "last",
    "before",
    "none",
    "item",
    "id",
    "what",
    "detail",
    "org",
    "ident",
    "tenant",
    "sandbox",
    "sandbox.id",
    "sandbox.type",
    "sandbox.default",
    "user",
    "client",
    "origin",
    "path",
    "now",
    "now.ms",
    "uuid",
    "index",
    "at",
];

/// What may stand before a colon.
const WITH_MORE: &[&str] = &["id", "at", "hex", "number", "pick", "in", "query", "item", "first"];

fn templates(service: &Service) -> Vec<&Template> {
    let faults = [&service.missing, &service.bad].into_iter().flatten().map(|fault| &fault.body);
    let usual = [&service.list, &service.one, &service.written, &service.removed];
    let of_resource = |r: &'static Resource| [&r.envelope, &r.one, &r.written, &r.removed];
    let service: &'static Service = services().iter().find(|s| s.name == service.name).unwrap();
    let of_shelves = service.shelves.values().flat_map(|rule| {
        let own = [&rule.id, &rule.usual, &rule.made, &rule.changed].into_iter().flatten();
        own.chain(&rule.seed)
    });
    let resources = service.resources.iter().flat_map(of_resource).flatten();
    faults.chain(usual.into_iter().flatten()).chain(resources).chain(of_shelves).collect()
}

#[test]
fn every_placeholder_is_known() {
    for service in services() {
        for name in templates(service).into_iter().flat_map(Template::names) {
            let known = match name.split_once(':') {
                Some((name, _)) => WITH_MORE.contains(&name),
                None => KNOWN.contains(&name.as_str()),
            };
            assert!(known, "{}: <{name}>", service.name);
        }
    }
}

#[test]
fn every_entry_has_its_shelf_and_every_path_is_there_once() {
    for service in services() {
        let mut paths = BTreeSet::new();
        assert!(!service.source.is_empty());
        for resource in &service.resources {
            let place = format!("{} {}", service.name, resource.path);
            assert!(paths.insert(resource.path.to_string()), "{place} is there twice");
            let shelf = resource.shelf.as_ref();
            assert!(shelf.is_none_or(|shelf| service.shelves.contains_key(shelf)), "{place}");
            for operation in resource.on.values() {
                match operation.verb {
                    Verb::Code | Verb::Unserved | Verb::Say => {}
                    _ => assert!(shelf.is_some(), "{place} has no shelf"),
                }
            }
        }
    }
}

#[test]
fn the_path_with_more_words_is_meant() {
    let find = |path: &str| {
        let segments: Vec<&str> = path.split('/').collect();
        super::find(None, &segments).map(|found| found.resource.path.to_string())
    };
    let base = "data/foundation/conversion";
    assert_eq!(
        find(&format!("{base}/mappingSets/validate")).as_deref(),
        Some("/mappingSets/validate")
    );
    assert_eq!(find(&format!("{base}/mappingSets/x")).as_deref(), Some("/mappingSets/{id}"));
    assert_eq!(find(&format!("{base}/nothing")), None);
}

#[test]
fn a_service_has_its_regions_and_its_stage() {
    for (own, host, same) in [
        ("platform.adobe.io", "platform.adobe.io", true),
        ("platform.adobe.io", "platform-va7.adobe.io", true),
        ("platform.adobe.io", "platformer.adobe.io", false),
        ("reactor.adobe.io", "reactor-stage.adobe.io", true),
        ("reactor.adobe.io", "reactor-va7.adobe.io", false),
        ("dcs.adobedc.net", "dcs.adobedc.net", true),
        ("dcs.adobedc.net", "platform.adobe.io", false),
    ] {
        assert_eq!(super::lives_at(own, host), same, "{own} {host}");
    }
}
