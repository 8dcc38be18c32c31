//! The work itself: profiles, tokens, requests and history.

use crate::window::Window;
use serde_json::{Value, json};

#[test]
fn an_empty_home_starts_empty() {
    let window = Window::open();
    let start = window.ask("start", json!({}));
    assert_eq!(start["profiles"], json!([]));
    assert_eq!(start["practice"], json!(null));
    assert_eq!(
        window.ask("vault_state", json!({})),
        json!({ "state": { "kind": "untouched" }, "custody": null })
    );
}

#[test]
fn a_practice_profile_gets_a_token_and_an_answer() {
    let window = Window::open();
    let id = window.practice_profile("Places");
    assert_eq!(window.ask("token_get", json!({ "id": id }))["kind"], "ready");

    let requests = window.ask("requests_list", json!({}));
    let requests = requests.as_array().expect("a list");
    let found = requests
        .iter()
        .find(|request| request["path"] == "Places/List libraries")
        .expect("the catalogue holds it");
    let opened = window
        .ask("request_get", json!({ "address": found["address"], "origin": found["origin"] }));
    let exchange = window.ask(
        "request_send",
        json!({ "profile": id, "request": opened["request"], "confirmed": false }),
    );
    assert_eq!(exchange["summary"]["status"], 200, "{exchange:#}");
    assert_eq!(exchange["body"]["format"], "json");

    let history = window
        .ask("history_list", json!({ "profile": null, "text": "", "before": null, "limit": 50 }));
    assert_eq!(history.as_array().map(Vec::len), Some(1));
    let replayed = window.ask(
        "history_replay",
        json!({ "id": exchange["summary"]["id"], "profile": id, "confirmed": false }),
    );
    assert_eq!(replayed["summary"]["status"], 200);
}

#[test]
fn what_was_sent_is_searched_noted_pinned_and_deleted() {
    let window = Window::open();
    let id = window.practice_profile("Places");
    for path in ["Places/List libraries", "Places/List POIs", "Places/List libraries"] {
        let opened = window.ask("request_get", json!({ "address": path, "origin": "catalogue" }));
        let call = json!({ "profile": id, "request": opened["request"], "confirmed": false });
        window.ask("request_send", call);
    }
    let query = |text: &str| json!({ "profile": id, "text": text, "before": null, "limit": 50 });
    let numbers = |text: &str| -> Vec<i64> {
        let listed = window.ask("history_list", query(text));
        let all = listed.as_array().expect("a list").iter();
        all.map(|one| one["id"].as_i64().expect("a number")).collect()
    };
    assert_eq!(numbers("status:2xx host:places"), [3, 2, 1]);
    assert_eq!(numbers("request:\"List POIs\""), [2]);
    assert_eq!(numbers("status:404"), [0; 0]);
    let problem = window.problem("history_list", query("stauts:404"));
    assert_eq!(problem["code"], "invalid_input");
    window.ask("history_note", json!({ "id": 1, "text": " the first " }));
    window.ask("history_pin", json!({ "id": 2, "pinned": true }));
    assert_eq!((numbers("is:noted first"), numbers("is:pinned")), (vec![1], vec![2]));
    let shown = window.ask("history_get", json!({ "id": 1 }));
    assert_eq!(shown["summary"]["note"], "the first");
    let whose = |text: &str| json!({ "profile": id, "text": text });
    let counted = window.ask("history_count", whose("libraries"));
    assert_eq!(counted, json!({ "exchanges": 2, "or_more": false }));
    let size = window.ask("history_size", json!({}));
    assert_eq!((&size["exchanges"], &size["keep_days"]), (&json!(3), &json!(365)), "{size:#}");
    assert_eq!(window.ask("history_delete", json!({ "ids": [3, 99] })), 1);
    assert_eq!(window.ask("history_delete_matching", whose("is:pinned")), 1);
    assert_eq!(numbers(""), [1]);
}

