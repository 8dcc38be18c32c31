//! The envelopes of §7b.3 of the facts, written down once more: what the table says is held against the facts here, above all
//! how each service writes "none".

use super::{Call, CampaignEdition, Organisation, Products, Seed};
use rstest::rstest;
use serde_json::{Value, json};

const REGISTRY: &str = "/data/foundation/schemaregistry";

/// Stands for "not there".
fn absent() -> Value {
    json!("absent")
}

#[rstest]
#[case("/data/foundation/schemaregistry/tenant/schemas", "results _page _links", &[("/_page/next", json!(null)), ("/_links/next", json!(null))])]
#[case("/data/foundation/catalog/batches?limit=1&name=none", "", &[])]
#[case("/data/foundation/access-control/administration/roles", "items _page _links", &[("/_page/next", json!(null)), ("/_links/next", absent())])]
#[case("/data/foundation/access-control/administration/products", "products", &[])]
#[case("/data/foundation/sandbox-management/sandboxes", "sandboxes _page _links", &[("/_page/count", json!(4))])]
#[case("/data/foundation/exim/packages", "totalElements currentPage totalPages hasPreviousPage hasNextPage data", &[("/hasNextPage", json!(false))])]
#[case("/data/foundation/exim/transfer/list?requestType=PUBLIC", "totalElements currentPage totalPages hasPreviousPage hasNextPage data nextPage pageSize", &[("/nextPage", json!(null)), ("/pageSize", json!(null))])]
#[case("/data/foundation/flowservice/flows", "items _links count", &[("/_links/next", absent()), ("/items/0/inheritedAttributes/sourceConnections/0/connectionSpec/version", json!("1.0"))])]
#[case("/data/foundation/flowservice/runs", "items _links count", &[("/items/0/activites", json!([]))])]
#[case("/data/foundation/flowservice/connections", "items", &[])]
#[case("/data/foundation/flowservice/connectionSpecs", "items", &[])]
#[case("/data/foundation/query/queries", "queries _page _links version", &[("/_page/next", json!(null)), ("/_page/property", json!([]))])]
#[case("/data/foundation/query/query-templates", "templates _page _links version", &[("/version", json!(1))])]
#[case("/data/foundation/query/schedules?limit=1&property=id==none", "schedules _page _links version", &[("/_page/count", json!(0))])]
#[case("/data/foundation/query/query-templates/count", "totalCount version", &[("/totalCount", json!(1))])]
#[case("/data/foundation/dulepolicy/labels/core", "_page _links children", &[("/_links/page/templated", json!(true))])]
#[case("/data/foundation/dulepolicy/marketingActions/custom", "_page children", &[("/_page/count", json!(0)), ("/children", json!([]))])]
#[case("/data/core/ca/attributes", "_page children _links", &[("/_links/next", json!({}))])]
#[case("/data/core/ups/config/mergePolicies", "_page children", &[("/_page/next", absent())])]
#[case("/data/core/ups/system/jobs", "_page children", &[("/_page/next", absent())])]
#[case("/data/core/ups/segment/definitions", "segments page link", &[("/link", json!({}))])]
#[case("/data/core/ups/segment/jobs", "_page children", &[("/children", json!([]))])]
#[case("/data/core/ups/config/schedules", "_page children", &[("/_page/next", absent())])]
#[case("/data/core/ups/export/jobs", "records page link", &[("/records", json!([]))])]
#[case("/data/core/ups/audiences?limit=2", "children _page _links", &[("/_links/next/href", json!("@/audiences?limit=2&start=2&totalCount=4"))])]
#[case("/data/core/ups/search/namespaces?schema.name=x", "namespaces totalCount status", &[("/totalCount", json!("2")), ("/status/message", json!("Success"))])]
#[case("/data/foundation/audit/events", "_embedded _links page queryId", &[("/page/totalElements", json!(8))])]
#[case("/data/core/hygiene/ttl", "results current_page total_pages total_count", &[("/current_page", json!(0)), ("/total_pages", json!(1))])]
#[case("/data/core/hygiene/workorder", "results total count _links", &[])]
#[case("/data/core/hygiene/quota", "quotas", &[("/quotas/0/name", json!("datasetExpirationQuota"))])]
#[case("/data/core/mtls/v1/certificate/public-certificate", "results total count _links", &[("/_links/next/href", json!(null))])]
#[case("/data/core/privacy/jobs?regulation=gdpr", "totalRecords jobDetails", &[])]
#[case("/data/sensei/engines", "children _page _links", &[("/_page/next", json!(null))])]
#[case("/unifiedtags/tagCategory", "_page tags", &[("/_page/next", absent()), ("/_page/property", json!([]))])]
#[case("/companies", "data meta", &[("/meta/pagination/next_page", json!(null)), ("/data/0/type", json!("companies"))])]
fn a_list_is_wrapped_as_the_facts_say(
    #[case] path: &str,
    #[case] members: &str,
    #[case] parts: &[(&str, Value)],
) {
    let organisation = Organisation {
        id: "0A1B2C3D4E5F60718293A4B5@AdobeOrg".to_owned(),
        tenant: "acme".to_owned(),
    };
    let products = Products::seeded(Seed {
        profiles: 20,
        campaign: CampaignEdition::Standard,
        organisations: vec![organisation],
    });
    let accept = match path.starts_with(REGISTRY) {
        true => "application/vnd.adobe.xed-id+json",
        false => "application/json",
    };
    let call = Call::to("GET", &format!("localhost{path}"))
        .with_header("x-sandbox-name", "prod")
        .with_header("accept", accept);
    let reply = products.handle(&call).unwrap();
    let body: Value = serde_json::from_slice(reply.body()).unwrap();
    let mut found: Vec<&String> = body.as_object().unwrap().keys().collect();
    let mut expected: Vec<&str> = members.split_whitespace().collect();
    found.sort();
    expected.sort_unstable();
    assert_eq!(found, expected, "{body}");
    for (place, value) in parts {
        assert_eq!(body.pointer(place).cloned().unwrap_or_else(absent), *value, "{place}: {body}");
    }
}

