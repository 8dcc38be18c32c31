//! `mudbrick token`, as a whole process: from the cache, against secret-tool, which gives out a secret of the same keyring, and
//! against Adobe's own command line with the same token in its configuration; and with a JWT exchange, against @adobe/jwt-auth in Node
//! and against curl with an assertion that was made before. All exchanges go to one practice Adobe in another process; ours and curl's as to the real one,
//! through a proxy and over TLS, Node's over plain HTTP, which is the most that library can do with it.

use super::finding::{Finding, Value};
use super::keepers::Keepers;
use super::sample::{in_turns, memory, process};
use crate::files::{self, built, root};
use crate::program::{program, read};
use crate::session::Session;
use crate::web;
use anyhow::{Context as _, Result, bail, ensure};
use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

/// The practice Adobe's project with a service account; crates/practice/seed has the whole of it.
const CLIENT: &str = "aac3e00000000000000000000000a002";
const SECRET: &str = "p8e-practice-acme-campaign";
const ACCOUNT: &str = "A0020A1B2C3D4E5F60718293@techacct.adobe.com";
const ORGANIZATION: &str = "AC3E5A1B2C3D4E5F60718293@AdobeOrg";
const METASCOPE: &str = "ent_campaign_sdk";

const CACHED_TIMES: usize = 50;
const EXCHANGE_TIMES: usize = 20;
/// Adobe's command line takes seconds.
const AIO_TIMES: usize = 5;

pub(crate) fn measure() -> Result<Vec<Finding>> {
    web::install(&root().join("tests/interop"))?;
    let bench = Bench::prepare()?;
    let keepers =
        Keepers::prepare(&bench.session, &read(&mut bench.mudbrick(&["token", "bench"]))?)?;
    println!("\ntokens, {CACHED_TIMES} from the cache, {EXCHANGE_TIMES} of each exchange");

    let token = || bench.mudbrick(&["token", "bench"]);
    let (cached, looked_up) =
        in_turns(CACHED_TIMES, |_| process(&mut token()), |_| process(&mut keepers.secret_tool()))?;
    let memory = memory(&mut bench.program("time"), &bench.folder.join("memory"), &token())?;
    let (beside_aio, by_aio) =
        in_turns(AIO_TIMES, |_| process(&mut token()), |_| process(&mut keepers.aio()))?;
    let renewed = |_| process(&mut bench.mudbrick(&["token", "bench", "--renew"]));
    let (by_us, by_node) = in_turns(EXCHANGE_TIMES, renewed, |_| process(&mut bench.jwt_auth()))?;
    let ready = bench.ready_exchange()?;
    let (beside_curl, by_curl) =
        in_turns(EXCHANGE_TIMES, renewed, |_| process(&mut bench.shell(&ready)))?;
    let against = |what, ours, theirs, who, goal| Finding {
        what,
        value: Value::Against { ours, theirs, who },
        goal,
    };
    Ok(vec![
        Finding { what: "token from the cache", value: Value::Time(cached), goal: 10.0 },
        Finding { what: "token from the cache, memory", value: Value::Memory(memory), goal: 20.0 },
        against("token from the cache", cached, looked_up, "secret-tool", 1.0),
        against("token from the cache", beside_aio, by_aio, "aio", 0.01),
        against("token by exchange", by_us, by_node, "@adobe/jwt-auth", 0.25),
        against("token by exchange", beside_curl, by_curl, "curl", 2.0),
    ])
}

/// A practice Adobe, a profile that has a token, and the same credential for Node.
struct Bench {
    practice: Child,
    session: Session,
    port: u16,
    folder: PathBuf,
}

impl Drop for Bench {
    fn drop(&mut self) {
        // It may have ended by itself, and then there is nothing to end.
        let _ = self.practice.kill();
        let _ = self.practice.wait();
    }
}

impl Bench {
    fn prepare() -> Result<Self> {
        let session = Session::start("bench")?;
        let folder = session.home().path().to_owned();
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut practice = program(built("release", "mudbrick"));
        practice.args(["practice", "--port", &port.to_string(), "--ca-out"]);
        let mut practice = session
            .house(practice.arg(folder.join("ca.pem")))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("starting mudbrick practice")?;
        let printed = practice.stdout.take();
        let bench = Self { practice, session, port, folder };
        bench.wait_for_practice(printed)?;

        read(&mut bench.mudbrick(&["key", "new", "bench"]))?;
        let record = fs::read_to_string(bench.folder.join("mudbrick/keys/bench.toml"))
            .context("reading the record of the key pair")?;
        bench.register(certificate_in(&record)?, "mudbrick.crt")?;
        let secret = bench.folder.join("secret");
        files::write(&secret, SECRET)?;
        let mut add =
            bench.mudbrick(&["profile", "add", "bench", "--grant", "jwt", "--key", "bench"]);
        add.args(["--client-id", CLIENT, "--org-id", ORGANIZATION, "--scopes", METASCOPE]);
        read(add.args(["--technical-account-id", ACCOUNT, "--secret-file"]).arg(secret))?;
        read(&mut bench.mudbrick(&["token", "bench"]))?;

        let mut openssl = bench.program("openssl");
        openssl.args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=bench"]);
        read(openssl.args(["-keyout", "node.key", "-out", "node.crt"]))?;
        bench.register(&fs::read_to_string(bench.folder.join("node.crt"))?, "node.crt")?;
        Ok(bench)
    }

