//! A report as Markdown, to be read by others: no character of a name is taken for Markdown.

use super::view::{CheckupGrade, CheckupReport, CheckupStep, ProfileCheckup};
use crate::markdown::escaped;
use mudbrick_model::counted;
use std::fmt::Write as _;

/// Writing to a text never fails.
pub(super) fn markdown(report: &CheckupReport) -> String {
    let mut text = String::new();
    let at = jiff::Timestamp::from_millisecond(report.at.0).unwrap_or_default();
    let profiles = counted(report.profiles.len(), "profile");
    let _ = writeln!(text, "# Check of {profiles}\n\nMade {at:.0}.\n");
    let _ = writeln!(text, "| profile | result | what is wrong |\n| --- | --- | --- |");
    for one in &report.profiles {
        let wrong = one.steps.iter().find(|step| is_bad(step));
        let wrong = wrong.map(|step| format!("{}: {}", step.what, step.sentence));
        let _ = writeln!(
            text,
            "| {} | {} | {} |",
            escaped(&one.title),
            one.verdict.word(),
            escaped(&wrong.unwrap_or_default())
        );
    }
    if report.not_begun > 0 {
        let _ = writeln!(text, "\nNot checked, because it was stopped: {}.", report.not_begun);
    }
    report.profiles.iter().for_each(|one| profile(one, &mut text));
    text
}

fn profile(one: &ProfileCheckup, text: &mut String) {
    let _ = writeln!(
        text,
        "\n## {}\n\n| | step | found | to do |\n| --- | --- | --- | --- |",
        escaped(&one.title)
    );
    for step in &one.steps {
        let todo = step.remedy.as_ref().map_or("", |remedy| remedy.text.as_str());
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            mark(step.grade),
            escaped(&step.what),
            escaped(&step.sentence),
            escaped(todo)
        );
    }
    if !one.cannot.is_empty() {
        let lacks = one.cannot.iter();
        let lacks = lacks.map(|it| format!("{} ({})", it.product, it.lacks.join(", ")));
        let lacks: Vec<String> = lacks.map(|it| escaped(&it)).collect();
        let _ = writeln!(text, "\nIts scopes do not open: {}.", lacks.join("; "));
    }
    if !one.unasked.is_empty() {
        let names = escaped(&one.unasked.join(", "));
        let _ = writeln!(
            text,
            "\nNot asked, because the scopes do not show whether it is for them: {names}."
        );
    }
}

fn is_bad(step: &CheckupStep) -> bool {
    matches!(step.grade, CheckupGrade::Wrong | CheckupGrade::Unknown)
}

fn mark(grade: CheckupGrade) -> &'static str {
    match grade {
        CheckupGrade::Well => "ok",
        CheckupGrade::Note => "note",
        CheckupGrade::Wrong => "**wrong**",
        CheckupGrade::Unknown => "not found out",
    }
}
