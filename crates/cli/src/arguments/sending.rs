//! The grammar of how a request is sent: the flags of one call, and those of a profile. Names are curl's where it has one.

use super::choice::choice;
use clap::{Args, ValueEnum};
use mudbrick_model::{
    Cookies, HttpVersion, MOST_REDIRECTS, MOST_RETRIES, Proxy, RetryMethods, SendOptions, TimeLimit,
};
use std::path::PathBuf;

/// What `send` and `profile edit` have in common.
#[derive(Debug, Args)]
pub(crate) struct SendingFlags {
    /// How long the whole call may take, redirects included; each try has it anew
    #[arg(long, value_name = "SECONDS", value_parser = TimeLimit::parse)]
    pub(crate) max_time: Option<TimeLimit>,
    /// How long connecting may take: name, proxy and TLS together
    #[arg(long, value_name = "SECONDS", value_parser = TimeLimit::parse)]
    pub(crate) connect_timeout: Option<TimeLimit>,
    /// Follow at most so many redirects; 0 shows a redirect as the answer
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=i64::from(MOST_REDIRECTS)))]
    pub(crate) max_redirs: Option<u8>,
    /// Try again so often after 429, 503 or a connection that could not be made
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=i64::from(MOST_RETRIES)))]
    pub(crate) retry: Option<u8>,
    /// Which calls are tried again: GET, HEAD and OPTIONS; PUT and DELETE too; or POST and PATCH too
    #[arg(long, value_name = "WHICH", value_enum)]
    pub(crate) retry_methods: Option<RetryMethodsName>,
    /// Begin no try later than this after the first
    #[arg(long, value_name = "SECONDS", value_parser = TimeLimit::parse)]
    pub(crate) retry_max_time: Option<TimeLimit>,
    /// Keep the cookies that answers set, in memory, for later requests of the profile; or keep none
    #[arg(long, value_name = "WHAT", value_enum)]
    pub(crate) cookies: Option<CookiesName>,
    /// The proxy: http://HOST:PORT, none, or system
    #[arg(long, value_name = "PROXY", value_parser = proxy)]
    pub(crate) proxy: Option<Proxy>,
}

/// How one call is sent.
#[derive(Debug, Args)]
pub(crate) struct CallFlags {
    #[command(flatten)]
    pub(crate) common: SendingFlags,
    /// Follow redirects, whatever the request's file and the profile say
    #[arg(short = 'L', long, conflicts_with_all = ["no_location", "max_redirs"])]
    pub(crate) location: bool,
    /// Show a redirect as the answer
    #[arg(long, conflicts_with = "max_redirs")]
    pub(crate) no_location: bool,
    /// Send by HTTP/1.1 and no other version
    #[arg(long = "http1.1", conflicts_with = "http2")]
    pub(crate) http1_1: bool,
    /// Send by HTTP/2 and no other version; curl's flag of that name is what Mudbrick does without any
    #[arg(long)]
    pub(crate) http2: bool,
}

/// How a profile's requests are sent.
#[derive(Debug, Args)]
pub(crate) struct ProfileFlags {
    #[command(flatten)]
    pub(crate) common: SendingFlags,
    /// The version of HTTP
    #[arg(long, value_name = "VERSION", value_enum)]
    pub(crate) http_version: Option<HttpVersionName>,
    /// A PEM file that is trusted besides the system's roots, for this profile; may be repeated
    #[arg(long = "root", value_name = "FILE")]
    pub(crate) roots: Vec<PathBuf>,
    /// The key pair whose certificate is shown to servers that ask for one
    #[arg(long, value_name = "KEY")]
    pub(crate) client_key: Option<String>,
    /// Forget how its requests are sent, before what else is given here
    #[arg(long)]
    pub(crate) reset_sending: bool,
}

choice! {
    /// What is done with cookies.
    CookiesName => Cookies { Off => Off, Keep => Keep }
}

choice! {
    /// Which calls are tried again.
    RetryMethodsName => RetryMethods { Reads => Reads, Idempotent => Idempotent, All => All }
}

/// The version of HTTP.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum HttpVersionName {
    /// HTTP/2 where the server speaks it, else HTTP/1.1
    Automatic,
    /// HTTP/1.1 and no other
    #[value(name = "1.1")]
    Http1,
    /// HTTP/2 and no other
    #[value(name = "2")]
    Http2,
}

impl From<HttpVersionName> for HttpVersion {
    fn from(name: HttpVersionName) -> Self {
        match name {
            HttpVersionName::Automatic => Self::Automatic,
            HttpVersionName::Http1 => Self::Http1,
            HttpVersionName::Http2 => Self::Http2,
        }
    }
}

impl SendingFlags {
    /// What is given, in place of what was said before.
    fn over(&self, mut options: SendOptions) -> SendOptions {
        options.total_seconds = self.max_time.or(options.total_seconds);
        options.connect_seconds = self.connect_timeout.or(options.connect_seconds);
        options.redirects = self.max_redirs.or(options.redirects);
        options.retries = self.retry.or(options.retries);
        options.retry_methods = self.retry_methods.map(Into::into).or(options.retry_methods);
        options.retry_seconds = self.retry_max_time.or(options.retry_seconds);
        options.cookies = self.cookies.map(Into::into).or(options.cookies);
        options.proxy = self.proxy.clone().or(options.proxy);
        options
    }
}

impl CallFlags {
    /// What is said for this one call.
    pub(crate) fn options(&self) -> SendOptions {
        let mut options = self.common.over(SendOptions::default());
        if self.location {
            options.redirects = Some(mudbrick_engine::USUAL_REDIRECTS);
        }
        if self.no_location {
            options.redirects = Some(0);
        }
        options.http_version = match (self.http1_1, self.http2) {
            (true, _) => Some(HttpVersion::Http1),
            (_, true) => Some(HttpVersion::Http2),
            _ => None,
        };
        options
    }
}

impl ProfileFlags {
    /// A profile's options with what is given; the key pair is found by its name elsewhere.
    pub(crate) fn over(&self, options: SendOptions) -> SendOptions {
        let options = if self.reset_sending { SendOptions::default() } else { options };
        let mut options = self.common.over(options);
        options.http_version = self.http_version.map(Into::into).or(options.http_version);
        for root in &self.roots {
            // A person means the folder that they are in, and the next call comes from another.
            let root = std::path::absolute(root).unwrap_or_else(|_| root.clone());
            if !options.roots.contains(&root) {
                options.roots.push(root);
            }
        }
        options
    }
}

fn proxy(text: &str) -> Result<Proxy, &'static str> {
    Proxy::try_from(text.to_owned())
}
