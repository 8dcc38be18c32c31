//! What the calls of the libraries mean that send requests, by their names. A call that is not known means nothing.

use super::Reader;
use super::draft::Tables;
use super::values::{Items, collection};
use super::words::{members_of, method_of};
use crate::paste::doubt_kind::DoubtKind;
use crate::paste::parts::{FORM, Placed};
use crate::paste::remark::PasteNote;
use crate::paste::value::Value;

/// Functions whose value is their first argument's.
const SAME: [&str; 15] = [
    "uri",
    "url",
    "create",
    "parse",
    "str",
    "string",
    "bytes",
    "newreader",
    "newbuffer",
    "newbufferstring",
    "byte",
    "ofstring",
    "from",
    "mediatypeheadervalue",
    "httpmethod",
];
/// Methods of a text that leave it as it is.
const OWN: [&str; 6] = ["encode", "getbytes", "tostring", "trim", "strip", "to_s"];
/// Functions that write JSON.
const JSON: [&str; 8] = [
    "dumps",
    "stringify",
    "dump",
    "generate",
    "json_encode",
    "serialize",
    "serializeobject",
    "to_json",
];
/// Functions that write a form.
const FORMS: [&str; 5] = [
    "formurlencodedcontent",
    "http_build_query",
    "urlencode",
    "encode_www_form",
    "urlsearchparams",
];
/// Functions that give a variable of the system.
const ENVIRONMENT: [&str; 3] = ["getenv", "getenvironmentvariable", "env"];
/// Functions that set a header.
const HEADERS: [&str; 6] =
    ["header", "addheader", "setheader", "setrequestheader", "addorupdateheader", "withheader"];
/// What has the functions that are called like methods.
const LIBRARIES: [&str; 9] =
    ["requests", "httpx", "axios", "unirest", "http", "session", "s", "got", "client"];
/// Functions that send what was put together.
const SENDS: [&str; 9] = [
    "sendasync",
    "execute",
    "executeasync",
    "do",
    "asstring",
    "asjson",
    "curl_exec",
    "send",
    "getresponse",
];