    fn program(&self, name: impl AsRef<OsStr>) -> Command {
        let mut command = program(name);
        command.current_dir(&self.folder);
        self.session.house(&mut command);
        command
    }

    /// Our command line, with the practice Adobe where the real one would be.
    fn mudbrick(&self, arguments: &[&str]) -> Command {
        let mut command = self.program(built("release", "mudbrick"));
        command.args(arguments);
        self.point(&mut command);
        command
    }

    fn point(&self, command: &mut Command) {
        command.env("HTTPS_PROXY", format!("http://127.0.0.1:{}", self.port));
        command.env("SSL_CERT_FILE", self.folder.join("ca.pem"));
    }

    /// Adobe's library for Node, in the form of its own README.
    fn jwt_auth(&self) -> Command {
        let mut node = self.program("node");
        node.arg(root().join("tests/bench/jwt-auth.cjs"));
        node.args([&format!("http://127.0.0.1:{}", self.port), CLIENT, SECRET, ACCOUNT]);
        node.args([ORGANIZATION, METASCOPE, "node.key"]);
        node
    }

    /// The same exchange as curl makes it, with the assertion in it: it is good for minutes, and this project takes it more than
    /// once.
    fn ready_exchange(&self) -> Result<String> {
        let arguments = ["token", "bench", "--curl", "--with-secrets"];
        let curl = read(&mut self.mudbrick(&arguments))?;
        // The shell becomes curl, so that there is one process as on our side.
        let command = format!("exec {} --silent --show-error --fail", curl.trim());
        let answer = read(&mut self.shell(&command))?;
        ensure!(answer.contains("\"access_token\""), "curl got no token");
        Ok(command)
    }

    /// With the practice Adobe where the real one would be, for curl too.
    fn shell(&self, command: &str) -> Command {
        let mut shell = self.program("sh");
        shell.args(["-c", command]);
        self.point(&mut shell);
        // Before the other variable, where both are there.
        shell.env("CURL_CA_BUNDLE", self.folder.join("ca.pem"));
        shell
    }

    /// The upload of a certificate that the Developer Console asks for.
    fn register(&self, certificate: &str, name: &str) -> Result<()> {
        let file = self.folder.join(name);
        files::write(&file, certificate)?;
        let address =
            format!("http://127.0.0.1:{}/.practice/projects/{CLIENT}/certificates", self.port);
        let body = format!("@{}", file.display());
        let mut curl = self.program("curl");
        curl.args(["--silent", "--show-error", "--fail", "--header", "@control"]);
        read(curl.args(["--data-binary", &body, &address]))?;
        Ok(())
    }

    /// It prints once it listens, and among the rest the header that opens its control interface, which is kept in a file
    /// of this folder: the arguments of curl could be read by every user of the machine.
    fn wait_for_practice(&self, printed: Option<ChildStdout>) -> Result<()> {
        let lines = printed.map(BufReader::new).into_iter().flat_map(BufRead::lines);
        for line in lines {
            if let Some((_, header)) = line?.split_once("with the header ") {
                return files::write(&self.folder.join("control"), header);
            }
        }
        bail!("mudbrick practice did not start");
    }
}

/// The certificate in the record of a key pair.
fn certificate_in(record: &str) -> Result<&str> {
    const END: &str = "-----END CERTIFICATE-----";
    let begin = record.find("-----BEGIN CERTIFICATE-----").context("no certificate begins")?;
    let length = record[begin..].find(END).context("the certificate does not end")?;
    Ok(&record[begin..begin + length + END.len()])
}

#[cfg(test)]
mod tests {
    use super::certificate_in;

    #[test]
    fn a_certificate_is_cut_out_whole() {
        let pem = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----";
        let record = format!("name = \"x\"\ncertificate = \"\"\"\n{pem}\n\"\"\"\n");
        assert_eq!(certificate_in(&record).unwrap(), pem);
        assert!(certificate_in("name = \"x\"").is_err());
        assert!(certificate_in("-----BEGIN CERTIFICATE-----\nMII").is_err());
    }
}
