//! Standard output and standard error, each with who reads it. The one place that takes hold of the two.

use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Who reads a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A person at a terminal.
    Person,
    /// A pipe or a file.
    Program,
}

/// Somewhere to print to.
pub(crate) struct Stream {
    pub(super) reader: Reader,
    writer: Mutex<Box<dyn Write + Send>>,
}

#[allow(clippy::disallowed_methods, reason = "this is the one home of the two streams")]
impl Stream {
    pub(super) fn stdout() -> Self {
        let stdout = io::stdout();
        Self::to(reader(&stdout), stdout)
    }

    pub(super) fn stderr() -> Self {
        let stderr = io::stderr();
        Self::to(reader(&stderr), stderr)
    }

    pub(super) fn to(reader: Reader, writer: impl Write + Send + 'static) -> Self {
        Self { reader, writer: Mutex::new(Box::new(writer)) }
    }

    /// The stream for several writes that belong together.
    pub(super) fn lock(&self) -> MutexGuard<'_, Box<dyn Write + Send>> {
        // A print that panicked left nothing half done that matters here.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let mut writer = self.lock();
        // Flushed each time, since whoever reads may wait for a line before it writes one.
        writer.write_all(bytes)?;
        writer.flush()
    }
}

fn reader(stream: &impl IsTerminal) -> Reader {
    if stream.is_terminal() { Reader::Person } else { Reader::Program }
}
