//! `mudbrick doctor`: what is found, what is wrong, what to do. It asks for no password unless its findings are saved.

use crate::arguments::DoctorArguments;
use crate::output::{Output, Page, remedy_command};
use crate::session::Session;
use crate::target::{Force, Target};
use mudbrick_engine::view::{DoctorView, Finding, Grade};
use mudbrick_model::Problem;
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn run(
    arguments: &DoctorArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    if let Some(path) = &arguments.save {
        return save(path, Force::given(arguments.force), session, output);
    }
    let found = session.engine()?.doctor().examine();
    output.answer(&found, || described(&found))?;
    Ok(if found.wrong() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A file that is whole is a success, whatever is wrong according to it.
fn save(
    path: &Path,
    force: Force,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let mut target = Target::of(path, force, output)?;
    let engine = session.engine_with_vault()?;
    let done = engine.doctor().save_diagnostics(target.destination())?;
    let words = format!("{} holds what was found, without secrets.", done.path);
    target.written(&done, &words, output)?;
    if let Some(problem) = &done.left_out {
        output.warning(problem);
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

fn described(found: &DoctorView) -> Page {
    let mut page = Page::new();
    for finding in &found.findings {
        add(finding, &mut page);
    }
    page.blank();
    page.line(match found.wrong() {
        0 => "All is well.".to_owned(),
        1 => "One thing is wrong.".to_owned(),
        wrong => format!("{wrong} things are wrong."),
    });
    page
}

fn add(finding: &Finding, page: &mut Page) {
    let mark = match finding.grade {
        Grade::Well => "ok",
        Grade::Note => "note",
        Grade::Wrong => "WRONG",
    };
    writeln!(page, "{mark:<5}  {}", finding.sentence);
    if let Some(remedy) = &finding.remedy {
        writeln!(page, "         {remedy}");
        if let Some(command) = remedy.action.as_deref().and_then(remedy_command) {
            writeln!(page, "         {command}");
        }
    }
}
