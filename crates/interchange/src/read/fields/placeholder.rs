//! What stands in a template where a value belongs.

/// Words that begin or make up such a value, in lower case and with `_` for blanks and hyphens.
const BEGINS: [&str; 12] = [
    "your_",
    "<your",
    "insert_",
    "enter_",
    "replace_",
    "put_your_",
    "paste_",
    "add_your_",
    "change_me",
    "example_client",
    "todo",
    "fill_in",
];

/// Whether it is no value: `<client id>`, `${CLIENT_ID}`, `$[secret:client_id]`, `YOUR_API_KEY`, `xxxx`.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let lower = text.to_lowercase();
    let plain = lower.replace([' ', '-'], "_");
    is_wrapped(text)
        || is_shell_variable(text)
        || ["process.env", "os.environ", "os.getenv", "env("].iter().any(|it| lower.starts_with(it))
        || BEGINS.iter().any(|begin| plain.starts_with(begin))
        || plain.ends_with("_here")
        || is_filler(&lower)
}

/// Marks that templates put around a name. JSON and lists have other marks inside.
fn is_wrapped(text: &str) -> bool {
    let around = |open: &str, close: &str| {
        text.len() > open.len() + close.len() && text.starts_with(open) && text.ends_with(close)
    };
    let is_name = |text: &str| !text.contains([':', '"', '\'', ',', '\n']);
    around("<", ">")
        || around("${", "}")
        || around("$[", "]")
        || around("$(", ")")
        || around("{{", "}}")
        || (around("{", "}") && is_name(text))
        || (around("[", "]") && is_name(text) && text.contains([' ', '_']))
        || around("#{", "}")
        || around("%{", "}")
        || around("@@", "@@")
        || (around("__", "__") && is_name(text))
        || (around("%", "%") && is_name(text) && !text[1..text.len() - 1].contains('%'))
}

fn is_shell_variable(text: &str) -> bool {
    text.strip_prefix('$').is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    })
}

/// One character again and again.
fn is_filler(lower: &str) -> bool {
    let mut characters = lower.chars();
    let Some(first) = characters.next().filter(|c| "x*.-_#?".contains(*c)) else { return false };
    lower.len() > 2 && characters.all(|c| c == first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("YOUR_API_KEY", true)]
    #[case("Your client ID", true)]
    #[case("{CLIENT ID}", true)]
    #[case("{{API_KEY}}", true)]
    #[case("${CLIENT_ID:-none}", true)]
    #[case("$[secret:aio_client_secret]", true)]
    #[case("$[env:AIO_API_KEY;default=x]", true)]
    #[case("$CLIENT_ID", true)]
    #[case("<client id>", true)]
    #[case("%CLIENT_ID%", true)]
    #[case("__CLIENT_ID__", true)]
    #[case("[your_client]", true)]
    #[case("client-id-goes-here", true)]
    #[case("xxxxxxxx", true)]
    #[case("****", true)]
    #[case("...", true)]
    #[case("0f0e0d0c0b0a09080706050403020100", false)]
    #[case("p8e-aBc_dEf", false)]
    #[case("[\"openid\",\"AdobeID\"]", false)]
    #[case("{\"kty\":\"RSA\"}", false)]
    #[case("{a:1}", false)]
    #[case("openid,AdobeID", false)]
    #[case("yourself@example.com", false)]
    #[case("$ecret", true)]
    #[case("p$ecret", false)]
    #[case("", false)]
    fn templates_are_told_from_values(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_placeholder(text), expected);
    }
}