/// What has no envelope is a bare array.
#[rstest]
#[case("/data/core/idnamespace/identities")]
#[case("/data/foundation/conversion/languages/el/functions")]
#[case("/data/core/activation/authoring/destination-servers")]
#[case("/data/core/activation/authoring/sample-profiles")]
fn some_lists_are_bare(#[case] path: &str) {
    let products = Products::seeded(Seed::default());
    let call = Call::to("GET", &format!("localhost{path}")).with_header("x-sandbox-name", "prod");
    let body: Value = serde_json::from_slice(products.handle(&call).unwrap().body()).unwrap();
    assert!(body.as_array().is_some_and(|items| !items.is_empty()), "{body}");
}

/// Privacy has no empty list, and a call without a regulation is told the values.
#[rstest]
#[case("?regulation=lgpd_bra", 404, "Not able to find job data.")]
#[case("?regulation=cpra_usa", 404, "Not able to find job data.")]
#[case("", 400, "vcdpa_va_usa")]
#[case("?regulation=nobody", 400, "vcdpa_va_usa")]
fn privacy_says_none_by_its_status(#[case] query: &str, #[case] status: u16, #[case] says: &str) {
    let products = Products::seeded(Seed::default());
    let call = Call::to("GET", &format!("platform.adobe.io/data/core/privacy/jobs{query}"));
    let reply = products.handle(&call).unwrap();
    let body: Value = serde_json::from_slice(reply.body()).unwrap();
    assert_eq!(reply.status(), status);
    assert!(body["detail"].as_str().unwrap().contains(says), "{body}");
    assert_eq!(body["errorType"], "uri=/data/core/privacy/jobs");
}
