//! curl called with a profile's token: looked at before, as everything is that carries one. curl itself is run by who asks.

use super::Requests;
use super::call::Sending;
use super::production_guard::BeforeSending;
use super::sending::allowed_hosts;
use crate::tokens::AdobeHeader;
use mudbrick_ims::AccessToken;
use mudbrick_model::{
    ErrorCode, Header, Problem, Profile, ProfileName, RemedyAction, Request, is_loopback_host,
};
use mudbrick_requests::read_curl_call;
use mudbrick_vault::SecretText;
use std::fmt::Write as _;
use url::Url;

/// A call of curl that may be made, once what it writes to production was agreed to.
pub struct CurlPlan {
    /// What a person is told and asked first, for each address.
    pub before: Vec<BeforeSending>,
    /// Headers that the person gives, whose names are left to them.
    given: Vec<Header>,
    is_loopback: bool,
}

impl Requests {
    /// Reads curl's arguments, and says whether the profile's token may go where they lead.
    ///
    /// # Errors
    /// Something in them is not known, would not keep the token, or leads to a host that may not see it.
    pub fn plan_curl(&self, profile: &Profile, arguments: &[String]) -> Result<CurlPlan, Problem> {
        let call = read_curl_call(arguments)?;
        let mut plan = CurlPlan { before: Vec::new(), given: call.headers, is_loopback: false };
        for text in &call.urls {
            let url = self.may_see_token(profile, text)?;
            plan.is_loopback |= url.host_str().is_some_and(is_loopback_host);
            let request = Request {
                name: format!("{} {text}", call.method),
                method: call.method,
                url: text.clone(),
                headers: plan.given.clone(),
                body: None,
            };
            plan.before.push(self.before_sending(&profile.id, &Sending::of(request))?.0);
        }
        Ok(plan)
    }

    /// The address, as long as the profile's token may be sent there.
    ///
    /// # Errors
    /// The profile does not allow its host, it is not encrypted, or programs may read different hosts in it.
    pub fn may_see_token(&self, profile: &Profile, text: &str) -> Result<Url, Problem> {
        let url = unmistakable(text)?;
        if allowed_hosts(profile).allows(&url) { Ok(url) } else { Err(not_allowed(profile, &url)) }
    }
}

impl CurlPlan {
    /// What curl reads from a pipe besides its arguments, which every user of the machine can see.
    pub fn config(&self, profile: &Profile, token: &AccessToken) -> SecretText {
        // No answer may lead it on to a place without TLS.
        let mut config = String::with_capacity(16 * 1024);
        let mut option = |name: &str, value: &str| {
            let value = value.replace('\\', r"\\").replace('"', "\\\"");
            // Writing to a String does not fail.
            let _ = writeln!(config, "{name} = \"{value}\"");
        };
        option("proto-redir", "=https");
        if self.is_loopback {
            // What stays on this machine passes every proxy by: without TLS it would see the token.
            option("noproxy", "*");
        }
        for header in AdobeHeader::of(profile, token) {
            if !self.given.iter().any(|given| given.name.eq_ignore_ascii_case(header.name)) {
                option("header", header.line().expose());
            }
        }
        SecretText::new(config)
    }
}

/// The address, as long as curl cannot understand another one: it expands braces and brackets, adds a scheme, and reads odd
/// signs in its own way.
fn unmistakable(text: &str) -> Result<Url, Problem> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let is_plain = |host: &str| {
        let name = host.strip_prefix("[::1]").unwrap_or(host);
        !host.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b':'))
    };
    match Url::parse(text) {
        Ok(url) if host.is_some_and(is_plain) => Ok(url),
        _ => Err(Problem::new(
            ErrorCode::InvalidInput,
            format!("Programs may read different hosts in the address {text}. Nothing was sent."),
        )
        .remedy("Begin with https:// and the whole name of the host, without braces, brackets or a user’s name.")),
    }
}

fn not_allowed(profile: &Profile, url: &Url) -> Problem {
    let (host, title) = (url.host_str().unwrap_or_default().to_owned(), profile.title());
    if url.scheme() == "http" && allowed_hosts(profile).lists(&host) {
        let message =
            format!("The token of {title} is not sent to {host} without TLS. Nothing was sent.");
        return Problem::new(ErrorCode::HostNotAllowed, message).remedy("Write https://.");
    }
    Problem::new(
        ErrorCode::HostNotAllowed,
        format!("{title} does not allow {host} to see its token. Nothing was sent."),
    )
    .remedy("Allow the host in the profile, if you trust whoever runs it.")
    .action(RemedyAction::AllowHost { profile: Some(ProfileName::of(profile)), host })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("https://platform.adobe.io/data?a={x}", true)]
    #[case::port("http://127.0.0.1:4502/", true)]
    #[case::ipv6("http://[::1]:4502/", true)]
    #[case::no_scheme("platform.adobe.io/data", false)]
    #[case::upper_case_scheme("HTTPS://platform.adobe.io/", false)]
    #[case::braces("https://{evil.example,x}.adobe.io/", false)]
    #[case::braces_around_a_slash("https://{evil.example/,x.}adobe.io/", false)]
    #[case::brackets("https://platform[1-3].adobe.io/", false)]
    #[case::user("https://platform.adobe.io@evil.example/", false)]
    #[case::backslash("https://evil.example\\.adobe.io/", false)]
    #[case::escaped("https://platform%2eadobe.io/", false)]
    #[case::no_host("https:///data", false)]
    #[case::other_scheme("ftp://platform.adobe.io/", false)]
    #[case::a_file_of_urls("@urls", false)]
    fn only_a_host_that_both_read_alike_is_taken(#[case] text: &str, #[case] taken: bool) {
        assert_eq!(unmistakable(text).is_ok(), taken, "{text}");
    }
}
