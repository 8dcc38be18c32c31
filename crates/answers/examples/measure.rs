//! Measures what a large body costs: `measure FILE`. Prints a line of JSON with seconds and bytes, for `cargo xtask bench`.

use mudbrick_answers::find::{Case, Finder, Heard, Matches, Next, Pattern, PatternKind, Words};
use mudbrick_answers::index::{Form, Index};
use mudbrick_answers::json::table::Table;
use mudbrick_answers::rows::{self, View};
use mudbrick_answers::{AnswerError, Body, FileBody, Stop};
use std::fs::File;
use std::time::Instant;

/// How many rows are read from anywhere, and how many a screen has.
const TRIES: u64 = 200;
const SCREEN: usize = 60;

#[allow(clippy::print_stdout, reason = "an example for a terminal")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args_os().nth(1).ok_or("which file?")?;
    let body = FileBody::new(File::open(path)?)?;
    let began = Instant::now();
    let first = first_rows(&body)?;
    let first_s = began.elapsed().as_secs_f64();

    let began = Instant::now();
    let index = indexed(&body)?;
    let index_s = began.elapsed().as_secs_f64();

    let count = index.formatted_rows().unwrap_or(index.raw_rows());
    let mut worst_s: f64 = 0.0;
    for number in 0..TRIES {
        let from = (count / TRIES) * number;
        for view in [View::Formatted, View::Raw] {
            let began = Instant::now();
            rows::rows(&body, &index, view, from, SCREEN)?;
            worst_s = worst_s.max(began.elapsed().as_secs_f64());
        }
    }

    let began = Instant::now();
    let matches = found(&body)?;
    let find_s = began.elapsed().as_secs_f64();

    let began = Instant::now();
    let table = Table::of(&body, None, &Stop::default()).map_or(0, |table| table.count());
    let table_s = began.elapsed().as_secs_f64();

    let peak_kib = std::fs::read_to_string("/proc/self/status").ok().and_then(|status| {
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()
    });
    println!(
        "{{\"bytes\":{},\"first_rows\":{first},\"first_s\":{first_s:.6},\"index_s\":{index_s:.3},\
         \"index_bytes\":{},\"rows\":{count},\"worst_row_s\":{worst_s:.6},\"matches\":{matches},\
         \"find_s\":{find_s:.3},\"table_rows\":{table},\"table_s\":{table_s:.3},\"peak_kib\":{}}}",
        body.length(),
        index.bytes(),
        peak_kib.unwrap_or(0),
    );
    Ok(())
}

/// The first screen needs no more than the beginning.
fn first_rows(body: &dyn Body) -> Result<usize, AnswerError> {
    let mut index = Index::new(Form::Json);
    let mut piece = vec![0; 256 << 10];
    let count = body.read_at(0, &mut piece)?;
    index.feed(&piece[..count]);
    Ok(rows::rows(body, &index, View::Formatted, 0, SCREEN)?.len())
}

fn indexed(body: &dyn Body) -> Result<Index, AnswerError> {
    let mut index = Index::new(Form::Json);
    let mut piece = vec![0; 256 << 10];
    loop {
        let count = body.read_at(index.fed(), &mut piece)?;
        if count == 0 {
            index.finish();
            return Ok(index);
        }
        index.feed(&piece[..count]);
    }
}

fn found(body: &dyn Body) -> Result<u64, AnswerError> {
    let finder = Finder::new(&Pattern {
        text: "nowhere".to_owned(),
        kind: PatternKind::Text,
        case: Case::Ignored,
        words: Words::Any,
    })?;
    let mut matches = Matches::new();
    finder.each(body, 0, &Stop::default(), |heard| {
        if let Heard::Match(found) = heard {
            matches.take(found);
        }
        Next::More
    })?;
    Ok(matches.count())
}
