//! What was deleted can be brought back for 30 days, and goes with its secrets afterwards.

use crate::home::{World, files_below};
use crate::key_studio::key;
use mudbrick_engine::{Engine, EngineOptions};
use mudbrick_model::{Clock, ErrorCode, SystemClock, Timestamp};
use mudbrick_store::Home;
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread")]
async fn a_key_deleted_long_ago_goes_with_its_private_key() {
    let world = World::start().await;
    let (kept, gone) = (key(&world, "kept", None).await, key(&world, "gone", None).await);
    world.engine.keys().delete(&kept.id).unwrap();
    world.engine.keys().restore(&kept.id).unwrap();
    world.engine.keys().delete(&gone.id).unwrap();
    for (days, expected) in [(29, 1), (31, 0)] {
        start_after(&world, days);
        let secrets = (secrets_of(&world, kept.id.as_str()), secrets_of(&world, gone.id.as_str()));
        assert_eq!(secrets, (1, expected), "after {days} days");
    }
    let refused = world.engine.keys().restore(&gone.id).expect_err("gone");
    assert_eq!(refused.code, ErrorCode::NotFound);
    assert!(refused.message.contains("key pair") && refused.remedy.is_some(), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_deleted_long_ago_goes_with_its_client_secret() {
    let world = World::start().await;
    let kept = world.profile("Places").summary.id;
    let gone = world.profile("Limited").summary.id;
    world.engine.profiles().delete(&kept).unwrap();
    world.engine.profiles().restore(&kept).unwrap();
    world.engine.profiles().delete(&gone).unwrap();
    for (days, expected) in [(29, 1), (31, 0)] {
        start_after(&world, days);
        let secrets = (secrets_of(&world, kept.as_str()), secrets_of(&world, gone.as_str()));
        assert_eq!(secrets, (1, expected), "after {days} days");
    }
    let refused = world.engine.profiles().restore(&gone).expect_err("gone");
    assert_eq!(refused.code, ErrorCode::NotFound);
}

/// Starts another Mudbrick over the same home, some days later.
fn start_after(world: &World, days: i64) {
    let clock = Arc::new(DaysAhead(days));
    let options = EngineOptions { clock, ..EngineOptions::default() };
    Engine::open(Home::at(world.folder.path()), options).start().unwrap();
}

fn secrets_of(world: &World, owner: &str) -> usize {
    let files = files_below(&world.folder.path().join("secrets"));
    files.iter().filter(|(path, _)| path.contains(owner)).count()
}

/// The machine's clock, so many days fast.
struct DaysAhead(i64);

impl Clock for DaysAhead {
    fn now(&self) -> Timestamp {
        Timestamp(SystemClock.now().0 + self.0 * 24 * 60 * 60 * 1000)
    }
}
