//! Nothing is overwritten, followed or cut: every command that writes a file for the person, in every place that a
//! file may not simply go to. `--nocapture` prints the table.

#![cfg(unix)]

use crate::new_home;
use mudbrick_testkit::{Home, Terminal, text};
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A command that writes a file, without `--out PATH`.
struct Writer {
    name: &'static str,
    arguments: &'static [&'static str],
    /// The option that names the file.
    out: &'static str,
    /// How what it writes begins.
    begins: &'static [u8],
    is_private: bool,
}

const fn writer(
    name: &'static str,
    arguments: &'static [&'static str],
    begins: &'static [u8],
    is_private: bool,
) -> Writer {
    Writer { name, arguments, out: "--out", begins, is_private }
}

const EXPORTS: [Writer; 5] = [
    writer("export", &["export", "Places", "--as", "env"], b"", false),
    writer(
        "export --with-secrets",
        &["export", "Places", "--as", "console", "--with-secrets"],
        b"{",
        true,
    ),
    writer("inventory", &["inventory"], b"", false),
    writer("backup", &["backup", "--backup-passphrase-file", "phrase"], b"age-encryption", true),
    writer("kit", &["kit"], b"PK", false),
];

const KEYS: [Writer; 5] = [
    writer("key save certificate", &["key", "save", "k", "--as", "certificate"], b"-----", false),
    writer("key save der", &["key", "save", "k", "--as", "der"], b"0", false),
    writer("key save private-key", &["key", "save", "k", "--as", "private-key"], b"-----", true),
    writer(
        "key save pkcs12",
        &["key", "save", "k", "--as", "pkcs12", "--new-passphrase-file", "phrase"],
        b"0",
        true,
    ),
    writer("key save reminder", &["key", "save", "k", "--as", "reminder"], b"BEGIN", false),
];

#[test]
fn exports_go_where_they_were_asked_to_and_nowhere_else() {
    let home = new_home();
    home.add_places();
    table(&home, &EXPORTS);
}

#[test]
fn keys_go_where_they_were_asked_to_and_nowhere_else() {
    let home = new_home();
    home.ok(&["key", "new", "k"]);
    table(&home, &KEYS);
}

#[test]
fn on_a_terminal_a_file_is_asked_about() {
    let home = new_home();
    home.add_places();
    let path = home.path().join("table.csv");
    for (answer, replaced) in [("n\n", false), ("\n", false), ("y\n", true)] {
        std::fs::write(&path, "mine").unwrap();
        let command = home.command(&["inventory", "--out", path.to_str().unwrap()]);
        let mut terminal = Terminal::run(&command);
        terminal.waits_for("table.csv exists. Replace it? [y/N]");
        terminal.types(answer);
        let (status, screen) = terminal.ends();
        assert_eq!(status.success(), replaced, "{}", String::from_utf8_lossy(&screen));
        assert_eq!(std::fs::read(&path).unwrap() != b"mine", replaced);
    }
}

#[test]
fn a_kit_folder_follows_no_link_and_replaces_only_a_kit() {
    let home = new_home();
    home.add_places();
    let path = |name: &str| home.path().join(name);
    let kit = |name: &str, more: &[&str]| {
        home.run(&[&["kit", "--out", path(name).to_str().unwrap()], more].concat())
    };
    let refused = |name: &str, more: &[&str], because: &str| {
        let output = kit(name, more);
        assert_eq!(output.status.code(), Some(1), "{name} {more:?}");
        assert!(text(&output.stderr).contains(because), "{}", text(&output.stderr));
    };
    assert!(kit("kit", &[]).status.success());
    refused("kit", &[], "--force");
    assert!(kit("kit", &["--force"]).status.success());

    std::fs::create_dir(path("elsewhere")).unwrap();
    symlink(path("elsewhere"), path("link")).unwrap();
    refused("link", &[], "is a link");
    refused("link", &["--force"], "is a link");

    // Somebody put links into an earlier kit: to a folder, and to a file.
    std::fs::rename(path("kit/profiles"), path("moved")).unwrap();
    symlink(path("elsewhere"), path("kit/profiles")).unwrap();
    refused("kit", &["--force"], "is a link");
    assert_eq!(std::fs::read_dir(path("elsewhere")).unwrap().count(), 0);
    std::fs::remove_file(path("kit/profiles")).unwrap();
    let marker = std::fs::read(path("kit/kit.toml")).unwrap();
    std::fs::write(path("precious"), &marker).unwrap();
    std::fs::remove_file(path("kit/kit.toml")).unwrap();
    symlink(path("precious"), path("kit/kit.toml")).unwrap();
    assert!(kit("kit", &["--force"]).status.success());
    assert!(!path("kit/kit.toml").is_symlink(), "the link was replaced");
    assert_eq!(std::fs::read(path("precious")).unwrap(), marker);

    if let Some(disk) = FullDisk::new(&path("disk")) {
        std::fs::remove_file(disk.0.join("filler")).unwrap();
        // Room for the first file of the kit, and not for all.
        std::fs::write(disk.0.join("filler"), vec![0; 60 * 1024]).unwrap();
        let output = kit("disk/kit", &[]);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
        assert!(!disk.0.join("kit/kit.toml").exists(), "no half kit stays");
    }
}

