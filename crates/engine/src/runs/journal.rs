//! A run's journal: a file in the home with one line for each thing that happened, from which a run that was stopped or killed
//! goes on, and from which its report is written. Nothing of a row or an answer is in it but what the history would show.
//!
//! ```text
//! {"run":{…}}      once: what the run is
//! {"begun":7}      a writing call is about to go out
//! {"back":7}       it did not go out after all
//! {"done":{…}}     what came of a call
//! ```
//!
//! A line is one write at the end of the file. It is not synced: a killed process leaves what it has written, and a power cut
//! may take the last lines, which costs calls that are sent again.

use super::run_view::{RunCounts, RunFilter, RunId, RunOutcome, RunResult, RunSettings};
use crate::core::Core;
use jiff::tz::TimeZone;
use mudbrick_model::{ErrorCode, Problem, Timestamp};
use mudbrick_vault::files::{self, FileLock};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A run can be gone on with for so long, as what is in the trash can be brought back.
const KEPT: Duration = crate::core::KEPT_IN_TRASH;
const ENDING: &str = "jsonl";
const VERSION: u32 = 1;

/// What a run is, as its first line says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    pub(super) version: u32,
    pub(super) id: RunId,
    pub(super) started_at: Timestamp,
    pub(super) settings: RunSettings,
    pub(super) calls: u64,
    /// How many requests each profile and row has.
    pub(super) requests: u64,
    /// Which requests those are: going on with others would be another run.
    pub(super) revision: String,
    /// Which state of the file of rows.
    pub(super) data: Option<String>,
}

/// A line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    Run(Box<Header>),
    Begun(u64),
    Back(u64),
    Done(Box<RunResult>),
}

/// A journal that is being written. No other process goes on with its run meanwhile.
pub(super) struct Journal {
    path: PathBuf,
    _lock: FileLock,
}

impl Journal {
    /// A new one. Those that are too old to be of use go first.
    pub(super) fn begin(core: &Core, header: &Header) -> Result<Self, Problem> {
        sweep(core);
        let journal = Self::lock(core, &header.id)?;
        files::create_folder(&core.home.runs()).map_err(|error| unwritten(&error.to_string()))?;
        journal.add(&Line::Run(Box::new(header.clone())))?;
        Ok(journal)
    }

    /// One that is there, to be gone on with.
    pub(super) fn go_on(core: &Core, id: &RunId) -> Result<Self, Problem> {
        let journal = Self::lock(core, id)?;
        // A process that was killed may have left half a line.
        let ends = File::open(&journal.path).and_then(|mut file| {
            file.seek(SeekFrom::End(-1))?;
            let mut last = [0];
            file.read_exact(&mut last)?;
            Ok(last == *b"\n")
        });
        if !ends.map_err(|error| unwritten(&error.to_string()))? {
            journal.append(b"\n")?;
        }
        Ok(journal)
    }

    fn lock(core: &Core, id: &RunId) -> Result<Self, Problem> {
        // Two that go on with one run would send everything twice.
        let held = files::lock_if_free(&core.home.lock(&format!("run-{id}")))?;
        let _lock = held.ok_or_else(|| {
            Problem::new(ErrorCode::Conflict, format!("The run {id} is under way already."))
        })?;
        Ok(Self { path: path_of(core, id), _lock })
    }

    /// Adds a line.
    ///
    /// # Errors
    /// The disk refuses: whoever goes on would not know what has been sent.
    pub(super) fn add(&self, line: &Line) -> Result<(), Problem> {
        let mut text = serde_json::to_vec(line).map_err(|error| unwritten(&error.to_string()))?;
        text.push(b'\n');
        self.append(&text)
    }

    fn append(&self, bytes: &[u8]) -> Result<(), Problem> {
        files::append(&self.path, bytes, u64::MAX).map_err(|error| unwritten(&error.to_string()))
    }
}

fn unwritten(detail: &str) -> Problem {
    Problem::new(
        ErrorCode::Storage,
        "What came of the run cannot be written down, so nothing more was sent.",
    )
    .remedy("Make room on the disk of Mudbrick's data folder, then go on with the run.")
    .detail(detail)
}

fn path_of(core: &Core, id: &RunId) -> PathBuf {
    core.home.runs().join(format!("{id}.{ENDING}"))
}

/// A new id, which begins with the time so that a list of them is in order.
pub(super) fn new_id(now: Timestamp) -> RunId {
    let at = jiff::Timestamp::from_millisecond(now.0).unwrap_or_default();
    let at = at.to_zoned(TimeZone::UTC).strftime("%Y%m%d-%H%M%S").to_string();
    let chance = uuid::Uuid::new_v4().simple().to_string();
    RunId::made(format!("{at}-{}", &chance[..6]))
}

