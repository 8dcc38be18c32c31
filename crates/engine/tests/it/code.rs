//! Commands that Mudbrick writes, taken apart by real shells and sent by a real curl, beside what Mudbrick sends itself: both
//! arrive as the same bytes.

#![cfg(unix)]

mod echo;

use echo::{Arrived, Echo};
use mudbrick_model::{CodeLanguage, Header, Method, Request, Slug};
use mudbrick_net::{Cancel, Http, Limits, Outgoing, Proxy, RealRoute, Route};
use mudbrick_requests::{
    Code, CodeFor, CodeSource, Filled, LongBody, Show, Source, Variables, code_body, fill,
    write_code,
};
use mudbrick_vault::SecretText;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rstest::rstest;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// What a token must never do to a command.
const TOKEN: &str = "to'k\"e$n`!\\";

/// How many requests each shell is given: 10,002 with all three.
const EACH: usize = 3334;

fn variables() -> Variables {
    Variables::new()
        .with(Source::Own, "NAME", "O'Hara \"& Co\" $HOME `id` \\n !x %PATH%")
        .with_secret("ACCESS_TOKEN", SecretText::new(TOKEN.to_owned()))
}

/// A request of any kind that a person may write. The server tells them apart by their path's beginning.
fn requests() -> impl Strategy<Value = Request> {
    let url = "(/[a-zA-Z0-9._~%@:!$&'()*+,;=|^{}\\[\\]äé€ -]{0,10}){0,3}(\\?[a-zA-Z0-9=&'!*%|^{}\\[\\]/?:@ €\"<>`\\\\-]{0,16})?(#[a-z]{0,3})?";
    let value = "[!-~äé€😀]([ -~äé€😀\t]{0,16}[!-~äé€😀])?|";
    let names = proptest::sample::select(vec![
        "x-a",
        "X-Request-Id",
        "Content-Type",
        "Accept",
        "x-sandbox-name",
        "If-Match",
        "User-Agent",
        "x-b",
    ]);
    let headers = proptest::collection::vec((names, value), 0..5);
    let body = proptest::option::of("[ -~\n\r\t'\"\\\\!$`äé€😀{}@]{0,40}");
    let method = proptest::sample::select(Method::ALL.to_vec());
    (method, url, headers, body, proptest::bool::ANY).prop_map(
        |(method, url, headers, body, secret)| {
            let mut headers: Vec<Header> =
                headers.into_iter().map(|(name, value)| Header::new(name, value)).collect();
            let mut body = body.filter(|_| !matches!(method, Method::Get | Method::Head));
            if secret {
                headers.push(Header::new("Authorization", "Bearer {{ACCESS_TOKEN}}"));
                headers.push(Header::new("x-name", "{{NAME}}"));
                body = body.map(|body| body + "{{ACCESS_TOKEN}}!{{NAME}}");
            }
            Request { name: String::new(), method, url, headers, body }
        },
    )
}

/// Some requests, of which Mudbrick sends each; `echo` is where they go.
fn filled(echo: &Echo, seed: u8, count: usize) -> Vec<Filled> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let variables = variables();
    let mut made = Vec::new();
    while made.len() < count {
        let mut request = requests().new_tree(&mut runner).unwrap().current();
        request.url = format!("{}/{}{}", echo.url(), made.len(), request.url);
        // Something between two braces is a variable without a value.
        if let Ok(filled) = fill(&request, &variables)
            && outgoing(&filled).is_some()
        {
            made.push(filled);
        }
    }
    made
}

fn outgoing(filled: &Filled) -> Option<Outgoing> {
    let mut outgoing = Outgoing::new(filled.method, filled.url.expose().expose()).ok()?;
    for (name, value) in &filled.headers {
        outgoing = outgoing.header(name, value.expose().expose()).ok()?;
    }
    match &filled.body {
        Some(body) => Some(outgoing.body(body.expose().expose().clone())),
        None => Some(outgoing),
    }
}

