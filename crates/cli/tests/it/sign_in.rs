//! People who sign in, at the command line: the page's address is printed, the browser is a few lines of HTTP, and the address
//! that it ends at is pasted or listened for.

use crate::new_home;
use mudbrick_testkit::{Home, text};
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};

const CLIENT: &str = "b610be0000000000000000000000b005";
const ORG: &str = "610BE8A0B1C2D3E4F5061728@AdobeOrg";

fn home_with(redirect_uri: &str, client: &str, kind: &str, org: &str, scopes: &str) -> Home {
    let home = new_home();
    let add = ["profile", "add", "App", "--org-id", org, "--client-id", client, "--grant", "user"];
    let more = ["--client", kind, "--redirect-uri", redirect_uri, "--scopes", scopes];
    home.ok(&[&add[..], &more, &["--adobe", "practice"]].concat());
    home
}

/// The native app of the practice Adobe, whose redirect URI leads nowhere.
fn native() -> Home {
    let uri = format!("adobe+b610be://adobeid/{CLIENT}");
    home_with(&uri, CLIENT, "native", ORG, "openid, AdobeID, offline_access")
}

/// A sign-in that waits, and the page that it printed.
fn begin(home: &Home, more: &[&str]) -> (Child, BufReader<std::process::ChildStderr>, String) {
    begun(home.command(&[&["sign-in", "App", "--no-browser"], more].concat()))
}

fn begun(mut command: Command) -> (Child, BufReader<std::process::ChildStderr>, String) {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let mut page = String::new();
    while !page.starts_with("http://127.0.0.1:") {
        page.clear();
        assert!(said.read_line(&mut page).unwrap() > 0, "it ended before it said where");
    }
    (child, said, page.trim().to_owned())
}

/// What a browser is answered, and where it is sent.
fn get(url: &str) -> (String, Option<String>) {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host.replace("localhost", "127.0.0.1")).unwrap();
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let location = answer.lines().find_map(|line| line.strip_prefix("location: "));
    (answer.clone(), location.map(str::to_owned))
}

fn chosen(page: &str, person: &str) -> String {
    get(&format!("{page}&practice_person={person}")).1.expect("somewhere")
}

fn end(
    mut child: Child,
    mut said: BufReader<std::process::ChildStderr>,
    input: &str,
) -> (Output, String) {
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    (child.wait_with_output().unwrap(), rest)
}

#[test]
fn the_address_is_pasted_where_nobody_can_listen_and_the_token_is_there() {
    let home = native();
    let before = home.run(&["token", "App"]);
    assert_eq!(before.status.code(), Some(1));
    assert!(text(&before.stderr).contains("mudbrick sign-in App"), "{}", text(&before.stderr));

    let (child, said, page) = begin(&home, &["--json"]);
    let back = chosen(&page, "ada");
    let (output, said) = end(child, said, &format!("nonsense\n\n{back}\n"));
    assert!(output.status.success(), "{said}");
    assert!(said.contains("not the answer to this sign-in"), "{said}");
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["renews"], true);
    assert_eq!(answer["user_id"], "ADA00A1B2C3D4E5F60718293@AdobeID");

    let token = home.ok(&["token", "App"]);
    assert!(home.ok(&["header", "App"]).contains(token.trim()));
    assert!(home.ok(&["profile", "show", "App"]).contains("OAuth Native App"));
    let narrower = home.run(&["token", "App", "--scopes", "campaign_sdk"]);
    assert_eq!(narrower.status.code(), Some(2));

    // The practice Adobe of that process is gone, and with it whoever could be told.
    let signed_out = home.ok(&["sign-out", "App"]);
    assert!(signed_out.contains("App"), "{signed_out}");
    let after = home.run(&["token", "App"]);
    assert!(
        text(&after.stderr).contains("Nobody is signed in with App"),
        "{}",
        text(&after.stderr)
    );
}

