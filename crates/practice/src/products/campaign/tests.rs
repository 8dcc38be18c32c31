//! Campaign as a caller sees it.

use super::{Campaign, CampaignEdition};
use crate::products::call::Call;
use crate::products::when;
use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::time::Duration;

const BASE: &str = "mc.adobe.io/acme/campaign";
const PROFILES: &str = "/profileAndServices/profile";
const SERVICES: &str = "/profileAndServices/service";

fn send(campaign: &Campaign, call: Call) -> (u16, Value) {
    let reply = campaign.handle(&call);
    (reply.status().as_u16(), serde_json::from_slice(reply.body()).unwrap_or_default())
}

fn get(campaign: &Campaign, path: &str) -> Value {
    let (status, body) = send(campaign, Call::to("GET", &format!("{BASE}{path}")));
    assert_eq!(status, 200, "{path}: {body}");
    body
}

fn put(campaign: &Campaign, method: &str, path: &str, body: Value) -> (u16, Value) {
    send(campaign, Call::to(method, &format!("{BASE}{path}")).with_json(body))
}

/// A link as a path under the instance.
fn path(link: &Value) -> String {
    link.as_str().unwrap().strip_prefix(&format!("https://{BASE}")).unwrap().to_owned()
}

fn content(list: &Value) -> &Vec<Value> {
    list["content"].as_array().unwrap()
}

/// Follows `next` to the end.
fn walk(campaign: &Campaign, first: &str) -> Vec<Value> {
    let (mut rows, mut at) = (Vec::new(), first.to_owned());
    loop {
        let list = get(campaign, &at);
        rows.extend(content(&list).iter().cloned());
        match &list["next"] {
            Value::Null => return rows,
            next => at = path(&next["href"]),
        }
    }
}

fn new() -> Campaign {
    Campaign::seeded(60, CampaignEdition::Standard)
}

#[test]
fn a_list_has_the_shape_that_clients_expect() {
    let list = get(&new(), PROFILES);
    assert_eq!(content(&list).len(), 25);
    assert_eq!(list["serverSidePagination"], true);
    let row = &content(&list)[0];
    let key = row["PKey"].as_str().unwrap();
    assert!(key.starts_with('@'));
    assert_eq!(row["href"], format!("https://{BASE}{PROFILES}/{key}"));
    assert_eq!(
        row["subscriptions"]["href"],
        format!("https://{BASE}{PROFILES}/{key}/subscriptions/")
    );
    let created = row["created"].as_str().unwrap();
    assert!(created.ends_with('Z') && created.contains(' ') && !created.contains('T'));
    assert!(list["next"]["href"].as_str().unwrap().contains("?_lineCount=25&_lineStart=@"));
    let count = path(&list["count"]["href"]);
    assert!(count.starts_with(&format!("{PROFILES}/_count?_lineStart=@")));
    assert_eq!(get(&new(), &count), json!({ "count": 60 }));
}

#[test]
fn the_json_ending_and_a_trailing_slash_change_nothing() {
    let campaign = new();
    let plain = get(&campaign, PROFILES);
    assert_eq!(content(&get(&campaign, &format!("{PROFILES}.json"))), content(&plain));
    assert_eq!(content(&get(&campaign, &format!("{PROFILES}/"))), content(&plain));
}

#[test]
fn a_column_is_a_list_of_values() {
    let list = get(&new(), &format!("{PROFILES}/email?_lineCount=10&_order=email%20asc"));
    let addresses: Vec<&str> = content(&list).iter().map(|v| v.as_str().unwrap()).collect();
    assert_eq!(addresses.len(), 10);
    assert!(addresses.is_sorted());
    // Values come without pages; in v8 with them.
    assert_eq!(list["next"], Value::Null);
}

#[test]
fn order_goes_both_ways_and_over_several_fields() {
    let rows = walk(&new(), &format!("{PROFILES}?_lineCount=7&_order=gender%20desc,lastName"));
    assert_eq!(rows.len(), 60);
    let key = |row: &Value| (row["gender"].to_string(), row["lastName"].to_string());
    let keys: Vec<_> = rows.iter().map(key).collect();
    assert!(keys.windows(2).all(|w| w[0].0 > w[1].0 || (w[0].0 == w[1].0 && w[0].1 <= w[1].1)));
}

