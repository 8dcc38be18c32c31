//! Rotations against the practice Adobe, over its TLS: killed at every step, gone on with, and given up. At no time is there no
//! secret that works.

use mudbrick_engine::rotation::Rotation;
use mudbrick_engine::view::{
    ProfileDraft, RotationDeed, RotationNews, RotationOutcome, RotationProgress, RotationReport,
    RotationStep, RotationView, RotationWish, SecretKind, SecretRole,
};
use mudbrick_engine::{
    ClientSecrets, Confirmation, Engine, EngineOptions, Freshness, JobId, JobKind, LostSecret,
    Secret, StillUsed,
};
use mudbrick_model::{
    Adobe, ClientId, ConsolePlace, ErrorCode, Grant, Problem, ProfileId, RemedyAction, Risk,
    RotationWay, Scope, TechnicalAccountId,
};
use mudbrick_practice::{Fault, Mishap, Practice, PracticeOptions, ProjectApi, SeedProject};
use mudbrick_store::Home;
use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tempfile::TempDir;

const ORG: &str = "610BE8A0B1C2D3E4F5061728@AdobeOrg";
const CLIENT: &str = "b610be00000000000000000000000d01";
pub(crate) const OLD: &str = "p8e-practice-rotated-old";
const SCOPES: &str = "AdobeID, openid, read_organizations, additional_info.projectedProductContext, \
    additional_info.roles, adobeio_api, read_client_secret, manage_client_secrets, campaign_sdk";
pub(crate) const AGREED: &Confirmation = &Confirmation::Given;

pub(crate) struct World {
    pub(crate) practice: Practice,
    pub(crate) folder: TempDir,
    pub(crate) profile: ProfileId,
}

fn open(home: &Path) -> Engine {
    let passphrase = Some(Secret::new("correct horse".to_owned()));
    let options = EngineOptions { passphrase, work_factor: Some(1), ..EngineOptions::default() };
    Engine::open(Home::at(home), options)
}

/// A home that finds the practice Adobe where the real one would be.
fn house(practice: &Practice) -> (TempDir, Engine) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root.pem");
    std::fs::write(&root, practice.root_pem()).unwrap();
    let address = practice.address();
    let network =
        format!("version = 1\n[network]\nproxy = \"http://{address}\"\nroots = [{root:?}]\n");
    std::fs::write(folder.path().join("policy.toml"), network).unwrap();
    let engine = open(folder.path());
    (folder, engine)
}

fn draft(name: &str) -> ProfileDraft {
    ProfileDraft {
        organization: "Globex".to_owned(),
        org_id: ORG.to_owned(),
        client_id: CLIENT.to_owned(),
        scopes: SCOPES.to_owned(),
        adobe: Adobe::Production,
        risk: Risk::Development,
        ..ProfileDraft::new(name)
    }
}

