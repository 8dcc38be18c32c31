//! A replay knows the file that its request came from: variables, prompts and checks, as they are in it now.

use crate::home::World;
use mudbrick_engine::view::{ExchangeView, PromptAnswers};
use mudbrick_engine::{Confirmation, JobKind, Sending};
use mudbrick_model::{ExchangeId, Problem, ProfileId};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

const LIBRARIES: &str = "https://api-places.adobe.io/places/placesapi/v1/libraries";
const SERVED: &str = "/places/placesapi/v1/libraries";
const HEADERS: &str = "Authorization: Bearer {{ACCESS_TOKEN}}\nx-api-key: {{API_KEY}}\nx-gw-ims-org-id: {{IMS_ORG}}\n";

struct Sent {
    world: World,
    id: ProfileId,
    exchange: ExchangeId,
}

impl Sent {
    /// What was sent from a file of this text, with these answers to its prompts.
    async fn from(text: &str, answers: &[(&str, &str)]) -> Self {
        let world = World::start().await;
        let id = world.profile("Places").summary.id;
        let sent = Self { world, id, exchange: ExchangeId(0) };
        sent.write(text);
        let requests = sent.world.engine.requests();
        let (request, surroundings) = requests.find_with_surroundings("mine#List").unwrap();
        let variables = owned(answers);
        let sending = Sending { surroundings, variables, ..Sending::of(request) };
        let job = sent.world.engine.jobs().start(JobKind::Send);
        let view = requests.send_in_file(&job, &sent.id, sending, Confirmation::NotGiven).await;
        let exchange = view.unwrap().summary.id;
        Self { exchange, ..sent }
    }

    fn file(&self) -> PathBuf {
        self.world.folder.path().join("requests/mine.http")
    }

    fn write(&self, text: &str) {
        fs::create_dir_all(self.file().parent().unwrap()).unwrap();
        fs::write(self.file(), text.replace("HEADERS\n", HEADERS)).unwrap();
    }

    async fn again(&self, answers: &[(&str, &str)]) -> Result<ExchangeView, Problem> {
        let job = self.world.engine.jobs().start(JobKind::Send);
        let answers = PromptAnswers::given(owned(answers));
        let requests = self.world.engine.requests();
        requests.replay_with(&job, self.exchange, &self.id, answers, Confirmation::NotGiven).await
    }

    /// The file and what is said about it.
    fn before(&self) -> (String, Option<String>, usize) {
        let requests = self.world.engine.requests();
        let from = requests.before_replay(self.exchange, &self.id).unwrap().unwrap();
        (from.file, from.note, from.prompts.len())
    }
}

fn owned(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
}

