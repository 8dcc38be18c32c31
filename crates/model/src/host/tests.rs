use super::*;
use proptest::prelude::*;
use rstest::rstest;

#[rstest]
#[case::host("api.example.com", "api.example.com")]
#[case::capitals_and_dot(" API.Example.COM. ", "api.example.com")]
#[case::below("*.example.com", "*.example.com")]
#[case::below_with_dot("*.Example.com.", "*.example.com")]
#[case::deeper("*.eu.example.com", "*.eu.example.com")]
#[case::below_a_private_suffix("*.me.github.io", "*.me.github.io")]
#[case::host_below_a_private_suffix("acme.adobeioruntime.net", "acme.adobeioruntime.net")]
#[case::umlaut("BÜCHER.example", "xn--bcher-kva.example")]
#[case::cyrillic_shows("аdobe.io", "xn--dobe-43d.io")]
#[case::wide_dot("api。example。com", "api.example.com")]
#[case::soft_hyphen("api.exam\u{ad}ple.com", "api.example.com")]
#[case::unknown_ending("*.corp.internal", "*.corp.internal")]
#[case::underscore("my_bucket.example.com", "my_bucket.example.com")]
#[case::this_machine("localhost", "localhost")]
#[case::this_machine_with_dot("LocalHost.", "localhost")]
#[case::below_this_machine("aem.localhost", "aem.localhost")]
#[case::address("127.0.0.1", "127.0.0.1")]
#[case::address_in_hexadecimal("0x7f.1", "127.0.0.1")]
#[case::address_as_a_number("2130706433", "127.0.0.1")]
#[case::address_in_octal("0177.0.0.1", "127.0.0.1")]
#[case::address_with_dot("127.0.0.1.", "127.0.0.1")]
#[case::wide_digits("１２７.0.0.1", "127.0.0.1")]
#[case::v6("[::1]", "[::1]")]
#[case::v6_bare("::1", "[::1]")]
#[case::v6_long("[0:0:0:0:0:0:0:1]", "[::1]")]
#[case::v6_mapped("::ffff:127.0.0.1", "[::ffff:127.0.0.1]")]
fn texts_have_one_normal_form(#[case] text: &str, #[case] expected: &str) {
    let pattern = HostPattern::parse(text).unwrap();
    assert_eq!(pattern.to_string(), expected);
    assert_eq!(HostPattern::parse(expected).unwrap(), pattern);
}

#[rstest]
#[case::empty(" ", "is empty")]
#[case::all("*", "wrong place")]
#[case::star_dot("*.", "is empty")]
#[case::top("*.com", "anybody can have a name below com")]
#[case::top_with_dot("*.com.", "anybody can have a name below com")]
#[case::top_with_soft_hyphen("*.c\u{ad}om", "anybody")]
#[case::top_in_wide_letters("*.ｃｏｍ", "anybody")]
#[case::top_with_two_dots("*.com..", "not a host name")]
#[case::second_level("*.co.uk", "anybody can have a name below co.uk")]
#[case::shared_hosting("*.github.io", "anybody can have a name below github.io")]
#[case::azure("*.azurewebsites.net", "anybody")]
#[case::runtime("*.adobeioruntime.net", "anybody")]
#[case::suffix_itself("com", "anybody can have a name below com")]
#[case::second_level_in_punycode("*.xn--55qx5d.cn", "anybody")]
#[case::second_level_itself("CO.UK.", "anybody can have a name below co.uk")]
#[case::shared_hosting_itself("github.io", "anybody")]
#[case::unknown_top("*.internal", "anybody")]
#[case::below_this_machine("*.localhost", "anybody")]
#[case::one_word("intranet", "one word")]
#[case::star_in_the_middle("api.*.example.com", "wrong place")]
#[case::star_in_a_label("a*.example.com", "wrong place")]
#[case::two_stars("*.*.example.com", "wrong place")]
#[case::wide_star("＊.example.com", "not a host name")]
#[case::wide_dot_after_star("*。example.com", "wrong place")]
#[case::star_address("*.0.0.1", "before an address")]
#[case::star_v6("*.[::1]", "before an address")]
#[case::port("api.example.com:8443", "contains a port")]
#[case::v6_port("[::1]:80", "contains a port")]
#[case::url("https://api.example.com", "whole URL")]
#[case::path("api.example.com/v1", "more than a host name")]
#[case::query("api.example.com?x", "more than a host name")]
#[case::escaped("api%2eexample.com", "more than a host name")]
#[case::user("me@api.example.com", "contains an @")]
#[case::two("api.example.com b.example.com", "contains a space")]
#[case::control("api.example.com\u{1b}[8m", "control character")]
#[case::two_dots("api..example.com", "not a host name")]
#[case::first_dot(".example.com", "not a host name")]
#[case::comma("a.example.com,b.example.com", "not a host name")]
#[case::number_at_the_end("example.com.1", "not a host name")]
fn what_is_no_pattern_says_why(#[case] text: &str, #[case] expected: &str) {
    let sentence = HostPattern::parse(text).expect_err("must be refused").sentence();
    assert!(sentence.contains(expected), "{sentence}");
    assert!(!sentence.contains('\u{1b}'), "{sentence:?}");
    assert_eq!(AllowedHost::from(text.to_owned()).pattern(), None);
}

