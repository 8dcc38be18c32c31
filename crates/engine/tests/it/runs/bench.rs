//! A world with a profile, and runs in it.

use crate::home::World;
use mudbrick_engine::view::{OnFailure, RunEnd, RunId, RunOutcome, RunResult, RunSettings};
use mudbrick_engine::{Confirmation, EngineOptions, JobKind, RunGiven, RunNews};
use mudbrick_model::{Problem, ProfileId, Risk};
use std::num::NonZeroU32;
use std::path::PathBuf;

pub(super) const PATH: &str = "/places/placesapi/v1/libraries";
const HEAD: &str = "Authorization: Bearer {{ACCESS_TOKEN}}\nx-api-key: {{API_KEY}}\nx-gw-ims-org-id: {{IMS_ORG}}\n";

/// A world with a profile, and what is run in it.
pub(super) struct Bench {
    pub(super) world: World,
    pub(super) profiles: Vec<ProfileId>,
}

/// What was told, and how it ended.
pub(super) struct Told {
    pub(super) results: Vec<RunResult>,
    pub(super) most_under_way: usize,
    pub(super) end: RunEnd,
}

impl Bench {
    pub(super) async fn with(options: EngineOptions, risk: Risk) -> Self {
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

    pub(super) async fn new() -> Self {
        Self::with(EngineOptions::default(), Risk::Development).await
    }

    /// Writes a file of requests: each is its lines above and its method with its path.
    pub(super) fn file(&self, name: &str, requests: &[(&str, &str)]) {
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

    pub(super) fn data(&self, text: &str) -> PathBuf {
        let path = self.world.folder.path().join("rows.csv");
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(super) fn settings(&self, what: &str) -> RunSettings {
        RunSettings {
            what: self.world.engine.runs().find_what(&[what.to_owned()]).unwrap(),
            profiles: vec![self.profiles[0].clone()],
            data: None,
            parallel: NonZeroU32::MIN,
            per_second: None,
            on_failure: OnFailure::GoOn,
        }
    }

    pub(super) async fn run(&self, settings: RunSettings) -> Result<Told, Problem> {
        self.run_while(settings, Confirmation::NotGiven, |_, _| ()).await
    }

    /// Runs, and has `watch` look at each result, with the job's id.
    pub(super) async fn run_while(
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

    pub(super) async fn resume(&self, id: &RunId) -> Result<Told, Problem> {
        self.resume_with(id, Confirmation::NotGiven).await
    }

    pub(super) async fn resume_with(
        &self,
        id: &RunId,
        confirmation: Confirmation,
    ) -> Result<Told, Problem> {
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

    pub(super) fn count(&self, path: &str) -> usize {
        self.world.control().count(path)
    }
}

pub(super) fn outcomes(told: &Told) -> Vec<RunOutcome> {
    told.results.iter().map(|result| result.outcome).collect()
}

pub(super) fn with_rows(settings: RunSettings, path: PathBuf) -> RunSettings {
    RunSettings { data: Some(path), ..settings }
}

pub(super) fn many(count: u32) -> NonZeroU32 {
    NonZeroU32::new(count).unwrap()
}
