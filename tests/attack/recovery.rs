//! Recovery works: damaged files, full disks, interrupted programs. Each remedy that is printed is tried as it is printed.

use crate::new_home;
use mudbrick_testkit::{CLIENT, Home, ORG, secret, text};
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

fn place(home: &Home) -> PathBuf {
    home.path().join("home")
}

fn said(output: &Output) -> String {
    text(&output.stdout) + &text(&output.stderr)
}

fn only_file(folder: &Path, ending: &str) -> PathBuf {
    let mut files = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    files.find(|path| path.to_string_lossy().ends_with(ending)).unwrap()
}

/// Whatever may be where a file should be.
fn replaced(path: &Path, by: &str) {
    let _ = fs::remove_file(path);
    match by {
        "a folder" => fs::create_dir(path).unwrap(),
        "far too large" => fs::File::create(path).unwrap().set_len(5 << 20).unwrap(),
        "a pipe" => {
            assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
        }
        "a link to nowhere" => std::os::unix::fs::symlink("nowhere", path).unwrap(),
        "a device" => std::os::unix::fs::symlink("/dev/zero", path).unwrap(),
        "damaged" => fs::write(path, "age-encryption.org/v1\n-> X25519 x\n").unwrap(),
        _ => fs::write(path, "").unwrap(),
    }
}

#[test]
fn a_damaged_secret_can_be_replaced_as_the_remedy_says() {
    for by in ["damaged", "empty", "a folder", "far too large", "a pipe", "a device"] {
        let home = new_home();
        home.add_places();
        replaced(&only_file(&place(&home).join("secrets"), ".age"), by);
        let refused = home.run(&["token", "Places"]);
        let words = said(&refused);
        assert_eq!(refused.status.code(), Some(1), "{by}: {words}");
        assert!(words.contains("or enter the secret again"), "{by}: {words}");
        let edit = ["profile", "edit", "Places", "--secret-file", "-"];
        let entered = home.run_with_input(&edit, &secret());
        assert!(entered.status.success(), "{by}: {}", said(&entered));
        assert!(home.ok(&["token", "Places"]).starts_with("eyJ"), "{by}");
        let kept = fs::read_dir(place(&home).join("secrets")).unwrap().flatten();
        let aside =
            kept.filter(|it| it.file_name().to_string_lossy().contains(".damaged-")).count();
        assert_eq!(aside, 1, "{by}: what was there is kept aside");
    }
}

#[test]
fn an_earlier_state_can_be_restored_as_the_remedy_says() {
    let home = new_home();
    home.add_places();
    let edit = ["profile", "edit", "Places", "--secret-file", "-"];
    assert!(home.run_with_input(&edit, "p8e-another").status.success());
    let path = only_file(&place(&home).join("secrets"), ".age");
    fs::write(&path, "damaged").unwrap();
    let words = said(&home.run(&["token", "Places"]));
    assert!(words.contains("Restore its earlier state 1"), "{words}");
    home.ok(&["vault", "restore", "Places", "1"]);
    assert!(home.ok(&["token", "Places"]).starts_with("eyJ"));
}

fn save(file: &Path) -> [&str; 7] {
    ["key", "save", "signing", "--as", "private-key", "--out", file.to_str().unwrap()]
}

#[test]
fn a_damaged_private_key_can_be_imported_again() {
    let home = new_home();
    home.ok(&["key", "new", "signing"]);
    let file = home.path().join("signing.key");
    home.ok(&save(&file));
    replaced(&only_file(&place(&home).join("secrets"), ".age"), "damaged");
    let other = home.path().join("again.key");
    let refused = home.run(&save(&other));
    assert!(said(&refused).contains("or enter the secret again"), "{}", said(&refused));
    home.ok(&["key", "import", "--yes", file.to_str().unwrap()]);
    home.ok(&save(&other));
    assert_eq!(fs::read(other).unwrap(), fs::read(file).unwrap());
}

