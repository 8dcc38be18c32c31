//! A home of its own for each test, with the practice Adobe running.

use mudbrick_engine::view::{ExchangeView, PracticeProject, ProfileDraft, ProfileView};
use mudbrick_engine::{Confirmation, Engine, EngineOptions, JobKind, Secret};
use mudbrick_model::{ExchangeId, Problem, ProfileId, Request};
use mudbrick_practice::Control;
use mudbrick_store::Home;
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;

/// An engine over a temporary home, whose vault a passphrase keeps: no test touches a keyring.
pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(crate) folder: TempDir,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::start_with(EngineOptions::default()).await
    }

    /// The same with options of a test's own.
    pub(crate) async fn start_with(options: EngineOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let engine = open_with(folder.path(), options);
        engine.practice().start().await.unwrap();
        Self { engine, folder }
    }

    pub(crate) fn control(&self) -> Control {
        self.engine.practice().control().expect("the practice Adobe runs")
    }

    /// The practice Adobe's project whose title holds `name`.
    pub(crate) fn project(&self, name: &str) -> PracticeProject {
        let practice = self.engine.practice().view().expect("the practice Adobe runs");
        let titles: Vec<_> =
            practice.projects.iter().map(|project| project.title.clone()).collect();
        let found = practice.projects.into_iter().find(|project| project.title.contains(name));
        found.unwrap_or_else(|| panic!("no project called {name} in {titles:?}"))
    }

    /// A profile made from that project as it is.
    pub(crate) fn profile(&self, name: &str) -> ProfileView {
        self.profile_with(name, |_| ())
    }

    /// A profile made from a project of one organisation: several have projects of one title.
    pub(crate) fn profile_of(&self, organization: &str, title: &str) -> ProfileView {
        let practice = self.engine.practice().view().expect("the practice Adobe runs");
        let mut projects = practice.projects.into_iter();
        let project =
            projects.find(|one| one.title == title && one.draft.organization == organization);
        let project = project.unwrap_or_else(|| panic!("no project {title} of {organization}"));
        let secret = Secret::new(project.client_secret);
        self.engine.profiles().create(&project.draft, Some(secret)).unwrap()
    }

    /// A profile made from that project with changes.
    pub(crate) fn profile_with(
        &self,
        name: &str,
        change: impl FnOnce(&mut ProfileDraft),
    ) -> ProfileView {
        let mut project = self.project(name);
        change(&mut project.draft);
        let secret = Secret::new(project.client_secret);
        self.engine.profiles().create(&project.draft, Some(secret)).unwrap()
    }

    /// Sends a request, as a job of its own.
    pub(crate) async fn send(
        &self,
        profile: &ProfileId,
        request: Request,
        confirmation: Confirmation,
    ) -> Result<ExchangeView, Problem> {
        self.send_with(profile, request, &BTreeMap::new(), confirmation).await
    }

    /// The same with variables for this one call.
    pub(crate) async fn send_with(
        &self,
        profile: &ProfileId,
        request: Request,
        variables: &BTreeMap<String, String>,
        confirmation: Confirmation,
    ) -> Result<ExchangeView, Problem> {
        let job = self.engine.jobs().start(JobKind::Send);
        self.engine.requests().send_with(&job, profile, request, variables, confirmation).await
    }

    /// Sends again what history kept, as a job of its own.
    pub(crate) async fn replay(
        &self,
        exchange: ExchangeId,
        profile: &ProfileId,
        confirmation: Confirmation,
    ) -> Result<ExchangeView, Problem> {
        let job = self.engine.jobs().start(JobKind::Send);
        self.engine.requests().replay(&job, exchange, profile, confirmation).await
    }
}

pub(crate) fn open(folder: &Path) -> Engine {
    open_with(folder, EngineOptions::default())
}

fn open_with(folder: &Path, options: EngineOptions) -> Engine {
    let passphrase = Some(Secret::new("correct horse".to_owned()));
    // A good one takes most of a second, and each test opens a vault or two.
    let work_factor = options.work_factor.or(Some(1));
    Engine::open(Home::at(folder), EngineOptions { passphrase, work_factor, ..options })
}

/// Every file below a folder, as bytes.
pub(crate) fn files_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    files
}
