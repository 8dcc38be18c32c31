//! A comparison as the window looks at it: opened as a job, row by row, difference by difference, copied out; the answer before
//! one; what broke off; and which calls of a replay count as production.

use crate::home::World;
use mudbrick_engine::view::{
    ArrayOrder, ComparedAs, ComparedSide, ComparedTo, ComparisonAt, ComparisonLook, ComparisonMark,
    ComparisonRow, ComparisonText, Counting, OpenComparison, PromptAnswers, ReplayWish,
};
use mudbrick_engine::{CompareOptions, Confirmation, JobKind, Noise, ReplayOn, Subject};
use mudbrick_model::{ErrorCode, ExchangeId, Header, Method, Problem, ProfileId, Request, Risk};
use mudbrick_practice::{Fault, Mishap};

const LIBRARIES: &str = "/places/placesapi/v1/libraries";
const BESIDE: ComparisonLook = ComparisonLook { merged: false, only_differences: false };

fn get(path: &str) -> Request {
    Request {
        name: "List libraries".into(),
        method: Method::Get,
        url: format!("https://api-places.adobe.io{path}"),
        headers: vec![
            Header::new("Authorization", "Bearer {{ACCESS_TOKEN}}"),
            Header::new("x-api-key", "{{API_KEY}}"),
            Header::new("x-gw-ims-org-id", "{{IMS_ORG}}"),
        ],
        body: None,
    }
}

async fn sent(world: &World, id: &ProfileId) -> ExchangeId {
    let view = world.send(id, get(LIBRARIES), Confirmation::NotGiven).await.unwrap();
    view.summary.id
}

fn file(world: &World, name: &str, text: impl AsRef<[u8]>) -> ComparedSide {
    let path = world.folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    ComparedSide::File { number: world.engine.comparison().take_file(path).number }
}

fn between(left: &ComparedSide, right: &ComparedSide) -> ComparisonAt {
    let (left, right) = (left.clone(), right.clone());
    ComparisonAt { left, right, counting: Counting::default() }
}

async fn open(
    world: &World,
    at: &ComparisonAt,
    look: ComparisonLook,
) -> Result<OpenComparison, Problem> {
    let job = world.engine.jobs().start(JobKind::Compare);
    world.engine.comparison().open(&job, at.clone(), look).await
}

fn told(rows: &[ComparisonRow]) -> Vec<String> {
    let text = |cell: &Option<mudbrick_engine::view::ComparisonCell>| {
        cell.as_ref().map_or("–".to_owned(), |cell| cell.text.clone())
    };
    rows.iter()
        .map(|row| format!("{:?} {} {}", row.mark, text(&row.left), text(&row.right)))
        .collect()
}

const LEFT: &str =
    r#"{"items":[{"id":1,"at":"2026-01-01T00:00:00Z"},{"id":2,"n":1}],"x":"••••••••"}"#;
const RIGHT: &str =
    r#"{"items":[{"id":2,"n":2},{"id":1,"at":"2026-01-02T00:00:00Z"}],"x":"••••••••"}"#;

