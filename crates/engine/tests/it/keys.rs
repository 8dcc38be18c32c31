//! A key pair from the form to a signed call, and what happens to it afterwards.

use crate::home::{World, files_below, open};
use mudbrick_engine::view::{KeyPairDraft, KeyProgress};
use mudbrick_engine::{Freshness, JobKind, KeyFile};
use mudbrick_model::ErrorCode;
use std::sync::{Arc, Mutex};

pub(crate) fn draft(name: &str) -> KeyPairDraft {
    KeyPairDraft {
        name: name.into(),
        bits: 2048,
        days: 365,
        country: "DE".into(),
        state: "Bayern".into(),
        locality: "München".into(),
        organization: "Überlandwerke".into(),
        organizational_unit: "Entwicklung".into(),
        common_name: "überland.example".into(),
        email: "ops@example.com".into(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pair_is_generated_registered_and_signs_after_a_restart() {
    let world = World::start().await;
    let id = world.profile("Campaign").summary.id;
    let problem = world.engine.tokens().get(&id, Freshness::Cached).await.expect_err("no key yet");
    assert_eq!(problem.code, ErrorCode::SecretMissing);

    let steps = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&steps);
    let tell = move |step| seen.lock().unwrap().push(step);
    let key = world
        .engine
        .keys()
        .generate(
            &world.engine.jobs().start(JobKind::KeyPair),
            draft("campaign"),
            Some(id.clone()),
            tell,
        )
        .await
        .unwrap();
    assert_eq!(steps.lock().unwrap().last(), Some(&KeyProgress::Storing));
    let certificate = key.certificate.clone().expect("a certificate");
    assert!(certificate.subject.contains("München"), "{}", certificate.subject);

    let problem =
        world.engine.tokens().get(&id, Freshness::Cached).await.expect_err("not registered");
    assert_eq!(problem.code, ErrorCode::CredentialRefused, "{problem:?}");
    world.engine.practice().register(&key.id, &id).await.unwrap();
    world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();

    world.engine.practice().stop().await;
    let again = open(world.folder.path());
    again.practice().start().await.unwrap();
    again.tokens().get(&id, Freshness::Renewed).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_private_key_lies_nowhere_but_in_the_vault() {
    let world = World::start().await;
    let key = world
        .engine
        .keys()
        .generate(&world.engine.jobs().start(JobKind::KeyPair), draft("secret"), None, |_| ())
        .await
        .unwrap();
    let pem = world.engine.keys().private_key_pem(&key.id).unwrap();
    let middle = pem.expose().lines().nth(5).unwrap().as_bytes().to_vec();
    for (path, bytes) in files_below(world.folder.path()) {
        assert!(!bytes.windows(middle.len()).any(|window| window == middle), "in {path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_generation_leaves_nothing() {
    let world = Arc::new(World::start().await);
    let job = world.engine.jobs().start(JobKind::KeyPair);
    // The first step that is told comes while the search goes on; that is when it is stopped.
    let (stop, id) = (Arc::clone(&world), job.id().clone());
    let tell = move |_| {
        stop.engine.jobs().stop(&id);
    };
    let big = KeyPairDraft { bits: 4096, ..draft("big") };
    let problem = world.engine.keys().generate(&job, big, None, tell).await.expect_err("stopped");
    assert_eq!(problem.code, ErrorCode::Cancelled);
    assert_eq!(world.engine.keys().list().unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_key_pairs_at_once_the_one_that_is_stopped_stops() {
    let world = Arc::new(World::start().await);
    let engine = &world.engine;
    let (kept, stopped) =
        (engine.jobs().start(JobKind::KeyPair), engine.jobs().start(JobKind::KeyPair));
    let (stop, id) = (Arc::clone(&world), stopped.id().clone());
    let big = KeyPairDraft { bits: 4096, ..draft("big") };
    let (made, refused) = tokio::join!(
        engine.keys().generate(&kept, draft("small"), None, |_| ()),
        engine.keys().generate(&stopped, big, None, move |_| {
            stop.engine.jobs().stop(&id);
        }),
    );
    assert_eq!(made.unwrap().name, "small");
    assert_eq!(refused.expect_err("stopped").code, ErrorCode::Cancelled);
    let names: Vec<String> =
        engine.keys().list().unwrap().into_iter().map(|key| key.name).collect();
    assert_eq!(names, ["small"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_written_once_and_belong_together() {
    let world = World::start().await;
    let folder = world.folder.path().join("keys out");
    let written = world.engine.keys().write_pair(&draft("places"), &folder).unwrap();
    let private = KeyFile::read(&written.private_key).unwrap();
    let public = KeyFile::read(&written.certificate).unwrap();
    assert_eq!(private.key_id(), public.key_id());
    let before = std::fs::read(&written.private_key).unwrap();
    let problem = world.engine.keys().write_pair(&draft("places"), &folder).expect_err("exists");
    assert_eq!(problem.code, ErrorCode::AlreadyExists);
    assert_eq!(std::fs::read(&written.private_key).unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_drafts_change_nothing() {
    let world = World::start().await;
    let wrong = [
        KeyPairDraft { name: "../up".into(), ..draft("x") },
        KeyPairDraft { bits: 1024, ..draft("x") },
        KeyPairDraft { days: 4000, ..draft("x") },
        KeyPairDraft { country: "Germany".into(), ..draft("x") },
        KeyPairDraft { common_name: String::new(), ..draft("x") },
    ];
    for draft in wrong {
        let problem = world
            .engine
            .keys()
            .generate(&world.engine.jobs().start(JobKind::KeyPair), draft, None, |_| ())
            .await
            .expect_err("refused");
        assert_eq!(problem.code, ErrorCode::InvalidInput, "{problem:?}");
    }
    assert_eq!(world.engine.keys().list().unwrap(), []);
}
