//! A writing call to a Platform sandbox that is for production, or of which nothing is known, asks first, on every path.

use crate::home::World;
use mudbrick_engine::view::{ExchangeView, RequestOrigin};
use mudbrick_engine::{Confirmation, JobKind, Sending};
use mudbrick_model::{ErrorCode, Header, Method, Problem, ProfileId, Request, RequestPath};
use rstest::rstest;

const DATA_SETS: &str = "/data/foundation/catalog/dataSets";
const NOT_GIVEN: Confirmation = Confirmation::NotGiven;

fn request(method: Method, path: &str, sandbox: Option<&str>) -> Request {
    let named = sandbox.map(|name| Header::new("x-sandbox-name", name));
    let headers = [
        Header::new("Authorization", "Bearer {{ACCESS_TOKEN}}"),
        Header::new("x-api-key", "{{API_KEY}}"),
        Header::new("x-gw-ims-org-id", "{{IMS_ORG}}"),
        Header::new("Content-Type", "application/json"),
    ];
    Request {
        name: "Data sets".into(),
        method,
        url: format!("https://platform.adobe.io{path}"),
        headers: headers.into_iter().chain(named).collect(),
        body: method.writes().then(|| r#"{"name": "Quay"}"#.to_owned()),
    }
}

fn write_to(sandbox: Option<&str>) -> Request {
    request(Method::Post, DATA_SETS, sandbox)
}

struct Platform {
    world: World,
    id: ProfileId,
}

impl Platform {
    async fn start() -> Self {
        let world = World::start().await;
        let id = world.profile("Platform").summary.id;
        Self { world, id }
    }

    async fn send(&self, request: Request) -> Result<ExchangeView, Problem> {
        self.world.send(&self.id, request, NOT_GIVEN).await
    }

    fn written(&self) -> usize {
        self.world.control().count(DATA_SETS)
    }
}

fn refused(sent: Result<ExchangeView, Problem>, words: &str) {
    let problem = sent.expect_err("nobody has agreed");
    assert_eq!(problem.code, ErrorCode::NeedsConfirmation, "{problem:?}");
    assert!(problem.message.contains(words), "{problem:?}");
}

#[rstest]
#[case::production(Some("prod"), Some("prod is a production sandbox of"))]
#[case::the_default(None, Some("prod is a production sandbox of"))]
#[case::unknown(Some("pilot"), Some("Nothing says that pilot is a development sandbox of"))]
#[case::of_a_name_alone(Some("develop"), Some("so it counts as production"))]
#[case::development(Some("dev"), None)]
#[tokio::test(flavor = "multi_thread")]
async fn a_sandbox_is_asked_about_by_its_type(
    #[case] sandbox: Option<&str>,
    #[case] asks: Option<&str>,
) {
    let platform = Platform::start().await;
    let requests = platform.world.engine.requests();
    let sending = Sending::of(write_to(sandbox));
    let check = requests.check(&platform.id, &sending).unwrap();
    assert_eq!(check.needs_confirmation, asks.is_some());
    let (before, look) = requests.before_sending(&platform.id, &sending).unwrap();
    assert_eq!(before.reasons_to_ask.is_empty(), asks.is_none(), "{before:?}");
    let sent = platform.send(write_to(sandbox)).await;
    match asks {
        Some(words) => refused(sent, words),
        None => drop(sent.unwrap()),
    }
    assert_eq!(platform.written() > 0, asks.is_none());
    // Reading asks nobody, and whoever has agreed is not asked.
    platform.send(request(Method::Get, DATA_SETS, sandbox)).await.unwrap();
    let before_agreed = platform.written();
    let agreed = platform.world.send(&platform.id, write_to(sandbox), Confirmation::Given).await;
    let sent = agreed.unwrap();
    assert_eq!(platform.written(), before_agreed + 1);
    // A replay is a writing call like any other, and what was found for another request does not count for this one.
    let again = platform.world.replay(sent.summary.id, &platform.id, NOT_GIVEN).await;
    let job = platform.world.engine.jobs().start(JobKind::Send);
    let no_reason = Confirmation::NoReason(look);
    let as_if = requests.send_in_file(&job, &platform.id, sending, no_reason).await;
    for sent in [again, as_if] {
        match asks {
            Some(words) => refused(sent, words),
            None => drop(sent.unwrap()),
        }
    }
}

/// The type is Adobe's answer, whoever asked for it, and not the name's.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_sandbox_management_is_remembered() {
    let platform = Platform::start().await;
    let make = Request {
        body: Some(r#"{"name": "pilot", "title": "Pilot", "type": "development"}"#.into()),
        ..request(Method::Post, "/data/foundation/sandbox-management/sandboxes", None)
    };
    platform.world.send(&platform.id, make, Confirmation::Given).await.unwrap();
    refused(platform.send(write_to(Some("pilot"))).await, "Nothing says that pilot");
    let path = RequestPath::parse("Experience Platform/Sandboxes I can use").unwrap();
    let requests = platform.world.engine.requests();
    let list = requests.get(&path, RequestOrigin::Catalogue).unwrap();
    platform.send(list).await.unwrap();
    // It is being made still, and is on the administrators' list.
    let all = request(Method::Get, "/data/foundation/sandbox-management/sandboxes", None);
    platform.send(all).await.unwrap();
    platform.send(write_to(Some("pilot"))).await.unwrap();
    refused(platform.send(write_to(Some("prod"))).await, "prod is a production sandbox");
}

/// What a request becomes when the answer to another is there is looked at again: its sandbox, and its host.
#[rstest]
#[case::sandbox("Make", 0)]
#[case::host("Follow", 1)]
#[tokio::test(flavor = "multi_thread")]
async fn what_another_answer_brings_is_asked_about_too(#[case] name: &str, #[case] before: usize) {
    const MANAGEMENT: &str = "/data/foundation/sandbox-management/";
    let platform = Platform::start().await;
    let head = "Authorization: Bearer {{ACCESS_TOKEN}}\nx-api-key: {{API_KEY}}\nx-gw-ims-org-id: {{IMS_ORG}}\n";
    let body = "Content-Type: application/json\n\n{\"name\": \"Quay\"}\n";
    let text = format!(
        "### All\n# @name all\nGET https://platform.adobe.io{MANAGEMENT}\n{head}Accept: application/json\n\n\
         ### Make\nPOST https://platform.adobe.io{DATA_SETS}\nx-sandbox-name: {{{{all.response.body.$.sandboxes[0].name}}}}\n\
         {head}{body}\n### Follow\nPOST {{{{all.response.body.$._links.page.href}}}}\n{head}{body}"
    );
    let file = platform.world.folder.path().join("a.http");
    std::fs::write(&file, text).unwrap();
    let requests = platform.world.engine.requests();
    let (made, surroundings) = requests.from_file(&file, Some(name)).unwrap();
    let sending = || Sending { surroundings: surroundings.clone(), ..Sending::of(made.clone()) };
    let send = async |confirmation| {
        let job = platform.world.engine.jobs().start(JobKind::Send);
        requests.send_in_file(&job, &platform.id, sending(), confirmation).await
    };
    refused(send(NOT_GIVEN).await, "sandbox of");
    let control = platform.world.control();
    assert_eq!((control.count(MANAGEMENT), control.count(DATA_SETS)), (before, 0));
    let sent = send(Confirmation::Given).await.unwrap();
    assert!(sent.summary.status.is_some(), "{sent:?}");
    assert_eq!(control.count(MANAGEMENT) + control.count(DATA_SETS), 2);
}
