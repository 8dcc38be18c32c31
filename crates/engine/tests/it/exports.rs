//! What leaves: files for other tools, kits and backups, each looked through for secrets before it is written.

use crate::home::{World, open};
use crate::import::{apply, everything, read, state_of};
use crate::killed;
use mudbrick_engine::view::{ExportFormat, ExportSecrets, ImportMatch, Selection, Unreadable};
use mudbrick_engine::{Destination, Engine, Freshness, JobKind, Secret};
use mudbrick_model::{ErrorCode, Header, Method, ProfileId, Request, RequestPath};
use mudbrick_vault::files::faults::{Call, watched};
use std::path::Path;

const FORMATS: [ExportFormat; 5] = [
    ExportFormat::Env,
    ExportFormat::Aio,
    ExportFormat::Aepp,
    ExportFormat::Postman,
    ExportFormat::Console,
];

/// Two profiles, one of which signs, and a request.
async fn filled() -> (World, ProfileId) {
    let world = World::start().await;
    let places = world.profile("Places").summary.id;
    let campaign = world.profile("Campaign").summary.id;
    let draft = crate::keys::draft("campaign");
    world
        .engine
        .keys()
        .generate(&world.engine.jobs().start(JobKind::KeyPair), draft, Some(campaign), |_| ())
        .await
        .unwrap();
    world.engine.tokens().get(&places, Freshness::Cached).await.unwrap();
    world
        .engine
        .requests()
        .save(&RequestPath::parse("acme/List").unwrap(), request("x"), None)
        .unwrap();
    (world, places)
}

fn request(note: &str) -> Request {
    Request {
        name: "List".into(),
        method: Method::Get,
        url: "https://api-places.adobe.io/libraries".into(),
        headers: vec![Header::new("x-note", note)],
        body: None,
    }
}

