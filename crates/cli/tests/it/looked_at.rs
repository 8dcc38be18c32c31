//! Answers looked at from the command line: jq and JSONPath, another character set, all pages of a list, and where the time went.

use crate::new_home;
use mudbrick_testkit::{Home, text};
use serde_json::Value;
use std::time::{Duration, Instant};

const LIST: &str = "Places/List libraries";

fn world() -> Home {
    let home = new_home();
    home.make_vault();
    home.add_places();
    home
}

#[test]
fn jq_and_jsonpath_ask_an_answer() {
    let home = world();
    let jq = home.ok(&["send", "Places", LIST, "--jq", "map(.name) | length"]);
    let path = home.ok(&["send", "Places", LIST, "--jq", "$[*].name"]);
    assert_eq!(jq.trim().parse::<usize>().unwrap(), path.lines().count(), "{jq} {path}");
    assert_eq!(home.ok(&["history", "show", "1", "--jq", "map(.name) | length"]), jq);
    for (filter, said) in [
        ("map(", "This is not a jq filter"),
        ("env", "there is no filter env"),
        ("$ENV", "This JSONPath cannot be followed"),
        (". | $ENV", "there is no variable $ENV"),
        ("input_filename", "there is no filter input_filename"),
        (".[0].name | keys", "The jq filter failed"),
    ] {
        let refused = home.run(&["history", "show", "1", "--jq", filter]);
        let told = text(&refused.stderr);
        assert!(!refused.status.success() && told.contains(said), "{filter}: {told}");
    }
}

/// Neither is stopped by anything inside of the filter.
#[cfg(target_os = "linux")]
#[test]
fn a_filter_without_end_or_measure_is_ended() {
    let home = world();
    home.ok(&["send", "Places", LIST]);
    let endless = home.run(&["history", "show", "1", "--jq", "repeat(\"x\" * 10000)"]);
    assert!(endless.status.success(), "{}", text(&endless.stderr));
    assert!(text(&endless.stderr).contains("There are more than these"));
    let large = home.run(&["history", "show", "1", "--jq", "[range(1e12)]"]);
    assert!(text(&large.stderr).contains("needed too much memory"), "{}", text(&large.stderr));
    let begun = Instant::now();
    let long = home.run(&["history", "show", "1", "--jq", "def f: f; f"]);
    assert!(text(&long.stderr).contains("took longer than"), "{}", text(&long.stderr));
    assert!(begun.elapsed() < Duration::from_secs(120));
}

#[test]
fn another_character_set_reads_the_same_body() {
    let home = world();
    let body = home.ok(&["send", "Places", LIST]);
    let read = home.ok(&["history", "show", "1", "--charset", "latin1"]);
    assert_eq!(read.trim(), body.trim(), "it is ASCII");
    let wide = home.ok(&["history", "show", "1", "--charset", "utf-16le"]);
    assert_ne!(wide.trim(), body.trim());
    let unknown = home.run(&["history", "show", "1", "--charset", "klingon"]);
    let told = text(&unknown.stderr);
    assert!(told.contains("is no character set") && told.contains("windows-1252"), "{told}");
}

#[test]
fn all_pages_are_one_list() {
    let home = world();
    let url = "https://api-places.adobe.io/places/placesapi/v1/pois?limit=7";
    let headers = [
        "-H",
        "Authorization: Bearer {{token}}",
        "-H",
        "x-api-key: {{API_KEY}}",
        "-H",
        "x-gw-ims-org-id: {{IMS_ORG}}",
    ];
    let send = [&["send", "Places", url][..], &headers].concat();
    let first: Value = serde_json::from_str(&home.ok(&send)).unwrap();
    let total = first["total_count"].as_u64().unwrap();
    assert!(total > 14, "{first}");
    let all = home.run(&[&send[..], &["--all-pages"]].concat());
    let lines = text(&all.stdout);
    assert_eq!(lines.lines().count() as u64, total, "{}", text(&all.stderr));
    let ids: std::collections::BTreeSet<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].to_string())
        .collect();
    assert_eq!(ids.len() as u64, total, "each once");
    let told = text(&all.stderr);
    assert!(told.contains(&format!("{} pages. The last one names", total.div_ceil(7))), "{told}");
    let two = home.run(&[&send[..], &["--all-pages", "--max-pages", "2"]].concat());
    assert_eq!(text(&two.stdout).lines().count(), 14);
    assert!(text(&two.stderr).contains("--max-pages fetches more"), "{}", text(&two.stderr));
    let asked = home.ok(&[&send[..], &["--all-pages", "--jq", ".name"]].concat());
    assert_eq!(asked.lines().count() as u64, total);
    let json = home.json(&[&send[..], &["--all-pages", "--json"]].concat());
    assert_eq!(json["pages"].as_array().unwrap().len() as u64, total.div_ceil(7));
    assert_eq!(json["ended"]["kind"], "last");
}

#[test]
fn the_timeline_is_told_when_it_is_asked_for() {
    let home = world();
    let sent = home.run(&["send", "Places", LIST, "--timeline"]);
    let told = text(&sent.stderr);
    for part in ["GET api-places.adobe.io", "  TLS ", "signed by ", "The body: "] {
        assert!(told.contains(part), "{part} in:\n{told}");
    }
    assert!(text(&sent.stdout).starts_with('['), "the body is alone on standard output");
    assert!(!text(&home.run(&["send", "Places", LIST]).stderr).contains("signed by"));
}

/// The child of a process, once it has worked for a while.
#[cfg(target_os = "linux")]
fn working_child(of: u32) -> Option<u32> {
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let pids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let mut stats = pids.filter_map(|pid| Some((pid, stat(pid)?)));
    // Its parent, and the clock ticks that it has used.
    let is_it = |stat: &[String]| stat[1] == of.to_string() && stat[11].parse::<u64>().unwrap() > 5;
    stats.find(|(_, stat)| is_it(stat)).map(|(pid, _)| pid)
}

/// What Linux says of a process behind its name: state, parent, …; none when it is gone.
#[cfg(target_os = "linux")]
fn stat(pid: u32) -> Option<Vec<String>> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let behind = text.rsplit_once(") ")?.1;
    let words: Vec<String> = behind.split(' ').map(str::to_owned).collect();
    // One that has ended and waits for somebody to take note of that is gone.
    (words[0] != "Z").then_some(words)
}

#[cfg(target_os = "linux")]
fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = std::time::Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed().as_secs() < 30, "{what}");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_filter_without_end_ends_with_whoever_started_it() {
    use std::process::Stdio;
    let home = new_home();
    home.add_places();
    home.ok(&["send", "Places", LIST]);
    let mut command = home.command(&["history", "show", "1", "--jq", "def f: f; f"]);
    let mut starter = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let worker = wait_for("the filter works", || working_child(starter.id()));
    // By SIGKILL, which leaves it no time to end anything.
    starter.kill().unwrap();
    starter.wait().unwrap();
    wait_for("the filter is gone", || stat(worker).is_none().then_some(()));
}
