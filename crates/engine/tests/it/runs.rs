//! Requests run with profiles and rows: order, pace, stopping, going on, the guard, and what is written down.

use crate::home::World;
use mudbrick_engine::view::{
    OnFailure, RunEnd, RunFilter, RunId, RunOutcome, RunReport, RunResult, RunSettings, RunStopped,
};
use mudbrick_engine::{
    Confirmation, Destination, EngineOptions, JobKind, Pause, RunGiven, RunNews,
};
use mudbrick_model::{Clock, ErrorCode, Problem, ProfileId, Risk, SystemClock, Timestamp};
use rstest::rstest;
use std::future::Future;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const PATH: &str = "/places/placesapi/v1/libraries";
const HEAD: &str = "Authorization: Bearer {{ACCESS_TOKEN}}\nx-api-key: {{API_KEY}}\nx-gw-ims-org-id: {{IMS_ORG}}\n";

/// A world with a profile, and what is run in it.
struct Bench {
    world: World,
    profiles: Vec<ProfileId>,
}

/// What was told, and how it ended.
struct Told {
    results: Vec<RunResult>,
    most_under_way: usize,
    end: RunEnd,
}

impl Bench {
    async fn with(options: EngineOptions, risk: Risk) -> Self {
        let world = World::start_with(options).await;
        let profiles = ["A", "B"].map(|name| {
            let profile = world.profile_with("Places", |draft| {
                draft.name = name.to_owned();
                draft.risk = risk;
                draft.variables.insert("FROM".to_owned(), format!("profile-{name}"));
            });
            profile.summary.id
        });
        Self { world, profiles: profiles.to_vec() }
    }

    async fn new() -> Self {
        Self::with(EngineOptions::default(), Risk::Development).await
    }

    /// Writes a file of requests: each is its lines above and its method with its path.
    fn file(&self, name: &str, requests: &[(&str, &str)]) {
        let path = self.world.folder.path().join("requests").join(format!("{name}.http"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let one = |(lines, call): &(&str, &str)| {
            let (method, path) = call.split_once(' ').unwrap();
            let url = match path.starts_with("https:") {
                true => path.to_owned(),
                false => format!("https://api-places.adobe.io{path}"),
            };
            let body = if method == "POST" { "\n{\"name\":\"Quay\"}\n" } else { "" };
            let json = if body.is_empty() { "" } else { "Content-Type: application/json\n" };
            format!("### {path}\n{lines}\n{method} {url}\n{HEAD}{json}{body}\n")
        };
        std::fs::write(path, requests.iter().map(one).collect::<String>()).unwrap();
    }

    fn data(&self, text: &str) -> PathBuf {
        let path = self.world.folder.path().join("rows.csv");
        std::fs::write(&path, text).unwrap();
        path
    }

    fn settings(&self, what: &str) -> RunSettings {
        RunSettings {
            what: self.world.engine.runs().find_what(&[what.to_owned()]).unwrap(),
            profiles: vec![self.profiles[0].clone()],
            data: None,
            parallel: NonZeroU32::MIN,
            per_second: None,
            on_failure: OnFailure::GoOn,
        }
    }

    async fn run(&self, settings: RunSettings) -> Result<Told, Problem> {
        self.run_while(settings, Confirmation::NotGiven, |_, _| ()).await
    }

    /// Runs, and has `watch` look at each result, with the job's id.
    async fn run_while(
        &self,
        settings: RunSettings,
        confirmation: Confirmation,
        mut watch: impl FnMut(&RunResult, &dyn Fn()),
    ) -> Result<Told, Problem> {
        let job = self.world.engine.jobs().start(JobKind::Run);
        let id = job.id().clone();
        let stop = || assert!(self.world.engine.jobs().stop(&id));
        let (mut results, mut most_under_way) = (Vec::new(), 0);
        let tell = |news: RunNews<'_>| {
            if let RunNews::Result(result, progress) = news {
                results.push(result.clone());
                most_under_way = most_under_way.max(progress.now.len());
                assert_eq!(progress.counts.done(), results.len() as u64);
                watch(result, &stop);
            }
        };
        let runs = self.world.engine.runs();
        let end = runs.run(job, settings, RunGiven::default(), confirmation, tell).await?;
        Ok(Told { results, most_under_way, end })
    }

    async fn resume(&self, id: &RunId) -> Result<Told, Problem> {
        self.resume_with(id, Confirmation::NotGiven).await
    }

    async fn resume_with(&self, id: &RunId, confirmation: Confirmation) -> Result<Told, Problem> {
        let job = self.world.engine.jobs().start(JobKind::Run);
        let mut results = Vec::new();
        let tell = |news: RunNews<'_>| {
            if let RunNews::Result(result, _) = news {
                results.push(result.clone());
            }
        };
        let (runs, given) = (self.world.engine.runs(), RunGiven::default());
        let end = runs.resume(job, id.clone(), given, confirmation, tell).await?;
        Ok(Told { results, most_under_way: 0, end })
    }

