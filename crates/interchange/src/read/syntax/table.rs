//! Tables with a row for each credential below a row of names: CSV, tab-separated, Markdown.

use super::Value;
use crate::read::fields::{Field, field_of};
use zeroize::Zeroizing;

/// No table of credentials has more rows.
const MOST_ROWS: usize = 1000;

/// The rows, each a map by the names of the columns. None where no line names a client ID and something else.
pub(crate) fn parse(text: &str) -> Option<Value> {
    let mut lines = text.lines();
    let (separator, names) = lines.by_ref().take(MOST_ROWS).find_map(heading)?;
    let mut rows = Vec::new();
    for line in lines.take(MOST_ROWS) {
        let cells = cells(line, separator);
        let is_rule = cells.iter().all(|cell| cell.trim_matches(['-', ':', '=', ' ']).is_empty());
        if cells.len() != names.len() || is_rule {
            continue;
        }
        let named = names.iter().cloned().zip(cells.into_iter().map(Value::Text));
        rows.push(Value::Map(named.filter(|(name, _)| !name.is_empty()).collect()));
    }
    (!rows.is_empty()).then_some(Value::List(rows))
}

fn heading(line: &str) -> Option<(char, Vec<String>)> {
    ['|', '\t', ',', ';'].into_iter().find_map(|separator| {
        let names: Vec<String> =
            cells(line, separator).iter().map(|name| name.trim().to_owned()).collect();
        let fields: Vec<Field> = names.iter().filter_map(|name| field_of(name)).collect();
        let secret = [Field::ClientSecret, Field::OrgId, Field::Organization, Field::Scopes];
        let is_one =
            fields.contains(&Field::ClientId) && fields.iter().any(|it| secret.contains(it));
        is_one.then_some((separator, names))
    })
}

/// The cells of a row; a quotation mark keeps what is behind it together up to the next.
fn cells(line: &str, separator: char) -> Vec<Zeroizing<String>> {
    let line = line.trim_end_matches(['\r', '\n']);
    let line = if separator == '|' { line.trim().trim_matches('|') } else { line };
    let mut cells = vec![Zeroizing::new(String::with_capacity(line.len()))];
    let mut is_quoted = false;
    for character in line.chars() {
        if character == '"' {
            is_quoted = !is_quoted;
        } else if character == separator && !is_quoted {
            cells.push(Zeroizing::new(String::with_capacity(line.len())));
        } else if let Some(cell) = cells.last_mut() {
            cell.push(character);
        }
    }
    for cell in &mut cells {
        **cell = cell.trim().trim_matches('`').to_owned();
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::csv(
        "name,client_id,secret\na,1,\"x,y\"\n",
        r#"[{"name":"a","client_id":"1","secret":"x,y"}]"#
    )]
    #[case::markdown(
        "# x\n\n| Client ID | Org |\n|---|:-:|\n| `1` | x |\n| 2 | y |\n",
        r#"[{"Client ID":"1","Org":"x"},{"Client ID":"2","Org":"y"}]"#
    )]
    #[case::tabs("Client ID\tOrg ID\n1\tx\n", r#"[{"Client ID":"1","Org ID":"x"}]"#)]
    #[case::short_row("client_id,secret\n1\n", "")]
    #[case::prose("The client ID, as you know, is\n1, 2, 3", "")]
    fn rows_are_maps(#[case] text: &str, #[case] expected: &str) {
        let found = parse(text).map(|value| value.to_json().to_string()).unwrap_or_default();
        assert_eq!(found, expected);
    }
}