fn place() -> ConsolePlace {
    ConsolePlace::of("1000002", "200777").unwrap()
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with(&[OLD]).await
    }

    /// A practice Adobe that has the client with these secrets, and a home whose profile has the first of them.
    async fn with(secrets: &[&str]) -> Self {
        let practice = Practice::start(PracticeOptions::default()).await.unwrap();
        practice
            .control()
            .register(SeedProject {
                title: "Rotated".to_owned(),
                organization: "Globex".to_owned(),
                client_id: ClientId::parse(CLIENT).unwrap(),
                credential_id: Some("200777".to_owned()),
                client_secrets: secrets.iter().map(|&secret| secret.to_owned()).collect(),
                technical_account_id: TechnicalAccountId::parse(
                    "B0990A1B2C3D4E5F60718293@techacct.adobe.com",
                )
                .ok(),
                grants: vec![Grant::OauthServerToServer],
                scopes: SCOPES.split(", ").map(|scope| Scope::parse(scope).unwrap()).collect(),
                metascopes: Vec::new(),
                apis: vec![ProjectApi::Management],
                certificates: Vec::new(),
                jti: mudbrick_practice::Jti::default(),
                authorization_codes: Vec::new(),
                sign_in: None,
            })
            .unwrap();
        let (folder, engine) = house(&practice);
        let secret = Some(Secret::new(secrets[0].to_owned()));
        let profile = engine.profiles().create(&draft("Rotated"), secret).unwrap().summary.id;
        engine.rotation().set_place(&profile, &place()).unwrap();
        Self { practice, folder, profile }
    }

    pub(crate) fn engine(&self) -> Engine {
        open(self.folder.path())
    }

    /// The secrets that Adobe has.
    pub(crate) fn at_adobe(&self) -> Vec<String> {
        let seed = self.practice.control().seed();
        let project = seed.projects.into_iter().find(|one| one.client_id.as_str() == CLIENT);
        project.unwrap().client_secrets
    }

    /// The secrets that the vault has for a profile, in their order.
    fn in_vault(&self, id: &ProfileId) -> Vec<String> {
        let engine = self.engine();
        let secret = |kind| engine.profiles().secret(id, kind).ok();
        let kinds = [SecretKind::ClientSecret, SecretKind::SecondClientSecret];
        kinds.into_iter().filter_map(secret).map(|it| it.value.expose().clone()).collect()
    }

    fn journals(&self) -> usize {
        std::fs::read_dir(self.folder.path().join("rotations")).into_iter().flatten().count()
    }

    /// Whether a token can be had as anybody gets one.
    async fn works(&self) {
        let got = self.engine().tokens().get(&self.profile, Freshness::Renewed).await;
        got.unwrap_or_else(|problem| panic!("no secret works: {problem:?}"));
    }

    /// Exactly one secret lives at Adobe, it works, it is in the vault, and nothing is under way.
    pub(crate) async fn is_whole(&self) {
        let (left, kept) = (self.at_adobe(), self.in_vault(&self.profile));
        assert_eq!(left.len(), 1, "{left:?}");
        assert_eq!(kept, left);
        assert_eq!(self.journals(), 0);
        self.works().await;
    }

    pub(crate) async fn rotate(&self, lost: LostSecret) -> Result<RotationView, Problem> {
        self.engine().rotation().rotate(&self.profile, lost, AGREED).await
    }

    pub(crate) async fn delete_old(&self, used: StillUsed) -> Result<RotationView, Problem> {
        self.engine().rotation().delete_old(&self.profile, used, AGREED).await
    }

    /// The same for this profile and others, as a window asks for it.
    async fn carry_out(&self, others: &[ProfileId], deed: RotationDeed) -> RotationReport {
        let engine = self.engine();
        let profiles = [std::slice::from_ref(&self.profile), others].concat();
        let wish = RotationWish { profiles, deed };
        let job = engine.jobs().start(JobKind::Rotation);
        engine.rotation().carry_out(job, &wish, AGREED, |_| ()).await.unwrap()
    }

    async fn status(&self) -> RotationView {
        self.engine().rotation().status(&self.profile).await.unwrap()
    }

    /// Rotates, and Adobe fails at adding a secret: nobody knows whether it added one.
    async fn fails_to_add(&self) {
        let control = self.practice.control();
        // The list comes.
        control.add_fault(Fault::once("/console/", Mishap::Delay { ms: 0 }));
        control.add_fault(Fault::once("/console/", Mishap::InternalError));
        let failed = self.rotate(LostSecret::Kept).await.expect_err("Adobe failed");
        assert_eq!((failed.code, self.journals()), (ErrorCode::Network, 1));
    }

    /// What somebody does in the Console.
    fn somebody_adds(&self, secret: &str) {
        let client = ClientId::parse(CLIENT).unwrap();
        self.practice.control().add_secret(&client, secret).unwrap();
    }

    /// Has a person enter a second client secret.
    fn enters_second(&self, secret: &str) {
        let engine = self.engine();
        let view = engine.profiles().get(&self.profile).unwrap();
        let typed = ClientSecrets { second: Some(Secret::new(secret.to_owned())), first: None };
        let (id, draft) = (&self.profile, draft("Rotated"));
        engine.profiles().update(id, &view.revision, &draft, typed).unwrap();
    }

    /// Another profile of the client, with this secret.
    fn another(&self, risk: Risk, secret: &str) -> ProfileId {
        let draft = ProfileDraft { risk, ..draft("Another") };
        let secret = Some(Secret::new(secret.to_owned()));
        self.engine().profiles().create(&draft, secret).unwrap().summary.id
    }

    /// Does work in a process that dies once it has done so many things. Whether it died.
    async fn dying<F: Future<Output = ()> + Send + 'static>(
        &self,
        at: usize,
        work: impl FnOnce(Rotation, ProfileId) -> F,
    ) -> bool {
        let engine = self.engine();
        let done = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&done);
        // A panic ends all that it does, and leaves on the disk and at Adobe what a kill leaves.
        let rotation = engine.rotation().telling(move |_| {
            assert!(counted.fetch_add(1, Ordering::SeqCst) < at, "the process is dead");
        });
        let _ = tokio::spawn(work(rotation, self.profile.clone())).await;
        done.load(Ordering::SeqCst) > at
    }
}