fn holds(path: &Path, needle: &str) -> bool {
    std::fs::read_to_string(path).unwrap().contains(needle)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_profile_for_another_tool_and_back() {
    let (world, id) = filled().await;
    let secret = world.project("Places").client_secret;
    for format in FORMATS {
        let path = world.folder.path().join("out").join(format!("{format:?}"));
        let done =
            world.engine.export().profile(&id, format, ExportSecrets::LeftOut, &path).unwrap();
        assert!(!done.secrets && !holds(&path, &secret), "{format:?}");
        let refused = world
            .engine
            .export()
            .profile(&id, format, ExportSecrets::Included, &path)
            .expect_err("");
        assert_eq!(refused.code, ErrorCode::AlreadyExists, "nobody agreed to replace it");
        let agreed = Destination::agreed(&path);
        let done =
            world.engine.export().profile(&id, format, ExportSecrets::Included, agreed).unwrap();
        assert!(done.secrets && holds(&path, &secret), "{format:?}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let view = read(&world.engine, &std::fs::read_to_string(&path).unwrap());
        let known = &view.profiles[0].known;
        assert!(matches!(known, ImportMatch::Same { .. }), "{format:?}: {known:?}");
    }
    assert!(
        world.engine.export().file_name(&id, ExportFormat::Postman).unwrap().contains("places")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_in_a_variable_stops_every_export() {
    let (world, id) = filled().await;
    let other = world.profile("Platform").summary.id;
    let mut draft = world.engine.profiles().draft(&other).unwrap();
    // The client secret of another profile, as a URL would have it, under a harmless name.
    let encoded = world.project("Places").client_secret.replace('-', "%2D");
    draft.variables.insert("NOTE".into(), format!("see {encoded}"));
    let revision = world.engine.profiles().get(&other).unwrap().revision;
    world.engine.profiles().update(&other, &revision, &draft, None).unwrap();
    let out = world.folder.path().join("out");
    let path = out.join("x");
    let all = Selection::All;
    let postman = |with| world.engine.export().profile(&other, ExportFormat::Postman, with, &path);
    for refused in [
        postman(ExportSecrets::LeftOut),
        postman(ExportSecrets::Included),
        world.engine.export().kit(&all, &path, Unreadable::Refused),
        world.engine.export().kit(&all, &out.join("kit.zip"), Unreadable::Refused),
    ] {
        let problem = refused.expect_err("a secret is in it");
        assert_eq!(problem.code, ErrorCode::InvalidInput);
        assert!(problem.message.contains("client secret of Acme · Places"), "{problem:?}");
        assert!(!out.exists(), "nothing was written");
    }
    // Its own secret in the export of Places itself is what the person chose.
    let format = ExportFormat::Env;
    world.engine.export().profile(&id, format, ExportSecrets::Included, &path).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_in_a_request_stays_behind() {
    let (world, id) = filled().await;
    let token = world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    let end: String = token.value.expose().chars().rev().take(40).collect();
    let tricky = RequestPath::parse("acme/Tricky").unwrap();
    world.engine.requests().save(&tricky, request(token.value.expose()), None).unwrap();
    let kit = world.folder.path().join("kit");
    if let Ok(done) = world.engine.export().kit(&Selection::All, &kit, Unreadable::Refused) {
        assert!(!done.notes.is_empty(), "what was masked is said");
    }
    for (path, bytes) in state_of(&kit) {
        let text = String::from_utf8_lossy(&bytes).chars().rev().collect::<String>();
        assert!(!text.contains(&end), "the token is in {path}");
    }
}

fn carried(engine: &Engine, path: &Path) -> (usize, usize, u32) {
    let view = engine.import().read_files(&[path.to_owned()]).unwrap();
    let done = apply(engine, &view);
    (done.profiles.len(), done.keys.len(), done.requests)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kit_takes_everything_but_secrets_to_another_home() {
    let (world, id) = filled().await;
    let (kit, zip) = (world.folder.path().join("kit"), world.folder.path().join("kit.zip"));
    let done = world.engine.export().kit(&Selection::All, &kit, Unreadable::Refused).unwrap();
    assert_eq!((done.profiles, done.keys, done.requests, done.secrets), (2, 1, 1, false));
    let kept = world
        .engine
        .export()
        .kit(&Selection::All, &kit, Unreadable::Refused)
        .expect_err("nobody agreed");
    assert_eq!(kept.code, ErrorCode::AlreadyExists);
    let agreed = Destination::agreed(&kit);
    world
        .engine
        .export()
        .kit(&Selection::All, agreed, Unreadable::Refused)
        .expect("an earlier kit's folder");
    world.engine.export().kit(&Selection::All, &zip, Unreadable::Refused).unwrap();
    let other = world.folder.path().join("elsewhere");
    std::fs::create_dir_all(&other).unwrap();
    std::fs::write(other.join("letter.txt"), "mine").unwrap();
    let refused = world
        .engine
        .export()
        .kit(&Selection::All, &other, Unreadable::Refused)
        .expect_err("not a kit's");
    assert_eq!(refused.code, ErrorCode::AlreadyExists);

    for path in [&kit, &zip] {
        let folder = tempfile::tempdir().unwrap();
        let engine = open(folder.path());
        assert_eq!(carried(&engine, path), (2, 1, 1));
        assert_eq!(engine.profiles().get(&id).unwrap().summary.title, "Acme · Places");
        assert!(!engine.keys().list().unwrap()[0].private);
        let before = state_of(folder.path());
        assert_eq!(carried(&engine, path), (2, 0, 0));
        assert_eq!(state_of(folder.path()), before, "again changes nothing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_brings_everything_back() {
    let (world, id) = filled().await;
    let path = world.folder.path().join("all.age");
    let passphrase = Secret::new("four words are enough".to_owned());
    let done = world
        .engine
        .export()
        .backup(
            &world.engine.jobs().start(JobKind::Backup),
            &Selection::All,
            &passphrase,
            &path,
            Unreadable::Refused,
        )
        .unwrap();
    assert_eq!((done.profiles, done.keys, done.requests, done.secrets), (2, 1, 1, true));
    let empty = world.engine.export().backup(
        &world.engine.jobs().start(JobKind::Backup),
        &Selection::All,
        &Secret::new(String::new()),
        &path,
        Unreadable::Refused,
    );
    assert_eq!(empty.expect_err("no passphrase").code, ErrorCode::InvalidInput);

    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let view = engine.import().read_files(std::slice::from_ref(&path)).unwrap();
    assert_eq!(view.profiles.len(), 0);
    let item = view.locked[0].index;
    let view = engine.import().unlock(view.id, item, passphrase.clone()).unwrap();
    assert_eq!(view.profiles.iter().map(|found| found.missing.len()).sum::<usize>(), 0);
    apply(&engine, &view);
    let restored = engine.profiles().get(&id).unwrap();
    assert_eq!(
        restored,
        mudbrick_engine::view::ProfileView {
            summary: restored.summary.clone(),
            ..world.engine.profiles().get(&id).unwrap()
        }
    );
    engine.practice().start().await.unwrap();
    engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    let key = &world.engine.keys().list().unwrap()[0];
    let pem = |engine: &Engine| engine.keys().private_key_pem(&key.id).unwrap().expose().clone();
    assert_eq!(pem(&engine), pem(&world.engine));

    let before = state_of(folder.path());
    let again = engine.import().read_files(&[path]).unwrap();
    let again = engine.import().unlock(again.id, again.locked[0].index, passphrase).unwrap();
    assert!(again.profiles.iter().all(|found| matches!(found.known, ImportMatch::Same { .. })));
    let done = engine.import().apply(again.id, &everything(&again)).unwrap();
    assert_eq!(done.unchanged, 4);
    assert_eq!(state_of(folder.path()), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_inventory_has_a_line_a_profile_and_no_secret() {
    let (world, _) = filled().await;
    let path = world.folder.path().join("inventory.csv");
    world.engine.export().inventory(&path).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(!text.contains("p8e-"));
}

#[test]
fn a_secret_that_another_program_has_saved_meanwhile_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let (window, terminal) = (killed::open(folder.path()), killed::open(folder.path()));
    let draft = killed::draft("aac3e00000000000000000000000a001");
    let secret = |text: &str| Some(Secret::new(text.to_owned()));
    let places = window.profiles().create(&draft, secret("p8e-before-0123456789")).unwrap();
    let newer = "p8e-afterwards-0123456789";
    let mut other = draft.clone();
    other.name = "Other".to_owned();
    // In a way that looks like nothing.
    let hex: String = newer.bytes().map(|byte| format!("{byte:02x} ")).collect();
    other.variables.insert("NOTE".to_owned(), format!("see {hex}"));
    let other = window.profiles().create(&other, None).unwrap().summary.id;
    window.export().text(&other, ExportFormat::Postman).unwrap();
    terminal
        .profiles()
        .update(&places.summary.id, &places.revision, &draft, secret(newer))
        .unwrap();
    let refused = window.export().text(&other, ExportFormat::Postman).expect_err("it is in there");
    assert!(refused.message.contains("The client secret of Places"), "{refused:?}");
}

#[test]
fn a_backup_that_the_disk_has_changed_is_no_backup() {
    let folder = tempfile::tempdir().unwrap();
    let engine = killed::open(folder.path());
    let draft = killed::draft("aac3e00000000000000000000000a001");
    engine.profiles().create(&draft, Some(Secret::new("p8e-x".to_owned()))).unwrap();
    let path = folder.path().join("all.age");
    let backup = || {
        let passphrase = Secret::new("four words are enough".to_owned());
        engine.export().backup(
            &engine.jobs().start(JobKind::Backup),
            &Selection::All,
            &passphrase,
            &path,
            Unreadable::Refused,
        )
    };
    let file = path.clone();
    // Once it is in its place and before it is read back.
    let spoil = move |call: &Call<'_>| {
        if matches!(call, Call::SyncFolder { .. })
            && let Ok(mut bytes) = std::fs::read(&file)
        {
            let last = bytes.len() - 1;
            bytes[last] ^= 1;
            std::fs::write(&file, bytes).unwrap();
        }
        None
    };
    let problem = watched(spoil, backup).expect_err("it does not open");
    assert!(problem.message.contains("did not read back"), "{problem:?}");
    std::fs::remove_file(&path).unwrap();
    backup().unwrap();
}
