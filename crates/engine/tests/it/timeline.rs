//! The way of an exchange: measured against the practice Adobe over TLS, kept with the exchange, and read again.

use crate::home::World;
use mudbrick_engine::view::{OriginOfPart, PartOrigin, Timeline};
use mudbrick_engine::{Confirmation, Freshness};
use mudbrick_model::{ExchangeId, Header, Method, ProfileId, Request};
use mudbrick_practice::{Fault, Mishap};

fn request(url: &str) -> Request {
    Request {
        name: "Sample".into(),
        method: Method::Get,
        url: url.into(),
        body: None,
        headers: vec![
            Header::new("Authorization", "Bearer {{token}}"),
            Header::new("x-api-key", "{{API_KEY}}"),
            Header::new("x-typed", "by hand"),
        ],
    }
}

async fn sent(world: &World, id: &ProfileId, url: &str) -> (i64, Timeline) {
    let exchange = world.send(id, request(url), Confirmation::NotGiven).await.unwrap();
    (exchange.summary.id.0, exchange.timeline.unwrap())
}

fn origins<'a>(timeline: &'a Timeline, name: &str) -> &'a [OriginOfPart] {
    &timeline.header_origins.iter().find(|one| one.name == name).unwrap().parts
}

fn of(origin: PartOrigin, variable: Option<&str>) -> OriginOfPart {
    OriginOfPart { origin, variable: variable.map(ToOwned::to_owned) }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_measured_kept_and_read_again() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let url = "https://api-places.adobe.io/places/placesapi/v1/libraries";
    let (number, timeline) = sent(&world, &id, url).await;
    let [leg] = &timeline.legs[..] else { panic!("{timeline:?}") };
    let tls = leg.tls.unwrap();
    assert!(leg.begin_ms <= tls.from_ms && tls.from_ms < tls.to_ms, "{leg:?}");
    assert!(tls.to_ms <= leg.headers_ms.unwrap() && leg.headers_ms <= timeline.last_byte_ms);
    assert_eq!(leg.resolve, None, "the practice Adobe answers for every name");
    assert_eq!(
        (leg.host.as_str(), leg.tls_version.as_deref()),
        ("api-places.adobe.io", Some("TLS 1.3"))
    );
    let shown = leg.certificate.as_ref().unwrap();
    assert!(shown.issuer.contains("CN=") && shown.issuer != shown.subject, "{shown:?}");
    assert!(leg.address.as_ref().unwrap().starts_with("127.0.0.1:"), "{leg:?}");
    assert!(timeline.wire_bytes.unwrap() > 0);
    assert_eq!(
        origins(&timeline, "authorization"),
        [of(PartOrigin::Request, None), of(PartOrigin::Secret, Some("token"))]
    );
    assert_eq!(origins(&timeline, "x-api-key"), [of(PartOrigin::Profile, Some("API_KEY"))]);
    assert_eq!(origins(&timeline, "x-typed"), [of(PartOrigin::Request, None)]);
    assert_eq!(origins(&timeline, "user-agent"), [of(PartOrigin::Mudbrick, None)]);

    let kept = world.engine.answers().get(ExchangeId(number)).unwrap();
    assert_eq!(kept.timeline, Some(timeline.clone()));
    // The connection is open, and is used again.
    let (_, again) = sent(&world, &id, url).await;
    assert!(!leg.reused && again.legs[0].reused, "{again:?}");
    assert_eq!((again.legs[0].tls, &again.legs[0].certificate), (None, &leg.certificate));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_has_the_way_that_it_came() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let url = "https://api-places.adobe.io/places/placesapi/v1/libraries";
    // The token is got before: its call is none of this exchange.
    world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    world
        .control()
        .add_fault(Fault::once("/places/placesapi/v1/libraries", Mishap::CutOff { after: 0 }));
    let failed = world.send(&id, request(url), Confirmation::NotGiven).await.unwrap();
    assert!(failed.summary.failed.is_some(), "{failed:?}");
    let timeline = failed.timeline.unwrap();
    let [leg] = &timeline.legs[..] else { panic!("{timeline:?}") };
    assert!(leg.connect.is_some() && leg.tls.is_some(), "{leg:?}");
    assert_eq!((leg.headers_ms, timeline.last_byte_ms, timeline.wire_bytes), (None, None, None));
    assert!(leg.certificate.is_none() && leg.protocol.is_none() && !leg.reused, "{leg:?}");
}
