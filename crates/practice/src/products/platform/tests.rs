//! Products as a caller sees it; the registry has tests of its own.

use crate::products::call::Call;
use crate::products::when;
use crate::products::{CampaignEdition, Organisation, Products, Seed};
use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::time::Duration;

const HOST: &str = "platform.adobe.io";
const DATASETS: &str = "/data/foundation/catalog/dataSets";
const QUERIES: &str = "/data/foundation/query/queries";
const SANDBOXES: &str = "/data/foundation/sandbox-management/sandboxes";

fn new() -> Products {
    let organisation = "0A1B2C3D4E5F60718293A4B5@AdobeOrg".to_owned();
    Products::seeded(Seed {
        campaign: CampaignEdition::Standard,
        profiles: 40,
        organisations: vec![Organisation { id: organisation, tenant: "acme".to_owned() }],
    })
}

fn call(method: &str, path: &str) -> Call {
    Call::to(method, &format!("{HOST}{path}")).with_header("x-sandbox-name", "prod")
}

fn send(platform: &Products, call: Call) -> (u16, Value) {
    let reply = platform.handle(&call).unwrap();
    (reply.status().as_u16(), serde_json::from_slice(reply.body()).unwrap_or_default())
}

fn get(platform: &Products, path: &str) -> Value {
    let (status, body) = send(platform, call("GET", path));
    assert_eq!(status, 200, "{path}: {body}");
    body
}

fn put(platform: &Products, method: &str, path: &str, body: Value) -> (u16, Value) {
    send(platform, call(method, path).with_json(body))
}

fn later(seconds: u64) -> mudbrick_model::Timestamp {
    when::SEEDED.after(Duration::from_secs(seconds))
}

/// Every sample call of §7.2 that reads, answers in the seeded sandbox.
#[rstest]
#[case("/data/foundation/sandbox-management/")]
#[case("/data/foundation/sandbox-management/sandboxes")]
#[case("/data/foundation/sandbox-management/sandboxTypes")]
#[case("/data/foundation/catalog/dataSets?limit=5&properties=name,created")]
#[case("/data/foundation/catalog/batches?status=success&limit=5")]
#[case("/data/core/ups/config/mergePolicies?limit=10")]
#[case("/data/core/ups/segment/definitions?limit=20&page=0")]
#[case("/data/core/ups/segment/jobs?limit=10")]
#[case("/data/core/ups/export/jobs")]
#[case("/data/core/ups/previewsamplestatus")]
#[case("/data/core/ups/previewsamplestatus/report/dataset")]
#[case("/data/core/ups/previewsamplestatus/report/namespace")]
#[case("/data/core/ups/system/jobs")]
#[case("/data/core/idnamespace/identities")]
#[case("/data/core/identity/identity?namespace=email&id=a%40example.com")]
#[case("/data/foundation/flowservice/connections?limit=10")]
#[case("/data/foundation/flowservice/connectionSpecs?property=name==google-cloud-storage")]
#[case("/data/foundation/flowservice/runs")]
#[case("/data/foundation/query/queries?limit=5&orderby=-created")]
#[case("/data/foundation/query/connection_parameters")]
#[case("/data/foundation/query/schedules")]
#[case("/data/foundation/query/query-templates")]
#[case("/data/foundation/dulepolicy/policies/custom")]
#[case("/data/foundation/dulepolicy/labels/core")]
#[case("/data/foundation/dulepolicy/marketingActions/core")]
#[case("/data/core/privacy/jobs?regulation=gdpr&size=10")]
#[case("/data/foundation/access-control/acl/reference")]
#[case(
    "/data/infrastructure/observability/insights/metrics?metric=timeseries.ingestion.dataset.recordsuccess.count"
)]
#[case("/data/foundation/audit/events?limit=20")]
#[case("/data/foundation/conversion/mappingSets?limit=10&orderBy=lastUpdateDate")]
#[case("/ajo/journey")]
#[case("/data/core/activation/authoring/destinations")]
fn sample_calls_answer(#[case] path: &str) {
    let body = get(&new(), path);
    assert!(body.is_object() || body.is_array());
}

