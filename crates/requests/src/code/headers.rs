//! Headers alone, without a request, in the notation of a shell or a language: for whoever writes the rest of a call there.

use super::message::Text;
use super::{javascript, posix, powershell, python};
use mudbrick_vault::SecretText;

/// A notation for headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderCode {
    /// `curl -H '…' -H '…'`, to which the URL is added.
    Curl,
    /// `$headers = @{…}`, for `Invoke-RestMethod -Headers $headers`.
    Powershell,
    /// `const headers = {…};`, for `fetch(url, { headers })`.
    Node,
    /// `headers = {…}`, for `requests.get(url, headers=headers)`.
    Python,
}

/// Writes them, without a line end behind the last line.
pub fn write_headers(headers: &[(&str, &str)], code: HeaderCode) -> SecretText {
    let each = |line: fn(&str, &str) -> String| -> String {
        headers.iter().map(|(name, value)| line(name, value)).collect()
    };
    SecretText::new(match code {
        HeaderCode::Curl => format!("curl{}", each(curl)),
        HeaderCode::Powershell => format!("$headers = @{{\n{}}}", each(in_powershell)),
        HeaderCode::Node => format!("const headers = {{\n{}}};", each(in_javascript)),
        HeaderCode::Python => format!("headers = {{\n{}}}", each(in_python)),
    })
}

fn curl(name: &str, value: &str) -> String {
    format!(" -H {}", posix::quoted(&Text::plain(&format!("{name}: {value}")), ""))
}

fn in_powershell(name: &str, value: &str) -> String {
    let quoted = |text| powershell::quoted(&Text::plain(text), "");
    format!("  {} = {}\n", quoted(name), quoted(value))
}

fn in_javascript(name: &str, value: &str) -> String {
    format!("  {}: {},\n", javascript::DIALECT.literal(name), javascript::DIALECT.literal(value))
}

fn in_python(name: &str, value: &str) -> String {
    format!("    {}: {},\n", python::DIALECT.literal(name), python::DIALECT.literal(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::curl(
        HeaderCode::Curl,
        r#"curl -H 'Authorization: Bearer it'\''s "$1"' -H 'x-api-key: k'"#
    )]
    #[case::powershell(
        HeaderCode::Powershell,
        "$headers = @{\n  'Authorization' = 'Bearer it''s \"$1\"'\n  'x-api-key' = 'k'\n}"
    )]
    #[case::node(
        HeaderCode::Node,
        "const headers = {\n  \"Authorization\": \"Bearer it's \\\"$1\\\"\",\n  \"x-api-key\": \"k\",\n};"
    )]
    #[case::python(
        HeaderCode::Python,
        "headers = {\n    \"Authorization\": \"Bearer it's \\\"$1\\\"\",\n    \"x-api-key\": \"k\",\n}"
    )]
    fn each_notation_quotes_what_it_has_to(#[case] code: HeaderCode, #[case] expected: &str) {
        let headers = [("Authorization", "Bearer it's \"$1\""), ("x-api-key", "k")];
        assert_eq!(write_headers(&headers, code).expose(), expected);
    }
}
