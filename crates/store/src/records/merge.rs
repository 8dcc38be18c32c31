//! Saving an edited record into its file without losing what a person wrote there: comments, order, spacing, and fields
//! this build does not know. Only the difference between the record as it was read and as it is now is applied.

use toml_edit::{DocumentMut, Item, Table, TableLike};

/// `text` with the changes that lead from `before` to `after`, all three TOML documents. `after` itself when the text
/// cannot be edited.
pub(super) fn merge(text: &str, before: &str, after: &str) -> String {
    let parse = |text: &str| text.parse::<DocumentMut>();
    let (Ok(mut document), Ok(before), Ok(after)) = (parse(text), parse(before), parse(after))
    else {
        return after.to_owned();
    };
    apply(document.as_table_mut(), before.as_table(), after.as_table());
    document.to_string()
}

fn apply(target: &mut dyn TableLike, before: &dyn TableLike, after: &dyn TableLike) {
    for (key, _) in before.iter() {
        if !after.contains_key(key) {
            target.remove(key);
        }
    }
    for (key, new) in after.iter() {
        let old = before.get(key);
        if old.is_some_and(|old| same(old, new)) && target.contains_key(key) {
            continue;
        }
        let inner = (
            target.get_mut(key).and_then(Item::as_table_like_mut),
            old.and_then(Item::as_table_like),
            new.as_table_like(),
        );
        match inner {
            (Some(target), old, Some(new)) => {
                let empty = Table::new();
                apply(target, old.unwrap_or(&empty), new);
            }
            _ => replace(target, key, new),
        }
    }
}

/// Puts a value in the place of another, with the other's spacing and the comment behind it.
fn replace(target: &mut dyn TableLike, key: &str, new: &Item) {
    let mut new = new.clone();
    if let (Some(old), Some(value)) = (target.get(key).and_then(Item::as_value), new.as_value_mut())
    {
        *value.decor_mut() = old.decor().clone();
    }
    match target.get_mut(key) {
        Some(place) => *place = new,
        None => {
            target.insert(key, new);
        }
    }
}

fn same(a: &Item, b: &Item) -> bool {
    a.to_string().trim() == b.to_string().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_order_and_unknown_fields_stay() {
        let text = "# ours\nname = 'A' # short\nsandbox = \"prod\"\nversion = 1\nfuture = [1]\n\n# asked for\n[variables]\nX = \"1\" # one\nY = \"2\"\n";
        let before =
            "version = 1\nname = \"A\"\nsandbox = \"prod\"\n\n[variables]\nX = \"1\"\nY = \"2\"\n";
        let after =
            "version = 1\nname = \"B\"\nsandbox = \"prod\"\n\n[variables]\nX = \"9\"\nZ = \"3\"\n";
        assert_eq!(
            merge(text, before, after),
            "# ours\nname = \"B\" # short\nsandbox = \"prod\"\nversion = 1\nfuture = [1]\n\n# asked for\n[variables]\nX = \"9\" # one\nZ = \"3\"\n"
        );
    }

    #[test]
    fn tables_come_and_go() {
        let before = "a = 1\n\n[t]\nx = 1\n";
        let after = "a = 1\n\n[u]\ny = 2\n";
        let merged = merge(before, before, after);
        assert_eq!(toml::from_str::<toml::Table>(&merged), toml::from_str(after));
    }
}
