//! Twenty processes and an Adobe that fails: one call, and all of them know how it ended.

use super::{ended, file, reseal};
use crate::new_home;
use mudbrick_testkit::{CLIENT, ORG, text};
use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::net::TcpListener;
use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};

const CALLERS: usize = 20;

/// A proxy on the way to Adobe that takes the first request and says nothing until it is told to hang up. Counts requests.
struct Proxy {
    address: String,
    asked: Arc<AtomicUsize>,
    first: Receiver<std::net::TcpStream>,
}

impl Proxy {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(AtomicUsize::new(0));
        let (send, first) = channel();
        let counter = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let mut request = [0; 7];
                if stream.read_exact(&mut request).is_ok() && &request == b"CONNECT" {
                    counter.fetch_add(1, Ordering::SeqCst);
                    // From the second on nobody takes it, which hangs up.
                    let _ = send.send(stream);
                }
            }
        });
        Self { address, asked, first }
    }
}

/// Whether it has the file open that callers for one token wait at.
fn waits(child: &Child) -> bool {
    let open = fs::read_dir(format!("/proc/{}/fd", child.id())).into_iter().flatten().flatten();
    open.filter_map(|entry| fs::read_link(entry.path()).ok())
        .any(|path| path.to_string_lossy().contains("locks/token-"))
}

#[test]
fn twenty_processes_share_one_failure() {
    let home = new_home();
    let secret = file(&home, "secret", "p8e-wrong");
    home.ok(&[
        "profile",
        "add",
        "Real",
        "--org-id",
        ORG,
        "--client-id",
        CLIENT,
        "--scopes",
        "openid",
        "--adobe",
        "production",
        "--secret-file",
        &secret,
    ]);
    reseal(&home, 1);
    let proxy = Proxy::start();
    let start = || {
        let mut command = home.command(&["token", "Real"]);
        for name in ["NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy"] {
            command.env_remove(name);
        }
        command.env("HTTPS_PROXY", &proxy.address).env("https_proxy", &proxy.address);
        command.spawn().unwrap()
    };
    let children: Vec<Child> = (0..CALLERS).map(|_| start()).collect();
    let first = proxy.first.recv().unwrap();
    while !children.iter().all(waits) {
        std::thread::yield_now();
    }
    drop(first);
    let Proxy { asked, first: later, .. } = proxy;
    drop(later);
    let outputs = ended(children);
    let said: BTreeSet<String> = outputs.iter().map(|output| text(&output.stderr)).collect();
    assert!(outputs.iter().all(|output| output.status.code() == Some(1)), "{outputs:#?}");
    assert_eq!((asked.load(Ordering::SeqCst), said.len()), (1, 1), "{said:#?}");
    let kept = fs::read_dir(home.path().join("home").join("cache")).unwrap().flatten();
    for kept in kept {
        let text = fs::read_to_string(kept.path()).unwrap_or_default();
        assert!(!text.contains("p8e-wrong"), "{text}");
    }
}
