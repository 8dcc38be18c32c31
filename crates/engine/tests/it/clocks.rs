//! This machine's clock is off, in either direction: how many calls are made, and which token comes. Adobe's clock is right.

use crate::home::World;
use crate::keys::draft;
use mudbrick_engine::view::{Event, RequestOrigin, TokenState};
use mudbrick_engine::{
    Confirmation, EngineOptions, EventSink, Freshness, JobKind, LockCause, NoEvents, Secret,
};
use mudbrick_model::{Clock, ErrorCode, ProfileId, RequestPath, SystemClock, Timestamp};
use mudbrick_practice::{Fault, Mishap};
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const TOKEN: &str = "/ims/token/v3";
const LIBRARIES: &str = "/places/placesapi/v1/libraries";
const MINUTE: i64 = 60_000;
const HOUR: Duration = Duration::from_secs(3_600);
/// Every token of the practice Adobe lives so long.
const DAY: Duration = Duration::from_secs(24 * 3_600);

/// How far this machine's clock is off: hours and minutes, both ways.
const OFF: [i64; 7] =
    [-180 * MINUTE, -10 * MINUTE, -2 * MINUTE, 0, 2 * MINUTE, 10 * MINUTE, 180 * MINUTE];

/// The machine's clock, off by so much.
#[derive(Default)]
struct Off(AtomicI64);

impl Off {
    fn by(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for Off {
    fn now(&self) -> Timestamp {
        Timestamp(SystemClock.now().0 + self.0.load(Ordering::SeqCst))
    }
}

/// A profile on a machine whose clock is off.
struct Machine {
    world: World,
    clock: Arc<Off>,
    id: ProfileId,
}

/// What was there before somebody asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    NoToken,
    Cached,
    /// With an hour of its day left.
    AlmostADayOld,
    Revoked,
    Ended,
    /// Another process has renewed it, and this one has the older in its memory.
    RenewedElsewhere,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Get,
    Renew,
    Send,
}

/// Which token came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Came {
    TheOneThere,
    ANewOne,
}

impl Machine {
    async fn start(off: i64) -> Self {
        let clock = Arc::new(Off::default());
        clock.by(off);
        Self::start_with(clock, Arc::new(NoEvents)).await
    }

    async fn start_with(clock: Arc<Off>, events: Arc<dyn EventSink>) -> Self {
        let options = EngineOptions {
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            events,
            work_factor: Some(1),
            ..EngineOptions::default()
        };
        let world = World::start_with(options).await;
        let id = world.profile("Places").summary.id;
        Self { world, clock, id }
    }

    /// The same machine, and a profile of which nothing is known yet.
    fn with_new_profile(self) -> Self {
        let id = self.world.profile("Places").summary.id;
        Self { id, ..self }
    }

    async fn token(&self, freshness: Freshness) -> String {
        let token = self.world.engine.tokens().get(&self.id, freshness).await.unwrap();
        token.value.expose().clone()
    }

    /// Time goes by, here and at Adobe.
    fn pass(&self, time: Duration) {
        self.clock.by(i64::try_from(time.as_millis()).unwrap());
        self.world.control().advance(time);
    }

    fn token_file(&self) -> PathBuf {
        self.world.folder.path().join(format!("tokens/{}.age", self.id))
    }

    /// Brings it about, and gives the token that is there then.
    async fn bring_about(&self, before: Before) -> Option<String> {
        if before == Before::NoToken {
            return None;
        }
        let token = self.token(Freshness::Cached).await;
        match before {
            Before::NoToken | Before::Cached => {}
            Before::AlmostADayOld => self.pass(DAY - HOUR),
            Before::Revoked => self.world.control().revoke(&token),
            Before::Ended => self.pass(DAY + Duration::from_secs(1)),
            Before::RenewedElsewhere => return Some(self.renewed_elsewhere(&token).await),
        }
        Some(token)
    }

    /// What the file becomes when another process renews the token: this one's memory keeps the one before.
    async fn renewed_elsewhere(&self, before: &str) -> String {
        let file = self.token_file();
        let older = std::fs::read(&file).unwrap();
        let renewed = self.token(Freshness::Renewed).await;
        let newer = std::fs::read(&file).unwrap();
        std::fs::write(&file, older).unwrap();
        let vault = self.world.engine.vault();
        vault.lock(LockCause::Person);
        vault.unlock(Some(Secret::new("correct horse".to_owned()))).unwrap();
        assert_eq!(self.token(Freshness::Cached).await, before, "in memory");
        std::fs::write(&file, newer).unwrap();
        renewed
    }

    /// Asks, and tells how many calls for a token and to the API that took.
    async fn ask(&self, asked: Asked) -> (String, usize, usize) {
        let control = self.world.control();
        let before = (control.count(TOKEN), control.count(LIBRARIES));
        let token = match asked {
            Asked::Get => self.token(Freshness::Cached).await,
            Asked::Renew => self.token(Freshness::Renewed).await,
            Asked::Send => {
                let path = RequestPath::parse("Places/List libraries").unwrap();
                let requests = self.world.engine.requests();
                let request = requests.get(&path, RequestOrigin::Catalogue).unwrap();
                let sent =
                    self.world.send(&self.id, request, Confirmation::NotGiven).await.unwrap();
                assert_eq!(sent.summary.status, Some(200), "{sent:?}");
                self.token(Freshness::Cached).await
            }
        };
        (token, control.count(TOKEN) - before.0, control.count(LIBRARIES) - before.1)
    }
}

