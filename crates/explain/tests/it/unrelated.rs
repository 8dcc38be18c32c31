//! Answers that nobody documents as Adobe's: none of them is known by any rule.

use crate::answer;
use crate::others::OTHERS;
use mudbrick_explain::{Answer, matching, read, rules};
use mudbrick_model::Header;
use proptest::prelude::*;

fn unknown(answer: &Answer<'_>, what: &str) {
    let found: Vec<&str> = matching(answer).iter().map(|rule| rule.id.as_str()).collect();
    assert!(found.is_empty(), "{what}: {found:?}");
}

#[test]
fn answers_of_others_are_known_by_no_rule() {
    let mut count = 0;
    for (host, status, body) in OTHERS {
        let answer = answer(host, "/x", *status, body);
        unknown(&answer, body);
        // Pasted, nobody knows whose it is.
        for reading in [
            Answer { host: None, path: None, ..answer },
            Answer { host: None, path: None, status: None, ..answer },
        ] {
            unknown(&reading, body);
            count += 1;
        }
        count += 1;
    }
    assert!(count > 150, "{count}");
}

/// Each documented body, from a host that is not Adobe's.
#[test]
fn a_code_of_adobes_from_elsewhere_is_not_adobes() {
    let mut count = 0;
    for host in [
        "api.example.com",
        "ims-na1.adobelogin.com.evil.example",
        "adobe.io.example",
        "fakeadobe.io",
        "login.example",
    ] {
        for rule in rules() {
            for example in rule.examples() {
                unknown(&Answer { host: Some(host), ..example.answer() }, &rule.id);
                count += 1;
            }
        }
    }
    assert!(count > 500, "{count}");
}

/// What stands between says the same with any status and from any host.
#[test]
fn pages_of_proxies_are_known_by_no_rule() {
    let pages = [
        "<html><head><title>Access Denied</title></head><body>Your organization blocks this site (policy 401013)</body></html>",
        "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1>nginx</body></html>",
        "<html><body>Please sign in to the network. error_code=403003</body></html>",
        "<!doctype html><title>x</title><html lang=de><body>Zeitüberschreitung</body></html>",
    ];
    let mut count = 0;
    for rule in rules() {
        let example = &rule.examples()[0];
        for page in pages {
            let is_route = example.host.ends_with("adobe.io") && example.status == 404;
            // Some rules go by host and status alone, as documented; a page in place of an answer is theirs too.
            let by_status = [
                "ims.throttled",
                "ims.internal_error",
                "campaign.throttled",
                "campaign.timeout",
                "events.expired",
                "events.ingress_throttled",
                "events.limit",
                "events.exists",
                "events.none_yet",
                "events.nobody_listens",
                "marketo.credential",
                "marketo.too_large",
                "marketo.too_long",
                "aem.changed",
                "mcp.sign_in",
                "mcp.scope",
                "mcp.marketo_instance",
                "mcp.marketo_throttled",
                "umapi.token",
                "aem.assertion",
                "platform.batches_listed_elsewhere",
                "aem.sunset",
            ];
            if is_route
                || by_status.contains(&rule.id.as_str())
                || matches!(example.status, 429 | 410 | 405 | 412 | 413 | 414)
            {
                continue;
            }
            let found =
                matching(&Answer { body: Some(page.as_bytes()), headers: &[], ..example.answer() });
            let found: Vec<&str> = found
                .iter()
                .map(|it| it.id.as_str())
                .filter(|id| !by_status.contains(id))
                .collect();
            assert!(found.is_empty(), "{page} as {}: {found:?}", rule.id);
            count += 1;
        }
    }
    assert!(count > 400, "{count}");
}

/// The beginning of an answer may be that of anything.
#[test]
fn what_was_cut_off_is_known_by_no_rule() {
    let mut count = 0;
    for rule in rules() {
        for example in rule.examples().iter().filter(|it| it.body.starts_with(['{', '['])) {
            let mut cut = example.body.len() - 1;
            while cut > 1 {
                if example.body.is_char_boundary(cut) {
                    let found = matching(&Answer {
                        body: Some(&example.body.as_bytes()[..cut]),
                        headers: &[],
                        ..example.answer()
                    });
                    let by_body: Vec<&str> =
                        found.iter().map(|it| it.id.as_str()).filter(|id| *id == rule.id).collect();
                    let by_status = [
                        "ims.internal_error",
                        "mcp.marketo_key",
                        "mcp.sign_in",
                        "aem.assertion",
                        "marketo.credential",
                        "ims.throttled",
                        "mcp.marketo_throttled",
                        "aem.sunset",
                    ];
                    assert!(
                        by_body.is_empty() || by_status.contains(&rule.id.as_str()),
                        "{}: {}",
                        rule.id,
                        &example.body[..cut]
                    );
                    count += 1;
                }
                cut = cut * 2 / 3;
            }
        }
    }
    assert!(count > 500, "{count}");
}

