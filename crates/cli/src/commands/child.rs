//! Running another program, in this one's place or beside it with its signals passed on. Its exit code is ours: 127 where it is
//! not found, 126 where it cannot be run, 128 and the number of the signal that ended it, as shells have it.

#[cfg(unix)]
#[path = "child_signals.rs"]
mod signals;
#[cfg(not(unix))]
#[path = "child_console.rs"]
mod signals;

use crate::output::Output;
use mudbrick_model::{ErrorCode, Problem};
use signals::Signals;
use std::io;
use std::path::Path;
use std::process::{Command, ExitCode, ExitStatus};
use tokio::sync::oneshot;

/// Becomes the program where the system can do that: its signals, terminal and exit code are its own then, and this
/// program's memory, secrets and all, is gone.
pub(super) fn become_it(mut command: Command, output: &Output) -> ExitCode {
    #[cfg(unix)]
    let failed = std::os::unix::process::CommandExt::exec(&mut command);
    #[cfg(not(unix))]
    let failed = match command.status() {
        Ok(status) => return code_of(status),
        Err(error) => error,
    };
    NotStarted::of(&command, failed).told(output)
}

/// Why a program did not start.
pub(super) struct NotStarted {
    program: String,
    error: io::Error,
}

impl NotStarted {
    fn of(command: &Command, error: io::Error) -> Self {
        Self { program: command.get_program().to_string_lossy().into_owned(), error }
    }

    /// Whether it was named by a path; what has none is looked for in PATH.
    fn is_path(&self) -> bool {
        self.program.contains(std::path::is_separator)
    }

    /// Says so, and gives the exit code for it.
    pub(super) fn told(&self, output: &Output) -> ExitCode {
        let program = &self.program;
        let (code, problem) = match self.error.kind() {
            // A script whose first line names a program that is not there fails as if it were not there itself.
            io::ErrorKind::NotFound if self.is_path() && Path::new(program).exists() => {
                let message = format!("What runs {program} is not there.");
                let remedy = "Look at its first line, #!…: whether it names a program of this computer, and ends without a carriage return.";
                (126, Problem::new(ErrorCode::NotFound, message).remedy(remedy))
            }
            io::ErrorKind::NotFound => {
                let message = format!("There is no program {program}.");
                let remedy = "Look at its spelling and at PATH; one in this folder begins with ./";
                (127, Problem::new(ErrorCode::NotFound, message).remedy(remedy))
            }
            _ => {
                let message = format!("{program} cannot be run.");
                let remedy = "Look whether it is a program, and whether you may run it. A script begins with a line such as #!/bin/sh.";
                (126, Problem::new(ErrorCode::Storage, message).remedy(remedy))
            }
        };
        output.problem(&problem.detail(self.error.to_string()));
        ExitCode::from(code)
    }
}

/// A program that runs beside this one.
pub(super) struct Child {
    id: u32,
    end: oneshot::Receiver<io::Result<ExitStatus>>,
    signals: Signals,
}

impl Child {
    /// Starts it. Signals that come from now on are passed on.
    pub(super) fn start(mut command: Command) -> Result<Self, NotStarted> {
        // First: a signal between the two would end this program and leave the child alone.
        let started = Signals::caught().and_then(|signals| Ok((signals, command.spawn()?)));
        let (signals, mut child) = started.map_err(|error| NotStarted::of(&command, error))?;
        let (id, (tell, end)) = (child.id(), oneshot::channel());
        // A thread of its own waits for as long as the child runs. Nobody is to be told when this program ends first.
        std::thread::spawn(move || tell.send(child.wait()));
        Ok(Self { id, end, signals })
    }

    /// Waits for its end, passing signals on, and gives the exit code. What is dropped before can be called again.
    pub(super) async fn ended(&mut self) -> ExitCode {
        loop {
            tokio::select! {
                // The end first: the number of a process that has ended may be another's.
                biased;
                ended = &mut self.end => return match ended {
                    Ok(Ok(status)) => code_of(status),
                    _ => ExitCode::FAILURE,
                },
                signal = self.signals.next() => signals::pass_on(signal, self.id),
            }
        }
    }
}

fn code_of(status: ExitStatus) -> ExitCode {
    #[cfg(unix)]
    let signal = std::os::unix::process::ExitStatusExt::signal(&status);
    #[cfg(not(unix))]
    let signal: Option<i32> = None;
    let code = status.code().or(signal.map(|signal| 128 + signal)).unwrap_or(1);
    // What Windows knows beyond a byte is an error of some kind.
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}
