//! JavaScript with `fetch`, as a module for Node (WHATWG Fetch).

use super::expression::{Dialect, is_harmless, utf16_units};
use super::follower::Follower;
use super::how::Said;
use super::message::{Body, Message, Text};
use super::normal;
use super::note::{CodeNote, Notes};
use mudbrick_model::{HttpVersion, Method};

pub(super) const DIALECT: Dialect = Dialect {
    token: "token",
    environment: |name| format!("process.env.{name}"),
    escape: utf16_units,
    holds: is_harmless,
};

pub(super) fn write(message: &Message, profile: &str, notes: &mut Notes) -> String {
    let mut code = String::new();
    normal::say_query(&message.url, "fetch", notes);
    if message.has_token() {
        code.push_str("import { execFileSync } from \"node:child_process\";\n");
    }
    if let Some(Body::File(_)) = message.body {
        code.push_str("import { readFile } from \"node:fs/promises\";\n");
    }
    if !code.is_empty() {
        code.push('\n');
    }
    if message.has_token() {
        code.push_str(&format!(
            "const token = execFileSync(\"mudbrick\", [\"token\", \"{profile}\"], {{ encoding: \"utf8\" }}).trim();\n\n"
        ));
    }
    code.push_str(&format!("const response = await fetch({}", DIALECT.expression(&message.url, 2)));
    let mut options = Vec::new();
    if message.method != Method::Get {
        options.push(format!("  method: \"{}\",\n", message.method));
    }
    let mut headers = message.joined_headers(notes);
    headers.retain(|(name, _)| {
        let is_refused = REFUSED.iter().any(|refused| name.eq_ignore_ascii_case(refused));
        if is_refused {
            notes.add(CodeNote::HeaderRefused { language: FOLLOWER.name, name: name.clone() });
        }
        !is_refused
    });
    if !headers.is_empty() {
        let lines = headers
            .iter()
            .map(|(name, value)| format!("    {}: {},\n", DIALECT.literal(name), header(value)));
        options.push(format!("  headers: {{\n{}  }},\n", lines.collect::<String>()));
    }
    if let Some(body) = &message.body {
        if matches!(message.method, Method::Get | Method::Head) {
            let method = message.method.as_str();
            notes.add(CodeNote::BodyRefused { language: "fetch", method });
        }
        // A text without a Content-Type would be given text/plain; bytes are given none.
        options.push(match (body, message.header("content-type")) {
            (Body::Text(text), Some(_)) => {
                format!("  body: {},\n", DIALECT.expression(text, 4))
            }
            (Body::Text(text), None) => {
                format!("  body: new TextEncoder().encode({}),\n", DIALECT.expression(text, 4))
            }
            (Body::File(file), _) => {
                format!("  body: await readFile({}),\n", DIALECT.literal(&file.name))
            }
        });
    }
    options.extend(how(message, notes));
    if !options.is_empty() {
        code.push_str(&format!(", {{\n{}}}", options.concat()));
    }
    code.push_str(");\nconsole.log(response.status);\nconsole.log(await response.text());");
    code
}

const FOLLOWER: Follower = Follower {
    name: "fetch",
    drops: &["authorization", "cookie", "proxy-authorization"],
    to_http: true,
};

/// What undici, the `fetch` of Node, does not send.
const REFUSED: [&str; 2] = ["expect", "keep-alive"];

/// The options that say how it is sent.
fn how(message: &Message, notes: &mut Notes) -> Vec<String> {
    let mut options = Vec::new();
    if !message.how.follows() {
        options.push("  redirect: \"manual\",\n".to_owned());
    }
    FOLLOWER.say(message, notes);
    for said in &message.how.said {
        match said {
            Said::Total(limit) => {
                let ms = limit.duration().as_millis();
                options.push(format!("  signal: AbortSignal.timeout({ms}),\n"));
            }
            // Nothing else is what it sends.
            Said::Version(HttpVersion::Http1) => {}
            said => said.not_told(FOLLOWER.name, notes),
        }
    }
    options
}

/// A header's value: each character of it is a byte to `fetch`.
fn header(value: &Text) -> String {
    let text = DIALECT.expression(value, 6);
    match value.contains(|c| !c.is_ascii()) {
        true => format!("Buffer.from({text}).toString(\"latin1\")"),
        false => text,
    }
}
