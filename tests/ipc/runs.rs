//! A folder run from the window: planned, begun, looked at, reported, gone on with.

use crate::window::Window;
use serde_json::{Value, json};
use std::path::PathBuf;

const HEAD: &str = "Authorization: Bearer {{ACCESS_TOKEN}}\nx-api-key: {{API_KEY}}\nx-gw-ims-org-id: {{IMS_ORG}}\n";

fn requests(window: &Window, name: &str, call: &str) {
    window.own_file(&format!("{name}.http"), &format!("### {call}\n{call}\n{HEAD}\n"));
}

fn settings(profile: &Value, data: Option<&PathBuf>) -> Value {
    json!({
        "what": { "kind": "place", "place": { "path": "night", "is_folder": true } },
        "profiles": [profile],
        "data": data,
        "parallel": 2,
        "per_second": null,
        "on_failure": "go_on",
    })
}

fn begin(window: &Window, settings: &Value, confirmed: bool) -> Result<Value, Value> {
    let call = json!({
        "job": "run 1",
        "settings": settings,
        "answers": null,
        "confirmed": confirmed,
        "progress": "__CHANNEL__:1",
    });
    window.invoke("run_begin", call)
}

#[test]
fn a_folder_is_run_for_each_row_looked_at_and_reported() {
    let window = Window::open();
    let id = window.practice_profile("Places");
    let url = "https://api-places.adobe.io/places/placesapi/v1/libraries";
    requests(&window, "night/a", &format!("GET {url}?n={{{{N}}}}"));
    requests(&window, "night/b", "GET https://api-places.adobe.io/nowhere");
    let data = window.given("rows.csv", "N\n1\n2\n3\n");
    let settings = settings(&id, Some(&data));
    let plan = window.ask("run_plan", json!({ "settings": settings, "answers": null }));
    assert_eq!((&plan["calls"], &plan["data"]["rows"]), (&json!(6), &json!(3)), "{plan:#}");
    let end = begin(&window, &settings, false).unwrap();
    assert_eq!(end["counts"]["passed"], 3, "{end:#}");
    assert_eq!(end["counts"]["error_answer"], 3);
    let run = &end["id"];
    let part = json!({ "id": run, "filter": "failed", "from": 1, "count": 9 });
    let part = window.ask("run_results", part);
    assert_eq!((&part["total"], part["results"].as_array().unwrap().len()), (&json!(3), 2));
    let listed = window.ask("runs_list", json!({}));
    assert_eq!(&listed[0]["id"], run);
    window.dialogs.will_save(window.file("report.xml"));
    let saved = window.ask("run_report_save", json!({ "id": run, "report": "junit" }));
    assert!(saved.as_str().is_some_and(|path| path.ends_with("report.xml")), "{saved}");
    let again = json!({ "job": "run 2", "id": run, "answers": null, "confirmed": false, "progress": "__CHANNEL__:1" });
    assert_eq!(window.ask("run_resume", again)["counts"], end["counts"], "nothing is left");
    window.dialogs.will_open(std::slice::from_ref(&data));
    assert_eq!(window.ask("run_data_choose", json!({})), json!(data));
}

#[test]
fn nothing_is_run_in_production_that_nobody_agreed_to() {
    let window = Window::open();
    let mut project = window.project("Places");
    project["draft"]["risk"] = json!("production");
    let made = json!({ "draft": project["draft"], "clientSecret": project["client_secret"],
        "secondClientSecret": null });
    let id = window.ask("profile_create", made)["summary"]["id"].clone();
    requests(&window, "night/a", "POST https://api-places.adobe.io/places/x");
    let settings = settings(&id, None);
    let plan = window.ask("run_plan", json!({ "settings": settings, "answers": null }));
    assert_eq!(plan["asks"][0]["calls"], 1);
    assert_eq!(begin(&window, &settings, false).unwrap_err()["code"], "needs_confirmation");
    assert_eq!(begin(&window, &settings, true).unwrap()["counts"]["calls"], 1);
}
