//! A simulated year of tokens on the practice Adobe's clock: machines whose clocks are off by up to three hours, which sleep and
//! start again, two programs over one home, an Adobe that throttles, fails and has tokens revoked, and people who lock the vault.
//!
//! No call leaves with a token that Adobe calls ended while a new one was to be had, and in steady use there is one call for a
//! token in 23 hours and 50 minutes. `MUDBRICK_YEAR_RUNS` says how many times somebody wants something: 10,000 are a year.

use mudbrick_engine::view::{ProfileDraft, RequestOrigin};
use mudbrick_engine::{Confirmation, Engine, EngineOptions, Freshness, JobKind, LockCause, Secret};
use mudbrick_model::{
    Adobe, Clock, ErrorCode, Grant, ProfileId, RequestPath, SystemClock, Timestamp,
};
use mudbrick_practice::{Fault, Mishap, Practice, PracticeOptions, Seen};
use mudbrick_store::Home;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;

const TOKEN: &str = "/ims/token/v3";
const LIBRARIES: &str = "/places/placesapi/v1/libraries";
const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// The fewest minutes between two tokens of one profile in steady use.
const STEADY: i64 = DAY - 10 * MINUTE;
/// How long a failure is remembered at most here: five minutes, or what `Retry-After` asks.
const HELD_BACK: i64 = 6 * MINUTE;
const PASSPHRASE: &str = "correct horse";

/// Adobe's time, or a machine's that is off by so much.
struct Simulated {
    now: Arc<AtomicI64>,
    off: i64,
}

impl Clock for Simulated {
    fn now(&self) -> Timestamp {
        Timestamp(self.now.load(Ordering::SeqCst) + self.off)
    }
}

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: i64) -> i64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % u64::try_from(most).unwrap()).unwrap()
    }

    fn once_in(&mut self, times: i64) -> bool {
        self.below(times) == 0
    }
}

/// Two programs over one home, on a machine whose clock is off.
struct Machine {
    folder: TempDir,
    clock: Arc<Simulated>,
    programs: Vec<Engine>,
    profile: ProfileId,
}

impl Machine {
    fn start(practice: &Practice, now: &Arc<AtomicI64>, off: i64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("root.pem"), practice.root_pem()).unwrap();
        let network = format!(
            "version = 1\n[network]\nproxy = \"http://{}\"\nroots = [\"{}\"]\n",
            practice.address(),
            folder.path().join("root.pem").display()
        );
        std::fs::write(folder.path().join("policy.toml"), network).unwrap();
        let clock = Arc::new(Simulated { now: Arc::clone(now), off });
        let programs: Vec<Engine> = (0..2).map(|_| program(folder.path(), &clock)).collect();
        let mut projects = practice.projects().into_iter();
        let project = projects
            .find(|project| {
                project.title.contains("Places") && project.grant == Grant::OauthServerToServer
            })
            .unwrap();
        let draft = ProfileDraft {
            organization: project.organization.clone(),
            org_id: project.org_id.to_string(),
            client_id: project.client_id.to_string(),
            scopes: "openid, AdobeID".to_owned(),
            adobe: Adobe::Production,
            ..ProfileDraft::new(&project.title)
        };
        let secret = Secret::new(project.client_secret);
        let profile = programs[0].profiles().create(&draft, Some(secret)).unwrap().summary.id;
        Self { folder, clock, programs, profile }
    }
}

fn program(home: &Path, clock: &Arc<Simulated>) -> Engine {
    let options = EngineOptions {
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        passphrase: Some(Secret::new(PASSPHRASE.to_owned())),
        work_factor: Some(1),
        ..EngineOptions::default()
    };
    Engine::open(Home::at(home), options)
}

/// What Adobe has seen, and what of it is wrong.
#[derive(Default)]
struct Watch {
    /// By client: when its last token was given.
    given: BTreeMap<String, i64>,
    revoked: BTreeSet<String>,
    /// Clients of which a token was revoked since the last was given.
    disturbed: BTreeSet<String>,
    /// Until when a failure may be remembered.
    failing: i64,
    tokens: usize,
    calls: usize,
    wrong: Vec<String>,
}

