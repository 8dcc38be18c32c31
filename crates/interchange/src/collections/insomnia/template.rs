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
        if let Some((inside, behind)) = between(rest, "{{", "}}") {
            let name = inside.trim();
            let name = name.strip_prefix("_.").unwrap_or(name);
            // `['name']`, for names with hyphens.
            let quoted = name.strip_prefix("_['").and_then(|name| name.strip_suffix("']"));
            out.push_str(&format!("{{{{{}}}}}", quoted.unwrap_or(name)));
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
    let (inside, behind) = text.strip_prefix(open)?.split_once(close)?;
    (!inside.contains('\n') && !inside.contains("{{")).then_some((inside, behind))
}

fn tag(tag: &str, place: &Place, gathering: &mut Gathering) -> String {
    let name = tag.split_whitespace().next().unwrap_or_default();
    let variable = match name {
        "uuid" => return "{{$uuid}}".to_owned(),
        "now" | "timestamp" if tag.contains("unix") => return "{{$timestamp}}".to_owned(),
        other => {
            let word =
                |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
            format!("INSOMNIA_{}", other.chars().map(word).collect::<String>())
        }
    };
    // Arguments may hold a secret: only the kind is told.
    let written = short(&format!("{{% {name} %}}"));
    gathering.leave(place, LeftOutKind::Computed { written, variable: variable.clone() });
    format!("{{{{{variable}}}}}")
}
