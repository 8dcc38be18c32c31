//! `mudbrick practice`: the practice Adobe by itself, for other programs to be tested against.

use crate::arguments::PracticeArguments;
use crate::output::Output;
use crate::session::{Session, runtime};
use mudbrick_engine::Engine;
use mudbrick_model::{ErrorCode, Problem, SystemClock};
use mudbrick_practice::{PracticeOptions, SeedFile};
use mudbrick_vault::files;
use serde_json::json;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

pub(crate) fn run(
    arguments: &PracticeArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine()?;
    let seed = arguments.seed.as_deref().map(SeedFile::read).transpose()?;
    let options = PracticeOptions {
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port)),
        seed,
        profiles: arguments.profiles,
        clock: Arc::new(SystemClock),
    };
    runtime()?.block_on(serve(options, arguments.ca_out.as_deref(), &engine, output))?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(
    options: PracticeOptions,
    ca_out: Option<&Path>,
    engine: &Engine,
    output: &Output,
) -> Result<(), Problem> {
    let view = engine.start_practice_with(options).await?;
    let ca_file = ca_out.map_or_else(|| engine.home().practice().join("root.pem"), PathBuf::from);
    let root = engine.practice_root_pem().unwrap_or_default();
    files::save(&ca_file, root.as_bytes(), files::Mode::Shared)?;
    let ca_text = ca_file.display().to_string();
    let guide = engine.practice_guide(&ca_text).unwrap_or_default();
    output.answer(&json!({ "practice": view, "ca_file": ca_text }), || guide)?;
    tokio::signal::ctrl_c().await.map_err(|error| {
        Problem::new(ErrorCode::Internal, "Ctrl+C cannot be listened for.")
            .detail(error.to_string())
    })?;
    engine.stop_practice().await;
    Ok(())
}
