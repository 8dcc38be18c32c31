//! What follows from the policy, and from one that cannot be read.

use crate::home::World;
use mudbrick_engine::view::{Event, ExchangeView, RequestOrigin};
use mudbrick_engine::{
    Confirmation, Engine, EngineOptions, EventSink, Freshness, JobKind, Locking, Retention, Secret,
};
use mudbrick_model::{
    Adobe, Clock, ErrorCode, ExchangeId, Problem, ProfileId, Request, RequestPath, SystemClock,
    Timestamp,
};
use mudbrick_store::Home;
use rstest::rstest;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const NOT_UNDERSTOOD: &str = "version = 1\n[history]\nkeep = 1\n";

fn write(folder: &Path, policy: &str) {
    fs::write(folder.join("policy.toml"), policy).unwrap();
}

fn places(engine: &Engine) -> Request {
    let path = RequestPath::parse("Places/List libraries").unwrap();
    engine.requests().get(&path, RequestOrigin::Catalogue).unwrap()
}

async fn send(engine: &Engine, profile: &ProfileId) -> ExchangeView {
    let job = engine.jobs().start(JobKind::Send);
    let request = places(engine);
    engine.requests().send(&job, profile, request, Confirmation::Given).await.unwrap()
}

/// A profile of the real Adobe's. What it asks for goes to a proxy of this machine's or nowhere.
fn real(world: &World) -> ProfileId {
    world.profile_with("Places", |draft| draft.adobe = Adobe::Production).summary.id
}

/// A proxy that tells each host it is asked for, and answers as it is told to: nothing when none.
async fn proxy(
    answer: Option<&'static str>,
) -> (String, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (tell, asked) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = [0; 1024];
            let length = stream.read(&mut head).await.unwrap();
            let _ = tell.send(String::from_utf8_lossy(&head[..length]).into_owned());
            if let Some(answer) = answer {
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
            open.push(stream);
        }
    });
    (address, asked)
}

