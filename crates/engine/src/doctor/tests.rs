//! Examinations of homes in trouble, with a disk that refuses.

use super::view::{FindingKind, Grade};
use crate::view::DoctorView;
use crate::{Engine, EngineOptions};
use mudbrick_model::{Clock, Timestamp};
use mudbrick_store::Home;
use mudbrick_vault::Secret;
use mudbrick_vault::files::faults::{Call, Fault, watched};
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Far from every file's time.
struct LongAgo;

impl Clock for LongAgo {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(1_000_000)
    }
}

fn engine(home: &Path, options: EngineOptions) -> Engine {
    let passphrase = Some(Secret::new("correct horse".to_owned()));
    Engine::open(Home::at(home), EngineOptions { passphrase, work_factor: Some(1), ..options })
}

fn grade(found: &DoctorView, kind: FindingKind) -> Option<Grade> {
    found.findings.iter().find(|finding| finding.kind == kind).map(|finding| finding.grade)
}

#[test]
fn a_new_home_is_well_and_is_not_made() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let home = folder.path().join("home");
    let found = engine(&home, EngineOptions::default()).doctor().examine();
    assert_eq!(found.wrong(), 0, "{found:#?}");
    assert!(!home.exists());
}

#[test]
fn a_disk_that_refuses_is_told_for_what_it_is() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let doctor = |kind: io::ErrorKind| {
        let refuse = move |_: &Call<'_>| Some(Fault::Refused(kind.into()));
        let engine = engine(folder.path(), EngineOptions::default());
        watched(refuse, || engine.doctor().examine())
    };
    for (kind, words) in [
        (io::ErrorKind::StorageFull, "no room on the disk of the home folder"),
        (io::ErrorKind::ReadOnlyFilesystem, "cannot be written"),
    ] {
        let found = doctor(kind);
        let home = found.findings.iter().find(|finding| finding.kind == FindingKind::Home);
        let home = home.expect("the home is looked at");
        assert_eq!(home.grade, Grade::Wrong);
        assert!(home.sentence.contains(words) && home.remedy.is_some(), "{home:?}");
    }
}

#[test]
fn a_clock_that_is_behind_is_seen_by_the_files() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(folder.path().join("profiles")).expect("a folder");
    let clock: Arc<dyn Clock> = Arc::new(LongAgo);
    let late = engine(folder.path(), EngineOptions { clock, ..EngineOptions::default() });
    assert_eq!(grade(&late.doctor().examine(), FindingKind::Clock), Some(Grade::Wrong));
    let right = engine(folder.path(), EngineOptions::default());
    assert_eq!(grade(&right.doctor().examine(), FindingKind::Clock), Some(Grade::Well));
}

#[test]
fn a_policy_that_cannot_be_read_is_wrong_and_none_is_nothing_to_tell() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let look = || engine(folder.path(), EngineOptions::default()).doctor().examine();
    assert_eq!(grade(&look(), FindingKind::Policy), None);
    for (text, expected) in
        [("version = 1\n", Grade::Well), ("version = 1\nhurry = true\n", Grade::Wrong)]
    {
        mudbrick_vault::files::save_cache(&folder.path().join("policy.toml"), text.as_bytes())
            .expect("the file is written");
        assert_eq!(grade(&look(), FindingKind::Policy), Some(expected), "{text}");
    }
}