/// Calls for a token, calls to the API, and whose token came.
fn expected(before: Before, asked: Asked) -> (usize, usize, Came) {
    use Came::{ANewOne, TheOneThere};
    match (asked, before) {
        // Whoever asks for a renewal gets one.
        (Asked::Renew, _) => (1, 0, ANewOne),
        (Asked::Get, Before::NoToken | Before::Ended) => (1, 0, ANewOne),
        // That it was revoked is known to Adobe alone.
        (Asked::Get, _) => (0, 0, TheOneThere),
        (Asked::Send, Before::NoToken | Before::Ended) => (1, 1, ANewOne),
        (Asked::Send, Before::Revoked) => (1, 2, ANewOne),
        (Asked::Send, _) => (0, 1, TheOneThere),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_and_tokens_are_the_same_whatever_this_clock_says() {
    let befores = [
        Before::NoToken,
        Before::Cached,
        Before::AlmostADayOld,
        Before::Revoked,
        Before::Ended,
        Before::RenewedElsewhere,
    ];
    let mut wrong = Vec::new();
    for off in OFF {
        let mut machine = Machine::start(off).await;
        for before in befores {
            for asked in [Asked::Get, Asked::Renew, Asked::Send] {
                machine = machine.with_new_profile();
                let there = machine.bring_about(before).await;
                let (token, token_calls, api_calls) = machine.ask(asked).await;
                let came = if there == Some(token) { Came::TheOneThere } else { Came::ANewOne };
                let found = (token_calls, api_calls, came);
                if found != expected(before, asked) {
                    wrong.push(format!("{} min, {before:?}, {asked:?}: {found:?}", off / MINUTE));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "calls for a token, calls to the API, token:\n{}", wrong.join("\n"));
}

/// One that was ahead leaves a token from the future, of which nobody knows how old it is; one that was behind, a token
/// that seems older than it is.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_put_right_costs_a_call_at_most() {
    for off in OFF {
        let machine = Machine::start(off).await;
        let before = machine.token(Freshness::Cached).await;
        machine.clock.by(-off);
        let token = machine.token(Freshness::Cached).await;
        assert_eq!(token != before, off > MINUTE, "{} min", off / MINUTE);
        assert_eq!(machine.token(Freshness::Cached).await, token, "once is enough");
        machine.pass(DAY - Duration::from_secs(60));
        assert_ne!(machine.token(Freshness::Cached).await, token, "{} min", off / MINUTE);
    }
}

#[derive(Default)]
struct Heard(Mutex<Vec<TokenState>>);

impl EventSink for Heard {
    fn emit(&self, event: Event) {
        if let Event::TokenChanged { token, .. } = event {
            self.0.lock().unwrap().push(token);
        }
    }
}

/// While it is good and nobody asked for another, it comes without an error as well.
#[tokio::test(flavor = "multi_thread")]
async fn a_failed_renewal_leaves_a_good_token_in_place_and_shown() {
    let heard = Arc::new(Heard::default());
    let events = Arc::clone(&heard) as Arc<dyn EventSink>;
    let machine = Machine::start_with(Arc::new(Off::default()), events).await;
    let tokens = machine.world.engine.tokens();
    let token = machine.token(Freshness::Cached).await;
    machine.world.control().add_fault(Fault::always(TOKEN, Mishap::InternalError));
    let shown = || machine.world.engine.profiles().get(&machine.id).unwrap().summary.token;

    let problem = tokens.get(&machine.id, Freshness::Renewed).await.unwrap_err();
    assert_eq!(problem.code, ErrorCode::Network, "{problem:?}");
    assert!(matches!(shown(), TokenState::Ready { .. }), "{:?}", shown());
    assert_eq!(machine.token(Freshness::Cached).await, token);

    // Five minutes before its end it is due, and cannot be renewed.
    machine.pass(DAY - Duration::from_secs(300));
    assert_eq!(machine.token(Freshness::Cached).await, token);
    assert!(matches!(shown(), TokenState::Ready { .. }), "{:?}", shown());
    let last = heard.0.lock().unwrap().last().cloned();
    assert!(matches!(last, Some(TokenState::Ready { .. })), "{last:?}");

    machine.pass(Duration::from_secs(300));
    let problem = tokens.get(&machine.id, Freshness::Cached).await.unwrap_err();
    assert_eq!(problem.code, ErrorCode::Network, "{problem:?}");
    assert!(matches!(shown(), TokenState::Failed { .. }), "{:?}", shown());
}

/// An assertion is good for five minutes of Adobe's time. A clock that is late signs one that has ended; Adobe's `Date` says so.
#[tokio::test(flavor = "multi_thread")]
async fn a_service_account_gets_its_token_whatever_this_clock_says() {
    for off in [-180 * MINUTE, 0, 180 * MINUTE] {
        let machine = Machine::start(off).await;
        let engine = &machine.world.engine;
        let id = machine.world.profile("Campaign").summary.id;
        let job = engine.jobs().start(JobKind::KeyPair);
        let key = engine.keys().generate(&job, draft("campaign"), Some(id.clone()), |_| ()).await;
        engine.practice().register(&key.unwrap().id, &id).await.unwrap();
        let calls = || machine.world.control().count("/ims/exchange");
        for expected in [if off < 0 { 2 } else { 1 }, 1] {
            let before = calls();
            engine.tokens().get(&id, Freshness::Renewed).await.unwrap();
            assert_eq!(calls() - before, expected, "{} min", off / MINUTE);
        }
    }
}
