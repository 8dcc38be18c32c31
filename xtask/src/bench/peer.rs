//! A practice Adobe in a process of its own that plays the real one, and homes with one profile of it and with many.

use crate::files::{self, built};
use crate::program::{program, read};
use crate::session::Session;
use anyhow::{Context as _, Result, bail};
use std::fmt::Write as _;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

pub(super) const MANY: usize = 500;

pub(super) const CLIENT: &str = "aac3e00000000000000000000000a001";
const SECRET: &str = "p8e-practice-acme-places";
pub(super) const ORGANIZATION: &str = "AC3E5A1B2C3D4E5F60718293@AdobeOrg";
const ACCOUNT: &str = "A0010A1B2C3D4E5F60718293@techacct.adobe.com";

/// Which projects the practice Adobe knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum World {
    /// Those that it has by itself. The first profile of a home is of one of them.
    Own,
    /// One for each of so many profiles of a home.
    Ours(usize),
}

/// A practice Adobe that plays the real one.
pub(super) struct Peer<'a> {
    session: &'a Session,
    practice: Child,
    port: u16,
    folder: PathBuf,
}

impl Drop for Peer<'_> {
    fn drop(&mut self) {
        // It may have ended by itself, and then there is nothing to end.
        let _ = self.practice.kill();
        let _ = self.practice.wait();
    }
}

impl<'a> Peer<'a> {
    pub(super) fn start(session: &'a Session, world: World) -> Result<Self> {
        let folder = session.home().path().to_owned();
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut command = program(built("release", "mudbrick"));
        command.args(["practice", "--port", &port.to_string(), "--ca-out"]);
        command.arg(folder.join("peer-ca.pem"));
        if let World::Ours(profiles) = world {
            let file = folder.join("peer-seed.toml");
            files::write(&file, &seed(profiles))?;
            command.arg("--seed").arg(file);
        }
        let practice = session
            .house(&mut command)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .context("starting mudbrick practice")?;
        let peer = Self { session, practice, port, folder };
        let began = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if began.elapsed() > Duration::from_secs(10) {
                bail!("mudbrick practice did not start");
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(peer)
    }

    /// A home with so many profiles, each with a secret of its own.
    pub(super) fn home(&self, name: &str, profiles: usize) -> Result<PathBuf> {
        let home = self.folder.join(name);
        add_profile(self.mudbrick(&home), "Measured", "production", &self.folder)?;
        if profiles > 1 {
            let given = self.folder.join(format!("{name}-given"));
            for number in 1..profiles {
                files::write(&given.join(format!("{number}.json")), &credential(number))?;
            }
            read(self.mudbrick(&home).args(["import", "--yes"]).arg(given))?;
        }
        Ok(home)
    }

    /// The command line with a home, and the practice Adobe where the real one would be.
    pub(super) fn mudbrick(&self, home: &Path) -> Command {
        let mut command = program(built("release", "mudbrick"));
        self.house(&mut command).env("MUDBRICK_HOME", home);
        command
    }

    /// Lets a program of ours live here, which then takes the practice Adobe for the real one.
    pub(super) fn house<'b>(&self, command: &'b mut Command) -> &'b mut Command {
        self.session
            .house(command)
            .env("HTTPS_PROXY", format!("http://127.0.0.1:{}", self.port))
            .env("SSL_CERT_FILE", self.folder.join("peer-ca.pem"))
    }
}

/// Adds a profile of the practice Adobe's first client, at an Adobe: `production` or `practice`.
pub(super) fn add_profile(
    mut mudbrick: Command,
    name: &str,
    adobe: &str,
    folder: &Path,
) -> Result<()> {
    let secret = folder.join("peer-secret");
    files::write(&secret, SECRET)?;
    mudbrick.args(["profile", "add", name, "--adobe", adobe, "--org-id", ORGANIZATION]);
    mudbrick.args(["--client-id", CLIENT, "--scopes", "openid, AdobeID", "--secret-file"]);
    read(mudbrick.arg(secret))?;
    Ok(())
}

/// A credential as the Developer Console gives it.
fn credential(number: usize) -> String {
    let (client, secret) = (client(number), secret(number));
    format!(
        r#"{{"TYPE":"oauthservertoserver","ORG_ID":"{ORGANIZATION}","CLIENT_ID":"{client}","CLIENT_SECRETS":["{secret}"],"SCOPES":["openid"],"TECHNICAL_ACCOUNT_ID":"{ACCOUNT}"}}"#
    )
}

/// The projects of so many profiles, as the practice Adobe reads them.
fn seed(profiles: usize) -> String {
    let mut text = format!(
        "version = 1\n[[organization]]\ntitle = \"Acme\"\nid = \"{ORGANIZATION}\"\ntenant = \"acme\"\n"
    );
    for number in 0..profiles {
        let (client, secret) = (client(number), secret(number));
        // Writing to a text does not fail.
        let _ = write!(
            text,
            r#"
[[project]]
title = "Project {number}"
organization = "Acme"
client_id = "{client}"
client_secrets = ["{secret}"]
technical_account_id = "{ACCOUNT}"
grants = ["oauth_server_to_server"]
scopes = ["openid", "AdobeID"]
"#
        );
    }
    text
}

/// The first one is the client that [`add_profile`] adds.
fn client(number: usize) -> String {
    if number == 0 { CLIENT.to_owned() } else { format!("{number:032x}") }
}

fn secret(number: usize) -> String {
    if number == 0 {
        return SECRET.to_owned();
    }
    let mut secret = String::from("p8e-");
    // As long as Adobe's, and none like another.
    for place in 0..4 {
        let part = (number * 4 + place).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        // Writing to a text does not fail.
        let _ = write!(secret, "{:08x}", part >> 32);
    }
    secret
}

#[cfg(test)]
mod tests {
    use super::{CLIENT, credential, seed};

    #[test]
    fn each_credential_is_another() {
        assert_ne!(credential(1), credential(2));
        assert!(credential(500).contains("\"p8e-"));
    }

    #[test]
    fn the_practice_adobe_knows_the_client_of_each_profile() {
        let seed = seed(3);
        assert_eq!(seed.matches("[[project]]").count(), 3);
        let known = |client: &str| seed.contains(&format!("client_id = \"{client}\""));
        assert!(known(CLIENT) && known(&format!("{:032x}", 2)));
        assert!(!known(&format!("{:032x}", 3)));
    }
}