    fn count(&self, path: &str) -> usize {
        self.world.control().count(path)
    }
}

fn outcomes(told: &Told) -> Vec<RunOutcome> {
    told.results.iter().map(|result| result.outcome).collect()
}

fn with_rows(settings: RunSettings, path: PathBuf) -> RunSettings {
    RunSettings { data: Some(path), ..settings }
}

fn many(count: u32) -> NonZeroU32 {
    NonZeroU32::new(count).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_runs_in_order_by_row_then_profile_then_request() {
    let bench = Bench::new().await;
    bench.file("night/b", &[("", &format!("GET {PATH}?b={{{{N}}}}")), ("", "GET /nowhere")]);
    bench.file("night/a", &[("# @check status 200", &format!("GET {PATH}?a={{{{FROM}}}}"))]);
    bench.file("other", &[("", "GET /other")]);
    let settings = RunSettings {
        profiles: bench.profiles.clone(),
        ..with_rows(bench.settings("night"), bench.data("N;FROM\n7;row\n8;\"r;2\"\n"))
    };
    let plan = bench.world.engine.runs().run_plan(&settings, &RunGiven::default()).unwrap();
    assert_eq!((plan.calls, plan.requests.len(), plan.asks.len()), (12, 3, 0), "{plan:?}");
    let data = plan.data.unwrap();
    assert_eq!((data.rows, data.told.contains("semicolons")), (2, true));
    let told = bench.run(settings).await.unwrap();
    let numbers: Vec<u64> = told.results.iter().map(|result| result.number).collect();
    assert_eq!(numbers, (1..=12).collect::<Vec<u64>>());
    let urls: Vec<&str> = told.results[..3].iter().filter_map(|it| it.url.as_deref()).collect();
    assert!(urls[0].ends_with("?a=row") && urls[1].ends_with("?b=7"), "{urls:?}");
    assert!(told.results[9].url.as_deref().unwrap().ends_with("?a=r;2"));
    let expected = [RunOutcome::Passed, RunOutcome::Passed, RunOutcome::ErrorAnswer].repeat(4);
    assert_eq!(outcomes(&told), expected);
    assert_eq!((told.results[3].title.contains('B'), told.results[3].row), (true, Some(1)));
    assert_eq!((told.end.stopped, told.end.counts.left()), (None, 0));
    assert!(told.most_under_way <= 1, "one after the other: {}", told.most_under_way);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_answer_gives_goes_to_what_follows_in_its_lane_alone() {
    let bench = Bench::new().await;
    let echo = |name: &str| format!("GET {PATH}?from={{{{{name}}}}}");
    bench.file(
        "chain/1",
        &[("# @capture NEW = body $.id\n# @check status 2xx", &format!("POST {PATH}"))],
    );
    bench.file("chain/2", &[("", &echo("NEW"))]);
    let settings = RunSettings {
        profiles: bench.profiles.clone(),
        parallel: many(4),
        ..with_rows(bench.settings("chain/"), bench.data("N\n1\n2\n3\n"))
    };
    let told = bench.run(settings).await.unwrap();
    assert!(outcomes(&told).iter().all(|it| *it == RunOutcome::Passed), "{:?}", told.results);
    let mut given: Vec<String> = told
        .results
        .iter()
        .filter_map(|result| Some(result.url.as_ref()?.split_once("from=")?.1.to_owned()))
        .collect();
    given.sort();
    given.dedup();
    assert_eq!(given.len(), 6, "each has the id of its own: {given:?}");
}

/// Checks decide: an error is as it has to be when a check of the status says so.
#[rstest]
#[case::plain("", "GET /nowhere", RunOutcome::ErrorAnswer)]
#[case::expected("# @check status 404", "GET /nowhere", RunOutcome::Passed)]
#[case::another("# @check status 200", "GET /nowhere", RunOutcome::CheckFailed)]
#[case::not_of_status("# @check time < 100000", "GET /nowhere", RunOutcome::ErrorAnswer)]
#[case::failed(
    "# @check body $.none exists",
    "GET /places/placesapi/v1/libraries",
    RunOutcome::CheckFailed
)]
#[case::no_value("", "GET /{{NOBODY}}", RunOutcome::NotSent)]
#[case::stranger("", "GET https://example.com/", RunOutcome::NotSent)]
#[tokio::test(flavor = "multi_thread")]
async fn each_outcome_has_its_name(
    #[case] lines: &str,
    #[case] call: &str,
    #[case] expected: RunOutcome,
) {
    let bench = Bench::new().await;
    bench.file("one", &[(lines, call)]);
    let told = bench.run(bench.settings("one")).await.unwrap();
    assert_eq!(outcomes(&told), [expected], "{:?}", told.results);
    let failed = expected != RunOutcome::Passed;
    assert_eq!(!told.results[0].reasons().is_empty(), failed, "{:?}", told.results);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_are_under_way_at_once_but_no_more_than_allowed() {
    let bench = Bench::new().await;
    let calls: Vec<(String, String)> =
        (0..24).map(|at| (String::new(), format!("GET {PATH}?n={at}"))).collect();
    let calls: Vec<(&str, &str)> = calls.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    bench.file("many", &calls);
    let told =
        bench.run(RunSettings { parallel: many(3), ..bench.settings("many") }).await.unwrap();
    assert_eq!(told.end.counts.passed, 24);
    // When one is told, it is over, and at most the others are under way with the one that took its place.
    assert!((1..=3).contains(&told.most_under_way), "{}", told.most_under_way);
}

/// A clock that goes on when somebody waits, and not otherwise.
struct Stepped {
    now: AtomicI64,
    waited: Mutex<Vec<Duration>>,
}

impl Clock for Stepped {
    fn now(&self) -> Timestamp {
        Timestamp(self.now.load(Ordering::SeqCst))
    }
}

impl Pause for Stepped {
    fn pause(&self, span: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.waited.lock().unwrap().push(span);
        self.now.fetch_add(i64::try_from(span.as_millis()).unwrap(), Ordering::SeqCst);
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_begin_in_a_second_at_a_host_than_allowed() {
    let stepped =
        Arc::new(Stepped { now: AtomicI64::new(SystemClock.now().0), waited: Mutex::default() });
    let options = EngineOptions {
        clock: Arc::clone(&stepped) as _,
        pause: Arc::clone(&stepped) as _,
        ..EngineOptions::default()
    };
    let bench = Bench::with(options, Risk::Development).await;
    let (places, other) = (format!("GET {PATH}"), "GET https://platform.adobe.io/x");
    bench.file("rate", &[("", &places), ("", other), ("", &places), ("", other), ("", &places)]);
    let settings = RunSettings { per_second: Some(many(4)), ..bench.settings("rate") };
    bench.run(settings).await.unwrap();
    let waited: Vec<u128> =
        stepped.waited.lock().unwrap().iter().map(Duration::as_millis).collect();
    // The other host has turns of its own, which have come by then.
    assert_eq!(waited, [250, 250]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_failure_stops_the_others_when_that_is_wanted() {
    let bench = Bench::new().await;
    let get = format!("GET {PATH}");
    bench.file("stop", &[("", &get), ("", "GET /nowhere"), ("", &get), ("", &get)]);
    let settings = RunSettings { on_failure: OnFailure::Stop, ..bench.settings("stop") };
    let told = bench.run(settings).await.unwrap();
    assert_eq!(outcomes(&told), [RunOutcome::Passed, RunOutcome::ErrorAnswer]);
    assert_eq!((told.end.stopped, told.end.counts.left()), (Some(RunStopped::Failure), 2));
    assert_eq!(bench.count(PATH), 1);
    // What follows is sent when somebody goes on, and what came of the rest stays.
    let rest = bench.resume(&told.end.id).await.unwrap();
    assert_eq!(outcomes(&rest), [RunOutcome::Passed, RunOutcome::Passed]);
    assert_eq!((rest.end.stopped, rest.end.counts.passed, bench.count(PATH)), (None, 3, 3));
    let none = bench.resume(&told.end.id).await.unwrap();
    assert!(none.results.is_empty() && bench.count(PATH) == 3, "there is nothing left");
}

#[rstest]
#[case::in_order(1)]
#[case::side_by_side(3)]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_stopped_goes_on_where_it_was_and_sends_nothing_twice(#[case] parallel: u32) {
    const ROWS: usize = 20;
    let bench = Bench::new().await;
    bench.file("rows", &[("", &format!("POST {PATH}/{{{{N}}}}"))]);
    let rows: String = (0..ROWS).map(|row| format!("row-{row:02}\n")).collect();
    let data = bench.data(&format!("N\n{rows}"));
    let settings =
        RunSettings { parallel: many(parallel), ..with_rows(bench.settings("rows"), data) };
    let mut left = 7;
    let told = bench.run_while(settings, Confirmation::NotGiven, |_, stop| {
        left -= 1;
        if left == 0 {
            stop();
        }
    });
    let told = told.await.unwrap();
    assert_eq!(told.end.stopped, Some(RunStopped::Cancelled));
    assert!((7..ROWS).contains(&told.results.len()), "{}", told.results.len());
    let rest = bench.resume(&told.end.id).await.unwrap();
    assert_eq!(told.results.len() + rest.results.len(), ROWS);
    for row in 0..ROWS {
        let count = bench.count(&format!("{PATH}/row-{row:02}"));
        assert!(count <= 1, "row {row} was sent {count} times");
    }
    // What was under way when it was stopped can change data, and nobody knows what came of it.
    let unknown = rest.results.iter().filter(|it| it.outcome == RunOutcome::SendFailed).count();
    assert!(unknown < parallel as usize + 1, "{:?}", rest.results);
}

/// As a process that is killed: everything of the run is gone but what is on the disk.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_put_back_for_what_is_left_of_its_lane() {
    let bench = Bench::new().await;
    let echo = format!("GET {PATH}?from={{{{NEW}}}}");
    let create = ("# @name create\n# @capture NEW = body $.id", &*format!("POST {PATH}"));
    bench.file("lane", &[create, ("", &echo), ("", &echo)]);
    let settings = bench.settings("lane");
    let told = bench.run_while(settings, Confirmation::NotGiven, |result, stop| {
        if result.number == 2 {
            stop();
        }
    });
    let told = told.await.unwrap();
    assert_eq!(told.results.len(), 2);
    let rest = bench.resume(&told.end.id).await.unwrap();
    assert_eq!(outcomes(&rest), [RunOutcome::Passed], "{:?}", rest.results);
    assert_eq!(rest.results[0].url, told.results[1].url);
    let posts = told.results.iter().filter(|it| it.method.writes()).count();
    assert_eq!(posts, 1, "nothing is created a second time");
}

/// Somebody agreed to each write once, and not to another one for the sake of an answer that is gone.
#[tokio::test(flavor = "multi_thread")]
async fn what_writes_is_sent_once_also_when_another_wants_its_answer_again() {
    let bench = Bench::with(EngineOptions::default(), Risk::Production).await;
    let create = ("# @name create", &*format!("POST {PATH}"));
    let wants = format!("POST {PATH}?from={{{{create.response.body.$.id}}}}");
    bench.file("twice", &[create, ("", &wants)]);
    let told = bench.run_while(bench.settings("twice"), Confirmation::Given, |result, stop| {
        if result.number == 1 {
            stop();
        }
    });
    let told = told.await.unwrap();
    assert_eq!(outcomes(&told), [RunOutcome::Passed], "{:?}", told.results);
    let sent = bench.count(PATH);
    bench.world.engine.history().delete(&[told.results[0].exchange.unwrap()]).unwrap();
    let rest = bench.resume_with(&told.end.id, Confirmation::Given).await.unwrap();
    // The second may have been on its way when the run was stopped: then nobody knows.
    let unsent = [[RunOutcome::NotSent], [RunOutcome::SendFailed]];
    assert!(unsent.iter().any(|it| outcomes(&rest) == *it), "{:?}", rest.results);
    assert_eq!(bench.count(PATH), sent, "nothing is created a second time");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_another_by_now_is_not_gone_on_with() {
    let bench = Bench::new().await;
    bench.file("one", &[("", &format!("GET {PATH}/{{{{N}}}}"))]);
    let data = bench.data("N\n1\n2\n");
    let settings = with_rows(bench.settings("one"), data);
    let told = bench.run_while(settings, Confirmation::NotGiven, |_, stop| stop()).await.unwrap();
    let id = told.end.id;
    bench.data("N\n1\n3\n");
    let problem = bench.resume(&id).await.err().expect("other rows");
    assert_eq!(problem.code, ErrorCode::Conflict);
    bench.data("N\n1\n2\n");
    bench.file("one", &[("", "GET /first"), ("", &format!("GET {PATH}/{{{{N}}}}"))]);
    let problem = bench.resume(&id).await.err().expect("other requests");
    assert_eq!(problem.code, ErrorCode::Conflict);
    bench.file("one", &[("", &format!("GET {PATH}/{{{{N}}}}"))]);
    let path = bench.world.folder.path().join("requests/one.http");
    let before = std::fs::read_to_string(&path).unwrap();
    let elsewhere = before.replace("https://api-places.adobe.io/", "https://places.example/");
    let other_check = before.replace("\nGET", "\n# @check status 204\nGET");
    let other_value = format!("@N = 9\n\n{before}");
    for text in [elsewhere, other_check, other_value] {
        assert_ne!(text, before);
        std::fs::write(&path, text).unwrap();
        let problem = bench.resume(&id).await.err().expect("another text of the same name");
        assert_eq!(problem.code, ErrorCode::Conflict);
    }
    std::fs::write(&path, before).unwrap();
    let journal = bench.world.folder.path().join("runs").join(format!("{id}.jsonl"));
    let whole = std::fs::read_to_string(&journal).unwrap();
    let (calls, requests) = ("\"calls\":2", "\"requests\":1");
    assert!(whole.contains(calls) && whole.contains(requests), "{whole}");
    for (was, is) in [(calls, "\"calls\":9000000000000000000"), (requests, "\"requests\":7")] {
        std::fs::write(&journal, whole.replacen(was, is, 1)).unwrap();
        let problem = bench.resume(&id).await.err().expect("other numbers");
        assert_eq!(problem.code, ErrorCode::Damaged);
    }
    let first = whole.lines().find(|line| line.contains("\"number\":1,"));
    let done = first.unwrap().replace("\"number\":1,", "\"number\":0,");
    assert!(done.contains("\"number\":0,"), "{done}");
    std::fs::write(&journal, format!("{whole}{done}\n")).unwrap();
    let rest = bench.resume(&id).await.unwrap();
    assert_eq!((rest.end.counts.done(), rest.end.counts.left()), (2, 0), "one of no call counts");
    let nobody = RunId::parse("20260101-000000-abcdef").unwrap();
    assert_eq!(bench.resume(&nobody).await.err().unwrap().code, ErrorCode::NotFound);
    assert!(RunId::parse("../x").is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_with_a_write_to_production_asks_once_with_the_whole_list() {
    let bench = Bench::with(EngineOptions::default(), Risk::Production).await;
    bench.file("prod", &[("", &format!("GET {PATH}")), ("", &format!("POST {PATH}/{{{{N}}}}"))]);
    let settings = with_rows(bench.settings("prod"), bench.data("N\n1\n2\n3\n"));
    let plan = bench.world.engine.runs().run_plan(&settings, &RunGiven::default()).unwrap();
    let asks: Vec<u64> = plan.asks.iter().map(|ask| ask.calls).collect();
    assert_eq!(asks, [3], "{plan:?}");
    let secret = bench.world.project("Places").client_secret;
    let leaking = with_rows(settings.clone(), bench.data(&format!("N\n{secret}\n")));
    let shown = bench.world.engine.runs().run_plan(&leaking, &RunGiven::default()).unwrap();
    assert!(shown.asks.len() == 1 && !shown.asks[0].url.contains(&secret), "{shown:?}");
    let later = with_rows(settings.clone(), bench.data(&format!("N\n1\n{secret}\n")));
    let told = bench.world.engine.runs().run_plan(&later, &RunGiven::default()).unwrap();
    let reasons = told.asks.iter().flat_map(|ask| &ask.reasons);
    assert!(reasons.clone().any(|it| it.contains("the URL contains")), "a later row's: {told:?}");
    bench.data("N\n1\n2\n3\n");
    let problem = bench.run(settings.clone()).await.err().expect("nobody agreed");
    assert_eq!(problem.code, ErrorCode::NeedsConfirmation);
    assert!(problem.detail.unwrap().contains("(3 times)"));
    assert_eq!(bench.count("/places"), 0, "not even what only reads");
    assert!(bench.world.engine.runs().run_list(9).is_empty(), "and nothing was begun");
    let told = bench.run_while(settings, Confirmation::Given, |_, _| ()).await.unwrap();
    assert_eq!(told.results.len(), 6);
    assert!(told.results.iter().all(|it| it.outcome != RunOutcome::NotSent));
}

/// What only a row makes a write to production is found among the rows.
#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_leads_to_production_is_asked_about() {
    let bench = Bench::new().await;
    let call = "POST https://platform.adobe.io/data/foundation/x/{{N}}";
    bench.file("boxes", &[("", call)]);
    let path = bench.world.folder.path().join("requests/boxes.http");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("x-api-key", "x-sandbox-name: {{BOX}}\nx-api-key")).unwrap();
    let settings = with_rows(bench.settings("boxes"), bench.data("N,BOX\n1,prod\n2,prod\n"));
    let plan = bench.world.engine.runs().run_plan(&settings, &RunGiven::default()).unwrap();
    assert_eq!(plan.asks.iter().map(|ask| ask.calls).collect::<Vec<_>>(), [2]);
    let problem = bench.run(settings).await.err().expect("nobody agreed");
    assert_eq!(problem.code, ErrorCode::NeedsConfirmation);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_runs_go_side_by_side_and_each_has_its_own() {
    let bench = Bench::new().await;
    bench.file("one", &[("", &format!("GET {PATH}/{{{{N}}}}"))]);
    let data = bench.data("N\n1\n2\n3\n4\n5\n6\n");
    let settings = with_rows(bench.settings("one"), data);
    let (a, b) = tokio::join!(bench.run(settings.clone()), bench.run(settings));
    let (a, b) = (a.unwrap(), b.unwrap());
    assert_ne!(a.end.id, b.end.id);
    assert_eq!((a.results.len(), b.results.len()), (6, 6));
    assert_eq!(bench.world.engine.runs().run_list(9).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_is_deleted_meanwhile_gets_nothing_more() {
    let bench = Bench::new().await;
    bench.file("one", &[("", &format!("GET {PATH}?n={{{{N}}}}"))]);
    let settings = with_rows(bench.settings("one"), bench.data("N\n1\n2\n3\n"));
    let told = bench.run_while(settings, Confirmation::NotGiven, |result, _| {
        if result.number == 1 {
            bench.world.engine.profiles().delete(&bench.profiles[0]).unwrap();
        }
    });
    let told = told.await.unwrap();
    // The second may have been on its way when the first was told.
    assert_eq!(told.results.len(), 3);
    let last = told.results.last().unwrap();
    let code = last.problem.as_ref().map(|problem| problem.code);
    assert_eq!((last.outcome, code), (RunOutcome::NotSent, Some(ErrorCode::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_credential_that_is_refused_is_asked_for_once() {
    let bench = Bench::new().await;
    let wrong = mudbrick_engine::Secret::new("p8e-wrong".to_owned());
    let mut draft = bench.world.project("Places").draft;
    draft.name = "Wrong".to_owned();
    let id = bench.world.engine.profiles().create(&draft, Some(wrong)).unwrap().summary.id;
    bench.file("one", &[("", &format!("GET {PATH}?n={{{{N}}}}"))]);
    let settings = with_rows(bench.settings("one"), bench.data("N\n1\n2\n3\n4\n5\n"));
    let before = bench.count("/ims/token");
    let told = bench.run(RunSettings { profiles: vec![id], ..settings }).await.unwrap();
    assert_eq!(told.end.counts.not_sent, 5, "{:?}", told.results);
    assert_eq!(bench.count("/ims/token") - before, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_that_cannot_be_written_ends_the_run() {
    let bench = Bench::new().await;
    bench.file("one", &[("", &format!("POST {PATH}/{{{{N}}}}"))]);
    let settings = with_rows(bench.settings("one"), bench.data("N\n1\n2\n3\n4\n"));
    let journals = bench.world.folder.path().join("runs");
    let mut kept = None;
    let told = bench.run_while(settings, Confirmation::NotGiven, |_, _| {
        let journal = std::fs::read_dir(&journals).unwrap().flatten().next();
        if let Some(journal) = journal.map(|entry| entry.path()).filter(|path| path.is_file()) {
            let aside = bench.world.folder.path().join("aside");
            std::fs::rename(&journal, &aside).unwrap();
            // Something that is no file is never written to, as a full disk is not.
            std::fs::create_dir(&journal).unwrap();
            kept = Some((journal, aside));
        }
    });
    let told = told.await.unwrap();
    assert_eq!(told.end.stopped, Some(RunStopped::Interrupted));
    assert_eq!(told.end.problem.map(|problem| problem.code), Some(ErrorCode::Storage));
    assert!(told.results.len() < 4, "nothing more goes out that nobody could go on from");
    let (journal, aside) = kept.unwrap();
    std::fs::remove_dir(&journal).unwrap();
    std::fs::rename(&aside, &journal).unwrap();
    let rest = bench.resume(&told.end.id).await.unwrap();
    assert_eq!(rest.end.counts.left(), 0);
    for row in 1..=4 {
        assert!(bench.count(&format!("{PATH}/{row}")) <= 1, "row {row}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn results_are_read_back_in_parts_and_as_reports() {
    let bench = Bench::new().await;
    bench.file("one", &[("", &format!("GET {PATH}?n={{{{N}}}}")), ("", "GET /nowhere")]);
    let rows: String = (0..30).map(|row| format!("{row}\n")).collect();
    let data = bench.data(&format!("N\n{rows}"));
    let settings = RunSettings { parallel: many(4), ..with_rows(bench.settings("one"), data) };
    let told = bench.run(settings).await.unwrap();
    let (runs, id) = (bench.world.engine.runs(), &told.end.id);
    let part = runs.run_results(id, RunFilter::All, 50, 20).unwrap();
    assert_eq!((part.total, part.results.len()), (60, 10));
    let all = runs.run_results(id, RunFilter::All, 0, 60).unwrap().results;
    assert_eq!(part.results, all[50..]);
    // Of calls side by side, each is told and written down as it ends, in no order of the two.
    let by_number = |mut results: Vec<RunResult>| {
        results.sort_by_key(|one| one.number);
        // The last of sixteen digits may be another one after reading JSON back.
        let rounded = |ms: f64| (ms * 1e6).round();
        results.iter_mut().for_each(|one| one.total_ms = one.total_ms.map(rounded));
        results
    };
    assert_eq!(by_number(all), by_number(told.results));
    let failed = runs.run_results(id, RunFilter::Failed, 0, 5).unwrap();
    assert_eq!((failed.total, failed.results.len()), (30, 5));
    assert_eq!(runs.run_list(1)[0].counts, told.end.counts);
    let mut json = Vec::new();
    runs.run_report(id, RunReport::Json, Destination::Stream(&mut json)).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["results"].as_array().unwrap().len(), 60);
}

/// What is not understood sends nothing and begins nothing.
#[rstest]
#[case::no_folder("nowhere")]
#[case::no_file("./nowhere.http")]
#[case::no_name("night#nobody")]
#[case::no_entry("999")]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_not_run(#[case] what: &str) {
    let bench = Bench::new().await;
    bench.file("night", &[("", "GET /x")]);
    let runs = bench.world.engine.runs();
    let found = runs.find_what(&[what.to_owned()]);
    let settings = found.map(|what| RunSettings { what, ..bench.settings("night") });
    let problem = match settings {
        Ok(settings) => runs.run_plan(&settings, &RunGiven::default()).err(),
        Err(problem) => Some(problem),
    };
    assert!(problem.is_some(), "{what}");
}
