//! Java 11 and newer with `java.net.http`, as one file that `java` runs.

use super::expression::{Dialect, utf16_units};
use super::follower::Follower;
use super::how::Said;
use super::message::{Body, Message, Part, Text};
use super::normal;
use super::note::{CodeNote, Notes};
use mudbrick_model::{HttpVersion, TimeLimit};
use std::fmt::Write as _;

const DIALECT: Dialect = Dialect {
    token: "token",
    environment: |name| format!("System.getenv(\"{name}\")"),
    // `\u000a` would end the line: the compiler reads such escapes before it reads texts (JLS 3.3).
    escape: |character, literal| match character.is_ascii() {
        true => {
            let _ = write!(literal, "\\{:03o}", u32::from(character));
        }
        false => utf16_units(character, literal),
    },
    // Older compilers read a source text in the platform's own encoding.
    holds: |_| false,
};

pub(super) fn write(message: &Message, profile: &str, notes: &mut Notes) -> String {
    let mut code = "import java.net.URI;\nimport java.net.http.HttpClient;\nimport java.net.http.HttpRequest;\nimport java.net.http.HttpResponse;\n".to_owned();
    if let Some(Body::File(_)) = message.body {
        code.push_str("import java.nio.file.Path;\n");
    }
    let How { client, request, has_times } = how(message, notes);
    if has_times {
        code.push_str("import java.time.Duration;\n");
    }
    code.push_str("\npublic class Call {\n    public static void main(String[] arguments) throws Exception {\n");
    if message.has_token() {
        code.push_str(&format!(
            "        Process mudbrick = new ProcessBuilder(\"mudbrick\", \"token\", \"{profile}\")\n            .redirectError(ProcessBuilder.Redirect.INHERIT).start();\n        String token = new String(mudbrick.getInputStream().readAllBytes()).trim();\n\n"
        ));
    }
    normal::say(&message.url, "Java", notes);
    let uri = DIALECT.expression(&strict(&message.url), 12);
    code.push_str(&format!(
        "        HttpRequest request = HttpRequest.newBuilder(URI.create({uri}))\n"
    ));
    for (name, value) in &message.headers {
        if name.eq_ignore_ascii_case("expect") {
            let is_known =
                value.as_plain().is_some_and(|it| it.eq_ignore_ascii_case("100-continue"));
            match is_known {
                true => code.push_str("            .expectContinue(true)\n"),
                false => {
                    notes.add(CodeNote::HeaderRefused { language: "Java", name: name.clone() })
                }
            }
            continue;
        }
        if value.contains(|c| !c.is_ascii()) {
            notes.add(CodeNote::HeaderValue { language: "Java", name: name.clone() });
        }
        code.push_str(&format!(
            "            .header({}, {})\n",
            DIALECT.literal(name),
            DIALECT.expression(value, 16)
        ));
    }
    let publisher = match &message.body {
        Some(Body::Text(text)) => format!("ofString({})", DIALECT.expression(text, 16)),
        Some(Body::File(file)) => format!("ofFile(Path.of({}))", DIALECT.literal(&file.name)),
        None => "noBody()".to_owned(),
    };
    code.push_str(&format!(
        "            .method(\"{}\", HttpRequest.BodyPublishers.{publisher})\n{request}            .build();\n        HttpResponse<String> response = {client}\n            .send(request, HttpResponse.BodyHandlers.ofString());\n        System.out.println(response.statusCode());\n        System.out.println(response.body());\n    }}\n}}",
        message.method
    ));
    code
}

const FOLLOWER: Follower = Follower { name: "Java", drops: &[], to_http: false };

/// How it is sent, in the two places where Java is told.
struct How {
    /// The expression of the client.
    client: String,
    /// Further lines of the request.
    request: String,
    has_times: bool,
}

fn how(message: &Message, notes: &mut Notes) -> How {
    let mut client = String::new();
    let mut request = String::new();
    let mut has_times = false;
    let duration =
        |limit: &TimeLimit| format!("Duration.ofMillis({})", limit.duration().as_millis());
    if message.how.follows() {
        client.push_str("\n            .followRedirects(HttpClient.Redirect.NORMAL)");
    }
    FOLLOWER.say(message, notes);
    if let Some(how) = message.compressions() {
        notes.add(CodeNote::Compressed { language: FOLLOWER.name, how });
    }
    for said in &message.how.said {
        match said {
            Said::Connect(limit) => {
                client.push_str(&format!("\n            .connectTimeout({})", duration(limit)));
                has_times = true;
            }
            Said::Total(limit) => {
                notes.add(CodeNote::Waits { language: FOLLOWER.name });
                request.push_str(&format!("            .timeout({})\n", duration(limit)));
                has_times = true;
            }
            Said::Version(HttpVersion::Http1) => {
                client.push_str("\n            .version(HttpClient.Version.HTTP_1_1)");
            }
            // It is what Java asks for first.
            Said::Version(_) => {}
            said => said.not_told(FOLLOWER.name, notes),
        }
    }
    let client = match client.is_empty() {
        true => "HttpClient.newHttpClient()".to_owned(),
        false => format!("HttpClient.newBuilder(){client}\n            .build()"),
    };
    How { client, request, has_times }
}

/// A URL that `java.net.URI` takes: it follows RFC 2396, which knows fewer characters than the wire.
fn strict(url: &Text) -> Text {
    let parts = url.0.iter().map(|part| match part {
        Part::Plain(text) => Part::Plain(strict_plain(text)),
        secret => secret.clone(),
    });
    Text(parts.collect())
}

fn strict_plain(text: &str) -> String {
    let (begin, rest) = text.split_at(text.len() - normal::behind_host(text).len());
    let mut strict = begin.to_owned();
    for character in rest.chars() {
        match character {
            '"' | '<' | '>' | '[' | ']' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                let _ = write!(strict, "%{:02X}", u32::from(character));
            }
            other => strict.push(other),
        }
    }
    strict
}
