//! Answers that break off at every byte, and bodies that break a reader, as a client of the engine looks at them.

use crate::home::World;
use mudbrick_engine::view::{BodyAt, BodyLook, BodyPattern, ExchangeView, TableWish};
use mudbrick_engine::{Confirmation, Engine, JobKind};
use mudbrick_model::{Adobe, ErrorCode, Method, ProfileId, Request, Risk};
use mudbrick_testkit::RawServer;
use std::sync::Arc;

fn home(world: &World) -> ProfileId {
    let profile = world.profile_with("Places", |draft| {
        draft.adobe = Adobe::Production;
        draft.risk = Risk::Development;
    });
    profile.summary.id
}

async fn get(world: &World, profile: &ProfileId, url: String) -> ExchangeView {
    let (name, method) = (String::new(), Method::Get);
    let request = Request { name, method, url, headers: Vec::new(), body: None };
    world.send(profile, request, Confirmation::NotGiven).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_breaks_off_at_any_byte_keeps_what_came() {
    let world = World::start().await;
    let profile = home(&world);
    let items = (0..).map(|number| format!("{{\"id\":{number},\"name\":\"Quay\\u00e9\"}}"));
    let mut body = String::from("[");
    for item in items {
        if body.len() + item.len() > 1_950 {
            break;
        }
        body.push_str(&item);
        body.push(',');
    }
    body.push_str("0]");
    let head = format!(
        "HTTP/1.1 200 OK\r\nx-first: 1\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let whole = format!("{head}{body}");
    assert!((1_990..2_100).contains(&whole.len()), "{}", whole.len());
    let served = whole.clone();
    // The path says where the answer ends.
    let server = RawServer::plain(move |asked, peer| {
        let at = asked.split(['/', ' ']).nth(2).unwrap().parse::<usize>().unwrap();
        peer.write_all(&served.as_bytes()[..at])
    });
    let shared = Arc::new((world, profile, head.len(), body));
    for first in (0..=whole.len()).step_by(AT_ONCE) {
        let last = whole.len().min(first + AT_ONCE - 1);
        let cut =
            |at| tokio::spawn(cut_off(Arc::clone(&shared), server.url(&format!("/{at}")), at));
        let cuts: Vec<_> = (first..=last).map(cut).collect();
        for cut in cuts {
            cut.await.unwrap();
        }
    }
    let failed = shared.0.engine.history().count(None, "is:failed").unwrap();
    assert_eq!(failed.exchanges, whole.len(), "each is told as what it is");
}

/// So many answers are cut off at once.
const AT_ONCE: usize = 8;

/// One that ends at a byte.
async fn cut_off(shared: Arc<(World, ProfileId, usize, String)>, url: String, at: usize) {
    let (world, profile, head, body) = &*shared;
    let exchange = get(world, profile, url).await;
    let summary = &exchange.summary;
    let is_whole = at == head + body.len();
    assert_eq!(summary.failed, (!is_whole).then_some(ErrorCode::Network), "{at}: {exchange:?}");
    let Some(came) = at.checked_sub(*head) else {
        assert_eq!((summary.status, summary.body_bytes), (None, None), "{at}: {exchange:?}");
        return;
    };
    assert_eq!((summary.status, summary.body_bytes), (Some(200), Some(came as u64)), "{at}");
    assert_eq!(exchange.headers[0].name, "x-first", "{at}");
    let kept = world.engine.answers().raw_body(summary.id, 0).unwrap();
    assert_eq!(kept, &body.as_bytes()[..came], "{at}");
    if at.is_multiple_of(64) || is_whole {
        looked_at_in_every_way(&world.engine, &exchange).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_break_a_reader_are_looked_at_in_every_way() {
    let world = World::start().await;
    let profile = home(&world);
    let every: Vec<u8> = (0..=255).collect();
    let line = "a".repeat(1 << 20);
    let bodies: Vec<(&str, Vec<u8>)> = vec![
        ("application/json", "[".repeat(10_000).into_bytes()),
        ("application/json", format!("{}0{}", "[".repeat(10_000), "]".repeat(10_000)).into_bytes()),
        (
            "application/json",
            format!("{}0{}", "{\"a\":".repeat(10_000), "}".repeat(10_000)).into_bytes(),
        ),
        ("application/json", format!("\"{line}\"").into_bytes()),
        ("application/json", [b"{\"a\":\"".as_slice(), &every, b"\"}"].concat()),
        ("application/json", b"[1,]}{\"\\ud800\":\"\xff\xfe\"".to_vec()),
        ("text/plain", every.repeat(40)),
        ("text/plain", line.into_bytes()),
        ("text/plain; charset=utf-16", [&b"\xff\xfe"[..], &every, b"\x00"].concat()),
        ("text/plain; charset=nonsense", b"\xc3\xff\xf0\x9f\x92\xed\xa0\x80".to_vec()),
        ("text/xml", format!("{}x", "<a>".repeat(10_000)).into_bytes()),
        ("text/html", format!("<!-- {}<script><b", "<div>".repeat(10_000)).into_bytes()),
        (
            "image/png",
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\xff\xff\xff\xff\xff\xff\xff\xff".to_vec(),
        ),
        ("image/svg+xml", b"<svg onload='alert(1)'><script>alert(2)</script>".to_vec()),
    ];
    for (kind, body) in bodies {
        let length = body.len() as u64;
        let server = RawServer::plain(move |_, peer| {
            peer.write_all(format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\n\r\n").as_bytes())?;
            peer.write_all(&body)
        });
        let exchange = get(&world, &profile, server.url("/")).await;
        assert_eq!(exchange.summary.body_bytes, Some(length), "{kind}");
        looked_at_in_every_way(&world.engine, &exchange).await;
    }
}

/// Whatever a client can ask of a body: an answer or a refusal, and the engine goes on.
async fn looked_at_in_every_way(engine: &Engine, exchange: &ExchangeView) {
    let answers = engine.answers();
    let of = BodyAt { id: exchange.summary.id, charset: None, query: None, pages: Vec::new() };
    let view = loop {
        let view = answers.look(&of).unwrap();
        if view.is_whole {
            break view;
        }
        tokio::task::yield_now().await;
    };
    let text = "a".to_owned();
    let pattern =
        BodyPattern { text, is_expression: true, case_matters: false, whole_words: false };
    for look in [BodyLook::Formatted, BodyLook::Raw, BodyLook::Page, BodyLook::Hex] {
        for from in [0, 1, view.rows.raw / 2, view.rows.formatted.saturating_sub(1), u64::MAX / 2] {
            let _ = answers.rows(&of, look, from, 50, Some(&pattern));
        }
    }
    let mut at = None;
    // Into the first child, and its first, as far as a person would fold.
    for _ in 0..40 {
        let Ok(children) = answers.children(&of, at, 0, 9) else { break };
        let Some(first) = children.nodes.first() else { break };
        let _ = answers.path_of(&of, first.at);
        at = Some(first.at);
    }
    let job = engine.jobs().start(JobKind::Search);
    let wish = TableWish { sort: Some(0), descending: true, filter: "q".into() };
    let _ = answers.table(&job, of.clone(), wish, 0, 9).await;
    assert!(answers.find(&job, of.clone(), pattern).await.is_ok(), "{view:?}");
    let _ = answers.query(&job, of.clone(), "$..a".into()).await;
    let _ = answers.text(&of, 0, view.bytes);
    assert!(engine.answers().get(exchange.summary.id).is_ok());
}
