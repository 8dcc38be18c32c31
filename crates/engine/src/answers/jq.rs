//! jq in a process of its own, which is the only way to end a filter that runs without end or needs all memory. The process is
//! the holder's own program, called by [`work`] instead of its usual work; it is given the text and the filter on its standard
//! input and nothing else: no environment, no home, no vault.

use mudbrick_answers::query::MOST_BYTES;
use mudbrick_answers::query::jq::{self, JqError};
use mudbrick_answers::{Body, Stop, body};
use mudbrick_model::{ErrorCode, Problem};
use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

/// What the program is called with to do this work.
const CALLED: &str = "--jq-worker";
/// So long may a filter take. Longer than any that a person waits for.
const MOST_TIME: Duration = Duration::from_secs(20);
/// So much text is given to a filter; in memory its values take some times as much.
const MOST_TEXT: u64 = 64 << 20;
/// So much memory may a filter use, where the system can be told to see to it.
#[cfg(unix)]
const MOST_MEMORY: u64 = 1 << 30;
/// How often it is looked whether somebody wants to stop.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// The exit code of a filter that is none.
const NO_FILTER: u8 = 2;
/// The exit code when there was no room for more results.
const CUT: u8 = 3;
/// The exit code when the process saw before its starter did that its time was over.
const LATE: u8 = 4;

/// The running program, for those that call [`work`] first of all.
pub fn running_program() -> Option<PathBuf> {
    // An update replaces the file; the running program is found behind this name all the same.
    #[cfg(target_os = "linux")]
    return Some(PathBuf::from("/proc/self/exe"));
    #[cfg(not(target_os = "linux"))]
    return std::env::current_exe().ok();
}

/// What a filter gave.
pub(super) struct Filtered {
    /// A line for each result.
    pub(super) text: Vec<u8>,
    pub(super) is_cut: bool,
}

/// Does the work of the other process, when this process was called for it. A program that is to carry out filters asks this
/// first of all.
#[allow(
    clippy::disallowed_methods,
    reason = "pipes to the process that started this one, no terminal"
)]
pub fn work(mut arguments: impl Iterator<Item = impl AsRef<OsStr>>) -> Option<ExitCode> {
    if arguments.next()?.as_ref() != CALLED {
        return None;
    }
    bound_memory();
    end_with_the_starter();
    let mut given = Vec::new();
    let read = io::stdin().lock().read_to_end(&mut given);
    // The filter first, then a zero byte, which neither a filter nor JSON has.
    let end = given.iter().position(|byte| *byte == 0).filter(|_| read.is_ok());
    let Some(end) = end else { return Some(ExitCode::FAILURE) };
    let filter = String::from_utf8_lossy(&given[..end]);
    let mut results = Bounded { into: io::BufWriter::new(io::stdout().lock()), left: MOST_BYTES };
    Some(match jq::run(&filter, &given[end + 1..], &mut results) {
        Ok(()) => ExitCode::SUCCESS,
        Err(JqError::Write(error)) if error.kind() == io::ErrorKind::StorageFull => {
            let _ = results.into.flush();
            ExitCode::from(CUT)
        }
        Err(error) => {
            let _ = results.into.flush();
            let _ = write!(io::stderr(), "{error}");
            ExitCode::from(if matches!(error, JqError::Filter(_)) { NO_FILTER } else { 1 })
        }
    })
}

/// Takes so many bytes.
struct Bounded<W> {
    into: W,
    left: u64,
}

impl<W: Write> Write for Bounded<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(left) = self.left.checked_sub(bytes.len() as u64) else {
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        };
        self.left = left;
        self.into.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.into.flush()
    }
}

/// Bounds what this process may allocate. Of a program with a window the code alone is large; only what is written to counts.
/// Windows has no such bound; there the time alone ends a filter.
fn bound_memory() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let most = Rlimit { current: Some(MOST_MEMORY), maximum: Some(MOST_MEMORY) };
        let _ = setrlimit(Resource::Data, most);
    }
}

/// Ends this process when the one that started it cannot: it was killed, and a filter without end would go on.
fn end_with_the_starter() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Signal, set_parent_process_death_signal};
        let _ = set_parent_process_death_signal(Some(Signal::KILL));
    }
    // Elsewhere, and where it was killed before this line, its time is over as any filter's is.
    std::thread::spawn(|| {
        std::thread::sleep(MOST_TIME);
        std::process::exit(LATE.into())
    });
}