#[test]
fn filters_combine() {
    let campaign = new();
    let both = get(&campaign, &format!("{SERVICES}/byChannel/byText?channel=sms&text=ALERT"));
    let names: Vec<&Value> = content(&both).iter().map(|service| &service["label"]).collect();
    assert_eq!(names, ["Flash sale alerts"]);
    assert_eq!(get(&campaign, &format!("{SERVICES}/byChannel/_count?channel=sms"))["count"], 2);
    let (status, fault) = put(&campaign, "GET", &format!("{SERVICES}/byNothing?x=1"), json!(null));
    assert_eq!((status, &fault["code"]), (500, &json!(500)));
}

#[test]
fn by_text_searches_address_and_last_name_or_one_field_from_its_start() {
    let campaign = new();
    let first = get(&campaign, PROFILES)["content"][0].clone();
    let (last, given) = (first["lastName"].as_str().unwrap(), first["firstName"].as_str().unwrap());
    let count = |query: &str| {
        get(&campaign, &format!("{PROFILES}/byText/_count?{query}"))["count"].as_u64().unwrap()
    };
    assert!(count(&format!("text={}", last.to_lowercase())) >= 1);
    assert!(count(&format!("text={given}&filterType=firstName")) >= 1);
    assert_eq!(count(&format!("text={}&filterType=firstName", given.to_lowercase())), 0);
    assert_eq!(count("text=zzzz"), 0);
}

#[test]
fn a_profile_lives_from_creation_to_deletion() {
    let campaign = new();
    let (status, made) = put(
        &campaign,
        "POST",
        PROFILES,
        json!({ "email": "john.doe@example.com", "lastName": "Doe" }),
    );
    assert_eq!(
        (status, &made["domain"], &made["gender"]),
        (201, &json!("example.com"), &json!("unknown"))
    );
    let at = path(&made["href"]);
    let (status, patched) =
        put(&campaign, "PATCH", &at, json!({ "firstName": "John", "ccpaOptOut": true }));
    assert_eq!((status, patched), (200, json!({ "PKey": made["PKey"], "href": made["href"] })));
    let now = get(&campaign, &at);
    assert_eq!(now["title"], "John Doe (john.doe@example.com)");
    assert_eq!(now["ccpaOptOutLastModified"], when::spaced(when::SEEDED));
    assert_eq!(put(&campaign, "DELETE", &at, json!(null)).0, 200);
    assert_eq!(put(&campaign, "GET", &at, json!(null)).0, 404);
    assert_eq!(get(&campaign, &format!("{PROFILES}/_count"))["count"], 60);
}

#[rstest]
#[case(json!({ "age": 3 }), "Cannot update the 'age' property that is read-only")]
#[case(json!({ "frstName": "x" }), "'frstName' property is not valid for the 'profile' resource.")]
#[case(json!({ "email": "nobody" }), "not a valid e-mail address")]
#[case(json!([]), "not a JSON object")]
fn a_wrong_payload_is_refused_and_changes_nothing(#[case] body: Value, #[case] says: &str) {
    let campaign = new();
    let at = path(&get(&campaign, PROFILES)["content"][0]["href"]);
    let before = get(&campaign, &at);
    for (method, at) in [("PATCH", at.as_str()), ("POST", PROFILES)] {
        let (status, fault) = put(&campaign, method, at, body.clone());
        assert_eq!(status, 500);
        let message = fault["message"].as_str().unwrap();
        assert!(message.starts_with("RST-360011") && message.contains(says), "{message}");
    }
    assert_eq!(get(&campaign, &at), before);
    assert_eq!(get(&campaign, &format!("{PROFILES}/_count"))["count"], 60);
}

#[test]
fn a_row_sent_back_whole_is_taken() {
    let campaign = new();
    let row = get(&campaign, "/profileAndServicesExt/profile")["content"][3].clone();
    assert_eq!(put(&campaign, "PATCH", &path(&row["href"]), row).0, 200);
}

