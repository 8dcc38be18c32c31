//! The specifications of connections and flows, which are Adobe's and the same for everybody.

use crate::products::platform::shelf::Shelf;
use serde_json::json;

/// Id, name, category of the sources and destinations that can be connected. The ids are Adobe's fixed ones.
pub(super) const SPECS: [(&str, &str, &str, &str); 6] = [
    ("32e8f412-cdf7-464c-9885-78184cb113fd", "google-cloud-storage", "Cloud Storage", "source"),
    ("ecadc60c-7455-4d87-84dc-2a0e293d997b", "amazon-s3", "Cloud Storage", "source"),
    ("b7bf2577-4520-42c9-bae9-cad01560f7bc", "sftp", "Cloud Storage", "source"),
    ("bc7b00d6-623a-4dfc-9fdb-f1240aeadaeb", "streaming", "Streaming", "source"),
    ("c604ff05-7f1a-43c0-8e18-33bf874cb11c", "data-landing-zone", "Data Lake", "target"),
    ("cfc0fee1-7dc0-40ef-b73e-d8b134c436f5", "salesforce", "CRM", "source"),
];

pub(super) const FLOW_SPEC: &str = "9753525b-82c7-4dce-8a9b-5ccfce2b9876";

pub(super) fn specs_named(name: &str) -> Option<Shelf> {
    let connection = |(id, name, category, kind): &(&str, &str, &str, &str)| {
        json!({
            "id": id,
            "name": name,
            "providerId": "0ed90a81-07f4-4586-8190-b40eccef1c5a",
            "version": "1.0",
            "type": kind,
            "attributes": { "category": category, "isSource": *kind == "source" },
            "authSpec": [{ "name": "Basic Authentication", "type": "KeyBased" }],
            "permissionsInfo": { "view": [{ "@type": "lowLevel", "name": "EnterpriseSource", "permissions": ["read"] }] },
        })
    };
    match name {
        "connectionSpecs" => Some(Shelf::of("id", SPECS.iter().map(connection))),
        "flowSpecs" => Some(Shelf::of(
            "id",
            [json!({
                "id": FLOW_SPEC,
                "name": "CloudStorageToAEP",
                "providerId": "0ed90a81-07f4-4586-8190-b40eccef1c5a",
                "version": "1.0",
                "sourceConnectionSpecIds": SPECS.iter().filter(|spec| spec.3 == "source").map(|spec| spec.0).collect::<Vec<_>>(),
                "targetConnectionSpecIds": [SPECS[4].0],
            })],
        )),
        _ => None,
    }
}
