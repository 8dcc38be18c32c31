//! Insomnia's templates: `{{ _.name }}` is a variable, and `{% … %}` is computed. A few computations are Mudbrick's own too.

use crate::collections::gathering::Gathering;
use crate::collections::left_out::LeftOutKind;
use crate::collections::place::{Place, short};

/// The text with Mudbrick's variables in the place of Insomnia's.
pub(super) fn adopted(text: &str, place: &Place, gathering: &mut Gathering) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((inside, behind)) = variable_at(rest) {
            out.push_str(&variable(inside.trim(), place, gathering));
            rest = behind;
        } else if let Some((inside, behind)) = between(rest, "{%", "%}") {
            out.push_str(&tag(inside.trim(), place, gathering));
            rest = behind;
        } else {
            out.push('{');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<(&'a str, &'a str)> {
    text.strip_prefix(open)?.split_once(close)
}

/// A variable at the beginning. JSON may have brackets as close together, over several lines.
fn variable_at(text: &str) -> Option<(&str, &str)> {
    let (inside, behind) = between(text, "{{", "}}")?;
    (!inside.contains('\n') && !inside.contains("{{")).then_some((inside, behind))
}

/// `_.name` and, for names with hyphens, `_['name']`. What is made of a variable is computed there.
fn variable(written: &str, place: &Place, gathering: &mut Gathering) -> String {
    let name = written.strip_prefix("_.").unwrap_or(written);
    let quoted = ['\'', '"'].iter().find_map(|quote| {
        let name = name.strip_prefix("_[")?.strip_prefix(*quote)?;
        name.strip_suffix(']')?.strip_suffix(*quote)
    });
    let name = quoted.unwrap_or(name);
    if !name.contains(['|', '(', '\'', '"']) {
        return format!("{{{{{name}}}}}");
    }
    let is_name = |c: char| c.is_alphanumeric() || "._-".contains(c);
    let first = name.split(|c| !is_name(c)).find(|word| !word.is_empty()).unwrap_or_default();
    computed(first, short(&format!("{{{{ {first} … }}}}")), place, gathering)
}

fn tag(tag: &str, place: &Place, gathering: &mut Gathering) -> String {
    let (name, arguments) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let first = arguments.split(',').next().unwrap_or_default().trim();
    let first = first.trim_matches(['\'', '"']);
    match name {
        "uuid" => "{{$uuid}}".to_owned(),
        "now" | "timestamp" if first == "unix" => "{{$timestamp}}".to_owned(),
        // Arguments may hold a secret: only the kind is told.
        name => computed(name, short(&format!("{{% {name} %}}")), place, gathering),
    }
}

/// A variable in the place of what is computed there.
fn computed(name: &str, written: String, place: &Place, gathering: &mut Gathering) -> String {
    let word = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    let variable = format!("INSOMNIA_{}", name.chars().map(word).collect::<String>());
    gathering.leave(place, LeftOutKind::Computed { written, variable: variable.clone() });
    format!("{{{{{variable}}}}}")
}
