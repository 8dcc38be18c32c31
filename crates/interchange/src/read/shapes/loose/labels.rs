//! Values that are known by the word in front of them alone.

use crate::read::scopes;

/// How much is looked at behind the word.
const LONGEST: usize = 2 * 1024;

/// Whether a line speaks of a secret.
pub(super) fn says_secret(line: &str) -> bool {
    line.to_ascii_lowercase().contains("secret")
}

/// The scopes behind each `scopes` within the first `length` bytes of `text`, with commas between them, and whether they
/// are metascopes. Their list may go on in the lines below.
pub(super) fn scopes_in(text: &str, length: usize) -> Vec<(bool, String)> {
    let lower = text[..length].to_ascii_lowercase();
    let mut found = Vec::new();
    for (at, word) in lower.match_indices("scope") {
        let end = at + word.len();
        let end = end + usize::from(lower[end..].starts_with('s'));
        let is_word = !lower[end..].starts_with(|c: char| c.is_ascii_alphanumeric());
        let is_meta = lower[..at].trim_end_matches(['_', '-', ' ']).ends_with("meta");
        let behind = &text[end..text.floor_char_boundary(end + LONGEST)];
        if let Some(scopes) = is_word.then(|| list_behind(behind)).flatten() {
            found.push((is_meta, scopes));
        }
    }
    found
}

/// The list behind a label, on its line or on the next.
fn list_behind(text: &str) -> Option<String> {
    let is_between = |c: char| c.is_whitespace() || "\"'`\\*|:=>-~,]".contains(c);
    let value = text.trim_start_matches(is_between);
    let between = &text[..text.len() - value.len()];
    if between.is_empty() || between.matches('\n').count() > 1 {
        return None;
    }
    let inner = value.strip_prefix(['[', '(', '{']);
    let list = match inner {
        Some(inner) => inner.split([']', ')', '}']).next()?,
        None => value.split(['\n', '\t', '|', '"', '\'', '`', ';', '<', ')', '\\']).next()?,
    };
    let words = scopes::words(list);
    let is_named = between.contains(['"', '\'', '`', '*', '|', ':', '=', '>', '\t', '\n', ',']);
    let is_list = is_named || words.len() == 1;
    let plain = words.iter().map(|word| word.trim_end_matches('.'));
    (is_list && words.iter().all(|word| is_scope(word)) && are_adobes(list))
        .then(|| plain.collect::<Vec<_>>().join(","))
}

fn is_scope(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.:/-".contains(&b))
}

/// `Scopes: see below` is a sentence. Words without commas are scopes when each looks like one of Adobe's, and words with
/// commas when one does.
fn are_adobes(list: &str) -> bool {
    let is_adobes = |word: &String| {
        let word = word.trim_end_matches('.');
        ["openid", "AdobeID"].contains(&word)
            || (word.contains(['_', '.', '/']) && !word.starts_with("http") || word.contains("/s/"))
    };
    let parts: Vec<Vec<String>> = list.split(',').map(scopes::words).collect();
    parts.iter().all(|words| words.len() < 2 || words.iter().all(is_adobes))
        && parts.iter().flatten().any(is_adobes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::colon("Scopes: openid, AdobeID\nBye,", "openid,AdobeID")]
    #[case::tab("Scopes\topenid, AdobeID\n", "openid,AdobeID")]
    #[case::table("| Scopes | openid, AdobeID |\n", "openid,AdobeID")]
    #[case::line_below("Scopes\nopenid, AdobeID\n", "openid,AdobeID")]
    #[case::marks("*Scopes*: `openid,AdobeID`\n", "openid,AdobeID")]
    #[case::call("f(scope=\"openid,AdobeID\")", "openid,AdobeID")]
    #[case::list("scopes: [\n 'openid',\n 'AdobeID' ]", "openid,AdobeID")]
    #[case::json("\\\"scopes\\\": \\\"openid,AdobeID\\\"}", "openid,AdobeID")]
    #[case::full_stop("The scopes are: no. Scope: read_organizations.", "read_organizations")]
    #[case::remark("Scopes: openid, AdobeID (default)", "openid,AdobeID")]
    #[case::prose("Scopes: see the page, please", "")]
    #[case::address("Scopes: see https://wiki.example/a_b", "")]
    #[case::other_word("A telescope: openid,AdobeID\nscoped: openid", "openid,AdobeID")]
    fn scopes_stand_behind_their_name(#[case] text: &str, #[case] expected: &str) {
        let found: Vec<String> =
            scopes_in(text, text.len()).into_iter().map(|(_, list)| list).collect();
        assert_eq!(found.join(" "), expected);
    }
}
