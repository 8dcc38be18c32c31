//! The grammar of `mudbrick request`, and of every command that takes a request from anywhere.

use super::choice::choice;
use super::request_transfer::{RequestExportArguments, RequestImportArguments};
use clap::{Args, Subcommand, ValueEnum};
use mudbrick_model::CodeLanguage;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum RequestCommand {
    /// List your own requests; with --all the catalogue too, with --for what of it a profile can send
    List {
        /// The catalogue too, all of it
        #[arg(long)]
        all: bool,
        /// A profile: the catalogue's requests that its credential can send too, as far as is known
        #[arg(long = "for", value_name = "PROFILE")]
        profile: Option<String>,
    },
    /// Print a request as it is written
    Show {
        /// Such as "Places/List libraries", folder/file#name, or a name that only one request has
        request: String,
    },
    /// Print a request as code that sends the same; the token in it is a call of `mudbrick token`
    Code(Box<CodeArguments>),
    /// Give one of your requests another name
    Rename {
        /// As `request list` prints it, or a name that only one request has
        request: String,
        /// Its new name
        name: String,
    },
    /// Move one of your requests to another folder or file
    Move {
        /// As `request list` prints it, or a name that only one request has
        request: String,
        /// A file such as places/Mine, or a folder with a slash at its end
        to: String,
        /// Replace a request there that has the name
        #[arg(long)]
        replace: bool,
    },
    /// Put a copy of one of your requests behind it
    Duplicate {
        /// As `request list` prints it, or a name that only one request has
        request: String,
        /// The copy's name; one that is free when left out
        name: Option<String>,
    },
    /// Delete one of your requests (it can be brought back for 30 days)
    Delete {
        /// As `request list` prints it, or a name that only one request has
        request: String,
    },
    /// Take over requests of other programs: Postman, Insomnia, Bruno, HAR, OpenAPI, curl and .http files, and zip files of these
    Import(RequestImportArguments),
    /// Write your requests for another program, without secrets
    Export(RequestExportArguments),
    /// Undo the last change of your requests, also one that was made in the window
    Undo {
        /// The change, as the command that made it printed it; the last one when left out
        change: Option<String>,
    },
}

/// A request from anywhere, and what is changed of it.
#[derive(Debug, Args)]
pub(crate) struct GivenRequest {
    /// Name, short name or id
    pub(crate) profile: String,
    /// A catalogue or own request such as "Places/List libraries" or folder/file#name, a name that only one request has, a
    /// .http file, or a URL; own: or catalogue: before a name says which is meant when both have it
    #[arg(required_unless_present = "curl", conflicts_with = "curl")]
    pub(crate) request: Option<String>,
    /// The request from a text in FILE, or - for standard input: curl of any shell, Invoke-RestMethod, fetch(…), raw HTTP
    #[arg(long, value_name = "FILE")]
    pub(crate) curl: Option<PathBuf>,
    /// Take what was read from the text, whatever is doubtful about it
    #[arg(long, requires = "curl")]
    pub(crate) as_read: bool,
    /// Add the headers that the service needs and the text lacks
    #[arg(long, requires = "curl")]
    pub(crate) complete: bool,
    /// The method; the request's own, or GET for a URL, when left out
    #[arg(short = 'X', long)]
    pub(crate) method: Option<String>,
    /// A header in place of the request's own of that name; may be repeated
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE")]
    pub(crate) headers: Vec<String>,
    /// The body in place of the request's own; @FILE sends a file byte for byte, @- standard input
    #[arg(short = 'd', long, value_name = "TEXT")]
    pub(crate) data: Option<String>,
    /// A variable for this request, or the answer to a prompt of its file; may be repeated
    #[arg(long = "var", value_name = "NAME=VALUE", value_parser = variable)]
    pub(crate) variables: Vec<(String, String)>,
    /// Let the body be a file from outside of the request's folder
    #[arg(long)]
    pub(crate) outside_files: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CodeArguments {
    #[command(flatten)]
    pub(crate) given: GivenRequest,
    /// The language, or the shell that curl is written for
    #[arg(long = "as", value_name = "LANGUAGE", default_value = "bash")]
    pub(crate) language: LanguageChoice,
    /// Put the token into it
    #[arg(long)]
    pub(crate) with_secrets: bool,
    /// Write the body to a file as well, where it is so long that the code reads it from one
    #[arg(long, value_name = "FILE")]
    pub(crate) body_out: Option<PathBuf>,
    /// Replace the file of --body-out if it exists
    #[arg(long, requires = "body_out")]
    pub(crate) force: bool,
}

choice! {
    /// A language to write a request in.
    LanguageChoice => CodeLanguage {
        Bash => Bash,
        Cmd => Cmd,
        Powershell => Powershell,
        InvokeRestMethod => InvokeRestMethod,
        Httpie => Httpie,
        Python => Python,
        Aepp => Aepp,
        Javascript => Javascript,
        Java => Java,
        Csharp => Csharp,
    }
}

pub(super) fn variable(text: &str) -> Result<(String, String), String> {
    let (name, value) =
        text.split_once('=').ok_or_else(|| format!("{text:?} is not NAME=VALUE"))?;
    Ok((name.trim().to_owned(), value.to_owned()))
}