#[test]
fn two_answers_are_compared_and_one_is_replayed_on_many() {
    let window = Window::open();
    let id = window.practice_profile("Places");
    let path = json!({ "address": "Places/List libraries", "origin": "catalogue" });
    let opened = window.ask("request_get", path);
    let call = json!({ "profile": id, "request": opened["request"], "confirmed": false });
    window.ask("request_send", call.clone());
    window.ask("request_send", call);
    assert_eq!(window.ask("comparison_before", json!({ "id": 2 })), 1);
    let counting = json!({ "by_line": false, "arrays": { "kind": "by_key", "key": "id" },
        "same_numbers": false, "ignored": [], "without_noise": false });
    let at =
        |left: Value, right: Value| json!({ "left": left, "right": right, "counting": counting });
    let exchange = |id: u32| json!({ "kind": "exchange", "id": id });
    let look = json!({ "merged": true, "only_differences": false });
    let same = at(exchange(1), exchange(2));
    let view = window.ask("comparison_open", json!({ "job": "c", "at": same, "look": look }));
    assert_eq!((&view["is_same"], &view["left"]["exchange"]["id"]), (&json!(true), &json!(1)));
    assert_eq!(window.ask("comparison_file", json!({})), json!(null), "the dialog was closed");
    let other = window.given("expected.json", "{}");
    window.dialogs.will_open(&[other]);
    let file = window.ask("comparison_file", json!({}));
    assert_eq!(file["name"], "expected.json");
    let differs = at(exchange(2), json!({ "kind": "file", "number": file["number"] }));
    let view = window.ask("comparison_open", json!({ "job": "c", "at": differs, "look": look }));
    assert_eq!(view["differences"], 1, "{view:#}");
    let rows = json!({ "at": differs, "look": look, "from": 0, "count": 5 });
    assert_eq!(window.ask("comparison_rows", rows)[0]["mark"], "removed");
    let place = json!({ "at": differs, "look": look, "number": 0 });
    assert_eq!(window.ask("comparison_place", place)["path"], "$");
    let patch = json!({ "job": "c", "at": differs, "form": "patch" });
    assert!(window.ask("comparison_text", patch).as_str().unwrap().contains("replace"));
    let foreign = at(exchange(2), json!({ "kind": "file", "number": 7 }));
    let refused = json!({ "job": "c", "at": foreign, "look": look });
    assert_eq!(window.problem("comparison_open", refused)["code"], "not_found");

    let plan = window.ask("replay_plan", json!({ "id": 2, "profiles": [id] }));
    assert_eq!((&plan[0]["production"], &plan[0]["method"]), (&json!(null), &json!("GET")));
    let wish = json!({ "parallel": 2, "per_second": null, "against_first": false,
        "counting": counting });
    let replay = json!({ "job": "r", "id": 2, "profiles": [id], "wish": wish,
        "confirmed": false, "result": "__CHANNEL__:7" });
    let done = window.ask("replay_on", replay);
    assert_eq!(done["results"][0]["compared"]["kind"], "same", "{done:#}");
}

#[test]
fn no_answer_but_a_reveal_holds_a_secret() {
    let window = Window::open();
    let practice = window.ask("practice_start", json!({}));
    let mut draft = practice["projects"][0]["draft"].clone();
    draft["name"] = json!("Canary");
    let canary = "p8e-canary-5f1d";
    let view = window.ask(
        "profile_create",
        json!({ "draft": draft, "clientSecret": canary,
        "secondClientSecret": null }),
    );
    let id = view["summary"]["id"].clone();
    let refused = window.problem("token_get", json!({ "id": id }));
    let answers = [
        view,
        refused,
        window.ask("profile_get", json!({ "id": id })),
        window.ask("profiles_list", json!({})),
        window.ask("token_curl", json!({ "id": id })),
        window.ask("start", json!({})),
    ];
    for answer in answers {
        assert!(!answer.to_string().contains(canary), "{answer:#}");
    }
    let reveal = window.ask("secret_reveal", json!({ "id": id, "kind": "client_secret" }));
    assert_eq!(reveal, canary);
}

#[test]
fn a_draft_that_is_wrong_says_which_field_and_changes_nothing() {
    let window = Window::open();
    let practice = window.ask("practice_start", json!({}));
    let mut draft = practice["projects"][0]["draft"].clone();
    draft["org_id"] = json!("AAAABBBBCCCCDDDD0A495E00");
    let problems = window.ask("profile_check", json!({ "draft": draft }));
    assert_eq!(problems[0]["field"], "org_id");
    let problem = window.problem("profile_create", json!({ "draft": draft, "clientSecret": "x" }));
    assert_eq!(problem["code"], "invalid_input");
    assert_eq!(window.ask("profiles_list", json!({})), json!([]));
}

