//! CSV: a header line that names the variables, and a row a line. Which character stands between the values is guessed by the
//! header line, and said. What spreadsheets leave behind says nothing: columns without a name and a value at the end of a table,
//! and rows without any value.

use super::row::{MOST_BYTES, Row, bad_row, not_utf8, unreadable};
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
    let mut header = header_line(&mut file, path)?;
    let named = named_separator(&header);
    if named.is_some() {
        header = header_line(&mut file, path)?;
    }
    let (separator, called) = named.unwrap_or_else(|| separator(&header));
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
        return Ok(told(called, 0));
    }
    let columns = columns(&record, path)?;
    let (mut number, mut blank, mut has_break) = (0, 0, false);
    while reader.read_byte_record(&mut record).map_err(|error| broken(path, &error))? {
        if record.iter().all(<[u8]>::is_empty) {
            blank += 1;
            continue;
        }
        number += 1;
        if record.as_slice().len() > MOST_BYTES {
            return Err(bad_row(path, number, "is longer than 16 MB: is a quote not closed?"));
        }
        let mut unnamed = record.iter().skip(columns.len());
        if record.len() < columns.len() || !unnamed.all(<[u8]>::is_empty) {
            let (found, named) = (record.len(), columns.len());
            let values = if found == 1 { "value" } else { "values" };
            let why = format!("has {found} {values} where the header line names {named}");
            return Err(bad_row(path, number, why));
        }
        has_break = record.as_slice().contains(&b'\n');
        let mut values = BTreeMap::new();
        for (name, value) in columns.iter().zip(&record) {
            let value = std::str::from_utf8(value).map_err(|_| not_utf8(path, number))?;
            values.insert(name.clone(), value.to_owned());
        }
        if take(Row { number, values }).is_break() {
            return Ok(told(called, blank));
        }
    }
    drop(reader);
    // A quote that nobody closed takes in everything behind it, whole rows too.
    if has_break && quotes % 2 == 1 {
        return Err(bad_row(path, number, "begins with a quote that is not closed"));
    }
    Ok(told(called, blank))
}

fn told(called: &str, blank: u64) -> String {
    let left_out = match blank {
        0 => String::new(),
        1 => "; a row without any value was left out".to_owned(),
        blank => format!("; {blank} rows without any value were left out"),
    };
    format!("It was read as CSV with {called} between the values{left_out}.")
}

/// The separator of a first line `sep=;`, which Excel reads, and other programs write for it.
fn named_separator(line: &[u8]) -> Option<(u8, &'static str)> {
    let line = line.trim_ascii();
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let (word, sign) = line.split_at_checked(4)?;
    let [sign] = sign else { return None };
    let known = SEPARATORS.into_iter().find(|(separator, _)| separator == sign);
    word.eq_ignore_ascii_case(b"sep=")
        .then(|| known.unwrap_or((*sign, "what its first line names")))
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
    let is_named = |name: &[u8]| !name.trim_ascii().is_empty();
    let named = record.iter().collect::<Vec<_>>().into_iter().rposition(is_named);
    for (at, name) in record.iter().take(named.map_or(1, |last| last + 1)).enumerate() {
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