#[rstest]
#[case(DATASETS, true)]
#[case(QUERIES, true)]
#[case("/data/core/ups/segment/definitions", true)]
#[case("/data/foundation/access-control/acl/reference", true)]
#[case("/data/infrastructure/observability/insights/metrics?metric=x", true)]
#[case("/data/foundation/audit/events", true)]
#[case("/data/core/idnamespace/identities", false)]
#[case("/data/foundation/flowservice/connections", false)]
#[case("/data/foundation/sandbox-management/", false)]
#[case("/data/core/privacy/jobs?regulation=gdpr", false)]
fn the_sandbox_must_be_named_where_the_specification_says(
    #[case] path: &str,
    #[case] required: bool,
) {
    let (status, body) = send(&new(), Call::to("GET", &format!("{HOST}{path}")));
    assert_eq!(status, if required { 400 } else { 200 }, "{body}");
    if required {
        assert_eq!((&body["title"], &body["status"]), (&json!("BadRequestError"), &json!(400)));
    }
}

#[test]
fn a_write_needs_a_content_type() {
    let mut bare = call("POST", DATASETS);
    bare.body = "{}".into();
    let expected = json!({
        "type": "/placeholder/type/uri", "status": 400, "title": "BadRequestError",
        "detail": "A valid content-type must be specified",
    });
    assert_eq!(send(&new(), bare), (400, expected));
}

#[test]
fn sandboxes_are_made_in_time_and_start_empty() {
    let platform = new();
    let body = json!({ "name": "acme-dev", "title": "Acme dev", "type": "development" });
    let (status, made) = put(&platform, "POST", SANDBOXES, body.clone());
    assert_eq!((status, &made["state"]), (202, &json!("creating")));
    assert_eq!(put(&platform, "POST", SANDBOXES, body).0, 409);
    let datasets = |seconds: u64| {
        let call =
            Call::to("GET", &format!("{HOST}{DATASETS}")).with_header("x-sandbox-name", "acme-dev");
        send(&platform, call.at(later(seconds)))
    };
    assert_eq!(datasets(29).0, 404);
    assert_eq!(datasets(30), (200, json!({})));
    let (_, active) =
        send(&platform, call("GET", "/data/foundation/sandbox-management/").at(later(31)));
    let names: Vec<&Value> =
        active["sandboxes"].as_array().unwrap().iter().map(|s| &s["name"]).collect();
    assert_eq!(names, ["prod", "stage", "dev", "acme-dev"]);
    // The administrator's list has the deleted one too.
    assert_eq!(get(&platform, SANDBOXES)["sandboxes"].as_array().unwrap().len(), 5);
}

#[test]
fn a_reset_sandbox_is_empty() {
    let platform = new();
    let dev = || Call::to("GET", &format!("{HOST}{DATASETS}")).with_header("x-sandbox-name", "dev");
    assert_ne!(send(&platform, dev()).1, json!({}));
    assert_eq!(
        put(&platform, "PUT", &format!("{SANDBOXES}/dev"), json!({ "action": "reset" })).0,
        202
    );
    assert_eq!(send(&platform, dev().at(later(10))).0, 404);
    assert_eq!(send(&platform, dev().at(later(30))), (200, json!({})));
}

#[test]
fn sandboxes_and_organisations_keep_apart() {
    let platform = new();
    put(&platform, "POST", DATASETS, json!({ "name": "Mine" }));
    let list = |sandbox: &str, organisation: &str| -> HashSet<String> {
        let url = format!("{HOST}{DATASETS}?limit=100");
        let call = Call::to("GET", &url).with_header("x-sandbox-name", sandbox).by(organisation);
        send(&platform, call).1.as_object().unwrap().keys().cloned().collect()
    };
    let own = "0A1B2C3D4E5F60718293A4B5@AdobeOrg";
    assert_eq!(list("prod", own).len(), 8);
    assert!(list("prod", own).is_disjoint(&list("dev", own)));
    assert!(list("prod", own).is_disjoint(&list("prod", "F@AdobeOrg")));
}