impl Reader<'_> {
    /// The value of a call, which may make a part of the request.
    pub(super) fn call(
        &mut self,
        path: &[String],
        receiver: Option<Value>,
        items: Items,
        at: usize,
    ) -> Value {
        let last = path.last().map(|name| name.to_ascii_lowercase()).unwrap_or_default();
        let owner =
            path.iter().rev().nth(1).map(|name| name.to_ascii_lowercase()).unwrap_or_default();
        let whole = path.join(".");
        if last == "array" {
            return collection(items, '[');
        }
        let (named, plain): (Items, Items) = items.into_iter().partition(|(key, _)| key.is_some());
        let named: Vec<(String, Value)> =
            named.into_iter().filter_map(|(key, value)| Some((key?, value))).collect();
        let mut values: Vec<Value> = plain.into_iter().map(|(_, value)| value).collect();
        let is_chained = receiver.is_some();
        if let Some(value) = self.written(&last, &whole, receiver, &mut values, at) {
            return value;
        }
        if self.adds(path, &last, &values) {
            return Value::Unknown(last);
        }
        if self.begins(&last, &owner, &mut values, &named, at) {
            return Value::Unknown("response".to_owned());
        }
        match self.part(&last, &owner, is_chained, values, named, at) {
            true => Value::Unknown("request".to_owned()),
            false => self.unknown(at),
        }
    }

    /// The value of a call that only writes its arguments in another way.
    fn written(
        &mut self,
        last: &str,
        whole: &str,
        receiver: Option<Value>,
        values: &mut Vec<Value>,
        at: usize,
    ) -> Option<Value> {
        let is_env = whole.starts_with("os.environ.") || whole.starts_with("ENV.");
        if is_env || ENVIRONMENT.contains(&last) {
            return values.drain(..).next().map(|name| Value::Unknown(name.into_text()));
        }
        if JSON.contains(&last) {
            let value = values.drain(..).next().or(receiver)?;
            return Some(Value::Text(value.to_json()));
        }
        if FORMS.contains(&last) {
            let members = values.drain(..).next().and_then(members_of);
            return Some(Value::Query(members.unwrap_or_default()));
        }
        let is_media = |value: &Value| matches!(value, Value::Text(text) if is_media_type(text));
        match last {
            "stringcontent" | "create" | "jsoncontent" if !values.is_empty() => {
                let kind = (1..values.len()).rev().chain([0]).find(|at| is_media(&values[*at]));
                // A type alone is no body.
                if let Some(at) = kind.filter(|_| values.len() > 1) {
                    self.pending = Some(values.remove(at).into_text());
                }
                let first = values.drain(..).next()?;
                return Some(if last == "jsoncontent" {
                    Value::Text(first.to_json())
                } else {
                    first
                });
            }
            "authenticationheadervalue" => {
                let words = values.drain(..).map(Value::into_text);
                return Some(Value::Text(words.collect::<Vec<_>>().join(" ")));
            }
            "multipartformdatacontent" | "formdata" => return Some(Value::Form(Vec::new())),
            "keyvaluepair" | "namevaluepair" => return Some(Value::List(std::mem::take(values))),
            "dictionary" | "hashmap" | "linkedhashmap" | "headers" => {
                return Some(values.drain(..).next().unwrap_or_else(|| Value::Table(Vec::new())));
            }
            "list" | "arraylist" => return Some(Value::List(Vec::new())),
            "format" | "sprintf" => {
                let template =
                    receiver.or_else(|| (!values.is_empty()).then(|| values.remove(0)))?;
                return Some(Value::Text(formatted(&template.into_text(), std::mem::take(values))));
            }
            _ => {}
        }
        match receiver {
            None if SAME.contains(&last) && values.len() < 3 => values.drain(..).next(),
            Some(text @ Value::Text(_)) if OWN.contains(&last) => Some(text),
            // Whatever else is done with a text makes another one.
            Some(Value::Text(_)) => Some(self.unknown(at)),
            _ => None,
        }
    }

    /// A call that adds to a table, a list or a form with a name: `headers.put("a", "b")`.
    fn adds(&mut self, path: &[String], last: &str, values: &[Value]) -> bool {
        let [name, _] = path else { return false };
        let name = name.trim_start_matches('$');
        if !matches!(last, "add" | "put" | "append" | "set" | "push" | "update") {
            return false;
        }
        let is_form = matches!(self.known.get(name), Some(Value::Form(_)));
        match (self.known.get(name), values) {
            (Some(Value::Table(_) | Value::Query(_) | Value::Form(_)), [first, second, ..]) => {
                let mut pair = (first.clone().into_text(), second.clone());
                let Some(Value::Table(members) | Value::Query(members) | Value::Form(members)) =
                    self.known.changing(name)
                else {
                    return false;
                };
                // C# has the value of a form's part before its name.
                if last == "add" && is_form {
                    pair = (second.clone().into_text(), first.clone());
                }
                members.push(pair);
                true
            }
            (Some(Value::List(_)), [one]) => {
                let Some(Value::List(list)) = self.known.changing(name) else { return false };
                list.push(one.clone());
                true
            }
            _ => false,
        }
    }

    /// A call that a request begins with.
    fn begins(
        &mut self,
        last: &str,
        owner: &str,
        values: &mut Vec<Value>,
        named: &[(String, Value)],
        at: usize,
    ) -> bool {
        let is_address = |value: &Value| match value {
            Value::Text(text) => {
                text.contains("://") || text.starts_with(['/', '{']) || text.contains('.')
            }
            Value::Unknown(_) => true,
            _ => false,
        };
        let library = LIBRARIES.contains(&owner.trim_start_matches('$'));
        let verb = last.strip_suffix("async").unwrap_or(last);
        let verb = verb
            .strip_prefix("get")
            .filter(|rest| matches!(*rest, "string" | "fromjson"))
            .map_or(verb, |_| "get");
        let verb = verb.strip_suffix("asjson").unwrap_or(verb);
        let is_async = last.ends_with("async") && owner != "content";
        match last {
            "restclient" | "restclientoptions" | "httpsconnection" | "httpconnection" => {
                let Some(base) = values.drain(..).next() else { return true };
                let base = match (base, last) {
                    (Value::Unknown(_), "restclient") => return true,
                    (base, "httpsconnection") => {
                        Value::Text(format!("https://{}", base.into_text()))
                    }
                    (base, "httpconnection") => Value::Text(format!("http://{}", base.into_text())),
                    (base, _) => base,
                };
                self.base = Some(Placed::new(base.into_text(), at));
            }
            "httprequestmessage" | "restrequest" | "newbuilder" | "builder" | "newrequest"
            | "curl_init" => {
                if last == "newbuilder" && owner != "httprequest"
                    || last == "builder" && owner != "request"
                {
                    return true;
                }
                self.begin(at);
                self.method_and_address(values, at);
            }
            "newrequestwithcontext" => {
                values.drain(..values.len().min(1));
                self.begin(at);
                self.method_and_address(values, at);
            }
            "request" if matches!(values.first(), Some(Value::Table(_))) => {
                self.configured(values, at)
            }
            "axios" | "ajax" if matches!(values.first(), Some(Value::Table(_))) => {
                self.configured(values, at)
            }
            "request" | "open" if values.len() >= 2 => {
                self.begin(at);
                self.method_and_address(values, at);
                let headers = values.drain(..).find(|value| matches!(value, Value::Table(_)));
                if let Some(headers) = headers {
                    self.with_draft(at, |draft, remarks| draft.headers(headers, at, remarks));
                }
            }
            "request" if !named.is_empty() => self.begin(at),
            "new" if method_of(owner).is_some() => {
                self.begin(at);
                self.draft(at).method(&Value::Text(owner.to_owned()));
                if let Some(url) = values.drain(..).next() {
                    self.draft(at).url(url, at);
                }
            }
            _ if (library || is_async)
                && method_of(verb).is_some()
                && values.first().is_some_and(is_address) =>
            {
                self.begin(at);
                let draft = self.draft(at);
                draft.method(&Value::Text(verb.to_owned()));
                draft.url(values.remove(0), at);
                if owner == "axios" {
                    draft.tables = Tables::Json;
                }
                let writes = matches!(verb, "post" | "put" | "patch");
                let is_go = owner == "http" && values.len() == 2;
                if is_go {
                    self.pending = Some(values.remove(0).into_text());
                }
                if writes && !values.is_empty() {
                    let body = values.remove(0);
                    match last.contains("asjson") {
                        true => self.draft(at).json(body, at),
                        false => self.draft(at).body(body, at),
                    }
                }
                if let Some(members) = values.drain(..).next().and_then(members_of) {
                    self.with_draft(at, |draft, remarks| draft.settings(members, at, remarks));
                }
            }
            _ => return false,
        }
        if !named.is_empty() && self.draft.is_some() {
            let members = named.to_vec();
            self.with_draft(at, |draft, remarks| draft.settings(members, at, remarks));
        }
        let is_called_once = library && owner != "unirest" || is_async;
        if is_called_once && method_of(verb).is_some() || last == "request" && library {
            self.send();
        }
        true
    }

    /// `request({ url: …, headers: … })`
    fn configured(&mut self, values: &mut Vec<Value>, at: usize) {
        self.begin(at);
        if let Some(members) = values.drain(..).next().and_then(members_of) {
            self.draft(at).tables = Tables::Json;
            self.with_draft(at, |draft, remarks| draft.settings(members, at, remarks));
        }
    }

    /// A method, an address and a body, in this order or the other.
    fn method_and_address(&mut self, values: &mut Vec<Value>, at: usize) {
        for value in std::mem::take(values) {
            let draft = self.draft(at);
            match value {
                Value::Plain(name) | Value::Text(name)
                    if method_of(&name).is_some() && draft.parts.method.is_none() =>
                {
                    draft.method(&Value::Text(name));
                }
                Value::Plain(_) => {}
                value if !draft.is_addressed => {
                    draft.is_addressed = true;
                    draft.url(value, at);
                }
                value @ Value::Table(_) => values.push(value),
                value => draft.body(value, at),
            }
        }
    }

    /// A call that gives the request one of its parts.
    fn part(
        &mut self,
        last: &str,
        owner: &str,
        is_chained: bool,
        mut values: Vec<Value>,
        named: Vec<(String, Value)>,
        at: usize,
    ) -> bool {
        let is_default = owner.starts_with("default") || owner == "headers" && last == "update";
        if (HEADERS.contains(&last)
            || matches!(last, "add" | "set" | "tryaddwithoutvalidation" | "update"))
            && (HEADERS.contains(&last) || owner.contains("header"))
        {
            let Some(last) = values.pop() else { return false };
            let pairs = match values.pop() {
                Some(name) => Value::List(vec![Value::List(vec![name, last])]),
                None => last,
            };
            match is_default {
                true => self.defaults.push((pairs, at)),
                false if self.draft.is_some() => {
                    self.with_draft(at, |draft, remarks| draft.headers(pairs, at, remarks));
                }
                false => return false,
            }
            return true;
        }
        if last.starts_with("curl_setopt") {
            self.draft(at);
        }
        if self.draft.is_none() {
            return false;
        }
        let first = (!values.is_empty()).then(|| values.remove(0));
        match (last, first) {
            ("url" | "uri", Some(url)) if is_chained => self.draft(at).url(url, at),
            ("method", Some(method)) if is_chained => {
                self.draft(at).method(&method);
                if let Some(body) = values.drain(..).next() {
                    self.draft(at).body(body, at);
                }
            }
            ("addstringbody" | "body" | "setbody" | "withbody" | "write", Some(body)) => {
                self.draft(at).body(body, at);
            }
            ("addjsonbody" | "addbody", Some(body)) => self.draft(at).json(body, at),
            ("addquerystring" | "addqueryparameter" | "querystring", Some(name)) => {
                let value = values.drain(..).next().unwrap_or_else(|| Value::Text(String::new()));
                let pair = Value::Table(vec![(name.into_text(), value)]);
                self.with_draft(at, |draft, remarks| draft.query(pair, at, remarks));
            }
            ("addparameter" | "field" | "addformdatapart", Some(name)) => {
                let name = name.into_text();
                let Some(value) = values.drain(..).next() else { return false };
                match is_media_type(&name) {
                    true => {
                        self.pending = Some(name);
                        self.draft(at).body(value, at);
                    }
                    false => self.draft(at).part(name, value),
                }
            }
            ("addfile", Some(name)) => {
                let path = values.drain(..).next().unwrap_or(name).into_text();
                self.remarks.doubt(at, DoubtKind::FileLeftOut { path });
            }
            ("curl_setopt", _) => {
                let mut rest = values.drain(..);
                if let (Some(option), Some(value)) = (rest.next(), rest.next()) {
                    drop(rest);
                    self.php_option(&option.into_text(), value, at);
                }
            }
            ("curl_setopt_array", _) => {
                let options = values.drain(..).next().and_then(members_of).unwrap_or_default();
                for (option, value) in options.into_iter().chain(named) {
                    self.php_option(&option, value, at);
                }
            }
            (verb, body) if is_chained && method_of(verb).is_some() => {
                self.draft(at).method(&Value::Text(verb.to_owned()));
                if let Some(body) = body {
                    self.draft(at).body(body, at);
                }
            }
            ("send", Some(body @ Value::Text(_))) => {
                self.draft(at).body(body, at);
                self.send();
            }
            (send, _) if SENDS.contains(&send) => self.send(),
            _ => return false,
        }
        true
    }

    /// `CURLOPT_URL` and the like, as they are or between the brackets of a variable.
    fn php_option(&mut self, option: &str, value: Value, at: usize) {
        let option = option.trim_matches(['{', '}']).trim_start_matches("CURLOPT_").to_owned();
        self.with_draft(at, |draft, remarks| match option.as_str() {
            "URL" => draft.url(value, at),
            "CUSTOMREQUEST" => draft.method(&value),
            "POST" if draft.parts.method.is_none() => draft.method(&Value::Text("POST".to_owned())),
            "HTTPHEADER" => draft.headers(value, at, remarks),
            "POSTFIELDS" => {
                draft.parts.default_type = Some(FORM);
                if draft.parts.method.is_none() {
                    draft.method(&Value::Text("POST".to_owned()));
                }
                draft.body(value, at);
            }
            "USERPWD" => remarks.note(PasteNote::Password { option }),
            _ => {}
        });
    }
}

