//! C# with `HttpClient`, as the top-level statements of a program (.NET 6 and newer, with its usual global usings).

use super::expression::{Dialect, is_harmless, utf16_units};
use super::follower::Follower;
use super::how::{Said, seconds};
use super::message::{Body, Message};
use super::normal;
use super::note::Notes;
use mudbrick_model::HttpVersion;

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
    let How { handler, after, needs_net } = how(message, notes);
    if needs_net {
        code.push_str("using System.Net;\n");
    }
    code.push_str("using System.Text;\n\n");
    if message.has_token() {
        code.push_str(&format!(
            "using var mudbrick = Process.Start(new ProcessStartInfo(\"mudbrick\", \"token {profile}\") {{ RedirectStandardOutput = true }})!;\nvar token = mudbrick.StandardOutput.ReadToEnd().Trim();\n\n"
        ));
    }
    code.push_str(&format!(
        "using var client = new HttpClient({handler});\nusing var request = new HttpRequestMessage(new HttpMethod(\"{}\"), {});\n{after}",
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
        Body::File(file) => format!("File.ReadAllBytes({})", DIALECT.literal(&file.name)),
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

const FOLLOWER: Follower =
    Follower { name: "HttpClient", drops: &["authorization"], to_http: false };

/// How it is sent, in the places where .NET is told.
struct How {
    /// What the client is made with.
    handler: String,
    /// Statements behind the client and the request.
    after: String,
    needs_net: bool,
}

fn how(message: &Message, notes: &mut Notes) -> How {
    let mut members = Vec::new();
    let mut after = String::new();
    let mut needs_net = false;
    if !message.how.follows() {
        members.push("AllowAutoRedirect = false".to_owned());
    }
    FOLLOWER.say_what_is_lost(message, notes);
    FOLLOWER.say(message, notes);
    if message.compressions().is_some() {
        members.push("AutomaticDecompression = DecompressionMethods.All".to_owned());
        needs_net = true;
    }
    for said in &message.how.said {
        match said {
            Said::MostRedirects(most) => members.push(format!("MaxAutomaticRedirections = {most}")),
            Said::Connect(limit) => {
                members.push(format!("ConnectTimeout = TimeSpan.FromSeconds({})", seconds(*limit)))
            }
            Said::Total(limit) => after.push_str(&format!(
                "client.Timeout = TimeSpan.FromSeconds({});\n",
                seconds(*limit)
            )),
            Said::Version(version) => {
                let number = if *version == HttpVersion::Http2 { "20" } else { "11" };
                after.push_str(&format!("request.Version = HttpVersion.Version{number};\nrequest.VersionPolicy = HttpVersionPolicy.RequestVersionExact;\n"));
                needs_net = true;
            }
            Said::Proxy(url) => {
                let url = DIALECT.literal(url);
                members.push(format!("Proxy = new WebProxy({url})"));
                needs_net = true;
            }
            Said::NoProxy => members.push("UseProxy = false".to_owned()),
            said => said.not_told(FOLLOWER.name, notes),
        }
    }
    let handler = match members.is_empty() {
        true => String::new(),
        false => format!("new SocketsHttpHandler {{ {} }}", members.join(", ")),
    };
    How { handler, after, needs_net }
}

/// Headers that .NET keeps with the content (System.Net.Http.Headers.HttpContentHeaders); elsewhere it leaves them out.
fn is_of_content(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("content-") || matches!(name.as_str(), "allow" | "expires" | "last-modified")
}