#[tokio::test(flavor = "multi_thread")]
async fn with_an_unreadable_policy_nothing_is_sent_to_the_real_adobe_and_practice_works() {
    let world = World::start().await;
    let practice = world.profile("Places").summary.id;
    let production = real(&world);
    let (refusing, mut asked) = proxy(Some("HTTP/1.1 502 Bad Gateway\r\n\r\n")).await;
    write(
        world.folder.path(),
        &format!("version = 1\n[network]\nproxy = \"{refusing}\"\nroot = 1\n"),
    );

    let token = world.engine.tokens().get(&production, Freshness::Renewed).await;
    let request = Request { headers: Vec::new(), ..places(&world.engine) };
    let sent = world.send(&production, request, Confirmation::Given).await;
    for problem in [token.map(drop).unwrap_err(), sent.map(drop).unwrap_err()] {
        assert_eq!(problem.code, ErrorCode::Damaged);
        assert!(problem.message.starts_with("Nothing was sent to Adobe."), "{problem:?}");
        assert!(
            problem.message.contains("policy.toml cannot be understood in line 4"),
            "{problem:?}"
        );
    }
    assert!(asked.try_recv().is_err(), "nobody was asked");
    let listed = world.engine.start().unwrap().damaged;
    assert!(listed.iter().any(|it| it.path.ends_with("policy.toml")), "{listed:?}");

    let exchange = send(&world.engine, &practice).await;
    assert_eq!(exchange.summary.status, Some(200));
    let told = exchange.problem.expect("it is told");
    assert!(told.message.starts_with("Nothing is removed from the history."), "{told:?}");
    assert!(told.message.contains("in line 4"), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_go_through_the_policys_proxy_and_through_another_once_it_is_changed() {
    let world = World::start().await;
    let profile = real(&world);
    for _ in 0..2 {
        let (refusing, mut asked) = proxy(Some("HTTP/1.1 502 Bad Gateway\r\n\r\n")).await;
        write(world.folder.path(), &format!("version = 1\n[network]\nproxy = \"{refusing}\"\n"));
        let refused = world.engine.tokens().get(&profile, Freshness::Renewed).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::Network, "{refused:?}");
        let asked = asked.recv().await.unwrap();
        assert!(asked.starts_with("CONNECT ims-na1.adobelogin.com:443 "), "{asked}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_root_that_is_not_there_stops_the_call() {
    let world = World::start().await;
    let profile = real(&world);
    let (refusing, mut asked) = proxy(Some("HTTP/1.1 502 Bad Gateway\r\n\r\n")).await;
    let policy =
        format!("version = 1\n[network]\nproxy = \"{refusing}\"\nroots = [\"acme.pem\"]\n");
    write(world.folder.path(), &policy);
    let problem = world.engine.tokens().get(&profile, Freshness::Renewed).await.unwrap_err();
    assert!(problem.message.contains("acme.pem"), "{problem:?}");
    assert!(asked.try_recv().is_err(), "nobody was asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_take_no_longer_than_the_policy_says() {
    let world = World::start().await;
    let profile = real(&world);
    let (silent, _asked) = proxy(None).await;
    let limits = "[limits.tokens]\nconnect = 1\n[limits.requests]\nconnect = 1\n";
    write(world.folder.path(), &format!("version = 1\n{limits}[network]\nproxy = \"{silent}\"\n"));
    // Without the limits these are 10 and 15 seconds.
    let moment = Duration::from_secs(8);
    let token = world.engine.tokens().get(&profile, Freshness::Renewed);
    let problem = tokio::time::timeout(moment, token).await.unwrap().unwrap_err();
    assert_eq!(problem.code, ErrorCode::Network, "{problem:?}");
    let request = Request { headers: Vec::new(), ..places(&world.engine) };
    let sent = world.send(&profile, request, Confirmation::Given);
    let exchange = tokio::time::timeout(moment, sent).await.unwrap().unwrap();
    assert_eq!(exchange.summary.failed, Some(ErrorCode::Network), "{exchange:?}");
}

#[rstest]
#[case::shorter(5, 5)]
#[case::longer(60, 15)]
#[case::never(0, 15)]
fn an_unreadable_policy_locks_no_later_than_usual_or_than_it_last_said(
    #[case] last: u32,
    #[case] expected: u32,
) {
    let folder = tempfile::tempdir().unwrap();
    let engine = crate::home::open(folder.path());
    assert_eq!(engine.policy().locking(), Locking { after_minutes: 15, with_screen: true });
    let locking = Locking { after_minutes: last, with_screen: false };
    let view = engine.policy().set(|policy| policy.locking = locking).unwrap();
    assert_eq!((view.policy.locking, view.problem), (locking, None));
    write(folder.path(), NOT_UNDERSTOOD);
    let careful = Locking { after_minutes: expected, with_screen: true };
    assert_eq!(engine.policy().locking(), careful);
    let view = engine.policy().view();
    assert_eq!(view.policy.history, Retention::EVERYTHING);
    let told = view.problem.unwrap().message;
    assert!(told.contains("policy.toml") && told.contains("line 3"), "{told}");
    assert!(engine.policy().set(|policy| policy.locking = locking).is_err());
    assert_eq!(fs::read_to_string(folder.path().join("policy.toml")).unwrap(), NOT_UNDERSTOOD);
}

/// A clock that stands still until it is moved.
struct StillClock(AtomicI64);

impl StillClock {
    fn move_days(&self, days: i64) {
        self.0.fetch_add(days * 86_400_000, Ordering::SeqCst);
    }
}

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

struct Told(Mutex<Sender<Event>>);

impl EventSink for Told {
    fn emit(&self, event: Event) {
        // Nobody listens once the test is over.
        let _ = self.0.lock().unwrap().send(event);
    }
}

/// A home that several programs use one after the other, and what time they have.
struct Days {
    folder: TempDir,
    clock: Arc<StillClock>,
    profile: Option<ProfileId>,
}

impl Days {
    fn with(policy: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), policy);
        let clock = Arc::new(StillClock(AtomicI64::new(SystemClock.now().0)));
        Self { folder, clock, profile: None }
    }

    fn open(&self) -> (Engine, Receiver<Event>) {
        let (tell, told) = channel();
        let options = EngineOptions {
            events: Arc::new(Told(Mutex::new(tell))),
            clock: self.clock.clone(),
            passphrase: Some(Secret::new("correct horse".to_owned())),
            work_factor: Some(1),
            ..EngineOptions::default()
        };
        (Engine::open(Home::at(self.folder.path()), options), told)
    }

    async fn send_with(&mut self, engine: &Engine) -> Option<Problem> {
        let practice = engine.practice().start().await.unwrap();
        let project = practice.projects.into_iter().find(|it| it.title.contains("Places")).unwrap();
        let profile = self.profile.get_or_insert_with(|| {
            let secret = Some(Secret::new(project.client_secret));
            engine.profiles().create(&project.draft, secret).unwrap().summary.id
        });
        let exchange = send(engine, profile).await;
        assert_eq!(exchange.summary.status, Some(200), "{exchange:?}");
        exchange.problem
    }

    /// A program that sends once and ends, with all that it does in threads of its own. What a person is told, and the
    /// exchanges that there are afterwards.
    fn send(&mut self) -> (Option<Problem>, Vec<i64>) {
        let (engine, _told) = self.open();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let told = runtime.block_on(async {
            let told = self.send_with(&engine).await;
            engine.practice().stop().await;
            told
        });
        // Waits for the threads.
        drop(runtime);
        (told, exchanges(&engine))
    }
}

fn exchanges(engine: &Engine) -> Vec<i64> {
    let listed = engine.history().list(None, "", None, 100).unwrap();
    listed
        .into_iter()
        .map(|it| {
            let ExchangeId(id) = it.id;
            id
        })
        .rev()
        .collect()
}

#[test]
fn what_is_too_old_is_told_once_and_removed_from_the_next_day_on() {
    let mut days = Days::with("version = 1\n[history]\nkeep_days = 3\n");
    assert_eq!(days.send(), (None, vec![1]));
    days.clock.move_days(4);
    let (told, left) = days.send();
    assert_eq!(left, [1, 2], "nothing is removed before it is told");
    let told = told.expect("it is told");
    assert!(told.message.contains("1 so far"), "{told:?}");
    assert!(told.message.contains("older than 3 days or beyond 2048 MiB"), "{told:?}");
    let remedy = told.remedy_text().unwrap();
    let place = days.folder.path().join("policy.toml");
    assert!(remedy.contains("keep_days") && remedy.contains(place.to_str().unwrap()), "{remedy}");
    assert_eq!(
        days.send(),
        (None, vec![1, 2, 3]),
        "neither told again nor removed on the same day"
    );
    days.clock.move_days(1);
    assert_eq!(days.send(), (None, vec![2, 3, 4]));
    days.clock.move_days(3);
    assert_eq!(days.send(), (None, vec![4, 5]), "and never told again");
}

#[test]
fn a_program_that_runs_for_days_looks_each_day() {
    let mut days = Days::with("version = 1\n[history]\nkeep_days = 3\n");
    let (engine, told) = days.open();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let clock = Arc::clone(&days.clock);
    let mut send = || runtime.block_on(days.send_with(&engine));
    assert_eq!(send(), None);
    clock.move_days(4);
    assert!(send().is_some());
    assert_eq!(exchanges(&engine), [1, 2]);
    clock.move_days(1);
    assert_eq!(send(), None);
    while exchanges(&engine) != [2, 3] {
        // Whoever removes says so.
        told.recv_timeout(Duration::from_secs(30)).unwrap();
    }
}

#[test]
fn a_clock_that_was_set_back_removes_nothing_before_it_is_told_again() {
    let mut days = Days::with("version = 1\n[history]\nkeep_days = 3\n");
    days.send();
    days.clock.move_days(40);
    assert!(days.send().0.is_some());
    days.clock.move_days(-36);
    let (told, left) = days.send();
    assert!(told.is_some());
    assert_eq!(left, [1, 2, 3]);
}

#[rstest]
#[case::unreadable(NOT_UNDERSTOOD, true)]
#[case::no_limits("version = 1\n[history]\nkeep_days = 0\nkeep_mib = 0\n", false)]
fn nothing_is_removed(#[case] policy: &str, #[case] told: bool) {
    let mut days = Days::with("version = 1\n[history]\nkeep_days = 3\n");
    days.send();
    days.clock.move_days(4);
    assert!(days.send().0.is_some());
    write(days.folder.path(), policy);
    days.clock.move_days(10);
    let (notice, left) = days.send();
    assert_eq!(left, [1, 2, 3]);
    assert_eq!(notice.is_some(), told, "{notice:?}");
}
