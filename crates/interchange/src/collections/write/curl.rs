//! A script of curl commands for a POSIX shell. The variables of a file are filled; every other one is the shell's.

use super::OutgoingRequests;
use mudbrick_requests::{
    Show, Source, Variables, outline, render_curl, shell_name, variable_names,
};
use mudbrick_vault::SecretText;
use std::fmt::Write as _;

/// The script's text.
pub fn curl(files: &[OutgoingRequests]) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut commands = String::new();
    let mut count = 0;
    for outgoing in files {
        let own = outgoing.file.variables.iter().map(|(name, value)| (name, value));
        for (name, request, _) in outgoing.entries() {
            let mut variables = Variables::new().with_all(Source::File, own.clone());
            for used in outline(&request, &variables).uses {
                if used.source.is_none() {
                    variables = shell_variable(variables, &used.name, &mut names);
                }
            }
            // A parameter or header that is nothing but an unset variable is used by nobody.
            for used in variable_names(&request) {
                if variables.get(&used).is_none() {
                    variables = shell_variable(variables, &used, &mut names);
                }
            }
            let command = render_curl(&outline(&request, &variables), Show::Redacted);
            // Writing to a text cannot fail.
            let _ = write!(commands, "\n# {name}\n{}\n", command.expose());
            count += 1;
        }
    }
    let mut script =
        format!("#!/bin/sh\n# {count} {}.", if count == 1 { "request" } else { "requests" });
    if names.is_empty() {
        script.push('\n');
    } else {
        script.push_str(" Set these variables first; ACCESS_TOKEN=$(mudbrick token PROFILE)\n");
        for name in &names {
            let _ = writeln!(script, ": \"${{{name}:?}}\"");
        }
    }
    script + &commands
}

/// A value that is not written down, which `render_curl` makes a variable of the shell's.
fn shell_variable(variables: Variables, name: &str, names: &mut Vec<String>) -> Variables {
    let shell = shell_name(name);
    if !names.contains(&shell) {
        names.push(shell);
    }
    variables.with_secret(name, SecretText::new(String::new()))
}
