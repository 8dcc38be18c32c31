//! The real way out, turned round: a proxy that leads every connection to a practice Adobe, and a listener that keeps what
//! it is sent. A profile for Adobe's production gets its token this way without leaving the machine.

use mudbrick_practice::{Practice, PracticeOptions};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Answers every request with 200 and keeps what it was sent.
pub(crate) struct Listener {
    pub(crate) port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Listener {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::<Mutex<Vec<String>>>::default();
        let keeps = Arc::clone(&heard);
        std::thread::spawn(move || {
            for mut connection in listener.incoming().flatten() {
                let request = head(&mut connection);
                // Kept before it is answered, so that whoever has the answer finds it here.
                keeps.lock().unwrap().push(request);
                let _ = connection.write_all(
                    b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok",
                );
            }
        });
        Self { port, heard }
    }

    /// The head of every request so far.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

/// Adobe's production, as far as the program can tell.
pub(crate) struct Relay {
    proxy: u16,
    root: PathBuf,
    asked: Arc<Mutex<Vec<String>>>,
    // Both live as long as the practice Adobe has to.
    _practice: Practice,
    _runtime: tokio::runtime::Runtime,
}

impl Relay {
    pub(crate) fn start(folder: &Path) -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let practice = runtime.block_on(Practice::start(PracticeOptions::default())).unwrap();
        let root = folder.join("root.pem");
        std::fs::write(&root, practice.root_pem()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let proxy = listener.local_addr().unwrap().port();
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let (keeps, target) = (Arc::clone(&asked), practice.address());
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let keeps = Arc::clone(&keeps);
                std::thread::spawn(move || relay(connection, target, &keeps));
            }
        });
        Self { proxy, root, asked, _practice: practice, _runtime: runtime }
    }

    /// Lets a command reach it.
    pub(crate) fn lead(&self, command: &mut Command) {
        command
            .env("HTTPS_PROXY", format!("http://127.0.0.1:{}", self.proxy))
            .env("SSL_CERT_FILE", &self.root);
    }

    /// The hosts that connections were asked for to.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn relay(mut client: TcpStream, target: SocketAddr, keeps: &Mutex<Vec<String>>) {
    let request = head(&mut client);
    let host = request.split(' ').nth(1).unwrap_or_default().to_owned();
    keeps.lock().unwrap().push(host);
    let mut server = TcpStream::connect(target).unwrap();
    client.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").unwrap();
    let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
    });
    let _ = std::io::copy(&mut server, &mut client);
}

/// What comes up to the first empty line.
fn head(connection: &mut TcpStream) -> String {
    connection.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let (mut bytes, mut one) = (Vec::new(), [0]);
    while !bytes.ends_with(b"\r\n\r\n") && matches!(connection.read(&mut one), Ok(1)) {
        bytes.push(one[0]);
    }
    connection.set_read_timeout(None).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}
