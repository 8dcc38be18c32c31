//! The registry as a caller sees it.

use crate::products::call::Call;
use crate::products::{CampaignEdition, Organisation, Products, Seed};
use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};
use std::collections::HashSet;

const ROOT: &str = "platform.adobe.io/data/foundation/schemaregistry";
const IDS: &str = "application/vnd.adobe.xed-id+json";
const FULL: &str = "application/vnd.adobe.xed-full+json; version=1";

fn new() -> Products {
    let organisation = "0A1B2C3D4E5F60718293A4B5@AdobeOrg".to_owned();
    Products::seeded(Seed {
        campaign: CampaignEdition::Standard,
        profiles: 5,
        organisations: vec![Organisation { id: organisation, tenant: "acme".to_owned() }],
    })
}

fn send(platform: &Products, call: Call) -> (u16, Value) {
    let reply = platform.handle(&call.with_header("x-sandbox-name", "prod")).unwrap();
    (reply.status().as_u16(), serde_json::from_slice(reply.body()).unwrap_or_default())
}

fn get(platform: &Products, path: &str, accept: &str) -> (u16, Value) {
    send(platform, Call::to("GET", &format!("{ROOT}{path}")).with_header("accept", accept))
}

fn put(platform: &Products, method: &str, path: &str, body: Value) -> (u16, Value) {
    send(platform, Call::to(method, &format!("{ROOT}{path}")).with_json(body))
}

fn schema(title: &str) -> Value {
    json!({ "title": title, "type": "object", "allOf": [{ "$ref": "https://ns.adobe.com/xdm/context/profile" }] })
}

#[test]
fn the_tutorials_test_call_answers_without_a_sandbox() {
    let call = Call::to("GET", &format!("{ROOT}/global/classes")).with_header("accept", IDS);
    let reply = new().handle(&call).unwrap();
    let body: Value = serde_json::from_slice(reply.body()).unwrap();
    assert_eq!(reply.status(), 200);
    assert_eq!(
        body["results"][0],
        json!({
            "title": "XDM ExperienceEvent",
            "$id": "https://ns.adobe.com/xdm/context/experienceevent",
            "meta:altId": "_xdm.context.experienceevent",
            "version": "1",
        })
    );
    assert_eq!(body["results"][1]["title"], "XDM Individual Profile");
}

#[test]
fn a_tenants_list_must_name_its_sandbox() {
    let call = Call::to("GET", &format!("{ROOT}/tenant/schemas")).with_header("accept", IDS);
    assert_eq!(new().handle(&call).unwrap().status(), 400);
}

#[rstest]
#[case("/tenant/schemas", "application/vnd.adobe.xed+json; version=1", 1006)]
#[case("/global/classes/_xdm.context.profile", "application/vnd.adobe.xed+json", 1007)]
#[case("/tenant/descriptors", "application/vnd.adobe.xed+json", 1008)]
#[case("/tenant/descriptors/abc", "application/vnd.adobe.xed+json; version=1", 1009)]
fn a_wrong_accept_header_is_repeated_in_detail_and_report(
    #[case] path: &str,
    #[case] accept: &str,
    #[case] code: u32,
) {
    let (status, body) = get(&new(), path, accept);
    assert_eq!((status, &body["title"]), (400, &json!("Accept header invalid")));
    assert_eq!(body["type"], format!("http://ns.adobe.com/aep/errors/XDM-{code}-400"));
    for text in [&body["detail"], &body["report"]["detailed-message"]] {
        assert!(text.as_str().unwrap().contains(&format!("not valid: {accept} - ")), "{text}");
    }
    assert_eq!(body["report"]["timestamp"], "05-18-2026 09:00:00");
}

