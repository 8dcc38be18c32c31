use super::*;
use crate::{Variables, outline};
use mudbrick_model::{Header, Request};
use rstest::rstest;

const ALL: &str = "Authorization: Bearer t|x-api-key: k|x-gw-ims-org-id: o|x-sandbox-name: prod";
const LIST: &str = "https://platform.adobe.io/data/foundation/schemaregistry/tenant/schemas";
const ONE: &str =
    "https://platform-nld2.adobe.io/data/foundation/schemaregistry/tenant/schemas/_x.schemas.1";
const EVENT: &str = "https://mc.adobe.io/acme/campaign/mcacme/EVTcart";
const CATALOG: &str = "https://platform.adobe.io/data/foundation/catalog/dataSets";
const PLACES: &str = "https://api-places.adobe.io/places/placesapi/v1/libraries";

fn warnings(method: Method, url: &str, headers: &str, body: Option<&str>) -> Vec<String> {
    let headers = headers.split('|').filter_map(|line| line.split_once(": "));
    let request = Request {
        name: String::new(),
        method,
        url: url.to_owned(),
        headers: headers.map(|(name, value)| Header::new(name, value)).collect(),
        body: body.map(str::to_owned),
    };
    check(&outline(&request, &Variables::new())).into_iter().map(|w| w.message).collect()
}

#[rstest]
#[case::list(LIST, "application/vnd.adobe.xed-id+json", None)]
#[case::list_in_full(LIST, "application/vnd.adobe.xed+json", None)]
#[case::list_with_a_slash(
    "https://platform.adobe.io/data/foundation/schemaregistry/global/classes/",
    "application/vnd.adobe.xed-id+json",
    None
)]
#[case::list_with_version(LIST, "application/vnd.adobe.xed+json; version=1", Some("XDM-1006"))]
#[case::list_of_json(LIST, "application/json", Some("xed-id+json"))]
#[case::one(ONE, "application/vnd.adobe.xed-full+json;version=1", None)]
#[case::one_without_version(ONE, "application/vnd.adobe.xed-full+json", Some("XDM-1007"))]
#[case::one_of_json(ONE, "application/json", Some("XDM-1007"))]
#[case::one_by_id(ONE, "application/vnd.adobe.xed-id+json", Some("id alone"))]
#[case::stats(
    "https://platform.adobe.io/data/foundation/schemaregistry/stats",
    "application/json",
    None
)]
#[case::descriptors(
    "https://platform.adobe.io/data/foundation/schemaregistry/tenant/descriptors",
    "application/vnd.adobe.xdm-id+json",
    None
)]
#[case::descriptors_as_schemas(
    "https://platform.adobe.io/data/foundation/schemaregistry/tenant/descriptors",
    "application/vnd.adobe.xed-id+json",
    Some("XDM-1008")
)]
#[case::another_host(
    "https://example.com/data/foundation/schemaregistry/tenant/schemas",
    "text/html",
    None
)]
fn the_schema_registrys_accept_header(
    #[case] url: &str,
    #[case] accept: &str,
    #[case] expected: Option<&str>,
) {
    let found = warnings(Method::Get, url, &format!("{ALL}|Accept: {accept}"), None);
    match expected {
        None => assert!(found.is_empty(), "{found:?}"),
        Some(expected) => assert!(found.len() == 1 && found[0].contains(expected), "{found:?}"),
    }
}