#[test]
fn an_answer_is_shown_even_if_it_cannot_be_kept() {
    let home = new_home();
    home.add_places();
    home.ok(&["send", "Places", "Places/List libraries"]);
    let before = std::fs::read_dir(home.path().join("home")).unwrap().count();
    let Some(disk) = FullDisk::around(&home.path().join("home")) else { return };
    let answered = home.run(&["send", "Places", "Places/List libraries"]);
    let said = text(&answered.stderr);
    assert!(answered.status.success(), "Adobe did it: {said}");
    assert!(text(&answered.stdout).starts_with('['), "{}", text(&answered.stdout));
    assert!(said.contains("warning: This exchange is not kept in the history."), "{said}");
    // A token that Adobe gave is printed, even if the next command has to ask again.
    assert!(home.ok(&["token", "Places", "--renew"]).starts_with("eyJ"));
    drop(disk);
    assert_eq!(std::fs::read_dir(home.path().join("home")).unwrap().count(), before);
}

#[test]
fn a_key_pair_is_written_whole_beside_nothing() {
    let home = new_home();
    let folder = home.path().join("keys");
    std::fs::create_dir(&folder).unwrap();
    symlink(home.path().join("nowhere"), folder.join("k_public.crt")).unwrap();
    let refused = home.run(&["key", "new", "k", "--out", folder.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("exists already"), "{}", text(&refused.stderr));
    assert!(!folder.join("k_private.key").exists() && !home.path().join("nowhere").exists());
}

#[test]
fn the_practice_root_is_written_like_any_other_file() {
    let home = new_home();
    let practice = |path: &Path, more: &[&str]| {
        let path = path.to_str().unwrap();
        let mut command = home.command(&[&["practice", "--ca-out", path], more].concat());
        let mut child = command.spawn().unwrap();
        // It runs on when all is well, which the first line of its guide tells.
        let mut first = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        output.read_line(&mut first).unwrap();
        if !first.is_empty() {
            child.kill().unwrap();
        }
        let done = child.wait_with_output().unwrap();
        (first, done)
    };
    let (path, target) = (home.path().join("ca.pem"), home.path().join("target"));
    std::fs::write(&path, "mine").unwrap();
    let (said, done) = practice(&path, &[]);
    assert!(said.is_empty() && text(&done.stderr).contains("--force"), "{}", text(&done.stderr));
    assert_eq!(std::fs::read(&path).unwrap(), b"mine");
    let (said, _) = practice(&path, &["--force"]);
    assert!(!said.is_empty() && std::fs::read(&path).unwrap().starts_with(b"-----BEGIN"));
    std::fs::remove_file(&path).unwrap();
    symlink(&target, &path).unwrap();
    let (said, done) = practice(&path, &[]);
    assert!(said.is_empty() && text(&done.stderr).contains("is a link"), "{}", text(&done.stderr));
    let (said, done) = practice(home.path(), &["--force"]);
    assert!(said.is_empty() && text(&done.stderr).contains("folder"), "{}", text(&done.stderr));
    assert!(path.is_symlink() && !target.exists());
}

fn table(home: &Home, writers: &[Writer]) {
    std::fs::write(home.path().join("phrase"), "four words are enough\n").unwrap();
    for writer in writers {
        let place = Place::new(home, writer);
        let row = [
            ("new", place.new_file()),
            ("file", place.file()),
            ("link", place.link()),
            ("dangling link", place.dangling_link()),
            ("pipe", place.pipe()),
            ("shell's >(…)", place.substitution()),
            ("device", place.device()),
            ("-", place.stdout()),
            ("folder", place.folder()),
            ("read-only", place.read_only()),
            ("full disk", place.full_disk()),
        ];
        let row = row.map(|(place, what)| format!("{place}: {what}"));
        #[allow(clippy::print_stdout, reason = "the table is what one looks at with --nocapture")]
        {
            println!("{:22} | {}", writer.name, row.join(" | "));
        }
    }
}

/// One command and a folder of its own to write to.
struct Place<'a> {
    home: &'a Home,
    writer: &'a Writer,
    folder: PathBuf,
    /// A kit without this end would be a folder.
    end: &'static str,
}

