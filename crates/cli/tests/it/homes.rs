//! Home folders of every kind that people have: odd names, `~`, relative ones, and ones that cannot be.

use crate::new_home;
use mudbrick_testkit::{Home, text};
use rstest::rstest;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Output;

/// Runs it with a home of that name in the test's folder, or elsewhere.
fn run(home: &Home, at: &OsString, arguments: &[&str]) -> Output {
    let mut command = home.command(arguments);
    command.env("MUDBRICK_HOME", at).env("HOME", home.path()).current_dir(home.path());
    command.output().unwrap()
}

#[rstest]
#[case::space("a b")]
#[case::quotes("it's \"so\"")]
#[case::emoji("🏖 ⛱")]
#[case::other_scripts("Ордер-订单")]
#[case::line_break("new\nline")]
#[case::escape("\u{1b}[31mred")]
#[case::dashes("--json")]
#[case::pattern("{{*}}[a]?")]
fn a_home_of_any_name_works(#[case] name: &str) {
    works_at(OsString::from(name));
}

#[cfg(unix)]
#[test]
fn a_home_whose_name_is_no_text_works() {
    use std::os::unix::ffi::OsStringExt as _;
    works_at(OsString::from_vec(b"b\xe4d \xff".to_vec()));
}

fn works_at(name: OsString) {
    let home = new_home();
    home.add_places();
    let at = home.path().join(&name);
    std::fs::rename(home.path().join("home"), &at).unwrap();
    let at = at.into_os_string();
    let key = ["key", "new", "Pair", "--common-name", "x"];
    let lists: [&[&str]; 7] = [
        &["profile", "list"],
        &["profile", "show", "Places", "--json"],
        &["token", "Places"],
        &["token", "Places", "--renew"],
        &key,
        &["vault", "status"],
        &["send", "Places", "Places/List libraries"],
    ];
    for arguments in lists {
        let output = run(&home, &at, arguments);
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    }
    // What is wrong with a container is not its home's name.
    let output = run(&home, &at, &["doctor"]);
    assert!(output.status.code().is_some_and(|code| code <= 1), "{}", text(&output.stderr));
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(words.contains("can be written"), "{words}");
}

#[test]
fn a_tilde_that_no_shell_has_replaced_is_the_persons_own_folder() {
    let home = new_home();
    home.add_places();
    let output = run(&home, &"~/home".into(), &["profile", "list"]);
    assert!(text(&output.stdout).contains("Acme · Places"), "{}", text(&output.stderr));
    assert!(!home.path().join("~").exists());
}

#[rstest]
#[case::name("home")]
#[case::dot("./home")]
#[case::somebody_elses("~root/home")]
fn a_relative_home_is_refused_and_none_is_made(#[case] at: &str) {
    let home = new_home();
    for arguments in [["profile", "list"], ["profile", "list"], ["vault", "status"]] {
        let output = run(&home, &at.into(), &arguments);
        assert_eq!(output.status.code(), Some(2));
        let said = text(&output.stderr);
        assert!(said.starts_with("error: MUDBRICK_HOME names the folder "), "{said}");
        assert!(said.contains("whole path"), "{said}");
    }
    let names: Vec<PathBuf> =
        std::fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(names, [home.path().join("home")]);
}

/// Nobody can write there, not even root.
#[cfg(target_os = "linux")]
#[test]
fn a_home_that_cannot_be_made_is_told_in_a_sentence() {
    let home = new_home();
    let secret = home.path().join("secret");
    std::fs::write(&secret, "p8e-x").unwrap();
    let secret = secret.display().to_string();
    let client = "0f0e0d0c0b0a09080706050403020100";
    let lines: [&[&str]; 4] = [
        &["profile", "list"],
        &[
            "profile",
            "add",
            "P",
            "--org-id",
            mudbrick_testkit::ORG,
            "--client-id",
            client,
            "--secret-file",
            &secret,
        ],
        &["token", "P"],
        &["key", "new", "Pair", "--common-name", "x"],
    ];
    for at in ["/proc/self/nothing", "/dev/null/home"] {
        for arguments in lines {
            let output = run(&home, &at.into(), arguments);
            let said = text(&output.stderr);
            assert!(output.status.code().is_some_and(|code| code <= 3), "{arguments:?}: {said}");
            assert!(!said.contains("panicked"), "{said}");
            if arguments[1] != "list" {
                assert!(said.starts_with("error: "), "{arguments:?}: {said}");
            }
        }
    }
}
