//! curl's options, as far as pasted commands have them.

/// What an option means for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// `-X`.
    Method,
    /// `-H`.
    Header,
    /// `-d`, `--data`, `--data-ascii`, `--data-binary`: `@` means a file.
    Data,
    /// `--data-raw`: `@` means nothing.
    DataRaw,
    /// `--data-urlencode`.
    DataEncoded,
    /// `--json`.
    Json,
    /// `-G`.
    DataInUrl,
    /// `-I`.
    Head,
    /// `--url`.
    Url,
    /// `-A`.
    UserAgent,
    /// `-e`.
    Referer,
    /// `-b`.
    Cookie,
    /// `-u`, which holds a password.
    User,
    /// `--oauth2-bearer`.
    Bearer,
    /// `-F`, `-T`: a body that a saved request cannot hold.
    Upload,
    /// `-x`, `--cert`, `-k`, …: how to connect, which the profile and the system decide. With or without a value.
    Connection,
    /// Nothing a request would keep, such as `-s`. With or without a value.
    Ignored,
}

/// An option, by both its names.
pub(super) struct Known {
    pub(super) short: char,
    pub(super) long: &'static str,
    pub(super) takes_value: bool,
    pub(super) meaning: Meaning,
}

const NONE: char = '\0';

const fn with(short: char, long: &'static str, meaning: Meaning) -> Known {
    Known { short, long, takes_value: true, meaning }
}

const fn flag(short: char, long: &'static str, meaning: Meaning) -> Known {
    Known { short, long, takes_value: false, meaning }
}

const KNOWN: [Known; 64] = {
    use Meaning as O;
    [
        with('X', "request", O::Method),
        with('H', "header", O::Header),
        with('d', "data", O::Data),
        with(NONE, "data-ascii", O::Data),
        with(NONE, "data-binary", O::Data),
        with(NONE, "data-raw", O::DataRaw),
        with(NONE, "data-urlencode", O::DataEncoded),
        with(NONE, "json", O::Json),
        flag('G', "get", O::DataInUrl),
        flag('I', "head", O::Head),
        with(NONE, "url", O::Url),
        with('A', "user-agent", O::UserAgent),
        with('e', "referer", O::Referer),
        with('b', "cookie", O::Cookie),
        with('u', "user", O::User),
        with(NONE, "oauth2-bearer", O::Bearer),
        with('F', "form", O::Upload),
        with(NONE, "form-string", O::Upload),
        with('T', "upload-file", O::Upload),
        with('x', "proxy", O::Connection),
        with('U', "proxy-user", O::Connection),
        with('E', "cert", O::Connection),
        with(NONE, "key", O::Connection),
        with(NONE, "cacert", O::Connection),
        with(NONE, "resolve", O::Connection),
        with(NONE, "connect-to", O::Connection),
        with(NONE, "noproxy", O::Connection),
        with(NONE, "interface", O::Connection),
        flag('k', "insecure", O::Connection),
        flag('s', "silent", O::Ignored),
        flag('S', "show-error", O::Ignored),
        flag('v', "verbose", O::Ignored),
        flag('i', "include", O::Ignored),
        flag(NONE, "show-headers", O::Ignored),
        flag('L', "location", O::Ignored),
        flag(NONE, "location-trusted", O::Ignored),
        flag('f', "fail", O::Ignored),
        flag(NONE, "fail-with-body", O::Ignored),
        flag('g', "globoff", O::Ignored),
        flag('N', "no-buffer", O::Ignored),
        flag('O', "remote-name", O::Ignored),
        flag('J', "remote-header-name", O::Ignored),
        flag('#', "progress-bar", O::Ignored),
        flag('0', "http1.0", O::Ignored),
        flag('4', "ipv4", O::Ignored),
        flag('6', "ipv6", O::Ignored),
        flag(NONE, "compressed", O::Ignored),
        flag(NONE, "http1.1", O::Ignored),
        flag(NONE, "http2", O::Ignored),
        flag(NONE, "http3", O::Ignored),
        flag(NONE, "path-as-is", O::Ignored),
        flag(NONE, "tlsv1.2", O::Ignored),
        flag(NONE, "tlsv1.3", O::Ignored),
        flag(NONE, "ssl-no-revoke", O::Ignored),
        with('o', "output", O::Ignored),
        with('w', "write-out", O::Ignored),
        with('D', "dump-header", O::Ignored),
        with('c', "cookie-jar", O::Ignored),
        with('m', "max-time", O::Ignored),
        with(NONE, "connect-timeout", O::Ignored),
        with(NONE, "max-redirs", O::Ignored),
        with(NONE, "retry", O::Ignored),
        with(NONE, "retry-delay", O::Ignored),
        with(NONE, "retry-max-time", O::Ignored),
    ]
};

/// The option with this long name. curl takes `--no-` before flags, too.
pub(super) fn long(name: &str) -> Option<&'static Known> {
    let negated = name.strip_prefix("no-");
    KNOWN.iter().find(|known| {
        known.long == name || (!known.takes_value && negated.is_some_and(|name| known.long == name))
    })
}

/// The option with this letter.
pub(super) fn short(letter: char) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.short == letter && letter != NONE)
}
