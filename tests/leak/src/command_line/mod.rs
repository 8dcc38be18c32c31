//! Runs the command line's commands, one process each, and keeps what they print and which of their options were used.

mod script;
pub(crate) mod tree;

pub(crate) use script::play;

use crate::verdict::Allowances;
use crate::world::World;
use anyhow::{Context as _, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::process::{Command, Stdio};
use tree::Tree;

/// The command line over one world.
pub(crate) struct CommandLine<'a> {
    pub(crate) world: &'a World,
    tree: Tree,
    used: BTreeMap<String, BTreeSet<String>>,
    /// What was printed, by place.
    pub(crate) printed: Vec<(String, Vec<u8>)>,
    pub(crate) allowances: Allowances,
}

/// One run to be made.
pub(crate) struct Call<'a> {
    pub(crate) arguments: Vec<String>,
    input: &'a str,
    environment: Vec<(&'a str, String)>,
    fails: bool,
    asked_for: Vec<&'a str>,
}

impl<'a> Call<'a> {
    pub(crate) fn new<S: AsRef<str>>(arguments: &[S]) -> Self {
        let arguments = arguments.iter().map(|word| word.as_ref().to_owned()).collect();
        Self { arguments, input: "", environment: Vec::new(), fails: false, asked_for: Vec::new() }
    }

    /// What it reads from standard input.
    pub(crate) fn input(self, input: &'a str) -> Self {
        Self { input, ..self }
    }

    /// A variable of its environment.
    pub(crate) fn variable(mut self, name: &'a str, value: &str) -> Self {
        self.environment.push((name, value.to_owned()));
        self
    }

    /// It must end with another code than 0; which one is tested elsewhere.
    pub(crate) fn fails(self) -> Self {
        Self { fails: true, ..self }
    }

    /// The canaries that the person asked to see on standard output.
    pub(crate) fn asked_for(self, canaries: &[&'a str]) -> Self {
        Self { asked_for: canaries.to_vec(), ..self }
    }
}

impl<'a> CommandLine<'a> {
    pub(crate) fn new(world: &'a World) -> Result<Self> {
        let mut help = |words: &[String]| {
            let mut command = world.mudbrick();
            let output = command.args(words).arg("--help").output().context("asking for help")?;
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        };
        let tree = tree::read(&mut help)?;
        if tree.len() < 5 {
            bail!("the help texts name only {} commands: their form must have changed", tree.len());
        }
        let (used, printed) = (BTreeMap::new(), Vec::new());
        Ok(Self { world, tree, used, printed, allowances: Allowances::default() })
    }

    /// Runs it to its end and gives back what it printed to standard output.
    pub(crate) fn run(&mut self, call: Call<'_>) -> Result<String> {
        let place = self.note(&call)?;
        let mut command = self.command(&call);
        let mut child = command.spawn().with_context(|| format!("starting {place}"))?;
        if let Some(mut stdin) = child.stdin.take() {
            // A command that does not read its input may have ended already.
            let _ = stdin.write_all(call.input.as_bytes());
        }
        let output = child.wait_with_output()?;
        if output.status.success() == call.fails {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("{place} ended with {}: {said}", output.status);
        }
        let stdout = format!("stdout of {place}");
        for canary in &call.asked_for {
            self.allowances.allow(&stdout, canary);
        }
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        self.printed.push((stdout, output.stdout));
        self.printed.push((format!("stderr of {place}"), output.stderr));
        Ok(text)
    }

    /// The same for a request whose answer is Adobe's to decide: only what is printed matters here.
    pub(crate) fn run_to_see(&mut self, call: Call<'_>) -> Result<String> {
        let place = self.note(&call)?;
        let output = self.command(&call).output().with_context(|| format!("starting {place}"))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        self.printed.push((format!("stdout of {place}"), output.stdout));
        self.printed.push((format!("stderr of {place}"), output.stderr));
        Ok(text)
    }

    /// Everything about a process but its end, for one that has to be stopped.
    pub(crate) fn command(&self, call: &Call<'_>) -> Command {
        let mut command = self.world.mudbrick();
        command.args(&call.arguments);
        for (name, value) in &call.environment {
            command.env(name, value);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Remembers which command and options were used, and names the run.
    pub(crate) fn note(&mut self, call: &Call<'_>) -> Result<String> {
        let words: Vec<&str> = call.arguments.iter().map(String::as_str).collect();
        let plain: Vec<&str> =
            words.iter().copied().take_while(|word| !word.starts_with('-')).collect();
        let command = (1..=plain.len())
            .rev()
            .map(|length| plain[..length].join(" "))
            .find(|words| self.tree.contains_key(words))
            .with_context(|| format!("there is no command `{}`", plain.join(" ")))?;
        let used = self.used.entry(command).or_default();
        used.extend(words.iter().filter(|word| word.starts_with("--")).map(|w| (*w).to_owned()));
        // A number, since a command may be allowed to print in one run what it must not print in another.
        Ok(format!("run {} `mudbrick {}`", self.printed.len() / 2 + 1, words.join(" ")))
    }

    /// Sentences about every command and option that no run used. A global option needs one use somewhere.
    pub(crate) fn forgotten(&self) -> Vec<String> {
        let global: BTreeSet<&String> = self
            .tree
            .values()
            .flatten()
            .filter(|option| self.tree.values().all(|options| options.contains(*option)))
            .collect();
        let used_anywhere: BTreeSet<&String> = self.used.values().flatten().collect();
        let mut forgotten = Vec::new();
        for (command, options) in &self.tree {
            let Some(used) = self.used.get(command) else {
                forgotten.push(format!("`mudbrick {command}` is never run"));
                continue;
            };
            let missing = options.iter().filter(|option| {
                !(used.contains(*option)
                    || global.contains(option) && used_anywhere.contains(option))
            });
            forgotten
                .extend(missing.map(|o| format!("`mudbrick {command}` is never run with {o}")));
        }
        forgotten
    }
}