#[test]
fn catalog_is_keyed_by_id_and_answers_a_post_with_references() {
    let platform = new();
    let (status, made) = put(
        &platform,
        "POST",
        &format!("{DATASETS}?requestDataSource=true"),
        json!({ "name": "New" }),
    );
    let reference = made[0].as_str().unwrap();
    assert_eq!((status, made.as_array().unwrap().len()), (201, 1));
    let id = reference.strip_prefix("@/dataSets/").unwrap();
    let one = get(&platform, &format!("{DATASETS}/{id}?properties=name,files"));
    assert_eq!(
        one,
        json!({ id: { "name": "New", "files": format!("@/dataSetFiles?dataSetId={id}") } })
    );
    let found = get(&platform, &format!("{DATASETS}?name=New"));
    assert_eq!(found.as_object().unwrap().keys().collect::<Vec<_>>(), [id]);
    assert_eq!(put(&platform, "DELETE", &format!("{DATASETS}/{id}"), json!(null)).0, 200);
    assert_eq!(put(&platform, "GET", &format!("{DATASETS}/{id}"), json!(null)).0, 404);
}

/// aepp asks on for as long as an answer names a next page, and takes null for a name.
#[rstest]
#[case("/data/core/ups/audiences", &["_page", "next"])]
#[case("/data/foundation/query/alert-subscriptions", &["_links", "next"])]
fn the_last_page_names_no_other(#[case] path: &str, #[case] members: &[&str]) {
    let page = get(&new(), path);
    let [outer, inner] = members else { panic!("two members") };
    assert!(page[outer].is_object(), "{page}");
    assert_eq!(page[outer].get(inner), None, "{page}");
}

#[test]
fn the_graph_of_several_identities_begins_with_the_first() {
    let body = json!({ "composite_xid": ["BVEone", "BVEtwo"] });
    let (status, graph) = put(&new(), "POST", "/data/core/identity/v2/graph", body);
    assert_eq!((status, &graph["identities"][0]["xid"]), (200, &json!("BVEone")));
}

#[test]
fn a_batch_is_started_filled_and_completed() {
    let platform = new();
    let datasets = get(&platform, DATASETS);
    let dataset = datasets.as_object().unwrap().keys().next().unwrap();
    let start = json!({ "datasetId": dataset, "inputFormat": { "format": "json" } });
    let (status, batch) = put(&platform, "POST", "/data/foundation/import/batches", start);
    assert_eq!((status, &batch["status"]), (201, &json!("loading")));
    let id = batch["id"].as_str().unwrap();
    let mut part = call(
        "PUT",
        &format!("/data/foundation/import/batches/{id}/datasets/{dataset}/files/a.json"),
    );
    part.body = "{\"a\":1}\n{\"a\":2}\n".into();
    assert_eq!(
        send(&platform, part.with_header("content-type", "application/octet-stream")).0,
        200
    );
    let large = format!("/data/foundation/import/batches/{id}/datasets/{dataset}/files/b.json");
    assert_eq!(send(&platform, call("HEAD", &large)).0, 404);
    assert_eq!(send(&platform, call("POST", &format!("{large}?action=INITIALIZE"))).0, 200);
    assert_eq!(send(&platform, call("HEAD", &large)).0, 200);
    let complete = format!("/data/foundation/import/batches/{id}?action=COMPLETE");
    assert_eq!(send(&platform, call("POST", &complete)).0, 200);
    assert_eq!(send(&platform, call("POST", &complete)).0, 400);
    let kept = &get(&platform, &format!("/data/foundation/catalog/batches/{id}"))[id];
    assert_eq!((&kept["status"], &kept["recordCount"]), (&json!("success"), &json!(2)));
    let listed =
        get(&platform, &format!("/data/foundation/catalog/batches?dataSet={dataset}&limit=100"));
    assert!(listed.get(id).is_some());
    let files = get(&platform, &format!("/data/foundation/export/batches/{id}/files"));
    let path = files["data"][0]["_links"]["self"]["href"]
        .as_str()
        .unwrap()
        .replace(&format!("https://{HOST}"), "");
    assert!(get(&platform, &path)["data"][0]["name"].as_str().unwrap().ends_with(".parquet"));
}

