//! Places as a caller sees it.

use super::Places;
use crate::products::api::Api;
use crate::products::call::Call;
use crate::products::reply::Reply;
use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};
use std::collections::HashSet;

const HOST: &str = "api-places.adobe.io/places/placesapi/v1";

fn send(places: &Places, call: Call) -> (u16, Value) {
    let api = Api::locate(&call.host, &call.path).unwrap();
    read(places.handle(api, &call).unwrap())
}

fn read(reply: Reply) -> (u16, Value) {
    (reply.status().as_u16(), serde_json::from_slice(reply.body()).unwrap_or_default())
}

fn get(places: &Places, path: &str) -> Value {
    let (status, body) = send(places, Call::to("GET", &format!("{HOST}{path}")));
    assert_eq!(status, 200, "{body}");
    body
}

fn put(places: &Places, method: &str, path: &str, body: Value) -> (u16, Value) {
    send(places, Call::to(method, &format!("{HOST}{path}")).with_json(body))
}

fn new() -> Places {
    Places::seeded(&[])
}

fn library(places: &Places, name: &str) -> String {
    let (status, body) = put(places, "POST", "/libraries", json!({ "name": name }));
    assert_eq!(status, 201);
    body["id"].as_str().unwrap().to_owned()
}

fn poi(library: &str, name: &str, at: [f64; 2], radius: u32) -> Value {
    json!({ "name": name, "radius": radius, "lib_id": library, "street": "1 Demo Street",
            "location": { "type": "Point", "coordinates": at } })
}

#[test]
fn libraries_are_a_bare_array_with_counts() {
    let libraries = get(&new(), "/libraries");
    let libraries = libraries.as_array().unwrap();
    assert_eq!(libraries.len(), 6);
    let keys: Vec<&String> = libraries[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["id", "name", "customerID", "poiCount"]);
    assert!(libraries[0]["poiCount"].as_u64().unwrap() > 20);
    assert_eq!(libraries[5]["poiCount"], 0);
}

#[test]
fn a_library_lives_from_creation_to_deletion() {
    let places = new();
    let id = library(&places, "Amazing Places");
    put(&places, "POST", "/pois", poi(&id, "A", [0.0, 0.0], 10));
    let one = get(&places, &format!("/libraries/{id}"));
    assert_eq!(
        one["poiCountInCities"],
        json!([{ "country": "", "state": "", "city": "", "count": 1 }])
    );
    let (status, renamed) =
        put(&places, "PUT", &format!("/libraries/{id}"), json!({ "name": "B" }));
    assert_eq!((status, &renamed["name"], &renamed["poiCount"]), (200, &json!("B"), &json!(1)));
    let before = get(&places, "/pois")["total_count"].as_u64().unwrap();
    assert_eq!(put(&places, "DELETE", &format!("/libraries/{id}"), json!(null)).0, 204);
    assert_eq!(put(&places, "GET", &format!("/libraries/{id}"), json!(null)).0, 404);
    assert_eq!(get(&places, "/pois")["total_count"], before - 1);
}

#[rstest]
#[case(json!({ "name": "x".repeat(256) }), 201)]
#[case(json!({ "name": "x".repeat(257) }), 400)]
#[case(json!({ "name": "  " }), 400)]
#[case(json!({}), 400)]
#[case(json!([1]), 400)]
fn a_library_needs_a_name_of_some_length(#[case] body: Value, #[case] status: u16) {
    assert_eq!(put(&new(), "POST", "/libraries", body).0, status);
}

#[test]
fn replacing_a_poi_empties_what_is_left_out() {
    let places = new();
    let id = library(&places, "L");
    let mut body = poi(&id, "Harbour Cafe", [-0.1278, 51.5074], 75);
    body["metadata"] = json!({ "brand": "Demo" });
    let (status, made) = put(&places, "POST", "/pois", body);
    assert_eq!((status, &made["street"]), (201, &json!("1 Demo Street")));
    assert_eq!(made["location"]["coordinates"], json!([-0.1278, 51.5074]));
    let path = format!("/pois/{}", made["id"].as_str().unwrap());
    let less = json!({ "lib_id": id, "radius": 80, "location": made["location"] });
    let (status, now) = put(&places, "PUT", &path, less);
    assert_eq!((status, &now["street"], &now["metadata"]), (200, &json!(""), &json!({})));
    assert_eq!(get(&places, &path), now);
    assert_eq!(put(&places, "DELETE", &path, json!(null)).0, 204);
    assert_eq!(put(&places, "DELETE", &path, json!(null)).0, 404);
}