#[rstest]
#[case::itself("api.example.com", "api.example.com", true)]
#[case::other_spelling("api.example.com", "API.EXAMPLE.COM.", true)]
#[case::below_a_host("api.example.com", "a.api.example.com", false)]
#[case::below("*.example.com", "a.b.example.com", true)]
#[case::not_the_domain("*.example.com", "example.com", false)]
#[case::no_dot_between("*.example.com", "evilexample.com", false)]
#[case::empty_label("*.example.com", ".example.com", false)]
#[case::behind("*.example.com", "a.example.com.evil.example", false)]
#[case::address_spelt_otherwise("127.0.0.1", "0x7f.0.0.1", true)]
#[case::v6_in_brackets("::1", "[::1]", true)]
#[case::address_is_no_name("127.0.0.1", "localhost", false)]
#[case::two_final_dots("api.example.com", "api.example.com..", false)]
fn patterns_cover_hosts(#[case] pattern: &str, #[case] host: &str, #[case] expected: bool) {
    assert_eq!(HostPattern::parse(pattern).unwrap().matches(host), expected);
}

#[rstest]
#[case("localhost", true)]
#[case("LOCALHOST.", true)]
#[case("aem.localhost", true)]
#[case("127.8.9.1", true)]
#[case("0x7f000001", true)]
#[case("[::1]", true)]
#[case("[::ffff:127.0.0.1]", true)]
#[case("localhost.example.com", false)]
#[case("notlocalhost", false)]
#[case("0.0.0.0", false)]
#[case("[::ffff:192.0.2.1]", false)]
#[case("128.0.0.1", false)]
#[case("", false)]
fn this_machine_is_known_by_any_name(#[case] host: &str, #[case] expected: bool) {
    assert_eq!(is_loopback_host(host), expected);
}

/// Pieces that patterns are made of, by people and by attackers.
const PIECES: [&str; 40] = [
    "*",
    "*.",
    ".",
    "..",
    "com",
    "co.uk",
    "github.io",
    "example",
    "evil",
    "api",
    "localhost",
    "127.0.0.1",
    "0x7f",
    "[::1]",
    "::",
    "com.",
    "COM",
    "ｃｏｍ",
    "。",
    "＊",
    "\u{ad}",
    "\u{200b}",
    "%2e",
    "xn--",
    "xn--p1ai",
    "рф",
    ":443",
    "https://",
    "@",
    "/",
    " ",
    "\u{1b}[8m",
    "\u{202e}",
    "azurewebsites.net",
    "adobeioruntime.net",
    "net",
    "ck",
    "www.ck",
    "1",
    "-",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100_000))]

    /// Whatever is typed, a pattern stays within one registrable domain, and that domain is in its own text.
    #[test]
    fn no_text_allows_more_than_one_owners_hosts(
        pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 1..7),
    ) {
        let text = pieces.concat();
        if let Ok(pattern) = HostPattern::parse(&text) {
            for foreign in FOREIGN {
                let own = pattern.to_string();
                let below = own.strip_prefix("*.").unwrap_or(&own);
                let typed = foreign == below || foreign.ends_with(&format!(".{below}"));
                prop_assert!(typed || !pattern.matches(foreign), "{text:?} covers {foreign}");
            }
            let shown = pattern.to_string();
            if let Some(domain) = shown.strip_prefix("*.") {
                prop_assert!(psl::domain(domain.as_bytes()).is_some(), "{text:?} is {shown}");
            }
            prop_assert!(shown.is_ascii() && !shown.contains("..") && !shown.ends_with('.'));
            prop_assert_eq!(HostPattern::parse(&shown), Ok(pattern));
        }
    }

}

proptest! {
    #[test]
    fn no_character_breaks_it(text in "\\PC{0,40}|[*.\\x00-\\x7f]{0,30}") {
        let allowed = AllowedHost::from(text.clone());
        if let Some(pattern) = allowed.pattern() {
            prop_assert_eq!(HostPattern::parse(&pattern.to_string()), Ok(pattern.clone()));
        }
    }
}

/// Hosts that nobody typed.
const FOREIGN: [&str; 8] = [
    "collector.attacker.com",
    "attacker.co.uk",
    "attacker.github.io",
    "attacker.azurewebsites.net",
    "attacker.adobeioruntime.net",
    "attacker.net",
    "192.0.2.66",
    "attacker.ck",
];
