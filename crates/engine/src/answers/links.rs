//! Where an answer leads: its next page, and what else it links to. Only shapes that Adobe documents are read; each has its
//! source beside it. What a link says is somebody else's text, and is followed by nobody's leave.

use super::view::AnswerLink;
use mudbrick_model::{Exchange, Header, Outcome};
use mudbrick_redact::MASK;
use serde_json::Value;
use url::Url;

/// So much of a page is read to find the next one.
pub(crate) const MOST_PAGE: u64 = 16 << 20;

/// What the next page is called among the links.
pub(crate) const NEXT: &str = "next";

/// Where an answer with this body leads.
pub(super) fn links(exchange: &Exchange, body: &[u8]) -> Vec<AnswerLink> {
    let Outcome::Answered { status: 200..=299, headers, .. } = &exchange.outcome else {
        return Vec::new();
    };
    let Ok(sent) = Url::parse(&exchange.sent_url) else { return Vec::new() };
    let mut links = of_headers(headers, &sent);
    if body.trim_ascii_start().starts_with(b"{")
        && let Ok(body) = serde_json::from_slice::<Value>(body)
    {
        links.extend(of_body(&body, &sent));
    }
    let mut known: Vec<AnswerLink> = Vec::new();
    for link in links {
        if !known.iter().any(|one| one.rel == link.rel) {
            known.push(link);
        }
    }
    known
}

/// I/O Events' journal: `Link: <…>; rel="next"` (adobe/07-aep-and-others.md, I/O Events).
fn of_headers(headers: &[Header], sent: &Url) -> Vec<AnswerLink> {
    let lines = headers.iter().filter(|header| header.name.eq_ignore_ascii_case("link"));
    let all = lines.flat_map(|header| header.value.split(','));
    let read = all.filter_map(|one| {
        let (address, rest) = one.trim().strip_prefix('<')?.split_once('>')?;
        let rel = rest.split(';').find_map(|part| part.trim().strip_prefix("rel="))?;
        link(rel.trim_matches('"'), address, sent)
    });
    read.collect()
}

fn of_body(body: &Value, sent: &Url) -> Vec<AnswerLink> {
    let mut links = Vec::new();
    // `_links.NAME.href` of Places (adobe/05-places.md) and Platform, of whose query schedules `_links.next` is a bare string
    // (07b-aep-paths-and-envelopes.md 7b.3). At the end `next` is null, absent or empty.
    if let Some(Value::Object(named)) = body.get("_links") {
        for (rel, place) in named {
            let href = place.get("href").unwrap_or(place).as_str();
            let templated = place.get("templated").and_then(Value::as_bool).unwrap_or(false);
            links.extend(href.filter(|_| !templated).and_then(|href| link(rel, href, sent)));
        }
    }
    // Campaign: `next.href`, to be followed as it is (adobe/06-campaign.md).
    if let Some(href) = body.pointer("/next/href").and_then(Value::as_str) {
        links.extend(link(NEXT, href, sent));
    }
    links.extend(user_management(body, sent));
    links
}

/// The User Management API counts pages from 0 in its path, and says which is the last: `/v2/usermanagement/users/ORG/PAGE`
/// (adobe/11-umapi.md).
fn user_management(body: &Value, sent: &Url) -> Option<AnswerLink> {
    let counts = sent.host_str() == Some("usermanagement.adobe.io")
        && body.get("lastPage").and_then(Value::as_bool) == Some(false);
    if !counts {
        return None;
    }
    let mut segments: Vec<String> = sent.path_segments()?.map(ToOwned::to_owned).collect();
    let page: u32 = segments.get(4)?.parse().ok()?;
    segments[4] = (page + 1).to_string();
    let mut next = sent.clone();
    next.set_path(&segments.join("/"));
    link(NEXT, next.as_str(), sent)
}

/// A link, whole. None of one that leads nowhere, is a template, or has a secret in it that was masked.
fn link(rel: &str, href: &str, sent: &Url) -> Option<AnswerLink> {
    if href.trim().is_empty() || href.contains(MASK) {
        return None;
    }
    let url = resolved(href.trim(), sent)?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let is_same_server = url.origin() == sent.origin();
    // Whoever answered chose this text; a variable in it would be filled with the person's own values.
    let url = url.as_str().replace('{', "%7B").replace('}', "%7D");
    Some(AnswerLink { rel: rel.to_owned(), url, is_same_server })
}

