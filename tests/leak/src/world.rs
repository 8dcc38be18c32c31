//! The folders, files and the practice Adobe that the script lives with: what the product keeps, what a person holds, and
//! what a person asked for, each in a place of its own.

use crate::canary::{Canary, random};
use anyhow::{Context as _, Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use tempfile::TempDir;

pub(crate) const ORGANIZATION: &str = "CA4A5E1B2C3D4E5F60718293@AdobeOrg";
/// OAuth, with a second secret that works while the first is refused.
pub(crate) const CLIENT: &str = "ca4a5e000000000000000000000000c1";
/// JWT.
pub(crate) const JWT_CLIENT: &str = "ca4a5e000000000000000000000000c2";
/// OAuth, and may manage its own secrets.
pub(crate) const ROTATED_CLIENT: &str = "ca4a5e000000000000000000000000c3";
/// The same, for the window's script.
pub(crate) const WINDOWS_ROTATED_CLIENT: &str = "ca4a5e000000000000000000000000c4";
pub(crate) const ACCOUNT: &str = "CA020A1B2C3D4E5F60718293@techacct.adobe.com";

/// Everything around the product.
pub(crate) struct World {
    folder: TempDir,
    program: PathBuf,
    practice: Child,
    port: u16,
    canaries: Vec<(String, String)>,
}

impl Drop for World {
    fn drop(&mut self) {
        // It may have ended by itself, and then there is nothing to end.
        let _ = self.practice.kill();
        let _ = self.practice.wait();
    }
}

/// The secrets by name; each is a canary.
const SECRETS: [&str; 14] = [
    "client secret",
    "other client secret",
    "JWT client secret",
    "rotated client secret",
    "client secret that the window rotates",
    "new client secret",
    "refused secret",
    "vault passphrase",
    "new passphrase",
    "wrong passphrase",
    "backup passphrase",
    "key passphrase",
    "foreign secret",
    "replacing secret",
];

impl World {
    /// Makes the folders and starts the practice Adobe, which knows the canaries as its clients' secrets.
    pub(crate) fn make(program: &Path) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("mudbrick-leak-").tempdir()?;
        let secret = |name: &&str| ((*name).to_owned(), format!("p8e-{}", random()));
        let canaries: Vec<_> = SECRETS.iter().map(secret).collect();
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        for name in ["home", "home/tmp", "given", "peer", "exports", "wanted", "seen"] {
            fs::create_dir_all(folder.path().join(name))?;
        }
        let mut practice = Command::new(program);
        practice
            .args(["practice", "--port", &port.to_string(), "--seed"])
            .arg(folder.path().join("peer/seed.toml"))
            .arg("--ca-out")
            .arg(folder.path().join("peer/ca.pem"))
            .env("MUDBRICK_HOME", folder.path().join("peer"))
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let seed = seed(&canaries);
        write(&folder.path().join("peer/seed.toml"), &seed)?;
        let mut practice = practice.spawn().context("starting mudbrick practice")?;
        let printed = practice.stdout.take();
        let world = Self { folder, program: program.to_owned(), practice, port, canaries };
        world.wait_for_practice(printed)?;
        Ok(world)
    }

    /// The command line in this world, with the practice Adobe where the real one would be.
    pub(crate) fn mudbrick(&self) -> Command {
        let mut command = Command::new(&self.program);
        self.house(&mut command);
        command
    }

    /// Lets a program live in this world.
    pub(crate) fn house<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let home = self.home();
        command
            .current_dir(self.folder.path())
            .env("HOME", &home)
            .env("MUDBRICK_HOME", home.join("mudbrick"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("TMPDIR", home.join("tmp"))
            .env("MUDBRICK_PASSPHRASE", self.secret("vault passphrase"))
            .env("HTTPS_PROXY", format!("http://127.0.0.1:{}", self.port))
            .env("SSL_CERT_FILE", self.folder.path().join("peer/ca.pem"))
            // curl looks there first.
            .env("CURL_CA_BUNDLE", self.folder.path().join("peer/ca.pem"))
            .env("TZ", "UTC")
    }

    /// What the product keeps.
    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// A file that a person holds.
    pub(crate) fn given(&self, name: &str, text: &str) -> Result<String> {
        let path = self.folder.path().join("given").join(name);
        write(&path, text)?;
        Ok(path.display().to_string())
    }

    /// Where something goes that must hold no secret.
    pub(crate) fn export(&self, name: &str) -> String {
        self.folder.path().join("exports").join(name).display().to_string()
    }

    /// Where something goes that a person wants with secrets.
    pub(crate) fn wanted(&self, name: &str) -> String {
        self.folder.path().join("wanted").join(name).display().to_string()
    }

    /// Where the window's half puts what it saw.
    pub(crate) fn seen(&self) -> PathBuf {
        self.folder.path().join("seen")
    }

    /// One of the world's folders.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The folders to be looked at.
    pub(crate) fn scanned(&self) -> [PathBuf; 3] {
        ["home", "exports", "wanted"].map(|name| self.folder(name))
    }

    /// Where the practice Adobe answers over plain HTTP.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// All secrets by name.
    pub(crate) fn secrets(&self) -> BTreeMap<String, String> {
        self.canaries.iter().cloned().collect()
    }

    /// A canary's value.
    pub(crate) fn secret(&self, name: &str) -> &str {
        let found = self.canaries.iter().find(|(known, _)| known == name);
        found.map_or_else(|| panic!("there is no canary {name}"), |(_, value)| value.as_str())
    }

    /// All canaries that were there from the beginning.
    pub(crate) fn canaries(&self) -> Result<Vec<Canary>> {
        self.canaries.iter().map(|(name, value)| Canary::text(name, value)).collect()
    }

    /// A world for another practice Adobe, without a canary in it.
    pub(crate) fn practice_seed(&self) -> String {
        seed(&[])
            .replace(r#"["", ""]"#, r#"["p8e-one", "p8e-two"]"#)
            .replace(r#"[""]"#, r#"["p8e-three"]"#)
    }

    /// The file with the header that opens the practice Adobe's control interface.
    pub(crate) fn control_header(&self) -> PathBuf {
        self.folder.path().join("peer/control")
    }

    /// Talks to the practice Adobe's control interface.
    pub(crate) fn control(&self, path: &str, file: &str) -> Result<()> {
        let address = format!("{}/.practice/{path}", self.address());
        let status = Command::new("curl")
            .args(["--silent", "--show-error", "--fail", "--noproxy", "*", "--header"])
            .arg(format!("@{}", self.control_header().display()))
            .args(["--data-binary", &format!("@{file}"), &address])
            .stdout(Stdio::null())
            .status()
            .context("starting curl")?;
        if status.success() { Ok(()) } else { bail!("the practice Adobe refused {path}") }
    }

    /// It prints once it listens, and among the rest the header that opens its control interface, which is kept in a file
    /// beside its own: the arguments of curl could be read by every user of the machine.
    fn wait_for_practice(&self, printed: Option<ChildStdout>) -> Result<()> {
        for line in printed.map(BufReader::new).into_iter().flat_map(BufRead::lines) {
            if let Some((_, header)) = line?.split_once("with the header ") {
                return write(&self.control_header(), header);
            }
        }
        bail!("mudbrick practice did not start");
    }
}

#[allow(clippy::disallowed_methods, reason = "a file of this test, made anew each time")]
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}

/// The practice Adobe's world: one organisation, a client for each grant.
fn seed(canaries: &[(String, String)]) -> String {
    let secret = |name: &str| {
        let found = canaries.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    format!(
        r#"version = 1
[[organization]]
title = "Canary"
id = "{ORGANIZATION}"
tenant = "canary"
console_id = "1000009"

[[project]]
title = "Places"
organization = "Canary"
client_id = "{CLIENT}"
client_secrets = ["{}", "{}"]
technical_account_id = "CA010A1B2C3D4E5F60718293@techacct.adobe.com"
grants = ["oauth_server_to_server"]
scopes = ["openid", "AdobeID", "read_organizations", "additional_info.projectedProductContext"]
apis = ["places"]

[[project]]
title = "Campaign"
organization = "Canary"
client_id = "{JWT_CLIENT}"
client_secrets = ["{}"]
technical_account_id = "{ACCOUNT}"
grants = ["jwt", "oauth_server_to_server"]
scopes = ["openid", "AdobeID", "read_organizations", "campaign_sdk"]
metascopes = ["ent_campaign_sdk"]
apis = ["campaign"]

[[project]]
title = "Rotated"
organization = "Canary"
client_id = "{ROTATED_CLIENT}"
credential_id = "200009"
client_secrets = ["{}"]
technical_account_id = "CA030A1B2C3D4E5F60718293@techacct.adobe.com"
grants = ["oauth_server_to_server"]
scopes = ["openid", "AdobeID", "read_organizations", "read_client_secret", "manage_client_secrets"]
apis = ["management"]

[[project]]
title = "Rotated by the window"
organization = "Canary"
client_id = "{WINDOWS_ROTATED_CLIENT}"
credential_id = "200010"
client_secrets = ["{}"]
technical_account_id = "CA040A1B2C3D4E5F60718293@techacct.adobe.com"
grants = ["oauth_server_to_server"]
scopes = ["openid", "AdobeID", "read_organizations", "read_client_secret", "manage_client_secrets"]
apis = ["management"]
"#,
        secret("client secret"),
        secret("other client secret"),
        secret("JWT client secret"),
        secret("rotated client secret"),
        secret("client secret that the window rotates"),
    )
}
