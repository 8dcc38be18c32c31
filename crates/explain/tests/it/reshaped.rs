//! The same errors as nobody has seen them yet: with more members, in another order, in another language, as XML, with other
//! white space and another case of header names; and, where their code is their own, without address and status.

use mudbrick_explain::{Answer, explain, rules};
use mudbrick_model::Header;
use serde_json::{Map, Value};

/// Whether its rule goes by words, which another language does not have.
const BY_WORDS: [&str; 24] = [
    "ims.unknown_client",
    "ims.wrong_secret",
    "ims.exchange_not_allowed",
    "ims.wrong_audience",
    "ims.metascopes_refused",
    "ims.signature_unmatched",
    "ims.assertion_expired",
    "ims.assertion_malformed",
    "campaign.address",
    "campaign.pkey_standard",
    "campaign.pkey_v8",
    "campaign.two_keys",
    "campaign.key_taken",
    "campaign.no_record",
    "campaign.enumeration",
    "campaign.property",
    "campaign.engine_standard",
    "campaign.engine_v8",
    "platform.content_type",
    "analytics.company",
    "mcp.marketo_key",
    "mcp.marketo_throttled",
    "platform.profile_permission",
    "platform.profile_input",
];

fn known(rule: &str, answer: &Answer<'_>, how: &str) {
    let found = explain(answer).map(|it| it.rule.id.as_str());
    assert_eq!(found, Some(rule), "{how}: {:?}", answer.body.map(String::from_utf8_lossy));
}

#[test]
fn what_is_added_moved_or_translated_changes_nothing() {
    let (mut reshaped, mut translated) = (0, 0);
    for rule in rules() {
        for example in rule.examples() {
            let Ok(Value::Object(members)) = serde_json::from_str(&example.body) else { continue };
            let with = |value: Value| {
                let body = value.to_string();
                move |how: &str| {
                    known(
                        &rule.id,
                        &Answer { body: Some(body.as_bytes()), ..example.answer() },
                        how,
                    )
                }
            };
            let mut more = Map::new();
            more.insert("traceId".into(), "7f".into());
            more.extend(members.clone().into_iter().rev());
            more.insert("documentation".into(), serde_json::json!({"links": [], "code": null}));
            with(Value::Object(more))("more members, in another order");
            let spaced = serde_json::to_string_pretty(&members).unwrap().replace('\n', "\r\n\t");
            let spaced = format!("\u{feff}\n{spaced}\n\n");
            known(
                &rule.id,
                &Answer { body: Some(spaced.as_bytes()), ..example.answer() },
                "white space",
            );
            reshaped += 1;
            if !BY_WORDS.contains(&rule.id.as_str()) {
                with(translate(Value::Object(members.clone())))("in another language");
                translated += 1;
            }
        }
    }
    assert!(reshaped > 150 && translated > 100, "{reshaped}, {translated}");
}

/// Members that are words and no codes, in another language.
fn translate(value: Value) -> Value {
    const WORDS: [&str; 8] = [
        "message",
        "error_description",
        "errorDescription",
        "detail",
        "description",
        "errorMsg",
        "cause",
        "title",
    ];
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| {
                    // Experience Platform's titles are codes where they are one word.
                    let is_words = WORDS.contains(&name.as_str())
                        && value.as_str().is_some_and(|text| name != "title" || text.contains(' '));
                    let value = if is_words {
                        "Ein Fehler ist aufgetreten: ungültig".into()
                    } else {
                        translate(value)
                    };
                    (name, value)
                })
                .collect(),
        ),
        Value::Array(all) => Value::Array(all.into_iter().map(translate).collect()),
        other => other,
    }
}

#[test]
fn a_body_in_xml_is_read_as_the_same() {
    let mut count = 0;
    for rule in rules() {
        for example in rule.examples() {
            let Ok(Value::Object(members)) = serde_json::from_str(&example.body) else { continue };
            if !members.values().all(|it| it.is_string()) {
                continue;
            }
            let inside: String = members
                .iter()
                .map(|(name, text)| {
                    let text = text.as_str().unwrap().replace('&', "&amp;").replace('<', "&lt;");
                    format!("\n  <{name}>{text}</{name}>")
                })
                .collect();
            let xml =
                format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<error>{inside}\n</error>");
            known(&rule.id, &Answer { body: Some(xml.as_bytes()), ..example.answer() }, "XML");
            count += 1;
        }
    }
    assert!(count > 40, "{count}");
}

#[test]
fn the_case_of_headers_counts_for_nothing() {
    for rule in rules() {
        for example in rule.examples().iter().filter(|example| !example.headers.is_empty()) {
            for change in [str::to_uppercase, str::to_lowercase] {
                let headers: Vec<Header> = example
                    .headers
                    .iter()
                    .map(|it| Header::new(change(&it.name), &*it.value))
                    .collect();
                known(
                    &rule.id,
                    &Answer { headers: &headers, ..example.answer() },
                    "case of headers",
                );
            }
        }
    }
}

/// A pasted body says neither from where it came nor with which status.
#[test]
fn a_code_that_is_nobody_elses_is_known_by_itself() {
    for body in [
        r#"{"error_code":"401013","message":"Oauth token is not valid"}"#,
        r#"{"error_code":"403003","message":"Der Schlüssel ist ungültig"}"#,
        r#"{"errorCode":"invalid_token","errorDescription":"d","errorId":"auth-1"}"#,
        r#"{"requestId":"e42b#1","success":false,"errors":[{"code":"602","message":"m"}]}"#,
        r#"{"type":"http://ns.adobe.com/aep/errors/XDM-1007-400"}"#,
        r#"{"code":500,"message":"Oops. Something went wrong. Check your URI and try again."}"#,
        r#"{"lastPage":false,"result":"error.unauthorized","message":"Failed to authenticate provided token"}"#,
        r#"{"httpStatus":406,"requestId":"1","requestTime":"t","errors":[{"errorCode":"Unsupported.Feature"}]}"#,
        r#"{"error":"invalid_client","error_description":"invalid client_secret parameter"}"#,
        r#"{"error":"invalid_token","error_description":"Could not match JWT signature to any of the bindings"}"#,
        r#"{"error_code":401013,"message":"Oauth token is not valid"}"#,
        r#"{"lastPage":false,"result":"error.group.not_found","message":"Not found: Group 1234"}"#,
        r#"{"result":"error.organization.invalid_id","message":"Bad organization Id"}"#,
        r#"{"x":{"errors":[{"code":"INGEST-1401-400","description":"d","recordCount":3}]}}"#,
    ] {
        assert!(
            explain(&Answer { body: Some(body.as_bytes()), ..Answer::default() }).is_some(),
            "{body}"
        );
    }
    // Everybody's OAuth server says this: it is Adobe's where Adobe's own header is beside it.
    let body = br#"{"error":"invalid_scope"}"#;
    let bare = Answer { body: Some(body), status: Some(400), ..Answer::default() };
    assert!(explain(&bare).is_none());
    let headers = [Header::new("x-debug-id", "a")];
    assert!(explain(&Answer { headers: &headers, ..bare }).is_some());
    // An imitation on this machine says nothing about whose answer it is.
    let body = br#"{"error_code":"403003","message":"m"}"#;
    for host in ["127.0.0.1", "localhost", ""] {
        let answer =
            Answer { host: Some(host), body: Some(body), status: Some(403), ..Answer::default() };
        assert!(explain(&answer).is_some(), "{host}");
    }
}
