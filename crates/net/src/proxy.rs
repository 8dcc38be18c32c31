//! The proxy that the environment names: whether it can be used, told before anything is sent. The library that uses it
//! passes over a value that it cannot read and goes without a proxy, which is what whoever set one did not want.

use crate::route::BuildError;
use http::Uri;
use std::ffi::OsString;

/// Where proxies are looked for, in both cases.
const VARIABLES: [&str; 6] =
    ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// Refuses a value that would be passed over. An empty one means no proxy.
pub(crate) fn check(get: impl Fn(&str) -> Option<OsString>) -> Result<(), BuildError> {
    for variable in VARIABLES {
        let Some(value) = get(variable).filter(|value| !value.is_empty()) else { continue };
        if let Err(reason) = usable(&value) {
            return Err(BuildError::UnusableProxy { variable, reason });
        }
    }
    Ok(())
}

/// Read as the library reads it, so that what passes here is used there. The reason quotes nothing: the value may hold a
/// password.
fn usable(value: &OsString) -> Result<(), &'static str> {
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
        false => Ok(()),
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
