//! Requests of the catalogue, what the practice Adobe answers to them, and why one is not sent.

use super::keys::{generation, subject};
use super::profiles::{create, draft};
use super::tape::Tape;
use crate::window::{Window, write_own};
use mudbrick_model::CodeLanguage;
use serde_json::{Value, json};
use std::net::TcpListener;

/// What the practice Adobe has from the start.
const LIBRARY: &str = "8dcea63c-d4a7-470e-b484-6086b8dedbf2";
const POI: &str = "10cce76c-a51b-4ee7-906e-c0eee440a22a";

/// The project and the requests that the pages' tests use of it, in the catalogue's order.
const USED: [(&str, &[&str]); 3] = [
    (
        "Places",
        &[
            "Places/List libraries",
            "Places/List POIs",
            "Places/Create a POI",
            "Places/Delete a POI",
        ],
    ),
    ("Campaign Standard", &["Campaign Standard/List five profiles"]),
    (
        "Platform",
        &[
            "Experience Platform/Schema Registry/List schemas",
            "Experience Platform/Sandboxes I can use",
        ],
    ),
];

pub(super) fn play(tape: &mut Tape) {
    let window = Window::open();
    let requests = window.ask("requests_list", json!({}));
    for (project, paths) in USED {
        let id = able(&window, project);
        for path in paths {
            let summary = requests.as_array().unwrap().iter().find(|one| one["path"] == **path);
            let summary =
                summary.unwrap_or_else(|| panic!("{path} is in no catalogue: {requests:#}"));
            let opened =
                window.ask("request_get", json!({ "address": path, "origin": "catalogue" }));
            let call = json!({ "profile": id, "request": opened["request"], "confirmed": true });
            let answer = told(window.ask("request_send", call));
            // The only answer with an id that is new in each run.
            let body = answer["body"]["text"].as_str().unwrap().to_owned();
            let made = serde_json::from_str::<Value>(&body).unwrap_or_default()["id"].clone();
            let made = made.as_str().filter(|_| path.contains("Create")).unwrap_or("nothing new");
            let words = [(made, "11112222-3333-4444-5555-666677778888")];
            let said =
                json!({ "summary": summary, "request": opened["request"], "answer": answer });
            tape.keep("requests", path, said, &words);
        }
    }
    explained(tape, &window);
    refused(tape, &window);
    own(tape, &window);
    pasted(tape, &window);
    written(tape, &window);
}

/// One request in every language, and what is said of a copy with its token.
fn written(tape: &mut Tape, window: &Window) {
    let id = create(window, &draft(window, "Places"), json!("p8e-practice-acme-places"));
    // Of Experience Platform, which every language can call.
    let classes = "https://platform.adobe.io/data/foundation/schemaregistry/global/classes";
    for language in CodeLanguage::ALL {
        let language = json!(language);
        let call =
            json!({ "profile": id, "request": request("GET", classes), "language": language });
        let written = window.ask("request_written_as", call.clone());
        tape.keep("code", language.as_str().unwrap(), written, &[]);
        if language == "bash" {
            let mut copied = window.ask("request_copy_with_secrets", call)["copied"].take();
            copied["expires_at"] = json!(0);
            tape.keep("copies", "code", copied, &[("Acme · Places", "‹title›")]);
        }
    }
}

/// Texts that people paste, and what is read from them.
fn pasted(tape: &mut Tape, window: &Window) {
    let classes = "https://platform.adobe.io/data/foundation/schemaregistry/global/classes";
    let token = format!("{}.{}.{}", "eyJhbGciOiJSUzI1NiJ9", "eyJzdWIiOiIxIn0", "c2ln".repeat(12));
    let texts = [
        (
            "documented",
            format!(
                "curl -X GET {classes} \\\n  -H 'Accept: application/vnd.adobe.xed-id+json' \\\n  \
                 -H 'Authorization: Bearer {{ACCESS_TOKEN}}' \\\n  -H 'x-api-key: {{API_KEY}}' \\\n  \
                 -H 'x-gw-ims-org-id: {{IMS_ORG}}'"
            ),
        ),
        ("with_a_token", format!("curl '{classes}?limit=2' -H 'Authorization: Bearer {token}'")),
        (
            "doubtful",
            format!(
                "curl -X POST {classes} \\\n  -H 'Authorization: Bearer {{ACCESS_TOKEN}}' \\\n  \
                 -d '{{\"title\": \"Loyalty\",}}'"
            ),
        ),
    ];
    for (name, text) in texts {
        let read = window.ask("request_pasted", json!({ "text": text }));
        tape.keep("pasted", name, json!({ "text": text, "read": read }), &[]);
    }
    let refused = window.problem("request_pasted", json!({ "text": "nothing of a request" }));
    tape.refusal("not_a_request", refused, &[]);
    let empty = window.problem("request_clipboard", json!({}));
    tape.refusal("no_request_copied", empty, &[]);
}