/// Carries out a filter over a text by `program`.
pub(super) fn filter(
    program: &Path,
    filter: &str,
    text: &dyn Body,
    stop: &Stop,
) -> Result<Filtered, Problem> {
    if filter.contains('\0') {
        return Err(no_filter("there is a zero byte in it"));
    }
    if text.length() > MOST_TEXT {
        let sentence = format!(
            "This answer has {} MiB. jq reads an answer of at most {} MiB.",
            text.length() >> 20,
            MOST_TEXT >> 20
        );
        return Err(Problem::new(ErrorCode::InvalidInput, sentence).remedy(
            "Ask it with a JSONPath, which begins with $: those read answers of any size.",
        ));
    }
    let text = body::bytes(text, 0, MOST_TEXT).map_err(super::problems::problem)?;
    let input = [filter.as_bytes(), b"\0", &text].concat();
    let mut child = Command::new(program)
        .arg(CALLED)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| not_run(&error))?;
    let came = results_of(&mut child, input, stop);
    // Whatever ended the wait ends the process; one that has ended is only asked how.
    let _ = child.kill();
    let ended = child.wait().map_err(|error| not_run(&error))?;
    let (results, said) = came?;
    told(ended, results, &said)
}

/// Gives the process its input and reads all that it says, until it ends, takes too long or is not wanted any more.
fn results_of(
    child: &mut Child,
    input: Vec<u8>,
    stop: &Stop,
) -> Result<(Vec<u8>, String), Problem> {
    let (done, waiting) = mpsc::channel();
    let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (Some(mut stdin), Some(stdout), Some(stderr)) = pipes else {
        return Err(not_run(&io::Error::other("it has no pipes")));
    };
    // Each pipe has a thread: a process that waits for one of them to be read would wait for ever.
    std::thread::spawn(move || {
        // A filter that is none is refused before its text was read.
        let _ = stdin.write_all(&input);
    });
    let errors = std::thread::spawn(move || {
        let mut said = Vec::new();
        let _ = stderr.take(4096).read_to_end(&mut said);
        // What is cut off may have been in a character.
        String::from_utf8_lossy(&said).into_owned()
    });
    std::thread::spawn(move || {
        let mut results = Vec::new();
        // One byte more than it may write, so that only the end of its output ends this: a process that has written all that
        // it may can go on all the same, and would be waited for without a limit.
        let read = stdout.take(MOST_BYTES + 1).read_to_end(&mut results);
        let _ = done.send(read.map(|_| results));
    });
    let until = Instant::now() + MOST_TIME;
    loop {
        match waiting.recv_timeout(LOOK_EVERY) {
            Ok(results) => {
                let results = results.map_err(|error| not_run(&error))?;
                // It closed its output, and so is about to end.
                let _ = child.wait();
                return Ok((results, errors.join().unwrap_or_default()));
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(not_run(&io::Error::other("its output was lost")));
            }
            Err(RecvTimeoutError::Timeout) if stop.is_stopped() => {
                return Err(super::problems::problem(mudbrick_answers::AnswerError::Stopped));
            }
            Err(RecvTimeoutError::Timeout) if Instant::now() >= until => {
                return Err(took_too_long());
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

fn told(ended: ExitStatus, results: Vec<u8>, said: &str) -> Result<Filtered, Problem> {
    match ended.code() {
        Some(0) => Ok(Filtered { text: results, is_cut: false }),
        Some(code) if code == i32::from(CUT) => {
            // A line that was begun is no result.
            let end = results.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            Ok(Filtered { text: results[..end].to_vec(), is_cut: true })
        }
        Some(code) if code == i32::from(NO_FILTER) => Err(no_filter(said)),
        Some(code) if code == i32::from(LATE) => Err(took_too_long()),
        Some(_) => Err(Problem::new(ErrorCode::InvalidInput, "The jq filter failed.").detail(said)),
        // Ended by a signal: there was no memory left for it.
        None => Err(Problem::new(
            ErrorCode::InvalidInput,
            "The jq filter was ended: it needed too much memory.",
        )
        .remedy("Ask for less at a time, such as a part of the answer.")),
    }
}

fn took_too_long() -> Problem {
    let seconds = MOST_TIME.as_secs();
    Problem::new(
        ErrorCode::InvalidInput,
        format!("The jq filter was ended: it took longer than {seconds} seconds."),
    )
    .remedy("Check that it does not repeat something without end.")
}

fn no_filter(why: &str) -> Problem {
    Problem::new(ErrorCode::InvalidInput, format!("This is not a jq filter: {why}."))
        .remedy("A JSONPath begins with $; everything else is read as jq.")
}

fn not_run(error: &io::Error) -> Problem {
    Problem::new(ErrorCode::Internal, "The jq filter could not be started.")
        .remedy("Restart Mudbrick.")
        .detail(error.to_string())
}

/// What is said where no program was named for it.
pub(super) fn no_program() -> Problem {
    Problem::new(ErrorCode::InvalidInput, "This program does not know jq.")
        .remedy("Ask with a JSONPath, which begins with $.")
}
