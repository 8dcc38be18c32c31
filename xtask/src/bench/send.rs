//! `mudbrick send`, as a whole process, with five hundred profiles and with one: what leaves and what is recorded is looked
//! through for the secrets of them all, and nobody should feel it. One practice Adobe in another process answers both.

use super::finding::{Finding, Value};
use super::sample::{in_turns, process};
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

const MANY: usize = 500;
const SENDS: usize = 50;

const CLIENT: &str = "aac3e00000000000000000000000a001";
const SECRET: &str = "p8e-practice-acme-places";
const ORGANIZATION: &str = "AC3E5A1B2C3D4E5F60718293@AdobeOrg";
const SEND: [&str; 3] = ["send", "Measured", "Places/List libraries"];

pub(crate) fn measure() -> Result<Vec<Finding>> {
    let session = Session::start("bench")?;
    let peer = Peer::start(&session)?;
    let (one, many) = (peer.home("send-one", 1)?, peer.home("send-many", MANY)?);
    println!("\nsends, {SENDS} with {MANY} profiles and with one");
    let (ours, theirs) = in_turns(
        SENDS,
        |_| process(peer.mudbrick(&many).args(SEND)),
        |_| process(peer.mudbrick(&one).args(SEND)),
    )?;
    let value = Value::Against { ours, theirs, who: "with one" };
    Ok(vec![Finding { what: "send with 500 profiles", value, goal: 1.2 }])
}

/// A practice Adobe that plays the real one.
struct Peer<'a> {
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
    fn start(session: &'a Session) -> Result<Self> {
        let folder = session.home().path().to_owned();
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut command = program(built("release", "mudbrick"));
        command.args(["practice", "--port", &port.to_string(), "--ca-out"]);
        let practice = session
            .house(command.arg(folder.join("send-ca.pem")))
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

    /// A home with so many profiles, each with a secret of its own, of which one has sent a request before.
    fn home(&self, name: &str, profiles: usize) -> Result<PathBuf> {
        let home = self.folder.join(name);
        add_profile(self.mudbrick(&home), &self.folder)?;
        if profiles > 1 {
            let given = self.folder.join(format!("{name}-given"));
            for number in 1..profiles {
                files::write(&given.join(format!("{number}.json")), &credential(number))?;
            }
            read(self.mudbrick(&home).args(["import", "--yes"]).arg(given))?;
        }
        // The first use opens every secret once; what is measured are the others.
        process(self.mudbrick(&home).args(SEND))?;
        Ok(home)
    }

    /// The command line with a home, and the practice Adobe where the real one would be.
    fn mudbrick(&self, home: &Path) -> Command {
        let mut command = program(built("release", "mudbrick"));
        self.session
            .house(&mut command)
            .env("MUDBRICK_HOME", home)
            .env("HTTPS_PROXY", format!("http://127.0.0.1:{}", self.port))
            .env("SSL_CERT_FILE", self.folder.join("send-ca.pem"));
        command
    }
}

/// Adds the profile `Measured`.
pub(super) fn add_profile(mut mudbrick: Command, folder: &Path) -> Result<()> {
    let secret = folder.join("send-secret");
    files::write(&secret, SECRET)?;
    mudbrick.args(["profile", "add", "Measured", "--org-id", ORGANIZATION, "--client-id", CLIENT]);
    read(mudbrick.args(["--scopes", "openid, AdobeID", "--secret-file"]).arg(secret))?;
    Ok(())
}

/// A credential as the Developer Console gives it.
fn credential(number: usize) -> String {
    let mut secret = String::from("p8e-");
    // As long as Adobe's, and none like another.
    for place in 0..4 {
        let part = (number * 4 + place).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        // Writing to a text does not fail.
        let _ = write!(secret, "{:08x}", part >> 32);
    }
    format!(
        r#"{{"TYPE":"oauthservertoserver","ORG_ID":"{ORGANIZATION}","CLIENT_ID":"{number:032x}","CLIENT_SECRETS":["{secret}"],"SCOPES":["openid"],"TECHNICAL_ACCOUNT_ID":"A0010A1B2C3D4E5F60718293@techacct.adobe.com"}}"#
    )
}

#[cfg(test)]
mod tests {
    use super::credential;

    #[test]
    fn each_credential_is_another() {
        assert_ne!(credential(1), credential(2));
        assert!(credential(500).contains("\"p8e-"));
    }
}
