//! A window on the mock runtime over a home of its own.

use crate::stand_ins::{Answered, Moved, Paper};
use mudbrick_desktop::ShellOptions;
use mudbrick_engine::Secret;
use mudbrick_store::Home;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tauri::test::{MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets};
use tauri::webview::InvokeRequest;
use tauri::{App, DragDropEvent, Listener, PhysicalPosition, WebviewWindow, WebviewWindowBuilder};
use tempfile::TempDir;

pub(crate) const PASSPHRASE: &str = "correct horse";

pub(crate) struct Window {
    view: WebviewWindow<MockRuntime>,
    pub(crate) app: App<MockRuntime>,
    folder: TempDir,
    pub(crate) paper: Paper,
    pub(crate) dialogs: Answered,
    pub(crate) clock: Moved,
    /// What the page was told, by the event's name.
    told: Mutex<Receiver<(&'static str, Value)>>,
    /// How much work was begun.
    jobs: AtomicU32,
}

impl Window {
    pub(crate) fn open() -> Self {
        Self::over(tempfile::tempdir().expect("a temporary folder"))
    }

    fn over(folder: TempDir) -> Self {
        let home = folder.path().join("home");
        Self::at(folder, &home, Some(PASSPHRASE))
    }

    /// Over a home that is somewhere else.
    pub(crate) fn at(folder: TempDir, home: &Path, passphrase: Option<&str>) -> Self {
        let (paper, dialogs, clock) = (Paper::default(), Answered::default(), Moved::default());
        let options = ShellOptions {
            passphrase: passphrase.map(|text| Secret::new(text.to_owned())),
            pasteboard: Box::new(paper.clone()),
            dialogs: Some(Box::new(dialogs.clone())),
            clock: Arc::new(clock.clone()),
            pulse: Duration::from_millis(20),
            ..ShellOptions::over(Home::at(home))
        };
        let app = mudbrick_desktop::build(mock_builder(), mock_context(noop_assets()), options)
            .expect("the app is built");
        let view = WebviewWindowBuilder::new(&app, "main", Default::default())
            .build()
            .expect("the window is built");
        let (tell, told) = channel();
        for name in ["mudbrick://event", "mudbrick://drop", "mudbrick://told"] {
            let tell = tell.clone();
            app.listen_any(name, move |event| {
                let payload = serde_json::from_str(event.payload()).expect("an event in JSON");
                // Nobody listens once the test is over.
                let _ = tell.send((name, payload));
            });
        }
        Self {
            view,
            app,
            folder,
            paper,
            dialogs,
            clock,
            told: Mutex::new(told),
            jobs: AtomicU32::new(0),
        }
    }

    pub(crate) fn reopen(self) -> Self {
        let Self { view, app, folder, .. } = self;
        drop((view, app));
        Self::over(folder)
    }

    /// Where the engine keeps everything.
    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// A file beside the home.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A file beside the home that a person has.
    #[allow(clippy::disallowed_methods, reason = "a file that is there to be read once")]
    pub(crate) fn given(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.file(name);
        std::fs::write(&path, text).expect("a file is written");
        path
    }

    /// A file of the person's own requests, as another program writes it.
    pub(crate) fn own_file(&self, path: &str, text: &str) {
        write_own(&self.home(), path, text);
    }

    /// Calls a command; the answer, or the problem it failed with.
    pub(crate) fn invoke(&self, command: &str, mut arguments: Value) -> Result<Value, Value> {
        // As the page does: work that takes time gets a name of its own. Commands that need none pass it over.
        if let Some(arguments) = arguments.as_object_mut() {
            let job = self.jobs.fetch_add(1, Ordering::Relaxed);
            arguments.entry("job").or_insert_with(|| format!("job {job}").into());
        }
        invoke(&self.view, command, arguments)
    }

    /// The same while the test goes on.
    pub(crate) fn begin(
        &self,
        command: &'static str,
        arguments: Value,
    ) -> std::thread::JoinHandle<Result<Value, Value>> {
        let view = self.view.clone();
        std::thread::spawn(move || invoke(&view, command, arguments))
    }

    pub(crate) fn ask(&self, command: &str, arguments: Value) -> Value {
        self.invoke(command, arguments).unwrap_or_else(|problem| panic!("{command}: {problem:#}"))
    }

    pub(crate) fn problem(&self, command: &str, arguments: Value) -> Value {
        self.invoke(command, arguments).expect_err("must be refused")
    }

