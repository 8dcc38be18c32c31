//! Takes secrets out of a body as it streams by, also those that arrive in two pieces.

use crate::redactor::{Found, MASK, Redactor, masked_into};
use std::fmt;
use std::io::{self, Write};

/// How much is looked at together, so that looking costs little for each byte.
const WINDOW: usize = 256 * 1024;

/// A text that is one finding after another for this long is masked as a whole.
const ENDLESS: usize = 8 << 20;

/// A sink that passes on what is written to it without secrets. It holds back the end, which may be the beginning of a
/// secret, until [`RedactingWriter::finish`]; without that the end is lost.
#[must_use = "without `finish` the end of what was written is lost"]
pub struct RedactingWriter<'a, W: Write> {
    redactor: &'a Redactor,
    sink: W,
    held: Vec<u8>,
    look_at: usize,
    passed_on: u64,
}

impl<W: Write> fmt::Debug for RedactingWriter<'_, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedactingWriter").field("held", &self.held.len()).finish_non_exhaustive()
    }
}

impl<'a, W: Write> RedactingWriter<'a, W> {
    pub(crate) fn new(redactor: &'a Redactor, sink: W) -> Self {
        let look_at = WINDOW + redactor.reach();
        Self { redactor, sink, held: Vec::new(), look_at, passed_on: 0 }
    }

    /// Passes on what was held back, and gives the sink and the number of bytes it was given in all.
    pub fn finish(mut self) -> io::Result<(W, u64)> {
        let found = self.redactor.find(&self.held);
        self.pass_on(self.held.len(), &found)?;
        self.sink.flush()?;
        Ok((self.sink, self.passed_on))
    }

    /// Passes on as much as cannot be a part of something that is not here yet.
    fn advance(&mut self) -> io::Result<()> {
        let found = self.redactor.find(&self.held);
        let mut cut = self.held.len() - self.redactor.reach();
        // What begins before the cut ends after it only if it is held back as a whole; and that may reach back further.
        let mut moved = true;
        while moved {
            let straddling = found.iter().filter(|found| found.from < cut && cut < found.mask.end);
            let earliest = straddling.map(|found| found.from.min(found.mask.start)).min();
            moved = earliest.is_some();
            cut = earliest.unwrap_or(cut);
        }
        if cut == 0 && self.held.len() > ENDLESS {
            cut = self.held.len() - self.redactor.reach();
            self.held.drain(..cut);
            self.look_at = WINDOW + self.redactor.reach();
            self.passed_on += MASK.len() as u64;
            return self.sink.write_all(MASK.as_bytes());
        }
        self.pass_on(cut, &found)?;
        self.look_at = self.held.len() + WINDOW.max(self.redactor.reach());
        Ok(())
    }

    fn pass_on(&mut self, cut: usize, found: &[Found]) -> io::Result<()> {
        let before = found.partition_point(|found| found.mask.start < cut);
        let mut out = Vec::with_capacity(cut);
        masked_into(&self.held[..cut], &found[..before], &mut out);
        self.held.drain(..cut);
        self.passed_on += out.len() as u64;
        self.sink.write_all(&out)
    }
}

impl<W: Write> Write for RedactingWriter<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= self.look_at {
            self.advance()?;
        }
        Ok(bytes.len())
    }

    /// Flushes the sink; what is held back stays held back.
    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_vault::SecretText;

    const CANARY: &str = "canary-canary";

    fn redactor() -> Redactor {
        Redactor::new(&[&SecretText::new(CANARY.to_owned())])
    }

    /// Writes `text` up to where it is looked at for the first time, and the rest. Gives what had been passed on after the
    /// first look, and everything.
    fn in_two(redactor: &Redactor, text: &str) -> (Vec<u8>, Vec<u8>) {
        let mut writer = redactor.writer(Vec::new());
        let (first, rest) = text.as_bytes().split_at(writer.look_at);
        let (nearly, last) = first.split_at(first.len() - 1);
        writer.write_all(nearly).unwrap();
        assert!(writer.sink.is_empty(), "it looks too early");
        writer.write_all(last).unwrap();
        let early = writer.sink.clone();
        assert_eq!(writer.look_at, writer.held.len() + WINDOW);
        writer.write_all(rest).unwrap();
        let (all, length) = writer.finish().unwrap();
        assert_eq!(length, all.len() as u64);
        (early, all)
    }

    #[test]
    fn a_secret_at_the_cut_is_held_back_and_nothing_else_is() {
        let redactor = redactor();
        let tail = "x".repeat(2 * redactor.reach());
        for (before, passed_on) in [
            (WINDOW - CANARY.len(), WINDOW - CANARY.len() + MASK.len()),
            (WINDOW - 5, WINDOW - 5),
            (WINDOW, WINDOW),
            (WINDOW + 1, WINDOW),
        ] {
            let text = format!("{}{CANARY}{tail}", "x".repeat(before));
            let (early, all) = in_two(&redactor, &text);
            assert_eq!(early.len(), passed_on, "{before}");
            assert!(all == redactor.bytes(text.as_bytes()).as_ref(), "{before}");
        }
    }

    #[test]
    fn a_secret_at_the_cut_takes_along_those_that_it_overlaps() {
        let secrets = ["abcdef", "defghi", "ghijkl"].map(|text| SecretText::new(text.to_owned()));
        let redactor = Redactor::new(&secrets.each_ref());
        let before = "x".repeat(WINDOW - 11);
        let text = format!("{before}abcdefghijkl{}", "x".repeat(2 * redactor.reach()));
        let (early, all) = in_two(&redactor, &text);
        assert_eq!(early.len(), before.len());
        assert!(all == redactor.bytes(text.as_bytes()).as_ref());
    }

    #[test]
    fn a_flush_reaches_the_sink() {
        let redactor = redactor();
        let mut writer = redactor.writer(io::BufWriter::new(Vec::new()));
        writer.sink.write_all(b"passed on").unwrap();
        writer.flush().unwrap();
        assert_eq!(writer.sink.get_ref(), b"passed on");
    }

    #[test]
    fn debug_shows_nothing_of_what_is_held_back() {
        let redactor = redactor();
        let mut writer = redactor.writer(Vec::new());
        writer.write_all(CANARY.as_bytes()).unwrap();
        assert_eq!(format!("{writer:?}"), "RedactingWriter { held: 13, .. }");
    }
}
