//! Subject templates on disk.

use crate::fixtures::StillClock;
use mudbrick_model::{ErrorCode, Explain};
use mudbrick_store::{Home, SubjectTemplate, SubjectTemplates};
use mudbrick_vault::files::{self, Mode};
use std::fs;
use tempfile::TempDir;

fn fixture() -> (TempDir, Home, SubjectTemplates) {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    let templates = SubjectTemplates::open(&home, StillClock::at(77));
    (folder, home, templates)
}

fn template(name: &str) -> SubjectTemplate {
    SubjectTemplate {
        name: name.to_owned(),
        bits: 2048,
        days: 365,
        country: "CH".to_owned(),
        organization: "Größe \"AG\"\n".to_owned(),
        common_name: "places.com".to_owned(),
        ..SubjectTemplate::default()
    }
}

#[test]
fn saved_replaced_and_deleted_by_name() {
    let (_folder, home, templates) = fixture();
    assert_eq!(templates.list().unwrap(), []);
    assert!(!home.subjects().exists());
    templates.save(template("Shop")).unwrap();
    templates.save(template("acme")).unwrap();
    assert_eq!(templates.list().unwrap(), [template("acme"), template("Shop")]);
    assert!(fs::read_to_string(home.subjects()).unwrap().starts_with("version = 1\n"));
    let changed = SubjectTemplate { days: 3650, ..template("SHOP") };
    templates.save(changed.clone()).unwrap();
    assert_eq!(templates.list().unwrap(), [template("acme"), changed]);
    templates.delete("shop").unwrap();
    assert_eq!(templates.list().unwrap(), [template("acme")]);
    let problem = templates.delete("shop").unwrap_err().problem();
    assert_eq!(problem.code, ErrorCode::NotFound);
}

#[test]
fn a_damaged_file_is_told_and_set_aside_by_the_next_save() {
    let (_folder, home, templates) = fixture();
    for damaged in [b"version = 1\n[[subject" as &[u8], b"\xff"] {
        files::save(&home.subjects(), damaged, Mode::Shared).unwrap();
        assert_eq!(templates.list().unwrap_err().code(), ErrorCode::Damaged);
        assert!(templates.delete("x").is_err());
        assert_eq!(fs::read(home.subjects()).unwrap(), damaged);
        templates.save(template("new")).unwrap();
        assert_eq!(templates.list().unwrap(), [template("new")]);
    }
    assert_eq!(fs::read(home.path().join("subjects.toml.damaged-78")).unwrap(), b"\xff");
}

#[test]
fn a_newer_file_is_never_overwritten() {
    let (_folder, home, templates) = fixture();
    files::save(&home.subjects(), b"version = 2\nall = \"different\"\n", Mode::Shared).unwrap();
    for error in [
        templates.save(template("x")).unwrap_err().problem(),
        templates.delete("x").unwrap_err().problem(),
        templates.list().unwrap_err().problem(),
    ] {
        assert!(error.message.contains("A newer Mudbrick wrote"), "{error:?}");
    }
    assert!(fs::read_to_string(home.subjects()).unwrap().contains("different"));
}
