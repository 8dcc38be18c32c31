//! The grammar of `mudbrick request`.

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum RequestCommand {
    /// List your own requests; with --all the catalogue too
    List {
        /// The catalogue too
        #[arg(long)]
        all: bool,
    },
    /// Print a request as it is written
    Show {
        /// Such as "Places/List libraries", folder/file#name, or a name that only one request has
        request: String,
    },
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
    /// Undo the last change of your requests, also one that was made in the window
    Undo {
        /// The change, as the command that made it printed it; the last one when left out
        change: Option<String>,
    },
}