#[test]
fn a_batch_is_made_changed_and_deleted_whole() {
    let places = new();
    let id = library(&places, "L");
    let batch: Vec<Value> = (0..3).map(|n| poi(&id, &n.to_string(), [0.0, 0.0], 50)).collect();
    let (status, made) =
        put(&places, "POST", "/pois/batchCreate", json!({ "createPOIRequests": batch }));
    assert_eq!((status, made["ids"].as_array().unwrap().len()), (200, 3));
    assert_eq!(
        made["_links"]["pois"],
        json!({ "href": format!("https://{HOST}/pois/{{poi_id}}"), "templated": true })
    );
    let mut changed = poi(&id, "changed", [1.0, 1.0], 60);
    changed["id"] = made["ids"][0].clone();
    let (status, _) = put(&places, "POST", "/pois/batchUpdate", json!({ "updates": [changed] }));
    assert_eq!(status, 200);
    let first = format!("/pois/{}", made["ids"][0].as_str().unwrap());
    assert_eq!(get(&places, &first)["name"], "changed");

    let mut spoilt = batch.clone();
    spoilt[2]["radius"] = json!(5);
    let (status, fault) =
        put(&places, "POST", "/pois/batchCreate", json!({ "createPOIRequests": spoilt }));
    assert_eq!(status, 400);
    assert!(fault["message"].as_str().unwrap().contains("createPOIRequests[2]: radius"));
    assert_eq!(get(&places, &format!("/libraries/{id}"))["poiCount"], 3);

    assert_eq!(put(&places, "POST", "/pois/batchDelete", json!({ "ids": made["ids"] })).0, 204);
    assert_eq!(get(&places, &format!("/libraries/{id}"))["poiCount"], 0);
}

#[test]
fn a_poi_needs_a_library_of_its_own_organisation() {
    let places = new();
    let id = library(&places, "L");
    let call = Call::to("POST", &format!("{HOST}/pois")).with_json(poi(&id, "A", [0.0, 0.0], 10));
    assert_eq!(send(&places, call.by("FFFFFFFFFFFFFFFFFFFFFFFF@AdobeOrg")).0, 400);
}

#[test]
fn organisations_do_not_see_each_other() {
    let places = new();
    let ids = |organisation: &str| -> HashSet<String> {
        let call = Call::to("GET", &format!("{HOST}/pois?limit=1000")).by(organisation);
        let (_, body) = send(&places, call);
        body["data"].as_array().unwrap().iter().map(|p| p["id"].to_string()).collect()
    };
    let (a, b) = (ids("A@AdobeOrg"), ids("B@AdobeOrg"));
    assert_eq!(a.len(), b.len());
    assert!(a.is_disjoint(&b));
    assert_eq!(a, ids("A@AdobeOrg"));
}

#[test]
fn the_rank_is_set_and_read_back() {
    let places = new();
    let order = get(&places, "/libraries/rank")["library_rank_order"].clone();
    let mut ids: Vec<Value> = order.as_array().unwrap().clone();
    ids.reverse();
    let wanted = json!({ "library_rank_order": ids });
    assert_eq!(put(&places, "PUT", "/libraries/rank", wanted.clone()), (200, wanted.clone()));
    assert_eq!(get(&places, "/libraries/rank"), wanted);
    let twice = json!({ "library_rank_order": [ids[0], ids[0]] });
    assert_eq!(put(&places, "PUT", "/libraries/rank", twice).0, 400);
    assert_eq!(
        put(&places, "PUT", "/libraries/rank", json!({ "library_rank_order": ["x"] })).0,
        404
    );
}

#[test]
fn pages_are_followed_by_their_links() {
    let page = get(&new(), "/pois?property=country==US&limit=5");
    assert_eq!(page["_page"], json!({ "orderBy": "name", "page": 1, "count": 5 }));
    let next = page["_links"]["next"]["href"].as_str().unwrap();
    assert!(next.starts_with(&format!("https://{HOST}/pois?property=")), "{next}");
    assert_eq!(page["_links"]["page"]["templated"], true);
    assert!(page["data"].as_array().unwrap().iter().all(|poi| poi["country"] == "US"));
}

