//! Pairs in, patches out, a line each: `[left, right]` as JSON, and the JSON Patch that makes the one of the other. For tests
//! that apply the patches with somebody else's program.
#![allow(clippy::disallowed_methods, reason = "it prints only JSON that it has made")]

use mudbrick_compare::json::{Arrays, Comparison, Options, Tree};
use std::error::Error;
use std::io::{BufRead as _, Write as _};

fn main() -> Result<(), Box<dyn Error>> {
    let arrays = match std::env::args().nth(1).as_deref() {
        Some("--ignore-order") => Arrays::AnyOrder,
        _ => Arrays::InOrder,
    };
    let options = Options { arrays, ..Options::default() };
    let mut output = std::io::BufWriter::new(std::io::stdout());
    for line in std::io::stdin().lock().lines() {
        let pair: [serde_json::Value; 2] = serde_json::from_str(&line?)?;
        let [left, right] = pair.map(|side| side.to_string());
        let (left, right) = (Tree::read(left)?, Tree::read(right)?);
        let patch = Comparison::of(&left, &right, &options)?.patch();
        writeln!(output, "{}", patch.replace('\n', ""))?;
    }
    Ok(output.flush()?)
}