fn written(filled: &Filled, language: CodeLanguage) -> Code {
    let profile = Slug::parse("acme").unwrap();
    let owner = CodeFor { profile: &profile, oauth: None };
    write_code(
        &CodeSource::of(filled),
        language,
        &owner,
        (Show::Redacted, LongBody::InFile),
        &str::to_owned,
    )
    .unwrap()
}

fn code(filled: &Filled, language: CodeLanguage) -> String {
    written(filled, language).text.expose().clone()
}

/// What each program adds by itself stays out of the comparison, unless the request has it.
fn asked_for(arrived: &Arrived, filled: &Filled) -> Arrived {
    let added = [
        "host",
        "cache-control",
        "pragma",
        "http2-settings",
        "upgrade",
        "accept",
        "accept-encoding",
        "accept-language",
        "user-agent",
        "connection",
        "sec-fetch-mode",
    ];
    let mut asked = arrived.clone();
    asked.headers.retain(|(name, value)| {
        let is_nothing = name == "content-length" && value == b"0";
        !is_nothing && (!added.contains(&name.as_str()) || filled.header(name).is_some())
    });
    asked.headers.sort_by(|(one, _), (other, _)| one.cmp(other));
    asked
}

/// Sends each with Mudbrick's own HTTP stack.
fn sent_by_mudbrick(all: &[Filled], echo: &Echo) -> Vec<Arrived> {
    let http =
        Http::build(Route::Real(RealRoute { proxy: Proxy::None, ..RealRoute::default() })).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        for filled in all {
            let outgoing = outgoing(filled).unwrap();
            http.send(&outgoing, &Limits::default(), &Cancel::default()).await.unwrap();
        }
    });
    echo.take(all.len())
}

/// The words that a shell makes of each command: `curl` is a function there that writes them down.
fn words(shell: &str, commands: &[String], folder: &Path) -> Vec<Vec<String>> {
    let mut script =
        "curl() { printf '%s\\0' \"$#\" \"$@\"; }\nmudbrick() { printf '%s\\n' \"$PRINTED\"; }\n"
            .to_owned();
    for command in commands {
        script.push_str(command);
        script.push('\n');
    }
    let file = folder.join("commands");
    std::fs::write(&file, script).unwrap();
    let output =
        Command::new(shell).arg(&file).env("PRINTED", TOKEN).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let mut texts = text.split('\0').map(str::to_owned);
    let mut all = Vec::new();
    while let Some(count) = texts.next().filter(|count| !count.is_empty()) {
        all.push(texts.by_ref().take(count.parse().unwrap()).collect());
    }
    all
}

/// One curl for all of them: the words as a file of its options, each in curl's own quotation marks.
fn options(all: &[Vec<String>]) -> String {
    let mut text = String::new();
    for (position, words) in all.iter().enumerate() {
        if position > 0 {
            text.push_str("next\n");
        }
        text.push_str("silent\noutput = \"/dev/null\"\nnoproxy = \"*\"\n");
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let name = match word.as_str() {
                "-g" => "globoff",
                "-L" => "location",
                "--head" => "head",
                "-X" => "request",
                "-H" => "header",
                "--data-raw" => "data-raw",
                _ => "url",
            };
            let value = match name {
                "globoff" | "head" | "location" => None,
                "url" => Some(word),
                _ => Some(words.next().unwrap()),
            };
            match value {
                None => text.push_str(name),
                Some(value) => {
                    let value = value.replace('\\', "\\\\").replace('"', "\\\"");
                    let value =
                        value.replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t");
                    let _ = write!(text, "{name} = \"{value}\"");
                }
            }
            text.push('\n');
        }
    }
    text
}

fn assert_same(all: &[Filled], ours: &[Arrived], theirs: &[Arrived], commands: &[String]) {
    for (position, filled) in all.iter().enumerate() {
        let (ours, theirs) =
            (asked_for(&ours[position], filled), asked_for(&theirs[position], filled));
        assert_eq!(theirs, ours, "{}", commands[position]);
    }
}