#[test]
fn what_is_damaged_comes_back_from_a_backup_as_the_remedy_says() {
    let home = new_home();
    home.add_places();
    home.ok(&["key", "new", "signing"]);
    let request = place(&home).join("requests/ping.http");
    fs::create_dir_all(request.parent().unwrap()).unwrap();
    fs::write(&request, "GET https://x.io\n").unwrap();
    let (out, pass) = (home.path().join("all.age"), home.path().join("pass"));
    fs::write(&pass, "of the backup").unwrap();
    let (out, pass) = (out.to_str().unwrap(), pass.to_str().unwrap());
    home.ok(&["backup", "--out", out, "--backup-passphrase-file", pass]);

    let profile = place(&home).join("profiles/acme-places.toml");
    let key = place(&home).join("keys/signing.toml");
    for path in [&profile, &key] {
        fs::write(path, "version = ").unwrap();
    }
    fs::write(&request, b"\xff").unwrap();
    fs::write(place(&home).join("subjects.toml"), "version = ").unwrap();
    for file in fs::read_dir(place(&home).join("secrets")).unwrap().flatten() {
        replaced(&file.path(), "damaged");
    }
    let words = said(&home.run(&["token", "Places"]));
    assert!(words.contains("import your backup and then delete this file"), "{words}");
    home.ok(&["import", "--yes", "--key-passphrase-file", pass, out]);
    fs::remove_file(profile).unwrap();
    fs::remove_file(key).unwrap();
    assert!(home.ok(&["token", "Places"]).starts_with("eyJ"));
    let keys = home.json(&["--json", "key", "show"]);
    assert_eq!(keys.as_array().unwrap().len(), 1, "{keys}");
    let file = home.path().join("signing.key");
    home.ok(&save(&file));
    assert_eq!(
        fs::read_to_string(place(&home).join("requests/ping 2.http")).unwrap(),
        "GET https://x.io\n"
    );
}

#[test]
fn a_vault_without_its_file_is_not_a_vault_that_is_not_there_yet() {
    let home = new_home();
    home.add_places();
    let vault = place(&home).join("vault.toml");
    let whole = fs::read(&vault).unwrap();
    // The key is still here, under the passphrase: all is well.
    fs::remove_file(&vault).unwrap();
    assert!(home.ok(&["vault", "status"]).contains("open"));
    assert!(vault.exists());
    fs::write(&vault, "version = ").unwrap();
    let status = home.run(&["vault", "status"]);
    assert_eq!(status.status.code(), Some(3));
    assert!(text(&status.stdout).contains("cannot be understood"), "{}", said(&status));
    fs::write(&vault, whole).unwrap();

    let identity = place(&home).join("identity.age");
    fs::remove_file(&identity).unwrap();
    let mut command = home.command(&["vault", "status"]);
    let status = command.env_remove("MUDBRICK_PASSPHRASE").output().unwrap();
    assert!(
        said(&status).contains("The file with the vault's key is missing."),
        "{}",
        said(&status)
    );

    fs::remove_file(&vault).unwrap();
    let status = home.run(&["vault", "status"]);
    let words = text(&status.stdout);
    assert_eq!(status.status.code(), Some(3), "{words}");
    assert!(words.contains("absent") && !words.contains("not there yet"), "{words}");
    assert!(words.contains("There are secrets, and nothing says who keeps their key."), "{words}");
    // The way out that is offered.
    let secrets = place(&home).join("secrets");
    assert!(words.contains(&format!("move the folder {} away", secrets.display())), "{words}");
    fs::rename(&secrets, home.path().join("away")).unwrap();
    let edit = ["profile", "edit", "Places", "--secret-file", "-"];
    let entered = home.run_with_input(&edit, &secret());
    assert!(entered.status.success(), "{}", said(&entered));
    assert!(home.ok(&["token", "Places"]).starts_with("eyJ"));
}

#[test]
fn a_token_can_be_had_whatever_lies_in_its_place() {
    let home = new_home();
    home.add_places();
    home.ok(&["token", "Places"]);
    let path = only_file(&place(&home).join("tokens"), ".age");
    for by in ["empty", "a folder", "far too large", "a pipe", "a link to nowhere", "a device"] {
        replaced(&path, by);
        assert!(home.ok(&["token", "Places"]).starts_with("eyJ"), "{by}");
        assert!(fs::symlink_metadata(&path).unwrap().is_file(), "{by}");
    }
}