#[test]
fn a_query_runs_by_the_clock() {
    let platform = new();
    let body = json!({ "dbName": "prod:all", "sql": "SELECT 1", "name": "hello" });
    let (status, made) = put(&platform, "POST", QUERIES, body.clone());
    assert_eq!((status, &made["state"]), (202, &json!("SUBMITTED")));
    let path = format!("{QUERIES}/{}", made["id"].as_str().unwrap());
    let state = |seconds| send(&platform, call("GET", &path).at(later(seconds))).1["state"].clone();
    assert_eq!((state(3), state(9)), (json!("IN_PROGRESS"), json!("SUCCESS")));
    let (_, other) = put(&platform, "POST", QUERIES, body);
    let path = format!("{QUERIES}/{}", other["id"].as_str().unwrap());
    assert_eq!(put(&platform, "PATCH", &path, json!({ "op": "cancel" })).0, 202);
    assert_eq!(send(&platform, call("GET", &path).at(later(60))).1["state"], "KILLED");
}

#[test]
fn people_are_found_by_address_and_their_events_by_pages() {
    let platform = new();
    let address = crate::products::people::person(3).email;
    let access = "/data/core/ups/access/entities?schema.name=";
    let found = get(
        &platform,
        &format!(
            "{access}_xdm.context.profile&entityId={address}&entityIdNS=Email&fields=person.name"
        ),
    );
    let (xid, entity) = found.as_object().unwrap().iter().next().unwrap();
    assert_eq!(entity["entityId"], xid.as_str());
    assert_eq!(entity["entity"].as_object().unwrap().keys().collect::<Vec<_>>(), ["person"]);
    let mut seen = HashSet::new();
    let mut path = format!(
        "{access}_xdm.context.experienceevent&relatedEntityId={address}&relatedEntityIdNS=email&limit=2"
    );
    loop {
        let page = get(&platform, &path);
        for event in page["children"].as_array().unwrap() {
            assert!(seen.insert(event["entityId"].to_string()));
        }
        match page["_links"]["next"]["href"].as_str() {
            Some(next) => path = format!("/data/core/ups/access{next}"),
            None => break,
        }
    }
    assert!(seen.len() >= 3);
    let nobody =
        format!("{access}_xdm.context.profile&entityId=nobody@example.com&entityIdNS=email");
    assert_eq!(send(&platform, call("GET", &nobody)).0, 404);
}

#[test]
fn a_preview_and_its_estimate_become_ready() {
    let platform = new();
    let body = json!({ "predicateExpression": "homeAddress.city = \"Lisboa\"", "predicateType": "pql/text" });
    let (status, made) = put(&platform, "POST", "/data/core/ups/preview", body);
    assert_eq!((status, &made["state"]), (201, &json!("NEW")));
    let estimate = format!("/data/core/ups/estimate/{}", made["previewId"].as_str().unwrap());
    let state =
        |seconds| send(&platform, call("GET", &estimate).at(later(seconds))).1["state"].clone();
    assert_eq!((state(1), state(10)), (json!("RUNNING"), json!("RESULT_READY")));
}

#[test]
fn a_segment_is_made_and_run() {
    let platform = new();
    let definitions = "/data/core/ups/segment/definitions";
    let body = json!({ "name": "Mine", "expression": { "type": "PQL", "format": "pql/text", "value": "a = 1" } });
    let (status, made) = put(&platform, "POST", definitions, body);
    assert_eq!((status, &made["evaluationInfo"]["batch"]["enabled"]), (200, &json!(true)));
    let id = &made["id"];
    let (status, job) =
        put(&platform, "POST", "/data/core/ups/segment/jobs", json!([{ "segmentId": id }]));
    assert_eq!((status, &job["status"]), (200, &json!("NEW")));
    let path = format!("/data/core/ups/segment/jobs/{}", job["id"].as_str().unwrap());
    assert_eq!(send(&platform, call("GET", &path).at(later(10))).1["status"], "SUCCEEDED");
    let unknown = json!([{ "segmentId": "nothing" }]);
    assert_eq!(put(&platform, "POST", "/data/core/ups/segment/jobs", unknown).0, 404);
}