#[rstest]
#[case::bash("bash", 1)]
#[case::dash("dash", 2)]
#[case::zsh("zsh", 3)]
fn curl_sends_what_mudbrick_sends(#[case] shell: &str, #[case] seed: u8) {
    let echo = Echo::start();
    let folder = tempfile::tempdir().unwrap();
    let all = filled(&echo, seed, EACH);
    let commands: Vec<String> = all.iter().map(|filled| code(filled, CodeLanguage::Bash)).collect();
    let ours = sent_by_mudbrick(&all, &echo);
    let words = words(shell, &commands, folder.path());
    assert_eq!(words.len(), commands.len());
    let file = folder.path().join("options");
    std::fs::write(&file, options(&words)).unwrap();
    let status = Command::new("curl").args(["-q", "-K"]).arg(&file).status().unwrap();
    assert!(status.success());
    assert_same(&all, &ours, &echo.take(all.len()), &commands);
}

/// The same without a step between: the shell runs curl itself.
#[rstest]
#[case::bash("bash", 4)]
#[case::dash("dash", 5)]
#[case::zsh("zsh", 6)]
fn a_shell_runs_the_command_as_it_stands(#[case] shell: &str, #[case] seed: u8) {
    let echo = Echo::start();
    let folder = tempfile::tempdir().unwrap();
    let all = filled(&echo, seed, 40);
    let commands: Vec<String> = all.iter().map(|filled| code(filled, CodeLanguage::Bash)).collect();
    let ours = sent_by_mudbrick(&all, &echo);
    let script =
        format!("mudbrick() {{ printf '%s\\n' \"$PRINTED\"; }}\n{}\n", commands.join("\n"));
    let file = folder.path().join("commands");
    std::fs::write(&file, script).unwrap();
    std::fs::write(folder.path().join(".curlrc"), "silent\nnoproxy = \"*\"\n").unwrap();
    let mut command = Command::new(shell);
    command.arg(&file).env("PRINTED", TOKEN).env("HOME", folder.path());
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status().unwrap();
    assert!(status.success());
    assert_same(&all, &ours, &echo.take(all.len()), &commands);
}

/// How the programs of other languages are run, all of a language at once where that can be.
enum Runner {
    /// One process of Python runs them all. It has `requests`.
    Python,
    /// One process of Node.
    Node,
    /// A script for a POSIX shell, in which `http` is HTTPie.
    Httpie,
    /// A process of Java for each.
    Java,
}

impl Runner {
    fn suffix(&self) -> &'static str {
        match self {
            Self::Python => "py",
            Self::Node => "mjs",
            Self::Httpie => "sh",
            Self::Java => "java",
        }
    }

    fn run(&self, files: &[std::path::PathBuf], folder: &Path) {
        let commands: Vec<Command> = match self {
            Self::Python => {
                let all = "import runpy, sys, traceback\nfor one in sys.argv[1:]:\n    try: runpy.run_path(one)\n    except Exception: traceback.print_exc()";
                let mut command = Command::new(python());
                command.args(["-c", all]).args(files);
                vec![command]
            }
            Self::Node => {
                let all = "for (const one of process.argv.slice(1)) await import(one).catch(console.error);";
                let mut command = Command::new("node");
                command.args(["--input-type=module", "-e", all, "--"]).args(files);
                vec![command]
            }
            Self::Httpie | Self::Java => files
                .iter()
                .map(|file| {
                    let program = if matches!(self, Self::Java) { "java" } else { "sh" };
                    let mut command = Command::new(program);
                    command.arg(file);
                    command
                })
                .collect(),
        };
        let beside = python().parent().unwrap().to_owned();
        let mut path = vec![folder.to_owned(), beside];
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()));
        for mut command in commands {
            // A request that a program refuses is missing where they arrive.
            command
                .current_dir(folder)
                .env("PATH", std::env::join_paths(&path).unwrap())
                .env("PRINTED", TOKEN)
                .env("HOME", folder)
                .env("NO_PROXY", "*")
                .stdin(Stdio::null())
                .output()
                .unwrap();
        }
    }
}