/// All runs that there are, the newest first.
pub(super) fn all(core: &Core) -> Vec<RunId> {
    let entries = std::fs::read_dir(core.home.runs()).into_iter().flatten().flatten();
    let ids = entries.filter_map(|entry| {
        let path = entry.path();
        let is_journal = path.extension().is_some_and(|ending| ending == ENDING);
        RunId::parse(path.file_stem()?.to_str()?).ok().filter(|_| is_journal)
    });
    let mut ids: Vec<RunId> = ids.collect();
    ids.sort_by(|a, b| b.cmp(a));
    ids
}

/// Takes away the journals that nobody has added to for a month. What cannot be removed now is removed the next time.
fn sweep(core: &Core) {
    for id in all(core) {
        let path = path_of(core, &id);
        let written = path.metadata().and_then(|found| found.modified()).ok();
        let written = written
            .and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok())
            .map(|since| Timestamp(0).after(since));
        if written.is_some_and(|at| at.until(core.now()) > KEPT) {
            let _ = files::remove(&path);
            let _ = files::remove(&core.home.lock(&format!("run-{id}")));
        }
    }
}

/// A call that something came of.
#[derive(Debug, Clone, Copy)]
struct Done {
    number: u64,
    offset: u64,
    outcome: RunOutcome,
}

/// What is in a journal and where, some bytes a call: the results themselves stay on the disk.
pub(super) struct Index {
    path: PathBuf,
    pub(super) header: Header,
    read_to: u64,
    done: Vec<Done>,
    /// Writing calls that went out, and of which nothing came.
    begun: BTreeSet<u64>,
    pub(super) counts: RunCounts,
}

impl Index {
    /// Reads a journal.
    ///
    /// # Errors
    /// There is none of the id, or it is not what this Mudbrick writes.
    pub(super) fn open(core: &Core, id: &RunId) -> Result<Self, Problem> {
        let path = path_of(core, id);
        let mut first = String::new();
        let file = File::open(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => {
                Problem::new(ErrorCode::NotFound, format!("There is no run {id}."))
                    .remedy("A run is kept for 30 days after it was last gone on with.")
            }
            _ => unread(&path, &error.to_string()),
        })?;
        BufReader::new(file)
            .read_line(&mut first)
            .map_err(|error| unread(&path, &error.to_string()))?;
        let header = match serde_json::from_str(&first) {
            Ok(Line::Run(header)) if header.version == VERSION => *header,
            _ => return Err(unread(&path, "its first line is not that of a run")),
        };
        let counts = RunCounts { calls: header.calls, ..RunCounts::default() };
        let (done, begun) = (Vec::new(), BTreeSet::new());
        let mut index = Self { path, header, read_to: first.len() as u64, done, begun, counts };
        index.read_on()?;
        Ok(index)
    }

    /// Reads what was added since.
    pub(super) fn read_on(&mut self) -> Result<(), Problem> {
        let path = self.path.clone();
        let failed = |error: std::io::Error| unread(&path, &error.to_string());
        let mut file = File::open(&self.path).map_err(failed)?;
        file.seek(SeekFrom::Start(self.read_to)).map_err(failed)?;
        let (mut file, mut line) = (BufReader::new(file), Vec::new());
        loop {
            line.clear();
            let read = file.read_until(b'\n', &mut line).map_err(failed)?;
            // Half a line is one that is being written, or that a killed process left.
            if line.last() != Some(&b'\n') {
                return Ok(());
            }
            match serde_json::from_slice(&line) {
                Ok(Line::Done(result)) => self.note(&result),
                Ok(Line::Begun(number)) => {
                    self.begun.insert(number);
                }
                Ok(Line::Back(number)) => {
                    self.begun.remove(&number);
                }
                Ok(Line::Run(_)) | Err(_) => {}
            }
            self.read_to += read as u64;
        }
    }

    fn note(&mut self, result: &RunResult) {
        let RunResult { number, outcome, .. } = *result;
        // Of no call of this run.
        if number == 0 || number > self.header.calls {
            return;
        }
        self.begun.remove(&number);
        self.counts.note(outcome);
        self.done.push(Done { number, offset: self.read_to, outcome });
    }

    /// Which calls something came of, by their places, and which went out without anything coming of them.
    pub(super) fn state(&self) -> State {
        let mut done = vec![0_u64; usize::try_from(self.header.calls / 64 + 1).unwrap_or_default()];
        for Done { number, .. } in &self.done {
            State::set(&mut done, *number);
        }
        State { done, unknown: self.begun.clone() }
    }

    /// That it cannot be used, and why.
    pub(super) fn unread(&self, detail: &str) -> Problem {
        unread(&self.path, detail)
    }

    /// How many results fit, and some of them, in the order in which they ended.
    pub(super) fn part(
        &self,
        filter: RunFilter,
        from: usize,
        count: usize,
    ) -> Result<(usize, Vec<RunResult>), Problem> {
        let fits = |done: &&Done| match filter {
            RunFilter::All => true,
            RunFilter::Failed => done.outcome != RunOutcome::Passed,
        };
        let total = match filter {
            RunFilter::All => self.done.len(),
            RunFilter::Failed => self.done.iter().filter(fits).count(),
        };
        let mut reader = self.reader()?;
        let wanted = self.done.iter().filter(fits).skip(from).take(count);
        let results: Result<Vec<_>, _> = wanted.map(|done| reader.at(done.offset)).collect();
        Ok((total, results?))
    }

    /// Every result by its place in the run.
    pub(super) fn in_order(&self) -> Result<InOrder, Problem> {
        let mut done: Vec<(u64, u64)> =
            self.done.iter().map(|done| (done.number, done.offset)).collect();
        done.sort_unstable();
        Ok(InOrder { reader: self.reader()?, done })
    }

    fn reader(&self) -> Result<Reader, Problem> {
        let file = File::open(&self.path);
        let file = file.map_err(|error| unread(&self.path, &error.to_string()))?;
        Ok(Reader { file: BufReader::new(file), path: self.path.clone() })
    }
}

