//! What people bring becomes profiles and keys: nothing before they agree, everything once, and nothing twice.

use crate::home::{World, files_below, open};
use mudbrick_engine::view::{
    ImportChange, ImportChoice, ImportDone, ImportInto, ImportMatch, ImportView, ProfileChoice,
    SecretKind,
};
use mudbrick_engine::{Engine, Freshness, LockCause, Secret};
use mudbrick_model::{Adobe, ErrorCode, Field, Grant, Risk};
use std::path::Path;

const CLIENT: &str = "0f0e0d0c0b0a09080706050403020100";

/// A project file of the Developer Console with one OAuth credential.
fn console(client: &str, org: &str, secrets: &str, scopes: &str) -> String {
    format!(
        r#"{{"project":{{"name":"GeoDemo","title":"Geo","org":{{"name":"Acme Ltd","ims_org_id":"{org}"}},
        "workspace":{{"name":"Production","details":{{"credentials":[{{"name":"Server","integration_type":"oauth_server_to_server",
        "oauth_server_to_server":{{"client_id":"{client}","client_secrets":[{secrets}],
        "technical_account_id":"AAAABBBBCCCCDDDD0A495E11@techacct.adobe.com","scopes":[{scopes}]}}}}]}}}}}}}}"#
    )
}

fn plain(secrets: &str, scopes: &str) -> String {
    console(CLIENT, "AAAABBBBCCCCDDDD0A495E00@AdobeOrg", secrets, scopes)
}

pub(crate) fn read(engine: &Engine, text: &str) -> ImportView {
    let text = Secret::new(text.to_owned());
    engine.import().read_texts(vec![("clipboard".to_owned(), text)]).unwrap()
}

pub(crate) fn everything(view: &ImportView) -> ImportChoice {
    let choice = |found: &mudbrick_engine::view::FoundProfile| ProfileChoice {
        index: found.index,
        draft: found.draft.clone(),
        into: ImportInto::Known,
        hosts: Vec::new(),
    };
    ImportChoice {
        profiles: view.profiles.iter().map(choice).collect(),
        keys: view.keys.iter().map(|key| key.index).collect(),
        requests: true,
    }
}

pub(crate) fn apply(engine: &Engine, view: &ImportView) -> ImportDone {
    engine.import().apply(view.id, &everything(view)).unwrap()
}

/// Everything in the home but locks.
pub(crate) fn state_of(home: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = files_below(home);
    files.retain(|(path, _)| !path.contains("/locks/"));
    files.sort();
    files
}