#[test]
fn subscriptions_are_seen_from_both_sides() {
    let campaign = new();
    let (_, profile) = put(&campaign, "POST", PROFILES, json!({ "lastName": "Doe" }));
    let service = get(&campaign, SERVICES)["content"][2].clone();
    let of_profile = path(&profile["subscriptions"]["href"]);
    let of_service = path(&service["subscriptions"]["href"]);
    let before = walk(&campaign, &of_service).len();
    let (status, made) =
        put(&campaign, "POST", &of_profile, json!({ "service": { "PKey": service["PKey"] } }));
    assert_eq!((status, &made["service"]["title"]), (201, &service["title"]));
    let again = json!({ "subscriber": { "PKey": profile["PKey"] } });
    let (status, same) = put(&campaign, "POST", &of_service, again);
    assert_eq!((status, &same["PKey"]), (200, &made["PKey"]));

    let subscribers = walk(&campaign, &of_service);
    assert_eq!(subscribers.len(), before + 1);
    assert_eq!(subscribers.last().unwrap()["subscriber"]["PKey"], profile["PKey"]);
    assert_eq!(walk(&campaign, &of_profile).len(), 1);
    assert_eq!(put(&campaign, "DELETE", &path(&made["href"]), json!(null)).0, 204);
    assert_eq!(walk(&campaign, &of_service).len(), before);
}

#[test]
fn a_deleted_profile_takes_its_subscriptions_along() {
    let campaign = new();
    let service = get(&campaign, SERVICES)["content"][0].clone();
    let list = path(&service["subscriptions"]["href"]);
    let before = walk(&campaign, &list);
    assert!(before.len() > 10);
    put(&campaign, "DELETE", &path(&before[0]["subscriber"]["href"]), json!(null));
    assert_eq!(walk(&campaign, &list).len(), before.len() - 1);
}

#[test]
fn an_event_goes_its_way_by_the_clock() {
    let campaign = new();
    let status_after = |event: &str, body: Value, seconds: u64| {
        let (status, made) = put(&campaign, "POST", &format!("/mcacme/{event}"), body);
        assert_eq!((status, &made["status"]), (201, &json!("pending")));
        let href = made["href"].as_str().unwrap();
        assert!(href.starts_with(&format!("mcacme/{event}/@")));
        let later = when::SEEDED.after(Duration::from_secs(seconds));
        send(&campaign, Call::to("GET", &format!("{BASE}/{href}")).at(later)).1["status"].clone()
    };
    let body = |email: &str| json!({ "email": email, "ctx": { "cartAmount": "$ 12" } });
    assert_eq!(status_after("EVTcart", body("a@example.com"), 3), "processing");
    assert_eq!(status_after("EVTcart", body("a@example.com"), 6), "processed");
    assert_eq!(status_after("EVTcart", body("a.bounce@example.com"), 6), "deliveryFailed");
    assert_eq!(status_after("EVTnobodyPublished", body("a@example.com"), 6), "routingFailed");
    let scheduled = json!({ "email": "a@example.com", "scheduled": "2026-05-18 10:00:00.000Z" });
    assert_eq!(status_after("EVTcart", scheduled.clone(), 3599), "pending");
    assert_eq!(status_after("EVTcart", scheduled, 3606), "processed");
}

#[test]
fn an_event_past_its_expiration_is_too_old() {
    let body = json!({ "email": "a@example.com", "expiration": "2020-01-01T00:00:00Z" });
    assert_eq!(put(&new(), "POST", "/mcAcme/EVTcart", body).1["status"], "tooOld");
}

#[test]
fn workflows_take_commands_and_signals() {
    let campaign = new();
    let state = || get(&campaign, "/workflow/execution/WKF102")["state"].clone();
    let command = |method: &str| {
        put(&campaign, "POST", "/workflow/execution/WKF102/commands", json!({ "method": method })).0
    };
    let trigger = path(
        &get(&campaign, "/workflow/execution/WKF102")["activities"]["activity"]["signal1"]["trigger"]
            ["href"],
    );
    let signal = |body: Value| put(&campaign, "POST", &trigger, body);
    assert_eq!((command("pause"), state()), (200, json!("paused")));
    assert_eq!(signal(json!({ "source": "API" })).0, 500);
    assert_eq!((command("start"), state()), (500, json!("paused")));
    assert_eq!((command("resume"), state()), (200, json!("started")));
    let (_, fault) = signal(json!({ "source": "API", "parameters": { "contentURL": "x" } }));
    let text = fault["message"].as_str().unwrap();
    assert!(text.contains("'contentURL' parameter isn't defined in signal activity.\nXTK-170006"));
    assert_eq!(signal(json!({ "parameters": {} })).0, 500);
    assert_eq!(signal(json!({ "source": "API", "parameters": { "email": "x" } })).0, 200);
    assert_eq!(signal(json!({ "source": "API" })).0, 500);
    let later = when::SEEDED.after(Duration::from_secs(600));
    let again = Call::to("POST", &format!("{BASE}{trigger}")).with_json(json!({ "source": "API" }));
    assert_eq!(send(&campaign, again.at(later)).0, 200);
    assert_eq!((command("stop"), state()), (200, json!("stopped")));
    assert_eq!(command("explode"), 500);
}

