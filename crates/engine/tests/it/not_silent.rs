//! What of a request does not go out as it is written, or not without a question: it is said, or asked, and never silent.

use crate::request_files::Files;
use mudbrick_engine::view::{OnFailure, RequestNoteKind, RunSettings};
use mudbrick_engine::{Confirmation, RunGiven};
use mudbrick_model::{CodeLanguage, ErrorCode};
use rstest::rstest;
use std::num::NonZeroU32;

const HEADERS: &str = "Authorization: Bearer {{ACCESS_TOKEN}}\nx-api-key: {{API_KEY}}\nx-gw-ims-org-id: {{IMS_ORG}}\n";
const LIBRARIES: &str = "https://api-places.adobe.io/places/placesapi/v1/libraries";
const SERVED: &str = "/places/placesapi/v1/libraries";

fn settings(files: &Files) -> RunSettings {
    RunSettings {
        what: files.world.engine.runs().find_what(&["mine".to_owned()]).unwrap(),
        profiles: vec![files.id.clone()],
        data: None,
        parallel: NonZeroU32::MIN,
        per_second: None,
        on_failure: OnFailure::GoOn,
    }
}

fn planned_notes(files: &Files) -> Vec<(String, String)> {
    let plan = files.world.engine.runs().run_plan(&settings(files), &RunGiven::default()).unwrap();
    plan.notes.into_iter().map(|note| (note.request, note.text)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_out_of_a_reading_call_is_said_everywhere() {
    let files =
        Files::with(&format!("### A\nGET {LIBRARIES}?id={{{{nope}}}}&n=1\n{HEADERS}")).await;
    let told = "The query parameter id is left out, since {{nope}} has no value.";
    let requests = files.world.engine.requests();
    let sending = || files.sending("A", &[]);
    let (before, _) = requests.before_sending(&files.id, &sending()).unwrap();
    assert_eq!((before.left_out, before.reasons_to_ask), (vec![told.to_owned()], Vec::new()));
    let check = requests.check(&files.id, &sending()).unwrap();
    let noted = check.notes.iter().find(|note| note.kind == RequestNoteKind::LeftOut).unwrap();
    assert_eq!(noted.text, told);
    let code = requests.written_as(&files.id, &sending(), CodeLanguage::Bash).unwrap();
    assert!(code.notes.iter().any(|note| note == told), "{:?}", code.notes);
    assert_eq!(planned_notes(&files), [("mine#A".to_owned(), told.to_owned())]);
    let sent = files.send("A").await.unwrap();
    assert_eq!((sent.left_out, sent.summary.status), (vec![told.to_owned()], Some(200)));
}

/// What belongs to a request and is in no code.
#[tokio::test(flavor = "multi_thread")]
async fn what_code_does_not_do_is_said() {
    let text = format!(
        "### A\n# @ref B\n# @check status 200\n# @capture ID = body $[0].id\n# @timeout 7\n# @retry 2\nGET {LIBRARIES}\n{HEADERS}\n### B\n# @name B\nGET {LIBRARIES}\n{HEADERS}"
    );
    let files = Files::with(&text).await;
    let requests = files.world.engine.requests();
    let sending = files.sending("A", &[]);
    let code = requests.written_as(&files.id, &sending, CodeLanguage::Javascript).unwrap();
    assert!(code.text.contains("AbortSignal.timeout(7000)"), "{}", code.text);
    for told in [
        "Mudbrick sends B first, and the code does not.",
        "The checks of the answer are not in the code.",
        "The code keeps no part of the answer as a variable.",
        "Fetch is not told to try again after 429, 503 or a failed connection.",
        "The local Adobe answers Mudbrick alone: the code goes to the server that the URL names.",
    ] {
        assert!(code.notes.iter().any(|note| note == told), "{told}: {:?}", code.notes);
    }
    let secret = requests.written_with_secrets(&files.id, &sending, CodeLanguage::Javascript);
    assert_eq!(secret.await.unwrap().notes, code.notes);
}

/// A token that the code has no place for is not asked for.
#[tokio::test(flavor = "multi_thread")]
async fn code_without_a_token_asks_for_none() {
    let files = Files::with(&format!("### A\nGET {LIBRARIES}\nx-api-key: {{{{API_KEY}}}}\n")).await;
    let requests = files.world.engine.requests();
    let sending = files.sending("A", &[]);
    let language = CodeLanguage::Bash;
    let code = requests.written_with_secrets(&files.id, &sending, language).await.unwrap();
    assert_eq!(code.code.expires_at, None);
    assert!(code.code.value.expose().contains("x-api-key: "));
    assert_eq!(files.count("/ims/token/v3"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_writing_call_that_lost_a_parameter_asks_also_elsewhere_than_in_production() {
    let files =
        Files::with(&format!("### A\nDELETE {LIBRARIES}/1?id={{{{nope}}}}\n{HEADERS}")).await;
    let (before, look) =
        files.world.engine.requests().before_sending(&files.id, &files.sending("A", &[])).unwrap();
    assert_eq!(before.reasons_to_ask.len(), 1, "{before:?}");
    for unasked in [Confirmation::NotGiven, Confirmation::NoReason(look)] {
        let problem = files.send_as(files.sending("A", &[]), unasked).await.unwrap_err();
        assert_eq!(problem.code, ErrorCode::NeedsConfirmation, "{problem:?}");
    }
    assert_eq!(files.count(SERVED), 0);
    let plan = files.world.engine.runs().run_plan(&settings(&files), &RunGiven::default()).unwrap();
    assert_eq!(plan.asks.len(), 1);
    assert!(files.send_as(files.sending("A", &[]), Confirmation::Given).await.is_ok());
    let given = files.sending("A", &[("nope", "7")]);
    assert!(files.send_as(given, Confirmation::NotGiven).await.is_ok(), "nothing is lost");
}

#[rstest]
#[case::nobodys_answer("logn.response.body.$.id", "no request of the file is called logn")]
#[case::expression("1+1", "does not compute expressions")]
#[tokio::test(flavor = "multi_thread")]
async fn what_can_have_no_value_is_refused(#[case] name: &str, #[case] expected: &str) {
    let files = Files::with(&format!("### A\nGET {LIBRARIES}?id={{{{{name}}}}}\n{HEADERS}")).await;
    let problem = files.send("A").await.unwrap_err();
    assert!(problem.message.contains(expected), "{problem:?}");
    assert_eq!(files.count(SERVED), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_variable_of_the_file_is_sent_empty_and_asked_for() {
    let files = Files::with(&format!(
        "@a = 1\n@a =\n@b =\n\n### A\nGET {LIBRARIES}?a={{{{a}}}}&n=1\n{HEADERS}\n### B\n# @prompt b\nGET {LIBRARIES}?b={{{{b}}}}\n{HEADERS}"
    ))
    .await;
    let sent = files.send("A").await.unwrap();
    assert!(sent.summary.url.ends_with("?a=&n=1"), "{}", sent.summary.url);
    let asked = files.world.engine.requests().prompts(&files.id, &files.sending("B", &[])).unwrap();
    assert_eq!(asked.len(), 1, "an empty value waits for one");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_answer_is_no_value_and_what_is_given_empty_is_empty() {
    let files = Files::with(&format!(
        "### Asked\n# @prompt LIMIT 100 when left out\nGET {LIBRARIES}?limit={{{{LIMIT}}}}&n=1\n{HEADERS}\n### Given\nGET {LIBRARIES}?limit={{{{LIMIT}}}}&n=1\n{HEADERS}"
    ))
    .await;
    for (name, end) in [("Asked", "/libraries?n=1"), ("Given", "/libraries?limit=&n=1")] {
        let sending = files.sending(name, &[("LIMIT", "")]);
        let sent = files.send_as(sending, Confirmation::NotGiven).await.unwrap();
        assert!(sent.summary.url.ends_with(end), "{name}: {}", sent.summary.url);
    }
}

#[rstest]
#[case::bare("# @note", "Its file has @note, which asks first")]
#[case::with_words("# @note are you sure?", "Its file asks first: “are you sure?”")]
#[tokio::test(flavor = "multi_thread")]
async fn a_note_asks_before_it_is_sent(#[case] note: &str, #[case] expected: &str) {
    let files = Files::with(&format!(
        "### A\n# @name a\n{note}\nGET {LIBRARIES}\n{HEADERS}\n### B\nGET {LIBRARIES}/{{{{a.response.body.$[0].id}}}}\n{HEADERS}"
    ))
    .await;
    let problem = files.send("A").await.unwrap_err();
    assert_eq!(problem.code, ErrorCode::NeedsConfirmation);
    assert_eq!(problem.message, format!("{expected}. Nothing was sent."));
    let (before, _) =
        files.world.engine.requests().before_sending(&files.id, &files.sending("B", &[])).unwrap();
    assert!(before.reasons_to_ask[0].starts_with("A is sent first, and its file"), "{before:?}");
    assert!(files.send("B").await.is_err());
    assert_eq!(files.count(SERVED), 0);
    assert!(files.send_as(files.sending("A", &[]), Confirmation::Given).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_says_what_it_does_not_do_and_what_will_go_wrong() {
    let files = Files::with(&format!(
        "### A\n# @loop for 3\n< {{% x() %}}\nPOST {LIBRARIES}\n{HEADERS}Content-Type: application/json\n\n{{\"a\": 1,}}\n\n> {{% client.test() %}}\n\n### B\nGET {LIBRARIES}\n\nAuthorization: Bearer abc\n"
    ))
    .await;
    let notes = planned_notes(&files);
    for (request, words) in [
        ("mine#A", "@loop"),
        ("mine#A", "script"),
        ("mine#A", "not valid JSON"),
        ("mine#B", "GET request carries a body"),
    ] {
        let said = notes.iter().any(|(of, text)| of == request && text.contains(words));
        assert!(said, "{request}: {words} in {notes:?}");
    }
    let (before, _) =
        files.world.engine.requests().before_sending(&files.id, &files.sending("B", &[])).unwrap();
    assert!(before.warnings.iter().any(|text| text.contains("carries a body")), "{before:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_out_is_masked_by_where_it_stands() {
    let files = Files::with(&format!(
        "@cs = hunter2hunter2\n@pair = client_secret={{{{cs}}}}\n\n### A\nPOST {LIBRARIES}?client_secret={{{{cs}}}}&n=1\nAuthorization: Basic dXNlcjpodW50ZXIy\nCookie: sid=0123456789abcdef\nx-user-token: hunter2hunter2\nX-Plain: {{{{n}}}}{{{{cs}}}}\nContent-Type: application/json\n\n{{\"client_secret\": \"{{{{cs}}}}\", \"b\": \"{{{{API_KEY}}}}\"}}\n"
    ))
    .await;
    let sending = files.sending("A", &[("n", "client_secret=")]);
    let shown = files.world.engine.requests().what_goes_out(&files.id, &sending).unwrap();
    let texts: String = shown
        .url
        .iter()
        .chain(shown.headers.iter().flat_map(|header| &header.value))
        .chain(shown.body.iter().flatten())
        .map(|part| part.text.as_str())
        .collect();
    for secret in ["hunter2", "dXNlcjpodW50ZXIy", "0123456789abcdef"] {
        assert!(!texts.contains(secret), "{texts}");
    }
    let key = &files.world.project("Places").draft.client_id;
    assert!(texts.contains("&n=1") && texts.contains(key.as_str()), "{texts}");
    let named = shown.body.iter().flatten().filter_map(|part| part.variable.as_deref());
    assert_eq!(named.collect::<Vec<_>>(), ["cs", "API_KEY"], "where it comes from is still said");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_filled_in_names_variables_prompts_and_answers() {
    let files = Files::with(&format!(
        "### First\n# @name first\nGET {LIBRARIES}\n{HEADERS}\n### A\n# @prompt name\nPOST {LIBRARIES}\n{HEADERS}Content-Type: application/json\n\n<@ ./t.json\n"
    ))
    .await;
    files.write(
        "t.json",
        br#"{"name": "{{name}}", "id": "{{first.response.body.$[0].id}}", "v": "{{v}}"}"#,
    );
    let requests = files.world.engine.requests();
    let given = files.sending("A", &[("v", "7"), ("name", "n"), ("other", "x")]);
    assert_eq!(requests.unused_variables(&files.id, &given).unwrap(), ["other"]);
    let asked = requests.prompts(&files.id, &files.sending("A", &[])).unwrap();
    assert_eq!(asked.len(), 1);
    let sending = files.sending("A", &[("v", "7"), ("name", "Filled")]);
    let sent = files.send_as(sending, Confirmation::NotGiven).await.unwrap();
    let body = sent.sent_body.unwrap();
    assert!(body.contains("Filled") && !body.contains("{{"), "{body}");
}
