//! Commands that Mudbrick writes, run by a real shell and a real curl against a server of the test's own.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use mudbrick_model::{Header, Method, Request};
use mudbrick_requests::{Show, Source, Variables, fill, render_curl};
use mudbrick_vault::SecretText;
use rstest::rstest;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::Command;

/// What the server was sent.
struct Sent {
    request_line: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// Runs the command that `request` becomes and gives what arrived.
fn sent_by_curl(mut request: Request, show: Show) -> Sent {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    request.url =
        request.url.replace("https://x.io", &format!("http://{}", listener.local_addr().unwrap()));
    let server = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(stream);
        let mut lines = Vec::new();
        loop {
            let mut line = Vec::new();
            reader.read_until(b'\n', &mut line).unwrap();
            let line = String::from_utf8(line).unwrap().trim_end().to_owned();
            if line.is_empty() {
                break;
            }
            lines.push(line);
        }
        let request_line = lines.remove(0);
        let headers: Vec<_> = lines
            .iter()
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
            .collect();
        let length = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        let mut body = vec![0; length.map_or(0, |(_, length)| length.parse().unwrap())];
        reader.read_exact(&mut body).unwrap();
        reader.get_mut().write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
        Sent { request_line, headers, body }
    });
    let variables = Variables::new()
        .with(Source::Own, "NAME", "O'Hara \"& Co\" $HOME `id` \\n !x")
        .with_secret("ACCESS_TOKEN", SecretText::new("to'k\"e$n".to_owned()));
    let command = render_curl(&fill(&request, &variables).unwrap(), show);
    let output = Command::new("sh")
        .args(["-c", command.expose()])
        .env("ACCESS_TOKEN", "to'k\"e$n")
        .env("http_proxy", "")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}\n{}",
        command.expose(),
        String::from_utf8_lossy(&output.stderr)
    );
    server.join().unwrap()
}

#[rstest]
#[case::get(Method::Get, None)]
#[case::post(
    Method::Post,
    Some("{\"a\":\"{{NAME}}\",\n \"token\":\"{{ACCESS_TOKEN}}\", \"€\": '@'}")
)]
#[case::post_without_body(Method::Post, None)]
#[case::put(Method::Put, Some("@not-a-file"))]
#[case::delete(Method::Delete, None)]
#[case::head(Method::Head, None)]
#[case::options(Method::Options, None)]
#[case::get_with_body(Method::Get, Some("a=b"))]
fn curl_sends_what_mudbrick_would(
    #[case] method: Method,
    #[case] body: Option<&str>,
    #[values(Show::Redacted, Show::Real)] show: Show,
) {
    let sent = sent_by_curl(
        Request {
            name: String::new(),
            method,
            url: "https://x.io/p/[1]/{a}?q={{NAME}}&r='x'&s=$HOME".to_owned(),
            headers: vec![
                Header::new("Authorization", "Bearer {{ACCESS_TOKEN}}"),
                Header::new("X-Name", "{{NAME}}"),
                Header::new("X-Empty", ""),
            ],
            body: body.map(str::to_owned),
        },
        show,
    );
    let name = "O'Hara \"& Co\" $HOME `id` \\n !x";
    let in_url = "O'Hara%20%22&%20Co%22%20$HOME%20%60id%60%20\\n%20!x";
    let line = format!("{method} /p/[1]/{{a}}?q={in_url}&r='x'&s=$HOME HTTP/1.1");
    assert_eq!(sent.request_line, line);
    let header = |name: &str| {
        let mut headers = sent.headers.iter();
        headers.find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    };
    assert_eq!(header("Authorization"), Some("Bearer to'k\"e$n"));
    assert_eq!(header("X-Name"), Some(name));
    assert_eq!(header("X-Empty"), Some(""));
    assert_eq!(header("Content-Type"), None, "curl's own guess must not get in");
    let body =
        body.unwrap_or_default().replace("{{NAME}}", name).replace("{{ACCESS_TOKEN}}", "to'k\"e$n");
    assert_eq!(String::from_utf8(sent.body).unwrap(), body);
}