fn with_limit(limit: &str) -> String {
    format!(
        "@limit = {limit}\n\n### List\n# @check status 200\nGET {LIBRARIES}?limit={{{{limit}}}}\nHEADERS\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn variables_and_checks_are_those_of_the_file() {
    let sent = Sent::from(&with_limit("1"), &[]).await;
    assert_eq!(sent.before(), ("mine.http".to_owned(), None, 0));
    let again = sent.again(&[]).await.unwrap();
    assert!(again.summary.url.ends_with("?limit=1"), "{}", again.summary.url);
    assert_eq!(again.checks.len(), 1);
    assert!(again.checks[0].passed);
    let (count, url) = (sent.world.control().count(SERVED), again.summary.url);
    assert_eq!(count, 2, "{url}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_changed_is_said_to_be() {
    let sent = Sent::from(&with_limit("1"), &[]).await;
    sent.write(&with_limit("20"));
    let (file, note, _) = sent.before();
    assert_eq!(file, "mine.http");
    assert!(note.unwrap().starts_with("mine.http was changed since this was sent."));
    let again = sent.again(&[]).await.unwrap();
    assert!(again.summary.url.ends_with("?limit=20"), "{}", again.summary.url);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_gone_is_said_to_be() {
    let sent = Sent::from(&with_limit("1"), &[]).await;
    fs::remove_file(sent.file()).unwrap();
    let note = sent.before().1.unwrap();
    assert!(note.starts_with("There is no mine.http any more."), "{note}");
    let again = sent.again(&[]).await.unwrap();
    // A parameter whose variable has no value is left out.
    assert!(again.summary.url.ends_with("/libraries"), "{}", again.summary.url);
    assert_eq!(again.checks, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_left_its_file_is_sent_as_it_was() {
    let sent = Sent::from(&with_limit("1"), &[]).await;
    sent.write(&with_limit("1").replace("### List", "### Other"));
    let note = sent.before().1.unwrap();
    assert!(note.contains("is not in mine.http any more"), "{note}");
    let again = sent.again(&[]).await.unwrap();
    assert!(again.summary.url.ends_with("?limit=1"), "its file gives what it gives to all");
}

#[tokio::test(flavor = "multi_thread")]
async fn prompts_are_asked_again() {
    let text = format!(
        "### List\n# @prompt limit How many\nGET {LIBRARIES}?limit={{{{limit}}}}\nHEADERS\n"
    );
    let sent = Sent::from(&text, &[("limit", "3")]).await;
    assert_eq!(sent.before().2, 1);
    let refused = sent.again(&[]).await.unwrap_err();
    assert!(refused.message.contains("asks for limit"), "{refused:?}");
    let again = sent.again(&[("limit", "4")]).await.unwrap();
    assert!(again.summary.url.ends_with("?limit=4"), "{}", again.summary.url);
}

/// One question for all profiles: what any of them lacks is asked for, and counts for the list that is agreed to.
#[tokio::test(flavor = "multi_thread")]
async fn over_many_profiles_a_prompt_is_asked_once_and_its_answer_is_in_the_plan() {
    let text = format!(
        "### List\n# @prompt limit How many\nGET {LIBRARIES}?limit={{{{limit}}}}\nHEADERS\n"
    );
    let sent = Sent::from(&text, &[("limit", "3")]).await;
    let third = sent.world.profile_with("Places", |draft| draft.name = "Third".into());
    let knows = sent.world.profile_with("Places", |draft| {
        draft.name = "Knows".into();
        draft.variables.insert("limit".into(), "9".into());
    });
    let (third, knows) = (third.summary.id, knows.summary.id);
    let runs = sent.world.engine.runs();
    let asked = |ids: &[&ProfileId]| {
        let ids: Vec<ProfileId> = ids.iter().copied().cloned().collect();
        runs.replay_prompts(sent.exchange, &ids).unwrap().len()
    };
    assert_eq!((asked(&[&knows]), asked(&[&knows, &sent.id, &third])), (0, 1));
    let answers = PromptAnswers::given(owned(&[("limit", "4")]));
    let plan = runs.replay_plan(sent.exchange, &[sent.id.clone(), third], &answers).unwrap();
    assert!(plan.iter().all(|call| call.url.ends_with("?limit=4") && call.missing.is_empty()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_of_no_file_has_none() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let (request, _) =
        world.engine.requests().find_with_surroundings("Places/List libraries").unwrap();
    let sent = world.send(&id, request, Confirmation::NotGiven).await.unwrap();
    let from = world.engine.requests().before_replay(sent.summary.id, &id).unwrap();
    assert_eq!(from, None);
}

/// The pages behind a first one are asked for with the variables of its file too.
#[tokio::test(flavor = "multi_thread")]
async fn an_entry_of_a_file_elsewhere_finds_it_again() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("one.http");
    fs::write(&file, with_limit("5").replace("HEADERS\n", HEADERS)).unwrap();
    let requests = world.engine.requests();
    let (request, surroundings) = requests.from_file(&file, None).unwrap();
    let sending = Sending { surroundings, ..Sending::of(request) };
    let job = world.engine.jobs().start(JobKind::Send);
    let sent = requests.send_in_file(&job, &id, sending, Confirmation::NotGiven).await.unwrap();
    let sent = Sent { world, id, exchange: sent.summary.id };
    assert_eq!(sent.before(), (file.display().to_string(), None, 0));
    let again = sent.again(&[]).await.unwrap();
    assert!(again.summary.url.ends_with("?limit=5"), "{}", again.summary.url);
    fs::remove_file(&file).unwrap();
    assert!(sent.before().1.unwrap().contains("any more"));
}