impl Watch {
    /// Looks at everything that came since.
    fn look(&mut self, seen: &[Seen], sent: Option<&String>, steps: usize) {
        for call in seen.iter().filter(|call| call.path.starts_with(TOKEN)) {
            let form = String::from_utf8_lossy(&call.body).into_owned();
            let client = form.split('&').find_map(|pair| pair.strip_prefix("client_id=")).unwrap();
            if call.status.is_none_or(|status| status != 200) {
                self.failing = call.at.0 + HELD_BACK;
                continue;
            }
            self.tokens += 1;
            let before = self.given.insert(client.to_owned(), call.at.0);
            let is_early = before.is_some_and(|before| call.at.0 - before < STEADY);
            if is_early && !self.disturbed.remove(client) {
                self.wrong.push(format!("step {steps}: a second token of {client} too early"));
            }
        }
        for call in seen.iter().filter(|call| call.path.starts_with(LIBRARIES)) {
            self.calls += 1;
            let is_refused = call.status.is_some_and(|status| status == 401);
            if is_refused && sent.is_none_or(|token| !self.revoked.contains(token)) {
                self.wrong.push(format!("step {steps}: Adobe refused a token that nobody revoked"));
            }
        }
    }

    /// A token that is about to be used.
    fn used(&mut self, token: &str, at: i64, step: usize) {
        if created_at(token) + DAY <= at && at > self.failing {
            self.wrong.push(format!("step {step}: a token that has ended was given"));
        }
    }
}

/// By Adobe's clock.
fn created_at(token: &str) -> i64 {
    claim(token, "created_at").parse().unwrap()
}

fn claim(token: &str, name: &str) -> String {
    use base64::Engine as _;
    let claims = token.split('.').nth(1).unwrap();
    let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(claims).unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
    claims[name].as_str().unwrap().to_owned()
}

