//! Jobs stopped alone, each with the result of its own.

use crate::home::World;
use mudbrick_engine::view::{ExchangeView, RequestOrigin};
use mudbrick_engine::{Confirmation, JobId, JobKind};
use mudbrick_model::{ErrorCode, Problem, RequestPath};
use mudbrick_practice::{Fault, Mishap};
use std::sync::Arc;

const PATH: &str = "Places/List libraries";

/// Sends under an id; the profile is whose it is.
fn send(
    world: &Arc<World>,
    id: &str,
    profile: &mudbrick_model::ProfileId,
) -> tokio::task::JoinHandle<Result<ExchangeView, Problem>> {
    let (world, id, profile) = (Arc::clone(world), JobId(id.to_owned()), profile.clone());
    tokio::spawn(async move {
        let engine = &world.engine;
        let job = engine.jobs().start_as(id, JobKind::Send)?;
        let path = RequestPath::parse(PATH).unwrap();
        let request = engine.requests().get(&path, RequestOrigin::Catalogue)?;
        engine.requests().send(&job, &profile, request, Confirmation::NotGiven).await
    })
}

async fn until_under_way(world: &World, path: &str, calls: usize) {
    while world.control().count(path) < calls {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_three_sends_each_is_stopped_alone() {
    let world = Arc::new(World::start().await);
    let one = world.profile("Places").summary.id;
    let other = world.engine.profiles().duplicate(&one).unwrap().summary.id;
    for id in [&one, &other] {
        world.engine.tokens().get(id, mudbrick_engine::Freshness::Cached).await.unwrap();
    }
    world.control().add_fault(Fault::always("/places/", Mishap::Stall { after: 0 }));
    let first = send(&world, "first", &one);
    let second = send(&world, "second", &one);
    let third = send(&world, "third", &other);
    until_under_way(&world, "/places/", 3).await;

    assert!(world.engine.jobs().stop(&JobId("second".to_owned())));
    let stopped = second.await.unwrap().unwrap();
    assert_eq!(stopped.problem.map(|problem| problem.code), Some(ErrorCode::Cancelled));
    assert!(!first.is_finished() && !third.is_finished(), "they go on");
    let left: Vec<String> = world.engine.jobs().list().into_iter().map(|job| job.id.0).collect();
    assert_eq!(left.len(), 2, "{left:?}");

    for (id, task) in [("third", third), ("first", first)] {
        assert!(world.engine.jobs().stop(&JobId(id.to_owned())));
        let stopped = task.await.unwrap().unwrap();
        assert_eq!(stopped.problem.map(|problem| problem.code), Some(ErrorCode::Cancelled));
    }
    assert_eq!(world.engine.jobs().list(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_call_is_stopped_and_the_next_one_is_not_kept_waiting() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    world.control().add_fault(Fault::once("/ims/token/v3", Mishap::Stall { after: 0 }));
    let engine = &world.engine;
    let job = engine.jobs().start(JobKind::Token);
    let asking = job.unless_stopped(engine.tokens().ready(&id, mudbrick_engine::Freshness::Cached));
    let stop = async {
        until_under_way(&world, "/ims/token/v3", 1).await;
        engine.jobs().stop(job.id());
    };
    let (asked, ()) = tokio::join!(asking, stop);
    assert_eq!(asked.expect_err("stopped").code, ErrorCode::Cancelled);
    engine.tokens().ready(&id, mudbrick_engine::Freshness::Cached).await.expect("a token");
}