/// Some of Platform's links leave out what their path begins with: `/connections?…` of `/data/foundation/flowservice/connections`,
/// and `@/audiences?…` of `/data/core/ups/audiences` (07b-aep-paths-and-envelopes.md 7b.3).
fn resolved(href: &str, sent: &Url) -> Option<Url> {
    let href = if href.starts_with("@/") { &href[1..] } else { href };
    let (path, query) =
        href.split_once('?').map_or((href, None), |(path, query)| (path, Some(query)));
    if path.starts_with('/') && !path.starts_with("//") && sent.path().ends_with(path) {
        let mut url = sent.clone();
        url.set_query(query);
        url.set_fragment(None);
        return Some(url);
    }
    sent.join(href).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn next(sent: &str, body: Value) -> Option<(String, bool)> {
        let links = of_body(&body, &Url::parse(sent).unwrap());
        let found = links.into_iter().find(|link| link.rel == NEXT);
        found.map(|link| (link.url, link.is_same_server))
    }

    const FLOWS: &str = "https://platform.adobe.io/data/foundation/flowservice/connections?limit=2";

    #[test]
    fn the_next_page_of_each_shape() {
        let place = |path: &str| Some((format!("https://platform.adobe.io{path}"), true));
        let sent = "https://platform.adobe.io/data/foundation/query/queries";
        let links = |next: Value| json!({ "_links": { "next": next } });
        let href = |href: &str| links(json!({ "href": href }));
        let absolute = "https://platform.adobe.io:443/data/foundation/query/queries?start=2";
        assert_eq!(next(sent, href(absolute)), place("/data/foundation/query/queries?start=2"));
        assert_eq!(
            next(sent, links(json!("?start=b"))),
            place("/data/foundation/query/queries?start=b")
        );
        let flows = next(FLOWS, href("/connections?continuationToken=x"));
        assert_eq!(flows, place("/data/foundation/flowservice/connections?continuationToken=x"));
        let audiences = "https://platform.adobe.io/data/core/ups/audiences?limit=2";
        let at = next(audiences, href("@/audiences?start=1&limit=2"));
        assert_eq!(at, place("/data/core/ups/audiences?start=1&limit=2"));
        for end in [json!(null), json!({}), json!(""), json!({ "href": "x", "templated": true })] {
            assert_eq!(next(sent, links(end.clone())), None, "{end}");
        }
        let campaign = "https://mc.adobe.io/acme/campaign/profileAndServices/profile";
        let body =
            json!({ "content": [], "next": { "href": format!("{campaign}?_lineStart=@a-_b") } });
        assert_eq!(next(campaign, body), Some((format!("{campaign}?_lineStart=@a-_b"), true)));
        let users = "https://usermanagement.adobe.io/v2/usermanagement/users/1A@AdobeOrg/9/group";
        let more = next(users, json!({ "lastPage": false, "users": [] })).unwrap().0;
        assert!(more.ends_with("/users/1A@AdobeOrg/10/group"), "{more}");
        assert_eq!(next(users, json!({ "lastPage": true })), None);
    }

    #[test]
    fn what_a_link_says_is_not_trusted() {
        let href = |href: &str| json!({ "_links": { "next": { "href": href } } });
        let elsewhere = next(FLOWS, href("https://evil.example/?a={{CLIENT_SECRET}}")).unwrap();
        assert_eq!(
            elsewhere,
            ("https://evil.example/?a=%7B%7BCLIENT_SECRET%7D%7D".to_owned(), false)
        );
        assert!(!next(FLOWS, href("//evil.example/connections")).unwrap().1);
        for nowhere in ["file:///etc/passwd", "javascript:alert(1)", "https://"] {
            assert_eq!(next(FLOWS, href(nowhere)), None, "{nowhere}");
        }
        assert_eq!(next(FLOWS, href(&format!("/connections?t={MASK}"))), None);
    }

    #[test]
    fn a_header_links_too() {
        let sent = Url::parse("https://events-va6.adobe.io/events/organizations/1/x").unwrap();
        let headers =
            [Header::new("Link", "</events-fast/x?since=a>; rel=\"next\", </c>; rel=\"count\"")];
        let links = of_headers(&headers, &sent);
        assert_eq!(links[0].url, "https://events-va6.adobe.io/events-fast/x?since=a");
        assert_eq!((links.len(), links[1].rel.as_str()), (2, "count"));
    }
}
