//! What a script of another program does, as far as Mudbrick does it by itself. No script is run: it is looked at for the few
//! things that the scripts of Adobe's collections do, and everything else stays unsaid.

use super::gathering::Gathering;
use super::left_out::{LeftOutKind, Native, ScriptTime};
use super::place::Place;

/// Lists a script, unless nothing but comments is in it, and gives the lines of a `.http` file that do what of it Mudbrick can.
pub(super) fn leave(
    gathering: &mut Gathering,
    place: &Place,
    time: ScriptTime,
    source: &str,
) -> Vec<String> {
    let code = without_comments(source);
    if code.trim().is_empty() {
        return Vec::new();
    }
    let native = natives(&code);
    let lines = native.iter().filter_map(|one| match one {
        Native::ChecksStatus { status } => Some(format!("@check status {status}")),
        Native::Captures { variable, path } => Some(format!("@capture {variable} = body {path}")),
        _ => None,
    });
    let lines = lines.collect();
    gathering.leave(place, LeftOutKind::Script { time, native });
    lines
}

fn natives(code: &str) -> Vec<Native> {
    let mut native = Vec::new();
    let drops = code.contains(".remove(")
        && (code.contains("startsWith(\"{{\"") || code.contains("startsWith('{{'"));
    if drops {
        native.push(Native::DropIfUnset);
    }
    // The library that Adobe's collections load signs the assertion of a JWT credential.
    if code.contains("KJUR.") || code.contains("jsrsasign") {
        native.push(Native::Signs);
    }
    for variable in stored(code) {
        let one = match is_token(&variable) {
            true => Native::StoresToken { variable },
            false if is_library(&variable) => continue,
            false => match captured(code, &variable) {
                Some(path) => Native::Captures { variable, path },
                None => Native::StoresValue { variable },
            },
        };
        if !native.contains(&one) {
            native.push(one);
        }
    }
    for status in statuses(code) {
        let one = Native::ChecksStatus { status };
        if !native.contains(&one) {
            native.push(one);
        }
    }
    native
}

/// The names of the variables that are set.
fn stored(code: &str) -> Vec<String> {
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
    let mut found: Vec<(usize, String)> = Vec::new();
    for call in CALLS {
        for (at, _) in code.match_indices(call) {
            let rest = code[at + call.len()..].trim_start();
            let Some(quote) = rest.chars().next().filter(|c| "\"'`".contains(*c)) else { continue };
            let Some(name) = rest[1..].split(quote).next() else { continue };
            let is_new = !found.iter().any(|(_, known)| known == name);
            if is_new && !name.is_empty() && name.len() < 100 && !name.contains('\n') {
                found.push((at, name.to_owned()));
            }
        }
    }
    found.sort();
    found.into_iter().map(|(_, name)| name).collect()
}

/// The JSONPath of a value that is a member of the answer's JSON: `set("ID", data.items[0].id)`, where `data` is the answer.
fn captured(code: &str, variable: &str) -> Option<String> {
    let is_plain = variable.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let call = ["\"", "'"].iter().find_map(|quote| {
        let named = format!("{quote}{variable}{quote}");
        code.find(&named).map(|at| &code[at + named.len()..])
    })?;
    let value = call.trim_start().strip_prefix(',')?.split(')').next()?.trim();
    let answers = ["pm.response.json()", "JSON.parse(responseBody)", "res.getBody()", "res.body"];
    let (name, path) = value.split_at(value.find(['.', '['])?);
    let is_answer = answers.iter().any(|answer| {
        [format!("{name} = {answer}"), format!("{name}={answer}")]
            .iter()
            .any(|it| code.contains(it))
    });
    let part = |c: char| c.is_ascii_alphanumeric() || "._[]".contains(c);
    (is_plain && is_answer && path.chars().all(part)).then(|| format!("${path}"))
}

fn is_token(variable: &str) -> bool {
    let upper = variable.to_ascii_uppercase();
    upper.ends_with("TOKEN") || upper.ends_with("JWT") || upper.contains("BEARER")
}

fn is_library(variable: &str) -> bool {
    variable.to_ascii_uppercase().ends_with("LIBRARY")
}

/// The statuses that a test wants, in the ways that Postman has had for it.
fn statuses(code: &str) -> Vec<u16> {
    const BEFORE: [&str; 8] = [
        "to.have.status(",
        "responseCode.code === ",
        "responseCode.code == ",
        "response.code).to.equal(",
        "response.code).to.eql(",
        "response.code).to.be.equal(",
        "res.getStatus()).to.equal(",
        "res.status).to.equal(",
    ];
    let mut found = Vec::new();
    for before in BEFORE {
        for (at, _) in code.match_indices(before) {
            let digits = code.get(at + before.len()..at + before.len() + 3);
            found.extend(digits.and_then(|digits| digits.parse::<u16>().ok()));
        }
    }
    found
}

/// The code alone. Strings are looked at as code is, since nothing worse than one more sentence can come of it.
fn without_comments(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find("/*") {
        let (before, behind) = rest.split_at(at);
        code.push_str(before);
        rest = behind.find("*/").map_or("", |end| &behind[end + 2..]);
    }
    code.push_str(rest);
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::drop("h.each(x => { if (x.value.startsWith(\"{{\")) h.remove(x.key) })", &[Native::DropIfUnset])]
    #[case::signs("KJUR.jws.JWS.sign('RS256')", &[Native::Signs])]
    #[case::token("pm.environment.set(\"ACCESS_TOKEN\", d.access_token)", &[Native::StoresToken { variable: "ACCESS_TOKEN".to_owned() }])]
    #[case::value("pm.environment.set('SCHEMA_ID', d.id)", &[Native::StoresValue { variable: "SCHEMA_ID".to_owned() }])]
    #[case::capture("var d = JSON.parse(responseBody); pm.environment.set(\"ID\", d.items[0].id);", &[Native::Captures { variable: "ID".to_owned(), path: "$.items[0].id".to_owned() }])]
    #[case::status("pm.response.to.have.status(201);", &[Native::ChecksStatus { status: 201 }])]
    #[case::unknown("pm.sendRequest('https://x')", &[])]
    fn what_mudbrick_does_itself_is_known(#[case] code: &str, #[case] expected: &[Native]) {
        assert_eq!(natives(code), expected);
    }

    #[test]
    fn comments_are_no_script() {
        assert!(without_comments("// a\n/* b\nc */\n  // d").trim().is_empty());
    }
}