#[test]
fn a_deleted_profile_comes_back_with_its_secret() {
    let window = Window::open();
    let id = window.practice_profile("Places");
    window.ask("profile_delete", json!({ "id": id }));
    assert_eq!(window.ask("profiles_list", json!({})), json!([]));
    assert_eq!(window.problem("profile_get", json!({ "id": id }))["code"], "not_found");
    window.ask("profile_restore", json!({ "id": id }));
    assert_eq!(window.ask("token_get", json!({ "id": id }))["kind"], "ready");
}

#[test]
fn everything_is_there_after_a_restart() {
    let window = Window::open();
    let id = window.practice_profile("Places");
    window.ask("token_get", json!({ "id": id }));
    window.ask("settings_set", json!({ "settings": { "theme": "dark", "last_profile": id } }));
    let window = window.reopen();
    assert_eq!(window.ask("settings_get", json!({}))["theme"], "dark");
    assert_eq!(window.ask("profiles_list", json!({}))[0]["id"], id);
    assert_eq!(window.ask("token_get", json!({ "id": id }))["kind"], "ready");
}

#[test]
fn an_edit_over_somebody_elses_edit_is_a_conflict() {
    let window = Window::open();
    let id = window.practice_profile("Places");
    let draft = window.ask("practice_start", json!({}))["projects"][0]["draft"].clone();
    let read = window.ask("profile_get", json!({ "id": id }));
    let mut edit =
        json!({ "id": id, "revision": read["revision"], "draft": draft, "clientSecret": null });
    edit["draft"]["name"] = json!("First");
    window.ask("profile_update", edit.clone());
    edit["draft"]["name"] = json!("Second");
    assert_eq!(window.problem("profile_update", edit)["code"], "conflict");
    assert_eq!(window.ask("profile_get", json!({ "id": id }))["summary"]["name"], "First");
}

#[test]
fn a_request_is_sent_with_what_its_file_gives_and_asks_for() {
    let window = Window::open();
    let id = window.practice_profile("Places");
    let source = json!({ "address": "places/mine#One", "origin": "own" });
    let headers = "Authorization: Bearer {{ACCESS_TOKEN}}\nx-api-key: {{API_KEY}}\nx-gw-ims-org-id: {{IMS_ORG}}\n";
    let text = format!(
        "@BASE = https://api-places.adobe.io/places/placesapi/v1\n\n\
         ### List\n# @name list\n# @capture FIRST = body $[0].id\nGET {{{{BASE}}}}/libraries\n{headers}\n\
         ### One\n# @prompt PAGE\n# @check status 200\nGET {{{{BASE}}}}/libraries/{{{{FIRST}}}}?page={{{{PAGE}}}}\n{headers}"
    );
    window.own_file("places/mine.http", &text);
    let opened = window.ask("request_get", source.clone());
    let asks = json!({ "profile": id, "request": opened["request"], "source": source });
    let prompts = window.ask("request_prompts", asks.clone());
    assert_eq!(prompts[0]["name"], "PAGE");
    let check = window.ask("request_check", asks.clone());
    assert_eq!(check["missing"], json!([]));
    assert_eq!(check["variables"][0]["values"][0]["file"], "places/mine.http");
    let mut send = asks.clone();
    send["confirmed"] = json!(false);
    assert_eq!(window.problem("request_send", send.clone())["code"], "invalid_input");
    send["answers"] = json!({ "PAGE": "1" });
    let sent = window.ask("request_send", send);
    assert_eq!(sent["checks"][0]["passed"], true, "{sent:#}");
    let url = sent["summary"]["url"].as_str().unwrap();
    assert!(url.ends_with("?page=1") && !url.contains("{{"), "{url}");
    // The list was sent for its answer.
    let query = json!({ "profile": null, "text": "", "before": null, "limit": 9 });
    assert_eq!(window.ask("history_list", query).as_array().unwrap().len(), 2);
    let mut going = asks;
    going["answers"] = json!({ "PAGE": "7" });
    let going_out = window.ask("request_going_out", going.clone());
    assert!(going_out["url"].as_array().unwrap().iter().any(|part| part["origin"] == "file"));
    going["language"] = json!("bash");
    let code = window.ask("request_written_as", going);
    assert!(code["text"].as_str().unwrap().contains("page=7"), "{code:#}");
}