/// A profile for Adobe itself, whose requests reach this machine's own listeners.
fn add_real(home: &Home) {
    let mut arguments = vec!["profile", "add", "Real", "--org-id", ORG, "--client-id", CLIENT];
    arguments.extend(["--scopes", "openid", "--secret-file", "-"]);
    let added = home.run_with_input(&arguments, "p8e-real");
    assert!(added.status.success(), "{}", said(&added));
}

/// A peer that begins a large answer and never ends it; it tells when the beginning was sent.
fn endless(begun: Sender<()>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/large", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 9000000\r\n\r\n");
            // More than is gathered in memory.
            let _ = stream.write_all(&[b'x'; 600_000]);
            if begun.send(()).is_err() {
                return;
            }
            thread::spawn(move || stream.read_to_end(&mut Vec::new()));
        }
    });
    url
}

fn parts(home: &Home) -> Vec<PathBuf> {
    let entries = fs::read_dir(place(home).join("bodies")).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    paths.filter(|path| path.extension().is_some_and(|it| it == "part")).collect()
}

/// A `send` that is on its way, with a body on the disk.
fn sending(home: &Home, url: &str) -> Child {
    let before = parts(home);
    let child = home.command(&["send", "Real", url]).spawn().unwrap();
    until(|| parts(home).iter().any(|path| !before.contains(path)));
    child
}

/// Waits until something is so, however long this machine takes.
fn until(mut so: impl FnMut() -> bool) {
    for _ in 0..60_000 {
        if so() {
            return;
        }
        thread::sleep(Duration::from_millis(2));
    }
    panic!("it never came");
}

fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([name, &child.id().to_string()]).status();
    assert!(status.unwrap().success());
}

#[test]
fn a_body_on_its_way_is_swept_once_its_program_is_gone_and_is_nobody_elses() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = new_home();
    add_real(&home);
    let (begun, begins) = channel();
    let url = endless(begun);
    // Ctrl+C tidies up.
    let mut child = sending(&home, &url);
    begins.recv().unwrap();
    let mode = fs::metadata(&parts(&home)[0]).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    signal(&child, "-INT");
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(parts(&home), Vec::<PathBuf>::new());
    // A kill cannot; who comes next does, unless somebody is at work.
    let mut killed = sending(&home, &url);
    signal(&killed, "-KILL");
    killed.wait().unwrap();
    assert_eq!(parts(&home).len(), 1);
    let left = parts(&home);
    let mut at_work = sending(&home, &url);
    let theirs = parts(&home);
    assert!(theirs.iter().all(|path| !left.contains(path)) && theirs.len() == 1, "{theirs:?}");
    home.ok(&["profile", "list"]);
    assert_eq!(parts(&home), theirs);
    signal(&at_work, "-KILL");
    at_work.wait().unwrap();
    home.ok(&["profile", "list"]);
    assert_eq!(parts(&home), Vec::<PathBuf>::new());
}

#[test]
fn nothing_of_an_exchange_can_be_read_by_others() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = new_home();
    add_real(&home);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/large", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
        while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 200000\r\n\r\n").unwrap();
        stream.write_all(&[b'x'; 200_000]).unwrap();
    });
    home.ok(&["send", "Real", &url]);
    let bodies = fs::read_dir(place(&home).join("bodies")).unwrap().flatten();
    let mut paths: Vec<PathBuf> = bodies.map(|entry| entry.path()).collect();
    assert_eq!(paths.len(), 1);
    let files = fs::read_dir(place(&home)).unwrap().flatten().map(|entry| entry.path());
    paths.extend(files.filter(|path| path.to_string_lossy().contains("history.db")));
    assert!(paths.len() > 1);
    for path in paths {
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", path.display());
    }
}

/// What the profile is and what it would ask Adobe with.
fn pair(home: &Home) -> (String, String) {
    let client = home.json(&["--json", "profile", "show", "Places"])["summary"]["client_id"]
        .as_str()
        .map(str::to_owned);
    (client.unwrap(), home.ok(&["token", "Places", "--curl", "--with-secrets"]))
}

