//! From service account (JWT) to OAuth against the practice Adobe's project that is being migrated: tried, compared, switched, gone
//! back, retired, and killed at every step of it.

use crate::home::World;
use crate::keys::draft;
use mudbrick_engine::view::{
    ComparedTo, JwtIssuer, MigrationNeeds, MigrationStep, TrialProgress, TrialWish, WhyLeftOut,
};
use mudbrick_engine::{Confirmation, Freshness, JobKind, Secret, SecretText};
use mudbrick_model::{ErrorCode, Grant, Header, Method, Problem, ProfileId, Request};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

pub(crate) const TITLE: &str = "Campaign Standard (migrating)";
pub(crate) const SCOPES: &str = "openid, AdobeID, read_organizations, campaign_sdk, \
    campaign_config_server_general, deliverability_service_general, \
    additional_info.projectedProductContext";
const OAUTH: &str = "p8e-practice-globex-campaign-new";

pub(crate) fn oauth_secret() -> Option<SecretText> {
    Some(Secret::new(OAUTH.to_owned()))
}

/// A service account of the project, with a key that the practice Adobe knows.
pub(crate) async fn service_account() -> (World, ProfileId) {
    let world = World::start().await;
    let id = world
        .profile_with(TITLE, |draft| {
            draft.grant = Grant::Jwt;
            draft.scopes = "ent_campaign_sdk".to_owned();
        })
        .summary
        .id;
    let job = world.engine.jobs().start(JobKind::KeyPair);
    let keys = world.engine.keys();
    let key = keys.generate(&job, draft("migrating"), Some(id.clone()), |_| ()).await.unwrap();
    world.engine.practice().register(&key.id, &id).await.unwrap();
    world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    (world, id)
}

pub(crate) fn list() -> Request {
    get("profile?_lineCount=5")
}

fn get(path: &str) -> Request {
    let header = |name: &str, value: &str| Header::new(name, value);
    Request {
        name: "List profiles".to_owned(),
        method: Method::Get,
        url: format!("https://mc.adobe.io/{{{{ORGANIZATION}}}}/campaign/profileAndServices/{path}"),
        headers: vec![
            header("Authorization", "Bearer {{ACCESS_TOKEN}}"),
            header("x-api-key", "{{API_KEY}}"),
        ],
        body: None,
    }
}

fn grant(world: &World, id: &ProfileId) -> Grant {
    world.engine.profiles().draft(id).unwrap().grant
}

fn profiles(world: &World) -> usize {
    world.engine.profiles().list().unwrap().len()
}

