//! TOML, as `imscli.toml` is written.

use super::{Budget, NotThis, Value};
use zeroize::Zeroizing;

/// No configuration is larger.
const MAX: usize = 1 << 20;

/// Reads a document.
pub(crate) fn parse(text: &str) -> Result<Value, NotThis> {
    if text.len() > MAX {
        return Err(NotThis { line: 0, why: "it is too long to be TOML" });
    }
    let table: toml::Table = toml::from_str(text)
        .map_err(|error| NotThis { line: line_of(text, &error), why: "it is not TOML" })?;
    convert(toml::Value::Table(table), 0, &mut Budget::new())
}

fn line_of(text: &str, error: &toml::de::Error) -> usize {
    let start = error.span().map_or(0, |span| span.start);
    text.get(..start).map_or(0, |before| before.matches('\n').count() + 1)
}

fn convert(value: toml::Value, depth: usize, budget: &mut Budget) -> Result<Value, NotThis> {
    budget.spend(0)?;
    if depth > Budget::DEPTH {
        return Err(NotThis { line: 0, why: "it is nested too deeply" });
    }
    Ok(match value {
        // Moved, so that there is one instance to wipe.
        toml::Value::String(text) => Value::Text(Zeroizing::new(text)),
        toml::Value::Boolean(truth) => Value::Bool(truth),
        toml::Value::Integer(number) => Value::Number(Zeroizing::new(number.to_string())),
        toml::Value::Float(number) => Value::Number(Zeroizing::new(number.to_string())),
        toml::Value::Datetime(time) => Value::text(time.to_string()),
        toml::Value::Array(items) => {
            let items = items.into_iter().map(|item| convert(item, depth + 1, budget));
            Value::List(items.collect::<Result<_, _>>()?)
        }
        toml::Value::Table(table) => {
            let entries =
                table.into_iter().map(|(key, value)| Ok((key, convert(value, depth + 1, budget)?)));
            Value::Map(entries.collect::<Result<_, NotThis>>()?)
        }
    })
}
