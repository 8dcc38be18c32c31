//! JSON as people like to read it, written so that no copy of a secret in it is left in memory.

use mudbrick_vault::SecretText;
use serde::Serialize;
use std::io::{self, Write};

/// The value, indented by two blanks, with a line feed at its end.
pub(super) fn render<T: Serialize>(value: &T) -> SecretText {
    // The length is counted first, so that the text never moves while it grows.
    let mut length = Length(0);
    write(&mut length, value);
    let mut bytes = Vec::with_capacity(length.0);
    write(&mut bytes, value);
    #[allow(clippy::expect_used, reason = "serde_json writes nothing but UTF-8")]
    SecretText::new(String::from_utf8(bytes).expect("BUG: JSON that is not UTF-8"))
}

/// A list as JSON in one line: how a variable of the environment holds a list.
pub(super) fn one_line<T: Serialize + ?Sized>(value: &T) -> SecretText {
    let mut length = Length(0);
    #[allow(clippy::expect_used, reason = "what is written here is texts and lists of texts")]
    serde_json::to_writer(&mut length, value).expect("BUG: a value that JSON cannot hold");
    let mut bytes = Vec::with_capacity(length.0);
    #[allow(clippy::expect_used, reason = "it could be written before")]
    serde_json::to_writer(&mut bytes, value).expect("BUG: a value that JSON cannot hold");
    #[allow(clippy::expect_used, reason = "serde_json writes nothing but UTF-8")]
    SecretText::new(String::from_utf8(bytes).expect("BUG: JSON that is not UTF-8"))
}

#[allow(
    clippy::expect_used,
    reason = "what is written here is texts and lists of texts, to memory"
)]
fn write<T: Serialize>(sink: &mut impl Write, value: &T) {
    serde_json::to_writer_pretty(&mut *sink, value).expect("BUG: a value that JSON cannot hold");
    sink.write_all(b"\n").expect("BUG: memory that refuses a byte");
}

/// Counts what is written to it.
struct Length(usize);

impl Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
