//! CSV: a header line that names the variables, and a row a line. Which character stands between the values is guessed by the
//! header line, and said.

use super::row::{MOST_BYTES, Row, bad_row, unreadable};
use mudbrick_model::{ErrorCode, Problem};
use std::collections::BTreeMap;
use std::io::{BufRead, Read as _};
use std::ops::ControlFlow;
use std::path::Path;

/// What may stand between values, and what it is called. A comma wins where several are as frequent.
const SEPARATORS: [(u8, &str); 3] = [(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs")];

pub(super) fn each(
    mut file: impl BufRead,
    path: &Path,
    mut take: impl FnMut(Row) -> ControlFlow<()>,
) -> Result<String, Problem> {
    let header = header_line(&mut file, path)?;
    let (separator, called) = separator(&header);
    let mut quotes = header.iter().filter(|byte| **byte == b'"').count();
    let whole = header.as_slice().chain(Counted { inner: file, quotes: &mut quotes });
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        // Counted below, where it can be said which row it is.
        .flexible(true)
        .from_reader(whole);
    let mut record = csv::ByteRecord::new();
    if !reader.read_byte_record(&mut record).map_err(|error| broken(path, &error))? {
        return Ok(told(called));
    }
    let columns = columns(&record, path)?;
    let (mut number, mut has_break) = (0, false);
    while reader.read_byte_record(&mut record).map_err(|error| broken(path, &error))? {
        number += 1;
        if record.as_slice().len() > MOST_BYTES {
            return Err(bad_row(path, number, "is longer than 16 MB: is a quote not closed?"));
        }
        if record.len() != columns.len() {
            let (found, named) = (record.len(), columns.len());
            let why = format!("has {found} values where the header line names {named}");
            return Err(bad_row(path, number, why));
        }
        has_break = record.as_slice().contains(&b'\n');
        let mut values = BTreeMap::new();
        for (name, value) in columns.iter().zip(&record) {
            let value = std::str::from_utf8(value)
                .map_err(|_| bad_row(path, number, "is not UTF-8 text"))?;
            values.insert(name.clone(), value.to_owned());
        }
        if take(Row { number, values }).is_break() {
            return Ok(told(called));
        }
    }
    drop(reader);
    // A quote that nobody closed takes in everything behind it, whole rows too.
    if has_break && quotes % 2 == 1 {
        return Err(bad_row(path, number, "begins with a quote that is not closed"));
    }
    Ok(told(called))
}

fn told(called: &str) -> String {
    format!("It was read as CSV with {called} between the values.")
}

/// The header line with its end; a line break between quotes is part of a name.
fn header_line(file: &mut impl BufRead, path: &Path) -> Result<Vec<u8>, Problem> {
    let mut header = Vec::new();
    loop {
        let limit = (MOST_BYTES - header.len()) as u64;
        let read = file.by_ref().take(limit).read_until(b'\n', &mut header);
        let read = read.map_err(|error| unreadable(path, &error))?;
        let is_open = header.iter().filter(|byte| **byte == b'"').count() % 2 == 1;
        if read == 0 || !is_open {
            return Ok(header);
        }
    }
}

/// The separator that stands most often in the header line, outside of quotes.
fn separator(header: &[u8]) -> (u8, &'static str) {
    let mut counts = [0_usize; SEPARATORS.len()];
    let mut is_quoted = false;
    for byte in header {
        match SEPARATORS.iter().position(|(separator, _)| separator == byte) {
            Some(at) if !is_quoted => counts[at] += 1,
            _ => is_quoted ^= *byte == b'"',
        }
    }
    let most = (0..counts.len()).rev().max_by_key(|at| counts[*at]);
    SEPARATORS[most.unwrap_or_default()]
}

fn columns(record: &csv::ByteRecord, path: &Path) -> Result<Vec<String>, Problem> {
    let wrong = |why: String| {
        let message = format!("The header line of {} {why}. Nothing was sent.", path.display());
        Problem::new(ErrorCode::InvalidInput, message)
            .remedy("Its first line names the variables, as in ID,NAME.")
    };
    let mut columns: Vec<String> = Vec::new();
    for (at, name) in record.iter().enumerate() {
        let name = std::str::from_utf8(name).map_err(|_| wrong("is not UTF-8 text".into()))?.trim();
        if name.is_empty() {
            return Err(wrong(format!("has no name for its column {}", at + 1)));
        }
        if columns.iter().any(|other| other == name) {
            return Err(wrong(format!("names {name} twice")));
        }
        columns.push(name.to_owned());
    }
    Ok(columns)
}

fn broken(path: &Path, error: &csv::Error) -> Problem {
    let message = format!("{} cannot be read as CSV.", path.display());
    Problem::new(ErrorCode::InvalidInput, message).detail(error.to_string())
}

/// Counts the quotes that go through.
struct Counted<'a, R> {
    inner: R,
    quotes: &'a mut usize,
}

impl<R: std::io::Read> std::io::Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        *self.quotes += buffer[..count].iter().filter(|byte| **byte == b'"').count();
        Ok(count)
    }
}