/// The Python that has `requests` and HTTPie beside it; `cargo xtask test` makes it.
fn python() -> std::path::PathBuf {
    let made = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/interop/python/bin/python");
    std::env::var_os("MUDBRICK_INTEROP_PYTHON").map_or(made, Into::into)
}

/// Whatever a request has, another language's program sends it, or Mudbrick says what that program does otherwise.
#[rstest]
#[case::python(CodeLanguage::Python, Runner::Python, 7, 300)]
#[case::javascript(CodeLanguage::Javascript, Runner::Node, 8, 300)]
#[case::httpie(CodeLanguage::Httpie, Runner::Httpie, 9, 30)]
#[case::java(CodeLanguage::Java, Runner::Java, 10, 10)]
fn other_languages_send_what_mudbrick_sends_or_it_is_said(
    #[case] language: CodeLanguage,
    #[case] runner: Runner,
    #[case] seed: u8,
    #[case] count: usize,
) {
    use std::os::unix::fs::PermissionsExt as _;
    if matches!(runner, Runner::Java) && Command::new("java").arg("--version").output().is_err() {
        // Nothing else of Mudbrick needs Java.
        return;
    }
    let echo = Echo::start();
    let folder = tempfile::tempdir().unwrap();
    let mudbrick = folder.path().join("mudbrick");
    std::fs::write(&mudbrick, "#!/bin/sh\nprintf '%s\\n' \"$PRINTED\"\n").unwrap();
    std::fs::set_permissions(&mudbrick, std::fs::Permissions::from_mode(0o755)).unwrap();
    let all = filled(&echo, seed, count);
    let written: Vec<_> = all.iter().map(|filled| written(filled, language)).collect();
    let ours = sent_by_mudbrick(&all, &echo);
    let mut files = Vec::new();
    for (position, code) in written.iter().enumerate() {
        let file = folder.path().join(format!("call{position}.{}", runner.suffix()));
        std::fs::write(&file, code.text.expose()).unwrap();
        files.push(file);
    }
    runner.run(&files, folder.path());
    let theirs = echo.arrived();
    let mut same = 0;
    for (position, filled) in all.iter().enumerate() {
        let ours = asked_for(&ours[position], filled);
        let theirs = theirs.get(&position).map(|arrived| asked_for(arrived, filled));
        let Code { text, notes, .. } = &written[position];
        if theirs.as_ref() == Some(&ours) {
            same += 1;
        } else {
            assert!(!notes.is_empty(), "{theirs:?}\n{ours:?}\n{}", text.expose());
        }
    }
    assert!(same * 4 > count, "{same} of {count} are the same");
}

/// A body that is too long for a command is in a file where the code runs.
#[rstest]
#[case::curl(CodeLanguage::Bash, Runner::Httpie)]
#[case::httpie(CodeLanguage::Httpie, Runner::Httpie)]
#[case::python(CodeLanguage::Python, Runner::Python)]
#[case::javascript(CodeLanguage::Javascript, Runner::Node)]
fn a_body_in_a_file_arrives_as_mudbrick_sends_it(
    #[case] language: CodeLanguage,
    #[case] runner: Runner,
) {
    let echo = Echo::start();
    let folder = tempfile::tempdir().unwrap();
    let body = "ä\r\n@{}'\"".repeat(20_000);
    let request = Request {
        name: String::new(),
        method: Method::Put,
        url: format!("{}/0", echo.url()),
        headers: vec![Header::new("Content-Type", "text/plain")],
        body: Some(body),
    };
    let all = [fill(&request, &variables()).unwrap()];
    let beside =
        code_body(&CodeSource::of(&all[0]), language, Show::Redacted, &str::to_owned).unwrap();
    std::fs::write(folder.path().join(beside.name), beside.bytes.expose()).unwrap();
    let file = folder.path().join(format!("call.{}", runner.suffix()));
    std::fs::write(&file, code(&all[0], language)).unwrap();
    let ours = sent_by_mudbrick(&all, &echo);
    runner.run(&[file], folder.path());
    let theirs = echo.take(1);
    assert_eq!(asked_for(&theirs[0], &all[0]), asked_for(&ours[0], &all[0]));
}
