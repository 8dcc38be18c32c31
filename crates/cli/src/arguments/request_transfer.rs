//! The grammar of `mudbrick request import` and `export`.

use super::choice::choice;
use clap::{Args, ValueEnum};
use mudbrick_engine::view::RequestExportFormat;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct RequestImportArguments {
    /// Files and folders; - is standard input, which may also be one request as people paste it
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The folder of your requests that they go below
    #[arg(long, value_name = "FOLDER")]
    pub(crate) into: Option<String>,
    /// Only show what would be added and what would be left out
    #[arg(long, conflicts_with = "yes")]
    pub(crate) dry_run: bool,
    /// Add them without asking
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RequestExportArguments {
    /// Folders, files and requests as `request list` prints them; all of your requests when left out
    #[arg(value_name = "PATH")]
    pub(crate) requests: Vec<String>,
    /// For which program
    #[arg(long, value_enum)]
    pub(crate) format: RequestFormatName,
    /// The file to write, for .http files a folder; - is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Replace files that exist
    #[arg(long)]
    pub(crate) force: bool,
}

choice! {
    /// What requests can become.
    RequestFormatName => RequestExportFormat { Postman => Postman, Har => Har, Curl => Curl, Http => Http }
}
