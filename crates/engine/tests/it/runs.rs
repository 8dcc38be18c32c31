//! Requests run with profiles and rows: order, pace, stopping, the guard, and what is written down.

mod bench;
mod going_on;

use bench::{Bench, PATH, many, outcomes, with_rows};
use mudbrick_engine::view::{
    OnFailure, RunFilter, RunOutcome, RunReport, RunResult, RunSettings, RunStopped,
};
use mudbrick_engine::{Confirmation, Destination, EngineOptions, Pause, RunGiven};
use mudbrick_model::{Clock, ErrorCode, Risk, SystemClock, Timestamp};
use rstest::rstest;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

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
