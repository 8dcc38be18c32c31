//! User Management as a caller sees it.

use super::UserManagement;
use super::organisation::USERS;
use crate::products::call::Call;
use rstest::rstest;
use serde_json::{Value, json};
use std::collections::HashSet;

const HOST: &str = "usermanagement.adobe.io/v2/usermanagement";
const ORG: &str = "0A1B2C3D4E5F60718293A4B5@AdobeOrg";

fn get(all: &UserManagement, path: &str) -> (u16, Value) {
    send(all, Call::to("GET", &format!("{HOST}{}", path.replace("ORG", ORG))))
}

fn send(all: &UserManagement, call: Call) -> (u16, Value) {
    let reply = all.handle(&call).unwrap();
    (reply.status().as_u16(), serde_json::from_slice(reply.body()).unwrap_or_default())
}

fn act(all: &UserManagement, query: &str, entries: Value) -> Value {
    let call = Call::to("POST", &format!("{HOST}/action/{ORG}{query}")).with_json(entries);
    send(all, call).1
}

#[test]
fn the_pages_hold_every_user_once_and_the_last_repeats() {
    let all = UserManagement::default();
    let (mut seen, mut last) = (HashSet::new(), Value::Null);
    for number in 0.. {
        let (_, body) = get(&all, &format!("/users/ORG/{number}"));
        for user in body["users"].as_array().unwrap() {
            assert!(seen.insert(user["email"].to_string()));
        }
        last = body["users"].clone();
        if body["lastPage"] == true {
            break;
        }
    }
    assert_eq!(seen.len(), USERS as usize);
    assert_eq!(get(&all, "/users/ORG/99").1["users"], last);
}

#[test]
fn the_counts_are_in_headers() {
    let call =
        Call::to("GET", &format!("{HOST}/users/{ORG}/1")).with_header("x-request-id", "mine");
    let reply = UserManagement::default().handle(&call).unwrap();
    for (name, value) in [
        ("x-total-count", "240"),
        ("x-page-count", "3"),
        ("x-current-page", "1"),
        ("x-page-size", "100"),
        ("x-request-id", "mine"),
    ] {
        assert_eq!(reply.headers()[name], value, "{name}");
    }
}

#[test]
fn another_organisation_is_refused_without_a_body() {
    let call = Call::to("GET", &format!("{HOST}/users/FFFFFFFFFFFFFFFFFFFFFFFF@AdobeOrg/0"));
    let reply = UserManagement::default().handle(&call).unwrap();
    assert_eq!((reply.status().as_u16(), reply.body().len()), (401, 0));
    assert_eq!(reply.headers()["content-type"], "*/*");
    assert!(
        reply.headers()["www-authenticate"].to_str().unwrap().starts_with("Bearer realm=\"JIL\"")
    );
}

#[test]
fn who_asks_too_often_is_told_how_long_to_wait() {
    let all = UserManagement::default();
    (0..5).for_each(|_| assert_eq!(get(&all, "/groups/ORG/0").0, 200));
    let reply = all.handle(&Call::to("GET", &format!("{HOST}/groups/{ORG}/0"))).unwrap();
    assert_eq!(
        (reply.status().as_u16(), &reply.headers()["retry-after"]),
        (429, &"60".parse().unwrap())
    );
    assert_eq!(reply.body(), "{\"error_code\" : \"429050\",\"message\" : \"Too many requests\"}");
}

