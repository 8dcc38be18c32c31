//! The request in a transcript: the command, or what `curl -v` prints of it.

use super::records;
use super::seen::Seen;
use crate::answer::Bearer;
use mudbrick_model::Header;
use url::Url;

/// What is known of it so far.
#[derive(Clone, Default)]
pub(super) struct Asked {
    method: Option<String>,
    path: Option<String>,
    host: Option<String>,
    url: Option<String>,
    headers: Vec<Header>,
}

impl Asked {
    /// The next line.
    pub(super) fn line(&mut self, line: &str) {
        if let Some((method, rest)) = request_line(line) {
            // The request behind a redirect is another one.
            self.headers.clear();
            self.method = Some(method.to_owned());
            match rest.contains("://") {
                true => self.url = Some(rest.to_owned()),
                false => self.path = rest.split('?').next().map(str::to_owned),
            }
        } else if let Some(url) = records::url(line) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let given = words.windows(2).find(|pair| matches!(pair[0], "-X" | "--request"));
            let given = given.map(|pair| pair[1].trim_matches(['\'', '"']).to_uppercase());
            let asks_for_headers = words.iter().any(|word| is_head_option(word));
            self.method = given.or_else(|| asks_for_headers.then(|| "HEAD".to_owned()));
            self.url = Some(url.to_owned());
        } else if let Some(header) = header(line) {
            if header.name.eq_ignore_ascii_case("host") || header.name == ":authority" {
                self.host = Some(header.value.split(':').next().unwrap_or_default().to_owned());
            }
            self.headers.push(header);
        }
    }

    /// Where a redirect leads, which may be another host's.
    pub(super) fn go_to(&mut self, location: &str) {
        let before = self.url.as_deref().and_then(|url| Url::parse(url).ok());
        let to = match before {
            Some(before) => before.join(location).ok(),
            None => Url::parse(location).ok(),
        };
        *self = Self { url: to.map(String::from), ..Self::default() };
    }

    /// Whether it went to a proxy, which was to open a way to the host that it names: the host itself has not answered yet.
    pub(super) fn is_for_a_proxy(&self) -> bool {
        self.method.as_deref() == Some("CONNECT")
    }

    /// The answer to it.
    pub(super) fn seen(self, is_whole: bool, seen: Seen) -> Seen {
        // Only `curl -v` prints all of what it sent.
        let bearer = match Bearer::of_pasted(&self.headers) {
            Bearer::Absent if !is_whole => Bearer::Unknown,
            bearer => bearer,
        };
        let seen = Seen { method: self.method, bearer, ..seen };
        let seen = match &self.url {
            Some(url) => seen.at_url(url),
            None => seen,
        };
        Seen { host: self.host.or(seen.host), path: self.path.or(seen.path), ..seen }
    }
}

/// `$ curl -i https://…`.
pub(super) fn is_command(line: &str) -> bool {
    let is_curl = |word: &str| matches!(word.rsplit(['/', '\\']).next(), Some("curl" | "curl.exe"));
    line.split_whitespace().any(is_curl)
}

/// `-I`, also among other letters (`-sI`), and `--head`.
fn is_head_option(word: &str) -> bool {
    let letters = word.strip_prefix('-').filter(|rest| rest.chars().all(char::is_alphabetic));
    word == "--head" || letters.is_some_and(|letters| letters.contains('I'))
}

/// `GET /x HTTP/1.1`.
pub(super) fn request_line(line: &str) -> Option<(&str, &str)> {
    let mut words = line.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let is_one = !method.is_empty()
        && method.bytes().all(|byte| byte.is_ascii_uppercase())
        && version.starts_with("HTTP/");
    is_one.then_some((method, target))
}

/// `content-type: application/json`, `:authority: host`.
pub(super) fn header(line: &str) -> Option<Header> {
    let (name, value) = match line.strip_prefix(':') {
        Some(rest) => rest.split_once(':').map(|(name, value)| (format!(":{name}"), value))?,
        None => line.split_once(':').map(|(name, value)| (name.to_owned(), value))?,
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    (!name.is_empty() && name.chars().all(is_name)).then(|| Header::new(name, value.trim()))
}
