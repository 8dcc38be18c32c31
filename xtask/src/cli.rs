//! The verbs and their arguments; what they do is in the modules they name.

use crate::{
    bench, bindings, checks, circles, dist, fixtures, fuzz, leak, packages, start, suite, window,
};
use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use std::ffi::OsString;

/// Everything done to the Mudbrick project.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_help_subcommand = true,
    after_help = packages::elsewhere(),
)]
pub(crate) struct Xtask {
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Builds Mudbrick and opens its window with the practice Adobe ready; without a display, takes the tour
    Run(Run),
    /// Runs every test but those that drive the window, and counts them
    Test,
    /// Formatting, lints, licences, documentation, then every test, the packages, and the window's journey through them
    Ci,
    /// Lists files of a crate, or of the window's pages, that need each other in a circle
    Circles,
    /// Writes the window's TypeScript types and calls from the Rust ones, and records what its tests are served
    Gen(Gen),
    /// Makes the packages, installs the .deb, drives the real window from there through the whole job, and removes it
    E2e(E2e),
    /// Runs every command with canaries for secrets, and looks for them everywhere they must not be
    Leak,
    /// Throws made-up input at everything that reads what people bring, two targets at a time
    Fuzz(Fuzz),
    /// Measures the promises of speed against the tools one would use otherwise
    Bench(Bench),
    /// Builds what people install: one .deb and one .rpm on Debian and its kin, a package of the window elsewhere
    Dist(Dist),
}

#[derive(Debug, Args)]
pub(crate) struct Run {
    /// Passed on to Mudbrick
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub(crate) arguments: Vec<OsString>,
}

#[derive(Debug, Args)]
pub(crate) struct Gen {
    /// Changes nothing; fails when the types and calls in the tree are not the ones that would be written
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Debug, Args)]
pub(crate) struct E2e {
    /// Keeps the picture of each step in docs/screenshots
    #[arg(long)]
    pub(crate) screenshots: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Fuzz {
    /// How long each target runs
    #[arg(long, default_value_t = 10)]
    pub(crate) minutes: u32,
    /// Only these targets of fuzz/
    pub(crate) targets: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Bench {
    /// Only these; all when none is named
    #[arg(value_enum)]
    pub(crate) only: Vec<bench::Topic>,
    /// Fails when a goal is missed; otherwise misses are only marked
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Dist {
    /// Only tries it out, on packages of the debug build: looks them over, installs the .deb, runs what is in it, removes it
    #[arg(long)]
    pub(crate) check: bool,
}

impl Verb {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Run(run) => start::run(&run.arguments),
            Self::Test => suite::test(),
            Self::Ci => checks::ci(),
            Self::Circles => circles::check(),
            Self::Gen(Gen { check: true }) => bindings::check(),
            Self::Gen(Gen { check: false }) => bindings::write().and_then(|()| fixtures::record()),
            Self::E2e(e2e) => window::journey(if e2e.screenshots {
                window::Pictures::Documentation
            } else {
                window::Pictures::Passing
            }),
            Self::Bench(bench) => bench::run(
                &bench.only,
                if bench.strict { bench::Misses::Fail } else { bench::Misses::Show },
            ),
            Self::Leak => leak::look(),
            Self::Fuzz(fuzz) => fuzz::run_targets(&fuzz.targets, fuzz.minutes),
            Self::Dist(Dist { check: true }) => dist::check(),
            Self::Dist(Dist { check: false }) => dist::build(),
        }
    }
}
