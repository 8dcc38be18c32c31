//! C# with `HttpClient`, as the top-level statements of a program (.NET 6 and newer, with its usual global usings).

use super::expression::{Dialect, is_harmless, utf16_units};
use super::message::{Body, Message};
use super::normal;
use super::note::Notes;

const DIALECT: Dialect = Dialect {
    token: "token",
    environment: |name| format!("Environment.GetEnvironmentVariable(\"{name}\")"),
    escape: utf16_units,
    holds: is_harmless,
};

pub(super) fn write(message: &Message, profile: &str, notes: &mut Notes) -> String {
    normal::say(&message.url, "HttpClient", notes);
    let mut code = String::new();
    if message.has_token() {
        code.push_str("using System.Diagnostics;\n");
    }
    code.push_str("using System.Text;\n\n");
    if message.has_token() {
        code.push_str(&format!(
            "using var mudbrick = Process.Start(new ProcessStartInfo(\"mudbrick\", \"token {profile}\") {{ RedirectStandardOutput = true }})!;\nvar token = mudbrick.StandardOutput.ReadToEnd().Trim();\n\n"
        ));
    }
    code.push_str(&format!(
        "using var client = new HttpClient();\nusing var request = new HttpRequestMessage(new HttpMethod(\"{}\"), {});\n",
        message.method,
        DIALECT.expression(&message.url, 4)
    ));
    let (of_content, own): (Vec<_>, Vec<_>) =
        message.headers.iter().partition(|(name, _)| is_of_content(name));
    let header = |target: &str, name: &str, value: &super::message::Text| {
        format!(
            "{target}.TryAddWithoutValidation({}, {});\n",
            DIALECT.literal(name),
            DIALECT.expression(value, 4)
        )
    };
    for (name, value) in own {
        code.push_str(&header("request.Headers", name, value));
    }
    let bytes = message.body.as_ref().map(|body| match body {
        Body::Text(text) => format!("Encoding.UTF8.GetBytes({})", DIALECT.expression(text, 4)),
        Body::File(file) => format!("File.ReadAllBytes(\"{}\")", file.name()),
    });
    if message.body.is_some() || !of_content.is_empty() {
        let bytes = bytes.unwrap_or_else(|| "Array.Empty<byte>()".to_owned());
        code.push_str(&format!("request.Content = new ByteArrayContent({bytes});\n"));
    }
    for (name, value) in of_content {
        code.push_str(&header("request.Content.Headers", name, value));
    }
    code.push_str(
        "using var response = await client.SendAsync(request);\nConsole.WriteLine((int)response.StatusCode);\nConsole.WriteLine(await response.Content.ReadAsStringAsync());",
    );
    code
}

/// Headers that .NET keeps with the content (System.Net.Http.Headers.HttpContentHeaders); elsewhere it leaves them out.
fn is_of_content(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("content-") || matches!(name.as_str(), "allow" | "expires" | "last-modified")
}
