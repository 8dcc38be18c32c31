//! A simulated disk whose power is cut: from the calls that work really made, every state that the worst disk allowed by
//! their syncs could be found in.
//!
//! What was synced is there. Of what was not, each making, renaming and removing of a name may or may not have happened,
//! in any combination; and the content of each file may be all there, cut off, empty, or zeros of its length.

#![allow(clippy::expect_used, reason = "a test that cannot go on has failed")]

use super::{Call, Fault, watched};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// More than this many names in the air at once would be too many combinations; no work here has them.
const MOST_PENDING: usize = 12;

/// Every folder and file below a root, as it would be found when the power is back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Disk {
    folders: BTreeSet<PathBuf>,
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Disk {
    /// What is below a folder now.
    pub fn of(root: &Path) -> Self {
        let mut disk = Self { folders: BTreeSet::new(), files: BTreeMap::new() };
        disk.read(root, root);
        disk
    }

    /// Makes a real folder of it.
    pub fn write_to(&self, root: &Path) {
        for folder in &self.folders {
            fs::create_dir_all(root.join(folder)).expect("the test's folder can be made");
        }
        for (path, content) in &self.files {
            #[allow(clippy::disallowed_methods, reason = "this is the disk itself")]
            fs::write(root.join(path), content).expect("the test's file can be written");
        }
    }

    /// Leaves a file out.
    pub fn forget(&mut self, path: &str) {
        self.files.remove(Path::new(path));
    }

    fn read(&mut self, root: &Path, folder: &Path) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = path.strip_prefix(root).expect("it is below the root").to_owned();
            if path.is_dir() {
                self.folders.insert(name);
                self.read(root, &path);
            } else {
                self.files.insert(name, fs::read(&path).expect("the file can be read"));
            }
        }
    }
}

/// A call as it is written down.
#[derive(Debug, Clone)]
enum Step {
    CreateFolder(PathBuf),
    CreateFile,
    Write(PathBuf, Vec<u8>),
    SyncFile(PathBuf),
    Rename(PathBuf, PathBuf),
    Link(PathBuf, PathBuf),
    Touch(PathBuf),
    RemoveFile(PathBuf),
    RemoveFolder(PathBuf),
    SyncFolder(PathBuf),
}

/// The calls that work made.
pub struct Recording {
    before: Disk,
    steps: Vec<Step>,
}

/// Does work and writes its calls down.
pub fn recorded<T>(root: &Path, work: impl FnOnce() -> T) -> (T, Recording) {
    recorded_while(root, || true, work)
}

/// As [`recorded`], for as long as the process is alive: then no call is made any more.
pub fn recorded_while<T>(
    root: &Path,
    alive: impl Fn() -> bool + 'static,
    work: impl FnOnce() -> T,
) -> (T, Recording) {
    let before = Disk::of(root);
    let steps = Rc::new(RefCell::new(Vec::new()));
    let watcher = {
        let (steps, root) = (Rc::clone(&steps), root.to_owned());
        move |call: &Call<'_>| {
            if !alive() {
                return Some(Fault::Refused(std::io::Error::other("the process is dead")));
            }
            steps.borrow_mut().push(Step::of(call, &root));
            None
        }
    };
    let outcome = watched(watcher, work);
    (outcome, Recording { before, steps: steps.take() })
}

impl Step {
    fn of(call: &Call<'_>, root: &Path) -> Self {
        let name = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_owned();
        match call {
            Call::CreateFolder { path } => Self::CreateFolder(name(path)),
            Call::CreateFile { .. } => Self::CreateFile,
            Call::Write { path, bytes } => Self::Write(name(path), bytes.to_vec()),
            Call::SyncFile { path } => Self::SyncFile(name(path)),
            Call::Rename { from, to } => Self::Rename(name(from), name(to)),
            Call::Link { from, to } => Self::Link(name(from), name(to)),
            Call::Touch { path } => Self::Touch(name(path)),
            Call::RemoveFile { path } => Self::RemoveFile(name(path)),
            Call::RemoveFolder { path } => Self::RemoveFolder(name(path)),
            Call::SyncFolder { path } => Self::SyncFolder(name(path)),
        }
    }
}

impl Recording {
    /// How many calls there were.
    pub fn calls(&self) -> usize {
        self.steps.len()
    }

    /// Every state in which the disk may be found when the power is cut after so many calls.
    pub fn after(&self, calls: usize) -> BTreeSet<Disk> {
        let mut simulation = Simulation::new(&self.before);
        for step in &self.steps[..calls] {
            simulation.take(step);
        }
        simulation.states()
    }
}

/// A file's content, apart from its names.
struct Content {
    now: Vec<u8>,
    /// None while nothing of it need be on the disk.
    synced: Option<Vec<u8>>,
}

/// A change of names that need not be on the disk yet.
#[derive(Clone)]
enum Change {
    Name(PathBuf, usize),
    Rename(PathBuf, PathBuf, usize),
    Unname(PathBuf),
    Folder(PathBuf),
    NoFolder(PathBuf),
}

impl Change {
    fn is_in(&self, folder: &Path) -> bool {
        let within = |path: &Path| path.parent() == Some(folder);
        match self {
            Self::Rename(from, to, _) => within(from) || within(to),
            Self::Name(path, _) | Self::Unname(path) => within(path),
            Self::Folder(path) | Self::NoFolder(path) => within(path),
        }
    }
}

