//! Redirects, versions, limits, certificates and proxies: each option of each place, and what arrives.

use super::server::{Reply, Server, status, with};
use super::{Desk, NoPause, request};
use mudbrick_engine::view::{OptionName, OptionOrigin};
use mudbrick_engine::{Confirmation, JobId, JobKind, Sending};
use mudbrick_model::{
    ErrorCode, Header, HttpVersion, Method, Proxy, RetryMethods, SendOptions, TimeLimit,
};
use rstest::rstest;
use std::sync::Arc;

fn redirects(count: u8) -> SendOptions {
    SendOptions { redirects: Some(count), ..SendOptions::default() }
}

fn version(version: HttpVersion) -> SendOptions {
    SendOptions { http_version: Some(version), ..SendOptions::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn redirects_are_followed_as_the_call_the_file_or_the_profile_says() {
    let sends_on = || with(302, "location", "/to");
    let server = Server::start(vec![sends_on(); 40]).await;
    let desk = Desk::with(&server, redirects(0), NoPause::default()).await;
    let shown = desk.get(server.url("/a"), SendOptions::default()).await;
    assert_eq!((shown.summary.status, server.arrived().len()), (Some(302), 1));
    let twice = desk.get(server.url("/a"), redirects(2)).await;
    let problem = twice.problem.unwrap();
    assert!(problem.message.contains("sent on 2 times"), "{problem:?}");
    assert_eq!(server.arrived().len(), 4);

    // The file goes before the profile, and the call before the file.
    let file = desk.world.folder.path().join("a.http");
    let (url, requests) = (server.url("/a"), desk.world.engine.requests());
    std::fs::write(&file, format!("# @no-redirect\nGET {url} HTTP/2\n")).unwrap();
    let (from_file, surroundings) = requests.from_file(&file, None).unwrap();
    let sending = Sending { surroundings, ..Sending::of(from_file) };
    assert_eq!(desk.send(sending.clone()).await.unwrap().summary.status, Some(302));
    let given = Sending { options: redirects(1), ..sending.clone() };
    assert!(desk.send(given.clone()).await.unwrap().problem.unwrap().message.contains("1 times"));
    let told = requests.what_goes_out(&desk.profile, &given).unwrap().options;
    let origin = |name| told.iter().find(|one| one.option == name).unwrap().origin;
    let expected = [OptionOrigin::Given, OptionOrigin::Request, OptionOrigin::Profile];
    let found = [OptionName::Redirects, OptionName::HttpVersion, OptionName::Roots].map(origin);
    assert_eq!((found, origin(OptionName::Total)), (expected, OptionOrigin::Default));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_urls_own_host_may_be_written_and_no_other() {
    let server = Server::start([]).await;
    let desk = Desk::at(&server).await;
    let requests = desk.world.engine.requests();
    let url = server.url("/a");
    let own = url.trim_start_matches("https://").trim_end_matches("/a").to_owned();
    let with = |hosts: &[&str]| {
        let mut written = request(Method::Get, url.clone());
        written.headers = hosts.iter().map(|host| Header::new("Host", *host)).collect();
        requests.what_goes_out(&desk.profile, &Sending::of(written))
    };
    let shown = with(&[&own, &own]).unwrap().headers;
    let hosts = shown.iter().filter(|header| header.name.eq_ignore_ascii_case("host"));
    assert!(hosts.clone().all(|header| header.value[0].text == own));
    assert_eq!(hosts.count(), 2, "as they are written, and the connection's is no third");
    let problem = with(&[&own, "evil.example"]).unwrap_err();
    assert!(problem.message.contains(&own), "{problem:?}");
}

#[rstest]
#[case::automatic(HttpVersion::Automatic, http::Version::HTTP_2)]
#[case::older(HttpVersion::Http1, http::Version::HTTP_11)]
#[case::newer(HttpVersion::Http2, http::Version::HTTP_2)]
#[tokio::test(flavor = "multi_thread")]
async fn a_request_goes_out_by_the_version_that_is_asked_for(
    #[case] asked: HttpVersion,
    #[case] expected: http::Version,
) {
    let server = Server::start([with(302, "location", "/to")]).await;
    let desk = Desk::at(&server).await;
    let exchange = desk.get(server.url("/a"), version(asked)).await;
    assert_eq!(exchange.summary.status, Some(200));
    let arrived: Vec<_> = server.arrived().iter().map(|one| one.version).collect();
    assert_eq!(arrived, [expected, expected], "at every hop");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_the_version_is_told_as_that_and_gets_nothing() {
    let server = Server::speaking(&[b"http/1.1"], []).await;
    let desk = Desk::at(&server).await;
    let exchange = desk.get(server.url("/a"), version(HttpVersion::Http2)).await;
    assert_eq!(exchange.summary.failed, Some(ErrorCode::Network), "{exchange:?}");
    assert!(server.arrived().is_empty());
    let exchange = desk.get(server.url("/a"), SendOptions::default()).await;
    assert_eq!(exchange.summary.status, Some(200));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_of_time_ends_the_call() {
    let server = Server::start(vec![Reply::Nothing; 2]).await;
    let limit = TimeLimit::parse("50 ms").ok();
    let sending = SendOptions { total_seconds: limit, ..SendOptions::default() };
    let desk = Desk::with(&server, sending, NoPause::default()).await;
    let exchange = desk.get(server.url("/a"), SendOptions::default()).await;
    let problem = exchange.problem.unwrap();
    assert!(problem.message.contains("within 50 milliseconds"), "{problem:?}");
    let file = desk.world.folder.path().join("a.http");
    std::fs::write(&file, format!("# @timeout 60 ms\nGET {}\n", server.url("/a"))).unwrap();
    let (from_file, surroundings) = desk.world.engine.requests().from_file(&file, None).unwrap();
    let sending = Sending { surroundings, ..Sending::of(from_file) };
    let problem = desk.send(sending).await.unwrap().problem.unwrap();
    assert!(problem.message.contains("within 60 milliseconds"), "{problem:?}");
}

/// A certificate that the person chose goes to a server that asks, and none goes unasked for.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_asks_is_shown_the_certificate_of_the_profile() {
    let server = Server::start([]).await;
    let desk = Desk::at(&server).await;
    desk.get(server.url("/a"), SendOptions::default()).await;
    let key = crate::key_studio::key(&desk.world, "client", None).await;
    let client = SendOptions { client_key: Some(key.id.clone()), ..SendOptions::default() };
    for options in [client, version(HttpVersion::Http1)] {
        desk.get(server.url("/a"), options).await;
    }
    let shown: Vec<_> = server.arrived().into_iter().map(|one| one.certificate).collect();
    assert_eq!((&shown[0], &shown[2]), (&None, &None));
    let pem = desk.world.engine.keys().certificate_pem(&key.id).unwrap();
    let der = mudbrick_pki::Certificate::from_pem(&pem).unwrap();
    let found = mudbrick_pki::Certificate::from_der(shown[1].as_ref().unwrap()).unwrap();
    assert_eq!(found.sha1(), der.sha1());

    let unknown = "0".repeat(64);
    let unknown = mudbrick_model::KeyId::parse(&unknown).ok();
    let options = SendOptions { client_key: unknown, ..SendOptions::default() };
    let sending = Sending { options, ..Sending::of(request(Method::Get, server.url("/a"))) };
    assert_eq!(desk.send(sending).await.unwrap_err().code, ErrorCode::NotFound);
    assert_eq!(server.arrived().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_of_the_profile_is_used_and_trust_is_what_it_was() {
    let server = Server::start([]).await;
    let (url, asked) = server.proxy().await;
    let proxy = Proxy::try_from(url).ok();
    let sending = SendOptions { proxy, ..SendOptions::default() };
    let desk = Desk::with(&server, sending, NoPause::default()).await;
    let far = "https://api.example.com/data?a=b";
    let exchange = desk.get(far.to_owned(), SendOptions::default()).await;
    assert_eq!(exchange.summary.status, Some(200), "{exchange:?}");
    assert_eq!(*asked.lock().unwrap(), ["CONNECT api.example.com:443 HTTP/1.1"]);
    // This machine is reached directly, and another name is not trusted because a proxy leads to it.
    desk.get(server.url("/a"), SendOptions::default()).await;
    assert_eq!((asked.lock().unwrap().len(), server.arrived().len()), (1, 2));
    let exchange = desk.get("https://other.example.com/".to_owned(), SendOptions::default()).await;
    assert_eq!(exchange.summary.failed, Some(ErrorCode::Network));
    assert_eq!(server.arrived().len(), 2);
}

/// What is encoded stays, and what is not is encoded once, whatever is asked for besides.
#[tokio::test(flavor = "multi_thread")]
async fn path_and_query_go_out_as_written_with_every_combination() {
    const WRITTEN: &str = "/a%2Fb/$@:/%zz/{x}?q=%7Bid%7D&d=a+b&e=%&f=a|b^c\"d";
    const SENT: &str = "/a%2Fb/$@:/%25zz/%7Bx%7D?q=%7Bid%7D&d=a+b&e=%25&f=a%7Cb%5Ec%22d";
    let server = Server::start([]).await;
    let desk = Desk::at(&server).await;
    let mut sent = 0;
    for http_version in HttpVersion::ALL {
        for redirects in [0, 1, 20] {
            for retries in [0, 10] {
                for (_, methods) in RetryMethods::WRITTEN {
                    for method in [Method::Get, Method::Post] {
                        let options = SendOptions {
                            http_version: Some(http_version),
                            redirects: Some(redirects),
                            retries: Some(retries),
                            retry_methods: Some(methods),
                            total_seconds: TimeLimit::parse("60").ok(),
                            connect_seconds: TimeLimit::parse("30").ok(),
                            ..SendOptions::default()
                        };
                        let written = request(method, server.url(WRITTEN));
                        let sending = Sending { options, ..Sending::of(written) };
                        desk.send(sending).await.unwrap();
                        sent += 1;
                    }
                }
            }
        }
    }
    let arrived = server.arrived();
    assert_eq!(arrived.len(), sent);
    for one in arrived {
        assert_eq!(one.target, SENT, "{one:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_at_once_do_not_wait_for_each_other() {
    const MANY: usize = 24;
    // The first hang until all are there.
    let server = Server::start(vec![Reply::Nothing; MANY]).await;
    let desk = Arc::new(Desk::at(&server).await);
    let send = |at: usize| {
        let (desk, url) = (Arc::clone(&desk), server.url(&format!("/{at}")));
        tokio::spawn(async move {
            let engine = &desk.world.engine;
            let job = engine.jobs().start_as(JobId(at.to_string()), JobKind::Send)?;
            let sent = request(Method::Get, url);
            engine.requests().send(&job, &desk.profile, sent, Confirmation::NotGiven).await
        })
    };
    let tasks: Vec<_> = (0..MANY).map(send).collect();
    server.until_arrived(MANY).await;
    for (at, task) in tasks.into_iter().enumerate() {
        assert!(desk.world.engine.jobs().stop(&JobId(at.to_string())));
        let exchange = task.await.unwrap().unwrap();
        assert_eq!(exchange.summary.failed, Some(ErrorCode::Cancelled));
    }
    assert_eq!(desk.recorded().len(), MANY);
}

#[derive(Debug, Clone, Copy)]
enum During {
    Connect,
    Redirect,
}

#[rstest]
#[case::connect(During::Connect)]
#[case::redirect(During::Redirect)]
#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_stopped_wherever_it_is(#[case] during: During) {
    let server = Server::start([with(302, "location", "/to"), Reply::Nothing, status(200)]).await;
    let desk = Arc::new(Desk::at(&server).await);
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = match during {
        During::Connect => format!("https://localhost:{}/", silent.local_addr().unwrap().port()),
        During::Redirect => server.url("/from"),
    };
    let shared = Arc::clone(&desk);
    let task = tokio::spawn(async move {
        let engine = &shared.world.engine;
        let job = engine.jobs().start_as(JobId("one".to_owned()), JobKind::Send)?;
        // Tries that are left do not keep it from being stopped.
        let options = SendOptions { retries: Some(3), ..SendOptions::default() };
        let sending = Sending { options, ..Sending::of(request(Method::Get, url)) };
        let requests = engine.requests();
        requests.send_in_file(&job, &shared.profile, sending, Confirmation::NotGiven).await
    });
    let connection = match during {
        During::Connect => Some(silent.accept().await.unwrap()),
        During::Redirect => {
            server.until_arrived(2).await;
            None
        }
    };
    assert!(desk.world.engine.jobs().stop(&JobId("one".to_owned())));
    let exchange = task.await.unwrap().unwrap();
    assert_eq!(exchange.summary.failed, Some(ErrorCode::Cancelled));
    assert!(exchange.retried.is_empty() && desk.pause.asked.lock().unwrap().is_empty());
    drop(connection);
}
