//! A program that is killed at any call to the disk while somebody signs in, while a token is renewed, and while somebody signs
//! out. The next one sees one person's sign-in or none, never a part of two; and nothing secret is outside of the vault.

use crate::home::files_below;
use crate::killed::open;
use crate::sign_in::{get, leads_to_sign_in};
use mudbrick_engine::view::{ProfileDraft, SignedInView};
use mudbrick_engine::{Engine, Freshness, JobKind, Secret};
use mudbrick_model::{Adobe, Grant, Problem, ProfileId, Risk, UserClient};
use mudbrick_practice::{Practice, PracticeOptions};
use mudbrick_vault::files::faults::{Call, Fault, WatchedFolder};
use rstest::rstest;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;
use tokio::sync::oneshot;

const ADA: &str = "ADA00A1B2C3D4E5F60718293@AdobeID";
const BORIS: &str = "B0B00A1B2C3D4E5F60718293@AdobeID";
/// Of the practice Adobe's app whose redirect URI leads to no machine.
const CLIENT: &str = "b610be0000000000000000000000b005";
const RENEWED: &str = "openid, AdobeID, offline_access";
const NOT_RENEWED: &str = "openid, AdobeID";

/// A home that finds the practice Adobe where the real one would be, with a profile with which people sign in.
struct House {
    practice: Arc<Practice>,
    folder: TempDir,
    profile: ProfileId,
}

impl House {
    fn new(practice: &Arc<Practice>, scopes: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root.pem");
        std::fs::write(&root, practice.root_pem()).unwrap();
        let address = practice.address();
        let network =
            format!("version = 1\n[network]\nproxy = \"http://{address}\"\nroots = [{root:?}]\n");
        std::fs::write(folder.path().join("policy.toml"), network).unwrap();
        let draft = ProfileDraft {
            org_id: "610BE8A0B1C2D3E4F5061728@AdobeOrg".to_owned(),
            client_id: CLIENT.to_owned(),
            grant: Grant::OauthUser,
            user_client: UserClient::Native,
            redirect_uri: format!("adobe+b610be://adobeid/{CLIENT}"),
            scopes: scopes.to_owned(),
            adobe: Adobe::Production,
            risk: Risk::Development,
            ..ProfileDraft::new("Native app")
        };
        let engine = open(folder.path());
        let profile = engine.profiles().create(&draft, None).unwrap().summary.id;
        Self { practice: Arc::clone(practice), folder, profile }
    }

    fn engine(&self) -> Engine {
        open(self.folder.path())
    }

    /// Signs in as that person. Also what the browser was sent back with, which nobody else may have.
    async fn sign_in(
        &self,
        engine: &Arc<Engine>,
        person: &str,
    ) -> (Result<SignedInView, Problem>, String) {
        let job = engine.jobs().start(JobKind::SignIn);
        let job_id = job.id().clone();
        let (tell, told) = oneshot::channel();
        let (owned, id) = (Arc::clone(engine), self.profile.clone());
        let under_way = tokio::spawn(async move {
            owned.tokens().sign_in(&job, &id, |page| drop(tell.send(page))).await
        });
        let Ok(page) = told.await else { return (under_way.await.unwrap(), String::new()) };
        let (_, path) = page.url.split_once("adobelogin.com").expect("the address of IMS");
        let base = self.practice.base_url();
        let shown = get(&format!("{base}{path}&practice_person={person}")).await;
        let back = shown.location.unwrap_or_else(|| panic!("{} {}", shown.status, shown.body));
        engine.tokens().sign_in_answer(&job_id, &Secret::new(back.clone())).unwrap();
        (under_way.await.unwrap(), back)
    }

    /// Who a token is of, as the next program gets it.
    async fn person(&self, engine: &Engine, freshness: Freshness) -> Result<String, Problem> {
        let token = engine.tokens().get(&self.profile, freshness).await?;
        Ok(token.user_id().expect("a person's token"))
    }

