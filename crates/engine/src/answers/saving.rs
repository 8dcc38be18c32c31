//! A body as a file, whole and masked as it is kept.

use super::Answers;
use super::body_view::{BodyAt, BodySaved};
use super::opened::Opened;
use super::problems::problem;
use super::tables::{order, table};
use crate::threads::lock;
use mudbrick_answers::rows::{self, View};
use mudbrick_answers::{AnswerError, Stop, body};
use mudbrick_model::Problem;
use mudbrick_vault::files::{self, Destination, Mode};
use std::io::{self, Write};

/// So much is read at a time.
const PIECE: u64 = 1 << 20;
/// So many rows are put in form at a time.
const ROWS: usize = 2000;
/// What a level is indented by.
const INDENT: &str = "  ";

impl Answers {
    /// Saves a body.
    ///
    /// How many cells of a table were written with an apostrophe before them, because a spreadsheet would take them for formulas.
    pub fn save(
        &self,
        of: &BodyAt,
        saved: &BodySaved,
        to: Destination<'_>,
    ) -> Result<u64, Problem> {
        let opened = self.opened(of)?;
        let mut failed = None;
        let mut defused = 0;
        let written = files::deliver_written(to, Mode::Shared, |file| {
            let written = write(&opened, saved, file);
            written.map(|count| defused = count).map_err(|error| match error {
                AnswerError::Read(error) => error,
                // What is no failure of the disk is told as what it is.
                other => {
                    let message = io::Error::other(other.to_string());
                    failed = Some(other);
                    message
                }
            })
        });
        match failed {
            Some(error) => Err(problem(error)),
            None => {
                written?;
                Ok(defused)
            }
        }
    }

    /// The name that a body's file is given: what the address ends with, and what the body is.
    pub fn file_name(&self, of: &BodyAt, saved: &BodySaved) -> Result<String, Problem> {
        use super::body_view::BodyKind as K;
        let opened = self.opened(of)?;
        let extension = match (saved, opened.kind, opened.media_type) {
            (BodySaved::Table { .. }, ..) => "csv",
            // The elements of several pages, a line each.
            (BodySaved::Raw, K::Json, _) if !of.pages.is_empty() && of.query.is_none() => "jsonl",
            (_, K::Json, _) => "json",
            (_, K::Xml, _) => "xml",
            (_, K::Html, _) => "html",
            (_, K::Picture, Some(media_type)) => {
                let kind = media_type.rsplit('/').next().unwrap_or("bin");
                kind.split('+').next().unwrap_or(kind).trim_start_matches("x-")
            }
            (_, K::Binary, _) => "bin",
            _ => "txt",
        };
        let exchange = self.history.exchange(of.id)?;
        let url = url::Url::parse(&exchange.sent_url).ok();
        let last = url.as_ref().and_then(|url| url.path_segments()?.rfind(|part| !part.is_empty()));
        let plain: String = last
            .unwrap_or("answer")
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' })
            .take(60)
            .collect();
        let stem = plain.trim_matches(['.', '-']);
        let stem = if stem.is_empty() { "answer" } else { stem };
        let suffix = format!(".{extension}");
        Ok(format!("{}{suffix}", stem.strip_suffix(suffix.as_str()).unwrap_or(stem)))
    }
}

fn write(opened: &Opened, saved: &BodySaved, file: &mut dyn Write) -> Result<u64, AnswerError> {
    let mut file = io::BufWriter::new(file);
    let mut defused = 0;
    match saved {
        BodySaved::Raw => {
            let mut at = 0;
            loop {
                let piece = body::bytes(&*opened.raw, at, at + PIECE)?;
                if piece.is_empty() {
                    break;
                }
                at += piece.len() as u64;
                file.write_all(&piece)?;
            }
        }
        BodySaved::Formatted => formatted(opened, &mut file)?,
        BodySaved::Table { wish } => {
            let stop = Stop::default();
            let table = table(opened, &stop)?;
            let order = order(opened, &table, wish, &stop)?;
            defused = table.csv(&*opened.text, order.as_deref(), &mut file, &stop)?;
        }
    }
    file.flush()?;
    Ok(defused)
}

fn formatted(opened: &Opened, file: &mut impl Write) -> Result<(), AnswerError> {
    // The index knows no row behind what it was fed: without this, a large body would end where that is just now.
    opened.look_through()?;
    let mut from = 0;
    let mut is_first = true;
    loop {
        let rows = rows::rows(&*opened.text, &lock(&opened.index), View::Formatted, from, ROWS)?;
        for row in &rows {
            if !row.continued {
                if !std::mem::take(&mut is_first) {
                    file.write_all(b"\n")?;
                }
                file.write_all(INDENT.repeat(row.indent()).as_bytes())?;
            }
            file.write_all(row.bytes())?;
        }
        from += rows.len() as u64;
        if rows.len() < ROWS {
            return Ok(file.write_all(b"\n")?);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::body_view::BodyKind;
    use mudbrick_answers::Body;
    use mudbrick_answers::charset::Charset;
    use std::sync::Arc;

    #[test]
    fn what_is_saved_in_form_is_all_of_it_however_far_the_index_is() {
        let text = format!("[{}0]", "1,".repeat(2 << 20));
        let body: Arc<dyn Body> = Arc::new(text.into_bytes());
        let charset = Charset::of(&*body, None, None).unwrap();
        let (raw, kind) = (Arc::clone(&body), BodyKind::Json);
        let opened = Opened::looked_through(raw, body, charset, 0, kind, None).unwrap();
        assert!(!lock(&opened.index).is_whole());
        let mut saved = Vec::new();
        write(&opened, &BodySaved::Formatted, &mut saved).unwrap();
        assert!(saved.ends_with(b"\n  0\n]\n"), "{} bytes", saved.len());
    }
}
