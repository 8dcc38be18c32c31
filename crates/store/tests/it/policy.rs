//! The policy on disk.

use mudbrick_model::{ErrorCode, Explain, HttpVersion, Proxy, RetryMethods, TimeLimit};
use mudbrick_store::{
    CallLimits, Conduct, Home, Locking, Network, Policy, PolicyError, PolicyFile, Retention,
    Seconds,
};
use mudbrick_vault::files::{self, Mode};
use rstest::rstest;
use std::fs;
use std::num::NonZeroU16;
use std::path::PathBuf;
use tempfile::TempDir;

fn fixture() -> (TempDir, Home, PolicyFile) {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    let policy = PolicyFile::open(&home);
    (folder, home, policy)
}

fn with(text: impl AsRef<[u8]>) -> (TempDir, Home, PolicyFile) {
    let (folder, home, policy) = fixture();
    files::save(&home.policy(), text.as_ref(), Mode::Shared).unwrap();
    (folder, home, policy)
}

#[rstest]
#[case::no_file(None)]
#[case::nothing_said(Some("version = 1\n"))]
#[case::empty_tables(Some("version = 1\n[locking]\n[history]\n[limits.tokens]\n[network]\n"))]
fn what_is_not_said_is_at_its_default(#[case] text: Option<&str>) {
    let (_folder, home, policy) = text.map_or_else(fixture, with);
    let read = policy.read().unwrap();
    assert_eq!(read, Policy::default());
    assert_eq!(read.locking, Locking { after_minutes: 15, with_screen: true });
    assert_eq!(read.history, Retention { keep_days: 365, keep_mib: 2048 });
    assert_eq!(read.network, Network { proxy: None, roots: Vec::new() });
    assert_eq!(home.policy().exists(), text.is_some(), "reading writes nothing");
}

/// The example of the formats' document is a policy, and its values are the defaults.
#[test]
fn the_document_shows_the_defaults() {
    let document = include_str!("../../../../docs/FORMATS.md");
    let example = document.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
    let (_folder, _, policy) = with(example.expect("an example"));
    let read = policy.read().unwrap();
    let unsaid =
        Policy { limits: CallLimits::default(), sending: Conduct::default(), ..read.clone() };
    assert_eq!(unsaid, Policy::default());
    assert_eq!((read.sending.redirects, read.sending.retries), (Some(10), Some(0)));
    assert_eq!(read.sending.http_version, Some(HttpVersion::default()));
    assert_eq!(read.sending.retry_methods, Some(RetryMethods::default()));
    assert_eq!(read.sending.retry_seconds, Some(TimeLimit::from_seconds(120)));
    assert_eq!(read.limits.tokens.total, NonZeroU16::new(45));
    assert_eq!(read.limits.requests.total, NonZeroU16::new(600));
}

#[test]
fn every_member_is_read_and_written() {
    let text = "version = 1\n\n[locking]\nafter_minutes = 0\nwith_screen = false\n\n[history]\nkeep_days = 0\n\
        keep_mib = 1\n\n[limits.tokens]\nconnect = 1\nfirst_byte = 2\nidle = 3\ntotal = 4\n\n[limits.requests]\n\
        total = 65535\n\n[network]\nproxy = \"https://proxy.example:3128\"\nroots = [\"/etc/acme.pem\", \"b.pem\"]\n\n\
        [sending]\nredirects = 0\nhttp_version = \"2\"\nretries = 3\nretry_methods = \"idempotent\"\nretry_seconds = 30\n";
    let seconds = |seconds| NonZeroU16::new(seconds);
    let expected = Policy {
        locking: Locking { after_minutes: 0, with_screen: false },
        history: Retention { keep_days: 0, keep_mib: 1 },
        limits: CallLimits {
            tokens: Seconds {
                connect: seconds(1),
                first_byte: seconds(2),
                idle: seconds(3),
                total: seconds(4),
            },
            requests: Seconds { total: seconds(65535), ..Seconds::default() },
        },
        network: Network {
            proxy: Some(Proxy::try_from("https://proxy.example:3128".to_owned()).unwrap()),
            roots: ["/etc/acme.pem", "b.pem"].map(PathBuf::from).to_vec(),
        },
        sending: Conduct {
            redirects: Some(0),
            http_version: Some(HttpVersion::Http2),
            retries: Some(3),
            retry_methods: Some(RetryMethods::Idempotent),
            retry_seconds: Some(TimeLimit::from_seconds(30)),
        },
    };
    let all = expected.send_options();
    assert_eq!((all.redirects, all.roots.len()), (Some(0), 2));
    assert_eq!(all.total_seconds, Some(TimeLimit::from_seconds(65535)));
    let (_folder, _, policy) = with(text);
    assert_eq!(policy.read().unwrap(), expected);
    let (_folder, home, policy) = fixture();
    policy.edit(|policy| *policy = expected.clone()).unwrap();
    assert_eq!(policy.read().unwrap(), expected);
    let written = fs::read_to_string(home.policy()).unwrap();
    assert!(written.contains("proxy = \"https://proxy.example:3128\"\n"), "{written}");
}

