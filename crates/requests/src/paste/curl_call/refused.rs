//! Options of curl that are refused beside a token, each with what it does: some always, some where a call is in the clear,
//! and some where it is decided elsewhere which way calls go.

/// Whatever the call is.
const ALWAYS: [(&str, &str); 17] = [
    ("verbose", PRINTS),
    ("trace", PRINTS),
    ("trace-ascii", PRINTS),
    ("trace-config", PRINTS),
    ("libcurl", "writes the token into a file"),
    ("location-trusted", "passes the token on to wherever an answer points"),
    ("insecure", SHOWS),
    ("tlsauthtype", SHOWS),
    ("tlsuser", SHOWS),
    ("tlspassword", SHOWS),
    // Whoever holds the keys of a connection that was kept needs no certificate for the next one.
    ("ssl-sessions", SHOWS),
    ("config", "reads options that are not seen here"),
    ("next", "begins a call that would go without the token"),
    ("request-target", "sends to another place than the URL says"),
    // What comes through the pipe says these, and curl takes the last word on them.
    ("proto", REDIRECTS),
    ("proto-redir", REDIRECTS),
    ("noproxy", "says what goes past the proxy, which Mudbrick has said already"),
];

const PRINTS: &str = "prints the token";

const SHOWS: &str = "shows the token to whoever answers in Adobe’s place";

const REDIRECTS: &str = "says where answers may lead the token, which Mudbrick has said already";

/// What `-H` does with `@`.
pub(super) const READS_HEADERS: &str = "reads headers that are not seen here";

/// What any option of the connection may do to a call without TLS.
pub(super) const IN_THE_CLEAR: &str =
    "may lead a call without TLS to another place than this machine, and the token with it";

/// A part of the way to the servers that is decided on before curl is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CurlWay {
    /// Through which proxy, or through none.
    Proxy,
    /// Whose certificates are trusted.
    Roots,
    /// Which certificate is shown.
    Certificate,
}

impl CurlWay {
    const ALL: [Self; 3] = [Self::Proxy, Self::Roots, Self::Certificate];

    /// The part that an option decides on.
    pub(super) fn decided_by(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.options().split(' ').any(|option| option == name))
    }

    fn options(self) -> &'static str {
        match self {
            // A socket of the system goes past every proxy.
            Self::Proxy => {
                "proxy proxy1.0 preproxy socks4 socks4a socks5 socks5-hostname unix-socket abstract-unix-socket"
            }
            Self::Roots => "cacert capath",
            Self::Certificate => "cert cert-type key key-type pass",
        }
    }

    /// What an option of it does, where it is decided on.
    pub(super) fn why(self) -> &'static str {
        match self {
            Self::Proxy => "takes another way than the proxy setting of policy.toml or the profile",
            Self::Roots => "trusts others than policy.toml or the profile names",
            Self::Certificate => "shows another certificate than the profile’s",
        }
    }
}

/// What an option does that is refused whatever the call is.
pub(super) fn always(name: &str) -> Option<&'static str> {
    ALWAYS.iter().find(|(refused, _)| *refused == name).map(|(_, why)| *why)
}
