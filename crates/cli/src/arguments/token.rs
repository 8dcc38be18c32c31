//! The grammar of everything that gives a token to a person or a program.

use super::choice::choice;
use super::span;
use clap::{Args, ValueEnum};
use mudbrick_engine::Freshness;
use mudbrick_engine::view::TokenForm;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// Which token will do.
#[derive(Debug, Args)]
pub(crate) struct TokenNeed {
    /// Renew a token that ends earlier than this: 90s, 30m, 8h; 10m when left out
    #[arg(long, value_name = "TIME", value_parser = span::span)]
    min_ttl: Option<Duration>,
    /// A token for these of the profile's scopes alone, comma separated; it is cached by itself
    #[arg(long, value_name = "SCOPES", value_delimiter = ',', value_parser = scope)]
    pub(crate) scopes: Vec<String>,
}

impl TokenNeed {
    pub(crate) fn freshness(&self) -> Freshness {
        self.min_ttl.map_or(Freshness::Cached, Freshness::GoodFor)
    }
}

#[derive(Debug, Args)]
pub(crate) struct TokenArguments {
    /// Name, short name or id
    pub(crate) profile: String,
    /// Ask Adobe for a new one even if the cached one is good
    #[arg(long, conflicts_with = "min_ttl")]
    pub(crate) renew: bool,
    #[command(flatten)]
    pub(crate) need: TokenNeed,
    /// A token of this credential for whoever the access token in this file, or with - on standard input, is of; needs
    /// --scopes, and is not cached
    #[arg(long, value_name = "FILE", requires = "scopes", conflicts_with_all = ["renew", "min_ttl", "curl"])]
    pub(crate) on_behalf_of: Option<PathBuf>,
    /// Print it in the form that another program takes
    #[arg(long = "as", value_name = "FORM", conflicts_with = "curl")]
    pub(crate) form: Option<FormChoice>,
    /// Print the call that gets the token as a curl command, without its secrets
    #[arg(long, conflicts_with_all = ["renew", "min_ttl", "scopes"])]
    pub(crate) curl: bool,
    /// With --curl: print it with its secrets
    #[arg(long, requires = "curl")]
    pub(crate) with_secrets: bool,
}

/// The page opens in the browser, and Mudbrick listens for its answer. Where the redirect URI does not lead to this
/// computer, the browser ends at an address that shows no page: paste that here.
#[derive(Debug, Args)]
pub(crate) struct SignInArguments {
    /// Name, short name or id
    pub(crate) profile: String,
    /// Print the page's address and open nothing
    #[arg(long)]
    pub(crate) no_browser: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SignOutArguments {
    /// Name, short name or id
    pub(crate) profile: String,
}

choice! {
    /// A form in which a token is pasted elsewhere.
    FormChoice => TokenForm {
        Bearer => Bearer,
        Header => Header,
        Headers => Headers,
        Curl => Curl,
        Powershell => Powershell,
        Env => Env,
        Postman => Postman,
        Node => Node,
        Python => Python,
    }
}

#[derive(Debug, Args)]
pub(crate) struct HeaderArguments {
    /// Name, short name or id
    pub(crate) profile: String,
    /// Only the Authorization header
    #[arg(long)]
    pub(crate) only_authorization: bool,
    #[command(flatten)]
    pub(crate) need: TokenNeed,
}

/// The environment of the program gets ACCESS_TOKEN, its end as ACCESS_TOKEN_EXPIRES_AT (UTC) and
/// ACCESS_TOKEN_EXPIRES_ON (seconds since 1970), API_KEY, IMS_ORG and MUDBRICK_PROFILE. Signals and the exit code are the
/// program's own; 127 says that it was not found, 126 that it could not be run.
#[derive(Debug, Args)]
pub(crate) struct ExecArguments {
    #[command(flatten)]
    pub(crate) need: TokenNeed,
    /// Give it an address on this machine that always has a fresh token, MUDBRICK_TOKEN_URL with
    /// MUDBRICK_TOKEN_SECRET, in place of a token: for programs that outlive one
    #[arg(long)]
    pub(crate) serve: bool,
    /// Put this before the names of the variables, such as ADOBE_
    #[arg(long, value_name = "PREFIX", default_value = "", hide_default_value = true, value_parser = prefix)]
    pub(crate) prefix: String,
    /// Name, short name or id
    pub(crate) profile: String,
    /// The program and its arguments, behind --
    #[arg(required = true, last = true, value_name = "COMMAND")]
    pub(crate) command: Vec<OsString>,
}

#[derive(Debug, Args)]
pub(crate) struct EnvArguments {
    #[command(flatten)]
    pub(crate) need: TokenNeed,
    /// In which form
    #[arg(long = "as", value_name = "FORM", value_enum, default_value_t = ShellName::Sh, conflicts_with = "json")]
    pub(crate) form: ShellName,
    /// Put this before the names of the variables, such as ADOBE_
    #[arg(long, value_name = "PREFIX", default_value = "", hide_default_value = true, value_parser = prefix)]
    pub(crate) prefix: String,
    /// Name, short name or id
    pub(crate) profile: String,
}

/// A form of variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShellName {
    /// For eval in sh, bash and zsh
    #[value(aliases = ["bash", "zsh"])]
    Sh,
    /// For source in fish
    Fish,
    /// For Invoke-Expression
    #[value(alias = "pwsh")]
    Powershell,
    /// NAME=value, a line each
    Dotenv,
}

/// Everything behind the profile is curl's. Authorization, x-api-key and x-gw-ims-org-id are added, where they are not given;
/// none of them is in the arguments or in a file. A writing call to production asks first.
#[derive(Debug, Args)]
pub(crate) struct CurlArguments {
    #[command(flatten)]
    pub(crate) need: TokenNeed,
    /// Make a writing call to production without asking
    #[arg(long)]
    pub(crate) yes: bool,
    /// A profile's name, short name or id, and behind it what curl is given
    #[arg(required = true, num_args = 2.., trailing_var_arg = true, allow_hyphen_values = true, value_names = ["PROFILE", "ARGUMENT"])]
    words: Vec<String>,
}

impl CurlArguments {
    /// The profile, and curl's arguments. They are read as one: some of curl's options have the names of our own.
    pub(crate) fn split(&self) -> (&str, &[String]) {
        match self.words.split_first() {
            Some((profile, arguments)) => (profile, arguments),
            None => ("", &[]),
        }
    }
}

/// Nothing is asked, opened or renewed for it. The profile is that of MUDBRICK_PROFILE where none is named; without either
/// nothing is printed.
#[derive(Debug, Args)]
pub(crate) struct PromptArguments {
    /// Name, short name or id
    pub(crate) profile: Option<String>,
}

/// The protocol is described in docs/scripts.md.
#[derive(Debug, Args)]
pub(crate) struct HelperArguments {}

fn scope(text: &str) -> Result<String, &'static str> {
    match text.trim() {
        "" => Err("a scope is missing between the commas"),
        scope => Ok(scope.to_owned()),
    }
}

/// What may stand before a variable's name.
fn prefix(text: &str) -> Result<String, &'static str> {
    let fits = |(at, c): (usize, char)| {
        c == '_' || c.is_ascii_alphabetic() || (at > 0 && c.is_ascii_digit())
    };
    match text.char_indices().all(fits) {
        true => Ok(text.to_owned()),
        false => Err("only letters, digits and _ can stand there, and no digit first"),
    }
}