    /// Who the token is of that is kept, without anybody being asked.
    fn kept(&self, engine: &Engine) -> Option<String> {
        let profile = engine.profiles().find(self.profile.as_str()).unwrap();
        engine.tokens().cached(&profile).unwrap().and_then(|token| token.user_id())
    }

    /// Neither who it is, nor what the browser brought, nor a token is in any file in the clear.
    fn tells_nothing(&self, back: &str, at: usize) {
        let values = back.split(['?', '&']).filter_map(|part| part.split_once('='));
        let secrets: Vec<&str> = values.map(|(_, value)| value).filter(|it| it.len() > 8).collect();
        for (name, bytes) in files_below(self.folder.path()) {
            let text = String::from_utf8_lossy(&bytes);
            for secret in secrets.iter().chain(&["@AdobeID", "eyJhbGci"]) {
                assert!(!text.contains(secret), "at call {at}: {secret} is in {name}");
            }
        }
    }

    /// Somebody can sign in, and is who they are.
    async fn can_be_signed_in_with(&self, at: usize) {
        let engine = Arc::new(self.engine());
        self.sign_in(&engine, "ada").await.0.unwrap_or_else(|problem| panic!("{at}: {problem:?}"));
        assert_eq!(self.kept(&self.engine()).as_deref(), Some(ADA), "at call {at}");
    }
}

/// Has a process die before its call of this number.
struct Dying {
    calls: Arc<AtomicUsize>,
    at: usize,
    _watched: WatchedFolder,
}

impl Dying {
    fn before(at: usize, home: &Path) -> Self {
        let calls = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&calls);
        let watcher = move |_: &Call<'_>| {
            let number = counted.fetch_add(1, Ordering::SeqCst);
            (number >= at).then(|| Fault::Refused(std::io::Error::other("the process is dead")))
        };
        Self { calls, at, _watched: WatchedFolder::new(home, watcher) }
    }

    /// Whether it died.
    fn ended(self) -> bool {
        self.calls.load(Ordering::SeqCst) > self.at
    }
}

async fn practice() -> Arc<Practice> {
    Arc::new(Practice::start(PracticeOptions::default()).await.unwrap())
}

#[rstest]
#[case::nobody_before(false, RENEWED)]
#[case::nobody_before_and_none_renewed(false, NOT_RENEWED)]
#[case::another_before(true, RENEWED)]
#[case::another_before_and_none_renewed(true, NOT_RENEWED)]
#[tokio::test(flavor = "multi_thread")]
async fn killed_while_somebody_signs_in_there_is_one_person_or_none(
    #[case] is_ada_before: bool,
    #[case] scopes: &str,
) {
    let practice = practice().await;
    let renews = scopes == RENEWED;
    for at in 0.. {
        let house = House::new(&practice, scopes);
        let engine = Arc::new(house.engine());
        if is_ada_before {
            house.sign_in(&engine, "ada").await.0.unwrap();
        }
        let dying = Dying::before(at, house.folder.path());
        let (outcome, back) = house.sign_in(&engine, "boris").await;
        let died = dying.ended();
        drop(engine);
        house.tells_nothing(&back, at);

        let kept = house.kept(&house.engine());
        let seen = house.person(&house.engine(), Freshness::Cached).await;
        match &seen {
            Ok(person) if person == BORIS => {}
            Ok(person) => assert!(died && is_ada_before && person == ADA, "at call {at}: {person}"),
            Err(problem) => {
                // Whoever has a refresh token is never sent to the browser for a kill.
                assert!(died && !(is_ada_before && renews), "at call {at}: {problem:?}");
                assert!(leads_to_sign_in(problem), "at call {at}: {problem:?}");
                assert_eq!(kept, None, "at call {at}");
            }
        }
        // What can be read without Adobe is what Adobe's answer then agrees with.
        if let (Some(kept), Ok(seen)) = (&kept, &seen) {
            assert_eq!(kept, seen, "at call {at}");
        }
        // Once Boris was seen, nothing of Ada's comes back.
        if let (true, Ok(seen)) = (renews, &seen) {
            let next = house.person(&house.engine(), Freshness::Renewed).await.unwrap();
            assert!(next == *seen || next == BORIS, "at call {at}: {next} after {seen}");
            let engine = house.engine();
            assert_eq!(house.kept(&engine), Some(next.clone()), "at call {at}");
            assert_eq!(house.person(&engine, Freshness::Cached).await.unwrap(), next);
        }
        house.can_be_signed_in_with(at).await;
        if !died {
            assert_eq!(outcome.unwrap().user_id.as_deref(), Some(BORIS));
            assert!(at > 8, "only {at} calls");
            break;
        }
    }
}