#[test]
fn the_metadata_leads_to_the_filters() {
    let campaign = new();
    let described = get(&campaign, "/profileAndServices/resourceType/profile");
    assert_eq!(described["schema"], "nms:recipient");
    assert_eq!(described["content"]["email"]["dataPolicy"], "email");
    let filters = get(&campaign, &path(&described["filters"]["href"]));
    assert_eq!(filters["byText"]["data"], "/profileAndServices/profile/byText?text=$value");
}

#[test]
fn the_extended_profile_has_a_custom_key_and_units() {
    let campaign = new();
    let row = get(&campaign, "/profileAndServicesExt/profile")["content"][5].clone();
    let number = row["cusMemberNumber"].as_str().unwrap();
    assert_eq!(
        get(&campaign, &format!("/profileAndServicesExt/profile/{number}"))["PKey"],
        row["PKey"]
    );
    assert_eq!(get(&campaign, &path(&row["orgUnit"]["href"]))["title"], row["orgUnit"]["title"]);
    assert_eq!(get(&campaign, PROFILES)["content"][5]["cusMemberNumber"], Value::Null);
}

#[test]
fn custom_resources_behave_like_profiles() {
    let campaign = new();
    let (status, made) =
        put(&campaign, "POST", "/customResources/cusStore", json!({ "cusName": "New shop" }));
    assert_eq!((status, &made["title"]), (201, &json!("New shop (ST0011)")));
    assert_eq!(walk(&campaign, "/customResources/cusStore?_lineCount=4").len(), 11);
}

#[test]
fn the_history_leads_to_mirror_pages() {
    let campaign = new();
    let with_events = walk(&campaign, PROFILES).into_iter().find_map(|profile| {
        let key = profile["PKey"].as_str().unwrap().to_owned();
        let history = get(&campaign, &format!("/profileAndServices/history/{key}"));
        walk(&campaign, &path(&history["events"]["href"])).into_iter().next()
    });
    let event = with_events.unwrap();
    assert_eq!(get(&campaign, &path(&event["href"])), event);
    let page =
        campaign.handle(&Call::to("GET", &format!("{BASE}{}", path(&event["mirrorPage"]["href"]))));
    assert!(page.body().starts_with(b"<!DOCTYPE html>"));
}

#[test]
fn a_privacy_request_is_worked_on() {
    let campaign = new();
    let email = get(&campaign, PROFILES)["content"][0]["email"].clone();
    let mut body = json!({ "name": "PT1", "namespaceName": "AMCDS2", "reconciliationValue": email,
        "regulation": "gdpr", "label": "Access", "type": "access" });
    let (status, made) = put(&campaign, "POST", "/privacy/privacyTool", body.clone());
    assert_eq!((status, &made["status"]), (201, &json!("new")));
    let later = when::SEEDED.after(Duration::from_secs(5));
    let read = Call::to("GET", &format!("{BASE}{}", path(&made["href"]))).at(later);
    assert_eq!(send(&campaign, read).1["status"], "complete");
    let data = get(&campaign, &path(&made["gdprRequestData"]["href"]));
    assert!(data.as_str().unwrap().contains(email.as_str().unwrap()));
    assert_eq!(put(&campaign, "POST", "/privacy/privacyTool", body.clone()).0, 500);
    body["type"] = json!("forget");
    assert_eq!(put(&campaign, "POST", "/privacy/privacyTool", body).0, 500);
}

