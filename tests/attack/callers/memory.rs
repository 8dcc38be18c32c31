//! A passphrase vault on 512 MiB, made, opened and refused, alone and six at once; and vaults from before memory was bounded.

#![allow(clippy::print_stdout, reason = "time and memory are shown with --nocapture")]

use super::{PASSPHRASE, ended, reseal};
use crate::bare_home;
use mudbrick_testkit::{CLIENT, Home, ORG, text};
use rstest::rstest;
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

const LIMIT: u64 = 512 * 1024 * 1024;

/// What keeps a program to 512 MiB.
#[derive(Debug, Clone, Copy)]
enum Limit {
    /// All of them together, as in a container: whoever goes beyond is killed. Only where the test may make a group.
    Group,
    /// Each on its own: an allocation beyond is refused, which ends a program that does not look first.
    AddressSpace,
}

/// A machine of 512 MiB.
struct Small {
    limit: Limit,
    group: Option<PathBuf>,
}

impl Small {
    /// None where there are no groups to be made.
    fn machine(limit: Limit) -> Option<Self> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        if matches!(limit, Limit::AddressSpace) {
            return Some(Self { limit, group: None });
        }
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("mudbrick-test-{}-{number}", std::process::id());
        let places =
            [("memory", "memory.limit_in_bytes"), ("", "memory.max")].map(|(mount, limit)| {
                let group = PathBuf::from("/sys/fs/cgroup").join(mount).join(&name);
                (group.clone(), group.join(limit))
            });
        places.into_iter().find_map(|(group, limit_file)| {
            fs::create_dir(&group).ok()?;
            let made = Self { limit, group: Some(group) };
            // A plain folder, or a group without this controller, has no such file.
            (limit_file.exists() && fs::write(&limit_file, LIMIT.to_string()).is_ok())
                .then_some(made)
        })
    }

    fn start(&self, command: &Command) -> Child {
        let script = match self.limit {
            Limit::Group => r#"echo $$ > "$0/cgroup.procs" && exec "$@""#,
            Limit::AddressSpace => r#"ulimit -v 524288 && exec "$@""#,
        };
        let group = self.group.clone().unwrap_or_default();
        let mut whole = Command::new("sh");
        whole.arg("-c").arg(script).arg(group);
        whole.arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => whole.env(name, value),
                None => whole.env_remove(name),
            };
        }
        whole.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Runs `count` of it at once, prints how long that took and how much memory, and gives what each printed.
    fn run(&self, step: &str, count: usize, command: &Command) -> Vec<Output> {
        let peak = self.group.as_ref().map(|group| group.join("memory.max_usage_in_bytes"));
        // Only the older interface can begin anew; the newer one tells the peak of all steps so far.
        let peak = peak.filter(|peak| fs::write(peak, "0").is_ok());
        let newer = self.group.as_ref().map(|group| group.join("memory.peak"));
        let started = Instant::now();
        let outputs = ended((0..count).map(|_| self.start(command)).collect());
        let took = started.elapsed();
        let told = peak.or(newer).and_then(|file| fs::read_to_string(file).ok());
        let peak = told.and_then(|bytes| bytes.trim().parse::<u64>().ok());
        let peak = peak.map_or("unknown".to_owned(), |bytes| format!("{} MiB", bytes >> 20));
        let limit = self.limit;
        println!("{limit:?}: {step} × {count}: {:.2} s, {peak} together", took.as_secs_f32());
        outputs
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        if let Some(group) = &self.group {
            let _ = fs::remove_dir(group);
        }
    }
}

fn add(home: &Home) -> Command {
    let secret = super::file(home, "secret", "p8e-secret");
    home.command(&[
        "profile",
        "add",
        "Places",
        "--org-id",
        ORG,
        "--client-id",
        CLIENT,
        "--scopes",
        "openid",
        "--adobe",
        "practice",
        "--secret-file",
        &secret,
    ])
}

#[rstest]
#[case(Limit::Group)]
#[case(Limit::AddressSpace)]
fn a_passphrase_vault_works_on_512_mib(#[case] limit: Limit) {
    let Some(small) = Small::machine(limit) else { return };
    let home = bare_home();
    let status = home.command(&["vault", "status"]);
    let mut wrong = home.command(&["vault", "status"]);
    wrong.env("MUDBRICK_PASSPHRASE", "wrong");

    for made in small.run("made", 1, &add(&home)) {
        assert!(made.status.success(), "{made:?}");
    }
    for count in [1, 6] {
        for opened in small.run("opened", count, &status) {
            assert_eq!(opened.status.code(), Some(0), "{opened:?}");
        }
        for refused in small.run("wrong passphrase", count, &wrong) {
            assert_eq!(refused.status.code(), Some(3), "{refused:?}");
            let said = text(&refused.stdout);
            assert!(said.contains("That is not the vault's passphrase."), "{said}");
        }
    }
    // The most that Mudbrick writes anywhere, brought here from a larger machine.
    reseal(&home, 18);
    for opened in small.run("opened, made elsewhere", 6, &status) {
        assert_eq!(opened.status.code(), Some(0), "{opened:?}");
    }
}

#[rstest]
#[case(Limit::Group)]
#[case(Limit::AddressSpace)]
fn a_vault_that_takes_more_memory_than_there_is_says_so(#[case] limit: Limit) {
    let Some(small) = Small::machine(limit) else { return };
    let home = bare_home();
    home.add_places();
    let path = home.path().join("home").join("identity.age");
    let bytes = fs::read(&path).unwrap();
    let end = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1).unwrap().0;
    let mut larger = bytes.clone();
    larger.splice(end - 2..end, *b"20");
    fs::write(&path, larger).unwrap();
    for told in small.run("needs 1 GiB", 1, &home.command(&["vault", "status"])) {
        assert_eq!(told.status.code(), Some(3), "{told:?}");
        let said = text(&told.stdout);
        assert!(said.starts_with("Vault        locked\nKey kept by  a passphrase\n"), "{said}");
        assert!(said.contains("not enough free memory to use the passphrase"), "{said}");
        assert!(said.contains("Each opening takes 1024 MiB"), "{said}");
    }
    for told in small.run("needs 1 GiB", 1, &home.command(&["token", "Places"])) {
        assert_eq!(told.status.code(), Some(3), "{told:?}");
        assert!(text(&told.stderr).contains("not enough free memory"), "{told:?}");
    }
}

#[test]
fn a_vault_from_before_the_bound_opens_is_offered_the_change_and_keeps_everything() {
    let home = bare_home();
    home.add_places();
    reseal(&home, 19);
    let offered = home.ok(&["vault", "status"]);
    assert!(offered.contains("Each opening takes 512 MiB of memory"), "{offered}");
    assert_eq!(home.json(&["vault", "status", "--json"])["excess_memory_mib"], 512);
    let same = super::file(&home, "same", PASSPHRASE);
    home.ok(&["vault", "change-passphrase", "--new-passphrase-file", &same]);
    let after = home.ok(&["vault", "status"]);
    assert!(!after.contains("MiB"), "{after}");
    home.ok(&["token", "Places"]);
}