impl<'a> Place<'a> {
    fn new(home: &'a Home, writer: &'a Writer) -> Self {
        let folder = home.path().join(writer.name);
        std::fs::create_dir(&folder).unwrap();
        Self { home, writer, folder, end: if writer.name == "kit" { ".zip" } else { "" } }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}{}", self.end))
    }

    fn command(&self, path: &Path, more: &[&str]) -> Command {
        let path = path.to_str().unwrap();
        let mut command =
            self.home.command(&[self.writer.arguments, &[self.writer.out, path], more].concat());
        command.current_dir(self.home.path());
        command
    }

    fn run(&self, path: &Path, more: &[&str]) -> Output {
        self.command(path, more).output().unwrap()
    }

    fn ok(&self, path: &Path, more: &[&str]) -> Output {
        let output = self.run(path, more);
        let said = text(&output.stderr);
        assert!(output.status.success(), "{} to {}: {said}", self.writer.name, path.display());
        output
    }

    fn refused(&self, path: &Path, more: &[&str], because: &str) {
        let output = self.run(path, more);
        let said = text(&output.stderr);
        assert_eq!(
            output.status.code(),
            Some(1),
            "{} {}: {said}",
            self.writer.name,
            path.display()
        );
        assert!(said.contains(because), "{} {}: {said}", self.writer.name, path.display());
    }

    fn is_ours(&self, bytes: &[u8]) -> bool {
        !bytes.is_empty() && bytes.starts_with(self.writer.begins)
    }

    fn assert_written(&self, path: &Path) {
        assert!(path.symlink_metadata().unwrap().is_file(), "{}", path.display());
        assert!(self.is_ours(&std::fs::read(path).unwrap()), "{}", path.display());
        if self.writer.is_private {
            let mode = path.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{}", path.display());
        }
    }

    fn new_file(&self) -> &'static str {
        let path = self.path("new");
        self.ok(&path, &[]);
        self.assert_written(&path);
        "written"
    }

    fn file(&self) -> &'static str {
        let path = self.path("file");
        std::fs::write(&path, "mine").unwrap();
        self.refused(&path, &[], "--force");
        assert_eq!(std::fs::read(&path).unwrap(), b"mine");
        self.ok(&path, &["--force"]);
        self.assert_written(&path);
        "asked, refused; --force replaces"
    }

    fn link(&self) -> &'static str {
        let (path, target) = (self.path("link"), self.path("target"));
        std::fs::write(&target, "mine").unwrap();
        symlink(&target, &path).unwrap();
        self.refused(&path, &[], "is a link");
        assert!(path.is_symlink());
        self.ok(&path, &["--force"]);
        self.assert_written(&path);
        assert_eq!(std::fs::read(&target).unwrap(), b"mine");
        "refused; --force replaces the link"
    }

    fn dangling_link(&self) -> &'static str {
        let (path, target) = (self.path("dangling"), self.path("nowhere"));
        symlink(&target, &path).unwrap();
        self.refused(&path, &[], "is a link");
        assert!(path.is_symlink() && !target.exists());
        self.ok(&path, &["--force"]);
        self.assert_written(&path);
        assert!(!target.exists());
        "refused; --force replaces the link"
    }

    fn pipe(&self) -> &'static str {
        let path = self.path("pipe");
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        let from = path.clone();
        let reader = std::thread::spawn(move || std::fs::read(from).unwrap());
        self.ok(&path, &[]);
        assert!(path.symlink_metadata().unwrap().file_type().is_fifo());
        assert!(self.is_ours(&reader.join().unwrap()));
        "written to"
    }

    fn substitution(&self) -> &'static str {
        let got = self.path("got");
        let command = self.command(Path::new("OUT"), &[]);
        let mut shell = Command::new("bash");
        // Puts bash's own name for a pipe to `cat` where the file's name goes, and waits for `cat`.
        let script = r#"got=$1; shift; exec 3> >(cat > "$got"); cat=$!
            args=("$@"); for i in "${!args[@]}"; do [ "${args[i]}" = OUT ] && args[i]=/dev/fd/3; done
            "${args[@]}"; code=$?; exec 3>&-; wait $cat; exit $code"#;
        shell
            .args(["-c", script, "bash"])
            .arg(&got)
            .arg(command.get_program())
            .args(command.get_args());
        shell.current_dir(self.home.path());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        let output = shell.output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert!(self.is_ours(&std::fs::read(&got).unwrap()), "{}", self.writer.name);
        "written to"
    }

    fn device(&self) -> &'static str {
        // Never the machine's own: a program that fails this test would replace it.
        let Some((path, full)) = self.devices() else { return "(no devices can be made here)" };
        self.ok(&path, &[]);
        self.ok(&path, &["--force"]);
        self.refused(&full, &[], "no room");
        for path in [path, full] {
            assert!(path.symlink_metadata().unwrap().file_type().is_char_device());
        }
        "written to"
    }

    fn devices(&self) -> Option<(PathBuf, PathBuf)> {
        let made = |name: &str, minor: &str| {
            let path = self.path(name);
            let status = Command::new("mknod").arg(&path).args(["c", "1", minor]).output().unwrap();
            let usable = status.status.success()
                && std::fs::OpenOptions::new().write(true).open(&path).is_ok();
            usable.then_some(path)
        };
        Some((made("null", "3")?, made("full", "7")?))
    }

    fn stdout(&self) -> &'static str {
        for name in ["-", "/dev/stdout"] {
            let output = self.ok(Path::new(name), &[]);
            assert!(self.is_ours(&output.stdout), "{}", self.writer.name);
            assert!(!self.home.path().join("-").exists());
        }
        let both = self.run(Path::new("-"), &["--json"]);
        assert_eq!(both.status.code(), Some(2), "{}", text(&both.stderr));
        "standard output"
    }

    fn folder(&self) -> &'static str {
        let path = self.path("folder");
        std::fs::create_dir(&path).unwrap();
        std::fs::write(path.join("letter"), "mine").unwrap();
        self.refused(&path, &[], "folder");
        self.refused(&path, &["--force"], "folder");
        assert_eq!(std::fs::read_dir(&path).unwrap().count(), 1);
        "refused"
    }

    fn read_only(&self) -> &'static str {
        // A place where root may not write either.
        let path = Path::new("/sys/kernel").join(format!("mudbrick{}", self.end));
        if !Path::new("/sys/kernel").is_dir() {
            return "(no such place here)";
        }
        self.refused(&path, &[], "cannot be written");
        assert!(!path.exists());
        "refused"
    }

    fn full_disk(&self) -> &'static str {
        let Some(disk) = FullDisk::new(&self.folder.join("disk")) else {
            return "(no disk can be made here)";
        };
        let path = disk.0.join(format!("out{}", self.end));
        self.refused(&path, &[], "no room");
        let left: Vec<_> =
            std::fs::read_dir(&disk.0).unwrap().map(|it| it.unwrap().file_name()).collect();
        assert_eq!(left, ["filler"], "nothing is left behind");
        "refused, nothing left"
    }
}

