//! All pages of a list: followed as one job, stopped, and never to another server.

use crate::home::World;
use mudbrick_engine::view::{BodyAt, PagesEnd, PagesView};
use mudbrick_engine::{Confirmation, JobKind};
use mudbrick_model::{ErrorCode, ExchangeId, Header, Method, Problem, ProfileId, Request};
use mudbrick_practice::{Fault, Mishap};

const POIS: &str = "/places/placesapi/v1/pois";

fn request(query: &str) -> Request {
    Request {
        name: "POIs".into(),
        method: Method::Get,
        url: format!("https://api-places.adobe.io{POIS}?{query}"),
        body: None,
        headers: vec![
            Header::new("Authorization", "Bearer {{token}}"),
            Header::new("x-api-key", "{{API_KEY}}"),
            Header::new("x-gw-ims-org-id", "{{IMS_ORG}}"),
        ],
    }
}

async fn first(world: &World, id: &ProfileId) -> ExchangeId {
    let sent = world.send(id, request("limit=5"), Confirmation::NotGiven).await.unwrap();
    let next = sent.links.iter().find(|link| link.rel == "next").unwrap();
    assert!(next.is_same_server && next.url.contains("page=2"), "{next:?}");
    sent.summary.id
}

async fn pages(world: &World, first: ExchangeId, most: u32) -> Result<PagesView, Problem> {
    let job = world.engine.jobs().start(JobKind::Send);
    world.engine.requests().pages_from(&job, first, Confirmation::NotGiven, most).await
}

#[tokio::test(flavor = "multi_thread")]
async fn they_are_followed_to_the_end_and_joined() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let begin = first(&world, &id).await;
    let came = pages(&world, begin, 1000).await.unwrap();
    assert_eq!(came.ended, PagesEnd::Last);
    assert!(came.pages.len() > 3, "{came:?}");
    let of = BodyAt { id: begin, charset: None, query: None, pages: came.pages.clone() };
    let view = world.engine.answers().look(&of).unwrap();
    let one = world.engine.answers().get(begin).unwrap();
    let total = serde_json::from_str::<serde_json::Value>(&one.body.text).unwrap();
    assert_eq!(Some(view.lines), total["total_count"].as_u64());
    let two = pages(&world, begin, 2).await.unwrap();
    assert_eq!((two.pages.len(), two.ended), (2, PagesEnd::Limit));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_does_not_come_ends_it_and_keeps_the_others() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let begin = first(&world, &id).await;
    world.control().add_fault(Fault::once(POIS, Mishap::InternalError));
    let came = pages(&world, begin, 1000).await.unwrap();
    assert_eq!((came.pages.as_slice(), came.ended), (&[begin][..], PagesEnd::Failed));
    assert!(came.problem.is_some(), "it is told");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_job_sends_no_more() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let begin = first(&world, &id).await;
    let job = world.engine.jobs().start(JobKind::Send);
    world.engine.jobs().stop(job.id());
    let came = world.engine.requests();
    let came = came.pages_from(&job, begin, Confirmation::NotGiven, 9).await.unwrap();
    assert_eq!((came.pages.len(), came.ended), (1, PagesEnd::Stopped));
    assert_eq!(world.control().count(POIS), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_writes_has_no_pages() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let request = Request { method: Method::Post, body: Some("{}".into()), ..request("limit=5") };
    let sent = world.send(&id, request, Confirmation::Given).await.unwrap();
    let refused = pages(&world, sent.summary.id, 9).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::InvalidInput, "{refused:?}");
    assert_eq!(world.control().count(POIS), 1);
}