#[rstest]
#[case("_xdm.context.profile")]
#[case("https%3A%2F%2Fns.adobe.com%2Fxdm%2Fcontext%2Fprofile")]
fn both_ids_look_a_resource_up(#[case] id: &str) {
    let (status, body) = get(&new(), &format!("/global/classes/{id}"), FULL);
    assert_eq!((status, &body["title"]), (200, &json!("XDM Individual Profile")));
    // Resolved: the field comes from the record behaviour.
    assert_eq!(body["properties"]["_id"]["type"], "string");
    assert_eq!(body["allOf"], Value::Null);
}

#[test]
fn formats_differ_by_reference_and_text() {
    let platform = new();
    let at = "/global/fieldgroups/_xdm.context.profile-person-details";
    let of = |format: &str| {
        get(&platform, at, &format!("application/vnd.adobe.{format}+json; version=1")).1
    };
    assert!(of("xed")["definitions"].is_object());
    assert_eq!(of("xed-notext")["title"], Value::Null);
    let last_name = |body: &Value| {
        body["properties"]["person"]["properties"]["name"]["properties"]["lastName"].clone()
    };
    assert_eq!(last_name(&of("xed-full"))["title"], "Last Name");
    assert_eq!(last_name(&of("xed-full-notext"))["title"], Value::Null);
    assert_eq!(last_name(&of("xed-full-notext"))["type"], "string");
    let wrong = get(&platform, at, "application/vnd.adobe.xed+json; version=2");
    assert_eq!((wrong.0, &wrong.1["title"]), (404, &json!("Resource not found")));
}

#[test]
fn a_schema_lives_from_creation_to_deletion() {
    let platform = new();
    let (status, made) = put(&platform, "POST", "/tenant/schemas", schema("Visitors"));
    assert_eq!(
        (status, &made["version"], &made["meta:containerId"]),
        (201, &json!("1.0"), &json!("tenant"))
    );
    let id = made["$id"].as_str().unwrap();
    assert!(id.starts_with("https://ns.adobe.com/acme/schemas/"));
    assert_eq!(made["meta:class"], "https://ns.adobe.com/xdm/context/profile");
    let path = format!("/tenant/schemas/{}", made["meta:altId"].as_str().unwrap());
    let patch = json!([{ "op": "add", "path": "/description", "value": "Those who came" }]);
    let (status, changed) = put(&platform, "PATCH", &path, patch);
    assert_eq!(
        (status, &changed["version"], &changed["description"]),
        (200, &json!("1.1"), &json!("Those who came"))
    );
    let (status, replaced) = put(&platform, "PUT", &path, schema("Guests"));
    assert_eq!(
        (status, &replaced["$id"], &replaced["description"]),
        (200, &made["$id"], &Value::Null)
    );
    let stats = get(&platform, "/stats", "application/json").1;
    assert_eq!((&stats["tenantId"], &stats["counts"]["schemas"]), (&json!("acme"), &json!(7)));
    assert_eq!(put(&platform, "DELETE", &path, json!(null)).0, 204);
    assert_eq!(get(&platform, &path, FULL).0, 404);
}

#[rstest]
#[case("schemas", schema("Customer Profile"), "XDM-1521-400")]
#[case("schemas", json!({ "title": "x", "allOf": [{ "$ref": "https://ns.adobe.com/nowhere" }] }), "XDM-1520-400")]
#[case("schemas", json!({ "title": "x", "allOf": [] }), "XDM-1520-400")]
#[case("schemas", json!({ "allOf": [] }), "XDM-1520-400")]
#[case("fieldgroups", json!({ "title": "x", "definitions": { "a": { "properties": { "mine": { "type": "string" } } } } }), "XDM-1021-400")]
fn a_resource_that_breaks_a_rule_is_refused(
    #[case] kind: &str,
    #[case] body: Value,
    #[case] code: &str,
) {
    let (status, fault) = put(&new(), "POST", &format!("/tenant/{kind}"), body);
    assert_eq!(
        (status, &fault["type"]),
        (400, &json!(format!("http://ns.adobe.com/aep/errors/{code}")))
    );
}

#[test]
fn the_global_container_is_read_only() {
    assert_eq!(put(&new(), "POST", "/global/classes", json!({ "title": "x" })).0, 405);
}

