//! What can be done with a key once it is there.

use crate::home::World;
use crate::keys::draft;
use mudbrick_engine::view::{CertificateForm, KeyView, MatchAgainst, SubjectTemplate};
use mudbrick_engine::{JobKind, KeyFile, Secret};
use mudbrick_model::{ErrorCode, ProfileId};

pub(crate) async fn key(world: &World, name: &str, profile: Option<ProfileId>) -> KeyView {
    world
        .engine
        .keys()
        .generate(&world.engine.jobs().start(JobKind::KeyPair), draft(name), profile, |_| ())
        .await
        .unwrap()
}

fn against(text: impl Into<String>) -> MatchAgainst {
    MatchAgainst::Text { text: text.into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn does_this_key_match() {
    let world = World::start().await;
    let profile = world.profile("Campaign").summary.id;
    let one = key(&world, "one", Some(profile.clone())).await;
    let other = key(&world, "other", None).await;
    let certificate = one.certificate.clone().unwrap();
    let colons: Vec<String> = certificate
        .sha1
        .as_str()
        .as_bytes()
        .chunks(2)
        .map(|pair| String::from_utf8_lossy(pair).to_uppercase())
        .collect();
    let pem = world.engine.keys().certificate_pem(&one.id).unwrap();
    for yes in [
        against(certificate.sha1.as_str()),
        against(colons.join(":")),
        against(format!("  {}\n", certificate.sha256.as_str())),
        against(pem.replace('\n', "\\n")),
        against(world.engine.keys().private_key_pem(&one.id).unwrap().expose()),
        MatchAgainst::Profile { profile: profile.clone() },
    ] {
        let found = world.engine.keys().compare(&one.id, &yes).unwrap();
        assert!(found.matches && found.sentence.starts_with("Yes"), "{found:?}");
        let found = world.engine.keys().compare(&other.id, &yes).unwrap();
        assert!(!found.matches && found.sentence.starts_with("No"), "{found:?}");
        assert!(found.sentence.contains("one"), "names the key it is: {found:?}");
    }
    let unknown = world.engine.keys().compare(&one.id, &against("0".repeat(40))).unwrap();
    assert!(!unknown.matches && unknown.sentence.contains("upload"), "{unknown:?}");
    let places = world.profile("Places").summary.id;
    let oauth =
        world.engine.keys().compare(&one.id, &MatchAgainst::Profile { profile: places }).unwrap();
    assert!(!oauth.matches && oauth.sentence.contains("needs no key"), "{oauth:?}");
    for wrong in ["", "0a1b", "not a fingerprint"] {
        let problem = world.engine.keys().compare(&one.id, &against(wrong)).expect_err(wrong);
        assert_eq!(problem.code, ErrorCode::InvalidInput, "{problem:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_for_other_programs() {
    let world = World::start().await;
    let key = key(&world, "places", None).await;
    let folder = world.folder.path().join("out");
    for form in [CertificateForm::Pem, CertificateForm::Der] {
        let path = folder.join(format!("{form:?}.crt"));
        world.engine.keys().save_certificate(&key.id, form, &path).unwrap();
        assert_eq!(KeyFile::read(&path).unwrap().key_id(), &key.id);
    }
    let reminder = folder.join("places.ics");
    world.engine.keys().save_reminder(&key.id, &reminder).unwrap();
    let text = std::fs::read_to_string(&reminder).unwrap();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.contains("TRIGGER:-P30D"), "{text}");
    let p12 = folder.join("places.p12");
    let none = Secret::new(String::new());
    let problem = world.engine.keys().save_pkcs12(&key.id, &none, &p12).expect_err("no passphrase");
    assert_eq!(problem.code, ErrorCode::InvalidInput);
    world.engine.keys().save_pkcs12(&key.id, &Secret::new("open".to_owned()), &p12).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&p12).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_renamed_deleted_and_brought_back() {
    let world = World::start().await;
    let profile = world.profile("Campaign").summary.id;
    let used = key(&world, "used", Some(profile.clone())).await;
    let spare = key(&world, "spare", None).await;
    let taken = world.engine.keys().rename(&spare.id, "USED").expect_err("taken");
    assert_eq!(taken.code, ErrorCode::AlreadyExists);
    assert_eq!(world.engine.keys().rename(&spare.id, "Spare").unwrap().name, "Spare");
    let refused = world.engine.keys().delete(&used.id).expect_err("used");
    assert!(refused.message.contains("Campaign"), "{refused:?}");
    world.engine.keys().delete(&spare.id).unwrap();
    assert_eq!(world.engine.keys().list().unwrap().len(), 1);
    world.engine.start().unwrap();
    let back = world.engine.keys().restore(&spare.id).unwrap();
    assert!(back.private && back.name == "Spare");
    world.engine.keys().private_key_pem(&spare.id).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn subjects_are_asked_for_once() {
    let world = World::start().await;
    let template = SubjectTemplate { name: "Acme".into(), draft: draft("") };
    world.engine.keys().save_template(&template).unwrap();
    assert_eq!(world.engine.keys().templates().unwrap(), std::slice::from_ref(&template));
    let mut wrong = template;
    wrong.draft.country = "Germany".into();
    assert!(world.engine.keys().save_template(&wrong).is_err());
    world.engine.keys().delete_template("acme").unwrap();
    assert_eq!(world.engine.keys().templates().unwrap(), []);
}
