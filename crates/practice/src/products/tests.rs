//! The products together: who answers what, and that nothing a caller sends stops them.

use super::{Call, CampaignEdition, Organisation, Products, Seed};
use http::Method;
use mudbrick_model::Timestamp;
use proptest::prelude::*;
use serde_json::json;
use std::time::Instant;

fn products(profiles: u32) -> Products {
    let organisation = Organisation {
        id: "0A1B2C3D4E5F60718293A4B5@AdobeOrg".to_owned(),
        tenant: "acme".to_owned(),
    };
    Products::seeded(Seed {
        profiles,
        campaign: CampaignEdition::Standard,
        organisations: vec![organisation],
    })
}

#[test]
fn open_calls_are_named() {
    for (host, path, open) in [
        ("api-places.adobe.io", "/ping", true),
        ("query.places.adobe.com", "/placesedgequery", true),
        ("dcs.adobedc.net", "/collection/abc", true),
        ("api-places.adobe.io", "/places/placesapi/v1/libraries", false),
        ("platform.adobe.io", "/data/foundation/catalog/dataSets", false),
        ("platform.adobe.io", "/nowhere", false),
    ] {
        assert_eq!(Products::is_open(host, path), open, "{host}{path}");
    }
}

#[test]
fn each_product_answers_at_its_own_host_and_at_any_base_url() {
    let products = products(5);
    for (host, path) in [
        ("api-places.adobe.io", "/places/placesapi/v1/libraries"),
        ("mc.adobe.io", "/acme/campaign/profileAndServices/profile"),
        ("platform.adobe.io", "/data/foundation/sandbox-management/"),
        ("platform-nld2.adobe.io", "/data/foundation/sandbox-management/"),
        ("analytics.adobe.io", "/discovery/me"),
    ] {
        for host in [host, "localhost:8765"] {
            let reply = products.handle(&Call::to("GET", &format!("{host}{path}"))).unwrap();
            assert_eq!(reply.status(), 200, "{host}{path}");
        }
    }
    assert!(products.handle(&Call::to("GET", "stock.adobe.io/Rest/Media/1/Nowhere")).is_none());
    assert!(
        products.handle(&Call::to("GET", "platform.adobe.io/data/foundation/nothing")).is_none()
    );
}

#[test]
fn the_same_seed_gives_the_same_answers_whoever_asks_first() {
    let paths = [
        "api-places.adobe.io/places/placesapi/v1/pois?limit=1000",
        "mc.adobe.io/acme/campaign/profileAndServices/profile?_lineCount=50",
        "platform.adobe.io/data/foundation/sandbox-management/sandboxes",
        "platform.adobe.io/data/foundation/catalog/batches?limit=100",
        "platform.adobe.io/data/foundation/schemaregistry/tenant/schemas",
        "platform.adobe.io/data/foundation/dulepolicy/policies/custom",
        "platform.adobe.io/data/foundation/query/schedules",
        "platform.adobe.io/data/core/ups/segment/definitions",
        "platform.adobe.io/data/foundation/flowservice/flows",
    ];
    let answers = |client: &str, hosts: [&str; 2]| -> Vec<_> {
        let products = products(60);
        let asked = |url: &str| {
            let mut call = Call::to("GET", url)
                .with_header("x-sandbox-name", "prod")
                .with_header("accept", "application/vnd.adobe.xed+json");
            client.clone_into(&mut call.caller.client_id);
            products.handle(&call).unwrap().into_body()
        };
        // The first asker comes by another host and must leave no trace of it.
        paths.iter().for_each(|path| drop(asked(&path.replace(hosts[0], hosts[1]))));
        paths.iter().map(|path| asked(path)).collect()
    };
    let first = answers("one", ["platform.adobe.io", "platform.adobe.io"]);
    let second = answers("two", ["platform.adobe.io", "localhost:1"]);
    for ((path, first), second) in paths.iter().zip(first).zip(second) {
        assert_eq!(first, second, "{path}");
    }
}

