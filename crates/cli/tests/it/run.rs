//! Many requests in one run: what is printed, exit codes, reports, Ctrl+C, and going on after a kill.

use crate::new_home;
use mudbrick_testkit::{Home, text};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Output};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

/// A server that writes down what it is asked for, and leaves the calls to `/held…` without an answer.
struct Server {
    url: String,
    paths: Arc<Mutex<Vec<String>>>,
    held: Receiver<()>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let paths = Arc::new(Mutex::new(Vec::new()));
        let (sender, held) = channel();
        let noted = Arc::clone(&paths);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (noted, sender) = (Arc::clone(&noted), sender.clone());
                std::thread::spawn(move || serve(stream, &noted, &sender));
            }
        });
        Self { url, paths, held }
    }

    fn count(&self, path: &str) -> usize {
        self.paths.lock().unwrap().iter().filter(|one| *one == path).count()
    }
}

fn serve(stream: TcpStream, paths: &Mutex<Vec<String>>, held: &Sender<()>) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut first = String::new();
        if reader.read_line(&mut first).unwrap_or_default() == 0 {
            return;
        }
        let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
        let (mut line, mut length) = (String::new(), 0);
        while line != "\r\n" {
            line.clear();
            reader.read_line(&mut line).unwrap();
            let value = line.to_ascii_lowercase();
            if let Some(value) = value.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        paths.lock().unwrap().push(path.clone());
        if path.starts_with("/held") {
            // Until the other end goes away.
            let _ = held.send(());
            let _ = reader.read_to_end(&mut body);
            return;
        }
        let status = if path.starts_with("/error") { "500 No" } else { "200 OK" };
        let answer = format!(
            "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{{\"id\":\"a|b\"}}"
        );
        if reader.get_mut().write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

/// A home with a profile whose requests go to the server, and files of requests.
struct Desk {
    home: Home,
    server: Server,
}

impl Desk {
    fn new(risk: &str) -> Self {
        let (home, server) = (new_home(), Server::start());
        home.add_places();
        home.ok(&["profile", "edit", "Places", "--adobe", "production", "--risk", risk]);
        Self { home, server }
    }

    /// Requests of a file, each its lines and its method with its path.
    fn requests(&self, name: &str, requests: &[(&str, &str)]) {
        let path = self.home.path().join("home/requests").join(format!("{name}.http"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let one = |(lines, call): &(&str, &str)| {
            let (method, path) = call.split_once(' ').unwrap();
            format!("### {path}\n{lines}\n{method} {}{path}\n\n", self.server.url)
        };
        std::fs::write(path, requests.iter().map(one).collect::<String>()).unwrap();
    }

    fn file(&self, name: &str, content: &str) -> String {
        let path = self.home.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.home.run(&[&["run"], arguments, &["--proxy", "none"]].concat())
    }

    fn begin(&self, arguments: &[&str]) -> Child {
        let all = [&["run"], arguments, &["--proxy", "none"]].concat();
        self.home.command(&all).spawn().unwrap()
    }

    /// The id of the last run.
    fn id(&self) -> String {
        self.home.json(&["run", "--list", "--json"])[0]["id"].as_str().unwrap().to_owned()
    }
}

fn lines(output: &Output) -> Vec<Value> {
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_folder_runs_for_each_row_and_says_what_came_of_it() {
    let desk = Desk::new("development");
    desk.requests("night/a", &[("# @check status 200\n# @capture ID = body $.id", "GET /a/{{N}}")]);
    desk.requests("night/b", &[("", "POST /b/{{ID}}")]);
    let data = desk.file("rows.csv", "N;X\n1;\n2;\"a;b\"\n");
    let report = |kind: &str| desk.home.path().join(kind).display().to_string();
    let reports = ["junit", "json", "markdown"].map(|kind| format!("{kind}={}", report(kind)));
    let mut all = vec!["night", "--on", "Places", "--data", &data];
    for one in &reports {
        all.extend(["--report", one]);
    }
    let output = desk.run(&all);
    let (said, told) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("semicolons") && told.contains("4 calls, 4 left"), "{told}");
    assert!(said.contains("passed: 200 /a/{{N}} on Acme · Places, row 1 in "), "{said}");
    let table = ["               passed  check failed", "Acme · Places       4             0"];
    assert!(table.iter().all(|line| said.contains(line)), "{said}");
    assert_eq!(desk.server.count("/a/2"), 1);
    assert_eq!(desk.server.count("/b/a%7Cb") + desk.server.count("/b/a|b"), 2);
    assert!(
        std::fs::read_to_string(report("junit")).unwrap().contains("tests=\"4\" failures=\"0\"")
    );
    assert!(std::fs::read_to_string(report("markdown")).unwrap().contains("| 4 | 4 | 0 |"));
    let json: Value = serde_json::from_slice(&std::fs::read(report("json")).unwrap()).unwrap();
    assert_eq!(json["results"].as_array().unwrap().len(), 4);
    // Before anything is sent, since they are there now.
    let again = desk.run(&all);
    assert_eq!(again.status.code(), Some(1));
    assert_eq!(desk.server.count("/a/2"), 1, "{}", text(&again.stderr));
    let forced = desk.run(&[&all[..], &["--force"]].concat());
    assert_eq!(forced.status.code(), Some(0), "{}", text(&forced.stderr));
}

#[test]
fn the_exit_code_says_the_worst() {
    let desk = Desk::new("development");
    desk.requests("good", &[("# @check status 2xx", "GET /a")]);
    desk.requests("check", &[("", "GET /a"), ("# @check status 404", "GET /b")]);
    desk.requests("error", &[("# @check status 404", "GET /b"), ("", "GET /error")]);
    desk.requests("expected", &[("# @check status 5xx", "GET /error")]);
    desk.requests("hung", &[("# @timeout 1", "GET /held")]);
    for (what, expected) in
        [("good", 0), ("check", 4), ("error", 1), ("expected", 0), ("hung", 1), ("nowhere", 1)]
    {
        let output = desk.run(&[what, "--on", "Places"]);
        assert_eq!(output.status.code(), Some(expected), "{what}: {}", text(&output.stderr));
    }
    for wrong in [
        &["good"][..],
        &["--on", "Places"],
        &["good", "--on", "Places", "--report", "html=x"],
        &["good", "--on", "Places", "--parallel", "0"],
        &["good", "--resume", "20260101-000000-abcdef"],
        &["--resume", "../x"],
        &["good", "--on", "Places", "--force"],
    ] {
        assert_eq!(desk.run(wrong).status.code(), Some(2), "{wrong:?}");
    }
    let stopped = desk.run(&["error", "--on", "Places", "--stop"]);
    let told = text(&stopped.stderr);
    assert!(told.contains("1 call is left. Go on with: mudbrick run --resume "), "{told}");
}

#[test]
fn json_is_a_line_for_each_result() {
    let desk = Desk::new("development");
    desk.requests("two", &[("", "GET /a"), ("# @check status 404", "GET /b")]);
    let output = desk.run(&["two", "--on", "Places", "--json"]);
    let lines = lines(&output);
    assert_eq!(lines.len(), 4, "{lines:?}");
    assert_eq!(lines[0]["run"]["counts"]["calls"], 2);
    assert_eq!(lines[1]["result"]["outcome"], "passed");
    assert_eq!(lines[2]["result"]["checks"][0]["found"], "200");
    assert_eq!(lines[3]["end"]["counts"]["check_failed"], 1);
    let plan = desk.run(&["two", "--on", "Places", "--dry-run", "--json"]);
    let plan: Value = serde_json::from_slice(&plan.stdout).unwrap();
    assert_eq!((plan["calls"].as_u64(), desk.server.count("/a")), (Some(2), 1));
}

#[test]
fn entries_of_the_history_are_run_again() {
    let desk = Desk::new("development");
    desk.requests("two", &[("", "GET /a"), ("", "GET /b")]);
    desk.run(&["two", "--on", "Places"]);
    let one = desk.run(&["1", "2", "--on", "Places", "--json"]);
    assert_eq!((one.status.code(), lines(&one).len()), (Some(0), 4), "{}", text(&one.stderr));
    let found = desk.run(&["--history", "request:/a", "--on", "Places", "--json"]);
    let found = lines(&found);
    assert!(found.len() == 4 && found[1]["result"]["called"] == "#1", "{found:?}");
}

#[test]
fn a_write_to_production_is_asked_about_once_for_all() {
    let desk = Desk::new("production");
    desk.requests("mixed", &[("", "GET /a"), ("", "POST /b")]);
    let refused = desk.run(&["mixed", "--on", "Places"]);
    let told = text(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1));
    assert!(told.contains("1 of 2 calls") && told.contains("| Acme · Places: POST "), "{told}");
    assert!(desk.server.paths.lock().unwrap().is_empty(), "not even what only reads");
    let agreed = desk.run(&["mixed", "--on", "Places", "--yes"]);
    assert_eq!((agreed.status.code(), desk.server.count("/b")), (Some(0), 1));
}

const ROWS: &str = "P\na1\na2\na3\nheld\na5\na6\n";

#[test]
fn a_run_that_is_killed_goes_on_and_sends_nothing_twice() {
    let desk = Desk::new("development");
    desk.requests("rows", &[("", "POST /{{P}}")]);
    let data = desk.file("rows.csv", ROWS);
    let mut child = desk.begin(&["rows", "--on", "Places", "--data", &data]);
    desk.server.held.recv().unwrap();
    // SIGKILL: nothing of the process has a chance to tidy up.
    child.kill().unwrap();
    child.wait().unwrap();
    let id = desk.id();
    // A killed process may have been at half a line.
    let journal = desk.home.path().join(format!("home/runs/{id}.jsonl"));
    let mut half = std::fs::OpenOptions::new().append(true).open(&journal).unwrap();
    half.write_all(b"{\"done\":{\"numb").unwrap();
    let report = desk.home.path().join("report.json");
    let kind = format!("json={}", report.display());
    let rest = desk.run(&["--resume", &id, "--report", &kind]);
    let (said, told) = (text(&rest.stdout), text(&rest.stderr));
    assert_eq!(rest.status.code(), Some(1), "{told}");
    assert!(told.contains("6 calls, 3 left"), "{told}");
    assert!(said.contains("no answer: /{{P}} on Acme · Places, row 4"), "{said}");
    for path in ["/a1", "/a2", "/a3", "/held", "/a5", "/a6"] {
        assert_eq!(desk.server.count(path), 1, "{path}");
    }
    let json: Value = serde_json::from_slice(&std::fs::read(report).unwrap()).unwrap();
    assert_eq!(json["results"].as_array().unwrap().len(), 6);
    assert_eq!(json["counts"]["passed"], 5);
}

/// What only reads is sent again, since nothing came of it.
#[test]
fn a_read_that_was_under_way_is_sent_again() {
    let desk = Desk::new("development");
    desk.requests("rows", &[("# @timeout 1", "GET /{{P}}")]);
    let data = desk.file("rows.csv", ROWS);
    let mut child = desk.begin(&["rows", "--on", "Places", "--data", &data, "--max-time", "60"]);
    desk.server.held.recv().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let rest = desk.run(&["--resume", &desk.id()]);
    assert_eq!(rest.status.code(), Some(1), "{}", text(&rest.stderr));
    for (path, count) in [("/a1", 1), ("/a3", 1), ("/held", 2), ("/a5", 1), ("/a6", 1)] {
        assert_eq!(desk.server.count(path), count, "{path}");
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_a_report_of_what_was_done() {
    let desk = Desk::new("development");
    desk.requests("rows", &[("", "GET /{{P}}")]);
    let data = desk.file("rows.csv", ROWS);
    let report = desk.home.path().join("report.xml");
    let kind = format!("junit={}", report.display());
    let child = desk.begin(&["rows", "--on", "Places", "--data", &data, "--report", &kind]);
    desk.server.held.recv().unwrap();
    let mut interrupt = std::process::Command::new("kill");
    assert!(interrupt.args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{told}");
    let hint = format!("3 calls are left. Go on with: mudbrick run --resume {}", desk.id());
    assert!(told.contains(&hint), "{told}");
    let xml = std::fs::read_to_string(report).unwrap();
    assert_eq!(xml.matches("<testcase ").count(), 3, "{xml}");
}

#[test]
fn a_path_of_a_file_elsewhere_is_run() {
    let desk = Desk::new("development");
    let url = &desk.server.url;
    let file = desk.file("mine.http", &format!("### A\nGET {url}/a\n\n### B\nGET {url}/b\n"));
    assert_eq!(desk.run(&[&file, "--on", "Places"]).status.code(), Some(0));
    assert_eq!(desk.run(&[&format!("{file}#B"), "--on", "Places"]).status.code(), Some(0));
    assert_eq!((desk.server.count("/a"), desk.server.count("/b")), (1, 2));
    let gone = PathBuf::from(&file);
    std::fs::remove_file(gone).unwrap();
    assert_ne!(desk.run(&[&file, "--on", "Places"]).status.code(), Some(0));
}