#[derive(Clone, Default)]
struct Names {
    folders: BTreeSet<PathBuf>,
    files: BTreeMap<PathBuf, usize>,
}

impl Names {
    fn apply(&mut self, change: &Change) {
        match change {
            Change::Name(path, content) => {
                self.files.insert(path.clone(), *content);
            }
            Change::Rename(from, to, content) => {
                self.files.remove(from);
                self.files.insert(to.clone(), *content);
            }
            Change::Unname(path) => {
                self.files.remove(path);
            }
            Change::Folder(path) => {
                self.folders.insert(path.clone());
            }
            Change::NoFolder(path) => {
                self.folders.remove(path);
            }
        }
    }

    /// Whether the folders above a path are there.
    fn reaches(&self, path: &Path) -> bool {
        path.ancestors()
            .skip(1)
            .all(|above| above.as_os_str().is_empty() || self.folders.contains(above))
    }
}

struct Simulation {
    contents: Vec<Content>,
    /// As the programs see it.
    now: Names,
    /// What is on the disk for certain.
    certain: Names,
    pending: Vec<Change>,
}

impl Simulation {
    fn new(before: &Disk) -> Self {
        let mut contents = Vec::new();
        let mut names = Names { folders: before.folders.clone(), ..Names::default() };
        for (path, bytes) in &before.files {
            names.files.insert(path.clone(), contents.len());
            contents.push(Content { now: bytes.clone(), synced: Some(bytes.clone()) });
        }
        Self { contents, now: names.clone(), certain: names, pending: Vec::new() }
    }

    fn take(&mut self, step: &Step) {
        match step {
            // Its name is known when it is first used.
            Step::CreateFile => {}
            Step::CreateFolder(path) => self.change(Change::Folder(path.clone())),
            Step::RemoveFolder(path) => self.change(Change::NoFolder(path.clone())),
            Step::RemoveFile(path) => self.change(Change::Unname(path.clone())),
            Step::Write(path, bytes) => {
                let content = self.content_of(path);
                // Each call tells all that is left to be written, so the first has all of it.
                if self.contents[content].now.is_empty() {
                    self.contents[content].now.clone_from(bytes);
                }
            }
            Step::Touch(path) => {
                let content = self.content_of(path);
                self.contents[content] = Content { now: Vec::new(), synced: None };
            }
            Step::SyncFile(path) => {
                let content = self.content_of(path);
                let content = &mut self.contents[content];
                content.synced = Some(content.now.clone());
            }
            Step::Rename(from, to) => {
                let content = self.content_of(from);
                self.change(Change::Rename(from.clone(), to.clone(), content));
            }
            Step::Link(from, to) => {
                let content = self.content_of(from);
                self.change(Change::Name(to.clone(), content));
            }
            Step::SyncFolder(folder) => {
                for change in std::mem::take(&mut self.pending) {
                    if change.is_in(folder) {
                        self.certain.apply(&change);
                    } else {
                        self.pending.push(change);
                    }
                }
            }
        }
    }

    fn change(&mut self, change: Change) {
        // Making a folder that is there already, and removing what is not, is told and does nothing.
        let nothing = match &change {
            Change::Folder(path) => self.now.folders.contains(path),
            Change::NoFolder(path) => !self.now.folders.contains(path),
            Change::Unname(path) => !self.now.files.contains_key(path),
            _ => false,
        };
        if !nothing {
            self.now.apply(&change);
            self.pending.push(change);
        }
    }

    fn content_of(&mut self, path: &Path) -> usize {
        if let Some(content) = self.now.files.get(path) {
            return *content;
        }
        let content = self.contents.len();
        self.contents.push(Content { now: Vec::new(), synced: None });
        self.change(Change::Name(path.to_owned(), content));
        content
    }

    fn states(&self) -> BTreeSet<Disk> {
        assert!(self.pending.len() <= MOST_PENDING, "{} names in the air", self.pending.len());
        let mut states = BTreeSet::new();
        for chosen in 0..1_u32 << self.pending.len() {
            let mut names = self.certain.clone();
            for (number, change) in self.pending.iter().enumerate() {
                if chosen & (1 << number) != 0 {
                    names.apply(change);
                }
            }
            // Every file in the same way: a save has one that is not synced.
            for way in 0..4 {
                let reached = |path: &PathBuf| names.reaches(path);
                states.insert(Disk {
                    folders: names.folders.iter().filter(|it| reached(it)).cloned().collect(),
                    files: names
                        .files
                        .iter()
                        .filter(|(path, _)| reached(path))
                        .map(|(path, content)| (path.clone(), self.contents[*content].found(way)))
                        .collect(),
                });
            }
        }
        states
    }
}

impl Content {
    /// What may be found of it.
    fn found(&self, way: u32) -> Vec<u8> {
        match (&self.synced, way) {
            (Some(synced), _) => synced.clone(),
            (None, 0) => self.now.clone(),
            (None, 1) => self.now[..self.now.len() / 2].to_vec(),
            (None, 2) => vec![0; self.now.len()],
            (None, _) => Vec::new(),
        }
    }
}
