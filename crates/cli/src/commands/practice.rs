//! `mudbrick practice`: the practice Adobe by itself, for other programs to be tested against.

use crate::arguments::PracticeArguments;
use crate::output::Output;
use crate::session::{Session, block_on};
use crate::stop::Stops;
use crate::target::{Force, Target};
use mudbrick_engine::{Engine, Existing};
use mudbrick_model::{Problem, SystemClock};
use mudbrick_practice::{
    CONTROL_HEADER, PracticeOptions, SeedFile, ServiceCoverage, coverage, printable,
};
use mudbrick_vault::files;
use serde_json::json;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;

pub(crate) fn run(
    arguments: &PracticeArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    if arguments.coverage {
        show_coverage(output)?;
        return Ok(ExitCode::SUCCESS);
    }
    let engine = session.engine()?;
    let seed = arguments.seed.as_deref().map(SeedFile::read).transpose()?;
    let options = PracticeOptions {
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port)),
        seed,
        profiles: arguments.profiles,
        campaign: arguments.campaign.into(),
        clock: Arc::new(SystemClock),
    };
    let force = Force::given(arguments.force);
    let target = arguments.ca_out.as_deref().map(|path| Target::of(path, force, output));
    block_on(serve(options, target.transpose()?, &engine, output))??;
    Ok(ExitCode::SUCCESS)
}

async fn serve(
    options: PracticeOptions,
    ca_out: Option<Target<'_>>,
    engine: &Engine,
    output: &Output,
) -> Result<(), Problem> {
    let mut stops = Stops::listened_for()?;
    let mut view = engine.practice().start_with(options).await?;
    for project in &mut view.projects {
        project.client_secret = printable(&project.client_secret).to_owned();
    }
    let root = engine.practice().root_pem().unwrap_or_default();
    let own = engine.home().practice().join("root.pem");
    // Its own file is for this run alone, and an earlier run's is of no use.
    let mut target = ca_out.unwrap_or(Target::File { path: &own, existing: Existing::Replaced });
    let ca_text = target.destination().display_name();
    files::deliver(target.destination(), root.as_bytes(), files::Mode::Shared)?;
    if let Target::Stdout(bytes) = &target {
        output.file(bytes)?;
    }
    let guide = engine.practice().guide(&ca_text).unwrap_or_default();
    // Whoever started it controls it: nobody else of this machine sees what is printed here.
    let control = engine.practice().control().map(|control| {
        json!({
            "address": format!("{}/.practice", view.base_url),
            "header": CONTROL_HEADER,
            "token": control.token(),
        })
    });
    let answer = json!({ "practice": view, "ca_file": ca_text, "control": control });
    output.answer_text(&answer, &guide)?;
    stops.next().await;
    engine.practice().stop().await;
    Ok(())
}

/// Prints served of documented; the operations that are not served stand below the table.
fn show_coverage(output: &Output) -> Result<(), Problem> {
    let coverage = coverage();
    let total = coverage.total();
    let row = |of: &ServiceCoverage| {
        format!(
            "{:<25} {:>4} of {:>4} {:>4} of {:>4}\n",
            of.service, of.served, of.documented, of.reads_served, of.reads
        )
    };
    let mut text = format!("{:<25} {:>12} {:>12}\n", "service", "calls", "plain reads");
    text.extend(coverage.services.iter().chain([&total]).map(row));
    if !total.unserved.is_empty() {
        text.push_str("\nDocumented and not served; such a call is answered 501:\n");
        text.extend(total.unserved.iter().map(|operation| format!("  {operation}\n")));
    }
    let answer = json!({ "services": coverage.services, "total": total });
    output.answer_text(&answer, &text)
}
