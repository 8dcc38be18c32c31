//! What a script stores in variables, and where in the answer's JSON it takes that from. Only a plain way into the answer is
//! followed; whatever else a value is made by is left to the person.

use super::code::{Code, expression_end};
use super::names::Names;
use std::ops::Range;

const CALLS: [&str; 9] = [
    "environment.set(",
    "globals.set(",
    "collectionVariables.set(",
    "variables.set(",
    "setEnvironmentVariable(",
    "setGlobalVariable(",
    "bru.setVar(",
    "bru.setEnvVar(",
    "insomnia.setVar(",
];

/// What stands for the whole of an answer's JSON.
const ANSWERS: [&str; 7] = [
    "pm.response.json()",
    "JSON.parse(responseBody)",
    "JSON.parse(pm.response.text())",
    "insomnia.response.json()",
    "res.getBody()",
    "res.body",
    "res.data",
];

/// How often a variable may be taken from another one before its value is not followed.
const LONGEST_WAY: usize = 8;

/// A variable that is set.
pub(super) struct Stored {
    pub(super) variable: String,
    /// The JSONPath of its value; none when that is something else than a member of the answer, or not always the same one.
    pub(super) path: Option<String>,
}

/// The variables that are set, in the order of the script.
pub(super) fn stored(code: &Code) -> Vec<Stored> {
    let names = Names::of(&code.bare);
    let mut calls: Vec<(usize, &str)> = CALLS
        .iter()
        .flat_map(|call| code.bare.match_indices(call).map(|(at, it)| (at + it.len(), *call)))
        .collect();
    calls.sort_unstable();
    // `variables.set(` ends some of the other calls too.
    calls.dedup_by_key(|(at, _)| *at);
    let mut found: Vec<Stored> = Vec::new();
    for (at, _) in calls {
        let Some((variable, behind)) = name(code, at) else { continue };
        let value = value(&code.bare, behind);
        let path = value.and_then(|value| path(code, &names, value, LONGEST_WAY));
        match found.iter_mut().find(|known| known.variable == variable) {
            Some(known) if known.path != path => known.path = None,
            Some(_) => {}
            None => found.push(Stored { variable: variable.to_owned(), path }),
        }
    }
    found
}

/// The name that a call sets, when it is written there, and where the string ends.
fn name(code: &Code, at: usize) -> Option<(&str, usize)> {
    let rest = &code.bare[at..];
    let begin = at + rest.len() - rest.trim_start().len();
    let mark = code.bare[begin..].chars().next().filter(|c| "\"'`".contains(*c))?;
    let end = begin + 1 + code.bare[begin + 1..].find(mark)?;
    let name = &code.text[begin + 1..end];
    let is_name = !name.is_empty() && name.len() < 100 && !name.contains('\n');
    is_name.then_some((name, end + 1))
}

/// The second argument of a call, behind the first.
fn value(bare: &str, at: usize) -> Option<Range<usize>> {
    let rest = &bare[at..];
    let begin = at + rest.find(',').filter(|comma| rest[..*comma].trim().is_empty())? + 1;
    Some(begin..begin + expression_end(&bare[begin..]))
}

/// The JSONPath of an expression that leads into the answer.
fn path(code: &Code, names: &Names<'_>, value: Range<usize>, way: usize) -> Option<String> {
    let bare = &code.bare[value.clone()];
    let begin = value.start + bare.len() - bare.trim_start().len();
    let bare = bare.trim();
    let of_answer = |answer: &&&str| {
        let own = answer.split('.').next().unwrap_or_default();
        bare.starts_with(**answer) && !names.is_parameter(own)
    };
    if let Some(answer) = ANSWERS.iter().find(of_answer) {
        let steps = steps(code, begin + answer.len()..begin + bare.len())?;
        return Some(format!("${steps}"));
    }
    let name = super::names::leading(bare);
    let above = path(code, names, names.value(name)?, way.checked_sub(1)?)?;
    Some(above + &steps(code, begin + name.len()..begin + bare.len())?)
}