#[test]
fn groups_and_product_profiles_are_one_list() {
    let all = UserManagement::default();
    let (_, body) = get(&all, "/groups/ORG/0");
    let types: HashSet<&str> = body["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| group["type"].as_str().unwrap())
        .collect();
    assert!(types.contains("USER_GROUP") && types.contains("PRODUCT_PROFILE"));
    assert_eq!(get(&all, "/groups/ORG/7").1, json!({ "lastPage": true, "result": "Not found" }));
    let (_, members) = get(&all, "/users/ORG/0/Places%20editors");
    assert_eq!(members["users"].as_array().unwrap().len(), 48);
    assert_eq!(get(&all, "/users/ORG/0/nobody").1["result"], "error.group.not_found");
}

#[test]
fn an_entry_succeeds_or_fails_by_itself() {
    let all = UserManagement::default();
    let entries = json!([
        { "user": "new@example.com", "requestID": "a1", "do": [
            { "createFederatedID": { "email": "new@example.com", "country": "US", "firstname": "N", "lastname": "W" } },
            { "add": { "group": ["Places editors"] } } ] },
        { "user": "new@example.com", "requestID": "a2", "do": [{ "add": { "group": ["Nobody's"] } }] },
    ]);
    assert_eq!(
        act(&all, "", entries),
        json!({ "completed": 1, "notCompleted": 1, "completedInTestMode": 0, "result": "partial", "errors": [{
            "index": 1, "step": 0, "requestID": "a2", "message": "Group Nobody's was not found",
            "user": "new@example.com", "errorCode": "error.group.not_found" }] })
    );
    let (_, body) = get(&all, "/organizations/ORG/users/new@example.com");
    assert_eq!(
        (&body["result"], &body["user"]["groups"]),
        (&json!("success"), &json!(["Places editors"]))
    );
    let leave = json!([{ "remove": { "group": ["Places editors"] } }]);
    act(&all, "", json!([{ "user": "new@example.com", "do": leave }]));
    let (_, body) = get(&all, "/organizations/ORG/users/new@example.com");
    assert_eq!(body["user"].get("groups"), None, "what has no value is absent");
    let done =
        act(&all, "", json!([{ "user": "new@example.com", "do": [{ "removeFromOrg": {} }] }]));
    assert_eq!((&done["result"], done.get("errors")), (&json!("success"), None));
    assert_eq!(get(&all, "/organizations/ORG/users/new@example.com").0, 404);
}

#[test]
fn a_test_changes_nothing() {
    let all = UserManagement::default();
    let add = json!([{ "user": "nobody@example.com", "do": [{ "update": { "firstname": "N" } }] },
        { "usergroup": "New", "do": [{ "createUserGroup": { "description": "x" } }] }]);
    let answer = act(&all, "?testOnly=true", add);
    assert_eq!(
        (&answer["completed"], &answer["completedInTestMode"], &answer["result"]),
        (&json!(0), &json!(2), &json!("success"))
    );
    let groups = get(&all, "/groups/ORG/0").1;
    assert!(!groups.to_string().contains("\"New\""));
}

#[rstest]
#[case(json!([{ "user": "x@example.com", "do": [{ "update": {} }] }]), "error.user.nonexistent")]
#[case(json!([{ "user": "x@example.com", "do": [{ "add": {} }, { "addAdobeID": {} }] }]), "error.user.nonexistent")]
#[case(json!([{ "user": "x@example.com", "do": [{ "addAdobeID": {} }, { "removeFromOrg": {} }, { "add": {} }] }]), "error.command.removefromorg.not_last")]
#[case(json!([{ "user": "x@example.com", "do": [{ "addAdobeID": { "country": "USA" } }] }]), "error.command.string.too_long")]
#[case(json!([{ "usergroup": "Places editors", "do": [{ "createUserGroup": {} }] }]), "error.usergroup.already_exists")]
#[case(json!([{ "usergroup": "None", "do": [{ "deleteUserGroup": {} }] }]), "error.usergroup.not_found")]
#[case(json!([{ "usergroup": "Places editors", "do": [{ "explode": {} }] }]), "error.command.step.unknown")]
#[case(json!([{ "do": [] }]), "error.command.malformed")]
fn a_wrong_entry_has_its_code(#[case] entries: Value, #[case] code: &str) {
    let answer = act(&UserManagement::default(), "", entries);
    assert_eq!(answer["errors"][0]["errorCode"], code, "{answer}");
}

#[test]
fn the_deprecated_calls_are_bare_arrays_with_other_names() {
    let all = UserManagement::default();
    let (_, users) = get(&all, "/ORG/users?page=0");
    assert!(users[0]["firstName"].is_string() && users[0].get("firstname").is_none());
    let (_, groups) = get(&all, "/ORG/user-groups?page=0");
    assert!(groups[0]["groupId"].is_number() && groups[0]["adminGroupId"].is_string());
    let id = groups[0]["groupId"].to_string();
    assert_eq!(get(&all, &format!("/ORG/user-groups/{id}/users")).1.as_array().unwrap().len(), 48);
    assert_eq!(get(&all, "/ORG/products/9/configurations").1["errorCode"], "PLC_NOT_FOUND");
}