#[rstest]
#[case::no_token(CATALOG, "x-api-key: k|x-gw-ims-org-id: o|x-sandbox-name: prod", "403010")]
#[case::no_key(
    CATALOG,
    "Authorization: Bearer t|x-gw-ims-org-id: o|x-sandbox-name: prod",
    "403000"
)]
#[case::no_organisation(
    CATALOG,
    "Authorization: Bearer t|x-api-key: k|x-sandbox-name: prod",
    "400003"
)]
#[case::no_organisation_for_places(PLACES, "Authorization: Bearer t|X-Api-Key: k", "400003")]
#[case::no_sandbox(
    CATALOG,
    "Authorization: Bearer t|x-api-key: k|x-gw-ims-org-id: o",
    "x-sandbox-name"
)]
#[case::no_bearer(PLACES, "Authorization: t|x-api-key: k|x-gw-ims-org-id: o", "Bearer")]
#[case::no_regulation("https://platform.adobe.io/data/core/privacy/jobs?size=1", ALL, "regulation")]
fn what_is_missing_is_named(#[case] url: &str, #[case] headers: &str, #[case] expected: &str) {
    let found = warnings(Method::Get, url, headers, None);
    assert!(found.len() == 1 && found[0].contains(expected), "{found:?}");
}

#[rstest]
#[case::campaign_needs_no_organisation(
    "https://mc.adobe.io/acme/campaign/profileAndServices/profile",
    "Authorization: Bearer t|X-Api-Key: k"
)]
#[case::places_ping("https://api-places.adobe.io/ping", "")]
#[case::edge_query("https://query.places.adobe.com/placesedgequery?latitude=1", "")]
#[case::sandboxes(
    "https://platform.adobe.io/data/foundation/sandbox-management/",
    "Authorization: Bearer t|x-api-key: k|x-gw-ims-org-id: o"
)]
#[case::elsewhere("https://example.com/", "")]
fn what_needs_nothing_is_left_alone(#[case] url: &str, #[case] headers: &str) {
    assert_eq!(warnings(Method::Get, url, headers, None), Vec::<String>::new());
}

#[rstest]
#[case::as_documented("application/json;charset=utf-8", 0)]
#[case::with_a_blank("Application/JSON; charset=UTF-8", 0)]
#[case::without_charset("application/json", 1)]
fn a_transactional_event_needs_its_charset(#[case] content_type: &str, #[case] count: usize) {
    let headers = format!("{ALL}|Content-Type: {content_type}");
    let found = warnings(Method::Post, EVENT, &headers, Some("{}"));
    assert_eq!(found.len(), count, "{found:?}");
    let found = warnings(Method::Get, &format!("{EVENT}/@1"), &headers, None);
    assert_eq!(found.len(), 0, "{found:?}");
}

#[rstest]
#[case::valid(Method::Post, "Content-Type: application/json", "{\"a\":[1]}", None)]
#[case::comma(
    Method::Post,
    "Content-Type: application/json",
    "{\n  \"a\": 1,\n}",
    Some("line 3, column 1: trailing comma")
)]
#[case::vendor_json(
    Method::Post,
    "Content-Type: application/vnd.adobe.x+json",
    "{",
    Some("line 1, column 1")
)]
#[case::no_json(
    Method::Put,
    "Content-Type: application/octet-stream",
    "{\"a\":1}\n{\"a\":2}",
    None
)]
#[case::placeholder(Method::Post, "Content-Type: application/json", "{{body}}", None)]
#[case::no_content_type(Method::Post, "", "a=b", Some("Content-Type"))]
#[case::on_get(
    Method::Get,
    "Content-Type: application/json",
    "{}",
    Some("GET request carries a body")
)]
#[case::a_file_is_said_by_who_knows_its_folder(
    Method::Post,
    "Content-Type: text/plain",
    "< ./body.json",
    None
)]
#[case::script(
    Method::Post,
    "Content-Type: text/plain",
    "a\n> {% client.log() %}",
    Some("Line 2 of the body begins a script")
)]
fn bodies(
    #[case] method: Method,
    #[case] headers: &str,
    #[case] body: &str,
    #[case] expected: Option<&str>,
) {
    let found = warnings(method, "https://example.com/", headers, Some(body));
    match expected {
        None => assert!(found.is_empty(), "{found:?}"),
        Some(expected) => assert!(found.len() == 1 && found[0].contains(expected), "{found:?}"),
    }
}