#[test]
fn descriptors_come_in_groups_and_in_three_forms() {
    let platform = new();
    let list = |form: &str| {
        get(&platform, "/tenant/descriptors", &format!("application/vnd.adobe.{form}+json")).1
    };
    let id = list("xdm-id")["xdm:descriptorIdentity"][0].as_str().unwrap().to_owned();
    assert_eq!(list("xdm-link")["xdm:descriptorIdentity"][0], format!("/tenant/descriptors/{id}"));
    assert_eq!(list("xdm")["xdm:descriptorIdentity"][0]["@id"], id.as_str());
    let (status, mut one) =
        send(&platform, Call::to("GET", &format!("{ROOT}/tenant/descriptors/{id}")));
    assert_eq!(status, 200);
    one["xdm:namespace"] = json!("Phone");
    assert_eq!(
        put(&platform, "PUT", &format!("/tenant/descriptors/{id}"), one),
        (201, json!({ "@id": id }))
    );
    assert_eq!(put(&platform, "DELETE", &format!("/tenant/descriptors/{id}"), json!(null)).0, 204);
    assert_eq!(send(&platform, Call::to("GET", &format!("{ROOT}/tenant/descriptors/{id}"))).0, 404);
}

#[test]
fn unions_gather_what_is_enabled_for_profile() {
    let platform = new();
    let unions = get(&platform, "/tenant/unions", IDS).1;
    let ids: Vec<&Value> =
        unions["results"].as_array().unwrap().iter().map(|union| &union["$id"]).collect();
    assert!(ids.contains(&&json!("https://ns.adobe.com/xdm/context/profile__union")));
    let union = get(&platform, "/tenant/unions/_xdm.context.profile__union", FULL).1;
    let fields = union["properties"].as_object().unwrap();
    assert!(
        fields.contains_key("person")
            && fields.contains_key("_acme")
            && fields.contains_key("consents")
    );
}

#[test]
fn sample_data_and_export_follow_the_schema() {
    let platform = new();
    let schemas = get(&platform, "/tenant/schemas", IDS).1;
    let customer = schemas["results"]
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["title"] == "Customer Profile")
        .unwrap();
    let id = customer["meta:altId"].as_str().unwrap();
    let (_, sample) = send(&platform, Call::to("GET", &format!("{ROOT}/rpc/sampledata/{id}")));
    assert_eq!(sample["personalEmail"]["address"], "sample@example.com");
    assert_eq!(sample["_acme"]["points"], 77);
    let (_, parts) = send(&platform, Call::to("GET", &format!("{ROOT}/rpc/export/{id}")));
    let titles: Vec<&Value> = parts.as_array().unwrap().iter().map(|part| &part["title"]).collect();
    assert_eq!(titles, ["Loyalty Member", "Customer Profile"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn following_next_visits_every_resource_once(
        limit in 1_usize..20,
        order in prop::sample::select(vec!["title", "-title", "version", "-meta:altId", "description"]),
        kind in prop::sample::select(vec!["global/fieldgroups", "global/datatypes", "tenant/schemas"]),
    ) {
        let platform = new();
        let total = get(&platform, &format!("/{kind}"), IDS).1["results"].as_array().unwrap().len();
        let (mut seen, mut url) = (Vec::new(), format!("{ROOT}/{kind}?orderby={order}&limit={limit}"));
        loop {
            let (_, page) = send(&platform, Call::to("GET", &url).with_header("accept", IDS));
            seen.extend(page["results"].as_array().unwrap().iter().map(|r| r["$id"].to_string()));
            match page["_links"]["next"]["href"].as_str() {
                Some(next) => url = next.strip_prefix("https://").unwrap().to_owned(),
                None => break,
            }
        }
        let distinct: HashSet<&String> = seen.iter().collect();
        prop_assert_eq!((distinct.len(), seen.len()), (total, total));
    }
}
