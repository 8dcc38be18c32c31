//! Checks of profiles against the practice Adobe: which steps are taken, what is found wrong, and where the remedy leads.

use crate::home::World;
use mudbrick_engine::view::{
    CheckupGrade, CheckupReport, CheckupStep, CheckupStepKind, CheckupVerdict, CheckupWish,
    FindingKind, Grade, ProfileCheckup,
};
use mudbrick_engine::{Confirmation, EngineOptions, JobKind, Pace, SandboxesFrom, Secret};
use mudbrick_explain::products;
use mudbrick_model::{
    Clock, Effect, ErrorCode, Field, Method, ProfileId, RemedyAction, Request, SystemClock,
    Timestamp,
};
use mudbrick_practice::{Fault, Mishap};
use mudbrick_requests::catalogue;
use rstest::rstest;
use std::collections::BTreeMap;
use std::sync::Arc;

const LIBRARIES: &str = "/places/placesapi/v1/libraries";
const SANDBOXES: &str = "/data/foundation/sandbox-management/";

async fn checked(world: &World, ids: &[ProfileId], also: &[&str]) -> CheckupReport {
    let job = world.engine.jobs().start(JobKind::Check);
    let also = also.iter().map(|name| (*name).to_owned()).collect();
    let wish = CheckupWish { profiles: ids.to_vec(), also, ..CheckupWish::default() };
    world.engine.checkup().check(&job, &wish, Pace::CHECKUP, |_| ()).await.unwrap()
}

async fn one(world: &World, id: &ProfileId) -> ProfileCheckup {
    checked(world, std::slice::from_ref(id), &[]).await.profiles.remove(0)
}

fn step<'a>(found: &'a ProfileCheckup, kind: CheckupStepKind, what: &str) -> &'a CheckupStep {
    let fits = |step: &&CheckupStep| step.kind == kind && (what.is_empty() || step.what == what);
    let step = found.steps.iter().find(fits);
    step.unwrap_or_else(|| panic!("no step {kind:?} {what} in {found:#?}"))
}