/// A start with 100,000 profiles must not make them. The bound is for a loaded machine and a debug build; it is some
/// microseconds.
#[test]
fn a_hundred_thousand_profiles_cost_nothing_at_the_start() {
    let start = Instant::now();
    let products = products(100_000);
    assert!(start.elapsed().as_millis() < 500, "{:?}", start.elapsed());
    let url = "mc.adobe.io/acme/campaign/profileAndServices/profile/_count";
    assert_eq!(products.handle(&Call::to("GET", url)).unwrap().body(), r#"{"count":100000}"#);
}

const ROOTS: [&str; 30] = [
    "places/placesapi/v1/libraries",
    "places/placesapi/v1/pois",
    "placesedgequery",
    "acme/campaign/profileAndServices/profile",
    "acme/campaign/profileAndServicesExt/profile",
    "acme/campaign/profileAndServices/service",
    "acme/campaign/profileAndServices/history",
    "acme/campaign/profileAndServices/resourceType",
    "acme/campaign/mcacme/EVTcart",
    "acme/campaign/workflow/execution",
    "acme/campaign/privacy/privacyTool",
    "data/foundation/schemaregistry/tenant",
    "data/foundation/schemaregistry/global",
    "data/foundation/schemaregistry/rpc",
    "data/foundation/sandbox-management",
    "data/foundation/catalog",
    "data/foundation/import/batches",
    "data/foundation/export",
    "data/foundation/dataset/datasets",
    "data/foundation/query",
    "data/foundation/flowservice",
    "data/foundation/dulepolicy",
    "data/foundation/access-control/acl",
    "data/foundation/audit/events",
    "data/core/ups",
    "data/core/identity",
    "data/core/idnamespace/identities",
    "data/core/privacy/jobs",
    "data/infrastructure/observability/insights/metrics",
    "collection",
];

fn word() -> impl Strategy<Value = String> {
    let known = vec![
        "",
        "schemas",
        "descriptors",
        "dataSets",
        "batches",
        "queries",
        "schedules",
        "connections",
        "flows",
        "runs",
        "labels",
        "policies",
        "core",
        "custom",
        "segment",
        "definitions",
        "jobs",
        "access",
        "entities",
        "preview",
        "rank",
        "batchCreate",
        "batchDelete",
        "_count",
        "email",
        "byText",
        "byChannel",
        "by",
        "byÀ",
        "subscriptions",
        "metadata",
        "commands",
        "WKF102",
        "profile",
        "events",
        "@abc",
        "%40abc",
        "%",
        "..",
        "sandboxes",
        "prod",
        "dev",
        "identity",
        "v2",
        "graph",
        "sampledata",
        "C1",
        "constraints",
        "bulk-eval",
    ];
    prop_oneof![prop::sample::select(known).prop_map(str::to_owned), "[ -~é]{0,12}"]
}

fn body() -> impl Strategy<Value = String> {
    let fields = vec![
        "name",
        "title",
        "email",
        "ids",
        "updates",
        "createPOIRequests",
        "library_rank_order",
        "location",
        "metadata",
        "radius",
        "allOf",
        "properties",
        "@type",
        "xdm:sourceSchema",
        "op",
        "path",
        "value",
        "body",
        "sql",
        "dbName",
        "service",
        "subscriber",
        "PKey",
        "method",
        "users",
        "regulation",
        "companyContexts",
        "metrics",
        "start",
        "end",
        "identities",
        "action",
        "segmentId",
        "expression",
        "deny",
        "scheduled",
        "birthDate",
        "parameters",
        "source",
    ];
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|flag| json!(flag)),
        any::<i64>().prop_map(|number| json!(number)),
        any::<f64>().prop_map(|number| json!(number)),
        "[ -~é]{0,10}".prop_map(|text| json!(text)),
        Just(json!("2026-01-01T00:00:00Z")),
    ];
    let value = leaf.prop_recursive(3, 24, 4, move |inner| {
        let field = prop::sample::select(fields.clone()).prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| json!(items)),
            prop::collection::hash_map(field, inner, 0..5).prop_map(|fields| json!(fields)),
        ]
    });
    prop_oneof![4 => value.prop_map(|value| value.to_string()), 1 => "\\PC{0,20}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn no_call_panics(
        method in prop::sample::select(vec!["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]),
        root in prop::sample::select(ROOTS.to_vec()),
        words in prop::collection::vec(word(), 0..4),
        names in prop::collection::vec(
            (prop::sample::select(vec![
                "limit", "start", "offset", "page", "orderby", "orderBy", "sort", "property", "properties", "_lineCount",
                "_lineStart", "_order", "text", "latitude", "longitude", "library", "regulation", "size", "entityId",
                "schema.name", "startTime", "duleLabels", "metric", "dateRange", "createdAfter", "continuationToken",
            ]), prop_oneof!["[ -~é]{0,8}", any::<i64>().prop_map(|number| number.to_string())]),
            0..4,
        ),
        body in body(),
        accept in prop::sample::select(vec![
            "", "application/json", "application/vnd.adobe.xed-id+json", "application/vnd.adobe.xed-full-desc+json; version=1",
            "application/vnd.adobe.xdm-v2+json",
        ]),
        now in prop_oneof![Just(1_779_094_800_000), any::<i64>()],
    ) {
        let products = products(12);
        let path: Vec<String> = std::iter::once(root.to_owned()).chain(words).collect();
        let mut call = Call::to("GET", "localhost/")
            .with_header("x-sandbox-name", "prod")
            .with_header("accept", accept)
            .with_header("content-type", "application/json")
            .at(Timestamp(now));
        call.method = Method::from_bytes(method.as_bytes()).unwrap();
        call.path = format!("/{}", path.join("/"));
        call.query = names.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        call.body = body.into();
        // Twice: the second call meets what the first left behind.
        products.handle(&call);
        products.handle(&call);
    }
}