#[test]
fn an_edit_killed_at_some_moment_leaves_the_client_with_its_own_secret() {
    const KILLS: u64 = 10;
    const OTHER: &str = "bbc3e00000000000000000000000b002";
    let home = new_home();
    home.add_places();
    fs::write(home.path().join("first"), secret()).unwrap();
    fs::write(home.path().join("other"), "p8e-other").unwrap();
    for kill in 0..KILLS {
        let (client, file) = match kill % 2 {
            0 => (OTHER, "other"),
            _ => (CLIENT, "first"),
        };
        let file = home.path().join(file);
        let edit = ["profile", "edit", "Places", "--client-id", client, "--secret-file"];
        let earlier = place(&home).join("secrets/earlier");
        let states = || {
            let folders = fs::read_dir(&earlier).into_iter().flatten().flatten();
            folders.flat_map(|it| fs::read_dir(it.path()).into_iter().flatten()).count()
        };
        let before = states();
        let mut arguments = edit.to_vec();
        arguments.push(file.to_str().unwrap());
        let mut child = home.command(&arguments).spawn().unwrap();
        // From the moment that the present secret has its second name, at another distance each time.
        until(|| states() != before || child.try_wait().unwrap().is_some());
        thread::sleep(Duration::from_micros(kill * 700));
        let _ = child.kill();
        child.wait().unwrap();
        let (found, curl) = pair(&home);
        let own = if found == OTHER { "p8e-other".to_owned() } else { secret() };
        assert!(curl.contains(&own), "kill {kill}: {found}: {curl}");
    }
}

#[test]
fn a_killed_key_new_leaves_no_key_without_a_record() {
    const KILLS: usize = 6;
    let home = new_home();
    home.add_places();
    let secrets = place(&home).join("secrets");
    let stored = || -> BTreeSet<String> {
        let files = fs::read_dir(&secrets).into_iter().flatten().flatten();
        let names = files.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.filter(|name| name.ends_with(".age")).collect()
    };
    for kill in 0..KILLS {
        let before = stored();
        let name = format!("key-{kill}");
        let mut child = home.command(&["key", "new", &name]).spawn().unwrap();
        // What the one before left behind is swept first, so that there need not be more.
        until(|| !stored().is_subset(&before));
        let _ = child.kill();
        child.wait().unwrap();
    }
    // Any start sweeps.
    home.ok(&["profile", "list"]);
    let keys = home.json(&["--json", "key", "show"]);
    let keys = keys.as_array().unwrap();
    println!("{KILLS} killed, {} records", keys.len());
    assert!(keys.iter().all(|key| key["private"] == true), "{keys:?}");
    assert_eq!(stored().len(), keys.len() + 1, "and the profile's secret");
    assert_eq!(fs::read_dir(place(&home).join("unfinished")).unwrap().count(), 0);
}

#[test]
fn edits_of_different_fields_by_several_programs_are_all_kept() {
    const PROGRAMS: usize = 6;
    let home = new_home();
    home.add_places();
    let programs: Vec<Child> = (0..PROGRAMS)
        .map(|number| {
            let variable = format!("V{number}=x");
            home.command(&["profile", "edit", "Places", "--var", &variable]).spawn().unwrap()
        })
        .chain([home.command(&["profile", "edit", "Places", "--sandbox", "dev"]).spawn().unwrap()])
        .collect();
    for program in programs {
        let output = program.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
    }
    let shown = home.json(&["--json", "profile", "show", "Places"]);
    assert_eq!(shown["sandbox"], "dev");
    for number in 0..PROGRAMS {
        assert_eq!(shown["variables"][format!("V{number}")], "x", "{shown}");
    }
}

#[test]
fn locking_needs_no_room_on_the_disk() {
    let home = new_home();
    let folder = place(&home);
    fs::create_dir_all(&folder).unwrap();
    let mount = ["-t", "tmpfs", "-o", "size=256k", "tmpfs", folder.to_str().unwrap()];
    if !Command::new("mount").args(mount).output().is_ok_and(|done| done.status.success()) {
        println!("skipped: a small disk can be mounted by an administrator alone");
        return;
    }
    let filled = fs::write(folder.join("ballast"), vec![0; 1 << 20]);
    let locked = home.run(&["vault", "lock"]);
    let request = fs::metadata(folder.join("lock-request"));
    let _ = Command::new("umount").arg(&folder).status();
    assert!(filled.is_err(), "the disk is full");
    assert!(locked.status.success(), "{}", said(&locked));
    assert!(request.is_ok(), "every window sees its time");
}
