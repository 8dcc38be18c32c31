//! What the script works with: secrets by name, and folders for what comes in and goes out.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// A client whose secret is rotated.
pub(super) struct Rotated {
    pub(super) client: String,
    pub(super) organization: String,
    /// The address of its credential's page in the Console.
    pub(super) page: String,
}

pub(super) struct Plan {
    /// By what they are, such as `client secret`.
    pub(super) secrets: BTreeMap<String, String>,
    pub(super) organization: String,
    pub(super) client: String,
    pub(super) jwt_client: String,
    pub(super) account: String,
    pub(super) rotated: Rotated,
    /// Files that the person has.
    pub(super) given: PathBuf,
    /// Files without secrets.
    pub(super) exports: PathBuf,
    /// Files that the person wants with secrets.
    pub(super) wanted: PathBuf,
    /// Where answers are left; the practice Adobe at that address knows the canaries.
    pub(super) seen: Option<(PathBuf, String)>,
    /// The file with the header that opens that practice Adobe's control interface.
    pub(super) control: PathBuf,
    /// Gone with this value, when nobody gave us folders.
    _folder: Option<TempDir>,
}

impl Plan {
    /// The plan of `cargo xtask leak`, else one of our own on the built-in practice Adobe.
    pub(super) fn from_environment() -> Self {
        match std::env::var_os("MUDBRICK_LEAK") {
            Some(seen) => Self::given(PathBuf::from(seen)),
            None => Self::own(),
        }
    }

    fn given(seen: PathBuf) -> Self {
        let text = fs::read_to_string(seen.join("plan.json")).expect("a plan");
        let plan: Value = serde_json::from_str(&text).expect("a plan in JSON");
        let text = |name: &str| plan[name].as_str().expect("a text").to_owned();
        let rotated = |name: &str| plan["rotated"][name].as_str().expect("a text").to_owned();
        let secrets = plan["secrets"].as_object().expect("secrets").iter();
        Self {
            secrets: secrets
                .map(|(name, value)| (name.clone(), value.as_str().expect("a secret").to_owned()))
                .collect(),
            organization: text("organization"),
            client: text("client"),
            jwt_client: text("jwt_client"),
            account: text("account"),
            rotated: Rotated {
                client: rotated("client"),
                organization: rotated("organization"),
                page: rotated("page"),
            },
            given: text("given").into(),
            exports: text("exports").into(),
            wanted: text("wanted").into(),
            seen: Some((seen, text("practice"))),
            control: text("control").into(),
            _folder: None,
        }
    }

    /// The practice Adobe's own clients; crates/practice/seed has them whole.
    fn own() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let make = |name: &str| {
            let path = folder.path().join(name);
            fs::create_dir(&path).expect("a folder is made");
            path
        };
        let secrets = [
            ("client secret", "p8e-practice-acme-places"),
            ("JWT client secret", "p8e-practice-acme-campaign"),
            ("client secret that the window rotates", "p8e-practice-globex-campaign-old"),
        ];
        Self {
            secrets: secrets.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            organization: "AC3E5A1B2C3D4E5F60718293@AdobeOrg".to_owned(),
            client: "aac3e00000000000000000000000a001".to_owned(),
            jwt_client: "aac3e00000000000000000000000a002".to_owned(),
            account: "A0020A1B2C3D4E5F60718293@techacct.adobe.com".to_owned(),
            rotated: Rotated {
                client: "b610be0000000000000000000000b002".to_owned(),
                organization: "610BE8A0B1C2D3E4F5061728@AdobeOrg".to_owned(),
                page: "https://developer.adobe.com/console/projects/1000002/45660000000011112222/credentials/200002/details".to_owned(),
            },
            given: make("given"),
            exports: make("exports"),
            wanted: make("wanted"),
            seen: None,
            control: PathBuf::new(),
            _folder: Some(folder),
        }
    }

    /// A secret by what it is.
    pub(super) fn secret(&self, name: &str) -> String {
        self.secrets.get(name).cloned().unwrap_or_else(|| format!("p8e-{}", name.replace(' ', "-")))
    }

    /// Which Adobe its profiles speak to.
    pub(super) fn adobe(&self) -> &'static str {
        if self.seen.is_some() { "production" } else { "practice" }
    }
}
