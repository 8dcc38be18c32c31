//! Rows of data: CSV with a header line, a JSON array of objects, or JSON objects one after the other. They are read one by
//! one, twice: first looked through as a whole, then sent with. Nothing of them is kept.
//!
//! What a file is shows in its first character: `[` begins an array, `{` an object, and everything else is CSV.

mod csv;
mod json;
mod row;

pub(super) use row::Row;

use mudbrick_model::{ErrorCode, Problem};
use mudbrick_store::Revision;
use row::{AS_UTF8, unreadable};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek as _};
use std::ops::ControlFlow;
use std::path::Path;

/// What a file of rows was found to hold.
pub(super) struct Survey {
    pub(super) rows: u64,
    /// In the order in which they came up.
    pub(super) columns: Vec<String>,
    pub(super) told: String,
    /// Which state of the file was read.
    pub(super) revision: String,
}

/// Looks through a file of rows.
///
/// # Errors
/// It cannot be read, or a row of it is not one: the problem says which.
pub(super) fn survey(
    path: &Path,
    mut look: impl FnMut(&Row) -> Result<(), Problem>,
) -> Result<Survey, Problem> {
    let revision = Revision::read(open(path)?).map_err(|error| unreadable(path, &error))?;
    let (mut rows, mut columns) = (0, Vec::<String>::new());
    let mut seen = std::collections::HashSet::new();
    let mut failed = None;
    let told = each(path, |row| {
        rows = row.number;
        for name in row.values.keys() {
            if seen.insert(name.clone()) {
                columns.push(name.clone());
            }
        }
        match look(&row) {
            Ok(()) => ControlFlow::Continue(()),
            Err(problem) => {
                failed = Some(problem);
                ControlFlow::Break(())
            }
        }
    })?;
    if let Some(problem) = failed {
        return Err(problem);
    }
    if rows == 0 {
        let message = format!("There is no row in {}.", path.display());
        return Err(Problem::new(ErrorCode::InvalidInput, message).remedy(
            "In CSV, the first line names the variables, and each line behind it is a row.",
        ));
    }
    Ok(Survey { rows, columns, told, revision: revision.to_string() })
}

/// Reads a file's rows one by one until `take` has enough. Says how the file was read.
///
/// # Errors
/// As [`survey`].
pub(super) fn each(
    path: &Path,
    take: impl FnMut(Row) -> ControlFlow<()>,
) -> Result<String, Problem> {
    let mut file = BufReader::new(open(path)?);
    let fault = |error: &std::io::Error| unreadable(path, error);
    skip_mark(&mut file, path)?;
    let first = loop {
        let buffer = file.fill_buf().map_err(|error| fault(&error))?;
        match buffer.first() {
            // Blank lines before the header are as good as none.
            Some(byte) if byte.is_ascii_whitespace() && *byte != b'\t' => file.consume(1),
            found => break found.copied(),
        }
    };
    match first {
        Some(b'[' | b'{') => json::each(file, path, take),
        _ => csv::each(file, path, take),
    }
}

/// A file by its name, which has to be one: it is read twice.
fn open(path: &Path) -> Result<File, Problem> {
    let found = path.metadata().map_err(|error| unreadable(path, &error))?;
    if !found.is_file() {
        let message = format!("{} is no file.", path.display());
        return Err(Problem::new(ErrorCode::InvalidInput, message)
            .remedy("The rows are read twice. Save them in a file first."));
    }
    File::open(path).map_err(|error| unreadable(path, &error))
}

/// Passes over the mark that some programs write before UTF-8, and refuses the marks of what is no UTF-8.
fn skip_mark(file: &mut BufReader<File>, path: &Path) -> Result<(), Problem> {
    let mut mark = [0; 3];
    let mut length = 0;
    while length < mark.len() {
        match file.read(&mut mark[length..]).map_err(|error| unreadable(path, &error))? {
            0 => break,
            count => length += count,
        }
    }
    let skipped = match &mark[..length] {
        [0xef, 0xbb, 0xbf] => 3,
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            let message = format!("{} is UTF-16 text.", path.display());
            return Err(Problem::new(ErrorCode::InvalidInput, message).remedy(AS_UTF8));
        }
        _ => 0,
    };
    let from = std::io::SeekFrom::Start(skipped);
    file.seek(from).map(drop).map_err(|error| unreadable(path, &error))
}

#[cfg(test)]
mod tests;
