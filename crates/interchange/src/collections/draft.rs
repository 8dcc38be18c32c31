//! A request while it is put together from another program's parts, and what all those programs share: forms, queries,
//! bodies and the content type that comes with them.

use super::left_out::LeftOutKind;
use mudbrick_model::Header;
use mudbrick_requests::{Form, FormPart, encode_around_variables};
use serde_json::Value;

/// What a `.http` file says for a request whose redirects are answers.
pub(super) const NO_REDIRECT: &str = "@no-redirect";

/// How a line of a body begins that stands for a file beside the request.
pub(super) const FILE_REFERENCE: &str = "< ./";

/// What is known of a request so far.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) headers: Vec<Header>,
    pub(super) body: Option<String>,
    pub(super) about: Vec<String>,
    pub(super) directives: Vec<String>,
}

impl Draft {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find(|header| header.name.eq_ignore_ascii_case(name)).map(|it| it.value.as_str())
    }

    /// Keeps what is said about a part: a header, a parameter, a field.
    pub(super) fn describe(&mut self, part: &str, said: &str) {
        let said = said.trim();
        match part.trim() {
            "" => self.about.extend(said.lines().map(str::to_owned)),
            part => self.about.extend(format!("{part}: {said}").lines().map(str::to_owned)),
        }
    }

    /// The same, where nothing may be said.
    pub(super) fn describe_if(&mut self, part: &str, said: Option<String>) {
        if let Some(said) = said {
            self.describe(part, &said);
        }
    }

    /// Takes all headers of a name out, for another part that writes it. Gives what one of them said that is lost by it.
    pub(super) fn make_way(&mut self, new: &Header, by: &'static str) -> Option<LeftOutKind> {
        let is_old = |header: &Header| header.name.eq_ignore_ascii_case(&new.name);
        let says_more = |header: &&Header| {
            let (old, new) = (header.value.trim(), new.value.split(';').next().unwrap_or_default());
            is_old(header) && !old.is_empty() && !old.eq_ignore_ascii_case(new.trim())
        };
        let lost = self.headers.iter().find(says_more);
        let lost = lost.map(|old| LeftOutKind::ReplacedHeader { name: old.name.clone(), by });
        self.headers.retain(|header| !is_old(header));
        lost
    }

    /// Says what the body is, unless the request says so itself.
    pub(super) fn default_type(&mut self, value: &str) {
        if self.header("content-type").is_none() {
            self.headers.push(Header::new("Content-Type", value));
        }
    }

    /// Adds a parameter to the query, which is not encoded: a URL goes out as it is written.
    pub(super) fn add_query(&mut self, written: &str) {
        let (rest, fragment) = match self.url.split_once('#') {
            Some((rest, fragment)) => (rest.to_owned(), format!("#{fragment}")),
            None => (self.url.clone(), String::new()),
        };
        let joint = match rest.contains('?') {
            true if rest.ends_with(['?', '&']) => "",
            true => "&",
            false => "?",
        };
        self.url = format!("{rest}{joint}{written}{fragment}");
    }

    /// A text with a known or guessed type. Only blanks count as no body.
    pub(super) fn text_body(&mut self, text: String, content_type: Option<&str>) {
        if text.is_empty() {
            return;
        }
        let json = text.trim_start().starts_with(['{', '[']);
        match content_type {
            Some(content_type) => self.default_type(content_type),
            None if json => self.default_type("application/json"),
            None => self.default_type("text/plain"),
        }
        self.body = Some(text);
    }

    /// `a=b&c=d`, percent-encoded but for its variables.
    pub(super) fn form(&mut self, fields: &[(String, String)]) {
        if fields.is_empty() {
            return;
        }
        let pairs = fields.iter().map(|(name, value)| {
            format!("{}={}", encode_around_variables(name), encode_around_variables(value))
        });
        self.body = Some(pairs.collect::<Vec<_>>().join("&"));
        self.default_type("application/x-www-form-urlencoded");
    }

    /// A form of several parts. Its boundary is Mudbrick's, so a Content-Type that names another one goes.
    /// Gives what another Content-Type said, and which fields go out with other line ends.
    pub(super) fn multipart(&mut self, parts: &[FormPart]) -> Vec<LeftOutKind> {
        if parts.is_empty() {
            return Vec::new();
        }
        let form = Form::new(parts);
        let header = Header::new("Content-Type", form.content_type());
        let lost = self.make_way(&header, "form");
        self.headers.push(header);
        self.body = Some(form.body());
        let has_other_ends = |part: &&FormPart| part.value.replace("\r\n", "").contains('\n');
        let fields = parts.iter().filter(has_other_ends);
        let fields = fields.map(|part| LeftOutKind::FieldLineEnds { name: part.name.clone() });
        lost.into_iter().chain(fields).collect()
    }

    /// What goes over the wire for GraphQL: a JSON object. The variables are JSON, or would be once theirs are filled.
    pub(super) fn graphql(&mut self, query: &str, operation: Option<&str>, variables: &str) {
        if query.trim().is_empty() {
            return;
        }
        let mut json = format!("{{\n  \"query\": {}", Value::from(query));
        if let Some(name) = operation.filter(|name| !name.is_empty()) {
            json.push_str(&format!(",\n  \"operationName\": {}", Value::from(name)));
        }
        if !variables.trim().is_empty() {
            json.push_str(&format!(",\n  \"variables\": {}", variables.trim()));
        }
        json.push_str("\n}");
        self.text_body(json, Some("application/json"));
    }
}
