//! The practice Adobe as the engine uses it. Each process starts one of its own when a practice profile first needs it, and
//! tells it at every start which certificates were registered before.

pub(crate) mod view;

use crate::core::Core;
use crate::events::Event;
use crate::keys::Keys;
use crate::keys::view::KeyView;
use crate::network::{ClientCertificate, WayOfPrograms};
use crate::profiles::view::ProfileDraft;
use crate::retry::tried_again;
use crate::threads::blocking;
use crate::threads::lock;
use mudbrick_model::{
    Adobe, Colour, ErrorCode, Grant, KeyId, KeyPair, Problem, Profile, ProfileId, Risk, SendOptions,
};
use mudbrick_net::{Http, PracticeRoute, Route};
use mudbrick_pki::Certificate;
use mudbrick_practice::{Control, Practice, PracticeOptions, Project};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use view::{PracticeProject, PracticeView};

/// The practice Adobe in use, and its HTTP stack.
#[derive(Default)]
struct PracticeSlot {
    running: tokio::sync::Mutex<Option<Arc<Running>>>,
    /// The same, for those who only look and must not wait.
    seen: Mutex<Option<Arc<Running>>>,
}

struct Running {
    practice: Practice,
    http: Arc<Http>,
}

/// The room of the practice Adobe.
pub struct PracticeAdobe {
    core: Arc<Core>,
    keys: Arc<Keys>,
    slot: PracticeSlot,
}

impl PracticeAdobe {
    pub(crate) fn new(core: &Arc<Core>, keys: &Arc<Keys>) -> Self {
        Self { core: Arc::clone(core), keys: Arc::clone(keys), slot: PracticeSlot::default() }
    }

    /// Starts the practice Adobe unless it runs already.
    pub async fn start(&self) -> Result<PracticeView, Problem> {
        let running = self.running_practice(PracticeOptions::default()).await?;
        Ok(running.view())
    }

    /// Starts the practice Adobe the way `mudbrick practice` was asked to.
    pub async fn start_with(&self, options: PracticeOptions) -> Result<PracticeView, Problem> {
        Ok(self.running_practice(options).await?.view())
    }

    /// Stops it. What was made in it is gone; the next start begins with the same data as the first.
    pub async fn stop(&self) {
        // Taken out under the lock and stopped without it: stopping waits for connections, and a new start need not.
        let stopped = self.slot.running.lock().await.take();
        *lock(&self.slot.seen) = None;
        if let Some(running) = stopped {
            running.practice.stop().await;
            self.core.emit(Event::PracticeChanged);
        }
    }

    /// Does what *Upload public key* does in the Developer Console, at the practice Adobe: from now on the profile's
    /// client is known to sign with this key.
    pub async fn register(&self, id: &KeyId, profile: &ProfileId) -> Result<KeyView, Problem> {
        let running = self.running_practice(PracticeOptions::default()).await?;
        let (core, keys) = (Arc::clone(&self.core), Arc::clone(&self.keys));
        let (id, profile) = (id.clone(), profile.clone());
        blocking(move || register(&core, &keys, &id, &profile, &running.practice.control())).await?
    }

    /// The practice Adobe, when it runs.
    pub fn view(&self) -> Option<PracticeView> {
        lock(&self.slot.seen).as_ref().map(|running| running.view())
    }

    /// Its controls, when it runs: what it saw, its clock, its faults.
    pub fn control(&self) -> Option<Control> {
        lock(&self.slot.seen).as_ref().map(|running| running.practice.control())
    }

    /// The root certificate that clients of the practice Adobe have to trust, when it runs.
    pub fn root_pem(&self) -> Option<String> {
        let seen = lock(&self.slot.seen);
        seen.as_ref().map(|running| running.practice.root_pem().to_owned())
    }

    /// How to point other clients at the practice Adobe, when it runs.
    pub fn guide(&self, ca_file: &str) -> Option<String> {
        let seen = lock(&self.slot.seen);
        seen.as_ref().map(|running| running.practice.guide(ca_file))
    }

    /// The HTTP stack that reaches this profile's Adobe, by the way that `given` asks for, and else by the profile's.
    pub(crate) async fn http_for(
        &self,
        profile: &Profile,
        given: &SendOptions,
    ) -> Result<Arc<Http>, Problem> {
        let (core, keys) = (Arc::clone(&self.core), Arc::clone(&self.keys));
        let (owned, given) = (profile.clone(), given.clone());
        match blocking(move || http_to_adobe(&core, &keys, &owned, &given)).await?? {
            Some(http) => Ok(http),
            None => self.http_to_practice().await,
        }
    }

    /// The same where nothing has to be started for it: not to the practice Adobe. Reads files, and opens the vault for a client
    /// certificate.
    pub(crate) fn http_to_adobe(
        &self,
        profile: &Profile,
        given: &SendOptions,
    ) -> Result<Option<Arc<Http>>, Problem> {
        http_to_adobe(&self.core, &self.keys, profile, given)
    }

    /// To the practice Adobe, which is started unless it runs.
    pub(crate) async fn http_to_practice(&self) -> Result<Arc<Http>, Problem> {
        let running = self.running_practice(PracticeOptions::default()).await?;
        Ok(Arc::clone(&running.http))
    }

    /// The same way for a program that takes it by itself; none to the practice Adobe. Reads files, and opens the vault for a
    /// client certificate.
    pub(crate) fn way_for(&self, profile: &Profile) -> Result<Option<WayOfPrograms>, Problem> {
        if profile.adobe == Adobe::Practice {
            return Ok(None);
        }
        let way = self.core.way(&profile.sending)?;
        let client = way.client_key.as_ref().map(|key| {
            Ok::<_, Problem>((self.keys.certificate_pem(key)?, self.keys.private_key_pem(key)?))
        });
        WayOfPrograms::of(&self.core.home, &way, client.transpose()?).map(Some)
    }

