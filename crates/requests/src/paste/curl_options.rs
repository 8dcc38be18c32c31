//! curl's options: what each means for a request. The names are those of curl's manual, version 8.

/// What an option means for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// `-X`.
    Method,
    /// `-H`.
    Header,
    /// `-d`, `--data`, `--data-ascii`: `@` means a file.
    Data,
    /// `--data-binary`: like `-d`, and a file keeps its line ends.
    DataBinary,
    /// `--data-raw`: `@` means nothing.
    DataRaw,
    /// `--data-urlencode`.
    DataEncoded,
    /// `--url-query`: like `--data-urlencode`, always in the URL.
    Query,
    /// `--json`.
    Json,
    /// `-G`.
    DataInUrl,
    /// `-I`.
    Head,
    /// `-g`: no mark in the URL stands for anything else.
    PlainUrl,
    /// `--url`.
    Url,
    /// `-A`.
    UserAgent,
    /// `-e`.
    Referer,
    /// `-r`.
    Range,
    /// `-b`.
    Cookie,
    /// `-u`, which holds a password.
    User,
    /// `--oauth2-bearer`.
    Bearer,
    /// `-F`: a part of a form, whose value may be a file.
    Form,
    /// `--form-string`: a part of a form.
    FormText,
    /// `-T`: the body is a file, sent by PUT.
    Upload,
    /// `-K`: more options, in a file.
    Options,
    /// `--next`: another request follows.
    Next,
    /// What the request would be without cannot be told: `--request-target`.
    Unsupported,
    /// `-x`, `--cert`, `-k`, …: how to connect, which the profile and the system decide.
    Connection,
    /// Nothing a request would keep, such as `-s`.
    Ignored,
}

/// An option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CurlOption {
    pub(super) takes_value: bool,
    pub(super) meaning: Meaning,
}

/// An option under its long name, however it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: &'static str,
    pub(super) option: CurlOption,
    /// `--no-` was written before it, which switches it off.
    pub(super) is_negated: bool,
}

const fn with(meaning: Meaning) -> CurlOption {
    CurlOption { takes_value: true, meaning }
}

const fn flag(meaning: Meaning) -> CurlOption {
    CurlOption { takes_value: false, meaning }
}

static REQUEST: [(char, &str, CurlOption); 29] = [
    ('X', "request", with(Meaning::Method)),
    ('H', "header", with(Meaning::Header)),
    ('d', "data", with(Meaning::Data)),
    (NONE, "data-ascii", with(Meaning::Data)),
    (NONE, "data-binary", with(Meaning::DataBinary)),
    (NONE, "data-raw", with(Meaning::DataRaw)),
    (NONE, "data-urlencode", with(Meaning::DataEncoded)),
    (NONE, "url-query", with(Meaning::Query)),
    (NONE, "json", with(Meaning::Json)),
    ('G', "get", flag(Meaning::DataInUrl)),
    ('I', "head", flag(Meaning::Head)),
    ('g', "globoff", flag(Meaning::PlainUrl)),
    (NONE, "url", with(Meaning::Url)),
    ('A', "user-agent", with(Meaning::UserAgent)),
    ('e', "referer", with(Meaning::Referer)),
    ('r', "range", with(Meaning::Range)),
    ('b', "cookie", with(Meaning::Cookie)),
    ('u', "user", with(Meaning::User)),
    (NONE, "oauth2-bearer", with(Meaning::Bearer)),
    ('F', "form", with(Meaning::Form)),
    (NONE, "form-string", with(Meaning::FormText)),
    ('T', "upload-file", with(Meaning::Upload)),
    ('K', "config", with(Meaning::Options)),
    (':', "next", flag(Meaning::Next)),
    (NONE, "request-target", with(Meaning::Unsupported)),
    (NONE, "variable", with(Meaning::Unsupported)),
    // Headers that depend on a file or on the time.
    ('z', "time-cond", with(Meaning::Unsupported)),
    ('C', "continue-at", with(Meaning::Unsupported)),
    (NONE, "etag-compare", with(Meaning::Unsupported)),
];

const NONE: char = '\0';

/// Nothing that a request would keep, without a value.
const FLAGS: &str = "\
    alpn a:append basic buffer ca-native cert-status compressed compressed-ssh create-dirs crlf q:disable \
    disable-eprt disable-epsv disallow-username-in-url doh-cert-status doh-insecure f:fail fail-early \
    fail-with-body false-start follow form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip \
    ftp-ssl-ccc ftp-ssl-control  haproxy-protocol http0.9 0:http1.0 http1.1 http2 \
    http2-prior-knowledge http3 http3-only ignore-content-length i:include 4:ipv4 6:ipv6 \
    j:junk-session-cookies keepalive l:list-only L:location location-trusted mail-rcpt-allowfails M:manual \
    metalink no-alpn N:no-buffer no-clobber no-keepalive no-npn no-progress-meter no-sessionid ntlm-wb \
    out-null Z:parallel parallel-immediate path-as-is post301 post302 post303 #:progress-bar progress-meter \
    proxy-anyauth proxy-basic proxy-ca-native proxy-digest proxy-negotiate proxy-ntlm proxy-ssl-allow-beast \
    proxy-ssl-auto-client-cert proxy-tlsv1 raw J:remote-header-name O:remote-name remote-name-all \
    R:remote-time remove-on-error retry-all-errors retry-connrefused sasl-ir sessionid S:show-error \
    show-headers s:silent skip-existing socks5-basic socks5-gssapi socks5-gssapi-nec ssl ssl-allow-beast \
    ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort 2:sslv2 3:sslv3 \
    h:help styled-output suppress-connect-headers tcp-fastopen tcp-nodelay tftp-no-options 1:tlsv1 tlsv1.0 tlsv1.1 \
    tlsv1.2 tlsv1.3 tr-encoding trace-ids trace-time B:use-ascii v:verbose V:version xattr";

