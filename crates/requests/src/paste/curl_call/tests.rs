//! What is read of curl's arguments, and what is refused.

use super::*;
use rstest::rstest;

const URL: &str = "https://platform.adobe.io/data";

fn read(arguments: &[&str]) -> Result<CurlCall, CurlCallError> {
    let arguments: Vec<String> = arguments.iter().map(|&word| word.to_owned()).collect();
    read_curl_call(&arguments)
}

#[rstest]
#[case::plain(&[URL], Method::Get)]
#[case::letters(&["-sSL", URL], Method::Get)]
#[case::method(&["-X", "DELETE", URL], Method::Delete)]
#[case::method_behind(&["-XPATCH", URL], Method::Patch)]
#[case::method_in_a_row(&["-sXPUT", URL], Method::Put)]
#[case::data(&["-d", "a=b", URL], Method::Post)]
#[case::data_behind(&["-da=b", URL], Method::Post)]
#[case::data_in_the_url(&["-G", "-d", "a=b", URL], Method::Get)]
#[case::json(&["--json", "{}", URL], Method::Post)]
#[case::form(&["-F", "a=@b", URL], Method::Post)]
#[case::form_and_get(&["-G", "-F", "a=b", URL], Method::Post)]
#[case::form_string_and_get(&["--form-string", "a=b", "-G", URL], Method::Post)]
#[case::form_and_data_in_the_url(&["-G", "-d", "a=b", "-F", "a=b", URL], Method::Post)]
#[case::json_in_the_url(&["--json", "{}", "--get", URL], Method::Get)]
#[case::every_data_in_the_url(&["-G", "--data-raw", "a", "--data-binary", "b", "--data-urlencode", "c", URL], Method::Get)]
#[case::head_with_data_in_the_url(&["-I", "-G", "-d", "a", URL], Method::Head)]
#[case::upload_beside_get(&["-G", "-T", "file", URL], Method::Put)]
#[case::a_method_goes_before_all(&["-X", "GET", "-d", "a", URL], Method::Get)]
#[case::upload(&["-T", "file", URL], Method::Put)]
#[case::head(&["-I", URL], Method::Head)]
#[case::url_by_name(&["--url", URL], Method::Get)]
#[case::behind_the_options(&["-s", "--", URL], Method::Get)]
#[case::a_value_that_looks_like_an_option(&["-o", "-v", URL], Method::Get)]
fn how_it_is_sent(#[case] arguments: &[&str], #[case] method: Method) {
    let call = read(arguments).unwrap();
    assert_eq!((call.urls, call.method), (vec![URL.to_owned()], method));
}