fn action(step: &CheckupStep) -> Option<&RemedyAction> {
    step.remedy.as_ref()?.action.as_deref()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_profile_works_step_by_step_and_its_calls_are_in_the_history() {
    let world = World::start().await;
    let id = world.profile_of("Acme", "Experience Platform").summary.id;
    let found = one(&world, &id).await;
    assert_eq!(found.verdict, CheckupVerdict::Works, "{found:#?}");
    use CheckupStepKind as Kind;
    let kinds: Vec<Kind> = found.steps.iter().map(|step| step.kind).collect();
    let expected = [
        Kind::Credential,
        Kind::Token,
        Kind::Scopes,
        Kind::Organization,
        Kind::ProductContexts,
        Kind::Product,
    ];
    assert_eq!(kinds, expected, "{found:#?}");
    let organization = step(&found, Kind::Organization, "");
    assert_eq!(organization.sentence, "The account belongs to Acme.");
    let platform = step(&found, Kind::Product, "Experience Platform");
    assert!(platform.sentence.contains("prod (production), "), "{platform:?}");
    let open = ["Campaign Standard", "Places", "Analytics 2.0", "Target", "Tags (Launch)"];
    assert_eq!(found.unasked, [&open[..], &["Cloud Manager"]].concat());
    let lacks = found.cannot.iter().find(|it| it.product == "User Management").unwrap();
    assert_eq!(lacks.lacks, ["user_management_sdk"]);
    // Each call is an exchange like any other, and none of them writes.
    let sent = world.engine.history().list(None, "", None, 50).unwrap();
    assert!(sent.len() == 3 && sent.iter().all(|one| one.method == Method::Get), "{sent:?}");
    let exchange = platform.exchange.expect("the call is named");
    assert!(sent.iter().any(|one| one.id == exchange));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_scopes_tell_no_product_those_without_a_known_scope_are_asked() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let found = one(&world, &id).await;
    assert_eq!(found.verdict, CheckupVerdict::Works, "{found:#?}");
    let places = step(&found, CheckupStepKind::Product, "Places");
    assert_eq!(places.grade, CheckupGrade::Well, "{places:?}");
    assert_eq!(world.control().count(SANDBOXES), 0, "its scopes do not show Platform");
    assert!(found.unasked.iter().any(|name| name == "Experience Platform"), "{found:#?}");
    let open = ["Experience Platform", "Analytics 2.0", "Target", "Campaign Standard"];
    assert!(!found.cannot.iter().any(|it| open.contains(&&*it.product)), "{found:#?}");
    let analytics = step(&found, CheckupStepKind::Product, "Analytics 2.0");
    assert!(matches!(analytics.grade, CheckupGrade::Well | CheckupGrade::Note), "{analytics:?}");
    // A person may want to see what it says all the same; not to open it is no fault then.
    let report = checked(&world, std::slice::from_ref(&id), &["user man"]).await;
    let users = step(&report.profiles[0], CheckupStepKind::Product, "User Management");
    assert_eq!(users.grade, CheckupGrade::Note, "{users:?}");
    assert_eq!(report.profiles[0].verdict, CheckupVerdict::Works);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_secret_ends_the_check_where_it_can_be_corrected() {
    let world = World::start().await;
    let made = world.profile("Places");
    let draft = world.engine.profiles().draft(&made.summary.id).unwrap();
    let wrong = Some(Secret::new("p8e-wrong".to_owned()));
    let view =
        world.engine.profiles().update(&made.summary.id, &made.revision, &draft, wrong).unwrap();
    let found = one(&world, &view.summary.id).await;
    assert_eq!(found.verdict, CheckupVerdict::Fails);
    let token = step(&found, CheckupStepKind::Token, "");
    assert_eq!(token.grade, CheckupGrade::Wrong);
    assert!(
        matches!(action(token), Some(RemedyAction::OpenField { field: Field::ClientSecret, profile: Some(named) }) if named.id == view.summary.id),
        "{token:?}"
    );
    assert_eq!(found.steps.last(), Some(token), "nothing is asked without a token");
    assert_eq!(world.control().count(LIBRARIES), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_account_without_a_key_is_not_asked_for_a_token() {
    let world = World::start().await;
    let id = world.profile("Places (JWT)").summary.id;
    let found = one(&world, &id).await;
    assert_eq!(found.verdict, CheckupVerdict::Fails);
    let key = step(&found, CheckupStepKind::Key, "");
    assert!(matches!(action(key), Some(RemedyAction::ChooseKey { .. })), "{key:?}");
    assert_eq!(world.control().count("/ims/exchange/jwt"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sandbox_that_the_account_may_not_use_is_named_with_those_that_it_may() {
    let world = World::start().await;
    let made = world.profile_of("Acme", "Experience Platform");
    let mut draft = world.engine.profiles().draft(&made.summary.id).unwrap();
    draft.sandbox = "nowhere".to_owned();
    let (id, revision) = (made.summary.id, made.revision);
    world.engine.profiles().update(&id, &revision, &draft, None).unwrap();
    let found = one(&world, &id).await;
    assert_eq!(found.verdict, CheckupVerdict::Limited, "{found:#?}");
    let platform = step(&found, CheckupStepKind::Product, "Experience Platform");
    assert!(platform.sentence.contains("nowhere") && platform.sentence.contains("prod"));
    assert!(matches!(
        action(platform),
        Some(RemedyAction::OpenField { field: Field::Sandbox, .. })
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_adobe_could_not_say_is_no_fault_of_the_profile() {
    let world = World::start().await;
    let id = world.profile_of("Acme", "Experience Platform").summary.id;
    world.control().add_fault(Fault::always(SANDBOXES, Mishap::Throttle { retry_after: 7 }));
    let found = one(&world, &id).await;
    assert_eq!(found.verdict, CheckupVerdict::Unknown, "{found:#?}");
    let platform = step(&found, CheckupStepKind::Product, "Experience Platform");
    assert_eq!(action(platform), Some(&RemedyAction::Wait { seconds: 7 }), "{platform:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn several_come_in_their_order_and_a_stopped_check_begins_no_more() {
    let world = World::start().await;
    let ids: Vec<ProfileId> = (0..4)
        .map(|n| {
            world.profile_with("Places", |draft| draft.name = format!("Places {n}")).summary.id
        })
        .collect();
    let report = checked(&world, &ids, &[]).await;
    let order: Vec<&ProfileId> = report.profiles.iter().map(|one| &one.profile).collect();
    assert_eq!(order, ids.iter().collect::<Vec<_>>());
    let job = world.engine.jobs().start(JobKind::Check);
    let wish = CheckupWish { profiles: ids, ..CheckupWish::default() };
    let jobs = world.engine.jobs();
    let tell = |how: mudbrick_engine::view::CheckupProgress| {
        if how.done == 1 {
            jobs.stop(job.id());
        }
    };
    let pace = Pace::ONE_BY_ONE;
    let report = world.engine.checkup().check(&job, &wish, pace, tell).await.unwrap();
    assert_eq!((report.profiles.len(), report.not_begun), (1, 3));
    let unknown = vec!["Telegraphs".to_owned()];
    let of_all = CheckupWish { also: unknown.clone(), ..CheckupWish::default() };
    let of_one = BTreeMap::from([(wish.profiles[0].clone(), unknown)]);
    for wish in [of_all, CheckupWish { also_of: of_one, ..CheckupWish::default() }] {
        let refused = world.engine.checkup().check(&job, &wish, pace, |_| ()).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidInput);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_that_is_named_for_one_profile_is_asked_of_that_one() {
    let world = World::start().await;
    let ids = ["Ada", "Ben"].map(|name| {
        world.profile_with("Experience Platform", |draft| draft.name = name.to_owned()).summary.id
    });
    let also_of = BTreeMap::from([(ids[1].clone(), vec!["Places".to_owned()])]);
    let wish = CheckupWish { profiles: ids.to_vec(), also_of, ..CheckupWish::default() };
    let job = world.engine.jobs().start(JobKind::Check);
    let report = world.engine.checkup().check(&job, &wish, Pace::CHECKUP, |_| ()).await.unwrap();
    let asked = |one: &ProfileCheckup| one.steps.iter().any(|step| step.what == "Places");
    assert_eq!(report.profiles.iter().map(asked).collect::<Vec<_>>(), [false, true]);
    assert!(report.profiles.iter().all(|one| !one.stopped), "{report:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_stopped_on_the_way_says_so() {
    let world = World::start().await;
    let id = world.profile_of("Acme", "Experience Platform").summary.id;
    world.control().add_fault(Fault::once("/ims/token/v3", Mishap::Stall { after: 0 }));
    let wish = CheckupWish { profiles: vec![id], ..CheckupWish::default() };
    let job = world.engine.jobs().start(JobKind::Check);
    let checkup = world.engine.checkup();
    let checking = checkup.check(&job, &wish, Pace::CHECKUP, |_| ());
    let stop = async {
        while world.control().count("/ims/token/v3") == 0 {
            tokio::task::yield_now().await;
        }
        world.engine.jobs().stop(job.id());
    };
    let (report, ()) = tokio::join!(checking, stop);
    let found = report.unwrap().profiles.remove(0);
    assert!(found.stopped, "{found:#?}");
    assert_eq!(found.verdict, CheckupVerdict::Unknown, "{found:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_takes_no_name_for_markdown_and_holds_no_secret() {
    let world = World::start().await;
    let made =
        world.profile_with("Places", |draft| draft.name = "<b>A|B</b> [x](http://a.b)".to_owned());
    let report = checked(&world, &[made.summary.id], &[]).await;
    let text = world.engine.checkup().markdown(&report).unwrap();
    assert!(text.contains("&lt;b&gt;A\\|B&lt;/b&gt;") && !text.contains("](http"), "{text}");
    let token = text.split_whitespace().find(|word| word.starts_with("eyJ"));
    assert!(token.is_none() && !text.contains("p8e-"), "{text}");
}

#[test]
fn every_call_of_a_check_is_a_reading_request_of_the_catalogue() {
    for product in products() {
        let Some(call) = &product.call else { continue };
        let sample = catalogue().iter().find(|sample| sample.path.as_str() == call);
        let sample = sample.unwrap_or_else(|| panic!("no request {call}"));
        assert_eq!(sample.request().method, Method::Get, "{call}");
        assert_eq!(sample.effect(), Effect::Read, "{call}");
        assert_eq!(sample.request().body, None, "{call}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sandboxes_are_asked_for_once_and_a_profile_works_in_one_of_them() {
    let world = World::start().await;
    let id = world.profile_of("Acme", "Experience Platform").summary.id;
    let sandboxes = world.engine.sandboxes();
    let job = world.engine.jobs().start(JobKind::Sandboxes);
    assert_eq!(sandboxes.kept(&id).await.unwrap(), None);
    let list = sandboxes.list(&job, &id, SandboxesFrom::Kept).await.unwrap();
    let words: Vec<String> = list.sandboxes.iter().map(|one| one.in_words()).collect();
    assert!(words.contains(&"prod (production)".to_owned()), "{words:?}");
    let again = sandboxes.list(&job, &id, SandboxesFrom::Kept).await.unwrap();
    assert_eq!((again, world.control().count(SANDBOXES)), (list, 1));
    sandboxes.list(&job, &id, SandboxesFrom::Platform).await.unwrap();
    assert_eq!(world.control().count(SANDBOXES), 2);
    let view = sandboxes.switch(&job, &id, " dev ").await.unwrap();
    assert_eq!((view.sandbox.as_str(), world.control().count(SANDBOXES)), ("dev", 2));
    let refused = sandboxes.switch(&job, &id, "nowhere").await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotFound);
    assert!(refused.remedy.unwrap().text.contains("prod, "));
    assert_eq!(world.control().count(SANDBOXES), 3, "asked before it was refused");
    // A list from before the sandbox was made.
    let kept = world.folder.path().join("cache/sandbox-lists.json");
    let old = std::fs::read_to_string(&kept).unwrap();
    let without = |name: &str| old.replace(&format!("\"name\":\"{name}\""), "\"name\":\"gone\"");
    std::fs::write(&kept, without("dev")).unwrap();
    assert!(
        !sandboxes.kept(&id).await.unwrap().unwrap().sandboxes.iter().any(|it| it.name == "dev")
    );
    assert_eq!(sandboxes.switch(&job, &id, "dev").await.unwrap().sandbox, "dev");
    assert_eq!(world.control().count(SANDBOXES), 4);
    // Platform is out of reach.
    std::fs::write(&kept, without("dev")).unwrap();
    world.control().add_fault(Fault::once(SANDBOXES, Mishap::InternalError));
    assert_eq!(sandboxes.switch(&job, &id, "dev").await.unwrap().sandbox, "dev");
    // Without a list nobody knows better than the person.
    let other = world.profile_with("Places", |_| ()).summary.id;
    assert_eq!(sandboxes.switch(&job, &other, "mine").await.unwrap().sandbox, "mine");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_sandboxes_become_one_list_and_a_later_one_alone_takes_nothing_away() {
    let world = World::start().await;
    let id = world.profile_of("Acme", "Experience Platform").summary.id;
    let sandboxes = world.engine.sandboxes();
    let page = |query: &str| {
        let samples = catalogue().iter();
        let mut usable = samples.filter(|one| one.path.as_str().ends_with("/Sandboxes I can use"));
        let request = usable.next().unwrap().request().clone();
        Request { url: format!("{}{query}", request.url), ..request }
    };
    let first = world.send(&id, page("?limit=2"), Confirmation::NotGiven).await.unwrap();
    let kept = sandboxes.kept(&id).await.unwrap().unwrap();
    assert_eq!((kept.sandboxes.len(), kept.is_whole), (2, false));
    let job = world.engine.jobs().start(JobKind::Send);
    let requests = world.engine.requests();
    let pages = requests.pages_from(&job, first.summary.id, Confirmation::NotGiven, 9).await;
    assert_eq!(pages.unwrap().pages.len(), 2);
    let kept = sandboxes.kept(&id).await.unwrap().unwrap();
    assert_eq!((kept.sandboxes.len(), kept.is_whole), (3, true));
    world.send(&id, page("?offset=2"), Confirmation::NotGiven).await.unwrap();
    assert_eq!(sandboxes.kept(&id).await.unwrap(), Some(kept));
    for name in ["prod", "stage", "dev"] {
        let job = world.engine.jobs().start(JobKind::Sandboxes);
        assert_eq!(sandboxes.switch(&job, &id, name).await.unwrap().sandbox, name);
    }
}

/// Off by so many milliseconds.
struct Off(i64);

impl Clock for Off {
    fn now(&self) -> Timestamp {
        Timestamp(SystemClock.now().0 + self.0)
    }
}

#[rstest]
#[case::right(0, None)]
#[case::behind(-600_000, Some(("minutes behind the practice Adobe's", Grade::Wrong)))]
#[case::ahead(600_000, Some(("minutes ahead of the practice Adobe's", Grade::Note)))]
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_beside_adobes_is_told_by_check_and_doctor(
    #[case] off: i64,
    #[case] told: Option<(&str, Grade)>,
) {
    let options = EngineOptions { clock: Arc::new(Off(off)), ..EngineOptions::default() };
    let world = World::start_with(options).await;
    let id = world.profile("Places").summary.id;
    let found = one(&world, &id).await;
    let clock = found.steps.iter().find(|step| step.kind == CheckupStepKind::Clock);
    let card = world.engine.profiles().get(&id).unwrap().clock;
    let found = world.engine.doctor().examine();
    let beside = found
        .findings
        .iter()
        .find(|finding| finding.kind == FindingKind::Clock && finding.sentence.contains("Adobe's"));
    match told {
        None => {
            assert!(clock.is_none() && beside.is_none(), "{clock:?} {beside:?}");
            assert_eq!(card, None);
        }
        Some((words, grade)) => {
            assert!(clock.unwrap().sentence.contains(words), "{clock:?}");
            let card = card.expect("the token's card says it too");
            assert!(card.sentence.contains(words) && card.remedy.contains("clock"), "{card:?}");
            let beside = beside.unwrap();
            assert!(beside.sentence.contains(words) && beside.grade == grade, "{beside:?}");
        }
    }
}
