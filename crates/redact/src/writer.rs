//! Takes secrets out of a body as it streams by, also those that arrive in two pieces.

use crate::found::{Found, MASK, masked_into};
use crate::redactor::Redactor;
use std::cmp::Reverse;
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
    pending: Vec<u8>,
    look_at: usize,
    endless: usize,
    passed_on: u64,
}

impl Redactor {
    /// A sink that takes secrets out of what is written to it and writes the rest to `sink`.
    pub fn writer<W: Write>(&self, sink: W) -> RedactingWriter<'_, W> {
        RedactingWriter::new(self, sink)
    }
}

impl<W: Write> fmt::Debug for RedactingWriter<'_, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedactingWriter")
            .field("pending", &self.pending.len())
            .finish_non_exhaustive()
    }
}

impl<'a, W: Write> RedactingWriter<'a, W> {
    pub(crate) fn new(redactor: &'a Redactor, sink: W) -> Self {
        let look_at = WINDOW + redactor.reach();
        Self { redactor, sink, pending: Vec::new(), look_at, endless: ENDLESS, passed_on: 0 }
    }

    /// Passes on what was held back, and gives the sink and the number of bytes it was given in all.
    pub fn finish(mut self) -> io::Result<(W, u64)> {
        let found = self.redactor.find(&self.pending);
        self.pass_on(self.pending.len(), &found)?;
        self.sink.flush()?;
        Ok((self.sink, self.passed_on))
    }

    /// Passes on as much as cannot be a part of something that is not here yet.
    fn advance(&mut self) -> io::Result<()> {
        let found = self.redactor.find(&self.pending);
        let farthest = self.pending.len() - self.redactor.reach();
        // What begins before the cut and ends after it is held back as a whole, and what that cuts through in turn: none of
        // which ends later, so that one look at each will do.
        let mut by_end: Vec<&Found> = found.iter().collect();
        by_end.sort_unstable_by_key(|found| Reverse(found.mask.end));
        let cut = by_end.into_iter().fold(farthest, |cut, found| {
            if found.from < cut && cut < found.mask.end { found.from } else { cut }
        });
        // Somebody who sends nothing but half-secrets must not fill the memory.
        if cut == 0 && self.pending.len() > self.endless {
            self.pending.drain(..farthest);
            self.look_at = WINDOW + self.redactor.reach();
            self.passed_on += MASK.len() as u64;
            return self.sink.write_all(MASK.as_bytes());
        }
        self.pass_on(cut, &found)?;
        self.look_at = self.pending.len() + WINDOW.max(self.redactor.reach());
        Ok(())
    }

    fn pass_on(&mut self, cut: usize, found: &[Found]) -> io::Result<()> {
        let before = found.partition_point(|found| found.mask.start < cut);
        let mut out = Vec::with_capacity(cut);
        masked_into(&self.pending[..cut], &found[..before], &mut out);
        self.pending.drain(..cut);
        self.passed_on += out.len() as u64;
        self.sink.write_all(&out)
    }
}

impl<W: Write> Write for RedactingWriter<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pending.extend_from_slice(bytes);
        if self.pending.len() >= self.look_at {
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
        assert_eq!(writer.look_at, writer.pending.len() + WINDOW);
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

    /// A text of `a` alone, in which every finding overlaps the next.
    fn one_after_another(length: usize) -> (Redactor, Vec<u8>) {
        (Redactor::new(&[&SecretText::new("aaaa".to_owned())]), vec![b'a'; length])
    }

    #[test]
    fn a_text_that_is_one_finding_after_another_is_masked_before_it_fills_the_memory() {
        let (redactor, text) = one_after_another(WINDOW + redactor().reach());
        let mut writer = redactor.writer(Vec::new());
        writer.endless = writer.look_at - 1;
        writer.write_all(&text[..writer.look_at]).unwrap();
        assert_eq!(writer.sink, MASK.as_bytes());
        assert_eq!(writer.pending.len(), redactor.reach());
        assert_eq!(writer.look_at, WINDOW + redactor.reach());
        let (all, length) = writer.finish().unwrap();
        assert_eq!(String::from_utf8(all).unwrap(), MASK.repeat(2));
        assert_eq!(length, 2 * MASK.len() as u64);
    }

    #[test]
    fn a_text_that_may_end_still_is_waited_for() {
        let (redactor, text) = one_after_another(WINDOW + redactor().reach());
        let mut writer = redactor.writer(Vec::new());
        writer.endless = writer.look_at;
        writer.write_all(&text[..writer.look_at]).unwrap();
        assert!(writer.sink.is_empty());
        assert_eq!(String::from_utf8(writer.finish().unwrap().0).unwrap(), MASK);
    }

    #[test]
    fn a_long_text_with_little_in_it_is_never_masked_as_a_whole() {
        let redactor = redactor();
        let text = format!("{}{CANARY}", "x".repeat(WINDOW + redactor.reach()));
        let mut writer = redactor.writer(Vec::new());
        writer.endless = 0;
        writer.write_all(text.as_bytes()).unwrap();
        assert!(writer.finish().unwrap().0 == redactor.bytes(text.as_bytes()).as_ref());
    }

    #[test]
    fn what_is_held_back_stays_small() {
        let secret = SecretText::new("0123456789 canary ".repeat(100));
        let redactor = Redactor::new(&[&secret]);
        let mut writer = redactor.writer(Vec::new());
        for piece in vec![b' '; 4 * WINDOW].chunks(7919) {
            writer.write_all(piece).unwrap();
            assert!(writer.pending.len() < 2 * WINDOW, "{}", writer.pending.len());
        }
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
        assert_eq!(format!("{writer:?}"), "RedactingWriter { pending: 13, .. }");
    }
}
