//! How requests are sent: options of the profile, the file and the call, over real TLS with a server of the test's own.

mod cookies;
mod options;
mod retries;
mod server;

use crate::home::World;
use mudbrick_engine::view::ExchangeView;
use mudbrick_engine::{Confirmation, EngineOptions, JobKind, Pause, Sending};
use mudbrick_model::{Adobe, Method, Problem, ProfileId, Request, Risk, SendOptions};
use server::Server;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Writes down how long is to be waited, and waits no moment; or for ever.
#[derive(Debug, Default)]
struct NoPause {
    asked: Mutex<Vec<Duration>>,
    for_ever: bool,
}

impl Pause for NoPause {
    fn pause(&self, span: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.asked.lock().unwrap().push(span);
        match self.for_ever {
            true => Box::pin(std::future::pending()),
            false => Box::pin(std::future::ready(())),
        }
    }
}

/// A profile of the real Adobe's that trusts the server.
struct Desk {
    world: World,
    profile: ProfileId,
    pause: Arc<NoPause>,
}

impl Desk {
    async fn at(server: &Server) -> Self {
        Self::with(server, SendOptions::default(), NoPause::default()).await
    }

    async fn with(server: &Server, sending: SendOptions, pause: NoPause) -> Self {
        let pause = Arc::new(pause);
        let shared: Arc<dyn Pause> = Arc::clone(&pause) as _;
        let options = EngineOptions { pause: shared, ..EngineOptions::default() };
        let world = World::start_with(options).await;
        std::fs::write(world.folder.path().join("root.pem"), &server.root_pem).unwrap();
        let roots = vec!["root.pem".into()];
        let profile = world.profile_with("Places", |draft| {
            draft.adobe = Adobe::Production;
            draft.risk = Risk::Development;
            draft.sending = SendOptions { roots, ..sending };
        });
        Self { world, profile: profile.summary.id, pause }
    }

    async fn send(&self, sending: Sending) -> Result<ExchangeView, Problem> {
        let job = self.world.engine.jobs().start(JobKind::Send);
        let requests = self.world.engine.requests();
        requests.send_in_file(&job, &self.profile, sending, Confirmation::NotGiven).await
    }

    async fn get(&self, url: String, options: SendOptions) -> ExchangeView {
        self.send(Sending { options, ..Sending::of(request(Method::Get, url)) }).await.unwrap()
    }

    fn recorded(&self) -> Vec<Option<u16>> {
        let list = self.world.engine.history().list(None, "", None, 100).unwrap();
        list.into_iter().map(|line| line.status).rev().collect()
    }
}

fn request(method: Method, url: String) -> Request {
    let body = method.writes().then(|| "x".to_owned());
    Request { name: format!("{method} {url}"), method, url, headers: Vec::new(), body }
}