/// A small disk without any room, until it is dropped. Only root can have one.
struct FullDisk(PathBuf);

impl FullDisk {
    fn new(folder: &Path) -> Option<Self> {
        std::fs::create_dir(folder).unwrap();
        let mount = ["-t", "tmpfs", "-o", "size=64k", "mudbrick-test"];
        let mounted = Command::new("mount").args(mount).arg(folder).output().ok()?;
        if !mounted.status.success() {
            return None;
        }
        let disk = Self(folder.to_owned());
        let filled = std::fs::write(folder.join("filler"), vec![0; 1 << 20]);
        assert!(filled.is_err(), "the disk has no end");
        Some(disk)
    }
}

impl FullDisk {
    /// What is in a folder, on a disk that has no room for anything else.
    fn around(folder: &Path) -> Option<Self> {
        let copy = folder.with_extension("copy");
        assert!(Command::new("cp").arg("-a").arg(folder).arg(&copy).status().unwrap().success());
        let mount = ["-t", "tmpfs", "-o", "size=4m", "mudbrick-test"];
        let mounted = Command::new("mount").args(mount).arg(folder).output().ok()?;
        if !mounted.status.success() {
            return None;
        }
        let disk = Self(folder.to_owned());
        let files = Command::new("cp").arg("-a").arg(copy.join(".")).arg(folder).status().unwrap();
        assert!(files.success());
        let filled = std::fs::write(folder.join("filler"), vec![0; 8 << 20]);
        assert!(filled.is_err(), "the disk has no end");
        Some(disk)
    }
}

impl Drop for FullDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}