fn runs() -> usize {
    let given = std::env::var("MUDBRICK_YEAR_RUNS").ok();
    given.map_or(1_000, |given| given.parse().expect("MUDBRICK_YEAR_RUNS is a number"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_of_tokens() {
    let now = Arc::new(AtomicI64::new(SystemClock.now().0));
    let clock = Arc::new(Simulated { now: Arc::clone(&now), off: 0 });
    let options = PracticeOptions { clock, ..PracticeOptions::default() };
    let practice = Practice::start(options).await.unwrap();
    let control = practice.control();
    let (mut dice, mut watch, mut used) = (Dice(2026), Watch::default(), 0);
    let began = now.load(Ordering::SeqCst);
    // A machine for each tenth of the time, off by another span: what a clock says while somebody sets it is another test.
    for tenth in 0..10 {
        let off = dice.below(6 * 60) * MINUTE - 180 * MINUTE;
        let mut machine = Machine::start(&practice, &now, off);
        watch.given.clear();
        for step in 0..runs() / 10 {
            let step = tenth * runs() / 10 + step;
            // Most often minutes go by, now and then a night; 52 minutes on average make a year of 10,000.
            let minutes = if dice.once_in(40) { 600 + dice.below(900) } else { dice.below(52) };
            now.fetch_add(minutes * MINUTE + dice.below(MINUTE), Ordering::SeqCst);
            if dice.once_in(25) {
                let which = usize::try_from(dice.below(2)).unwrap();
                machine.programs[which] = program(machine.folder.path(), &machine.clock);
            }
            if dice.once_in(30) {
                let mishap = match dice.below(2) {
                    0 => Mishap::InternalError,
                    _ => Mishap::Throttle { retry_after: 120 },
                };
                control.add_fault(Fault::once(TOKEN, mishap));
            }
            let engine = &machine.programs[usize::try_from(dice.below(2)).unwrap()];
            let id = &machine.profile;
            if dice.once_in(60) {
                engine.vault().lock(LockCause::Person);
                let locked = engine.tokens().get(id, Freshness::Cached).await.unwrap_err();
                assert_eq!(locked.code, ErrorCode::VaultLocked, "{locked:?}");
                engine.vault().unlock(Some(Secret::new(PASSPHRASE.to_owned()))).unwrap();
            }
            // What a request goes out with is what there is a moment before.
            let sent = get(engine, id).await;
            let wanted = match &sent {
                Ok(_) if dice.once_in(3) => send(engine, id).await,
                other => other.clone(),
            };
            let requests = control.requests();
            watch.look(&requests, sent.as_ref().ok(), step);
            let at = now.load(Ordering::SeqCst);
            sent.iter().chain(&wanted).for_each(|token| watch.used(token, at, step));
            match wanted {
                Ok(token) if dice.once_in(80) => {
                    control.revoke(&token);
                    watch.disturbed.insert(claim(&token, "client_id"));
                    watch.revoked.insert(token);
                }
                Ok(_) => {}
                Err(code) => {
                    assert!(at <= watch.failing, "step {step}: {code:?} while Adobe gives tokens");
                }
            }
            engine.tokens().renew_due().await;
            watch.look(&control.requests()[requests.len()..], None, step);
            control.clear_requests();
            used += 1;
        }
    }
    let days = (now.load(Ordering::SeqCst) - began) / DAY;
    assert!(watch.wrong.is_empty(), "{}", watch.wrong.join("\n"));
    assert!(watch.tokens > 10 && watch.calls > used / 5, "{} tokens in {days} days", watch.tokens);
    println!(
        "{used} uses in {days} days: {} tokens, {} calls to the API",
        watch.tokens, watch.calls
    );
    practice.stop().await;
}

async fn get(engine: &Engine, id: &ProfileId) -> Result<String, ErrorCode> {
    let token = engine.tokens().get(id, Freshness::Cached).await;
    token.map(|token| token.value.expose().clone()).map_err(|problem| problem.code)
}

/// Sends a request, which renews a token that Adobe refuses, and gives the token that there is then.
async fn send(engine: &Engine, id: &ProfileId) -> Result<String, ErrorCode> {
    let path = RequestPath::parse("Places/List libraries").unwrap();
    let request = engine.requests().get(&path, RequestOrigin::Catalogue).unwrap();
    let job = engine.jobs().start(JobKind::Send);
    let sent = engine.requests().send(&job, id, request, Confirmation::Given).await;
    match sent {
        Ok(exchange) if exchange.summary.status == Some(200) => get(engine, id).await,
        // The renewal after a 401 failed, which is told with the answer.
        Ok(exchange) => Err(exchange.problem.map_or(ErrorCode::Internal, |problem| problem.code)),
        Err(problem) => Err(problem.code),
    }
}

/// A child that runs for 72 hours and asks every hour: every token is good by Adobe's clock.
#[tokio::test(flavor = "multi_thread")]
async fn a_child_that_is_served_for_three_days_never_gets_a_token_that_has_ended() {
    let now = Arc::new(AtomicI64::new(SystemClock.now().0));
    let clock = Arc::new(Simulated { now: Arc::clone(&now), off: 0 });
    let options = PracticeOptions { clock, ..PracticeOptions::default() };
    let practice = Practice::start(options).await.unwrap();
    let machine = Machine::start(&practice, &now, 90 * MINUTE);
    let (engine, id) = (&machine.programs[0], &machine.profile);
    let server = mudbrick_engine::TokenServer::start(
        engine.tokens(),
        id.clone(),
        Vec::new(),
        Freshness::Cached,
    )
    .await
    .unwrap();
    let [url, secret] = server.variables().map(|variable| variable.value.expose().clone());
    let mut tokens = BTreeSet::new();
    for _ in 0..72 * 4 {
        let token = asked(&url, &secret).await;
        assert!(created_at(&token) + DAY > now.load(Ordering::SeqCst), "it has ended");
        tokens.insert(token);
        now.fetch_add(15 * MINUTE, Ordering::SeqCst);
    }
    assert_eq!(tokens.len(), 3, "one a day");
    practice.stop().await;
}

/// What a child does, in its own way.
async fn asked(url: &str, secret: &str) -> String {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let address = url.trim_start_matches("http://").trim_end_matches("/v1/token");
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = format!(
        "GET /v1/token HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {secret}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{answer}");
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    body["access_token"].as_str().unwrap().to_owned()
}
