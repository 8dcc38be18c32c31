//! curl called with a profile's token: looked at before, as everything is that carries one. curl itself is run by who asks.

use super::Requests;
use super::call::{Call, Sending};
use super::curl_way::CurlRoute;
use super::production_guard::BeforeSending;
use super::way_out::allowed_hosts;
use crate::tokens::AdobeHeader;
use mudbrick_ims::AccessToken;
use mudbrick_model::{ErrorCode, Header, Problem, Profile, ProfileName, RemedyAction, Request};
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
    route: CurlRoute,
}

impl Requests {
    /// Reads curl's arguments, and says whether the profile's token may go where they lead. Reads the policy, which may name a
    /// proxy that calls must go through.
    ///
    /// # Errors
    /// Something in them is not known, would not keep the token, leads to a host that may not see it, or there by another way
    /// than policy and profile say; or the policy cannot be read.
    pub fn plan_curl(&self, profile: &Profile, arguments: &[String]) -> Result<CurlPlan, Problem> {
        let call = read_curl_call(arguments)?;
        let urls = call.urls.iter().map(|text| self.may_see_token(profile, text));
        let urls = urls.collect::<Result<Vec<Url>, Problem>>()?;
        let route = CurlRoute::to(&urls, self.practice.way_for(profile)?)?;
        if urls.iter().any(|url| url.scheme() == "http") {
            call.connects_as_its_url_says()?;
        }
        call.takes_the_way(&route.decided())?;
        let (mut before, look) = (Vec::new(), self.look());
        for text in &call.urls {
            let request = Request {
                name: format!("{} {text}", call.method),
                method: call.method,
                url: with_query(text, &call.query),
                headers: call.headers.clone(),
                body: None,
            };
            let sent = Call::new(profile.clone(), Sending::of(request));
            // curl leaves nothing out.
            before.push(self.guard_sending(&sent, &look, &|_| true));
        }
        Ok(CurlPlan { before, given: call.headers, route })
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
    /// All roots that curl is to trust, as PEM, where policy or profile name some. `cacert` in `more` names their file.
    pub fn roots(&self) -> Option<&str> {
        self.route.roots()
    }

    /// The certificate that curl shows to a server that asks for one, and its private key. `cert` and `key` in `more` name
    /// their files.
    pub fn client(&self) -> Option<(&str, &SecretText)> {
        self.route.client()
    }

    /// What curl reads from a pipe besides its arguments, which every user of the machine can see; `more` is what whoever runs
    /// it knows of the way.
    pub fn config(
        &self,
        profile: &Profile,
        token: &AccessToken,
        more: &[(&str, String)],
    ) -> SecretText {
        let mut config = String::with_capacity(16 * 1024);
        let mut option = |name: &str, value: &str| {
            let value = value.replace('\\', r"\\").replace('"', "\\\"");
            // Writing to a String does not fail.
            let _ = writeln!(config, "{name} = \"{value}\"");
        };
        // No answer may lead it on to a place without TLS.
        option("proto-redir", "=https");
        self.route.options().iter().for_each(|(name, value)| option(name, value));
        more.iter().for_each(|(name, value)| option(name, value));
        for header in AdobeHeader::of(profile, token) {
            if !self.given.iter().any(|given| given.name.eq_ignore_ascii_case(header.name)) {
                option("header", header.line().expose());
            }
        }
        SecretText::new(config)
    }
}

/// The address with what curl writes behind it: a token in there is as much in the URL as one that stands there.
fn with_query(text: &str, query: &[String]) -> String {
    let mut url = text.to_owned();
    for part in query {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(part);
    }
    url
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