#[test]
fn the_edge_query_orders_within_by_rank_and_the_rest_by_fence() {
    let places = new();
    let (first, second) = (library(&places, "first"), library(&places, "second"));
    let around = [
        poi(&second, "second, small", [-9.1400, 38.7100], 30),
        poi(&first, "first, wide", [-9.1400, 38.7100], 900),
        poi(&first, "first, narrow", [-9.1400, 38.7100], 100),
        // Its centre is farther away than the next one's, its fence nearer.
        poi(&first, "wide and far", [-9.1000, 38.7100], 2000),
        poi(&first, "narrow and nearer", [-9.1150, 38.7100], 10),
    ];
    put(&places, "POST", "/pois/batchCreate", json!({ "createPOIRequests": around }));
    put(&places, "PUT", "/libraries/rank", json!({ "library_rank_order": [first, second] }));
    let query = |limit: usize| {
        let url = format!(
            "query.places.adobe.com/placesedgequery?latitude=38.71&longitude=-9.14\
             &library={first}&library={second}&limit={limit}"
        );
        send(&places, Call::to("GET", &url)).1["places"].clone()
    };
    let names = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|p| p["p"][1].as_str().unwrap().to_owned()).collect()
    };
    let all = query(100);
    assert_eq!(names(&all["userWithin"]), ["first, narrow", "first, wide", "second, small"]);
    assert_eq!(names(&all["pois"]), ["wide and far", "narrow and nearer"]);
    let tuple = &all["userWithin"][0]["p"];
    assert_eq!((&tuple[2], &tuple[3]), (&json!("38.710000"), &json!("-9.140000")));
    assert_eq!((&tuple[4], &tuple[5]), (&json!(100), &json!(1)));
    assert_eq!(all["userWithin"][2]["p"][5], 2);
    assert_eq!(names(&query(4)["pois"]), ["wide and far"]);
}

#[rstest]
#[case("latitude=85.1&longitude=0&library=a")]
#[case("latitude=NaN&longitude=0&library=a")]
#[case("latitude=0&longitude=181&library=a")]
#[case("longitude=0&library=a")]
#[case("latitude=0&longitude=0")]
#[case("latitude=0&longitude=0&library=a&limit=many")]
fn the_edge_query_refuses(#[case] query: &str) {
    let url = format!("query.places.adobe.com/placesedgequery?{query}");
    assert_eq!(send(&new(), Call::to("GET", &url)).0, 400);
}

#[test]
fn an_organisation_named_in_the_seed_answers_the_edge_query_at_once() {
    let organisation = "0A1B2C3D4E5F60718293A4B5@AdobeOrg";
    let libraries = get(&new(), "/libraries");
    let id = libraries[0]["id"].as_str().unwrap();
    let url = format!("localhost:1/placesedgequery?latitude=38.71&longitude=-9.14&library={id}");
    let places = Places::seeded(&[organisation.to_owned()]);
    let (_, body) = send(&places, Call::to("GET", &url));
    assert!(!body["places"]["pois"].as_array().unwrap().is_empty());
}

#[test]
fn the_health_check_answers_pong() {
    let call = Call::to("GET", "api-places.adobe.io/ping");
    assert_eq!(new().handle(Api::PlacesPing, &call).unwrap().body(), "pong");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn paging_visits_every_poi_once(limit in 1_usize..130) {
        let places = new();
        let mut url = format!("{HOST}/pois?limit={limit}");
        let (mut seen, mut total) = (Vec::new(), None);
        loop {
            let (_, page) = send(&places, Call::to("GET", &url));
            seen.extend(page["data"].as_array().unwrap().iter().map(|p| p["id"].to_string()));
            total = total.or(page["total_count"].as_u64());
            match page["_links"]["next"]["href"].as_str() {
                Some(next) => url = next.strip_prefix("https://").unwrap().to_owned(),
                None => break,
            }
        }
        let distinct: HashSet<&String> = seen.iter().collect();
        prop_assert_eq!(distinct.len(), seen.len());
        prop_assert_eq!(Some(seen.len() as u64), total);
    }
}