fn names(view: &RotationView, role: SecretRole) -> Vec<&str> {
    let of_role = view.secrets.iter().filter(|one| one.role == role);
    of_role.map(|one| one.uuid.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_every_step_it_goes_on_and_ends_well() {
    let mut lost = 0;
    for at in 0.. {
        let world = World::start().await;
        let died = world.dying(at, |rotation, id| async move {
            let kept = LostSecret::Kept;
            if rotation.rotate(&id, kept, AGREED).await.is_ok() {
                let _ = rotation.delete_old(&id, StillUsed::Kept, AGREED).await;
            }
        });
        let died = died.await;
        world.works().await;
        if died {
            let again = match world.rotate(LostSecret::Kept).await {
                Err(problem) if problem.code == ErrorCode::SecretMissing => {
                    assert_eq!(world.status().await.step, RotationStep::Lost);
                    assert_eq!(world.at_adobe().len(), 2, "nobody was asked yet");
                    lost += 1;
                    world.rotate(LostSecret::Replaced).await
                }
                outcome => outcome,
            };
            let again = again.unwrap_or_else(|problem| panic!("at step {at}: {problem:?}"));
            world.works().await;
            if again.step == RotationStep::Watching {
                let ended = world.delete_old(StillUsed::Kept).await;
                ended.unwrap_or_else(|problem| panic!("at step {at}: {problem:?}"));
            }
        }
        world.is_whole().await;
        assert_ne!(world.at_adobe(), [OLD], "at step {at}");
        if !died {
            assert!(at > 8, "only {at} steps");
            break;
        }
    }
    assert_eq!(lost, 1, "the value is lost between Adobe's answer and the vault alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_every_step_while_it_is_given_up_the_old_secret_stays() {
    for at in 0.. {
        let world = World::start().await;
        world.rotate(LostSecret::Kept).await.unwrap();
        let died = world.dying(at, |rotation, id| async move {
            let _ = rotation.abandon(&id, AGREED).await;
        });
        let died = died.await;
        world.works().await;
        if died {
            match world.engine().rotation().abandon(&world.profile, AGREED).await {
                Err(problem) => {
                    assert_eq!(problem.code, ErrorCode::NotFound, "at {at}: {problem:?}")
                }
                Ok(view) => assert_eq!(view.step, RotationStep::NotBegun),
            }
        }
        world.is_whole().await;
        assert_eq!(world.at_adobe(), [OLD], "at step {at}");
        if !died {
            assert!(at > 4, "only {at} steps");
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_new_one_is_used_and_the_old_one_kept_until_nobody_uses_it() {
    let world = World::start().await;
    let view = world.rotate(LostSecret::Kept).await.unwrap();
    assert_eq!((view.step, view.old_used_since), (RotationStep::Watching, Some(false)));
    let kept = world.in_vault(&world.profile);
    assert_eq!((kept.len(), kept[1].as_str()), (2, OLD));
    let again = world.rotate(LostSecret::Kept).await.unwrap();
    assert_eq!((again.step, again.old_used_since), (view.step, view.old_used_since));
    assert_eq!(world.in_vault(&world.profile), kept, "there is nothing to do again");
    assert_eq!(view.next, Some(RotationWay::DeleteOld));
    let looked = world.carry_out(&[], RotationDeed::Look).await.profiles.remove(0);
    assert_eq!(looked.rotation.map(|view| view.step), Some(again.step));
    let text = looked.message.unwrap();
    assert!(text.contains(CLIENT) && !kept.iter().any(|secret| text.contains(secret)), "{text}");

    // Somebody still has the old one.
    world.practice.control().advance(Duration::from_secs(60));
    let (_folder, elsewhere) = house(&world.practice);
    let secret = Some(Secret::new(OLD.to_owned()));
    let id = elsewhere.profiles().create(&draft("Elsewhere"), secret).unwrap().summary.id;
    elsewhere.tokens().get(&id, Freshness::Renewed).await.unwrap();
    assert_eq!(world.status().await.old_used_since, Some(true));
    let refused = world.delete_old(StillUsed::Kept).await.expect_err("it is used");
    assert_eq!(refused.code, ErrorCode::NeedsConfirmation);
    assert_eq!(world.at_adobe().len(), 2);
    let done = world.delete_old(StillUsed::DeletedToo).await.unwrap();
    assert_eq!(done.step, RotationStep::Done);
    world.is_whole().await;

    // The next one knows which is which.
    let second = world.rotate(LostSecret::Kept).await.unwrap();
    let first = names(&done, SecretRole::First);
    assert_eq!(names(&second, SecretRole::Old), first, "{second:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_of_the_same_client_changes_with_it() {
    let world = World::start().await;
    let engine = world.engine();
    let secret = Some(Secret::new(OLD.to_owned()));
    let other = engine.profiles().create(&draft("Another"), secret).unwrap().summary.id;
    engine.rotation().set_place(&other, &place()).unwrap();
    let plan = engine.rotation().plan(std::slice::from_ref(&world.profile)).unwrap();
    assert_eq!(plan[0].changes_too[0].id, other);
    world.rotate(LostSecret::Kept).await.unwrap();
    assert_eq!(world.in_vault(&other), world.in_vault(&world.profile));
    let refused = world.engine().rotation().status(&other).await.expect_err("by the first");
    assert_eq!(refused.code, ErrorCode::Conflict);
    world.delete_old(StillUsed::Kept).await.unwrap();
    world.is_whole().await;
    assert_eq!(world.in_vault(&other), world.at_adobe());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_that_are_there_none_is_deleted_that_somebody_may_use() {
    let world = World::with(&[OLD, "p8e-practice-somebodys"]).await;
    let refused = world.rotate(LostSecret::Replaced).await.expect_err("there is no room");
    assert_eq!(refused.code, ErrorCode::Conflict);
    let view = world.status().await;
    assert_eq!(names(&view, SecretRole::Unknown).len(), 2, "nothing says which is which");
    let uuid = |view: &RotationView, used: bool| {
        let one = view.secrets.iter().find(|one| one.last_used_at.is_some() == used);
        one.unwrap().uuid.clone()
    };
    let idle = uuid(&view, false);
    let delete = |uuid: String, used| {
        let engine = world.engine();
        let id = world.profile.clone();
        async move { engine.rotation().delete_named(&id, &uuid, used, AGREED).await }
    };
    let refused = delete(idle.clone(), StillUsed::DeletedToo).await.expect_err("it may be ours");
    assert_eq!(refused.code, ErrorCode::InvalidInput);
    assert_eq!(world.at_adobe().len(), 2);
    // Both are in the vault and work: either may go, but not one that is used without a word.
    world.enters_second("p8e-practice-somebodys");
    let busy = uuid(&world.status().await, true);
    let refused = delete(busy.clone(), StillUsed::Kept).await.expect_err("it is used");
    assert_eq!(refused.code, ErrorCode::NeedsConfirmation);
    delete(busy, StillUsed::DeletedToo).await.unwrap();
    world.works().await;
    assert_eq!(world.at_adobe().len(), 1);
    let view = world.rotate(LostSecret::Kept).await.unwrap();
    assert_eq!(view.step, RotationStep::Watching);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_profile_of_the_client_keeps_a_secret_that_works() {
    let world = World::with(&[OLD, "p8e-practice-somebodys"]).await;
    let other = world.another(Risk::Development, "p8e-practice-somebodys");
    let view = world.status().await;
    let idle = view.secrets.iter().find(|one| one.last_used_at.is_none()).unwrap();
    world.enters_second("p8e-practice-somebodys");
    let (engine, used) = (world.engine(), StillUsed::DeletedToo);
    engine.rotation().delete_named(&world.profile, &idle.uuid, used, AGREED).await.unwrap();
    assert_eq!(world.at_adobe(), [OLD]);
    world.works().await;
    world.engine().tokens().get(&other, Freshness::Renewed).await.expect("it has the other one");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_production_profile_of_the_client_and_every_deletion_are_asked_about() {
    let world = World::start().await;
    let (engine, id) = (world.engine(), &world.profile);
    let (rotation, unasked) = (engine.rotation(), &Confirmation::NotGiven);
    for refused in [
        rotation.rotate(id, LostSecret::Replaced, unasked).await,
        rotation.delete_old(id, StillUsed::DeletedToo, unasked).await,
        rotation.delete_named(id, "11f0aaaa", StillUsed::DeletedToo, unasked).await,
        rotation.abandon(id, unasked).await,
    ] {
        let problem = refused.expect_err("nobody agreed");
        assert_eq!(problem.code, ErrorCode::NeedsConfirmation, "{problem:?}");
        assert!(problem.message.contains("would be deleted"), "{problem:?}");
    }
    let plan = || rotation.plan(std::slice::from_ref(id)).unwrap();
    assert!(!plan()[0].production);
    world.another(Risk::Production, OLD);
    assert!(plan()[0].production);
    let problem = rotation.rotate(id, LostSecret::Kept, unasked).await.expect_err("nobody agreed");
    assert_eq!(problem.code, ErrorCode::NeedsConfirmation);
    assert!(problem.message.contains("Another, which is production"), "{problem:?}");
    assert_eq!(world.practice.control().count("/"), 0, "nobody was asked");
    rotation.rotate(id, LostSecret::Kept, AGREED).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_somebody_added_later_is_not_lost() {
    let world = World::start().await;
    world.fails_to_add().await;
    world.practice.control().advance(Duration::from_secs(3_600));
    world.somebody_adds("p8e-practice-colleagues");
    assert_eq!(world.status().await.step, RotationStep::Unaccounted);
    let refused = world.rotate(LostSecret::Replaced).await.expect_err("it is somebody's");
    assert_eq!(refused.code, ErrorCode::Conflict);
    let given_up = world.engine().rotation().abandon(&world.profile, AGREED).await.unwrap();
    assert_eq!((given_up.step, world.journals()), (RotationStep::NotBegun, 0));
    assert_eq!(world.at_adobe(), [OLD, "p8e-practice-colleagues"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_a_person_added_and_entered_is_not_lost() {
    const TYPED: &str = "p8e-practice-typed";
    for abandons in [false, true] {
        let world = World::start().await;
        world.fails_to_add().await;
        world.somebody_adds(TYPED);
        world.enters_second(TYPED);
        let engine = world.engine();
        let id = &world.profile;
        match abandons {
            false => {
                let refused = world.rotate(LostSecret::Replaced).await.expect_err("it is stored");
                assert_eq!(refused.code, ErrorCode::Conflict);
            }
            true => drop(engine.rotation().abandon(id, AGREED).await.unwrap()),
        }
        assert_eq!(world.at_adobe(), [OLD, TYPED]);
        assert_eq!(world.in_vault(id), [OLD, TYPED]);
    }
}

/// A person took the new secret out of the vault, where it was used: it may be in use elsewhere by now.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_secret_that_was_taken_out_of_the_vault_is_not_deleted_unasked() {
    let world = World::start().await;
    world.rotate(LostSecret::Kept).await.unwrap();
    let engine = world.engine();
    engine.profiles().remove_secret(&world.profile, SecretKind::ClientSecret).unwrap();
    assert_eq!(world.status().await.step, RotationStep::Unaccounted);
    let refused = world.rotate(LostSecret::Replaced).await.expect_err("it is somebody's");
    assert_eq!(refused.code, ErrorCode::Conflict);
    let given_up = world.engine().rotation().abandon(&world.profile, AGREED).await.unwrap();
    assert_eq!(given_up.step, RotationStep::NotBegun);
    assert_eq!((world.at_adobe().len(), world.journals()), (2, 0));
    world.works().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_said_before_anything_is_asked() {
    let world = World::start().await;
    let engine = world.engine();
    let rotate = |id: &ProfileId, confirmation: &'static Confirmation| {
        let (engine, id) = (world.engine(), id.clone());
        async move {
            let rotated = engine.rotation().rotate(&id, LostSecret::Kept, confirmation).await;
            rotated.expect_err("refused")
        }
    };
    let profile = |change: &dyn Fn(&mut ProfileDraft)| {
        let mut draft = draft("Another");
        change(&mut draft);
        let secret = Some(Secret::new(OLD.to_owned()));
        engine.profiles().create(&draft, secret).unwrap().summary.id
    };
    let placed = |change: &dyn Fn(&mut ProfileDraft)| {
        let id = profile(change);
        engine.rotation().set_place(&id, &place()).unwrap();
        id
    };
    let fewer = placed(&|draft| draft.scopes = "openid, AdobeID".to_owned());
    let problem = rotate(&fewer, AGREED).await;
    assert_eq!(problem.code, ErrorCode::ScopeRefused);
    assert!(problem.remedy_text().unwrap().contains("manage_client_secrets"), "{problem:?}");
    let unplaced = profile(&|_| ());
    let problem = rotate(&unplaced, AGREED).await;
    assert!(problem.remedy_text().unwrap().contains("/credentials/"), "{problem:?}");
    let production = placed(&|draft| draft.risk = Risk::Production);
    let problem = rotate(&production, &Confirmation::NotGiven).await;
    assert_eq!(problem.code, ErrorCode::NeedsConfirmation);
    assert_eq!(world.practice.control().count("/"), 0, "nobody was asked");
    // The numbers of another credential.
    let elsewhere = ConsolePlace::of("1000002", "200002").unwrap();
    engine.rotation().set_place(&unplaced, &elsewhere).unwrap();
    let problem = rotate(&unplaced, AGREED).await;
    assert!(problem.message.contains("b610be0000000000000000000000b002"), "{problem:?}");
    assert_eq!(world.at_adobe(), [OLD]);
    assert_eq!(world.journals(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_the_way_of_one_is_its_own_and_the_others_have_their_turn() {
    let world = World::start().await;
    let engine = world.engine();
    let fewer = ProfileDraft { scopes: "openid, AdobeID".to_owned(), ..draft("Fewer") };
    let fewer = ProfileDraft { client_id: CLIENT.replace("d01", "d03"), ..fewer };
    let fewer = engine.profiles().create(&fewer, ClientSecrets::default()).unwrap().summary.id;
    let both = [world.profile.clone(), fewer.clone()];
    let plan = engine.rotation().plan(&both).unwrap();
    assert!(plan[0].obstacle.is_none() && plan[0].begun_at.is_none());
    let go_on = RotationDeed::GoOn { lost: LostSecret::Kept };
    let report = world.carry_out(&[fewer], go_on).await;
    let [rotated, refused] = &report.profiles[..] else { panic!("{report:?}") };
    assert_eq!(rotated.rotation.as_ref().unwrap().step, RotationStep::Watching);
    assert_eq!(refused.error, plan[1].obstacle, "the plan said so");
    let under_way = engine.rotation().under_way().unwrap();
    assert_eq!(under_way, std::slice::from_ref(&world.profile));
    assert!(engine.rotation().plan(&under_way).unwrap()[0].begun_at.is_some());
    let old = RotationDeed::DeleteOld { still_used: StillUsed::Kept };
    let done = world.carry_out(&[], old).await.profiles.remove(0).rotation.unwrap();
    assert_eq!((done.step, done.next), (RotationStep::Done, None));
    assert!(engine.rotation().under_way().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_it_ends_behind_a_step_and_goes_on_another_time() {
    let world = World::start().await;
    let engine = Arc::new(world.engine());
    let elsewhere = ProfileDraft { client_id: CLIENT.replace("d01", "d03"), ..draft("Elsewhere") };
    let other = engine.profiles().create(&elsewhere, ClientSecrets::default()).unwrap().summary.id;
    let id = JobId("the rotation".to_owned());
    let job = engine.jobs().start_as(id.clone(), JobKind::Rotation).unwrap();
    let wish = RotationWish {
        profiles: vec![world.profile.clone(), other],
        deed: RotationDeed::GoOn { lost: LostSecret::Kept },
    };
    let stopping = Arc::clone(&engine);
    let stops = move |news: RotationNews| {
        if matches!(news, RotationNews::Did { what: RotationProgress::Stored, .. }) {
            stopping.jobs().stop(&id);
        }
    };
    let report = engine.rotation().carry_out(job, &wish, AGREED, stops).await.unwrap();
    let [RotationOutcome { rotation: Some(stopped), .. }] = &report.profiles[..] else {
        panic!("{report:?}")
    };
    let (step, next) = (stopped.step, stopped.next);
    assert_eq!((step, next), (RotationStep::Stored, Some(RotationWay::GoOn)));
    assert_eq!((report.not_begun, engine.jobs().list().len()), (1, 0));
    world.works().await;
    assert_eq!(world.rotate(LostSecret::Kept).await.unwrap().step, RotationStep::Watching);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_remedy_names_the_profile_and_the_step() {
    let world = World::with(&[OLD, "p8e-practice-somebodys"]).await;
    let go_on = RotationDeed::GoOn { lost: LostSecret::Kept };
    let error = world.carry_out(&[], go_on).await.profiles.remove(0).error.unwrap();
    let action = error.remedy.and_then(|remedy| remedy.action).map(|action| *action);
    let Some(RemedyAction::RotateSecret { profile: Some(profile), way }) = action else {
        panic!("{action:?}")
    };
    assert_eq!((profile.id, way), (world.profile.clone(), RotationWay::DeleteNamed));
    let refused = world.engine().rotation().set_address(&world.profile, "https://example.org/");
    assert_eq!(refused.expect_err("no page of the Console's").code, ErrorCode::InvalidInput);
}
