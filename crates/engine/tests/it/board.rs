//! The board: what is known of every profile without asking anybody, and many tokens renewed as one job.

use crate::home::{World, open};
use mudbrick_engine::view::{BoardRow, RequestOrigin};
use mudbrick_engine::view::{Health, RenewalProgress, SecretKind, TokenForm};
use mudbrick_engine::{Confirmation, JobKind, Pace, Secret};
use mudbrick_model::{ErrorCode, Field, Grant, ProfileId, RemedyAction, RequestPath};
use std::num::NonZeroU32;

const TOKEN: &str = "/ims/token/v3";

fn row(world: &World, id: &ProfileId) -> BoardRow {
    let rows = world.engine.board().rows().unwrap();
    rows.into_iter().find(|row| row.id == *id).expect("every profile has a row")
}

fn action(health: &Health) -> Option<RemedyAction> {
    match health {
        Health::Good => None,
        Health::Warning { problem } | Health::Failing { problem } => {
            problem.remedy.as_ref()?.action.as_deref().cloned()
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_says_what_is_missing_and_a_remedy_leads_there() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    assert_eq!(row(&world, &id).health, Health::Good);
    assert!(row(&world, &id).secret_stored_at.is_some());
    world.engine.profiles().remove_secret(&id, SecretKind::ClientSecret).unwrap();
    let without = row(&world, &id);
    assert!(matches!(
        action(&without.health),
        Some(RemedyAction::OpenField { field: Field::ClientSecret, .. })
    ));
    let jwt = world.profile("Campaign Standard").summary;
    assert_eq!(jwt.grant, Grant::Jwt);
    let keyless = row(&world, &jwt.id);
    assert!(matches!(keyless.health, Health::Failing { .. }));
    assert!(matches!(action(&keyless.health), Some(RemedyAction::ChooseKey { .. })));
}

/// Where nobody can look, a row that says "good" or "no client secret" would be made up.
#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_can_look_at_is_not_made_up() {
    let world = World::start().await;
    world.profile("Places");
    let secrets = world.folder.path().join("secrets");
    std::fs::rename(&secrets, world.folder.path().join("elsewhere")).unwrap();
    std::fs::File::create(&secrets).unwrap();
    assert_eq!(world.engine.board().rows().unwrap_err().code, ErrorCode::Storage);
}

#[tokio::test(flavor = "multi_thread")]
async fn copying_and_sending_are_use_and_looking_is_not() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    assert_eq!(row(&world, &id).last_used, None);
    world.engine.tokens().text(&id, TokenForm::Curl).await.unwrap();
    let copied = row(&world, &id).last_used.expect("a copy is a use");
    // Another process sees it, without the history of this one.
    let other = open(world.folder.path());
    assert_eq!(other.board().last_used().get(&id), Some(&copied));
    let path = RequestPath::parse("Places/List libraries").unwrap();
    let request = world.engine.requests().get(&path, RequestOrigin::Catalogue).unwrap();
    let sent = world.send(&id, request, Confirmation::Given).await.unwrap();
    let used = row(&world, &id).last_used.expect("sending is a use");
    assert!(used >= sent.summary.started_at && used >= copied);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_renewed_with_one_call_each_and_what_fails_is_told_of_that_one() {
    let world = World::start().await;
    let good: Vec<ProfileId> = (0..6)
        .map(|n| {
            world.profile_with("Places", |draft| draft.name = format!("Places {n}")).summary.id
        })
        .collect();
    let bad = world.profile_with("Places", |draft| draft.name = "Refused".to_owned());
    let draft = world.engine.profiles().draft(&bad.summary.id).unwrap();
    let wrong = Some(Secret::new("p8e-wrong".to_owned()));
    world.engine.profiles().update(&bad.summary.id, &bad.revision, &draft, wrong).unwrap();
    let gone = ProfileId::parse(&"0".repeat(32)).unwrap();
    let ids: Vec<ProfileId> = good.iter().cloned().chain([bad.summary.id.clone(), gone]).collect();
    let job = world.engine.jobs().start(JobKind::Renewal);
    let mut told: Vec<RenewalProgress> = Vec::new();
    let outcome =
        world.engine.board().renew(&job, &ids, Pace::RENEWAL, |how| told.push(how)).await.unwrap();
    assert_eq!((outcome.renewed, outcome.not_begun), (6, 0));
    let [failed] = outcome.failed.as_slice() else { panic!("one fails: {:?}", outcome.failed) };
    assert_eq!(
        (&failed.profile, failed.problem.code),
        (&bad.summary.id, ErrorCode::CredentialRefused)
    );
    assert_eq!(world.control().count(TOKEN), 7);
    let steps: Vec<(u32, u32)> = told.iter().map(|how| (how.done, how.of)).collect();
    assert_eq!(steps, (0..=7).map(|done| (done, 7)).collect::<Vec<_>>());
    assert_eq!(told.last().map(|how| how.failed), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_renewal_begins_nothing_more() {
    let world = World::start().await;
    let ids: Vec<ProfileId> = (0..5)
        .map(|n| {
            world.profile_with("Places", |draft| draft.name = format!("Places {n}")).summary.id
        })
        .collect();
    let job = world.engine.jobs().start(JobKind::Renewal);
    let pace = Pace { parallel: NonZeroU32::MIN, per_second: None };
    let jobs = world.engine.jobs();
    let outcome = world
        .engine
        .board()
        .renew(&job, &ids, pace, |how| {
            if how.done == 2 {
                jobs.stop(job.id());
            }
        })
        .await
        .unwrap();
    assert_eq!((outcome.renewed, outcome.not_begun), (2, 3));
    assert_eq!(world.control().count(TOKEN), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_has_the_lines_that_were_asked_for_in_their_order_and_no_secret() {
    let world = World::start().await;
    let [one, two] = ["One", "Two"]
        .map(|name| world.profile_with("Places", |draft| draft.name = name.to_owned()).summary.id);
    let path = world.folder.path().join("board.csv");
    let saved = world.engine.board().save_table(&[two, one], path.as_path()).unwrap();
    assert_eq!(saved.profiles, 2);
    let text = std::fs::read_to_string(&path).unwrap();
    let names: Vec<&str> = text.lines().skip(1).filter_map(|line| line.split(',').nth(1)).collect();
    assert_eq!(names, ["Two", "One"]);
    assert!(!text.contains("p8e-"));
}
