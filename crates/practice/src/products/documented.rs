//! The table is walked: every documented call is answered, and every read in the envelope that its entry says.

use super::{Call, Organisation, Products, Seed};
use crate::products::people::person;
use crate::table::{self, Found, Verb};
use serde_json::Value;

fn products() -> Products {
    let organisation = Organisation {
        id: "0A1B2C3D4E5F60718293A4B5@AdobeOrg".to_owned(),
        tenant: "acme".to_owned(),
    };
    Products::seeded(Seed { profiles: 30, organisations: vec![organisation] })
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