fn is_media_type(text: &str) -> bool {
    let (kind, rest) = text.split_once('/').unwrap_or_default();
    let kinds = ["application", "text", "multipart", "image", "audio", "video"];
    kinds.contains(&kind) && !rest.is_empty() && !rest.contains(['/', '{', '"', '\n'])
}

/// A text with values in the places that it has for them: `%s` and `{}` take the next one, `{1}` the one of its number. A place
/// for which there is none stays as it is written.
fn formatted(template: &str, values: Vec<Value>) -> String {
    let values: Vec<String> = values.into_iter().map(Value::into_text).collect();
    let mut next = values.iter();
    let mut written = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['%', '{']) {
        written.push_str(&rest[..at]);
        rest = &rest[at..];
        let (value, length) = match place(rest) {
            Some((Some(number), length)) => (values.get(number), length),
            Some((None, length)) => (next.next(), length),
            None => (None, 1),
        };
        match value {
            Some(value) => written.push_str(value),
            None => written.push_str(&rest[..length]),
        }
        rest = &rest[length..];
    }
    written + rest
}

/// The place for a value that a text begins with: its number, if it has one, and its length.
fn place(text: &str) -> Option<(Option<usize>, usize)> {
    if let Some(sign) = ["%s", "%v", "%d", "{}"].into_iter().find(|sign| text.starts_with(sign)) {
        return Some((None, sign.len()));
    }
    let (number, _) = text.strip_prefix('{')?.split_once('}')?;
    Some((Some(number.parse().ok()?), number.len() + 2))
}
