//! The table is walked: every documented call is answered, and every read in the envelope that its entry says.

use super::{Call, CampaignEdition, Organisation, Products, Seed};
use crate::products::people::person;
use crate::table::{self, Found, Verb};
use serde_json::Value;

fn products() -> Products {
    let organisation = Organisation {
        id: "0A1B2C3D4E5F60718293A4B5@AdobeOrg".to_owned(),
        tenant: "acme".to_owned(),
    };
    Products::seeded(Seed {
        profiles: 30,
        campaign: CampaignEdition::Standard,
        organisations: vec![organisation],
    })
}

/// A call with every header that a specification may ask for.
fn call(method: &str, found: &Found, path: &str) -> Call {
    let accept = match found.service.name.as_str() {
        "schema-registry" if path.ends_with("/descriptors") => "application/vnd.adobe.xdm+json",
        "schema-registry" => "application/vnd.adobe.xed-id+json",
        _ => "application/json",
    };
    let mut call = Call::to(method, &format!("{}{path}", found.service.hosts[0]))
        .with_header("x-sandbox-name", "prod")
        .with_header("accept", accept);
    let value = |text: &String| text.replace("<person>", &person(0).email);
    call.query =
        found.resource.query.iter().map(|(name, text)| (name.clone(), value(text))).collect();
    call
}

/// Every entry with a path that stands for it.
fn entries() -> Vec<(Found, String)> {
    let services = table::all()
        .iter()
        .flat_map(|service| service.resources.iter().map(move |resource| (service, resource)));
    let found = services.map(|(service, resource)| {
        let path = format!("{}{}", service.base, resource.path);
        (Found { service, resource, inputs: Vec::new() }, path)
    });
    found.collect()
}