#[rstest]
#[case("")]
#[case("/profileAndService/profile")]
#[case("/profileAndServices/profiles")]
#[case("/profileAndServices/profile/nosuchfield")]
#[case("/profileAndServices/profile/_count/email")]
#[case("/mcother/EVTcart/@x")]
fn a_wrong_address_says_oops(#[case] path: &str) {
    let (status, body) = send(&new(), Call::to("GET", &format!("{BASE}{path}")));
    let text = "Oops. Something went wrong. Check your URI and try again.";
    assert_eq!((status, body), (500, json!({ "code": 500, "message": text })));
}

#[test]
fn the_staging_instance_has_data_and_keys_of_its_own() {
    let campaign = new();
    put(&campaign, "POST", PROFILES, json!({ "lastName": "Doe" }));
    let stage = "mc.adobe.io/acme-mkt-stage/campaign/profileAndServices/profile";
    let (_, count) = send(&campaign, Call::to("GET", &format!("{stage}/_count")));
    assert_eq!(count["count"], 60);
    let key = get(&campaign, PROFILES)["content"][0]["PKey"].clone();
    let there = format!("{stage}/{}", key.as_str().unwrap());
    assert_eq!(send(&campaign, Call::to("GET", &there)).0, 500);
}

#[test]
fn links_lead_back_to_the_base_url_that_was_called() {
    let url = "127.0.0.1:8080/acme/campaign/profileAndServices/profile?_lineCount=1";
    let (_, list) = send(&new(), Call::to("GET", url));
    assert!(
        list["next"]["href"].as_str().unwrap().starts_with("http://127.0.0.1:8080/acme/campaign/")
    );
}

#[test]
fn a_big_table_is_paged_only_by_force() {
    let campaign = Campaign::seeded(100_001, CampaignEdition::Standard);
    let list = get(&campaign, PROFILES);
    assert_eq!(list["next"], Value::Null);
    let forced = get(&campaign, &format!("{PROFILES}?_forcePagination=true"));
    let next = path(&forced["next"]["href"]);
    assert!(next.contains("_forcePagination=true&_lineCount=25&_lineStart=@"));
    assert_eq!(content(&get(&campaign, &next)).len(), 25);
    let at_threshold = Campaign::seeded(100_000, CampaignEdition::Standard);
    assert!(get(&at_threshold, PROFILES)["next"].is_object());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn following_next_visits_every_profile_once(
        profiles in 0_u32..90,
        lines in 1_usize..40,
        order in prop::sample::select(vec!["", "&_order=email%20desc", "&_order=gender"]),
        deleted in 0_usize..3,
    ) {
        let campaign = Campaign::seeded(profiles, CampaignEdition::Standard);
        for row in walk(&campaign, PROFILES).iter().take(deleted) {
            put(&campaign, "DELETE", &path(&row["href"]), json!(null));
        }
        let rows = walk(&campaign, &format!("{PROFILES}?_lineCount={lines}{order}"));
        let keys: HashSet<String> = rows.iter().map(|row| row["PKey"].to_string()).collect();
        prop_assert_eq!(keys.len(), rows.len());
        prop_assert_eq!(rows.len(), (profiles as usize).saturating_sub(deleted));
    }
}

fn v8() -> Campaign {
    Campaign::seeded(60, CampaignEdition::V8)
}

/// Every difference of §6.6 that one call shows: method, path, body, then status and a part of the answer by edition.
#[rstest]
#[case::key_in_uri("GET", "/profileAndServices/profile/@nokey", json!(null),
    (500, "'nokey' attribute unknown (see definition of 'Profiles (nms:recipient)' schema). XTK-170036"),
    (404, "Unable to decrypt PKey. (PKey=@nokey) Unsupported endpoint. (endpoint=rest/profileAndServices/profile/@nokey)"))]
#[case::unknown_raw_key("GET", "/profileAndServices/service/SVC99", json!(null),
    (404, "RST-360011 An error has occurred - please contact your administrator. Unable to find document with path 'Service'"),
    (404, "Unable to find document with path 'Service' from key 'SVC99"))]
#[case::enumeration("POST", "/profileAndServices/profile", json!({ "gender": "invalid" }),
    (500, "The value 'invalid' is not valid for the 'nms:recipient:gender' enumeration of the '@gender' field"),
    (500, "\"An error has occurred - please contact your administrator.\""))]
