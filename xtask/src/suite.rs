//! `cargo xtask test`: every test but the window's journey. Parts run one after the other, all of them even when one
//! fails, and the end is a table.

use crate::files::{built, root, target};
use crate::packages::{self, Purpose};
use crate::private::PrivateHome;
use crate::program::{WHOLE, cargo, line, npm, program, run, run_and_hold, run_and_keep};
use crate::totals::{self, Count, Total};
use crate::{bindings, python, web};
use anyhow::{Result, bail};
use std::env;
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

/// Names the Python that has Adobe's clients and others to the tests: it is in the target folder, wherever that is.
const PYTHON: &str = "MUDBRICK_INTEROP_PYTHON";

/// Cargo's own: whether it keeps what makes the next build of a changed crate quicker.
const INCREMENTAL: &str = "CARGO_INCREMENTAL";

/// Several parts and how they went.
pub(crate) struct Suite {
    began: Instant,
    parts: Vec<Part>,
}

struct Part {
    name: &'static str,
    total: Total,
    took: Duration,
    problem: Option<String>,
}

/// A name, a command, and how its tests are counted.
type Program<'a> = (&'static str, &'a mut Command, Count);

impl Part {
    fn of(
        (name, command, count): Program<'_>,
        run: impl FnOnce(&mut Command) -> Result<(ExitStatus, String)>,
    ) -> (Self, String) {
        let began = Instant::now();
        let (total, problem, output) = match run(command) {
            Ok((status, output)) => {
                let failed = (!status.success()).then(|| format!("{} ({status})", line(command)));
                (count(&output), failed, output)
            }
            Err(error) => (Total::default(), Some(format!("{error:#}")), String::new()),
        };
        (Self { name, total, took: began.elapsed(), problem }, output)
    }
}

/// Runs the tests.
pub(crate) fn test() -> Result<()> {
    packages::need(&[Purpose::Build, Purpose::Test])?;
    let mut suite = Suite::begin();
    tests(&mut suite)?;
    suite.end()
}

/// The parts of `cargo xtask test`.
pub(crate) fn tests(suite: &mut Suite) -> Result<()> {
    let (home, home_of_clients) = (PrivateHome::make("test")?, PrivateHome::make("clients")?);
    // What comes from elsewhere is fetched, and the pages are tested, where compiling leaves a processor to them: the last
    // crates wait for each other.
    let mut compiling = cargo();
    compiling.arg("test").args(WHOLE).arg("--no-run");
    // Nothing is there yet that a later build could be quicker by, and keeping it for one takes minutes of the first.
    if !target().join("debug/deps").exists() && env::var_os(INCREMENTAL).is_none() {
        compiling.env(INCREMENTAL, "0");
    }
    let python = suite.run_both(
        ("compiling", &mut compiling, totals::of_nothing),
        || {
            web::install(&root())?;
            web::install(&root().join("tests/interop"))?;
            let python = python::install()?;
            // What follows has no way to the network but loopback.
            run(cargo().args(["fetch", "--locked"]))?;
            Ok(python)
        },
        ("window's pages", npm().args(["run", "check"]), totals::of_vitest),
    )?;
    let mut rust = cargo();
    rust.arg("test").args(WHOLE).arg("--no-fail-fast").env(PYTHON, &python);
    let mut clients = program("node");
    clients
        .arg("--test")
        .current_dir(root().join("tests/interop"))
        .env("MUDBRICK_BIN", built("debug", "mudbrick"))
        .env("MUDBRICK_PATCHES", built("debug", "examples/patches"))
        .env(PYTHON, python);
    // Both wait for servers, timers and each other's processes more than they work.
    suite.run_both(
        ("Rust", bindings::export(home.house(&mut rust))?, totals::of_cargo),
        || Ok(()),
        ("Adobe's own clients", home_of_clients.house(&mut clients), totals::of_node),
    )?;
    suite.check("TypeScript bindings", bindings::check_exported);
    Ok(())
}

impl Suite {
    pub(crate) fn begin() -> Self {
        Self { began: Instant::now(), parts: Vec::new() }
    }

    /// Runs a program as one part.
    pub(crate) fn run(&mut self, name: &'static str, command: &mut Command, count: Count) {
        self.parts.push(Part::of((name, command, count), run_and_keep).0);
    }

