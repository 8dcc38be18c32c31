//! How a request is sent, from the command line: chosen for a call or a profile, shown before, and told after.

use crate::new_home;
use mudbrick_testkit::text;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;

const LIST: &str = "Places/List libraries";

#[test]
fn what_is_chosen_is_shown_with_who_chose_it() {
    let home = new_home();
    home.add_places();
    let mut edit = vec!["profile", "edit", "Places", "--max-time", "90", "--retry", "2"];
    edit.extend(["--http-version", "1.1", "--max-redirs", "3", "--root", "/a.pem"]);
    edit.extend(["--cookies", "keep"]);
    edit.extend(["--proxy", "http://proxy.example:3128", "--connect-timeout", "0.5"]);
    home.ok(&edit);
    let shown = home.ok(&["profile", "show", "Places"]);
    for line in [
        "A call, at most       90 s",
        "Connecting, at most   0.5 s",
        "HTTP version          1.1",
        "Cookies               keep",
        "Proxy                 http://proxy.example:3128",
        "Root certificates     /a.pem",
    ] {
        assert!(shown.contains(line), "{line} in {shown}");
    }
    let dry = ["send", "Places", LIST, "--dry-run", "--max-time", "500 ms", "--no-location"];
    let page = home.ok(&[&dry[..], &["--retry-methods", "all", "--retry-max-time", "5"]].concat());
    for line in [
        "Redirects: shown as the answer  (given)\n",
        "Connecting: at most 0.5 s  (the profile)\n",
        "The whole call: at most 0.5 s  (given)\n",
        "Version: HTTP/1.1 and no other  (the profile)\n",
        "Cookies: kept in memory, for this profile  (the profile)\n",
        "Further tries: at most 2 (any method), within 5 s  (the profile)\n",
        "Proxy: the practice Adobe is reached directly\n",
    ] {
        assert!(page.contains(line), "{line} in {page}");
    }
    let told = home.json(&[&dry[..], &["--json"]].concat());
    assert_eq!(told["options"][0]["option"], "redirects");
    assert_eq!(told["options"][0]["origin"], "given");

    for flags in [&["--http1.1", "--location"][..], &["--http2", "--max-redirs", "2"]] {
        let answered = home.ok(&[&["send", "Places", LIST], flags].concat());
        assert!(answered.starts_with('['), "{answered}");
    }
    home.ok(&["profile", "edit", "Places", "--reset-sending", "--max-redirs", "0"]);
    let shown = home.ok(&["profile", "show", "Places"]);
    assert!(shown.contains("Redirects             0") && !shown.contains("A call"), "{shown}");
}

#[test]
fn what_cannot_be_meant_is_refused_and_what_is_not_done_is_named() {
    let home = new_home();
    home.add_places();
    for (flags, named) in [
        (["--max-time", "soon"], "500 ms"),
        (["--max-redirs", "21"], "0..=20"),
        (["--retry", "11"], "0..=10"),
        (["--proxy", "socks5://p"], "a proxy is written as"),
        (["--location", "--no-location"], "--no-location"),
        (["--http1.1", "--http2"], "--http2"),
    ] {
        let refused = home.run(&[&["send", "Places", LIST], &flags[..]].concat());
        assert_eq!(refused.status.code(), Some(2), "{flags:?}");
        assert!(text(&refused.stderr).contains(named), "{}", text(&refused.stderr));
    }
    let file = home.path().join("a.http");
    let url = "https://api-places.adobe.io/";
    std::fs::write(&file, format!("# @timeout soon\n# @retry 3\nGET {url} HTTP/2\n")).unwrap();
    let dry = home.run(&["send", "Places", file.to_str().unwrap(), "--dry-run"]);
    let (page, said) = (text(&dry.stdout), text(&dry.stderr));
    assert!(said.contains("@timeout soon is not supported and has no effect."), "{said}");
    assert!(page.contains("Version: HTTP/2 and no other  (the file)"), "{page}");
    assert!(page.contains("at most 3 (GET, HEAD, OPTIONS), within 120 s  (the file)"), "{page}");
}

#[test]
fn each_try_is_told() {
    let home = new_home();
    home.add_places();
    let real = ["profile", "edit", "Places", "--adobe", "production", "--risk", "development"];
    home.ok(&real);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        for answer in ["503 Busy\r\nRetry-After: 0", "429 Busy\r\nRetry-After: 0", "200 OK"] {
            let (stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream);
            let mut line = String::new();
            while line != "\r\n" {
                line.clear();
                reader.read_line(&mut line).unwrap();
            }
            let answer =
                format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            reader.get_mut().write_all(answer.as_bytes()).unwrap();
        }
    });
    let sent = home.run(&["send", "Places", &url, "--retry", "2", "--proxy", "none"]);
    server.join().unwrap();
    let said = text(&sent.stderr);
    assert!(sent.status.success(), "{said}");
    let first = said.find("503; tried again after 0 s").expect("the first try");
    let second = said.find("429; tried again after 0 s").expect("the second try");
    assert!(first < second && said.contains("200 in"), "{said}");
}