    /// Waits until the page is told something of a kind.
    pub(crate) fn told(&self, name: &str, kind: &str) -> Value {
        let told = self.told.lock().unwrap();
        loop {
            let (from, payload) = told
                .recv_timeout(Duration::from_secs(30))
                .unwrap_or_else(|_| panic!("the page is never told of {kind}"));
            if from == name && payload["kind"] == kind {
                return payload;
            }
        }
    }

    /// Everything the page was told and nobody waited for.
    pub(crate) fn everything_told(&self) -> Vec<(&'static str, Value)> {
        self.told.lock().unwrap().try_iter().collect()
    }

    pub(crate) fn title(&self) -> String {
        self.view.title().expect("a window has a title")
    }

    /// Drops files on the window, and gives back what the page is told.
    pub(crate) fn drop(&self, files: &[PathBuf]) -> Value {
        let (paths, position) = (files.to_vec(), PhysicalPosition::new(10.0, 10.0));
        let enter = DragDropEvent::Enter { paths: paths.clone(), position };
        mudbrick_desktop::dragged(self.app.handle(), &enter);
        self.told("mudbrick://drop", "over");
        mudbrick_desktop::dragged(self.app.handle(), &DragDropEvent::Drop { paths, position });
        self.told("mudbrick://drop", "read")["view"].clone()
    }

    /// The practice Adobe's project whose title holds `name`.
    pub(crate) fn project(&self, name: &str) -> Value {
        let practice = self.ask("practice_start", json!({}));
        let projects = practice["projects"].as_array().expect("projects").clone();
        projects
            .into_iter()
            .find(|project| project["title"].as_str().is_some_and(|title| title.contains(name)))
            .expect("a project of that name")
    }

    /// Makes a profile from a project of the practice Adobe; its id.
    pub(crate) fn practice_profile(&self, name: &str) -> Value {
        let project = self.project(name);
        let profile = self.ask(
            "profile_create",
            json!({ "draft": project["draft"], "clientSecret": project["client_secret"],
                "secondClientSecret": null }),
        );
        profile["summary"]["id"].clone()
    }

    /// The files of a project as the Developer Console downloads them.
    pub(crate) fn console_json(&self, name: &str) -> (String, String) {
        let project = self.project(name);
        let draft = &project["draft"];
        let secret = project["client_secret"].as_str().expect("a secret").to_owned();
        let scopes: Vec<&str> = draft["scopes"].as_str().unwrap().split(", ").collect();
        let credential = json!({
            "id": "284561", "name": "Credential in Places", "integration_type": "oauth_server_to_server",
            "oauth_server_to_server": {
                "client_id": draft["client_id"], "client_secrets": [secret], "scopes": scopes,
                "technical_account_id": draft["technical_account_id"],
                "technical_account_email": "11112222-3333-4444-5555-666677778888@techacct.adobe.com",
            }
        });
        let json = json!({ "project": {
            "id": "45660000000011112222", "name": "GeoDemo", "title": "Geo Demo", "description": "",
            "org": { "id": "1000001", "name": "Acme", "ims_org_id": draft["org_id"] },
            "workspace": {
                "id": "45660000000033334444", "name": "Production", "title": "", "description": "",
                "action_url": "https://acme.adobeioruntime.net", "app_url": "https://acme.adobeio-static.net",
                "details": { "credentials": [credential],
                    "services": [{ "code": "McPlacesSDK", "name": "Places" }],
                    "runtime": { "namespaces": [] } }
            }
        }});
        (json.to_string(), secret)
    }
}

fn invoke(
    view: &WebviewWindow<MockRuntime>,
    command: &str,
    arguments: Value,
) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.into(),
        callback: tauri::ipc::CallbackFn(0),
        error: tauri::ipc::CallbackFn(1),
        url: "tauri://localhost".parse().expect("a URL"),
        body: arguments.into(),
        headers: Default::default(),
        invoke_key: tauri::test::INVOKE_KEY.to_string(),
    };
    get_ipc_response(view, request)
        .map(|body| body.deserialize::<Value>().expect("an answer in JSON"))
}

/// A file of the person's own requests in a home, as another program writes it.
#[allow(clippy::disallowed_methods, reason = "a file that is there to be read")]
pub(crate) fn write_own(home: &Path, path: &str, text: &str) {
    let place = home.join("requests").join(path);
    std::fs::create_dir_all(place.parent().expect("a folder")).expect("a folder is made");
    std::fs::write(place, text).expect("a file is written");
}
