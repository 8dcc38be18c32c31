//! A keyring that never answers, as one whose window is hidden: everything else goes on, on a single thread.

use mudbrick_engine::{Confirmation, Engine, EngineOptions, JobKind};
use mudbrick_model::{Method, Request};
use mudbrick_store::Home;
use std::os::unix::net::UnixListener;
use std::pin::pin;
use std::process::Command;

const INSIDE: &str = "MUDBRICK_TEST_SILENT_KEYRING";

/// The keyring is found through the environment, which is one for the whole process: the test runs in one of its own.
#[test]
fn everything_else_goes_on_while_the_keyring_is_silent() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("bus");
    // It listens, so that connecting succeeds, and says nothing ever.
    let _bus = UnixListener::bind(&socket).unwrap();
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "silent_keyring::inside", "--nocapture"])
        .env(INSIDE, folder.path())
        .env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", socket.display()))
        .status()
        .unwrap();
    assert!(status.success());
}

#[tokio::test(flavor = "current_thread")]
async fn inside() {
    // On its own it has nothing to do: the test above runs it, with a bus that says nothing.
    let Some(folder) = std::env::var_os(INSIDE) else { return };
    let engine = Engine::open(Home::at(&folder), EngineOptions::default());
    let draft = crate::keys::draft("waits");
    let job = engine.jobs().start(JobKind::KeyPair);
    // Its private key goes into the vault, which waits for the keyring.
    let mut waiting = pin!(engine.keys().generate(&job, draft, None, |_| ()));
    let rest = async {
        let practice = engine.practice().start().await.unwrap();
        let project = practice.projects[0].draft.clone();
        let profile = engine.profiles().create(&project, None).unwrap();
        let request = Request {
            name: "Without a token".to_owned(),
            method: Method::Get,
            url: "https://platform.adobe.io/data/foundation/catalog/".to_owned(),
            headers: Vec::new(),
            body: None,
        };
        let send = engine.jobs().start(JobKind::Send);
        let sent = engine.requests();
        sent.send(&send, &profile.summary.id, request, Confirmation::NotGiven).await
    };
    let answer = tokio::select! {
        biased;
        outcome = &mut waiting => panic!("the keyring is silent: {outcome:?}"),
        answer = rest => answer,
    };
    let status = engine.history().list(None, "", None, 10).unwrap()[0].status;
    assert!(answer.is_ok() && status.is_some(), "{answer:?}");
    // Nobody waits for the thread that waits for the keyring.
    std::process::exit(0);
}
