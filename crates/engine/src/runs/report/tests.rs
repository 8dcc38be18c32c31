use super::super::journal::{Header, Journal, Line, new_id};
use super::super::run_view::{OnFailure, RunOutcome, RunResult, RunSettings, RunWhat};
use super::*;
use crate::answers::view::CheckView;
use crate::{Engine, EngineOptions, Home};
use mudbrick_model::{ErrorCode, ExchangeId, Method, ProfileId, Timestamp};
use std::num::NonZeroU32;

const ODD: &str = "a|b`c`<i>&\"d\"\u{1}\u{0}\u{1b}[31m\n\u{ffff}]]> é";

fn result(number: u64, outcome: RunOutcome) -> RunResult {
    let check = |check: &str, passed| CheckView {
        check: check.to_owned(),
        passed,
        found: (!passed).then(|| ODD.to_owned()),
        because: None,
    };
    let is_sent = outcome != RunOutcome::NotSent;
    RunResult {
        number,
        profile: ProfileId::parse(&format!("{:032x}", number % 2)).unwrap(),
        title: format!("Acme · {ODD}"),
        row: (number > 2).then_some(number),
        called: format!("places/pois#{ODD}"),
        name: format!("List {ODD}"),
        method: Method::Get,
        url: is_sent.then(|| "https://x.io/?a=1&b=2".to_owned()),
        outcome,
        status: is_sent.then_some(200),
        started_at: Timestamp::from_seconds(1_800_000_000),
        total_ms: is_sent.then_some(12.25),
        body_bytes: is_sent.then_some(857),
        exchange: is_sent.then_some(ExchangeId(7)),
        checks: match outcome {
            RunOutcome::CheckFailed => vec![check("status 200", true), check(ODD, false)],
            _ => Vec::new(),
        },
        problem: (outcome == RunOutcome::NotSent)
            .then(|| Problem::new(ErrorCode::InvalidInput, ODD)),
    }
}

const OUTCOMES: [RunOutcome; 5] = [
    RunOutcome::Passed,
    RunOutcome::CheckFailed,
    RunOutcome::ErrorAnswer,
    RunOutcome::SendFailed,
    RunOutcome::NotSent,
];

/// A run of two profiles and several requests, of which the last call ended first.
fn report(of: RunReport) -> String {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(Home::at(folder.path()), EngineOptions::default());
    let (runs, core) = (engine.runs(), &engine.core);
    let settings = RunSettings {
        what: RunWhat::Exchanges { ids: vec![ExchangeId(1)] },
        profiles: [1, 0].map(|id| ProfileId::parse(&format!("{id:032x}")).unwrap()).to_vec(),
        data: None,
        parallel: NonZeroU32::MIN,
        per_second: None,
        on_failure: OnFailure::GoOn,
    };
    let id = new_id(Timestamp::from_seconds(1_800_000_000));
    let header = Header {
        version: 1,
        id: id.clone(),
        started_at: Timestamp::from_seconds(1_800_000_000),
        settings,
        calls: 6,
        requests: 1,
        revision: String::new(),
        data: None,
    };
    let journal = Journal::begin(core, &header).unwrap();
    for (at, outcome) in OUTCOMES.into_iter().enumerate().rev() {
        journal.add(&Line::Done(Box::new(result(at as u64 + 1, outcome)))).unwrap();
    }
    let mut written = Vec::new();
    runs.run_report(&id, of, Destination::Stream(&mut written)).unwrap();
    String::from_utf8(written).unwrap()
}

/// Enough of an XML reader to see that the report is well-formed: names of elements as they open, and every text.
fn elements(xml: &str) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    let mut seen = Vec::new();
    let mut rest = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>").unwrap();
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        assert!(!text.contains(['>', '"']) || !open.is_empty(), "{text}");
        let end = tag.find('>').expect("a tag ends");
        let inside = &tag[1..end];
        rest = &tag[end + 1..];
        if let Some(name) = inside.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        let name = inside.split([' ', '/']).next().unwrap().to_owned();
        assert_eq!(inside.matches('"').count() % 2, 0, "{inside}");
        seen.push(name.clone());
        if !inside.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
    seen
}

#[test]
fn junit_is_well_formed_whatever_is_in_it() {
    let xml = report(RunReport::Junit);
    let allowed = |c: char| c == '\n' || (c >= ' ' && c != '\u{ffff}');
    assert!(xml.chars().all(allowed), "{xml:?}");
    let seen = elements(&xml);
    let count = |name: &str| seen.iter().filter(|one| *one == name).count();
    assert_eq!((count("testsuites"), count("testsuite"), count("testcase")), (1, 2, 5));
    assert_eq!((count("failure"), count("error"), count("skipped")), (2, 1, 1));
    let all =
        "<testsuites name=\"mudbrick run\" tests=\"5\" failures=\"2\" errors=\"1\" skipped=\"1\">";
    assert!(xml.contains(all), "{xml}");
    // Calls 1, 3 and 5 are the first profile's.
    let first = xml.split("<testsuite ").nth(1).unwrap();
    assert!(first.contains("tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\""), "{first}");
    assert!(first.find("(row 3)") < first.find("(row 5)"), "in the order of the run: {first}");
    assert!(xml.contains(
        "a|b`c`&lt;i&gt;&amp;&quot;d&quot;\\u{1}\\u{0}\\u{1b}[31m&#10;\\u{ffff}]]&gt; é"
    ));
}

#[test]
fn json_has_every_result() {
    let json: serde_json::Value = serde_json::from_str(&report(RunReport::Json)).unwrap();
    assert_eq!(json["counts"]["passed"], 1);
    assert_eq!(json["settings"]["parallel"], 1);
    let results = json["results"].as_array().unwrap();
    let numbers: Vec<u64> = results.iter().map(|one| one["number"].as_u64().unwrap()).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    assert_eq!(results[1]["checks"][1]["found"], ODD);
}

#[test]
fn markdown_takes_nothing_for_markdown() {
    let text = report(RunReport::Markdown);
    assert!(text.contains("| 6 | 1 | 1 | 1 | 1 | 1 | 1 |"), "{text}");
    let cells = |line: &&str| line.replace("\\|", "").matches('|').count();
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).collect();
    assert!(rows.iter().skip(3).all(|row| cells(row) == 10), "{rows:?}");
    assert_eq!(rows.len(), 3 + 2 + 5);
    let plain = text.replace("\\`", "").replace("\\|", "");
    assert!(!plain.contains(['`', '<', '\u{1b}', '\u{0}']), "{text}");
    assert!(text.lines().all(|line| !line.contains('\r')));
}
