//! `mudbrick env`: a profile's token, client ID and organisation as variables.

use super::token::needed;
use crate::arguments::{EnvArguments, ShellName};
use crate::output::{Output, Page};
use crate::session::Session;
use mudbrick_engine::TokenVariable;
use mudbrick_model::Problem;
use serde_json::json;
use std::process::ExitCode;

pub(crate) fn run(
    arguments: &EnvArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine()?;
    let (profile, token) = needed(&arguments.profile, &arguments.need, &engine, session)?;
    let variables = TokenVariable::of(&profile, &token)?;
    let named = |variable: &TokenVariable| format!("{}{}", arguments.prefix, variable.name);
    let answer: serde_json::Map<_, _> = variables
        .iter()
        .map(|variable| (named(variable), json!(variable.value.expose())))
        .collect();
    output.answer(&answer, || {
        let mut page = Page::new();
        for variable in &variables {
            page.line(line(arguments.form, &named(variable), variable.value.expose()));
        }
        page
    })?;
    Ok(ExitCode::SUCCESS)
}

/// One variable, as the shell takes it whatever is in the value. Who writes `eval $(…)`, or `eval (…)` in fish, gets all lines
/// in one: each ends where the shell ends a command.
fn line(form: ShellName, name: &str, value: &str) -> String {
    match form {
        ShellName::Sh => format!("export {name}='{}';", value.replace('\'', r"'\''")),
        ShellName::Fish => {
            let value = value.replace('\\', r"\\").replace('\'', r"\'");
            format!("set -gx {name} '{value}';")
        }
        ShellName::Powershell => format!("$env:{name} = '{}'", value.replace('\'', "''")),
        ShellName::Dotenv => format!("{name}={}", dotenv(value)),
    }
}

/// Bare where it can be: Docker and Podman take what stands there as it is, with its quotes.
fn dotenv(value: &str) -> String {
    let is_bare = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '-' | '_' | '.' | ':' | '@' | '/' | '+' | '=' | ',')
    };
    match value.chars().all(is_bare) {
        true => value.to_owned(),
        false => format!("'{value}'"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(ShellName::Sh, "a'b\\$c", r"export X='a'\''b\$c';")]
    #[case(ShellName::Fish, "a'b\\$c", r"set -gx X 'a\'b\\$c';")]
    #[case(ShellName::Powershell, "a'b$c", "$env:X = 'a''b$c'")]
    #[case(ShellName::Dotenv, "AC3E@AdobeOrg", "X=AC3E@AdobeOrg")]
    #[case(ShellName::Dotenv, "a b", "X='a b'")]
    fn each_shell_reads_back_what_there_was(
        #[case] form: ShellName,
        #[case] value: &str,
        #[case] expected: &str,
    ) {
        assert_eq!(line(form, "X", value), expected);
    }
}