#[test]
fn a_flow_connection_is_guarded_by_its_tag_and_hides_its_password() {
    let platform = new();
    let connections = "/data/foundation/flowservice/connections";
    let body = json!({
        "name": "Mine", "connectionSpec": { "id": "b7bf2577-4520-42c9-bae9-cad01560f7bc", "version": "1.0" },
        "auth": { "specName": "Basic", "params": { "host": "sftp.example.com", "password": "hush" } },
    });
    let (status, made) = put(&platform, "POST", connections, body);
    assert_eq!(status, 201);
    let path = format!("{connections}/{}", made["id"].as_str().unwrap());
    let item = get(&platform, &path)["items"][0].clone();
    assert_eq!(
        item["auth"]["params"],
        json!({ "host": "sftp.example.com", "password": "********" })
    );
    let patch = json!([{ "op": "replace", "path": "/name", "value": "Ours" }]);
    let with = |tag: &str| {
        send(&platform, call("PATCH", &path).with_json(patch.clone()).with_header("if-match", tag))
            .0
    };
    assert_eq!(put(&platform, "PATCH", &path, patch.clone()).0, 400);
    assert_eq!(with("\"old\""), 412);
    assert_eq!(with(made["etag"].as_str().unwrap()), 200);
    assert_eq!(get(&platform, &path)["items"][0]["name"], "Ours");
}

#[test]
fn labels_lead_to_violated_policies() {
    let platform = new();
    let datasets = get(&platform, &format!("{DATASETS}?name=Loyalty%20Customers"));
    let id = datasets.as_object().unwrap().keys().next().unwrap();
    let path = format!("/data/foundation/dataset/datasets/{id}/labels");
    let reply = platform.handle(&call("GET", &path)).unwrap();
    assert_eq!(reply.headers()["etag"], "\"1\"");
    let action = "/data/foundation/dulepolicy/marketingActions/core/exportToThirdParty/constraints";
    let names = |body: &Value| -> Vec<String> {
        body["violatedPolicies"].as_array().unwrap().iter().map(|p| p["name"].to_string()).collect()
    };
    let entities = json!([{ "entityType": "dataSet", "entityId": id }]);
    assert_eq!(
        names(&put(&platform, "POST", action, entities.clone()).1),
        ["\"No export of identities\""]
    );
    assert!(names(&get(&platform, &format!("{action}?duleLabels=C2"))).is_empty());
    assert_eq!(names(&get(&platform, &format!("{action}?duleLabels=C2,I1"))).len(), 1);
    let bulk = json!([{ "evalRef": format!("https://{HOST}{action}"), "entityList": entities }]);
    let (status, results) = put(&platform, "POST", "/data/foundation/dulepolicy/bulk-eval", bulk);
    assert_eq!((status, names(&results[0]["body"]).len()), (207, 1));

    let no_labels = json!({ "labels": [], "optionalLabels": [] });
    let with = |tag: &str| {
        send(
            &platform,
            call("PUT", &path).with_json(no_labels.clone()).with_header("if-match", tag),
        )
        .0
    };
    assert_eq!((with("\"7\""), with("\"1\"")), (412, 200));
    assert!(names(&put(&platform, "POST", action, entities).1).is_empty());
}

#[test]
fn namespaces_are_a_bare_array_that_grows() {
    let platform = new();
    let path = "/data/core/idnamespace/identities";
    let before = get(&platform, path).as_array().unwrap().len();
    let body = json!({ "name": "Badge", "code": "Badge", "idType": "CROSS_DEVICE" });
    assert_eq!(put(&platform, "POST", path, body.clone()).0, 201);
    assert_eq!(
        put(&platform, "POST", path, body).1["type"],
        "http://ns.adobe.com/adobecloud/problem/namespacevalidation"
    );
    assert_eq!(get(&platform, path).as_array().unwrap().len(), before + 1);
    let xid = |namespace: &str| {
        get(&platform, &format!("/data/core/identity/identity?namespace={namespace}&id=7"))["xid"]
            .clone()
    };
    assert_eq!(xid("Badge"), xid("badge"));
    assert_ne!(xid("Badge"), xid("email"));
}

