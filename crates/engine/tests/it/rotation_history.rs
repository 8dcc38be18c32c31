//! What rotating and migrating send to Adobe is in the history as every other request, masked; and a history that cannot be
//! written keeps nobody from rotating.

use crate::home::{World as House, files_below};
use crate::migration::{self, SCOPES, oauth_secret, service_account};
use crate::rotation::{AGREED, World};
use mudbrick_engine::view::{ExchangeSummary, ExchangeView, NewSecretView};
use mudbrick_engine::{Confirmation, Engine, Freshness, JobKind, LostSecret, StillUsed};
use mudbrick_model::{ConsolePlace, ErrorCode, Grant, Method, Problem, ProfileId, RemedyAction};
use mudbrick_practice::{Fault, Mishap};
use std::path::Path;

const SECRETS: &str =
    "https://api.adobe.io/console/organizations/1000002/credentials/200777/secrets";

/// What is in the history of a profile, the oldest first.
fn sent(world: &World, engine: &Engine) -> Vec<ExchangeSummary> {
    let mut all = engine.history().list(Some(world.profile.clone()), "", None, 100).unwrap();
    all.reverse();
    all
}

fn whole(engine: &Engine, exchange: &ExchangeSummary) -> ExchangeView {
    engine.answers().get(exchange.id).unwrap()
}