#[test]
fn every_read_without_an_input_answers_in_its_envelope() {
    let products = products();
    let mut faults = Vec::new();
    for (found, path) in entries() {
        let Some(operation) = found.operation("GET") else { continue };
        if path.contains('{') || operation.verb == Verb::Unserved {
            continue;
        }
        let reply = products.handle(&call("GET", &found, &path)).unwrap();
        let body: Value = serde_json::from_slice(reply.body()).unwrap_or_default();
        if reply.status() != operation.status {
            faults.push(format!("{path}: {} {body}", reply.status()));
            continue;
        }
        let Some(envelope) = found.envelope() else {
            let bare = operation.verb == Verb::List && body.is_array();
            if !bare && operation.verb != Verb::One {
                faults.push(format!("{path} has no envelope"));
            }
            continue;
        };
        if operation.status != 204
            && let Err(fault) = envelope.fits(&body)
        {
            faults.push(format!("{path}: {fault} in {body}"));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// A client takes 404 for "there is none": nothing that Adobe documents may be answered so, unless by the service for an
/// id that nobody has.
#[test]
fn every_documented_call_is_answered() {
    let products = products();
    let mut faults = Vec::new();
    for (found, path) in entries() {
        for (method, operation) in &found.resource.on {
            // An organisation reads its own users; pages and tenants are what they are called.
            let path = path
                .replace("{org}", "0A1B2C3D4E5F60718293A4B5@AdobeOrg")
                .replace("{page}", "0")
                .replace("{organization}", "acme")
                .replace(['{', '}'], "");
            let call = call(method, &found, &path).with_json(serde_json::json!({}));
            let reply = products.handle(&call);
            let status = reply.map(|reply| reply.status().as_u16());
            let served = operation.verb != Verb::Unserved;
            if status.is_none() || status == Some(405) || (status == Some(501)) == served {
                faults.push(format!("{method} {path}: {status:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// Members that name another thing, and where that thing is read.
const REFERENCES: &[(&str, &str)] = &[
    ("baseConnectionId", "/data/foundation/flowservice/connections/{}"),
    ("sourceConnectionIds", "/data/foundation/flowservice/sourceConnections/{}"),
    ("targetConnectionIds", "/data/foundation/flowservice/targetConnections/{}"),
    ("flowId", "/data/foundation/flowservice/flows/{}"),
    ("dataSetId", "/data/foundation/catalog/dataSets/{}"),
    ("datasetId", "/data/foundation/catalog/dataSets/{}"),
    ("mergePolicyId", "/data/core/ups/config/mergePolicies/{}"),
    ("scheduleId", "/data/foundation/query/schedules/{}"),
    ("destinationServerId", "/data/core/activation/authoring/destination-servers/{}"),
    ("destinationId", "/data/core/activation/authoring/destinations/{}"),
    ("tagCategoryId", "/unifiedtags/tagCategory/{}"),
    ("packageId", "/data/foundation/exim/packages/{}"),
    ("engineId", "/data/sensei/engines/{}"),
    ("mlInstanceId", "/data/sensei/mlInstances/{}"),
    ("experimentId", "/data/sensei/experiments/{}"),
    ("modelId", "/data/sensei/models/{}"),
];

/// Every address that `answer` leads to: links to read, and things it names by their ids.
fn leads(answer: &Value, base: &str, into: &mut Vec<String>) {
    match answer {
        Value::Array(items) => items.iter().for_each(|item| leads(item, base, into)),
        Value::Object(members) => {
            let method = members.get("method").and_then(Value::as_str).unwrap_or("GET");
            let templated = members.get("templated") == Some(&Value::Bool(true));
            for (name, member) in members {
                if let Some((_, path)) = REFERENCES.iter().find(|(known, _)| known == name) {
                    let ids = member.as_array().into_iter().flatten().chain([member]);
                    // "All of them" is written in the place of one.
                    let ids = ids.filter_map(Value::as_str).filter(|id| *id != "ALL");
                    into.extend(ids.map(|id| path.replace("{}", id)));
                }
                match member.as_str() {
                    Some(href) if name == "href" && method == "GET" && !templated => {
                        into.push(resolved(href, base));
                    }
                    _ => leads(member, base, into),
                }
            }
        }
        _ => {}
    }
}

/// A link as Adobe writes it: whole, from the root, from the service's base, or behind an `@`.
fn resolved(href: &str, base: &str) -> String {
    match href.trim_start_matches('@').strip_prefix("https://") {
        Some(whole) => whole.split_once('/').map_or(String::new(), |(_, path)| format!("/{path}")),
        None if href.starts_with(base) || href.starts_with("/data") => href.to_owned(),
        None => format!("{base}{}", href.trim_start_matches('@')),
    }
}

#[test]
fn every_link_and_reference_of_the_seed_leads_somewhere() {
    let products = products();
    let mut waiting: Vec<String> = Vec::new();
    for (found, path) in entries() {
        let data = matches!(
            found.operation("GET").map(|operation| operation.verb),
            Some(Verb::List | Verb::One | Verb::Code)
        );
        if data && !path.contains('{') {
            let reply = products.handle(&call("GET", &found, &path)).unwrap();
            let body = serde_json::from_slice(reply.body()).unwrap_or_default();
            leads(&body, &found.service.base.to_string(), &mut waiting);
        }
    }
    waiting.sort();
    waiting.dedup();
    assert!(waiting.len() > 60, "{} leads", waiting.len());
    let mut lost = Vec::new();
    for address in &waiting {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let Some(found) = table::find(None, &segments) else {
            lost.push(format!("{address}: no entry"));
            continue;
        };
        let mut call = call("GET", &found, path);
        call.query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let status = products.handle(&call).map(|reply| reply.status().as_u16());
        if status != Some(200) {
            lost.push(format!("{address}: {status:?}"));
        }
    }
    assert!(lost.is_empty(), "{} of {} lost\n{}", lost.len(), waiting.len(), lost.join("\n"));
}

/// What is documented and what of it is served, by service: an entry that is taken out of the table is missed here.
#[test]
fn nothing_was_taken_out_of_the_table() {
    let counted: Vec<(String, usize, usize, usize)> = crate::coverage()
        .services
        .into_iter()
        .map(|of| (of.service, of.documented, of.served, of.reads_served))
        .collect();
    let expected: Vec<(String, usize, usize, usize)> = COVERED
        .iter()
        .map(|(name, all, served, reads)| ((*name).to_owned(), *all, *served, *reads))
        .collect();
    assert_eq!(counted, expected);
}

/// Service; operations documented; operations served; reads without an input served.
const COVERED: &[(&str, usize, usize, usize)] = &[
    ("access-control", 19, 18, 4),
    ("ad-hoc-activation", 1, 0, 0),
    ("audit-query", 2, 1, 1),
    ("batch-ingestion", 7, 7, 0),
    ("catalog", 20, 16, 4),
    ("data-access", 6, 6, 0),
    ("data-distiller-auth", 4, 3, 1),
    ("data-hygiene", 10, 10, 3),
    ("data-prep", 11, 8, 3),
    ("dataset-service", 3, 3, 0),
    ("destination-authoring", 27, 24, 6),
    ("flow-service", 45, 35, 7),
    ("identity-service", 8, 8, 3),
    ("mtls-service", 1, 1, 1),
    ("observability-insights", 2, 2, 1),
    ("policy-service", 26, 26, 7),
    ("privacy-service", 5, 5, 1),
    ("profile", 22, 22, 7),
    ("query-service", 28, 24, 6),
    ("reactor", 107, 91, 5),
    ("sandbox", 29, 18, 7),
    ("schema-registry", 56, 56, 15),
    ("segmentation", 35, 34, 8),
    ("sensei-machine-learning", 41, 34, 6),
    ("streaming-ingestion", 2, 2, 0),
    ("unified-tags", 17, 14, 2),
    ("journey-optimizer", 10, 10, 4),
    ("places", 16, 16, 3),
    ("campaign", 34, 34, 3),
    ("user-management", 15, 13, 0),
    ("analytics", 52, 49, 1),
    ("target", 1, 0, 0),
    ("events", 3, 2, 0),
    ("stock", 1, 0, 0),
    ("firefly", 2, 2, 0),
    ("cloud-manager", 1, 0, 0),
];