/// A profile of a project that can sign, and has a value for every variable of the requests.
fn able(window: &Window, title: &str) -> Value {
    let project = window.project(title);
    let mut draft = project["draft"].clone();
    let variables = json!({ "LIBRARY_ID": LIBRARY, "POI_ID": POI, "LIMIT": "3" });
    draft["variables"].as_object_mut().unwrap().extend(variables.as_object().unwrap().clone());
    let id = create(window, &draft, project["client_secret"].clone());
    if draft["grant"] == "jwt" {
        let key = window.ask("key_generate", generation(subject("signs", 2048), id.clone()));
        window.ask("key_register_with_practice", json!({ "id": key["id"], "profile": id }));
    }
    id
}

/// An exchange without what is another's each time.
fn told(mut exchange: Value) -> Value {
    let summary = &mut exchange["summary"];
    (summary["id"], summary["profile"]) = (json!(0), json!("‹profile›"));
    for header in exchange["headers"].as_array_mut().unwrap() {
        if ["date", "x-request-id"].iter().any(|name| header["name"] == **name) {
            header["value"] = json!("‹another each time›");
        }
    }
    if let Some(detail) = exchange["problem"].get_mut("detail") {
        let id = |line: &str| match line.starts_with("X-Request-Id: ") {
            true => "X-Request-Id: ‹another each time›".to_owned(),
            false => line.to_owned(),
        };
        let lines: Vec<String> = detail.as_str().unwrap().lines().map(id).collect();
        *detail = json!(lines.join("\n"));
    }
    exchange
}

fn request(method: &str, url: &str) -> Value {
    json!({ "name": "Sample", "method": method, "url": url, "headers": [
        { "name": "Authorization", "value": "Bearer {{ACCESS_TOKEN}}" },
        { "name": "x-api-key", "value": "{{API_KEY}}" },
        { "name": "x-gw-ims-org-id", "value": "{{IMS_ORG}}" },
    ], "body": null })
}

fn explained(tape: &mut Tape, window: &Window) {
    let id = create(window, &draft(window, "Places"), json!("p8e-practice-acme-places"));
    let mut unkeyed = request("GET", "https://api-places.adobe.io/places/placesapi/v1/libraries");
    unkeyed["headers"].as_array_mut().unwrap().remove(1);
    let call = json!({ "profile": id, "request": unkeyed, "confirmed": false });
    tape.keep("answers", "no_api_key", told(window.ask("request_send", call)), &[]);
    let nowhere = request("GET", "https://api-places.adobe.io/places/placesapi/v1/nowhere");
    let call = json!({ "profile": id, "request": nowhere, "confirmed": false });
    tape.keep("answers", "not_found", told(window.ask("request_send", call)), &[]);
}

