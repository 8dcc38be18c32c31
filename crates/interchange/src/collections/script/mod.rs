//! What a script of another program does, as far as Mudbrick does it by itself. No script is run: it is looked at for the few
//! things that the scripts of Adobe's collections do, and everything else stays unsaid.

mod code;
mod names;
mod status;
mod stored;

use super::gathering::Gathering;
use super::left_out::{LeftOutKind, Native, ScriptTime};
use super::place::Place;
use code::Code;
use mudbrick_requests::canonical_name;
use stored::{Stored, stored};

/// No script that somebody wrote is longer; a library that was pasted in is looked at no further.
const LONGEST: usize = 256 << 10;

/// Lists a script, unless nothing but comments is in it, and gives the lines of a `.http` file that do what of it Mudbrick can.
pub(super) fn leave(
    gathering: &mut Gathering,
    place: &Place,
    time: ScriptTime,
    source: &str,
) -> Vec<String> {
    let is_long = source.len() > LONGEST;
    let code = Code::of(if is_long { "" } else { source });
    if code.is_empty() && !is_long {
        return Vec::new();
    }
    let native = natives(&code, time);
    let lines = native.iter().filter_map(|one| match one {
        Native::ChecksStatus { status } => Some(format!("@check status {status}")),
        Native::Captures { variable, path } => Some(format!("@capture {variable} = body {path}")),
        _ => None,
    });
    let lines = lines.collect();
    gathering.leave(place, LeftOutKind::Script { time, native });
    lines
}

fn natives(code: &Code, time: ScriptTime) -> Vec<Native> {
    let mut native = Vec::new();
    let drops = code.text.contains(".remove(")
        && (code.text.contains("startsWith(\"{{\"") || code.text.contains("startsWith('{{'"));
    if drops {
        native.push(Native::DropIfUnset);
    }
    let signs = signs(&code.text);
    if signs {
        native.push(Native::Signs);
    }
    // Before a request there is no answer of its own.
    let has_answer = time == ScriptTime::After;
    for Stored { variable, path } in stored(code) {
        let is_plain = variable.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if is_profiles_token(&variable) || (signs && is_assertion(&variable)) {
            native.push(Native::StoresToken { variable });
        } else if !is_library(&variable) {
            native.push(match path.filter(|_| is_plain) {
                _ if !has_answer => Native::MakesValue { variable },
                Some(path) => Native::Captures { variable, path },
                None => Native::StoresValue { variable },
            });
        }
    }
    let status = status::wanted(&code.bare).filter(|_| has_answer);
    native.extend(status.map(|status| Native::ChecksStatus { status }));
    native
}

/// Whether a script signs the assertion of a JWT credential of Adobe's, with the library that Adobe's collections load. The
/// library signs for anybody, so that more has to speak for Adobe.
fn signs(text: &str) -> bool {
    const ADOBES: [&str; 6] =
        ["adobe", "ims_org", "ims-na1", "technical_account", "meta_scope", "metascope"];
    let lower = text.to_ascii_lowercase();
    let loads = ["kjur.jws", "jws.sign(", "jsrsasign"];
    loads.iter().any(|one| lower.contains(one)) && ADOBES.iter().any(|one| lower.contains(one))
}

/// Whether a request that names the variable gets the profile's token anyhow.
fn is_profiles_token(variable: &str) -> bool {
    canonical_name(variable) == "ACCESS_TOKEN"
}

fn is_assertion(variable: &str) -> bool {
    variable.to_ascii_uppercase().contains("JWT")
}

fn is_library(variable: &str) -> bool {
    variable.to_ascii_uppercase().ends_with("LIBRARY")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn after(source: &str) -> Vec<Native> {
        natives(&Code::of(source), ScriptTime::After)
    }

    fn token(variable: &str) -> Native {
        Native::StoresToken { variable: variable.to_owned() }
    }

    fn value(variable: &str) -> Native {
        Native::StoresValue { variable: variable.to_owned() }
    }

    fn capture(variable: &str, path: &str) -> Native {
        Native::Captures { variable: variable.to_owned(), path: path.to_owned() }
    }

    #[rstest]
    #[case::drop("h.each(x => { if (x.value.startsWith(\"{{\")) h.remove(x.key) })", &[Native::DropIfUnset])]
    #[case::signs("KJUR.jws.JWS.sign('RS256', pm.environment.get('IMS_ORG'))", &[Native::Signs])]
    #[case::assertion("pm.environment.set('JWT_TOKEN', KJUR.jws.JWS.sign(x, META_SCOPE))", &[Native::Signs, token("JWT_TOKEN")])]
    #[case::message_digest("new KJUR.crypto.Mac({alg: 'HmacSHA256'}).doFinal()", &[])]
    #[case::for_somebody_else("KJUR.jws.JWS.sign('RS256', claims)", &[])]
    #[case::token("pm.environment.set(\"ACCESS_TOKEN\", d.access_token)", &[token("ACCESS_TOKEN")])]
    #[case::other_token("var d = pm.response.json(); pm.environment.set('csrfToken', d.token)", &[capture("csrfToken", "$.token")])]
    #[case::unknown_token("pm.environment.set('continuationToken', x)", &[value("continuationToken")])]
    #[case::value("pm.environment.set('SCHEMA_ID', d.id)", &[value("SCHEMA_ID")])]
    #[case::odd_name("var d = pm.response.json(); pm.environment.set('a-b', d.id)", &[value("a-b")])]
    #[case::status("pm.response.to.have.status(201);", &[Native::ChecksStatus { status: 201 }])]
    #[case::unknown("pm.sendRequest('https://x')", &[])]
    fn what_mudbrick_does_itself_is_known(#[case] source: &str, #[case] expected: &[Native]) {
        assert_eq!(after(source), expected);
    }

    #[test]
    fn before_a_request_there_is_no_answer() {
        let source =
            "pm.response.to.have.status(200); pm.environment.set('a', pm.response.json().a)";
        let made = Native::MakesValue { variable: "a".to_owned() };
        assert!(!made.to_string().contains("@capture"), "{made}");
        assert_eq!(natives(&Code::of(source), ScriptTime::Before), [made]);
    }
}
