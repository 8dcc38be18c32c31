//! `--jq` and `--charset`: an answer's body as one wants to look at it, on standard output.

use crate::arguments::LookedAt;
use crate::output::{Output, Raw};
use crate::session::Session;
use mudbrick_engine::view::{BodyAt, BodyResults};
use mudbrick_engine::{Engine, JobKind};
use mudbrick_model::{ErrorCode, ExchangeId, Problem};

impl LookedAt {
    /// Whether the body is not just printed as it came.
    pub(crate) fn is_given(&self) -> bool {
        self.query.is_some() || self.charset.is_some()
    }
}

/// Prints the body of an answer; of the elements of `pages`, when there are several.
pub(crate) fn print(
    (id, pages): (ExchangeId, &[ExchangeId]),
    wanted: &LookedAt,
    engine: &Engine,
    (session, output): (&Session, &Output),
) -> Result<(), Problem> {
    let of = BodyAt {
        id,
        charset: wanted.charset.clone(),
        query: wanted.query.clone(),
        pages: pages.to_vec(),
    };
    if let Some(chosen) = &wanted.charset {
        let view = engine.answers().look(&BodyAt { query: None, ..of.clone() })?;
        if !view.charset_origin.is_chosen() {
            return Err(Problem::new(
                ErrorCode::InvalidInput,
                format!("{chosen:?} is no character set."),
            )
            .remedy(format!("There are {}.", view.charsets.join(", "))));
        }
    }
    if let Some(query) = &wanted.query {
        let found = session.wait(async {
            let job = engine.jobs().start(JobKind::Search);
            engine.answers().query(&job, of.clone(), query.clone()).await
        })??;
        let BodyResults { count, is_cut, .. } = found;
        if is_cut {
            output.note(&format!("There are more than these {count} results; they are too large."));
        }
    }
    let mut from = 0;
    output.parts(
        || {
            let piece = engine.answers().text_piece(&of, from)?;
            from += piece.len() as u64;
            Ok(piece)
        },
        Raw::No,
    )
}