#[tokio::test(flavor = "multi_thread")]
async fn it_is_looked_at_row_by_row_and_what_is_ignored_leaves_it() {
    let world = World::start().await;
    let (left, right) = (file(&world, "a.json", LEFT), file(&world, "b.json", RIGHT));
    let room = world.engine.comparison();
    let by_key = Counting { arrays: ArrayOrder::ByKey { key: "id".into() }, ..Counting::default() };
    let at = ComparisonAt { counting: by_key, ..between(&left, &right) };
    let view = open(&world, &at, BESIDE).await.unwrap();
    assert_eq!((view.compared_as, view.differences, view.is_same), (ComparedAs::Json, 2, false));
    assert_eq!((view.left.title.ends_with("a.json"), view.left.bytes), (true, LEFT.len()));
    assert!(view.notes[0].starts_with("Secrets are masked"), "{:?}", view.notes);
    let rows = room.rows(&at, BESIDE, 0, 100).unwrap();
    assert_eq!(rows.len(), view.rows);
    assert_eq!(
        told(&rows[4..8]),
        [
            r#"Changed "at": "2026-01-01T00:00:00Z" "at": "2026-01-02T00:00:00Z""#,
            "Same } }",
            "Same { {",
            r#"Same "id": 2 "id": 2"#
        ]
    );
    let place = room.place(&at, BESIDE, 0).unwrap().unwrap();
    assert_eq!((place.row, place.path.as_deref()), (4, Some("$.items[0].at")));
    let ignorable = place.ignorable.unwrap();
    assert_eq!(ignorable, "$.items[*].at");
    assert_eq!(view.suggestions[0].path, ignorable);
    assert_eq!(room.place(&at, BESIDE, 2).unwrap(), None);

    let mut without = at.clone();
    without.counting.ignored = vec![ignorable.clone()];
    let view = open(&world, &without, BESIDE).await.unwrap();
    assert_eq!((view.differences, view.counts.changed), (1, 1));
    let marks = room.rows(&without, BESIDE, 0, 100).unwrap();
    assert!(marks.iter().any(|row| row.mark == ComparisonMark::Ignored), "{marks:?}");
    let mut quiet = at.clone();
    quiet.counting.without_noise = true;
    let view = open(&world, &quiet, BESIDE).await.unwrap();
    assert_eq!((view.differences, view.left_out, view.suggestions.len()), (1, vec![ignorable], 0));

    let look = ComparisonLook { merged: true, only_differences: true };
    let view = open(&world, &quiet, look).await.unwrap();
    assert!(view.rows < marks.len(), "{}", view.rows);
    let job = world.engine.jobs().start(JobKind::Compare);
    let text = room.text(&job, quiet.clone(), ComparisonText::Text).await.unwrap();
    assert!(text.contains("-       \"n\": 1\n+       \"n\": 2\n"), "{text}");
    let patch = room.text(&job, quiet, ComparisonText::Patch).await.unwrap();
    assert!(patch.contains(r#""op":"replace","path":"/items/1/n","value":2"#), "{patch}");
    let mut wrong = at;
    wrong.counting.ignored = vec!["items".into()];
    assert!(open(&world, &wrong, BESIDE).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_json_is_compared_by_line_and_that_is_said() {
    let world = World::start().await;
    let json = file(&world, "a.json", "[1]\n");
    let text = file(&world, "b.txt", "[1,\n2\n");
    let view = open(&world, &between(&json, &text), BESIDE).await.unwrap();
    assert_eq!(view.compared_as, ComparedAs::Lines);
    assert!(view.notes[0].contains("b.txt is no JSON (line 3"), "{:?}", view.notes);
    let rows = world.engine.comparison().rows(&between(&json, &text), BESIDE, 0, 9).unwrap();
    assert_eq!(rows[0].left.as_ref().unwrap().line, Some(1));
    let bytes = file(&world, "c.bin", [0xff, 0]);
    let view = open(&world, &between(&json, &bytes), BESIDE).await.unwrap();
    assert_eq!((view.compared_as, view.rows, view.is_same), (ComparedAs::Bytes, 0, false));
    assert!(view.notes[0].contains("c.bin is no text"), "{:?}", view.notes);
    let mut by_line = between(&json, &json);
    by_line.counting.by_line = true;
    assert!(open(&world, &by_line, BESIDE).await.unwrap().is_same);
    let job = world.engine.jobs().start(JobKind::Compare);
    let patch = world.engine.comparison().text(&job, by_line, ComparisonText::Patch).await;
    assert!(patch.unwrap_err().message.contains("by line"));
    let nobody = ComparedSide::File { number: 99 };
    let problem = open(&world, &between(&json, &nobody), BESIDE).await.unwrap_err();
    assert_eq!(problem.code, ErrorCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_before_is_the_one_to_the_same_request() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let other = world.profile_with("Places", |draft| draft.name = "Other".into()).summary.id;
    let first = sent(&world, &id).await;
    sent(&world, &other).await;
    let elsewhere = get("/places/placesapi/v1/pois");
    world.send(&id, elsewhere, Confirmation::NotGiven).await.unwrap();
    let last = sent(&world, &id).await;
    let room = world.engine.comparison();
    assert_eq!(room.before(last).unwrap(), Some(first));
    assert_eq!(room.before(first).unwrap(), None);
    let side = |id: ExchangeId| ComparedSide::Exchange { id };
    let at = between(&side(first), &side(last));
    let view = open(&world, &at, BESIDE).await.unwrap();
    assert!(view.is_same && view.left.exchange.unwrap().name == "List libraries");
    assert!(view.headers.iter().any(|header| header.name.eq_ignore_ascii_case("x-request-id")));
    // What is deleted is not looked at any more, although it is still open.
    world.engine.history().delete(&[first]).unwrap();
    assert!(room.rows(&at, BESIDE, 0, 1).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_broke_off_is_compared_as_a_part_and_listed_with_its_status() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let whole = sent(&world, &id).await;
    world.control().add_fault(Fault::once(LIBRARIES, Mishap::CutOff { after: 40 }));
    let part = sent(&world, &id).await;
    let listed = world.engine.history().list(None, "is:failed", None, 9).unwrap();
    let [entry] = &listed[..] else { panic!("{listed:?}") };
    assert_eq!((entry.id, entry.status, entry.body_bytes), (part, Some(200), Some(40)));
    assert!(entry.failed.is_some());
    let whole = Subject::Exchange(whole);
    let sides = world.engine.comparison().read(&whole, &Subject::Exchange(part)).unwrap();
    let view = sides.compare(&CompareOptions::default()).unwrap().view;
    assert!(view.notes[0].contains("broke off") && !view.is_same, "{:?}", view.notes);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_says_of_each_profile_what_the_guard_says_and_not_its_risk_alone() {
    let world = World::start().await;
    let id = world.profile("Platform").summary.id;
    let mut read = get("/data/foundation/catalog/dataSets");
    read.url = "https://platform.adobe.io/data/foundation/catalog/dataSets".into();
    let mut calls = Vec::new();
    for sandbox in ["prod", "dev", "nobody-knows"] {
        let mut request = read.clone();
        request.headers.push(Header::new("x-sandbox-name", sandbox));
        let kept = world.send(&id, request, Confirmation::NotGiven).await.unwrap().summary.id;
        let one = std::slice::from_ref(&id);
        let plan = world.engine.runs().replay_plan(kept, one, &PromptAnswers::default()).unwrap();
        assert!(plan[0].reasons_to_ask.is_empty(), "it only reads");
        calls.push(plan[0].production.is_some());
    }
    assert_eq!(calls, [true, false, true]);
    let live = world.profile_with("Places", |draft| draft.risk = Risk::Production).summary.id;
    let kept = sent(&world, &live).await;
    let plan = world.engine.runs().replay_plan(kept, &[live], &PromptAnswers::default()).unwrap();
    assert!(plan[0].production.as_ref().is_some_and(|why| why.ends_with("is production")));
}

#[tokio::test(flavor = "multi_thread")]
async fn over_profiles_only_what_differs_in_substance_is_told_when_noise_is_left_out() {
    let world = World::start().await;
    let ids: Vec<ProfileId> = ["A", "B", "C"]
        .map(|name| world.profile_with("Places", |draft| draft.name = name.into()).summary.id)
        .into();
    let original = sent(&world, &ids[0]).await;
    world.control().add_fault(Fault::once(LIBRARIES, Mishap::CutOff { after: 40 }));
    world.control().add_fault(Fault::once(LIBRARIES, Mishap::InternalError));
    let wish = ReplayWish {
        parallel: 0,
        per_second: None,
        against_first: false,
        counting: Counting { without_noise: true, ..Counting::default() },
    };
    let replay = ReplayOn::wished(original, ids, wish, PromptAnswers::default());
    assert_eq!(replay.options.noise, Noise::LeftOut);
    let job = world.engine.jobs().start(JobKind::Replay);
    let done = world.engine.runs().replay_on(&job, &replay, &Confirmation::NotGiven, |_| ()).await;
    let results = done.unwrap().results;
    let compared = |n: usize| results[n].compared.clone();
    assert!(matches!(compared(0), Some(ComparedTo::NotCompared { .. })), "{results:?}");
    assert!(matches!(compared(1), Some(ComparedTo::Differs { .. })), "{results:?}");
    assert_eq!(compared(2), Some(ComparedTo::Same), "{results:?}");
    assert!(results[0].problem.is_some() && results[2].problem.is_none(), "{results:?}");
}

/// A server may nest its answer as deep as it likes.
#[tokio::test]
async fn what_is_nested_ten_thousand_deep_is_copied_without_a_hundred_million_blanks() {
    let world = World::start().await;
    let nested = |inner: &str| format!("{}{inner}{}", "[".repeat(10_000), "]".repeat(10_000));
    let left = file(&world, "one.json", nested("1"));
    let right = file(&world, "other.json", nested("2"));
    let job = world.engine.jobs().start(JobKind::Compare);
    let at = between(&left, &right);
    let text = world.engine.comparison().text(&job, at, ComparisonText::Text).await.unwrap();
    assert!(text.len() < 2_000_000, "{} bytes", text.len());
    assert!(text.contains("- ") && text.contains("1\n") && text.contains("2\n"));
}
