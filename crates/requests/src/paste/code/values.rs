//! A program's values: texts, tables, lists, names, calls. What would have to be run becomes a variable, with a doubt about it.

use super::Reader;
use super::language::Language;
use super::words::{KEYWORDS, members_of, method_of};
use crate::paste::doubt_kind::DoubtKind;
use crate::paste::value::Value;

/// A table in a table in a table …: nobody writes more, and a hostile text must not exhaust the stack.
const DEEPEST: usize = 64;

/// More bytes than the arguments of a type have: of a text without an end of them, all would be looked at for each.
const MOST_OF_A_TYPE: usize = 200;

/// What stands between brackets: each with the name that is before it.
pub(super) type Items = Vec<(Option<String>, Value)>;

impl Reader<'_> {
    pub(super) fn expression(&mut self, depth: usize) -> Value {
        let at = self.cursor.at;
        let mut value = self.term(depth);
        loop {
            let before = self.cursor.at;
            self.skip_space();
            let rest = self.cursor.rest();
            let is_same_line = !self.cursor.text[before..self.cursor.at].contains('\n');
            let joins = match self.language {
                Language::Php => rest.starts_with('.') && !rest.starts_with("..."),
                _ => rest.starts_with('+') && !rest.starts_with("++") && !rest.starts_with("+="),
            };
            // Python puts texts together that stand side by side.
            let is_beside = self.language == Language::Python
                && (depth > 0 || is_same_line)
                && matches!(value, Value::Text(_));
            if joins {
                self.cursor.at += 1;
                self.skip_space();
                let right = self.term(depth);
                value = Value::Text(value.into_text() + &right.into_text());
            } else if is_beside && let Some(right) = self.string() {
                value = Value::Text(value.into_text() + &right.into_text());
            } else if is_same_line && self.goes_on() {
                self.skip_to_the_end();
                value = self.unknown(at);
            } else {
                self.cursor.at = before;
                return value;
            }
        }
    }

    /// Whether something is done with the value before the cursor.
    fn goes_on(&self) -> bool {
        let rest = self.cursor.rest();
        let marks = ["? ", "?? ", "% ", "|| ", "&& ", "* ", "- ", "or ", "if "];
        marks.iter().any(|mark| rest.starts_with(mark))
    }

    /// Behind what stands on this line, up to what ends an argument.
    fn skip_to_the_end(&mut self) {
        let mut open = 0_usize;
        loop {
            if self.string().is_some() {
                continue;
            }
            match self.cursor.rest().chars().next() {
                None | Some('\n' | ';') => return,
                Some(',' | ')' | ']' | '}') if open == 0 => return,
                Some('(' | '[' | '{') => open += 1,
                Some(')' | ']' | '}') => open -= 1,
                _ => {}
            }
            self.cursor.next();
        }
    }

    fn term(&mut self, depth: usize) -> Value {
        let at = self.cursor.at;
        if depth > DEEPEST {
            return Value::Unknown("VALUE".to_owned());
        }
        if let Some(text) = self.string() {
            return self.members(Vec::new(), Some(text), (at, false), depth);
        }
        let rest = self.cursor.rest();
        match rest.chars().next() {
            Some('[') if self.language == Language::Go && rest.starts_with("[]") => {
                self.cursor.at += 2;
                self.term(depth + 1)
            }
            Some(open @ ('{' | '[' | '(')) => {
                self.cursor.at += 1;
                let items = self.items(closing(open), depth + 1);
                let value = match open {
                    '(' => self.grouped(items),
                    _ => collection(items, open),
                };
                self.members(Vec::new(), Some(value), (at, false), depth)
            }
            Some('&' | '!' | '*' | '@' | ':') => {
                self.cursor.at += 1;
                self.skip_space();
                self.term(depth + 1)
            }
            Some(first) if first.is_ascii_digit() || first == '-' => {
                let part =
                    |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
                let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
                self.cursor.at += end;
                Value::Plain(rest[..end].to_owned())
            }
            _ => self.named(depth),
        }
    }

    /// One value between brackets, or a type before a value: `(string) x`.
    fn grouped(&mut self, mut items: Items) -> Value {
        match items.len() {
            1 => items.pop().map(|(_, value)| value).unwrap_or_else(|| Value::List(Vec::new())),
            _ => collection(items, '['),
        }
    }

    /// A name, and what is called or taken of it.
    pub(super) fn named(&mut self, depth: usize) -> Value {
        let at = self.cursor.at;
        let mut is_new = false;
        loop {
            self.skip_space();
            let Some(name) = self.name() else {
                // `new { a = 1 }`, `new[] { … }`, `new("a", "b")`
                if is_new && self.cursor.rest().starts_with(['{', '[', '(']) {
                    self.cursor.take("[]");
                    self.skip_space();
                    return self.term(depth + 1);
                }
                return Value::Unknown("VALUE".to_owned());
            };
            if !KEYWORDS.contains(&name) {
                let go_map = self.language == Language::Go && name == "map";
                if go_map && let Some(table) = self.go_map(depth) {
                    return table;
                }
                return self.members(vec![name.to_owned()], None, (at, is_new), depth);
            }
            is_new |= name == "new";
        }
    }

    /// `[string]any{…}`, behind the word before it.
    fn go_map(&mut self, depth: usize) -> Option<Value> {
        let line = self.cursor.rest().lines().next().unwrap_or_default();
        let kind = line.strip_prefix('[')?;
        let kind = kind.strip_suffix('{').or_else(|| kind.find('{').map(|end| &kind[..end]))?;
        self.cursor.at += kind.len() + 1;
        self.cursor.take("{}");
        self.cursor.take("{").then(|| collection(self.items('}', depth + 1), '{'))
    }

    /// What is called of a name or a value, `.a(…).b[…]`, or the value of the name.
    fn members(
        &mut self,
        mut path: Vec<String>,
        mut value: Option<Value>,
        (at, is_new): (usize, bool),
        depth: usize,
    ) -> Value {
        loop {
            let before = self.cursor.at;
            self.skip_space();
            let is_next = self.cursor.at == before;
            let dots: &[&str] = match self.language {
                Language::Php => &["->", "::", "\\"],
                _ => &["?.", "::", ".", "->"],
            };
            let dot = dots.iter().find(|dot| self.cursor.rest().starts_with(**dot));
            if let Some(dot) = dot.filter(|_| !self.cursor.rest().starts_with("...")) {
                self.cursor.at += dot.len();
                if let Some(name) = self.name() {
                    path.push(name.to_owned());
                    continue;
                }
            } else if self.type_arguments() {
                continue;
            } else if is_next && self.cursor.take("(") {
                let items = self.items(')', depth + 1);
                let called = self.call(&path, value.take(), items, at);
                value = Some(called);
                path = Vec::new();
                continue;
            } else if is_next && self.cursor.take("[") {
                let items = self.items(']', depth + 1);
                let index = items.into_iter().next().map(|(_, value)| value);
                value = Some(self.index(&path, value.take(), index, at));
                path = Vec::new();
                continue;
            } else if self.is_initialized(&path, value.as_ref(), is_new) && self.cursor.take("{") {
                let items = self.items('}', depth + 1);
                return self.initialized(&path, value, items, at);
            }
            self.cursor.at = before;
            return match value {
                Some(value) if path.is_empty() => value,
                Some(_) => self.unknown(at),
                None => self.value_of(&path.join("."), at),
            };
        }
    }

    /// Whether what stands between the brackets at the cursor belongs to the name or call before it.
    fn is_initialized(&self, path: &[String], value: Option<&Value>, is_new: bool) -> bool {
        self.cursor.rest().starts_with('{')
            && match self.language {
                // `new Dictionary<string, string> { … }`
                Language::CSharp => value.is_some() || is_new,
                Language::Go => {
                    path.last().is_some_and(|name| name == "Client" || name == "string")
                }
                _ => false,
            }
    }

    /// A value with what stands between the brackets behind it.
    fn initialized(
        &mut self,
        path: &[String],
        value: Option<Value>,
        items: Items,
        at: usize,
    ) -> Value {
        if path.last().is_some_and(|name| name == "HttpRequestMessage") {
            self.begin(at);
        }
        let is_message = matches!(&value, Some(Value::Unknown(name)) if name == "response" || name == "request")
            || path.last().is_some_and(|name| name == "HttpRequestMessage");
        if is_message && self.draft.is_some() {
            if let Some(members) = members_of(collection(items, '{')) {
                self.with_draft(at, |draft, remarks| draft.settings(members, at, remarks));
            }
            return Value::Unknown("request".to_owned());
        }
        match value {
            Some(Value::Text(text)) => {
                let headers =
                    items.into_iter().find(|(name, _)| name.as_deref() == Some("Headers"));
                let members =
                    headers.and_then(|(_, headers)| members_of(headers)).unwrap_or_default();
                let kind = members.into_iter().find(|(name, _)| name == "ContentType");
                self.pending = kind.map(|(_, kind)| kind.into_text()).or(self.pending.take());
                Value::Text(text)
            }
            Some(Value::Unknown(name)) => Value::Unknown(name),
            _ => collection(items, '{'),
        }
    }

    /// `<String>`, of a name.
    fn type_arguments(&mut self) -> bool {
        let has_any = matches!(self.language, Language::CSharp | Language::Java);
        let Some(inside) = self.cursor.rest().strip_prefix('<').filter(|_| has_any) else {
            return false;
        };
        let part = |c: char| c.is_alphanumeric() || " ,.<>[]?_".contains(c);
        let near = &inside[..inside.floor_char_boundary(MOST_OF_A_TYPE)];
        let end = near.find(|c| !part(c)).unwrap_or(near.len());
        let Some(last) = near[..end].rfind('>') else { return false };
        self.cursor.at += last + 2;
        true
    }

    /// What stands between brackets, behind the first one and up to the other.
    pub(super) fn items(&mut self, close: char, depth: usize) -> Items {
        let mut items = Items::new();
        loop {
            self.skip_space();
            let before = self.cursor.at;
            match self.cursor.rest().chars().next() {
                None => return items,
                Some(next) if next == close => {
                    self.cursor.next();
                    return items;
                }
                Some(',' | ';') => {
                    self.cursor.next();
                    continue;
                }
                _ => {}
            }
            let spreads = ["...", "**"].iter().any(|mark| self.cursor.take(mark));
            let mut key = if spreads { None } else { self.key() };
            let mut value = self.expression(depth);
            if key.is_none() {
                self.skip_space();
                let rest = self.cursor.rest();
                let is_named = rest.starts_with("=>")
                    || rest.starts_with([':', '='])
                        && !rest.starts_with("::")
                        && !rest.starts_with("==");
                if is_named {
                    self.cursor.at += if rest.starts_with("=>") { 2 } else { 1 };
                    self.skip_space();
                    key = Some(match value {
                        Value::List(one) => one.into_iter().map(Value::into_text).collect(),
                        value => value.into_text(),
                    });
                    value = self.expression(depth);
                }
            }
            match (spreads, value) {
                (true, Value::Table(more)) => {
                    items.extend(more.into_iter().map(|(key, value)| (Some(key), value)));
                }
                (_, value) => items.push((key, value)),
            }
            if self.cursor.at == before {
                self.cursor.next();
            }
        }
    }

    /// A name before a value: `url: x`, `headers=x`, `CURLOPT_URL => x`.
    fn key(&mut self) -> Option<String> {
        let before = self.cursor.at;
        let name = self.name()?.to_owned();
        self.skip_space();
        let rest = self.cursor.rest();
        let mark = ["=>", ":", "="].into_iter().find(|mark| rest.starts_with(*mark));
        let is_other = ["::", "==", ":="].iter().any(|other| rest.starts_with(other));
        match mark.filter(|_| !is_other) {
            Some(mark) => {
                self.cursor.at += mark.len();
                self.skip_space();
                Some(name)
            }
            None => {
                self.cursor.at = before;
                None
            }
        }
    }

    /// The value of a name, or the variable that stands for it.
    pub(super) fn value_of(&mut self, written: &str, at: usize) -> Value {
        let path = written.trim_start_matches(['$', '@']);
        match path {
            "true" | "false" | "null" => return Value::Plain(path.to_owned()),
            "True" => return Value::Plain("true".to_owned()),
            "False" => return Value::Plain("false".to_owned()),
            "None" | "nil" | "undefined" => return Value::Plain("null".to_owned()),
            _ => {}
        }
        if let Some(value) = self.known.copied(path) {
            if self.known.is_changed(path) {
                let variable = path.to_owned();
                self.remarks.doubt(at, DoubtKind::SeveralValues { variable });
            }
            return value;
        }
        let (first, last) = path.rsplit_once('.').unwrap_or(("", path));
        // `HttpMethod.Post`, `Method.POST`, `http.MethodPost`.
        let is_method = first.ends_with("Method") || first == "http";
        if let Some(method) =
            method_of(last.strip_prefix("Method").unwrap_or(last)).filter(|_| is_method)
        {
            return Value::Plain(method.to_string());
        }
        if let Some(Value::Table(members)) = self.known.get(first)
            && let Some((_, value)) = members.iter().find(|(name, _)| name == last)
        {
            return value.clone();
        }
        if !first.is_empty() && first != "process.env" {
            let variable = last.to_owned();
            self.remarks.doubt(at, DoubtKind::Expression { variable });
        }
        Value::Unknown(last.to_owned())
    }

    /// `x["a"]`
    fn index(
        &mut self,
        path: &[String],
        value: Option<Value>,
        index: Option<Value>,
        at: usize,
    ) -> Value {
        let key = index.map(Value::into_text).unwrap_or_default();
        let whole = path.join(".");
        if matches!(whole.as_str(), "os.environ" | "ENV" | "$_ENV" | "process.env") {
            return Value::Unknown(key);
        }
        match value.as_ref().or_else(|| self.known.get(whole.trim_start_matches('$'))) {
            Some(Value::Table(members)) => {
                let found = members.iter().find(|(name, _)| *name == key);
                found.map(|(_, value)| value.clone())
            }
            _ => None,
        }
        .unwrap_or_else(|| {
            // `token["access_token"]` has a name of its own.
            let is_name =
                !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            if !is_name || key.chars().all(|c| c.is_ascii_digit()) {
                return self.unknown(at);
            }
            self.remarks.doubt(at, DoubtKind::Expression { variable: key.clone() });
            Value::Unknown(key)
        })
    }

    /// The variable for what has no name.
    pub(super) fn unknown(&mut self, at: usize) -> Value {
        self.unknowns.expression(at, self.remarks)
    }
}

fn closing(open: char) -> char {
    match open {
        '{' => '}',
        '[' => ']',
        _ => ')',
    }
}

/// What brackets hold: a table where it has names, or pairs as C# writes one.
pub(super) fn collection(items: Items, open: char) -> Value {
    let is_named = items.iter().any(|(name, _)| name.is_some());
    if is_named || items.is_empty() && open == '{' {
        return Value::Table(
            items.into_iter().filter_map(|(name, value)| Some((name?, value))).collect(),
        );
    }
    let values = items.into_iter().map(|(_, value)| value);
    let pairs = |value: &Value| matches!(value, Value::List(pair) if pair.len() == 2);
    let values: Vec<Value> = values.collect();
    match open == '{' && values.iter().all(pairs) {
        true => Value::Table(members_of(Value::List(values)).unwrap_or_default()),
        false => Value::List(values),
    }
}
