//! The proxy that the environment names: whether it can be used, told before anything is sent. The library that uses it
//! passes over a value that it cannot read and goes without a proxy, which is what whoever set one did not want.

use crate::route::BuildError;
use http::Uri;
use std::ffi::OsString;

/// Where proxies are looked for, in both cases.
const VARIABLES: [&str; 6] =
    ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// A variable that names a proxy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyVariable {
    /// `HTTPS_PROXY`.
    pub variable: &'static str,
    /// The proxy's host, with its port where one is given and without the user name and password; else why it cannot be
    /// used, in words that quote nothing.
    pub host: Result<String, &'static str>,
}

/// The variables that name a proxy. An empty one means none.
pub fn proxy_variables(get: impl Fn(&str) -> Option<OsString>) -> Vec<ProxyVariable> {
    let set = VARIABLES.into_iter().filter_map(|variable| Some((variable, get(variable)?)));
    set.filter(|(_, value)| !value.is_empty())
        .map(|(variable, value)| ProxyVariable { variable, host: host(&value) })
        .collect()
}

/// Refuses a value that would be passed over.
pub(crate) fn check(get: impl Fn(&str) -> Option<OsString>) -> Result<(), BuildError> {
    for ProxyVariable { variable, host } in proxy_variables(get) {
        if let Err(reason) = host {
            return Err(BuildError::UnusableProxy { variable, reason });
        }
    }
    Ok(())
}

/// Read as the library reads it, so that what passes here is used there. The reason quotes nothing: the value may hold a
/// password.
fn host(value: &OsString) -> Result<String, &'static str> {
    let text = value.to_str().ok_or("it is not valid UTF-8")?;
    let uri: Uri = text.parse().map_err(|_| "it is not a URL")?;
    // Without a scheme it is taken for http://.
    if !matches!(uri.scheme_str(), None | Some("http" | "https")) {
        return Err("Mudbrick uses only proxies whose URL begins with http:// or https://");
    }
    let authority = uri.authority().ok_or("it names no host")?;
    if authority.host().is_empty() {
        return Err("it names no host");
    }
    // `http::Uri` takes any text behind the colon for a port until it is asked.
    let ends_in_port =
        authority.as_str().rsplit(['@', ']']).next().is_some_and(|end| end.contains(':'));
    match ends_in_port && authority.port_u16().is_none() {
        true => Err("its port is not a number up to 65535"),
        false => Ok(match authority.port_u16() {
            Some(port) => format!("{}:{port}", authority.host()),
            None => authority.host().to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_model::Explain as _;
    use rstest::rstest;

    fn with(variable: &str, value: &str) -> Result<(), BuildError> {
        check(|name| (name == variable).then(|| value.into()))
    }

    #[rstest]
    #[case::url("http://proxy.example:3128")]
    #[case::tls("https://proxy.example")]
    #[case::without_scheme("proxy.example:3128")]
    #[case::user("http://me:p%40ss@proxy.example:3128/")]
    #[case::address("http://127.0.0.1:3128")]
    #[case::v6("http://[::1]:3128")]
    #[case::none("")]
    fn proxies_that_can_be_used(#[case] value: &str) {
        for variable in VARIABLES {
            with(variable, value).unwrap();
        }
    }

    #[test]
    fn a_proxy_is_named_without_its_credentials() {
        let get = |name: &str| match name {
            "HTTPS_PROXY" => Some("http://me:canary@proxy.example:3128/canary".into()),
            "http_proxy" => Some("proxy.example".into()),
            "all_proxy" => Some("socks5://me:canary@proxy.example".into()),
            _ => None,
        };
        let found = proxy_variables(get);
        let hosts: Vec<_> = found.iter().map(|it| (it.variable, it.host.as_deref().ok())).collect();
        assert_eq!(
            hosts,
            [
                ("HTTPS_PROXY", Some("proxy.example:3128")),
                ("http_proxy", Some("proxy.example")),
                ("all_proxy", None)
            ]
        );
        assert!(!format!("{found:?}").contains("canary"), "{found:?}");
    }

    #[rstest]
    #[case::socks("socks5://me:canary@proxy.example:1080")]
    #[case::other_scheme("ftp://me:canary@proxy.example")]
    #[case::blank("http://me:canary p@proxy.example")]
    #[case::no_host("http://me:canary@:3128")]
    #[case::nothing_behind("http://")]
    #[case::port("http://me:canary@proxy.example:99999")]
    #[case::port_word("http://me:canary@proxy.example:http")]
    #[case::two_schemes("canary://http://proxy.example")]
    #[case::path("/canary")]
    fn one_that_cannot_stops_the_call_and_is_named(#[case] value: &str) {
        for variable in VARIABLES {
            let error = with(variable, value).expect_err("must be refused");
            let problem = error.problem();
            let told = format!("{problem:?} {error} {error:?}");
            assert!(problem.message.contains(variable), "{told}");
            assert!(!told.contains("canary"), "{told}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_are_no_proxy() {
        use std::os::unix::ffi::OsStringExt as _;
        let value = || Some(OsString::from_vec(vec![b'h', 0xff]));
        assert!(check(|name| value().filter(|_| name == "HTTP_PROXY")).is_err());
    }
}