async fn works(world: &World, id: &ProfileId) {
    world.engine.tokens().get(id, Freshness::Renewed).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_tried_compared_switched_and_retired() {
    let (world, id) = service_account().await;
    let migration = world.engine.migration();
    let status = migration.status(&id).unwrap();
    assert_eq!((status.step, status.needs), (MigrationStep::NotBegun, MigrationNeeds::Credential));
    assert_eq!(migration.under_way(), []);
    let problem = migration.begin(&id, "", None).await.expect_err("nothing to try");
    assert_eq!(problem.code, ErrorCode::InvalidInput);

    world.send(&id, list(), Confirmation::NotGiven).await.unwrap();
    let begun = migration.begin(&id, SCOPES, oauth_secret()).await.unwrap();
    assert_eq!((begun.step, begun.issuer), (MigrationStep::Trying, JwtIssuer::DeveloperConsole));
    assert!(begun.suggestions[0].scopes.is_empty(), "no table says what ent_campaign_sdk becomes");
    let job = world.engine.jobs().start(JobKind::Replay);
    let compared = migration.compare(&job, &id, 5, |_| ()).await.unwrap();
    let [request] = &compared.requests[..] else { panic!("{compared:?}") };
    assert_eq!((request.jwt_status, request.oauth_status), (Some(200), Some(200)), "{request:?}");
    assert_eq!(request.compared, Some(ComparedTo::Same), "{request:?}");
    assert!(compared.claims.iter().all(|claim| claim.name != "id"), "{compared:?}");

    let last = world.engine.tokens().get(&id, Freshness::Renewed).await.unwrap();
    let switched = migration.switch(&id).await.unwrap();
    assert_eq!(switched.step, MigrationStep::Switched);
    assert!(switched.last_jwt_at >= Some(last.created_at), "{switched:?}");
    assert!(switched.key.is_some() && switched.console_allows_from > switched.last_jwt_at);
    works(&world, &id).await;
    let sent = world.send(&id, list(), Confirmation::NotGiven).await.unwrap();
    assert_eq!(sent.summary.status, Some(200));

    let back = migration.undo(&id).await.unwrap();
    assert_eq!((back.step, grant(&world, &id)), (MigrationStep::Trying, Grant::Jwt));
    let last = world.engine.tokens().get(&id, Freshness::Renewed).await.unwrap();
    let again = migration.switch(&id).await.unwrap();
    assert!(again.last_jwt_at >= Some(last.created_at), "{again:?}");
    let done = migration.retire(&id).await.unwrap();
    assert_eq!((done.step, profiles(&world)), (MigrationStep::Done, 1));
    works(&world, &id).await;
    assert_eq!(world.engine.keys().list().unwrap().len(), 1, "the key is kept");
    assert!(migration.undo(&id).await.is_err(), "there is no way back any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_is_said_and_can_be_corrected_and_given_up() {
    let (world, id) = service_account().await;
    let migration = world.engine.migration();
    let wrong = Some(Secret::new("p8e-wrong".to_owned()));
    let problem = migration.begin(&id, SCOPES, wrong).await.expect_err("refused");
    assert_eq!(problem.code, ErrorCode::CredentialRefused);
    assert_eq!(grant(&world, &id), Grant::Jwt);
    let refused = migration.switch(&id).await.expect_err("no token comes");
    assert_eq!((refused.code, grant(&world, &id)), (ErrorCode::CredentialRefused, Grant::Jwt));
    migration.begin(&id, "", oauth_secret()).await.unwrap();
    assert_eq!(profiles(&world), 2, "it is the same trial");
    assert_eq!(migration.undo(&id).await.unwrap().step, MigrationStep::NotBegun);
    assert_eq!(profiles(&world), 1);
    works(&world, &id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_persons_own_oauth_profile_is_taken_and_left_alone() {
    let (world, id) = service_account().await;
    let mut own = world.project(TITLE).draft;
    own.name = "Mine".to_owned();
    world.engine.profiles().create(&own, oauth_secret()).unwrap();
    let migration = world.engine.migration();
    let begun = migration.begin(&id, "openid", None).await.unwrap();
    assert!(begun.trial.unwrap().title.contains("Mine"));
    migration.switch(&id).await.unwrap();
    migration.retire(&id).await.unwrap();
    assert_eq!(profiles(&world), 2);
    let scopes = world.engine.profiles().draft(&id).unwrap().scopes;
    assert_eq!(scopes, own.scopes, "its own scopes, not those that were typed");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_leaves_nothing_behind_and_a_persons_own_profile_stays_theirs() {
    let (world, id) = service_account().await;
    let migration = world.engine.migration();
    for (scopes, secret) in [("", None), (SCOPES, None), ("", oauth_secret())] {
        migration.begin(&id, scopes, secret).await.expect_err("there is nothing to try");
    }
    migration.begin(&id, "back\\slash", oauth_secret()).await.expect_err("that is no scope");
    assert_eq!(migration.status(&id).unwrap().step, MigrationStep::NotBegun);
    // Killed before there was a trial, and then the person imports a profile.
    let owned = id.clone();
    let died = dying(&world, 0, |migration| async move {
        migration.begin(&owned, SCOPES, oauth_secret()).await.map(drop)
    });
    assert!(died.await);
    assert_eq!(profiles(&world), 1);
    let mut own = world.project(TITLE).draft;
    own.name = "Mine".to_owned();
    let mine = world.engine.profiles().create(&own, oauth_secret()).unwrap().summary.id;
    let wrong = Some(Secret::new("p8e-wrong".to_owned()));
    migration.begin(&id, "openid", wrong).await.unwrap();
    assert_eq!(world.engine.profiles().draft(&mine).unwrap().scopes, own.scopes);
    works(&world, &mine).await;
    migration.undo(&id).await.unwrap();
    assert_eq!(profiles(&world), 2, "nobody asked for it to go");
    migration.begin(&id, "", None).await.unwrap();
    migration.switch(&id).await.unwrap();
    migration.retire(&id).await.unwrap();
    works(&world, &mine).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_try_tells_how_far_it_is_and_what_it_left_out() {
    let (world, id) = service_account().await;
    for path in ["profile?_lineCount=1", "profile?_lineCount=2", "profile?_lineCount=2", "nowhere"]
    {
        world.send(&id, get(path), Confirmation::NotGiven).await.unwrap();
    }
    let create = Request { method: Method::Post, ..list() };
    world.send(&id, create, Confirmation::Given).await.unwrap();
    let migration = world.engine.migration();
    let job = world.engine.jobs().start(JobKind::Migration);
    let wish = TrialWish { scopes: SCOPES.to_owned(), requests: 1 };
    let mut told = Vec::new();
    let tell = |progress| told.push(progress);
    let tried = migration.try_beside(&job, &id, &wish, oauth_secret(), tell).await.unwrap();
    let progress = |done, of| TrialProgress { done, of };
    assert_eq!(told, [progress(0, None), progress(0, Some(1)), progress(1, Some(1))]);
    assert_eq!(tried.migration.step, MigrationStep::Trying);
    assert_eq!(tried.migration.needs, MigrationNeeds::Correction);
    assert!(tried.migration.scopes.starts_with("openid,AdobeID,"), "{:?}", tried.migration);
    let outcome = tried.migration.outcome.unwrap();
    assert_eq!((outcome.same, outcome.differ, outcome.not_compared), (1, 0, 0));
    assert!(tried.comparison.requests[0].is_same);
    let why: Vec<WhyLeftOut> = tried.comparison.left_out.iter().map(|one| one.why).collect();
    assert_eq!(why, [WhyLeftOut::Enough, WhyLeftOut::NotReading, WhyLeftOut::Failed]);
    // As after a restart.
    let status = migration.status(&id).unwrap();
    assert_eq!((status.outcome, migration.under_way()), (Some(outcome), vec![id]));
}

#[tokio::test(flavor = "multi_thread")]
async fn once_jwt_is_over_answers_are_compared_with_those_of_before() {
    let (world, id) = service_account().await;
    world.send(&id, list(), Confirmation::NotGiven).await.unwrap();
    let profiles = world.engine.profiles();
    let (view, draft) = (profiles.get(&id).unwrap(), profiles.draft(&id).unwrap());
    let wrong = Some(Secret::new("p8e-wrong".to_owned()));
    profiles.update(&id, &view.revision, &draft, wrong).unwrap();
    let migration = world.engine.migration();
    let job = world.engine.jobs().start(JobKind::Migration);
    let wish = TrialWish { scopes: SCOPES.to_owned(), requests: 5 };
    let tried = migration.try_beside(&job, &id, &wish, oauth_secret(), |_| ()).await.unwrap();
    let comparison = tried.comparison;
    assert_eq!(comparison.jwt_problem.map(|why| why.code), Some(ErrorCode::CredentialRefused));
    let [request] = &comparison.requests[..] else { panic!("{:?}", comparison.requests) };
    assert_eq!(request.jwt_exchange, Some(request.exchange));
    assert!(request.is_same && request.oauth_exchange.is_some(), "{request:?}");
    assert_eq!(migration.switch(&id).await.unwrap().step, MigrationStep::Switched);
    works(&world, &id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_try_leaves_the_profile_as_it_was() {
    let (world, id) = service_account().await;
    let migration = world.engine.migration();
    let job = world.engine.jobs().start(JobKind::Migration);
    assert!(world.engine.jobs().stop(job.id()));
    let wish = TrialWish { scopes: SCOPES.to_owned(), requests: 5 };
    let problem = migration.try_beside(&job, &id, &wish, oauth_secret(), |_| ()).await;
    let problem = problem.expect_err("stopped");
    assert_eq!((problem.code, grant(&world, &id)), (ErrorCode::Cancelled, Grant::Jwt));
    works(&world, &id).await;
    if migration.status(&id).unwrap().step == MigrationStep::Trying {
        migration.undo(&id).await.unwrap();
    }
    assert_eq!(profiles(&world), 1);
}

/// Does work in a process that dies once it has done so many things. Whether it died.
async fn dying<F: Future<Output = Result<(), Problem>> + Send + 'static>(
    world: &World,
    at: usize,
    work: impl FnOnce(mudbrick_engine::migration::Migration) -> F,
) -> bool {
    let done = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&done);
    let migration = world.engine.migration().telling(move |_| {
        assert!(counted.fetch_add(1, Ordering::SeqCst) < at, "the process is dead");
    });
    let _ = tokio::spawn(work(migration)).await;
    done.load(Ordering::SeqCst) > at
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_every_step_it_goes_on_forward_and_back() {
    let (world, id) = service_account().await;
    for at in 0.. {
        let owned = id.clone();
        let died = dying(&world, at, |migration| async move {
            migration.begin(&owned, SCOPES, oauth_secret()).await?;
            migration.switch(&owned).await?;
            migration.undo(&owned).await?;
            migration.switch(&owned).await?;
            migration.retire(&owned).await.map(drop)
        });
        let died = died.await;
        works(&world, &id).await;
        let migration = world.engine.migration();
        if died {
            // Whatever was done: it can be ended forward, in the order of the steps.
            if grant(&world, &id) == Grant::Jwt {
                migration.begin(&id, SCOPES, oauth_secret()).await.unwrap();
                migration.switch(&id).await.unwrap();
            }
            if migration.status(&id).unwrap().step == MigrationStep::Switched {
                migration.retire(&id).await.unwrap();
            }
        }
        works(&world, &id).await;
        assert_eq!(migration.status(&id).unwrap().step, MigrationStep::Done, "at step {at}");
        assert_eq!(profiles(&world), 1, "at step {at}");
        if !died {
            assert!(at > 8, "only {at} steps");
            break;
        }
        // Once more from the beginning.
        let view = world.engine.profiles().get(&id).unwrap();
        let mut jwt = world.engine.profiles().draft(&id).unwrap();
        jwt.grant = Grant::Jwt;
        jwt.scopes = "ent_campaign_sdk".to_owned();
        jwt.key = Some(world.engine.keys().list().unwrap()[0].id.clone());
        world.engine.profiles().update(&id, &view.revision, &jwt, None).unwrap();
        works(&world, &id).await;
    }
}
