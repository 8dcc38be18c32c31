//! Two answers compared, one request replayed on many profiles, and the guard before all of it.

use crate::home::World;
use mudbrick_engine::view::{ComparedAs, ComparedTo, PromptAnswers, ReplayedOn};
use mudbrick_engine::{
    Against, Arrays, CompareBy, CompareHeaders, CompareOptions, Confirmation, JobKind, JsonOptions,
    Pace, ProfileFilter, ReplayOn, Sending, Subject,
};
use mudbrick_model::{ErrorCode, ExchangeId, Header, Method, Problem, ProfileId, Request, Risk};
use rstest::rstest;
use std::num::NonZeroU32;
use std::path::PathBuf;

const LIBRARIES: &str = "/places/placesapi/v1/libraries";

fn request(method: Method, path: &str) -> Request {
    Request {
        name: "Guarded".into(),
        method,
        url: format!("https://api-places.adobe.io{path}"),
        headers: vec![
            Header::new("Authorization", "Bearer {{ACCESS_TOKEN}}"),
            Header::new("x-api-key", "{{API_KEY}}"),
            Header::new("x-gw-ims-org-id", "{{IMS_ORG}}"),
            Header::new("Content-Type", "application/json"),
        ],
        body: method.writes().then(|| r#"{"name":"Quay"}"#.into()),
    }
}

fn places(world: &World, name: &str, risk: Risk) -> ProfileId {
    let profile = world.profile_with("Places", |draft| {
        draft.name = name.to_owned();
        draft.risk = risk;
    });
    profile.summary.id
}

fn replay(exchange: ExchangeId, profiles: &[ProfileId]) -> ReplayOn {
    ReplayOn {
        exchange,
        profiles: profiles.to_vec(),
        pace: Pace { parallel: NonZeroU32::new(3).unwrap(), per_second: None },
        against: Against::Original,
        options: CompareOptions::default(),
        answers: PromptAnswers::default(),
    }
}

async fn replayed(
    world: &World,
    replay: &ReplayOn,
    confirmation: Confirmation,
) -> Result<Vec<ReplayedOn>, Problem> {
    let job = world.engine.jobs().start(JobKind::Send);
    let mut told = Vec::new();
    let tell = |result: &ReplayedOn| told.push(result.clone());
    let done = world.engine.runs().replay_on(&job, replay, &confirmation, tell).await?;
    assert_eq!(done.results, told, "each is told as it ends");
    assert_eq!(done.not_sent, 0);
    Ok(told)
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_and_files_are_compared() {
    let world = World::start().await;
    let id = places(&world, "P", Risk::Development);
    let given = Confirmation::NotGiven;
    let one = world.send(&id, request(Method::Get, LIBRARIES), given.clone()).await.unwrap();
    let other = world.send(&id, request(Method::Get, LIBRARIES), given.clone()).await.unwrap();
    let lost = world.send(&id, request(Method::Get, "/places/nowhere"), given).await.unwrap();
    let exchange = |view: &mudbrick_engine::view::ExchangeView| Subject::Exchange(view.summary.id);
    let room = world.engine.comparison();
    let compare = |left: &Subject, right: &Subject, options: &CompareOptions| {
        Ok::<_, Problem>(room.read(left, right)?.compare(options)?.view)
    };
    let options = CompareOptions::default();
    let same = compare(&exchange(&one), &exchange(&other), &options).unwrap();
    assert!(same.is_same && same.compared_as == ComparedAs::Json, "{same:?}");
    let differs = compare(&exchange(&one), &exchange(&lost), &options).unwrap();
    assert!(!differs.is_same && differs.statuses == Some((200, 404)), "{differs:?}");
    let headers = CompareOptions { headers: CompareHeaders::Compared, ..options.clone() };
    let headers = compare(&exchange(&one), &exchange(&lost), &headers).unwrap();
    assert!(!headers.headers.is_empty(), "the lengths differ: {headers:?}");

    let file = |name: &str, text: &[u8]| {
        let path = world.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        Subject::File(path)
    };
    let (left, right) =
        (file("a.json", b"[1,2,{\"id\":7}]"), file("b.json", b"[{\"id\":7},2.0,1]"));
    let bag = JsonOptions { arrays: Arrays::AnyOrder, ..JsonOptions::default() };
    let bag = CompareOptions { json: bag, ..CompareOptions::default() };
    let view = compare(&left, &right, &bag).unwrap();
    assert_eq!((view.counts.changed, view.counts.only_spelling), (1, 1), "{view:?}");
    let by_line = CompareOptions { by: CompareBy::Lines, ..CompareOptions::default() };
    assert_eq!(compare(&left, &right, &by_line).unwrap().compared_as, ComparedAs::Lines);
    let unified = room.read(&left, &right).unwrap().compare(&by_line).unwrap().unified();
    assert!(unified.unwrap().contains("\n-[1,2"), "as diff writes it");
    let bytes = file("c.bin", &[0xff, 0]);
    let view = compare(&left, &bytes, &options).unwrap();
    assert!(!view.is_same && view.compared_as == ComparedAs::Bytes);
    assert!(compare(&bytes, &bytes, &options).unwrap().is_same);
    let gone = Subject::File(PathBuf::from("/nowhere.json"));
    let problem = compare(&left, &gone, &options).expect_err("there is none");
    assert_eq!(problem.code, ErrorCode::InvalidInput);
    let sides = room.read(&bytes, &left).unwrap();
    let patch = sides.compare(&options).unwrap().patch().expect_err("no JSON");
    assert!(patch.message.contains("is no JSON"), "{patch:?}");
    // A text is compared in its own characters.
    let (latin1, utf8) = (
        file("k.txt", b"Gr\xfc\xdfe aus M\xfcnchen"),
        file("l.txt", "Grüße aus München".as_bytes()),
    );
    let view = compare(&latin1, &utf8, &options).unwrap();
    assert!(view.is_same && view.notes[0].contains("different character sets"), "{view:?}");
    // What is to be ignored is judged, and said not to be, where there is no JSON.
    let ignoring = |path: &str| CompareOptions {
        json: JsonOptions { ignored: vec![path.to_owned()], ..JsonOptions::default() },
        ..CompareOptions::default()
    };
    let view = compare(&left, &utf8, &ignoring("$.a")).unwrap();
    assert!(view.notes[0].starts_with("All that differs counts"), "{view:?}");
    assert!(compare(&left, &utf8, &ignoring("a")).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_replayed_on_many_profiles_and_compared() {
    let world = World::start().await;
    let ids = ["A", "B", "C"].map(|name| places(&world, name, Risk::Development));
    let sent = world.send(&ids[0], request(Method::Get, LIBRARIES), Confirmation::NotGiven).await;
    let original = sent.unwrap().summary.id;
    let results = replayed(&world, &replay(original, &ids), Confirmation::NotGiven).await.unwrap();
    assert_eq!(results.len(), 3);
    for result in &results {
        assert_eq!((result.status, &result.compared), (Some(200), &Some(ComparedTo::Same)));
    }
    // Another library is another answer.
    let post = world.send(&ids[0], request(Method::Post, LIBRARIES), Confirmation::NotGiven).await;
    post.unwrap();
    let results = replayed(&world, &replay(original, &ids), Confirmation::NotGiven).await.unwrap();
    let differs =
        |result: &ReplayedOn| matches!(result.compared, Some(ComparedTo::Differs { places: 1.. }));
    assert!(results.iter().all(differs), "{results:?}");
    let first = ReplayOn { against: Against::First, ..replay(original, &ids) };
    let results = replayed(&world, &first, Confirmation::NotGiven).await.unwrap();
    assert_eq!((&results[0].profile, &results[0].compared), (&ids[0], &None));
    assert!(results[1..].iter().all(|result| result.compared == Some(ComparedTo::Same)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_stopped_begins_nothing_more() {
    let world = World::start().await;
    let ids = ["A", "B", "C"].map(|name| places(&world, name, Risk::Development));
    let sent = world.send(&ids[0], request(Method::Get, LIBRARIES), Confirmation::NotGiven).await;
    let replay = ReplayOn { pace: Pace::ONE_BY_ONE, ..replay(sent.unwrap().summary.id, &ids) };
    let before = world.control().count(LIBRARIES);
    let job = world.engine.jobs().start(JobKind::Send);
    let stop = |_: &ReplayedOn| assert!(world.engine.jobs().stop(job.id()));
    let given = Confirmation::NotGiven;
    let done = world.engine.runs().replay_on(&job, &replay, &given, stop).await.unwrap();
    assert_eq!((done.results.len(), done.not_sent), (1, 2));
    assert_eq!(world.control().count(LIBRARIES), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn profiles_are_chosen_by_name_and_by_what_they_have_in_common() {
    let world = World::start().await;
    let (a, b) = (places(&world, "A", Risk::Production), places(&world, "B", Risk::Staging));
    let runs = world.engine.runs();
    let ids = |names: &[&str], filter: Option<ProfileFilter>| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let chosen = runs.choose(&names, filter.as_ref())?;
        Ok::<_, Problem>(chosen.into_iter().map(|profile| profile.id).collect::<Vec<_>>())
    };
    assert_eq!(ids(&["B", "A", "B"], None).unwrap(), [b.clone(), a.clone()]);
    let staging = ProfileFilter { risk: Some(Risk::Staging), ..ProfileFilter::default() };
    assert_eq!(ids(&[], Some(staging.clone())).unwrap(), std::slice::from_ref(&b));
    assert_eq!(ids(&["A"], Some(staging)).unwrap(), [a, b]);
    assert_eq!(ids(&[], Some(ProfileFilter::default())).unwrap().len(), 2);
    assert_eq!(ids(&[], None).expect_err("nothing chosen").code, ErrorCode::NotFound);
    let nobody = ProfileFilter { organization: Some("Nobody".into()), ..ProfileFilter::default() };
    assert!(ids(&[], Some(nobody)).is_err());
}

/// Numbers that are the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % bound
    }
}

/// The ways in which a request can go out.
#[derive(Debug, Clone, Copy)]
enum Way {
    Send,
    SendInFile,
    Replay,
    ReplayOnMany,
}

/// Every way, over random profiles, sandboxes and methods, without anybody having agreed.
#[rstest]
#[case::send(Way::Send)]
#[case::send_in_file(Way::SendInFile)]
#[case::replay(Way::Replay)]
#[case::replay_on_many(Way::ReplayOnMany)]
#[tokio::test(flavor = "multi_thread")]
async fn nothing_writes_to_production_unasked(#[case] way: Way) {
    const ROUNDS: usize = 150;
    let world = World::start().await;
    let mut random = Random(way as u64 + 1);
    let profiles: Vec<(ProfileId, Risk)> = (0..6)
        .map(|number| {
            let risk = [Risk::Production, Risk::Staging, Risk::Development][number % 3];
            let sandbox = ["prod", "dev", "stage-1"][random.below(3)].to_owned();
            let profile = world.profile_with("Places", |draft| {
                draft.name = format!("P{number}");
                draft.risk = risk;
                draft.sandbox = sandbox;
            });
            (profile.summary.id, risk)
        })
        .collect();
    let development = profiles[2].0.clone();
    let mut refused = 0;
    for round in 0..ROUNDS {
        let method = Method::ALL[random.below(Method::ALL.len())];
        let path = format!("{LIBRARIES}/guard-{round}");
        let request = request(method, &path);
        let (id, risk) = profiles[random.below(profiles.len())].clone();
        let not_given = Confirmation::NotGiven;
        let before = |world: &World| world.control().count(&path);
        let mut expected_before = 0;
        let (problem, writes) = match way {
            Way::Send => {
                let sent = world.send(&id, request, not_given).await;
                (sent.err(), risk == Risk::Production && method.writes())
            }
            Way::SendInFile => {
                let job = world.engine.jobs().start(JobKind::Send);
                let sending = Sending::of(request);
                let requests = world.engine.requests();
                let sent = requests.send_in_file(&job, &id, sending, not_given).await;
                (sent.err(), risk == Risk::Production && method.writes())
            }
            Way::Replay | Way::ReplayOnMany => {
                let kept = world.send(&development, request, not_given.clone()).await.unwrap();
                expected_before = before(&world);
                let mut on = vec![id.clone()];
                if let Way::ReplayOnMany = way {
                    on.extend(
                        profiles.iter().filter(|_| random.below(2) == 0).map(|(id, _)| id.clone()),
                    );
                }
                let is_production =
                    profiles.iter().any(|(id, risk)| on.contains(id) && *risk == Risk::Production);
                let problem = match way {
                    Way::Replay => world.replay(kept.summary.id, &id, not_given).await.err(),
                    _ => replayed(&world, &replay(kept.summary.id, &on), not_given).await.err(),
                };
                (problem, is_production && method.writes())
            }
        };
        if writes {
            refused += 1;
            let problem = problem.unwrap_or_else(|| panic!("{way:?} {method} went out unasked"));
            assert_eq!(problem.code, ErrorCode::NeedsConfirmation, "{problem:?}");
            assert_eq!(before(&world), expected_before, "{way:?} {method} reached production");
        } else {
            assert_eq!(problem, None, "{way:?} {method}");
        }
    }
    assert!(refused > ROUNDS / 10, "{refused}");
}