/// Adobe gives another refresh token at each use. Killed after Adobe's answer and before the vault has it, nobody can renew any
/// more; the token that is there is still good, and somebody is asked to sign in when it ends.
#[tokio::test(flavor = "multi_thread")]
async fn killed_while_a_token_is_renewed_the_one_that_is_there_stays_good() {
    let practice = practice().await;
    let mut lost = Vec::new();
    for at in 0.. {
        let house = House::new(&practice, RENEWED);
        let engine = Arc::new(house.engine());
        let (_, back) = house.sign_in(&engine, "ada").await;
        let dying = Dying::before(at, house.folder.path());
        // A token that cannot be kept is worth having all the same.
        let renewed = house.person(&engine, Freshness::Renewed).await;
        let died = dying.ended();
        drop(engine);
        house.tells_nothing(&back, at);

        let seen = house.person(&house.engine(), Freshness::Cached).await;
        assert_eq!(seen.as_deref().ok(), Some(ADA), "at call {at}: {seen:?}");
        match house.person(&house.engine(), Freshness::Renewed).await {
            Ok(person) => assert_eq!(person, ADA, "at call {at}"),
            Err(problem) => {
                assert!(died && leads_to_sign_in(&problem), "at call {at}: {problem:?}");
                // It did not take from them what they had.
                let kept = house.kept(&house.engine());
                assert_eq!(kept.as_deref(), Some(ADA), "at call {at}");
                lost.push(at);
            }
        }
        house.can_be_signed_in_with(at).await;
        if !died {
            assert_eq!(renewed.unwrap(), ADA);
            assert!(at > 5, "only {at} calls");
            // Until the refresh token is in its place, and not once afterwards.
            assert_eq!(lost, (0..lost.len()).collect::<Vec<_>>());
            assert!(lost.len() < at, "the refresh token is kept first: {lost:?} of {at}");
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_somebody_signs_out_the_next_time_ends_it() {
    let practice = practice().await;
    for at in 0.. {
        let house = House::new(&practice, RENEWED);
        let engine = Arc::new(house.engine());
        let (_, back) = house.sign_in(&engine, "ada").await;
        let dying = Dying::before(at, house.folder.path());
        let _ = engine.tokens().sign_out(&house.profile).await;
        let died = dying.ended();
        drop(engine);
        house.tells_nothing(&back, at);

        // At Adobe it is over, so nobody is renewed any more.
        let renewed = house.person(&house.engine(), Freshness::Renewed).await;
        assert!(leads_to_sign_in(&renewed.unwrap_err()), "at call {at}");
        house.engine().tokens().sign_out(&house.profile).await.unwrap();
        assert_eq!(house.kept(&house.engine()), None, "at call {at}");
        let left = files_below(&house.folder.path().join("tokens"));
        let left: Vec<_> = left.iter().map(|(name, _)| name).collect();
        assert!(left.is_empty(), "at call {at}: {left:?}");
        house.can_be_signed_in_with(at).await;
        if !died {
            assert!(at >= 3, "only {at} calls");
            break;
        }
    }
}