/// Nothing that a request would keep, with a value.
const VALUES: &str = "\
    ciphers connect-timeout c:cookie-jar create-file-mode crlfile curves delegation D:dump-header ech egd-file engine etag-save \
    expect100-timeout ftp-account ftp-alternative-to-user ftp-method P:ftp-port ftp-ssl-ccc-mode \
    happy-eyeballs-timeout-ms haproxy-clientip hostpubmd5 hostpubsha256 hsts ip-tos keepalive-cnt \
    keepalive-time krb libcurl limit-rate local-port login-options mail-auth mail-from mail-rcpt max-filesize \
    max-redirs m:max-time o:output output-dir parallel-max proto proto-default proto-redir pubkey Q:quote \
    random-file rate retry retry-delay retry-max-time sasl-authzid service-name \
    Y:speed-limit y:speed-time ssl-sessions stderr t:telnet-option tftp-blksize tls-max tls13-ciphers \
    tlsauthtype tlspassword tlsuser trace trace-ascii trace-config vlan-priority w:write-out";

/// How to connect, without a value.
const CONNECTION_FLAGS: &str = "\
    anyauth digest k:insecure negotiate n:netrc netrc-optional ntlm proxy-insecure p:proxytunnel";

/// How to connect, with a value.
const CONNECTION_VALUES: &str = "\
    abstract-unix-socket alt-svc aws-sigv4 cacert capath E:cert cert-type connect-to dns-interface dns-ipv4-addr \
    dns-ipv6-addr dns-servers doh-url \
    interface key key-type netrc-file noproxy pass pinnedpubkey preproxy x:proxy proxy-cacert proxy-capath \
    proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass \
    proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword \
    proxy-tlsuser U:proxy-user proxy1.0 resolve socks4 socks4a socks5 socks5-gssapi-service socks5-hostname \
    unix-socket";

/// The lists of options that a request does not keep, with what they have in common.
static OTHERS: [(&str, CurlOption); 4] = [
    (FLAGS, flag(Meaning::Ignored)),
    (VALUES, with(Meaning::Ignored)),
    (CONNECTION_FLAGS, flag(Meaning::Connection)),
    (CONNECTION_VALUES, with(Meaning::Connection)),
];

/// The option with this long name. curl takes `--no-` before flags, too.
pub(super) fn long(name: &str) -> Option<CurlOption> {
    named_long(name).map(|named| named.option)
}

/// The same with its own name, and whether it is switched off.
pub(super) fn named_long(name: &str) -> Option<Named> {
    let named = |wanted: &str| all().find(|(_, long, _)| *long == wanted);
    if let Some((_, name, option)) = named(name) {
        return Some(Named { name, option, is_negated: false });
    }
    let (_, name, option) = named(name.strip_prefix("no-")?)?;
    (!option.takes_value).then_some(Named { name, option, is_negated: true })
}

/// The option with this letter.
pub(super) fn short(letter: char) -> Option<CurlOption> {
    named_short(letter).map(|named| named.option)
}

/// The same with its long name.
pub(super) fn named_short(letter: char) -> Option<Named> {
    let (_, name, option) = all().find(|(short, ..)| *short == letter && letter != NONE)?;
    Some(Named { name, option, is_negated: false })
}

/// All of them: letter, long name, what it is.
pub(super) fn all() -> impl Iterator<Item = (char, &'static str, CurlOption)> {
    let listed = OTHERS.iter().flat_map(|(list, option)| {
        list.split_whitespace().map(move |one| match one.split_once(':') {
            Some((letter, name)) => (letter.chars().next().unwrap_or(NONE), name, *option),
            None => (NONE, one, *option),
        })
    });
    REQUEST.iter().copied().chain(listed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::header("header", Some(with(Meaning::Header)))]
    #[case::silent("silent", Some(flag(Meaning::Ignored)))]
    #[case::negated("no-silent", Some(flag(Meaning::Ignored)))]
    #[case::negated_by_name("no-progress-meter", Some(flag(Meaning::Ignored)))]
    #[case::with_a_value("max-time", Some(with(Meaning::Ignored)))]
    #[case::a_value_is_not_negated("no-max-time", None)]
    #[case::connection("proxy", Some(with(Meaning::Connection)))]
    #[case::none("frobnicate", None)]
    #[case::never_a_letter_with_a_name("s:silent", None)]
    fn by_name(#[case] name: &str, #[case] expected: Option<CurlOption>) {
        assert_eq!(long(name), expected);
    }

    #[rstest]
    #[case::header('H', Some(with(Meaning::Header)))]
    #[case::silent('s', Some(flag(Meaning::Ignored)))]
    #[case::sign('#', Some(flag(Meaning::Ignored)))]
    #[case::output('o', Some(with(Meaning::Ignored)))]
    #[case::insecure('k', Some(flag(Meaning::Connection)))]
    #[case::none('ß', None)]
    #[case::no_letter('\0', None)]
    fn by_letter(#[case] letter: char, #[case] expected: Option<CurlOption>) {
        assert_eq!(short(letter), expected);
    }
}
