//! The kinds of places that something can be kept in.

use anyhow::Result;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use rusqlite::Connection;
use std::io::Write as _;
use std::path::Path;

/// Puts bytes into a new file of some kind.
type Make = fn(&Path, &[u8]) -> Result<()>;

pub(super) const ALL: [(&str, Make); 11] = [
    ("a file", file),
    ("a log", log),
    ("gzip", gzip),
    ("zlib", zlib),
    ("a stored member of a zip", |path, bytes| file(path, &zip(bytes, 0)?)),
    ("a deflated member of a zip", |path, bytes| file(path, &zip(bytes, 8)?)),
    ("a zip in a zip behind a program", nested),
    ("a row", row),
    ("a row of several pages", long_row),
    ("a free page", free_page),
    ("a write-ahead log", write_ahead_log),
];

#[allow(clippy::disallowed_methods, reason = "a file that is there to be found and removed")]
pub(super) fn file(path: &Path, bytes: &[u8]) -> Result<()> {
    Ok(std::fs::write(path, bytes)?)
}

fn log(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut text = "2026-01-01T00:00:00Z nothing happened\n".repeat(500).into_bytes();
    text.extend_from_slice(bytes);
    text.extend_from_slice(&[b'\n', 0xff, 0xfe]);
    file(path, &text)
}

fn gzip(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    file(path, &encoder.finish()?)
}

fn zlib(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    file(path, &encoder.finish()?)
}

/// A local header and its data, as a zip that was cut off before its directory has them.
fn zip(bytes: &[u8], method: u16) -> Result<Vec<u8>> {
    let mut out = b"PK\x03\x04\x14\0\0\0".to_vec();
    out.extend(method.to_le_bytes());
    // Time, checksum and sizes, all of which a stream leaves empty.
    out.extend([0; 16]);
    out.extend(5_u16.to_le_bytes());
    out.extend([0; 2]);
    out.extend(b"a.txt");
    if method == 0 {
        out.extend_from_slice(bytes);
        return Ok(out);
    }
    let mut encoder = DeflateEncoder::new(out, Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

fn nested(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut out = b"#!/bin/sh\nexit\n".to_vec();
    out.extend(zip(&zip(bytes, 8)?, 8)?);
    file(path, &out)
}

fn database(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path)?;
    // Nothing here has to survive a crash.
    connection.execute_batch("PRAGMA synchronous = OFF; CREATE TABLE kept (text)")?;
    Ok(connection)
}

fn row(path: &Path, bytes: &[u8]) -> Result<()> {
    database(path)?.execute("INSERT INTO kept VALUES (?)", [bytes])?;
    Ok(())
}

/// In pieces that go to several pages.
fn long_row(path: &Path, bytes: &[u8]) -> Result<()> {
    let long = [&[b'-'; 4096], bytes, &[b'-'; 4096]].concat();
    database(path)?.execute("INSERT INTO kept VALUES (?)", [long])?;
    Ok(())
}

fn free_page(path: &Path, bytes: &[u8]) -> Result<()> {
    long_row(path, bytes)?;
    Connection::open(path)?.execute_batch("PRAGMA secure_delete = OFF; DROP TABLE kept")?;
    Ok(())
}

/// Leaves database and log as a crash would: the row is in the log alone.
fn write_ahead_log(path: &Path, bytes: &[u8]) -> Result<()> {
    let made = path.with_extension("made");
    let connection = database(&made)?;
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0")?;
    connection.execute("INSERT INTO kept VALUES (?)", [bytes])?;
    let beside = |path: &Path, end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        std::path::PathBuf::from(name)
    };
    std::fs::copy(beside(&made, "-wal"), beside(path, "-wal"))?;
    drop(connection);
    Ok(std::fs::remove_file(made)?)
}

/// A full-text index that keeps no copy of its text, behind another word with the same beginning.
pub(super) fn full_text_words(path: &Path, secret: &str) -> Result<()> {
    let connection = Connection::open(path)?;
    connection.execute_batch("CREATE VIRTUAL TABLE found USING fts5(text, content = '')")?;
    let neighbour = format!("{}0", &secret[..secret.len() - 6]);
    for text in [neighbour.as_str(), secret] {
        connection.execute("INSERT INTO found (text) VALUES (?)", [text])?;
    }
    Ok(())
}
