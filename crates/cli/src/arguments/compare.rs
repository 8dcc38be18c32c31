//! The grammar of `mudbrick diff` and `mudbrick replay`.

use super::profile_choice::ProfileChoice;
use clap::Args;
use mudbrick_engine::Subject;
use mudbrick_model::ExchangeId;
use std::num::NonZeroU32;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct DiffArguments {
    /// An entry of the history by its number, or a file; a file whose name is a number is written ./12
    #[arg(value_name = "A", value_parser = subject)]
    pub(crate) left: Subject,
    /// What it is compared with, likewise; without it, A is an entry and is compared with the answer before it to the same
    /// request
    #[arg(value_name = "B", value_parser = subject)]
    pub(crate) right: Option<Subject>,
    #[command(flatten)]
    pub(crate) counting: Counting,
    /// Print a JSON Patch (RFC 6902) that makes the body of B of the body of A
    #[arg(long, conflicts_with_all = ["lines", "headers"])]
    pub(crate) patch: bool,
    /// Compare by line, as diff -u does, whatever the bodies are
    #[arg(long, conflicts_with_all = ["ignored", "ignore_order", "same_numbers", "ignore_noise", "json"])]
    pub(crate) lines: bool,
    /// Compare the headers too; some differ in every answer
    #[arg(long)]
    pub(crate) headers: bool,
}

/// What counts as a difference between two JSON bodies.
#[derive(Debug, Args)]
pub(crate) struct Counting {
    /// Leave out what a JSONPath (RFC 9535) leads to, such as `$.items[*].created`; may be repeated
    #[arg(long = "ignore", value_name = "PATH")]
    pub(crate) ignored: Vec<String>,
    /// Let the order of arrays not count; with =KEY, objects in them are matched by that member
    #[arg(long, value_name = "KEY", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub(crate) ignore_order: Option<String>,
    /// Take numbers and strings that mean the same for the same, such as 1.0 and 1
    #[arg(long)]
    pub(crate) same_numbers: bool,
    /// Leave out times, ids of requests and marks of versions, which differ in every answer
    #[arg(long)]
    pub(crate) ignore_noise: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ReplayArguments {
    /// An entry of the history by its number
    #[arg(value_name = "ID", value_parser = exchange, requires = "profiles")]
    pub(crate) exchange: ExchangeId,
    #[command(flatten)]
    pub(crate) profiles: ProfileChoice,
    /// Send nothing; print what would be sent on which profile
    #[arg(long, conflicts_with_all = ["yes", "parallel", "rate", "against_first", "ignored", "ignore_order", "same_numbers", "ignore_noise"])]
    pub(crate) dry_run: bool,
    /// Send writing calls to production without asking
    #[arg(long)]
    pub(crate) yes: bool,
    /// How many calls are under way at once
    #[arg(long, value_name = "N", default_value = "4")]
    pub(crate) parallel: NonZeroU32,
    /// How many calls begin in a second
    #[arg(long, value_name = "N")]
    pub(crate) rate: Option<NonZeroU32>,
    /// Compare the answers with that of the first profile, and not with the one in the history
    #[arg(long)]
    pub(crate) against_first: bool,
    #[command(flatten)]
    pub(crate) counting: Counting,
}

fn exchange(text: &str) -> Result<ExchangeId, String> {
    let number = text.strip_prefix('#').unwrap_or(text);
    number.parse().map(ExchangeId).map_err(|_| "an entry of the history has a number".to_owned())
}

fn subject(text: &str) -> Result<Subject, String> {
    let number = text.strip_prefix('#').unwrap_or(text);
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    match exchange(number) {
        Ok(id) if is_number => Ok(Subject::Exchange(id)),
        _ if text.is_empty() => Err("it names no file".to_owned()),
        _ => Ok(Subject::File(PathBuf::from(text))),
    }
}