    /// Where a browser of this machine reaches it. Starts it unless it runs.
    pub(crate) async fn base_url(&self) -> Result<String, Problem> {
        let running = self.running_practice(PracticeOptions::default()).await?;
        Ok(format!("http://{}", running.practice.address()))
    }

    async fn running_practice(&self, options: PracticeOptions) -> Result<Arc<Running>, Problem> {
        // Kept until it runs: a second caller would start a second one, with another root and other data.
        let mut slot = self.slot.running.lock().await;
        if let Some(running) = &*slot {
            return Ok(Arc::clone(running));
        }
        let practice = Practice::start(options).await?;
        let pairs = self.stored_pairs().await?;
        tell_certificates(&practice, &pairs);
        let route =
            PracticeRoute { address: practice.address(), root_pem: practice.root_pem().to_owned() };
        let http = Arc::new(Http::build(Route::Practice(route))?);
        let running = Arc::new(Running { practice, http });
        *slot = Some(Arc::clone(&running));
        *lock(&self.slot.seen) = Some(Arc::clone(&running));
        // Whoever hears of it may ask for it at once.
        drop(slot);
        self.core.emit(Event::PracticeChanged);
        Ok(running)
    }

    async fn stored_pairs(&self) -> Result<Vec<KeyPair>, Problem> {
        let core = Arc::clone(&self.core);
        blocking(move || {
            let stored = core.keys.list()?.items;
            Ok(stored.into_iter().map(|stored| stored.value).collect())
        })
        .await?
    }
}

fn register(
    core: &Core,
    keys: &Keys,
    id: &KeyId,
    profile: &ProfileId,
    control: &Control,
) -> Result<KeyView, Problem> {
    let profile = core.profiles.get(profile)?.value;
    if profile.adobe != Adobe::Practice {
        return Err(not_practice(&profile));
    }
    control.register_certificate(&profile.client_id, &keys.certificate_pem(id)?)?;
    tried_again(|| {
        let stored = core.keys.get(id)?;
        let mut pair = stored.value;
        if !pair.practice_clients.contains(&profile.client_id) {
            pair.practice_clients.push(profile.client_id.clone());
            core.keys.update(pair, &stored.revision)?;
        }
        Ok(())
    })?;
    core.emit(Event::KeysChanged);
    core.emit(Event::PracticeChanged);
    keys.get(id)
}

/// The practice Adobe forgets with every stop; the key records remember whose certificates it was given.
fn tell_certificates(practice: &Practice, pairs: &[KeyPair]) {
    for pair in pairs {
        let Some(pem) = &pair.certificate else { continue };
        for client in &pair.practice_clients {
            // A client that another seed file does not know is no reason not to start.
            let _ = practice.control().register_certificate(client, pem);
        }
    }
}

impl Running {
    fn view(&self) -> PracticeView {
        PracticeView {
            base_url: format!("http://{}", self.practice.address()),
            projects: self.practice.projects().into_iter().map(project_view).collect(),
        }
    }
}

fn project_view(project: Project) -> PracticeProject {
    let scopes: Vec<&str> = match project.grant {
        Grant::OauthServerToServer | Grant::OauthUser => {
            project.scopes.iter().map(|scope| scope.as_str()).collect()
        }
        Grant::Jwt => project.metascopes.iter().map(|scope| scope.as_str()).collect(),
    };
    let variables = BTreeMap::from([("ORGANIZATION".to_owned(), project.tenant.clone())]);
    let fingerprint = |pem: &String| Certificate::from_pem(pem).ok().map(|found| found.sha1());
    PracticeProject {
        draft: ProfileDraft {
            name: project.title.clone(),
            organization: project.organization,
            org_id: project.org_id.to_string(),
            client_id: project.client_id.to_string(),
            grant: project.grant,
            user_client: project.sign_in.as_ref().map(|it| it.client).unwrap_or_default(),
            redirect_uri: project
                .sign_in
                .and_then(|it| it.redirect_uris.into_iter().next())
                .map(String::from)
                .unwrap_or_default(),
            scopes: scopes.join(", "),
            technical_account_id: project
                .technical_account_id
                .map(String::from)
                .unwrap_or_default(),
            key: None,
            adobe: Adobe::Practice,
            risk: Risk::Development,
            colour: Colour::Orange,
            sandbox: project.sandbox,
            variables,
            allowed_hosts: Vec::new(),
            sending: SendOptions::default(),
        },
        title: project.title,
        client_secret: project.client_secret,
        certificates: project.certificates.iter().filter_map(fingerprint).collect(),
    }
}

fn not_practice(profile: &Profile) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!(
            "{} belongs to the real Adobe, where only you can upload a certificate.",
            profile.title()
        ),
    )
    .remedy("Save the certificate and upload it on the credential's page in the Developer Console.")
}

fn http_to_adobe(
    core: &Core,
    keys: &Keys,
    profile: &Profile,
    given: &SendOptions,
) -> Result<Option<Arc<Http>>, Problem> {
    if profile.adobe == Adobe::Practice {
        return Ok(None);
    }
    let way = given.way_before(&profile.sending);
    let Some(key) = &way.client_key else { return core.http(&way, None).map(Some) };
    let private_key = || keys.private_key_pem(key);
    let certificate = keys.certificate_pem(key)?;
    let client = ClientCertificate { certificate, private_key: &private_key };
    core.http(&way, Some(client)).map(Some)
}
