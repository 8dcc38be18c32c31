//! What other programs can read of a process: its arguments and its environment, looked at again and again while the
//! script runs.

use anyhow::{Context as _, Result, bail};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use std::{env, fs};

/// What was seen, by place.
type Seen = BTreeMap<String, Vec<u8>>;

/// Looks at every process until it is ended.
pub(crate) struct Watch {
    seen: Arc<Mutex<Seen>>,
    end: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    pub(crate) fn start() -> Result<Self> {
        let seen = Arc::new(Mutex::new(Seen::new()));
        let end = Arc::new(AtomicBool::new(false));
        let before: HashSet<u32> = processes()?.into_iter().collect();
        let thread = {
            let (seen, end) = (Arc::clone(&seen), Arc::clone(&end));
            thread::spawn(move || {
                let mut looks = HashMap::new();
                while !end.load(Ordering::Acquire) {
                    look(&before, &seen, &mut looks);
                    // Often enough to meet a process that lives for a few milliseconds, and not a core's whole work.
                    thread::sleep(Duration::from_millis(2));
                }
                look(&before, &seen, &mut looks);
            })
        };
        Ok(Self { seen, end, thread: Some(thread) })
    }

    /// Waits until a process was looked at as the program it became.
    pub(crate) fn until_seen(&self, id: u32, program: &str) -> Result<()> {
        let began = Instant::now();
        let place = format!("environment of process {id} ({program})");
        while !lock(&self.seen).contains_key(&place) {
            if began.elapsed() > Duration::from_secs(5) {
                bail!("process {id} was not seen");
            }
            thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    }

    /// Ends it and gives back what was seen of processes that began meanwhile.
    pub(crate) fn end(mut self) -> Seen {
        self.end.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            // A panic in there has been printed already, and what was seen until then is still worth a look.
            let _ = thread.join();
        }
        std::mem::take(&mut *lock(&self.seen))
    }
}

fn look(before: &HashSet<u32>, seen: &Mutex<Seen>, looks: &mut HashMap<u32, u32>) {
    let Ok(now) = processes() else { return };
    let own = std::process::id();
    for id in now.into_iter().filter(|id| !before.contains(id) && *id != own) {
        let looks = looks.entry(id).or_default();
        *looks += 1;
        // One that was looked at so often has long become what it is going to be; now and then is enough.
        if *looks > 50 && !looks.is_multiple_of(100) {
            continue;
        }
        // It may have ended meanwhile, or belong to somebody else.
        let Ok(arguments) = fs::read(format!("/proc/{id}/cmdline")) else { continue };
        let Ok(environment) = fs::read(format!("/proc/{id}/environ")) else { continue };
        let program = arguments.split(|byte| *byte == 0).next().unwrap_or_default();
        let program = PathBuf::from(String::from_utf8_lossy(program).into_owned());
        let program = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut seen = lock(seen);
        let environment = as_given(&arguments, &environment);
        note(&mut seen, format!("arguments of process {id} ({program})"), arguments);
        note(&mut seen, format!("environment of process {id} ({program})"), environment);
    }
}

/// A process changes its arguments when it becomes another program: both are kept.
fn note(seen: &mut Seen, place: String, bytes: Vec<u8>) {
    let known = seen.entry(place).or_default();
    if !known.windows(bytes.len().max(1)).any(|window| window == bytes) {
        known.extend_from_slice(&bytes);
        known.push(0);
    }
}

/// The words by which a program is known that a person wanted to have a token in its environment.
const CHILD: &[u8] = b"# child with a token";

/// The environment without what a person put there for us, the passphrase of a headless run, and without the token that they
/// had put into the environment of one program.
fn as_given(arguments: &[u8], environment: &[u8]) -> Vec<u8> {
    let is_child = arguments.windows(CHILD.len()).any(|window| window == CHILD);
    let is_given = |variable: &&[u8]| {
        variable.starts_with(b"MUDBRICK_PASSPHRASE=")
            || (is_child && variable.starts_with(b"X_ACCESS_TOKEN="))
    };
    let variables = environment.split(|byte| *byte == 0);
    let kept: Vec<&[u8]> = variables.filter(|variable| !is_given(variable)).collect();
    kept.join(&0)
}

fn processes() -> Result<Vec<u32>> {
    if env::consts::OS != "linux" {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir("/proc").context("reading /proc")?;
    let number =
        |entry: fs::DirEntry| entry.file_name().to_str().and_then(|name| name.parse().ok());
    Ok(entries.flatten().filter_map(number).collect())
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::as_given;

    #[test]
    fn only_what_was_given_on_purpose_is_left_out_of_an_environment() {
        let environment = b"A=1\0MUDBRICK_PASSPHRASE=x\0X_ACCESS_TOKEN=y\0";
        assert_eq!(as_given(b"sh\0-c\0:\0", environment), b"A=1\0X_ACCESS_TOKEN=y\0");
        let child = b"sh\0-c\0: # child with a token\0";
        assert_eq!(as_given(child, environment), b"A=1\0");
    }
}
