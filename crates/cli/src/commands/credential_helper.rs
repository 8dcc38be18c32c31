//! `mudbrick credential-helper`: the protocol by which other programs ask for tokens. A line of JSON on standard input is a
//! question, a line on standard output its answer. Nobody is asked anything: standard input is the other program's.

use crate::exit_code;
use crate::output::Output;
use crate::session::{Session, runtime, wait_in};
use mudbrick_engine::{Engine, Freshness, TokenFor, token_json};
use mudbrick_model::{ErrorCode, Problem};
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::{self, BufRead, BufReader, Read as _};
use std::process::ExitCode;
use std::time::Duration;

/// The one version there is.
const VERSION: u64 = 1;
/// Far longer than any question; a line without an end is not read into memory.
const MOST_BYTES: u64 = 64 * 1024;

/// A question. A member that is not known is refused: whoever wrote `min-ttl` would get another token than they meant.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    #[allow(dead_code, reason = "it was looked at before")]
    version: u64,
    #[allow(dead_code, reason = "it was looked at before")]
    #[serde(default)]
    id: Value,
    /// Name, short name or id.
    profile: String,
    /// Seconds that the token has to be good for.
    min_ttl: Option<u64>,
    /// Fewer scopes than the profile has.
    scopes: Option<Vec<String>>,
    /// Where the token is going to be sent: refused where the profile does not allow the host.
    url: Option<String>,
}

pub(crate) fn run(session: &Session, output: &Output) -> Result<ExitCode, Problem> {
    let engine = session.engine()?;
    let runtime = runtime()?;
    let mut code = ExitCode::SUCCESS;
    let mut lines = BufReader::new(std::io::stdin().lock());
    while let Some(line) = next_line(&mut lines).map_err(|error| unread(&error))? {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let (id, answered) = wait_in(&runtime, answer(&engine, &line))?;
        let mut answer = match answered {
            Ok(answer) => answer,
            Err(problem) => {
                code = ExitCode::from(exit_code::of(problem.code));
                json!({ "error": problem })
            }
        };
        answer["version"] = VERSION.into();
        if !id.is_null() {
            answer["id"] = id;
        }
        output.json(&answer.to_string())?;
    }
    Ok(code)
}

/// The next line, or as much of it as may be a question; none at the end.
fn next_line(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if input.by_ref().take(MOST_BYTES).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() != Some(&b'\n') {
        // What is left of a line that is too long would be taken for the next question.
        input.skip_until(b'\n')?;
    }
    Ok(Some(line))
}

/// The answer, with the id that the question gave itself.
async fn answer(engine: &Engine, line: &[u8]) -> (Value, Result<Value, Problem>) {
    // Windows PowerShell puts the mark of UTF-8 before what it sends.
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let mut question: Value = match serde_json::from_slice(line) {
        Ok(question) => question,
        Err(error) => return (Value::Null, Err(not_understood(&error))),
    };
    // First: whatever is wrong with the rest, who asked has to know which question is answered.
    let id = question.get_mut("id").map(Value::take).unwrap_or_default();
    // A later version may have changed all the rest.
    if let Some(version) = question["version"].as_u64().filter(|version| *version != VERSION) {
        let message = format!("Version {version} of the protocol is not spoken.");
        let problem = Problem::new(ErrorCode::InvalidInput, message).remedy("Ask in version 1.");
        return (id, Err(problem));
    }
    let token = match serde_json::from_slice(line) {
        Ok(question) => token(engine, question).await,
        Err(error) => Err(not_understood(&error)),
    };
    (id, token)
}

async fn token(engine: &Engine, question: Question) -> Result<Value, Problem> {
    let profile = engine.profiles().find(&question.profile)?;
    if let Some(url) = &question.url {
        engine.requests().may_see_token(&profile, url)?;
    }
    let freshness = question
        .min_ttl
        .map_or(Freshness::Cached, |seconds| Freshness::GoodFor(Duration::from_secs(seconds)));
    let whose = TokenFor::only(profile.clone(), &question.scopes.unwrap_or_default())?;
    let token = engine.tokens().get_for(&whose, freshness).await?;
    token_json(&profile, &token)
}

fn not_understood(error: &serde_json::Error) -> Problem {
    // Its own message could quote the line.
    let place = format!("column {}", error.column());
    Problem::new(ErrorCode::InvalidInput, "The question is not one of this protocol.")
        .remedy("Write {\"version\":1,\"profile\":\"…\"}, with min_ttl, scopes, url and id where you need them.")
        .detail(place)
}

fn unread(error: &io::Error) -> Problem {
    Problem::new(ErrorCode::Storage, "Standard input cannot be read.").detail(error.to_string())
}
