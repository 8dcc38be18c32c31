//! From service account (JWT) to OAuth against the practice Adobe's project that is being migrated: tried, compared, switched, gone
//! back, retired, and killed at every step of it.

use crate::home::World;
use crate::keys::draft;
use mudbrick_engine::view::{ComparedTo, JwtIssuer, MigrationStep};
use mudbrick_engine::{Confirmation, Freshness, JobKind, Secret, SecretText};
use mudbrick_model::{ErrorCode, Grant, Header, Method, Problem, ProfileId, Request};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const TITLE: &str = "Campaign Standard (migrating)";
const SCOPES: &str = "openid, AdobeID, read_organizations, campaign_sdk, \
    campaign_config_server_general, deliverability_service_general, \
    additional_info.projectedProductContext";
const OAUTH: &str = "p8e-practice-globex-campaign-new";

fn oauth_secret() -> Option<SecretText> {
    Some(Secret::new(OAUTH.to_owned()))
}

/// A service account of the project, with a key that the practice Adobe knows.
async fn service_account() -> (World, ProfileId) {
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

fn list() -> Request {
    let header = |name: &str, value: &str| Header::new(name, value);
    Request {
        name: "List profiles".to_owned(),
        method: Method::Get,
        url:
            "https://mc.adobe.io/{{ORGANIZATION}}/campaign/profileAndServices/profile?_lineCount=5"
                .to_owned(),
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
    assert_eq!(migration.status(&id).unwrap().step, MigrationStep::NotBegun);
    let problem = migration.begin(&id, "", None).await.expect_err("nothing to try");
    assert_eq!(problem.code, ErrorCode::InvalidInput);

    world.send(&id, list(), Confirmation::NotGiven).await.unwrap();
    let begun = migration.begin(&id, SCOPES, oauth_secret()).await.unwrap();
    assert_eq!((begun.step, begun.issuer), (MigrationStep::Trying, JwtIssuer::DeveloperConsole));
    assert!(begun.suggestions[0].scopes.is_empty(), "no table says what ent_campaign_sdk becomes");
    let job = world.engine.jobs().start(JobKind::Replay);
    let compared = migration.compare(&job, &id, 5).await.unwrap();
    let [request] = &compared.requests[..] else { panic!("{compared:?}") };
    assert_eq!((request.jwt_status, request.oauth_status), (Some(200), Some(200)), "{request:?}");
    assert_eq!(request.compared, Some(ComparedTo::Same), "{request:?}");
    assert!(compared.claims.iter().all(|claim| claim.name != "id"), "{compared:?}");

    let switched = migration.switch(&id).await.unwrap();
    assert_eq!(switched.step, MigrationStep::Switched);
    assert!(switched.key.is_some() && switched.console_allows_from > switched.last_jwt_at);
    works(&world, &id).await;
    let sent = world.send(&id, list(), Confirmation::NotGiven).await.unwrap();
    assert_eq!(sent.summary.status, Some(200));

    let back = migration.undo(&id).await.unwrap();
    assert_eq!((back.step, grant(&world, &id)), (MigrationStep::Trying, Grant::Jwt));
    works(&world, &id).await;
    migration.switch(&id).await.unwrap();
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