/// `.items[0]["a-b"]` as JSONPath writes it.
fn steps(code: &Code, range: Range<usize>) -> Option<String> {
    let mut written = String::new();
    let mut text = &code.text[range];
    let mut last = "";
    while !text.is_empty() {
        let rest = text.strip_prefix('?').unwrap_or(text);
        if let Some(inside) = rest.strip_prefix(".[").or(rest.strip_prefix('[')) {
            let (index, behind) = inside.split_once(']')?;
            written.push_str(&bracketed(index.trim())?);
            (text, last) = (behind, "");
        } else {
            let rest = rest.strip_prefix('.')?;
            let name = super::names::leading(rest);
            let plain = !name.is_empty() && !name.contains('$');
            written.push_str(&if plain { format!(".{name}") } else { bracketed_name(name)? });
            (text, last) = (&rest[name.len()..], name);
        }
    }
    // A list's length is none of its members.
    (last != "length").then_some(written)
}

fn bracketed(index: &str) -> Option<String> {
    if !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(format!("[{index}]"));
    }
    let name = ["\"", "'"]
        .iter()
        .find_map(|mark| index.strip_prefix(mark).and_then(|name| name.strip_suffix(mark)))?;
    match super::names::leading(name) == name && !name.contains('$') && !name.is_empty() {
        true => Some(format!(".{name}")),
        false => bracketed_name(name),
    }
}

fn bracketed_name(name: &str) -> Option<String> {
    let is_plain = !name.is_empty() && !name.contains(['\'', '"', '\\', '\n', '`', ' ']);
    is_plain.then(|| format!("['{name}']"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::variable(
        "var d = JSON.parse(responseBody); set(d.items[0].id);",
        Some("$.items[0].id")
    )]
    #[case::at_once("set(pm.response.json().id)", Some("$.id"))]
    #[case::by_way(
        "const b = pm.response.json().data;\nconst c = b.list\nset(c[0].id)",
        Some("$.data.list[0].id")
    )]
    #[case::names_in_brackets(
        "let d = pm.response.json()\nset(d[\"items\"][0]['a-b'].$id)",
        Some("$.items[0]['a-b']['$id']")
    )]
    #[case::optional("const d = pm.response.json();\nset(d?._page?.next)", Some("$._page.next"))]
    #[case::bruno("set(res.body.id)", Some("$.id"))]
    #[case::in_a_branch(
        "const d = pm.response.json(); if (pm.response.code === 200) { set(d.id) }",
        Some("$.id")
    )]
    #[case::the_same_twice("const d = pm.response.json(); set(d.id); set(d.id)", Some("$.id"))]
    #[case::length("const d = pm.response.json(); set(d.items.length)", None)]
    #[case::method("const d = pm.response.json(); set(d.name.trim())", None)]
    #[case::computed_index("const d = pm.response.json(); set(d.items[i].id)", None)]
    #[case::sum("const d = pm.response.json(); set(d.a + d.b)", None)]
    #[case::either("const d = pm.response.json(); set(d.a); set(d.b)", None)]
    #[case::set_again("let d = pm.response.json(); d = d.data; set(d.id)", None)]
    #[case::added_to("let d = pm.response.json(); d += 1; set(d.id)", None)]
    #[case::parameter("const d = pm.response.json(); d.items.forEach(d => set(d.id))", None)]
    #[case::loops("const d = pm.response.json(); for (const e of d.items) { set(e.id) }", None)]
    #[case::other_answer("pm.sendRequest('x', (e, res) => { set(res.body.id) })", None)]
    #[case::header("set(pm.response.headers.get('Location'))", None)]
    #[case::unknown("set(d.id)", None)]
    #[case::itself("d = d.a; set(d.id)", None)]
    fn a_plain_way_into_the_answer_is_followed(
        #[case] source: &str,
        #[case] expected: Option<&str>,
    ) {
        let source = source.replace("set(", "pm.environment.set(\"ID\", ");
        let found = stored(&Code::of(&source));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path.as_deref(), expected);
    }
}