#[rstest]
#[case::verbose(&["-v", URL], "-v")]
#[case::verbose_in_a_row(&["-sv", URL], "-v")]
#[case::verbose_by_name(&["--verbose", URL], "--verbose")]
#[case::trace(&["--trace", "-", URL], "--trace")]
#[case::trace_ascii(&["--trace-ascii", "-", URL], "--trace-ascii")]
#[case::source(&["--libcurl", "x.c", URL], "--libcurl")]
#[case::trusted(&["--location-trusted", URL], "--location-trusted")]
#[case::insecure(&["-k", URL], "-k")]
#[case::config(&["-K", "x", URL], "-K")]
#[case::next(&[URL, "-:", URL], "-:")]
#[case::target(&["--request-target", "/x", URL], "--request-target")]
#[case::redirects(&["--proto-redir", "=http", URL], "--proto-redir")]
#[case::protocols(&["--proto", "=http", URL], "--proto")]
#[case::past_the_proxy(&["--noproxy", "*", URL], "--noproxy")]
#[case::a_value_hides_nothing(&["--ssl-sessions", "-o", "-k", URL], "--ssl-sessions")]
#[case::password_for_a_certificate(&["--tlsuser", "x", URL], "--tlsuser")]
#[case::headers_in_a_file(&["-H", "@file", URL], "-H")]
#[case::headers_behind(&["-H@-", URL], "-H")]
#[case::not_verbose(&["--no-verbose", URL], "--no-verbose")]
#[case::not_insecure(&["--no-insecure", URL], "--no-insecure")]
fn what_would_not_keep_the_token_is_refused(#[case] arguments: &[&str], #[case] named: &str) {
    match read(arguments) {
        Err(CurlCallError::Unsafe { option, .. }) => assert_eq!(option, named),
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[case::abbreviated(&["--verb", URL])]
#[case::attached(&["--max-time=3", URL])]
#[case::invented(&["--frobnicate", URL])]
#[case::letter(&["-ß", URL])]
#[case::expanded(&["--expand-url", URL])]
#[case::no_get(&["--no-get", "-d", "a", URL])]
#[case::get_and_no_get(&["--get", "--no-get", "-d", "a", URL])]
#[case::no_head(&["-I", "--no-head", URL])]
#[case::no_globoff(&["--no-globoff", URL])]
#[case::no_tunnel(&["--no-proxytunnel", URL])]
#[case::no_twice(&["--no-no-silent", URL])]
#[case::variable(&["--variable", "a=b", URL])]
fn what_is_not_known_is_refused(#[case] arguments: &[&str]) {
    assert!(matches!(read(arguments), Err(CurlCallError::UnknownOption(_))), "{arguments:?}");
}

#[test]
fn every_url_is_found_and_every_header() {
    let call = read(&[URL, "-Hx-a: b", "--header", "x-c:", "-H", "x-d;", "http://other"]).unwrap();
    assert_eq!(call.urls, [URL, "http://other"]);
    let names: Vec<_> = call.headers.iter().map(|header| header.name.as_str()).collect();
    assert_eq!(names, ["x-a", "x-c", "x-d"]);
    let query = |arguments: &[&str]| read(arguments).unwrap().query;
    assert_eq!(query(&["-d", "a", "--url-query", "b", URL]), ["b"]);
    assert_eq!(query(&["-d", "a", "--url-query", "b", "-G", URL]), ["b", "a"]);
    assert_eq!(read(&["-s"]), Err(CurlCallError::NoUrl));
    assert_eq!(read(&["-o"]), Err(CurlCallError::NoValue("-o".to_owned())));
    assert_eq!(read(&["-X", "BREW", URL]), Err(CurlCallError::UnknownMethod("BREW".to_owned())));
}

/// Each of them decides where bytes go, or is of no use without one that does.
#[rstest]
#[case::connect_to(&["--connect-to", "::evil.example:80"])]
#[case::proxy(&["-x", "http://evil.example:8080"])]
#[case::proxy_behind(&["-xhttp://evil.example:8080"])]
#[case::old_proxy(&["--proxy1.0", "evil.example"])]
#[case::preproxy(&["--preproxy", "socks5://evil.example"])]
#[case::socks4(&["--socks4", "evil.example"])]
#[case::socks4a(&["--socks4a", "evil.example"])]
#[case::socks5(&["--socks5", "evil.example"])]
#[case::socks5_hostname(&["--socks5-hostname", "evil.example"])]
#[case::resolve(&["--resolve", "localhost:80:192.0.2.1"])]
#[case::socket(&["--unix-socket", "/tmp/x"])]
#[case::abstract_socket(&["--abstract-unix-socket", "x"])]
#[case::alternatives(&["--alt-svc", "file"])]
#[case::names(&["--doh-url", "https://evil.example"])]
#[case::name_servers(&["--dns-servers", "192.0.2.1"])]
#[case::interface(&["--interface", "eth0"])]
fn nothing_leads_a_call_without_tls_elsewhere(#[case] option: &[&str]) {
    let call = read(&[option, &["-s", "http://127.0.0.1:4502/"]].concat()).unwrap();
    let refused = call.connects_as_its_url_says().unwrap_err();
    assert!(matches!(refused, CurlCallError::Unsafe { .. }), "{refused:?}");
    assert!(read(&["-s", "-L", URL]).unwrap().connects_as_its_url_says().is_ok());
}

#[rstest]
#[case::proxy(&["-x", "http://other.example"], CurlWay::Proxy)]
#[case::socks(&["--socks5-hostname", "other.example"], CurlWay::Proxy)]
#[case::socket(&["--unix-socket", "/tmp/x"], CurlWay::Proxy)]
#[case::roots(&["--cacert", "x.pem"], CurlWay::Roots)]
#[case::folder_of_roots(&["--capath", "x"], CurlWay::Roots)]
#[case::certificate(&["-E", "x.pem"], CurlWay::Certificate)]
#[case::key(&["--key", "x.pem"], CurlWay::Certificate)]
fn what_is_decided_stays_decided(#[case] option: &[&str], #[case] decided: CurlWay) {
    let call = read(&[option, &[URL]].concat()).unwrap();
    assert!(matches!(call.takes_the_way(&[decided]), Err(CurlCallError::Unsafe { .. })));
    let others = [CurlWay::Proxy, CurlWay::Roots, CurlWay::Certificate];
    let others: Vec<_> = others.into_iter().filter(|way| *way != decided).collect();
    assert_eq!(call.takes_the_way(&others), Ok(()));
}