#[test]
fn privacy_jobs_need_a_regulation_and_finish() {
    let platform = new();
    let path = "/data/core/privacy/jobs";
    assert_eq!(send(&platform, call("GET", path)).0, 400);
    let body = json!({
        "companyContexts": [{ "namespace": "imsOrgID", "value": "x" }], "regulation": "ccpa",
        "users": [{ "key": "Ana", "action": ["access", "delete"], "userIDs": [] }],
    });
    let (status, made) = put(&platform, "POST", path, body);
    assert_eq!((status, &made["totalRecords"]), (202, &json!(2)));
    let job = format!("{path}/{}", made["jobs"][0]["jobId"].as_str().unwrap());
    assert_eq!(get(&platform, &job)["status"], "submitted");
    assert_eq!(send(&platform, call("GET", &job).at(later(30))).1["status"], "complete");
}

#[test]
fn metrics_are_the_same_for_the_same_day() {
    let platform = new();
    let ask = |start: &str, end: &str| {
        let body = json!({ "start": start, "end": end, "granularity": "day", "metrics": [
            { "name": "timeseries.ingestion.dataset.recordsuccess.count", "aggregator": "sum" }] });
        put(&platform, "POST", "/data/infrastructure/observability/insights/metrics", body)
    };
    let (_, three) = ask("2026-05-01T00:00:00.000Z", "2026-05-03T00:00:00.000Z");
    let (_, one) = ask("2026-05-02T00:00:00.000Z", "2026-05-02T00:00:00.000Z");
    let points = |body: &Value| body["metricResponses"][0]["datapoints"][0]["dps"].clone();
    assert_eq!(points(&three).as_object().unwrap().len(), 3);
    assert_eq!(points(&three)["2026-05-02T00:00:00Z"], points(&one)["2026-05-02T00:00:00Z"]);
    let (status, fault) = ask("2026-05-03T00:00:00.000Z", "2026-05-01T00:00:00.000Z");
    assert_eq!(
        (status, &fault["title"]),
        (400, &json!("Bad Request - Start date cannot be after end date."))
    );
}

#[test]
fn permissions_that_are_not_known_are_left_out() {
    let asked =
        json!(["/permissions/manage-datasets", "/resource-types/schemas", "/permissions/fly"]);
    let (_, body) =
        put(&new(), "POST", "/data/foundation/access-control/acl/effective-policies", asked);
    let expected = json!({ "/permissions/manage-datasets": ["*"], "/resource-types/schemas": ["read", "write", "delete"] });
    assert_eq!(body["policies"], expected);
}

#[test]
fn the_inlet_takes_a_record_without_a_token() {
    let message = json!({ "header": {}, "body": { "xdmEntity": {} } });
    let url = "dcs.adobedc.net/collection/abc?synchronousValidation=true";
    let reply = new().handle(&Call::to("POST", url).with_json(message)).unwrap();
    let body: Value = serde_json::from_slice(reply.body()).unwrap();
    assert_eq!(
        (&body["inletId"], &body["synchronousValidation"]["status"]),
        (&json!("abc"), &json!("pass"))
    );
    let spoilt = new().handle(&Call::to("POST", url).with_json(json!([]))).unwrap();
    assert_eq!(spoilt.status(), 400);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn following_links_visits_every_item_once(
        limit in 1_usize..9,
        (path, items, total) in prop::sample::select(vec![
            (QUERIES, "queries", 6),
            ("/data/foundation/flowservice/runs", "items", 9),
            ("/data/core/ups/segment/definitions", "segments", 6),
            ("/data/foundation/sandbox-management/sandboxes", "sandboxes", 4),
        ]),
    ) {
        let platform = new();
        let (mut seen, mut at) = (Vec::new(), format!("{path}?limit={limit}"));
        loop {
            let page = get(&platform, &at);
            let ids = page[items].as_array().unwrap().iter().map(|item| item["id"].to_string());
            seen.extend(ids);
            let next = page["_links"]["next"]["href"].as_str().or_else(|| page["link"]["next"].as_str());
            match next {
                Some(next) => {
                    let next = next.replace(&format!("https://{HOST}"), "");
                    at = match next.split(['/', '?']).nth(1) {
                        Some("segment") => format!("/data/core/ups{next}"),
                        Some("runs") => format!("/data/foundation/flowservice{next}"),
                        _ => next,
                    };
                }
                None => break,
            }
        }
        let distinct: HashSet<&String> = seen.iter().collect();
        prop_assert_eq!((distinct.len(), seen.len()), (total, total));
    }
}