fn refused(tape: &mut Tape, window: &Window) {
    let mut production = draft(window, "Places");
    production["risk"] = json!("production");
    let id = create(window, &production, json!("p8e-practice-acme-places"));
    let send = |request: &Value| {
        window.problem(
            "request_send",
            json!({ "profile": id, "request": request, "confirmed": false }),
        )
    };
    let check =
        |request: &Value| window.ask("request_check", json!({ "profile": id, "request": request }));
    let pois = "https://api-places.adobe.io/places/placesapi/v1/pois";
    let writes = request("DELETE", pois);
    let words = [("Acme · Places", "‹title›"), ("DELETE", "‹method›")];
    tape.refusal("needs_confirmation", send(&writes), &words);
    let missing = request("GET", &format!("{pois}/{{{{POI_ID}}}}"));
    tape.refusal(
        "variable_missing",
        send(&missing),
        &[("{{POI_ID}}", "‹variables›"), ("POI_ID", "‹variable›")],
    );
    let both = request("GET", &format!("{pois}/{{{{POI_ID}}}}/{{{{PART}}}}"));
    let names = ("{{POI_ID}}, {{PART}}", "‹variables›");
    tape.refusal("variables_missing", send(&both), &[names, ("POI_ID", "‹variable›")]);
    let elsewhere = request("GET", "https://attacker.example/");
    tape.refusal("host_not_allowed", send(&elsewhere), &[("attacker.example", "‹host›")]);
    let list = "https://platform.adobe.io/data/foundation/schemaregistry/global/classes";
    let mut unaccepted = request("GET", list);
    let more = json!([{ "name": "Accept", "value": "application/json" },
        { "name": "x-sandbox-name", "value": "prod" }]);
    unaccepted["headers"].as_array_mut().unwrap().extend(more.as_array().unwrap().clone());
    tape.keep("checks", "accept_of_a_list", check(&unaccepted)["warnings"].clone(), &[]);
    let mut sent_otherwise = request("GET", list);
    let options = |said: &Value| check(said)["options"].clone();
    tape.keep("options", "usual", options(&sent_otherwise), &[]);
    sent_otherwise["options"] = json!({ "timeout": "soon", "connection_timeout": "soon",
        "http_version": "HTTP/3", "retry": "often", "retry_methods": "POST", "retry_timeout": "soon" });
    tape.keep("options", "wrong", options(&sent_otherwise), &[]);
    let whole = json!({ "profile": id, "request": request("GET", list) });
    let whole = window.ask("request_going_out", whole);
    tape.keep("options", "going_out", whole["options"].clone(), &[]);
    let outside = window.given("outside.json", "{}");
    write_own(
        &window.home(),
        "Above.http",
        "### Above\nPOST https://api-places.adobe.io/\n\n< ../../outside.json\n",
    );
    let mut above = request("POST", "https://api-places.adobe.io/");
    above["body"] = json!("< ../../outside.json");
    let source = json!({ "address": "Above", "origin": "own" });
    let call = json!({ "profile": id, "request": above, "source": source, "confirmed": true });
    let path = std::fs::canonicalize(&outside).unwrap().display().to_string();
    let words = [(path.as_str(), "‹path›"), ("../../outside.json", "‹file›")];
    tape.refusal("file_outside", window.problem("request_send", call), &words);
    std::fs::remove_file(window.home().join("requests/Above.http")).unwrap();
    let stopped = told(stopped(window, &id));
    let url = stopped["request"]["url"].as_str().unwrap().to_owned();
    tape.keep("answers", "stopped", stopped, &[(&url, "https://slow.example/")]);
}

/// A request to a server that never answers, stopped.
fn stopped(window: &Window, id: &Value) -> Value {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", silent.local_addr().unwrap());
    let mut draft = draft(window, "Places");
    draft["adobe"] = json!("production");
    let read = window.ask("profile_get", json!({ "id": id }));
    let call = json!({ "id": id, "revision": read["revision"], "draft": draft, "clientSecret": null,
        "secondClientSecret": null });
    window.ask("profile_update", call);
    let bare =
        json!({ "name": "Sample", "method": "GET", "url": url, "headers": [], "body": null });
    let call = json!({ "job": "slow", "profile": id, "request": bare, "confirmed": true });
    let sending = window.begin("request_send", call);
    let _connection = silent.accept().unwrap();
    window.ask("job_stop", json!({ "job": "slow" }));
    sending.join().unwrap().unwrap()
}

fn own(tape: &mut Tape, window: &Window) {
    let taken = request("GET", "https://mc.adobe.io/first");
    let save = |request: &Value, revision: Value| {
        window.invoke(
            "request_save",
            json!({ "address": "Acme/Taken", "request": request, "revision": revision }),
        )
    };
    let path = [("Acme/Taken", "‹path›")];
    let first = save(&taken, Value::Null).unwrap();
    tape.refusal("request_exists", save(&taken, Value::Null).unwrap_err(), &path);
    let other = request("GET", "https://mc.adobe.io/second");
    save(&other, first["revision"].clone()).unwrap();
    tape.refusal("request_conflict", save(&taken, first["revision"].clone()).unwrap_err(), &path);
    let nothing = window.problem("request_undo", json!({ "change": "1-1" }));
    tape.refusal("nothing_to_undo", nothing, &[]);
    let gone = json!({ "address": "Acme/Gone", "origin": "own" });
    tape.refusal(
        "no_such_request",
        window.problem("request_get", gone),
        &[("Acme/Gone", "‹path›")],
    );
    let query = json!({ "profile": null, "text": "stauts:404", "before": null, "limit": 9 });
    let unread = window.problem("history_list", query);
    tape.refusal("search_not_understood", unread, &[("stauts", "‹key›"), ("404", "‹value›")]);
    let gone = window.problem("history_get", json!({ "id": 999 }));
    tape.refusal("no_such_exchange", gone, &[("999", "‹number›")]);
}
