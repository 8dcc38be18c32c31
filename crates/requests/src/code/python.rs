//! Python with requests.

use super::expression::{Dialect, is_harmless, utf16_units};
use super::follower::Follower;
use super::how::{Said, seconds};
use super::message::{Body, Message, Text};
use super::normal;
use super::note::{CodeNote, Notes};
use mudbrick_model::HttpVersion;

pub(super) const DIALECT: Dialect = Dialect {
    token: "token",
    environment: |name| format!("os.environ[\"{name}\"]"),
    // All that has to be escaped is in the first 65,536.
    escape: utf16_units,
    holds: is_harmless,
};

pub(super) fn write(message: &Message, profile: &str, notes: &mut Notes) -> String {
    let mut code = String::new();
    normal::say(&message.url, "requests", notes);
    if !message.environment().is_empty() {
        code.push_str("import os\n");
    }
    if message.has_token() {
        code.push_str("import subprocess\n");
    }
    if !code.is_empty() {
        code.push('\n');
    }
    code.push_str("import requests\n\n");
    if message.has_token() {
        code.push_str(&format!(
            "token = subprocess.run(\n    [\"mudbrick\", \"token\", \"{profile}\"], stdout=subprocess.PIPE, text=True, check=True\n).stdout.strip()\n\n"
        ));
    }
    code.push_str(&format!(
        "response = requests.request(\n    \"{}\",\n    {},\n",
        message.method,
        DIALECT.expression(&message.url, 4)
    ));
    let headers = message.joined_headers(notes);
    if !headers.is_empty() {
        code.push_str("    headers={\n");
        for (name, value) in &headers {
            code.push_str(&format!("        {}: {},\n", DIALECT.literal(name), header(value)));
        }
        code.push_str("    },\n");
    }
    if let Some(body) = &message.body {
        let data = match body {
            Body::Text(text) => in_utf8(text, 4),
            Body::File(file) => format!("open({}, \"rb\")", DIALECT.literal(&file.name)),
        };
        code.push_str(&format!("    data={data},\n"));
    }
    code.push_str(&how(message, notes));
    code.push_str(")\nprint(response.status_code)\nprint(response.text)");
    code
}

const FOLLOWER: Follower =
    Follower { name: "requests", drops: &["authorization", "cookie"], to_http: true };

/// The arguments that say how it is sent.
fn how(message: &Message, notes: &mut Notes) -> String {
    let mut arguments = String::new();
    if !message.how.follows() {
        arguments.push_str("    allow_redirects=False,\n");
    }
    FOLLOWER.say(message, notes);
    say_compression(message, FOLLOWER.name, notes);
    let (mut total, mut connect) = (None, None);
    for said in &message.how.said {
        match said {
            Said::Total(limit) => total = Some(seconds(*limit)),
            Said::Connect(limit) => connect = Some(seconds(*limit)),
            // Nothing else is what it sends.
            Said::Version(HttpVersion::Http1) => {}
            Said::Proxy(url) => {
                let url = DIALECT.literal(url);
                arguments
                    .push_str(&format!("    proxies={{\"http\": {url}, \"https\": {url}}},\n"));
            }
            said => said.not_told(FOLLOWER.name, notes),
        }
    }
    if total.is_some() {
        notes.add(CodeNote::Waits { language: FOLLOWER.name });
    }
    match (connect, total) {
        (None, None) => {}
        (None, Some(total)) => arguments.push_str(&format!("    timeout={total},\n")),
        (Some(connect), total) => {
            let total = total.unwrap_or_else(|| "None".to_owned());
            arguments.push_str(&format!("    timeout=({connect}, {total}),\n"));
        }
    }
    arguments
}

/// urllib3, below `requests` and HTTPie, unpacks `br` and `zstd` only where further packages are installed.
pub(super) fn say_compression(message: &Message, language: &'static str, notes: &mut Notes) {
    let asked = message.compressions().unwrap_or_default();
    let mut others = asked.split(" or ").filter(|one| !matches!(*one, "" | "gzip" | "deflate"));
    if let Some(how) = others.next() {
        notes.add(CodeNote::Compressed { language, how: how.to_owned() });
    }
}

/// A header's value. A text would be sent in ISO 8859-1.
fn header(value: &Text) -> String {
    match value.contains(|c| !c.is_ascii()) {
        true => in_utf8(value, 8),
        false => DIALECT.expression(value, 12),
    }
}

/// The bytes of a text.
fn in_utf8(text: &Text, indent: usize) -> String {
    let expression = DIALECT.expression(text, indent + 4);
    let blanks = " ".repeat(indent);
    match expression.contains('\n') {
        true => format!("(\n{blanks}    {expression}\n{blanks}).encode()"),
        false if text.as_plain().is_some() => format!("{expression}.encode()"),
        false => format!("({expression}).encode()"),
    }
}