/// Adobe's own hosts with what nobody documents of them.
#[test]
fn what_adobe_does_not_document_stays_unknown() {
    for (host, path, status, body) in [
        ("platform.adobe.io", "/x", 400, r#"{"error_code":"400999","message":"m"}"#),
        ("platform.adobe.io", "/x", 403, r#"{"error_code":"403099","message":"m"}"#),
        ("platform.adobe.io", "/x", 404, r#"{"message":"m"}"#),
        (
            "platform.adobe.io",
            "/data/foundation/schemaregistry/tenant/schemas",
            400,
            r#"{"type":"http://ns.adobe.com/aep/errors/XDM-1499-400","title":"t","status":400}"#,
        ),
        (
            "platform.adobe.io",
            "/data/core/ups/segment/definitions",
            422,
            r#"{"title":"t","status":422}"#,
        ),
        (
            "ims-na1.adobelogin.com",
            "/ims/token/v3",
            400,
            r#"{"error":"something_new","error_description":"client_secret"}"#,
        ),
        ("ims-na1.adobelogin.com", "/ims/token/v3", 403, ""),
        (
            "usermanagement.adobe.io",
            "/v2/usermanagement/x",
            400,
            r#"{"result":"error.something.new"}"#,
        ),
        (
            "api-places.adobe.io",
            "/places/placesapi/v1/libraries",
            400,
            r#"{"message":"name is missing"}"#,
        ),
        ("api-places.adobe.io", "/places/placesapi/v1/libraries/x", 404, r#"{"message":"m"}"#),
        (
            "123.mktorest.com",
            "/rest/v1/leads.json",
            200,
            r#"{"requestId":"r","success":false,"errors":[{"code":"699","message":"m"}]}"#,
        ),
        (
            "123.mktorest.com",
            "/rest/v1/leads.json",
            200,
            r#"{"requestId":"r","success":true,"result":[{"status":"created"}]}"#,
        ),
        (
            "mc.adobe.io",
            "/acme/target/activities",
            500,
            r#"{"httpStatus":500,"errors":[{"errorCode":"E"}]}"#,
        ),
        ("mc.adobe.io", "/acme/campaign/x", 400, r#"{"message":"m"}"#),
        ("image.adobe.io", "/pie/psdService/x", 401, ""),
        ("firefly-api.adobe.io", "/v3/images", 422, r#"{"error_code":"validation_error"}"#),
        ("author-p1-e1.adobeaemcloud.com", "/api/assets.json", 401, "not an empty body"),
        ("author-p1-e1.adobeaemcloud.com", "/api/assets.json", 200, "{}"),
        ("author-p1-e1.adobeaemcloud.com", "/content/x.json", 404, "{}"),
        // Errors of the exchange mean something else where no assertion was sent.
        (
            "ims-na1.adobelogin.com",
            "/ims/userinfo/v2",
            401,
            r#"{"error":"invalid_token","error_description":"The access token expired"}"#,
        ),
        (
            "ims-na1.adobelogin.com",
            "/ims/userinfo/v2",
            401,
            r#"{"error":"invalid_token","error_description":"The signature cannot be decoded"}"#,
        ),
        ("ims-na1.adobelogin.com", "/ims/organizations/v6", 400, r#"{"error":"bad_request"}"#),
        ("ims-na1.adobelogin.com", "/ims/organizations/v6", 400, r#"{"error":"invalid_jti"}"#),
        ("ims-na1.adobelogin.com", "/ims/profile/v1", 400, r#"{"error":"invalid_request"}"#),
        ("ims-na1.adobelogin.com", "/ims/revoke", 400, r#"{"error":"unauthorized_client"}"#),
        ("ims-na1.adobelogin.com", "/ims/profile/v1", 429, ""),
    ] {
        unknown(&answer(host, path, status, body), body);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]
    #[test]
    fn made_up_answers_are_known_by_no_rule(
        names in proptest::collection::vec("(error|code|message|status|errors|type|title|detail|result|success|[a-z]{3,9})", 1..6),
        values in proptest::collection::vec("([A-Z]{2,6}-[0-9]{2,4}|[0-9]{3}|[1-9][0-9]{3,6}x|[a-z_ ]{0,20})", 6),
        status in 100_u16..600,
        host in "([a-z]{3,9}\\.)?[a-z]{3,9}\\.(com|io|net|example)",
    ) {
        prop_assume!(!host.contains("adobe") && !host.contains("mktorest"));
        let members: serde_json::Map<_, _> = names.into_iter().zip(values).map(|(name, value)| (name, value.into())).collect();
        let body = serde_json::Value::Object(members).to_string();
        let headers = [Header::new("Content-Type", "application/json")];
        for host in [Some(host.as_str()), None] {
            let answer = Answer { host, path: Some("/x"), status: Some(status), headers: &headers, body: Some(body.as_bytes()), ..Answer::default() };
            prop_assert!(matching(&answer).is_empty(), "{}", body);
        }
    }

    #[test]
    fn any_text_is_read_without_a_fault(text in "(\\PC|\n|[{}\\[\\]\":,<>*]|HTTP/1.1 401|error_code=|https://a.b/){0,60}") {
        for seen in read(&text, None).seen {
            matching(&seen.answer(Default::default()));
        }
    }
}
