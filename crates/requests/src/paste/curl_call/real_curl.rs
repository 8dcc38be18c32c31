//! What curl itself makes of arguments that are let through, where there is a curl: what it sends is what was guarded.

use super::super::curl_options::all;
use super::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A server that hears the first line of each request, and answers with nothing.
struct Listener {
    url: String,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Listener {
    fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hears = Arc::clone(&heard);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut beginning = [0; 8192];
                let length = stream.read(&mut beginning).unwrap_or(0);
                let text = String::from_utf8_lossy(&beginning[..length]).into_owned();
                hears.lock().unwrap().extend(text.lines().next().map(str::to_owned));
                let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                // Some options end the connection first.
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        Self { url, heard }
    }

    /// The methods that curl sends, called with these arguments. A folder of its own has what it reads and writes.
    fn methods(&self, arguments: &[String]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a", "b"] {
            std::fs::File::create(folder.path().join(name)).unwrap().write_all(b"x").unwrap();
        }
        self.heard.lock().unwrap().clear();
        let mut curl = Command::new("curl");
        curl.args(["-q", "--max-time", "5"]).args(arguments).current_dir(folder.path());
        curl.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        curl.status().unwrap();
        let heard = self.heard.lock().unwrap();
        heard.iter().map(|line| line.split(' ').next().unwrap_or_default().to_owned()).collect()
    }
}

fn there_is_a_curl() -> bool {
    Command::new("curl").arg("--version").stdout(Stdio::null()).status().is_ok()
}

/// What counts for the method, and what hides such an option where its value is not known for one.
const FOR_THE_METHOD: [&[&str]; 24] = [
    &["-G"],
    &["--get"],
    &["--no-get"],
    &["-I"],
    &["--head"],
    &["--no-head"],
    &["-d", "a=b"],
    &["-da"],
    &["--data", "@a"],
    &["--data-raw", "a"],
    &["--data-binary", "@a"],
    &["--data-urlencode", "a"],
    &["--url-query", "a=b"],
    &["--json", "{}"],
    &["-F", "a=b"],
    &["--form-string", "a=b"],
    &["-T", "a"],
    &["-T", "{a,b}"],
    &["-X", "GET"],
    &["-XDELETE"],
    &["--request", "POST"],
    &["--next"],
    &["-sG"],
    &["--"],
];

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

/// They wait: between two calls, and for a password at the terminal.
const WAIT: [&str; 2] = ["rate", "user"];

/// An option of the table as it can be written, with a value that is nothing special.
fn any_option() -> impl Strategy<Value = Vec<String>> {
    let options: Vec<_> = all().filter(|(_, name, _)| !WAIT.contains(name)).collect();
    let written = ["-", "--", "--no-"];
    let values = ["a", "-G", "-I", "GET", "1", "a=b"];
    let written = prop::sample::select(written.to_vec());
    (prop::sample::select(options), written, prop::sample::select(values.to_vec())).prop_map(
        |((letter, name, option), before, value)| {
            let written = match before == "-" && letter != '\0' {
                true => format!("-{letter}"),
                false => format!("--{}{name}", before.trim_start_matches('-')),
            };
            let value = option.takes_value.then(|| value.to_owned());
            [written].into_iter().chain(value).collect()
        },
    )
}

fn any_arguments(url: String) -> impl Strategy<Value = Vec<String>> {
    let part = prop_oneof![
        3 => prop::sample::select(FOR_THE_METHOD.to_vec()).prop_map(words),
        1 => any_option(),
        1 => prop::sample::select(vec!["x", "{x,y}", "[1-2]"])
            .prop_map(move |path| vec![format!("{url}{path}")]),
    ];
    prop::collection::vec(part, 1..5).prop_map(|parts| parts.concat())
}

#[test]
fn it_sends_the_method_that_was_guarded() {
    if !there_is_a_curl() {
        return;
    }
    let listener = Listener::start();
    let arguments = any_arguments(listener.url.clone()).prop_map({
        let url = listener.url.clone();
        move |arguments| [vec![url.clone()], arguments].concat()
    });
    let (sent, wrote) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let mut runner =
        TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(256) });
    let outcome = runner.run(&arguments, |arguments| {
        let Ok(call) = read_curl_call(&arguments) else { return Ok(()) };
        let is_ours = call.urls.iter().all(|url| url.starts_with(&listener.url));
        if !is_ours || call.connects_as_its_url_says().is_err() {
            return Ok(());
        }
        for method in listener.methods(&arguments) {
            // Lines that other protocols begin with.
            if ["PRI", "PROXY"].contains(&&*method) {
                continue;
            }
            let method = Method::parse(&method)
                .ok_or_else(|| TestCaseError::fail(format!("{method:?} by {arguments:?}")))?;
            sent.fetch_add(1, Ordering::Relaxed);
            wrote.fetch_add(usize::from(method.writes()), Ordering::Relaxed);
            // Of several URLs, only some are uploaded to.
            let reads_beside = call.method == Method::Put && call.urls.len() > 1;
            prop_assert!(
                method == call.method || reads_beside && !method.writes(),
                "{method} was sent, and {} was guarded: {arguments:?}",
                call.method
            );
        }
        Ok(())
    });
    outcome.unwrap();
    assert!(sent.into_inner() > 50 && wrote.into_inner() > 20, "curl has sent next to nothing");
}

/// An option that takes a value here and none there, or the other way round, hides what is behind it.
#[test]
fn its_options_take_values_as_the_table_says() {
    let Ok(help) = Command::new("curl").args(["--help", "all"]).output() else { return };
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let mut known = 0;
    for line in help.lines().skip(1) {
        let Some((before, rest)) = line.split_once("--") else { panic!("{line}") };
        let letter = before.trim().strip_prefix('-').and_then(|before| before.chars().next());
        let (name, behind) = rest.split_once(' ').unwrap_or((rest, ""));
        let takes_value = behind.starts_with(['<', '[']);
        // Some are newer than the table, and are refused as unknown.
        let Some(named) = options::named_long(name) else { continue };
        known += 1;
        // It prints a text and ends, whatever is behind it.
        if name != "help" {
            assert_eq!(named.option.takes_value, takes_value, "{line}");
        }
        let short = letter.and_then(options::named_short);
        assert_eq!(short.map(|short| short.name), letter.map(|_| name), "{line}");
    }
    assert!(known > 200, "{known} of curl's options were found");
}

/// curl takes the beginning of a name for the name, as long as no other begins so: nothing that is known here is the beginning of
/// an option of curl's that it is not itself.
#[test]
fn no_known_option_is_the_beginning_of_another() {
    let Ok(help) = Command::new("curl").args(["--help", "all"]).output() else { return };
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let names: Vec<&str> =
        help.lines().filter_map(|line| line.split_once("--")?.1.split(' ').next()).collect();
    for (_, name, option) in all() {
        // Of some that are on by themselves, curl's help names the other side alone.
        if names.contains(&name) || names.contains(&&*format!("no-{name}")) {
            continue;
        }
        for longer in names.iter().filter(|longer| longer.starts_with(name)) {
            let longer = options::named_long(longer).map(|named| named.option.takes_value);
            assert_eq!(longer, Some(option.takes_value), "{name}");
        }
    }
}
