//! The smallest client of the engine: imports a credential file, gets a token, sends a request and sends it again. It shows
//! that a client needs `mudbrick-engine` and `mudbrick-model` and nothing else, and its test keeps that true.
//!
//! ```text
//! file ──import──▶ profile ──tokens──▶ token ──requests──▶ answer ──▶ the same once more
//! ```

use mudbrick_engine::view::{ImportChoice, ImportInto, ProfileChoice, RequestOrigin, TokenState};
use mudbrick_engine::{Confirmation, Engine, Freshness, JobKind};
use mudbrick_model::{ErrorCode, Problem, RequestPath};
use std::path::Path;

/// What came of it.
#[derive(Debug)]
pub struct Done {
    /// The profile that was made of the file.
    pub title: String,
    /// Its token.
    pub token: TokenState,
    /// Status codes of the request and of its replay.
    pub statuses: [Option<u16>; 2],
}

/// Does the whole job with the first credential of a file.
///
/// # Errors
/// Those of the engine, each with its sentence and its remedy.
pub async fn run(engine: &Engine, file: &Path, request: &str) -> Result<Done, Problem> {
    let read = engine.import().read_files(&[file.to_owned()])?;
    let chosen = read.profiles.iter().take(1).map(|found| ProfileChoice {
        index: found.index,
        into: ImportInto::New,
        draft: found.draft.clone(),
        hosts: Vec::new(),
    });
    let choice = ImportChoice { profiles: chosen.collect(), keys: Vec::new(), requests: false };
    let done = engine.import().apply(read.id, &choice)?;
    let Some(profile) = done.profiles.into_iter().next() else {
        return Err(Problem::new(ErrorCode::NotFound, "The file has no credential."));
    };

    let job = engine.jobs().start(JobKind::Token);
    let token = job.unless_stopped(engine.tokens().ready(&profile.id, Freshness::Cached)).await?;

    let request = engine.requests().get(&RequestPath::parse(request)?, RequestOrigin::Catalogue)?;
    let job = engine.jobs().start(JobKind::Send);
    let requests = engine.requests();
    let sent = requests.send(&job, &profile.id, request, Confirmation::NotGiven).await?;
    let again = requests.replay(&job, sent.summary.id, &profile.id, Confirmation::NotGiven).await?;
    Ok(Done { title: profile.title, token, statuses: [sent.summary.status, again.summary.status] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_engine::view::{ExportFormat, ExportSecrets};
    use mudbrick_engine::{EngineOptions, Home, Secret};

    fn open(folder: &Path) -> Engine {
        let passphrase = Some(Secret::new("correct horse".to_owned()));
        Engine::open(Home::at(folder), EngineOptions { passphrase, ..EngineOptions::default() })
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_whole_job_through_two_crates() {
        let folder = tempfile::tempdir().unwrap();
        let theirs = open(&folder.path().join("theirs"));
        let practice = theirs.practice().start().await.unwrap();
        let places = practice
            .projects
            .into_iter()
            .find(|project| project.title.starts_with("Places"))
            .expect("the practice Adobe has a Places project");
        let secret = Secret::new(places.client_secret);
        let profile = theirs.profiles().create(&places.draft, Some(secret)).unwrap();
        let file = folder.path().join("credential.json");
        let (id, format) = (&profile.summary.id, ExportFormat::Console);
        theirs.export().profile(id, format, ExportSecrets::Included, &*file).unwrap();

        let ours = open(&folder.path().join("ours"));
        let done = run(&ours, &file, "Places/List libraries").await.unwrap();
        assert!(matches!(done.token, TokenState::Ready { .. }), "{done:?}");
        assert_eq!(done.statuses, [Some(200), Some(200)], "{done:?}");
        assert!(done.title.contains("Places"), "{done:?}");
    }

    #[test]
    fn it_depends_on_the_engine_and_the_nouns_alone() {
        let manifest = include_str!("../Cargo.toml");
        let ours: Vec<&str> =
            manifest.lines().filter(|line| line.starts_with("mudbrick-")).collect();
        assert_eq!(ours, ["mudbrick-engine.workspace = true", "mudbrick-model.workspace = true"]);
    }
}
