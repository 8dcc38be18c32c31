//! Several credentials under the same names, one below the other: people keep stage above production.

use std::collections::HashMap;

/// Something that was read in order, in lines that people leave room between.
pub(crate) trait Part {
    /// The name that comes again in the next credential.
    fn name(&self) -> String;
    /// The client ID that it is.
    fn client_id(&self) -> Option<&str>;
    /// Whether something else stands directly above it: nothing, a remark, a heading.
    fn begins_paragraph(&self) -> bool;
}

/// The parts of each credential. Each client ID begins one when its name was given another client ID before: the later
/// one must not take the secret, organisation and scopes of the earlier.
pub(crate) fn of<T: Part>(parts: Vec<T>) -> Vec<Vec<T>> {
    let starts = starts(&parts);
    let mut blocks = vec![Vec::new()];
    for (at, part) in parts.into_iter().enumerate() {
        if starts.contains(&at) {
            blocks.push(Vec::new());
        }
        if let Some(block) = blocks.last_mut() {
            block.push(part);
        }
    }
    blocks
}

/// Where blocks but the first begin.
fn starts<T: Part>(parts: &[T]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut begun = 0;
    let mut clients: HashMap<String, (usize, &str)> = HashMap::new();
    for (at, part) in parts.iter().enumerate() {
        let Some(client) = part.client_id() else { continue };
        let before = clients.insert(part.name(), (at, client));
        if let Some((before, other)) = before.filter(|(before, _)| *before >= begun)
            && !other.eq_ignore_ascii_case(client)
        {
            begun = start_of(parts, begun, before, at);
            starts.push(begun);
        }
    }
    starts
}

/// Where the block of the client ID at `at` begins: at the first name behind the client ID `before` that comes again in
/// its block, and at the heading over that.
fn start_of<T: Part>(parts: &[T], begun: usize, before: usize, at: usize) -> usize {
    let mut known: Vec<String> = parts[begun..=before].iter().map(Part::name).collect();
    let mut start = at;
    for (place, part) in parts.iter().enumerate().take(at).skip(before + 1) {
        let name = part.name();
        if known.contains(&name) {
            start = place;
            break;
        }
        known.push(name);
    }
    let heading = (before + 1..=start).rev().find(|place| parts[*place].begins_paragraph());
    heading.unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::syntax::env::parse;
    use rstest::rstest;

    #[rstest]
    #[case::headings(
        "# stage\nCLIENT_ID=1\nSECRET=a\n# prod\nORG_ID=x\nCLIENT_ID=2\n",
        "CLIENT_ID SECRET|ORG_ID CLIENT_ID"
    )]
    #[case::no_heading(
        "CLIENT_ID=1\nSECRET=a\nCLIENT_ID=2\nSECRET=b\n",
        "CLIENT_ID SECRET|CLIENT_ID SECRET"
    )]
    #[case::client_id_last(
        "ORG_ID=a\nCLIENT_ID=1\nORG_ID=b\nCLIENT_ID=2\n",
        "ORG_ID CLIENT_ID|ORG_ID CLIENT_ID"
    )]
    #[case::three("CLIENT_ID=1\nCLIENT_ID=2\nCLIENT_ID=3\n", "CLIENT_ID|CLIENT_ID|CLIENT_ID")]
    #[case::the_same_again("CLIENT_ID=1\nCLIENT_ID=1\nSECRET=b\n", "CLIENT_ID CLIENT_ID SECRET")]
    #[case::other_names("A_CLIENT_ID=1\nB_CLIENT_ID=2\n", "A_CLIENT_ID B_CLIENT_ID")]
    #[case::blocks_of_code(
        "stage = {\n client_id = 1\n}\nprod = {\n client_id = 2\n}\n",
        "stage client_id prod|client_id"
    )]
    fn each_client_id_begins_a_block(#[case] text: &str, #[case] expected: &str) {
        let blocks = of(parse(text).lines);
        let names = |block: &Vec<crate::read::syntax::env::Line>| {
            block.iter().map(|line| line.name.as_str()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(blocks.iter().map(names).collect::<Vec<_>>().join("|"), expected);
    }
}