#[test]
fn nothing_is_written_before_the_person_agrees_and_everything_after() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let view = read(&engine, &plain(r#""p8e-one","p8e-two""#, r#""openid","AdobeID""#));
    assert_eq!(state_of(folder.path()), []);
    let found = &view.profiles[0];
    assert_eq!((&found.known, &found.missing[..]), (&ImportMatch::New, &[][..]));
    assert_eq!(found.draft.risk, Risk::Production, "{}", found.draft.name);
    assert!(!format!("{view:?}").contains("p8e-"));
    let fields: Vec<_> = found.fields.iter().map(|field| field.field).collect();
    for field in [
        Field::OrgId,
        Field::ClientId,
        Field::ClientSecret,
        Field::SecondClientSecret,
        Field::Scopes,
    ] {
        assert!(fields.contains(&field), "{field:?} in {fields:?}");
    }
    let done = apply(&engine, &view);
    assert_eq!((done.profiles.len(), done.unchanged), (1, 0));
    let id = &done.profiles[0].id;
    for (kind, expected) in
        [(SecretKind::ClientSecret, "p8e-one"), (SecretKind::SecondClientSecret, "p8e-two")]
    {
        assert_eq!(engine.profiles().secret(id, kind).unwrap().value.expose(), expected);
    }
    let gone = engine.import().apply(view.id, &everything(&view)).expect_err("applied once");
    assert_eq!(gone.code, ErrorCode::NotFound);
}

#[test]
fn importing_again_changes_not_a_byte() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let text = plain(r#""p8e-one""#, r#""openid","AdobeID""#);
    apply(&engine, &read(&engine, &text));
    let before = state_of(folder.path());
    let view = read(&engine, &text);
    assert!(
        matches!(view.profiles[0].known, ImportMatch::Same { .. }),
        "{:?}",
        view.profiles[0].known
    );
    let done = apply(&engine, &view);
    assert_eq!((done.profiles.len(), done.unchanged), (1, 1));
    assert_eq!(state_of(folder.path()), before);
    // The scopes in another order are the same scopes.
    let view = read(&engine, &plain(r#""p8e-one""#, r#""AdobeID","openid""#));
    assert!(matches!(view.profiles[0].known, ImportMatch::Same { .. }));
}

#[test]
fn a_known_profile_keeps_what_is_the_persons_own() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    apply(&engine, &read(&engine, &plain(r#""p8e-one""#, r#""openid""#)));
    let id = engine.profiles().list().unwrap()[0].id.clone();
    let mut draft = engine.profiles().draft(&id).unwrap();
    (draft.name, draft.sandbox, draft.risk) = ("Mine".into(), "dev".into(), Risk::Staging);
    let revision = engine.profiles().get(&id).unwrap().revision;
    engine.profiles().update(&id, &revision, &draft, None).unwrap();

    let view = read(&engine, &plain(r#""p8e-new""#, r#""openid","AdobeID""#));
    let ImportMatch::Differs { profile, changes, .. } = &view.profiles[0].known else {
        panic!("{:?}", view.profiles[0].known)
    };
    assert_eq!(profile, &id);
    let changes: Vec<&ImportChange> = changes.iter().map(|it| &it.change).collect();
    let scopes = ImportChange::Scopes {
        grant: Grant::OauthServerToServer,
        gained: vec!["AdobeID".to_owned()],
        lost: Vec::new(),
    };
    assert!(changes.contains(&&scopes), "{changes:?}");
    assert!(changes.contains(&&ImportChange::SecretReplaced), "{changes:?}");
    apply(&engine, &view);
    assert_eq!(engine.profiles().list().unwrap().len(), 1);
    let after = engine.profiles().draft(&id).unwrap();
    assert_eq!((after.name.as_str(), after.sandbox.as_str()), ("Mine", "dev"));
    assert_eq!((after.risk, after.scopes.as_str()), (Risk::Staging, "openid, AdobeID"));
    let secret = |kind| engine.profiles().secret(&id, kind).unwrap().value.expose().clone();
    assert_eq!(secret(SecretKind::ClientSecret), "p8e-new");
    assert_eq!(secret(SecretKind::SecondClientSecret), "p8e-one");
}

#[test]
fn as_a_new_profile_in_any_case() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let text = plain(r#""p8e-one""#, r#""openid""#);
    apply(&engine, &read(&engine, &text));
    let view = read(&engine, &text);
    let mut choice = everything(&view);
    choice.profiles[0].into = ImportInto::New;
    choice.profiles[0].draft.name = "Another".into();
    engine.import().apply(view.id, &choice).unwrap();
    assert_eq!(engine.profiles().list().unwrap().len(), 2);
}

#[test]
fn what_is_missing_is_said_and_a_bad_choice_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let view = read(&engine, &console(CLIENT, "", "", r#""openid""#));
    let missing: Vec<_> = view.profiles[0].missing.iter().map(|problem| problem.field).collect();
    assert_eq!(missing, [Field::OrgId, Field::ClientSecret]);
    let problem = engine.import().apply(view.id, &everything(&view)).expect_err("no organization");
    assert_eq!(problem.code, ErrorCode::InvalidInput);
    let mut choice = everything(&view);
    choice.profiles[0].index = 7;
    let problem = engine.import().apply(view.id, &choice).expect_err("no such place");
    assert_eq!(problem.code, ErrorCode::InvalidInput);
    assert_eq!(state_of(folder.path()), []);
    let mut choice = everything(&view);
    choice.profiles[0].draft.org_id = "AAAABBBBCCCCDDDD0A495E00@AdobeOrg".into();
    engine.import().apply(view.id, &choice).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_practice_project_is_recognised_and_gives_a_token() {
    let world = World::start().await;
    let project = world.project("Places");
    let text = console(
        &project.draft.client_id,
        &project.draft.org_id,
        &format!("{:?}", project.client_secret),
        r#""openid","AdobeID""#,
    );
    let view = read(&world.engine, &text);
    let draft = &view.profiles[0].draft;
    assert_eq!((draft.adobe, draft.risk), (Adobe::Practice, Risk::Development));
    let id = apply(&world.engine, &view).profiles[0].id.clone();
    world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_with_a_key_beside_its_credential_signs() {
    let world = World::start().await;
    let files = tempfile::tempdir().unwrap();
    let pair =
        world.engine.keys().write_pair(&crate::keys::draft("campaign"), files.path()).unwrap();
    let project = world.project("Campaign");
    let draft = &project.draft;
    let config = format!(
        r#"{{"API_KEY":"{}","CLIENT_SECRET":"{}","ORG_ID":"{}","TECHNICAL_ACCOUNT_ID":"{}","METASCOPES":["ent_campaign_sdk"]}}"#,
        draft.client_id, project.client_secret, draft.org_id, draft.technical_account_id
    );
    std::fs::write(files.path().join("config.json"), config).unwrap();
    let view = world.engine.import().read_files(&[files.path().to_owned()]).unwrap();
    assert_eq!((view.profiles.len(), view.keys.len()), (1, 1), "{view:#?}");
    assert!(view.keys[0].private && view.keys[0].certificate.is_some());
    assert_eq!(view.profiles[0].missing, []);
    let done = apply(&world.engine, &view);
    let id = done.profiles[0].id.clone();
    let client = mudbrick_model::ClientId::parse(&draft.client_id).unwrap();
    let pem = std::fs::read(&pair.certificate).unwrap();
    world.control().register_certificate(&client, pem).unwrap();
    world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();

    let before = state_of(world.folder.path());
    let again = world.engine.import().read_files(&[files.path().to_owned()]).unwrap();
    assert!(again.keys[0].known && matches!(again.profiles[0].known, ImportMatch::Same { .. }));
    assert_eq!(apply(&world.engine, &again).unchanged, 2);
    assert_eq!(state_of(world.folder.path()), before);
}

#[test]
fn an_encrypted_key_waits_for_its_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let files = tempfile::tempdir().unwrap();
    engine.keys().write_pair(&crate::keys::draft("inner"), files.path()).unwrap();
    let view = engine.import().read_files(&[files.path().to_owned()]).unwrap();
    let id = apply(&engine, &view).keys[0].id.clone();
    let p12 = files.path().join("key.p12");
    engine.keys().save_pkcs12(&id, &Secret::new("grüße".to_owned()), &p12).unwrap();

    let fresh_folder = tempfile::tempdir().unwrap();
    let fresh = open(fresh_folder.path());
    let view = fresh.import().read_files(&[p12]).unwrap();
    assert_eq!((view.keys.len(), view.locked.len()), (0, 1), "{view:?}");
    let item = view.locked[0].index;
    let wrong = fresh.import().unlock(view.id, item, Secret::new("wrong".to_owned())).unwrap();
    assert!(wrong.locked[0].problem.is_some());
    let opened = fresh.import().unlock(view.id, item, Secret::new("grüße".to_owned())).unwrap();
    assert_eq!((opened.keys.len(), opened.locked.len()), (1, 0));
    assert_eq!(apply(&fresh, &opened).keys[0].id, id);
    assert_eq!(
        fresh.keys().private_key_pem(&id).unwrap().expose(),
        engine.keys().private_key_pem(&id).unwrap().expose()
    );
}

#[test]
fn readings_are_few_and_go_with_a_lock() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let text = plain(r#""p8e-one""#, r#""openid""#);
    let first = read(&engine, &text);
    for _ in 0..8 {
        read(&engine, &text);
    }
    let gone = engine.import().apply(first.id, &everything(&first)).expect_err("the oldest");
    assert_eq!(gone.code, ErrorCode::NotFound);
    let view = read(&engine, &text);
    engine.vault().lock(LockCause::Person);
    let gone = engine.import().apply(view.id, &everything(&view)).expect_err("locked");
    assert_eq!(gone.code, ErrorCode::NotFound);
    let discarded = read(&engine, &text);
    engine.import().discard(discarded.id);
    assert!(engine.import().view(discarded.id).is_err());
}

#[test]
fn a_failure_in_the_middle_says_what_was_stored() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let files = tempfile::tempdir().unwrap();
    engine.keys().write_pair(&crate::keys::draft("loose"), files.path()).unwrap();
    let console = files.path().join("console.json");
    std::fs::write(&console, plain(r#""p8e-one""#, r#""openid""#)).unwrap();
    let view = engine.import().read_files(&[files.path().to_owned()]).unwrap();
    // A folder where the lock of profiles should be: keys can be stored, profiles cannot.
    let in_the_way = folder.path().join("locks").join("profiles.lock");
    std::fs::create_dir_all(&in_the_way).unwrap();
    let problem = engine.import().apply(view.id, &everything(&view)).expect_err("no lock");
    std::fs::remove_dir(&in_the_way).unwrap();
    assert_eq!(problem.code, ErrorCode::Storage, "{problem:?}");
    let told = "Stored before that: key loose_private. Not stored: Acme Ltd · Geo.";
    assert!(problem.message.contains(told), "{problem:?}");
    assert_eq!(
        (engine.keys().list().unwrap().len(), engine.profiles().list().unwrap().len()),
        (1, 0)
    );
    // The reading is still there: trying again ends the work.
    let done = apply(&engine, &view);
    assert_eq!((done.profiles.len(), engine.keys().list().unwrap().len()), (1, 1));
}

fn migrating(kinds: &str) -> String {
    format!(
        r#"{{"project":{{"name":"Geo","title":"Geo","org":{{"name":"Acme Ltd","ims_org_id":"AAAABBBBCCCCDDDD0A495E00@AdobeOrg"}},
        "workspace":{{"name":"Production","details":{{"credentials":[{{"name":"Server","integration_type":"service",{kinds}}}]}}}}}}}}"#
    )
}

#[test]
fn a_credential_that_left_jwt_behind_stays_one_profile() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let account = r#""technical_account_id":"AAAABBBBCCCCDDDD0A495E11@techacct.adobe.com""#;
    let jwt = format!(
        r#""jwt":{{"client_id":"{CLIENT}","client_secret":"p8e-one",{account},"meta_scopes":["ent_places_sdk"]}}"#
    );
    let view = read(&engine, &migrating(&jwt));
    let missing: Vec<_> = view.profiles[0].missing.iter().map(|it| it.field).collect();
    assert_eq!(missing, [Field::Key]);
    apply(&engine, &view);
    let oauth = format!(
        r#""oauth_server_to_server":{{"client_id":"{CLIENT}","client_secrets":["p8e-one"],{account},"scopes":["openid"]}}"#
    );
    let view = read(&engine, &migrating(&oauth));
    let ImportMatch::Differs { changes, .. } = &view.profiles[0].known else {
        panic!("{:?}", view.profiles[0].known)
    };
    let changes: Vec<&str> = changes.iter().map(|change| change.text.as_str()).collect();
    assert_eq!(changes, ["It becomes OAuth Server-to-Server instead of Service account (JWT)."]);
    apply(&engine, &view);
    let profiles = engine.profiles().list().unwrap();
    assert_eq!(profiles.len(), 1);
    assert_eq!(engine.profiles().draft(&profiles[0].id).unwrap().scopes, "openid");
    let again = read(&engine, &migrating(&oauth));
    assert!(matches!(again.profiles[0].known, ImportMatch::Same { .. }));
}