#[rstest]
#[case::not_toml("version = 1\n[locking\n", 2)]
#[case::no_version("[locking]\n", 1)]
#[case::unknown_table("version = 1\n[lokcing]\n", 2)]
#[case::unknown_locking("version = 1\n[locking]\nafter = 5\n", 3)]
#[case::unknown_history("version = 1\n[history]\nkeep = 5\n", 3)]
#[case::unknown_limit("version = 1\n[limits]\ntoken = 5\n", 3)]
#[case::unknown_stage("version = 1\n[limits.tokens]\n\nread = 5\n", 4)]
#[case::unknown_network("version = 1\n[network]\nproxies = \"none\"\n", 3)]
#[case::unknown_sending("version = 1\n[sending]\nredirect = 1\n", 3)]
#[case::too_many("version = 1\n[sending]\nredirects = 21\n", 3)]
#[case::negative("version = 1\n[locking]\nafter_minutes = -1\n", 3)]
#[case::no_time_at_all("version = 1\n[limits.requests]\ntotal = 0\n", 3)]
#[case::text_for_yes("version = 1\n[locking]\nwith_screen = \"no\"\n", 3)]
#[case::twice("version = 1\n[history]\nkeep_mib = 1\nkeep_mib = 2\n", 4)]
fn what_is_not_understood_is_refused_with_its_line(#[case] text: &str, #[case] expected: usize) {
    let (_folder, home, policy) = with(text);
    let error = policy.read().unwrap_err();
    assert!(
        matches!(error, PolicyError::Damaged { line: Some(line), .. } if line == expected),
        "{error:?}"
    );
    let problem = error.problem();
    assert_eq!(problem.code, ErrorCode::Damaged);
    assert!(
        problem.message.contains(&format!("policy.toml cannot be understood in line {expected}: ")),
        "{problem:?}"
    );
    assert!(problem.detail.unwrap().contains(home.policy().to_str().unwrap()));
    assert!(policy.edit(|policy| policy.locking.after_minutes = 5).is_err());
    assert_eq!(fs::read_to_string(home.policy()).unwrap(), text, "it is left as it is");
}

#[rstest]
#[case::nothing("")]
#[case::no_scheme("proxy.example:3128")]
#[case::half_a_scheme("http:proxy.example:3128")]
#[case::socks("socks5://proxy.example")]
#[case::no_host("http://")]
#[case::port("http://proxy.example:99999")]
#[case::path("http://proxy.example/canary")]
#[case::query("http://proxy.example?canary")]
#[case::user("http://canary@proxy.example")]
#[case::password("http://me:canary@proxy.example:3128")]
#[case::password_alone("http://:canary@proxy.example:3128")]
fn a_proxy_that_is_none_is_refused_and_not_quoted(#[case] proxy: &str) {
    let (_folder, _, policy) = with(format!("version = 1\n[network]\nproxy = \"{proxy}\"\n"));
    let error = policy.read().unwrap_err();
    assert!(matches!(error, PolicyError::Damaged { line: Some(3), .. }), "{error:?}");
    let told = format!("{error} {error:?} {:?}", error.problem());
    assert!(!told.contains("canary"), "{told}");
}

#[test]
fn a_newer_one_is_left_alone() {
    let text = "version = 2\n[something]\nnew = true\n";
    let (_folder, home, policy) = with(text);
    assert!(matches!(policy.read(), Err(PolicyError::Newer { version: 2, .. })));
    assert!(policy.edit(|policy| policy.locking.after_minutes = 5).is_err());
    assert_eq!(fs::read_to_string(home.policy()).unwrap(), text);
}

#[test]
fn bytes_that_are_no_text_are_damage() {
    let (_folder, _, policy) = with(b"version = 1\n# \xff");
    assert!(matches!(policy.read(), Err(PolicyError::Damaged { line: None, .. })));
}

/// Whoever links it to somewhere wants another policy than the defaults.
#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_and_a_pipe_are_no_missing_file() {
    let (folder, home, policy) = fixture();
    std::os::unix::fs::symlink(folder.path().join("nowhere"), home.policy()).unwrap();
    assert!(policy.read().is_err());
    fs::remove_file(home.policy()).unwrap();
    fs::create_dir(home.policy()).unwrap();
    assert!(matches!(policy.read(), Err(PolicyError::Damaged { .. })));
}

#[test]
fn an_edit_writes_what_changed_and_keeps_the_rest_as_it_was_written() {
    let text = "# ours\nversion = 1\n\n[history] # asked for by legal\nkeep_days = 90 # a quarter\n\n[network]\nproxy = \"none\"\n";
    let (_folder, home, policy) = with(text);
    policy
        .edit(|policy| {
            policy.locking.after_minutes = 5;
            policy.history.keep_days = 30;
        })
        .unwrap();
    let edited = text.replace("90 #", "30 #") + "\n[locking]\nafter_minutes = 5\n";
    assert_eq!(fs::read_to_string(home.policy()).unwrap(), edited);
    policy.edit(|policy| policy.network.proxy = None).unwrap();
    assert_eq!(
        fs::read_to_string(home.policy()).unwrap(),
        edited.replace("proxy = \"none\"\n", "")
    );
}

#[test]
fn an_edit_that_changes_nothing_writes_nothing() {
    let (_folder, home, policy) = fixture();
    policy.edit(|policy| policy.locking = Locking::default()).unwrap();
    assert!(!policy.exists());
    policy.edit(|policy| policy.locking.with_screen = false).unwrap();
    assert_eq!(
        fs::read_to_string(home.policy()).unwrap(),
        "version = 1\n[locking]\nwith_screen = false\n"
    );
}

#[rstest]
#[case(15, 5, 5)]
#[case(5, 15, 5)]
#[case::never_is_latest(15, 0, 15)]
#[case::never_is_latest_too(0, 15, 15)]
#[case::never(0, 0, 0)]
fn the_earlier_of_two_lockings(#[case] one: u32, #[case] other: u32, #[case] expected: u32) {
    let after = |after_minutes| Locking { after_minutes, with_screen: false };
    assert_eq!(after(one).or_earlier(after(other)), after(expected));
    let screen = Locking { with_screen: true, ..after(one) };
    assert!(
        screen.or_earlier(after(other)).with_screen && after(other).or_earlier(screen).with_screen
    );
}
