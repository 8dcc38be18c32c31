//! Requests from the catalogue to the answer, and everything that can go wrong on the way.

use crate::home::{World, files_below, open};
use mudbrick_engine::view::{BodyFormat, RequestOrigin, VariableSource};
use mudbrick_engine::{Confirmation, Engine, EngineOptions, Freshness, JobKind, Secret, Sending};
use mudbrick_model::{ErrorCode, Header, Method, ProfileId, Request, RequestPath, Risk};
use mudbrick_practice::{Fault, Mishap};
use mudbrick_store::Home;

const NOT_GIVEN: Confirmation = Confirmation::NotGiven;
const LIBRARIES: &str = "/places/placesapi/v1/libraries";

fn sample(world: &World, path: &str) -> Request {
    let path = RequestPath::parse(path).unwrap();
    world.engine.requests().get(&path, RequestOrigin::Catalogue).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_seeds_own_calls_are_answered() {
    let world = World::start().await;
    for (project, path) in [
        ("Places", "Places/List libraries"),
        ("Platform", "Experience Platform/Test the credentials"),
    ] {
        let id = world.profile(project).summary.id;
        let exchange = world.send(&id, sample(&world, path), NOT_GIVEN).await.unwrap();
        assert_eq!(exchange.summary.status, Some(200), "{path}: {exchange:?}");
        assert_eq!(exchange.body.format, BodyFormat::Json);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_says_what_each_variable_stands_for() {
    let world = World::start().await;
    let summary = world.profile("Places").summary;
    let request = Request {
        name: "Sample".into(),
        method: Method::Get,
        url: "https://api-places.adobe.io/{{API_KEY}}".into(),
        body: Some(r#"{"a": "{{ORGANIZATION}}", "b": "{{$uuid}}"}"#.into()),
        headers: vec![
            Header::new("Authorization", "Bearer {{token}}"),
            Header::new("x-left-out", "{{NOWHERE}}"),
        ],
    };
    let check = world.engine.requests().check(&summary.id, &Sending::of(request.clone())).unwrap();
    let used: Vec<_> = check.variables.iter().filter(|one| one.is_used).collect();
    let names: Vec<_> = used.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["API_KEY", "token", "NOWHERE", "ORGANIZATION", "$uuid"]);
    let sources: Vec<_> =
        used.iter().map(|one| one.values.first().map(|value| value.source)).collect();
    let (token, made) = (VariableSource::Token, VariableSource::BuiltIn);
    let expected =
        [Some(VariableSource::Profile), Some(token), None, Some(VariableSource::Own), Some(made)];
    assert_eq!(sources, expected);
    assert_eq!(
        used[0].values[0].value.as_deref(),
        Some(world.project("Places").draft.client_id.as_str())
    );
    // The token, and what is another value each time, are not shown.
    assert_eq!((&used[1].values[0].value, &used[4].values[0].value), (&None, &None));
    let others: Vec<_> = check.variables.iter().skip(used.len()).collect();
    assert!(others.iter().all(|one| !one.is_used && one.name != "ACCESS_TOKEN"));
    assert!(others.iter().any(|one| one.name == "IMS_ORG"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_adobe_refuses_is_renewed_once() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let token = world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    world.control().revoke(token.value.expose());
    let request = sample(&world, "Places/List libraries");
    let exchange = world.send(&id, request, NOT_GIVEN).await.unwrap();
    assert_eq!(exchange.summary.status, Some(200));
    assert_eq!(world.control().count("/ims/token/v3"), 2);
    assert_eq!(world.control().count(LIBRARIES), 2);
    assert_eq!(world.engine.history().list(None, "", None, 10).unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn history_holds_no_secret_and_can_be_replayed() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let secret = world.project("Places").client_secret;
    let mut request = sample(&world, "Places/Create a library");
    request.headers.push(Header::new("x-note", secret.clone()));
    request.body = Some(r#"{"name":"{{NAME}}"}"#.to_owned());
    let variables = [("NAME".to_owned(), "Quay".to_owned())].into();
    let exchange = world.send_with(&id, request, &variables, NOT_GIVEN).await.unwrap();
    assert!(matches!(exchange.summary.status, Some(200 | 201)), "{exchange:?}");
    assert_eq!(exchange.request.body.as_deref(), Some(r#"{"name":"{{NAME}}"}"#));
    let authorization = |headers: &[Header]| {
        let found = headers.iter().find(|header| header.name.eq_ignore_ascii_case("authorization"));
        found.map(|header| header.value.clone()).unwrap_or_default()
    };
    assert_eq!(authorization(&exchange.request.headers), "Bearer {{ACCESS_TOKEN}}");
    assert!(!authorization(&exchange.sent_headers).contains("eyJ"));

    let token = world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    for (path, bytes) in files_below(world.folder.path()) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(token.value.expose().as_str()), "the token is in {path}");
        assert!(!text.contains(&secret), "the client secret is in {path}");
    }
    let list = sample(&world, "Places/List libraries");
    let first = world.send(&id, list, NOT_GIVEN).await.unwrap();
    let again = world.replay(first.summary.id, &id, NOT_GIVEN).await.unwrap();
    assert_eq!(again.summary.status, Some(200));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_kept_is_not_sent_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut draft = crate::killed::draft("aac3e00000000000000000000000a001");
    draft.allowed_hosts.push("127.0.0.1".to_owned());
    let secret = Secret::new("p8e-0123456789".to_owned());
    let id = crate::killed::open(folder.path()).profiles().create(&draft, Some(secret)).unwrap();
    let id = id.summary.id;
    // Nobody who knows the passphrase, and nobody who answers.
    let locked = Engine::open(Home::at(folder.path()), EngineOptions::default());
    let request = Request {
        name: "x".into(),
        method: Method::Get,
        url: "http://127.0.0.1:1/?s=p8e-0123456789".into(),
        headers: vec![Header::new("x-note", "p8e-0123456789")],
        body: None,
    };
    let sent = locked
        .requests()
        .send(&locked.jobs().start(JobKind::Send), &id, request, Confirmation::Given)
        .await
        .unwrap();
    assert!(!format!("{sent:?}").contains("p8e-"), "{sent:?}");
    let problem = locked
        .requests()
        .replay(&locked.jobs().start(JobKind::Send), sent.summary.id, &id, Confirmation::Given)
        .await;
    let problem = problem.expect_err("its values are masks");
    assert!(problem.message.contains("cannot be sent again"), "{problem:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn production_asks_before_it_is_written_to() {
    let world = World::start().await;
    let id = world.profile_with("Places", |draft| draft.risk = Risk::Production).summary.id;
    let request = Request {
        name: "Create".into(),
        method: Method::Post,
        url: format!("https://api-places.adobe.io{LIBRARIES}"),
        headers: vec![
            Header::new("Authorization", "Bearer {{ACCESS_TOKEN}}"),
            Header::new("x-api-key", "{{API_KEY}}"),
            Header::new("x-gw-ims-org-id", "{{IMS_ORG}}"),
            Header::new("Content-Type", "application/json"),
        ],
        body: Some(r#"{"name":"Quay"}"#.into()),
    };
    let check = world.engine.requests().check(&id, &Sending::of(request.clone())).unwrap();
    assert!(check.needs_confirmation);
    let problem = world.send(&id, request.clone(), NOT_GIVEN).await.expect_err("asks");
    assert_eq!(problem.code, ErrorCode::NeedsConfirmation);
    assert_eq!(world.control().count(LIBRARIES), 0);
    let sent = world.send(&id, request, Confirmation::Given).await.unwrap();
    assert!(matches!(sent.summary.status, Some(200 | 201)));
    // A replay is a writing call like any other.
    let problem = world.replay(sent.summary.id, &id, NOT_GIVEN).await.expect_err("asks");
    assert_eq!(problem.code, ErrorCode::NeedsConfirmation);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_goes_only_where_the_profile_allows() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let mut request = sample(&world, "Places/List libraries");
    request.url = "https://api-places.example.com/libraries".into();
    let check = world.engine.requests().check(&id, &Sending::of(request.clone())).unwrap();
    assert_eq!(check.host_not_allowed.as_deref(), Some("api-places.example.com"));
    let problem = world.send(&id, request, NOT_GIVEN).await.expect_err("refused");
    assert_eq!(problem.code, ErrorCode::HostNotAllowed);
    assert_eq!(world.control().count("/libraries"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_broken_off_is_told_and_recorded() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    world.control().add_fault(Fault::once(LIBRARIES, Mishap::CutOff { after: 20 }));
    let request = sample(&world, "Places/List libraries");
    let exchange = world.send(&id, request, NOT_GIVEN).await.unwrap();
    assert_eq!(exchange.summary.status, Some(200));
    assert_eq!(exchange.summary.failed, Some(ErrorCode::Network));
    assert!(exchange.problem.is_some_and(|problem| problem.remedy.is_some()));
    assert_eq!(world.engine.history().list(None, "", None, 10).unwrap().len(), 1);
}

/// Has the history written by a newer Mudbrick: its version stands at byte 60 of the file.
fn make_newer(world: &World) {
    let path = world.folder.path().join("history.db");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[60..64].copy_from_slice(&9_u32.to_be_bytes());
    std::fs::write(path, bytes).unwrap();
}

/// The same home, opened by another process.
async fn reopened(world: World) -> World {
    let World { engine, folder } = world;
    drop(engine);
    let engine = open(folder.path());
    engine.practice().start().await.unwrap();
    World { engine, folder }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_newer_history_does_not_take_is_sent_shown_and_told_once() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let request = sample(&world, "Places/List libraries");
    let recorded = world.send(&id, request.clone(), NOT_GIVEN).await.unwrap();
    assert_eq!(recorded.problem, None);
    let world = reopened(world).await;
    make_newer(&world);
    let database = || std::fs::read(world.folder.path().join("history.db")).unwrap();
    let before = database();

    let sent = world.send(&id, request, NOT_GIVEN).await.unwrap();
    assert_eq!(sent.summary.status, Some(200));
    assert_eq!(sent.body, recorded.body);
    let told = sent.problem.expect("it is told");
    assert!(told.message.contains("A newer Mudbrick wrote the history"), "{told:?}");
    assert!(told.remedy.is_some());
    // It can be looked at and sent again, and the second time nothing is told.
    assert!(!world.engine.answers().raw_body(sent.summary.id, 0).unwrap().is_empty());
    let seen = world.engine.answers().get(sent.summary.id).unwrap();
    assert_eq!((seen.body, seen.problem), (sent.body, None));
    let again = world.replay(sent.summary.id, &id, NOT_GIVEN).await.unwrap();
    assert_eq!((again.summary.status, again.problem), (Some(200), None));
    assert_ne!(again.summary.id, sent.summary.id);

    let listed = world.engine.history().list(None, "", None, 10).unwrap();
    assert_eq!(listed.iter().map(|row| row.id).collect::<Vec<_>>(), [recorded.summary.id]);
    let bodies = std::fs::read_dir(world.folder.path().join("bodies"));
    assert_eq!(bodies.map_or(0, Iterator::count), 0);
    assert!(database() == before, "nothing was added");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_history_is_told_beside_an_error_answer() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let mut request = sample(&world, "Places/List libraries");
    world.send(&id, request.clone(), NOT_GIVEN).await.unwrap();
    let world = reopened(world).await;
    make_newer(&world);
    request.headers.retain(|header| !header.name.eq_ignore_ascii_case("x-api-key"));
    let sent = world.send(&id, request, NOT_GIVEN).await.unwrap();
    let problem = sent.problem.expect("explained");
    assert_eq!(problem.message, "The request has no API key.");
    let detail = problem.detail.expect("both");
    assert!(detail.contains("X-Request-Id") && detail.contains("A newer Mudbrick"), "{detail}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_list_says_once_that_the_history_was_damaged() {
    let world = World::start().await;
    std::fs::write(world.folder.path().join("history.db"), [0xA5; 8192]).unwrap();
    let told = world.engine.history().list(None, "", None, 10).expect_err("told");
    assert_eq!(told.code, ErrorCode::Damaged);
    assert_eq!(world.engine.history().list(None, "", None, 10).unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unset_variable_is_named_and_nothing_is_sent() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let mut request = sample(&world, "Places/List libraries");
    request.url.push_str("/{{LIBRARY_ID}}");
    assert_eq!(
        world.engine.requests().check(&id, &Sending::of(request.clone())).unwrap().missing,
        ["LIBRARY_ID"]
    );
    let problem = world.send(&id, request, NOT_GIVEN).await.expect_err("refused");
    assert!(problem.message.contains("LIBRARY_ID"), "{problem:?}");
    assert_eq!(world.control().count(LIBRARIES), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_answer_is_explained() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let mut request = sample(&world, "Places/List libraries");
    request.headers.retain(|header| !header.name.eq_ignore_ascii_case("x-api-key"));
    let exchange = world.send(&id, request, NOT_GIVEN).await.unwrap();
    assert_eq!(exchange.summary.status, Some(403));
    let problem = exchange.problem.expect("explained");
    assert_eq!(problem.message, "The request has no API key.");
    assert!(problem.detail.is_some_and(|detail| detail.contains("X-Request-Id")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_is_gone_sends_nothing() {
    let world = World::start().await;
    let id = ProfileId::parse(&"0".repeat(32)).unwrap();
    let request = sample(&world, "Places/List libraries");
    let problem = world.send(&id, request, NOT_GIVEN).await.expect_err("refused");
    assert_eq!(problem.code, ErrorCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn own_requests_are_saved_and_found() {
    let world = World::start().await;
    let path = RequestPath::parse("places/My libraries").unwrap();
    let mut request = sample(&world, "Places/List libraries");
    let first = world.engine.requests().save(&path, &request, None).unwrap();
    request.url.push_str("?limit=5");
    let second = world.engine.requests().save(&path, &request, first.revision.as_deref()).unwrap();
    let found = world.engine.requests().open(&path, RequestOrigin::Own).unwrap();
    assert_eq!((&found.request.request.url, &found), (&request.url, &second));
    assert_eq!(world.engine.requests().list().unwrap()[0].path, path);
}

#[tokio::test(flavor = "multi_thread")]
async fn saving_a_request_changes_nothing_else_of_its_file_and_replaces_nothing_unseen() {
    let world = World::start().await;
    let path = RequestPath::parse("places/All").unwrap();
    let file = world.engine.home().requests().join("places/All.http");
    let text = "# Ada's\n@LIMIT = 5\n\n### All\nGET https://x.io/a\n\n###  Next\nDELETE   https://x.io/b\n";
    mudbrick_vault::files::save(&file, text.as_bytes(), mudbrick_vault::files::Mode::Shared)
        .unwrap();
    let opened = world.engine.requests().open(&path, RequestOrigin::Own).unwrap();
    let mut request = opened.request.request.clone();
    request.url = "https://x.io/a?limit={{LIMIT}}".to_owned();

    let problem = world.engine.requests().save(&path, &request, None).unwrap_err();
    assert_eq!(problem.code, ErrorCode::AlreadyExists);
    world.engine.requests().save(&path, &request, opened.revision.as_deref()).unwrap();
    let saved = std::fs::read_to_string(&file).unwrap();
    assert_eq!(saved, text.replace("https://x.io/a", "https://x.io/a?limit={{LIMIT}}"));

    // Another program saved in between.
    let problem = world
        .engine
        .requests()
        .save(&path, &opened.request, opened.revision.as_deref())
        .unwrap_err();
    assert_eq!(problem.code, ErrorCode::Conflict);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), saved);
}

/// Samples whose unset variable is all of a query parameter, which is then left out, and which Adobe needs; and four that the
/// practice Adobe does not serve.
const NOT_BY_THEMSELVES: [&str; 9] = [
    "Places/Find POIs near a point",
    "Experience Platform/Profile/Look up a profile",
    "Experience Platform/Profile/Look up a profile by email",
    "Experience Platform/Profile/Events of a profile",
    "Experience Platform/Identity/Cluster of an identity (deprecated)",
    "Experience Platform/Audit/Export audit events",
    "Experience Platform/Catalog/Everything in the catalog (deprecated)",
    "Experience Platform/Sensei Machine Learning/Docker registry of engines",
    "Experience Platform/Sensei Machine Learning/Default metrics of insights",
];

/// Every sample that only reads and asks for nothing the person would have to look up first.
#[tokio::test(flavor = "multi_thread")]
async fn every_reading_sample_is_answered() {
    let world = World::start().await;
    let key = crate::keys::draft("campaign");
    let campaign = world.profile("Campaign").summary.id;
    let key = world
        .engine
        .keys()
        .generate(&world.engine.jobs().start(JobKind::KeyPair), key, Some(campaign.clone()), |_| ())
        .await
        .unwrap();
    world.engine.practice().register(&key.id, &campaign).await.unwrap();
    let profiles = [
        ("Places/", world.profile("Places").summary.id),
        ("Campaign Standard/", campaign),
        ("Experience Platform/", world.profile("Experience Platform").summary.id.clone()),
        ("IMS/", world.profile("Experience Platform").summary.id),
    ];
    let (mut sent, mut refused) = (0, Vec::new());
    for (group, id) in &profiles {
        for summary in world.engine.requests().list().unwrap() {
            let request = world.engine.requests().get(&summary.path, summary.origin).unwrap();
            let check = world.engine.requests().check(id, &Sending::of(request.clone())).unwrap();
            if !summary.path.as_str().starts_with(group)
                || request.method != Method::Get
                || !check.missing.is_empty()
                || NOT_BY_THEMSELVES.contains(&summary.path.as_str())
            {
                continue;
            }
            assert_eq!(check.warnings, [""; 0], "{}", summary.path);
            let exchange = world.send(id, request, NOT_GIVEN).await.unwrap();
            sent += 1;
            if !matches!(exchange.summary.status, Some(200..=299)) {
                refused.push((summary.path, exchange.summary.status, exchange.body.text));
            }
        }
    }
    assert!(sent > 40, "only {sent} were sent");
    assert_eq!(refused, []);
}