/// Which calls of a run are behind it.
#[derive(Default)]
pub(super) struct State {
    /// A bit a call: a number each would be too much for a hundred thousand.
    done: Vec<u64>,
    /// Writing calls that went out, and of which nobody knows what came.
    unknown: BTreeSet<u64>,
}

impl State {
    fn set(done: &mut [u64], number: u64) {
        let at = usize::try_from(number / 64).unwrap_or(usize::MAX);
        if let Some(word) = done.get_mut(at) {
            *word |= 1 << (number % 64);
        }
    }

    pub(super) fn is_done(&self, number: u64) -> bool {
        let at = usize::try_from(number / 64).unwrap_or(usize::MAX);
        self.done.get(at).is_some_and(|word| word & (1 << (number % 64)) != 0)
    }

    pub(super) fn is_unknown(&self, number: u64) -> bool {
        self.unknown.contains(&number)
    }
}

/// Results by their places in the run.
pub(super) struct InOrder {
    reader: Reader,
    done: Vec<(u64, u64)>,
}

impl InOrder {
    /// Those whose place `fits`, one after the other.
    pub(super) fn each(
        &mut self,
        fits: impl Fn(u64) -> bool,
        mut take: impl FnMut(RunResult) -> std::io::Result<()>,
    ) -> std::io::Result<()> {
        for (number, offset) in &self.done {
            if fits(*number) {
                let read = self.reader.at(*offset);
                take(read.map_err(|problem| std::io::Error::other(problem.message))?)?;
            }
        }
        Ok(())
    }

    /// The place and the entry in the history of those whose place `fits`.
    pub(super) fn exchanges(
        &mut self,
        fits: impl Fn(u64) -> bool,
    ) -> Result<Vec<(u64, mudbrick_model::ExchangeId)>, Problem> {
        let wanted = self.done.iter().filter(|(number, _)| fits(*number));
        let mut found = Vec::new();
        for (number, offset) in wanted {
            found.extend(self.reader.at(*offset)?.exchange.map(|id| (*number, id)));
        }
        Ok(found)
    }
}

struct Reader {
    file: BufReader<File>,
    path: PathBuf,
}

impl Reader {
    fn at(&mut self, offset: u64) -> Result<RunResult, Problem> {
        let mut line = Vec::new();
        let read = self
            .file
            .seek(SeekFrom::Start(offset))
            .and_then(|_| self.file.read_until(b'\n', &mut line));
        read.map_err(|error| unread(&self.path, &error.to_string()))?;
        match serde_json::from_slice(&line) {
            Ok(Line::Done(result)) => Ok(*result),
            _ => Err(unread(&self.path, "a line of it changed")),
        }
    }
}

fn unread(path: &Path, detail: &str) -> Problem {
    let message = format!("The journal {} cannot be read.", path.display());
    Problem::new(ErrorCode::Damaged, message)
        .remedy("Start the run again; nothing of the history is lost.")
        .detail(detail)
}

impl Header {
    pub(super) const VERSION: u32 = VERSION;

    /// Which profile a call is with, by its place.
    pub(super) fn profile_of(&self, number: u64) -> usize {
        let profiles = self.settings.profiles.len().max(1) as u64;
        let lane = number.saturating_sub(1) / self.requests.max(1);
        usize::try_from(lane % profiles).unwrap_or_default()
    }
}