/// None of these texts is in a file below the folder.
fn nowhere_in_clear(folder: &Path, secrets: &[String]) {
    for (file, bytes) in files_below(folder) {
        for secret in secrets {
            let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!found, "{file} has a secret in the clear");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_of_a_rotation_is_in_the_history_and_no_secret() {
    let world = World::start().await;
    let mut secrets = world.at_adobe();
    world.rotate(LostSecret::Kept).await.unwrap();
    secrets.extend(world.at_adobe());
    world.delete_old(StillUsed::Kept).await.unwrap();
    world.is_whole().await;

    let engine = world.engine();
    let sent = sent(&world, &engine);
    let calls: Vec<_> = sent.iter().map(|one| (one.method, one.url.as_str(), one.status)).collect();
    let added: Vec<_> = sent.iter().filter(|one| one.method == Method::Post).collect();
    let deleted: Vec<_> = sent.iter().filter(|one| one.method == Method::Delete).collect();
    let ([added], [deleted]) = (&added[..], &deleted[..]) else { panic!("{calls:?}") };
    assert_eq!((added.url.as_str(), added.status), (SECRETS, Some(201)));
    assert_eq!(deleted.status, Some(204));
    assert!(deleted.url.starts_with(&format!("{SECRETS}/")), "{}", deleted.url);
    // As many as Adobe has seen, in their order, and the first asks how things are.
    let seen = world.practice.control().requests();
    let seen = seen.iter().filter(|one| one.path.starts_with("/console/")).count();
    assert_eq!(calls.len(), seen);
    assert_eq!(calls[0], (Method::Get, SECRETS, Some(200)));

    let view = whole(&engine, added);
    assert!(view.timeline.is_some() && view.problem.is_none(), "{view:?}");
    assert!(view.body.text.contains("\"uuid\"") && view.body.text.contains("••••"), "{view:?}");
    let Some(NewSecretView::Stored { profile, .. }) = &view.new_secret else {
        panic!("{:?}", view.new_secret)
    };
    assert_eq!(profile, &world.profile);
    assert!(!view.summary.pinned, "the vault has it, so nothing depends on this exchange");
    let header = |name: &str| {
        let found = view.sent_headers.iter().find(|header| header.name == name);
        found.unwrap_or_else(|| panic!("no {name}")).value.clone()
    };
    assert_eq!(header("x-api-key"), "b610be00000000000000000000000d01");
    assert!(header("authorization").contains("••••"), "{}", header("authorization"));
    // It can be sent again, by whoever means it.
    let written = &view.request.headers.last().unwrap().value;
    assert_eq!(written, "Bearer {{ACCESS_TOKEN}}");

    let token = engine.tokens().get(&world.profile, Freshness::Cached).await.unwrap();
    secrets.push(token.value.expose().clone());
    assert!(secrets.len() >= 4, "{}", secrets.len());
    nowhere_in_clear(world.folder.path(), &secrets);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_adobe_refuses_is_there_with_its_answer() {
    let world = World::start().await;
    let control = world.practice.control();
    control.add_fault(Fault::once("/console/", Mishap::InternalError));
    world.rotate(LostSecret::Kept).await.expect_err("Adobe fails");
    control.add_fault(Fault::once("/console/", Mishap::CutOff { after: 0 }));
    world.rotate(LostSecret::Kept).await.expect_err("nothing comes");
    let engine = world.engine();
    let [failed, unanswered] = &sent(&world, &engine)[..] else { panic!("one each") };
    assert_eq!((failed.status, failed.failed), (Some(500), None));
    assert!(whole(&engine, failed).body.text.contains("error_code"), "it is what Adobe said");
    assert_eq!((unanswered.status, unanswered.failed), (None, Some(ErrorCode::Network)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_that_cannot_be_written_stops_no_rotation() {
    let world = World::start().await;
    // Where the database would be is a folder.
    std::fs::create_dir(world.folder.path().join("history.db")).unwrap();
    world.rotate(LostSecret::Kept).await.unwrap();
    let secrets = world.at_adobe();
    world.delete_old(StillUsed::Kept).await.unwrap();
    world.is_whole().await;
    nowhere_in_clear(world.folder.path(), &secrets);
}

/// Its tokens are got as every token is, and what it asks to compare is sent as a request is.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_migration_asks_is_there_with_both_profiles() {
    let (world, id) = service_account().await;
    world.send(&id, migration::list(), Confirmation::NotGiven).await.unwrap();
    let engine = &world.engine;
    let begun = engine.migration().begin(&id, SCOPES, oauth_secret()).await.unwrap();
    let trial = begun.trial.unwrap().id;
    let job = engine.jobs().start(JobKind::Send);
    let compared = engine.migration().compare(&job, &id, 5, |_| ()).await.unwrap();
    assert_eq!(compared.requests.len(), 1);
    let of = |id: &ProfileId| engine.history().list(Some(id.clone()), "", None, 100).unwrap();
    assert_eq!((of(&id).len(), of(&trial).len()), (2, 1));
    let mut secrets = vec![oauth_secret().unwrap().expose().clone()];
    for id in [&id, &trial] {
        let token = engine.tokens().get(id, Freshness::Cached).await.unwrap();
        secrets.push(token.value.expose().clone());
    }
    nowhere_in_clear(world.folder.path(), &secrets);
}

/// A profile of the practice Adobe's credential that is being migrated, with room for another secret.
fn migrating(world: &House) -> ProfileId {
    let view = world.profile(migration::TITLE);
    let (client, second) = (&view.summary.client_id, oauth_secret().unwrap());
    world.control().remove_secret(client, second.expose()).unwrap();
    let place = ConsolePlace::of("1000002", "200002").unwrap();
    world.engine.rotation().set_place(&view.summary.id, &place).unwrap();
    view.summary.id
}

async fn refused(world: &House, id: &ProfileId) -> Problem {
    let rotated = world.engine.rotation().rotate(id, LostSecret::Kept, AGREED).await;
    let problem = rotated.expect_err("it is being migrated");
    // Nothing is under way, and the old one works as before.
    world.engine.tokens().get(id, Freshness::Renewed).await.unwrap();
    let left = std::fs::read_dir(world.folder.path().join("rotations")).into_iter().flatten();
    assert_eq!(left.count(), 0);
    problem
}

#[tokio::test(flavor = "multi_thread")]
async fn a_credential_that_is_migrated_is_told_by_its_other_profile() {
    let world = House::start().await;
    let id = migrating(&world);
    // As far as Mudbrick knows, it may be this or something else.
    let problem = refused(&world, &id).await;
    assert_eq!(problem.code, ErrorCode::InvalidInput);
    assert!(problem.remedy_text().unwrap().contains("migrated from JWT"), "{problem:?}");
    assert!(problem.detail.as_ref().unwrap().contains("while the credential is migrated"));

    world.profile_with(migration::TITLE, |draft| {
        draft.name = "By JWT".to_owned();
        draft.grant = Grant::Jwt;
        draft.scopes = "ent_campaign_sdk".to_owned();
    });
    let problem = refused(&world, &id).await;
    assert_eq!(problem.code, ErrorCode::Conflict);
    assert!(problem.message.contains("By JWT"), "{problem:?}");
    assert!(problem.remedy_text().unwrap().contains("Finish the migration"), "{problem:?}");
    assert!(problem.detail.as_ref().unwrap().contains("while the credential is migrated"));
    let action = problem.remedy.as_ref().and_then(|remedy| remedy.action.as_deref());
    let Some(RemedyAction::OpenConsole { profile: Some(named) }) = action else {
        panic!("{problem:?}")
    };
    assert_eq!(named.id, id);
    let calls = world.engine.history().list(Some(id), "method:post", None, 100).unwrap();
    assert_eq!(calls.iter().map(|one| one.status).collect::<Vec<_>>(), [Some(400), Some(400)]);
}