#[test]
fn it_is_listened_for_where_the_redirect_uri_leads_here() {
    const SPA: &str = "aac3e00000000000000000000000a006";
    let home = home_with(
        "http://localhost:9192/",
        SPA,
        "single-page",
        "AC3E5A1B2C3D4E5F60718293@AdobeOrg",
        "openid AdobeID",
    );
    // Somebody else has the port.
    let taken = TcpListener::bind(("127.0.0.1", 9192)).unwrap();
    let refused = home.run(&["sign-in", "App", "--no-browser"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("cannot listen at port 9192"));
    drop(taken);

    let (child, said, page) = begin(&home, &[]);
    let (answer, _) = get(&chosen(&page, "ada"));
    assert!(answer.contains("You can close this page"), "{answer}");
    let (output, said) = end(child, said, "");
    assert!(output.status.success(), "{said}");
    let printed = text(&output.stdout);
    assert!(printed.contains("offline_access"), "it cannot be renewed: {printed}");
    home.ok(&["token", "App"]);
    let renewed = home.run(&["token", "App", "--renew"]);
    assert!(text(&renewed.stderr).contains("cannot be renewed without a person"));

    let (child, said, page) = begin(&home, &[]);
    get(&chosen(&page, "nobody"));
    let (output, said) = end(child, said, "");
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("did not agree"), "{said}");
}

#[test]
fn nobody_who_could_paste_ends_it() {
    let home = native();
    let (child, said, _) = begin(&home, &[]);
    let (output, said) = end(child, said, "");
    assert!(!output.status.success(), "{said}");
    home.add_places();
    let places = home.run(&["sign-in", "Places", "--no-browser"]);
    assert_eq!(places.status.code(), Some(2));
    assert!(text(&places.stderr).contains("gets its tokens by itself"));
    let wrong = ["profile", "edit", "Places", "--redirect-uri", "https://example.com/"];
    assert_eq!(home.run(&wrong).status.code(), Some(2));
}

#[test]
fn on_behalf_of_needs_scopes_and_a_token() {
    let home = new_home();
    home.add_places();
    let bare = home.run(&["token", "Places", "--on-behalf-of", "-"]);
    assert_eq!(bare.status.code(), Some(2), "{}", text(&bare.stderr));
    let ask = ["token", "Places", "--on-behalf-of", "-", "--scopes", "openid"];
    let refused = home.run_with_input(&ask, "eyJub3Q.b25l.c2ln\n");
    assert_eq!(refused.status.code(), Some(1), "{}", text(&refused.stderr));
    assert!(!text(&refused.stderr).contains("b25l"));
    let nothing = home.run_with_input(&ask, "two words\n");
    assert_eq!(nothing.status.code(), Some(2), "{}", text(&nothing.stderr));
}

/// Every user of the machine can read the arguments of every program.
#[cfg(target_os = "linux")]
#[test]
fn the_browser_is_given_a_file_that_leads_on_and_nothing_that_opens_the_vault() {
    use crate::scripts::{path_with, program};

    let home = native();
    let (folder, record) = (home.path().join("bin"), home.path().join("record"));
    // The reader waits until somebody has written.
    assert!(Command::new("mkfifo").arg(&record).status().unwrap().success());
    let tells = "{ printf '%s\\n' \"$@\"; echo --; env; echo --; stat -c %a \"$1\"; stat -c %a \"${1%/*}\"; echo --; cat \"$1\"; }";
    program(&folder, "xdg-open", &format!("{tells} >\"$RECORD\""));
    let mut command = home.command(&["sign-in", "App"]);
    command.env("PATH", path_with(&folder)).env("RECORD", &record);
    command.env("MUDBRICK_AGE_KEY_FILE", "");
    let (child, said, page) = begun(command);
    let told = std::fs::read_to_string(&record).unwrap();
    let [arguments, environment, modes, html]: [&str; 4] =
        told.splitn(4, "--\n").collect::<Vec<_>>().try_into().unwrap();
    let value = |name: &str| {
        let found = page.split(['?', '&']).find_map(|pair| pair.strip_prefix(name));
        found.unwrap_or_else(|| panic!("no {name} in {page}")).to_owned()
    };
    for name in ["state=", "code_challenge="] {
        assert!(value(name).len() > 20 && !arguments.contains(&value(name)), "{arguments}");
    }
    assert_eq!(arguments.lines().count(), 1, "{arguments}");
    assert!(html.contains(&format!("url={}\"", page.replace('&', "&amp;"))), "{html}");
    assert_eq!(modes, "600\n700\n");
    assert!(
        !environment.contains("MUDBRICK_PASSPHRASE") && !environment.contains("MUDBRICK_AGE_KEY")
    );
    let file = std::path::PathBuf::from(arguments.trim_end());
    assert!(file.exists(), "as long as somebody may still look at it");
    let (output, said) = end(child, said, &format!("{}\n", chosen(&page, "ada")));
    assert!(output.status.success(), "{said}");
    assert!(!file.exists(), "it led to a sign-in that is over");
}