    /// Runs two programs at once, as a part each, the second of them after something else. What it writes is shown when both
    /// have ended.
    ///
    /// # Errors
    /// What comes before the second failed, and the second did not run.
    pub(crate) fn run_both<T: Send>(
        &mut self,
        first: Program<'_>,
        before: impl FnOnce() -> Result<T> + Send,
        second: Program<'_>,
    ) -> Result<T> {
        let said = line(second.1);
        let (first, second) = std::thread::scope(|scope| {
            let beside =
                scope.spawn(|| before().map(|done| (done, Part::of(second, run_and_hold))));
            let (first, _) = Part::of(first, run_and_keep);
            (first, beside.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        self.parts.push(first);
        let (done, (second, output)) = second?;
        println!("\n$ {said}\n{output}");
        self.parts.push(second);
        Ok(done)
    }

    /// Runs a piece of xtask as one part.
    pub(crate) fn check(&mut self, name: &'static str, check: impl FnOnce() -> Result<()>) {
        let began = Instant::now();
        let problem = check().err().map(|error| format!("{error:#}"));
        self.parts.push(Part { name, total: Total::default(), took: began.elapsed(), problem });
    }

    /// Notes a part that could not run here, and why.
    pub(crate) fn skip(&mut self, name: &'static str, why: &str) {
        println!("\n{name}: skipped, {why}");
    }

    /// Prints the table; an error when a part failed.
    pub(crate) fn end(self) -> Result<()> {
        println!("\n{:24} {:>7} {:>7} {:>8} {:>8}", "", "passed", "failed", "skipped", "seconds");
        let mut sum = Total::default();
        for Part { name, total, took, problem } in &self.parts {
            let &Total { passed, failed, skipped, .. } = total;
            let seconds = took.as_secs_f32();
            let mark = if problem.is_some() { "  FAILED" } else { "" };
            println!("{name:24} {passed:7} {failed:7} {skipped:8} {seconds:8.1}{mark}");
            sum.passed += passed;
            sum.failed += failed;
            sum.skipped += skipped;
        }
        let seconds = self.began.elapsed().as_secs_f32();
        println!("{:24} {:7} {:7} {:8} {seconds:8.1}", "all", sum.passed, sum.failed, sum.skipped);
        let problems: Vec<String> = self
            .parts
            .iter()
            .filter_map(|part| {
                let problem = part.problem.as_ref()?;
                let failures = part.total.failures.iter().map(|name| format!("\n    {name}"));
                Some(format!("  {}: {problem}{}", part.name, failures.collect::<String>()))
            })
            .collect();
        if problems.is_empty() {
            println!("\nEverything passed.");
            return Ok(());
        }
        bail!("{} of {} parts failed:\n{}", problems.len(), self.parts.len(), problems.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::Suite;
    use crate::{program::program, totals};

    #[test]
    fn a_part_that_fails_fails_the_whole_and_the_rest_still_runs() {
        let mut suite = Suite::begin();
        suite.run("good", program("cargo").arg("--version"), totals::of_nothing);
        suite.run("bad", program("cargo").arg("no-such-verb"), totals::of_nothing);
        suite.check("after", || Ok(()));
        let error = suite.end().unwrap_err().to_string();
        assert!(error.starts_with("1 of 3 parts failed"), "{error}");
        assert!(error.contains("bad: cargo no-such-verb"), "{error}");
    }

    #[test]
    fn of_two_at_once_each_is_a_part() {
        let mut suite = Suite::begin();
        let (mut bad, mut good) = (program("cargo"), program("cargo"));
        let (bad, good) = (bad.arg("no-such-verb"), good.arg("--version"));
        let counted: totals::Count = |output| totals::Total {
            passed: u32::from(output.starts_with("cargo ")),
            ..totals::Total::default()
        };
        let done = suite.run_both(("bad", bad, counted), || Ok(7), ("good", good, counted));
        assert_eq!(done.unwrap(), 7);
        let passed: Vec<_> = suite.parts.iter().map(|part| part.total.passed).collect();
        assert_eq!(passed, [0, 1]);
        let error = suite.end().unwrap_err().to_string();
        assert!(error.starts_with("1 of 2 parts failed"), "{error}");
    }

    #[test]
    fn what_has_to_be_done_before_a_part_is_not_passed_over() {
        let mut suite = Suite::begin();
        let (mut one, mut other) = (program("cargo"), program("cargo"));
        let one = ("one", one.arg("--version"), totals::of_nothing as totals::Count);
        let other = ("other", other.arg("--version"), totals::of_nothing as totals::Count);
        let done: anyhow::Result<()> = suite.run_both(one, || anyhow::bail!("no network"), other);
        assert_eq!(done.unwrap_err().to_string(), "no network");
        let names: Vec<_> = suite.parts.iter().map(|part| part.name).collect();
        assert_eq!(names, ["one"]);
    }

    #[test]
    fn a_program_that_is_not_there_is_a_failure() {
        let mut suite = Suite::begin();
        suite.run("gone", &mut program("mudbrick-no-such-program"), totals::of_nothing);
        assert!(suite.end().is_err());
    }

    #[test]
    fn parts_that_pass_are_a_success() {
        let mut suite = Suite::begin();
        suite.check("fine", || Ok(()));
        assert!(suite.end().is_ok());
    }
}