#[case::history("GET", "/profileAndServices/resourceType/history", json!(null), (200, "Marketing history"), (404, "Unsupported"))]
#[case::units("GET", "/profileAndServicesExt/orgUnitBase", json!(null), (200, "fernhill"), (404, "Unsupported"))]
#[case::privacy("GET", "/privacy/privacyTool", json!(null), (200, "content"), (404, "Unsupported"))]
#[case::linked_object("POST", "/customResources/cusStore", json!({ "cusName": "A", "cusManager": { "firstName": "B" } }),
    (201, "\"cusManager\":null"), (500, "'cusManager' property is not valid for the 'cusStore' resource"))]
#[case::column("GET", "/profileAndServices/profile/email", json!(null), (200, "{\"content\":["), (200, "\"next\":{"))]
#[case::signal("GET", "/workflow/execution/WKF102", json!(null), (200, "segmentCode"), (200, "trigger"))]
fn the_editions_differ_call_by_call(
    #[case] method: &str,
    #[case] path: &str,
    #[case] body: Value,
    #[case] standard: (u16, &str),
    #[case] v8_says: (u16, &str),
) {
    for (campaign, (status, says)) in [(new(), standard), (v8(), v8_says)] {
        let call = Call::to(method, &format!("{BASE}{path}"));
        let call = if body.is_null() { call } else { call.with_json(body.clone()) };
        let reply = campaign.handle(&call);
        let text = String::from_utf8_lossy(reply.body()).into_owned();
        assert_eq!(reply.status(), status, "{text}");
        assert!(text.contains(says), "{text}");
    }
}

#[test]
fn v8_has_hrefs_on_one_record_and_answers_an_empty_change_with_nothing() {
    let (standard, v8) = (new(), v8());
    let first = |campaign: &Campaign| path(&get(campaign, PROFILES)["content"][0]["href"]);
    assert_eq!(get(&standard, &first(&standard))["href"], Value::Null);
    assert!(get(&v8, &first(&v8))["href"].is_string());
    assert_eq!(get(&v8, &first(&v8))["timeZone"], Value::Null);
    assert_eq!(get(&v8, &first(&v8).replace("Services", "ServicesExt"))["timeZone"], "none");
    let patch = Call::to("PATCH", &format!("{BASE}{}", first(&v8)));
    assert_eq!(v8.handle(&patch).status(), 204);
    let location = json!({ "location": { "zipCode": "1" } });
    assert_eq!(put(&standard, "PATCH", &first(&standard), location.clone()).0, 200);
    let (status, fault) = put(&v8, "PATCH", &first(&v8), location);
    let says = "'zipCode' property is not valid for the 'profile' resource";
    assert_eq!((status, &fault["message"]), (500, &json!(says)));
    // Keys of the one are none in the other.
    assert_ne!(first(&standard), first(&v8));
    assert_eq!(put(&v8, "GET", &first(&standard), json!(null)).0, 404);
    let column = get(&standard, &format!("{PROFILES}/email"));
    assert_eq!(column.as_object().unwrap().keys().collect::<Vec<_>>(), ["content"]);
    let signal = &get(&v8, "/workflow/execution/WKF102")["activities"]["activity"]["signal1"];
    assert_eq!(signal["parameters"], Value::Null);
    let custom = get(&v8, &format!("{PROFILES}/Gender/_count?gender=male"));
    assert!(custom["count"].as_u64().unwrap() > 0);
}

#[test]
fn a_custom_resource_links_to_a_profile_from_either_root() {
    let campaign = new();
    for root in ["/customResources/cusStore", "/profileAndServicesExt/cusStore"] {
        let store = get(&campaign, root)["content"][0].clone();
        let manager = get(&campaign, &path(&store["cusManager"]["href"]));
        assert_eq!(manager["title"], store["cusManager"]["title"]);
        assert!(path(&store["href"]).starts_with(root));
    }
    let profile = get(&campaign, PROFILES)["content"][7].clone();
    let body = json!({ "cusName": "Linked", "cusManager": { "PKey": profile["PKey"] } });
    let (status, made) = put(&campaign, "POST", "/customResources/cusStore", body);
    assert_eq!((status, &made["cusManager"]["title"]), (201, &profile["title"]));
    let service = get(&campaign, &format!("{SERVICES}/SVC3"));
    assert_eq!(service["name"], "SVC3");
}
