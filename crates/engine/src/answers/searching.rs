//! Searching bodies: a job that counts the matches of a pattern, and each match by its number.

use super::Answers;
use super::body_view::{BodyAt, BodyLook, BodyMatch, BodyMatches, BodyPattern};
use super::looking::row_of;
use super::opened::{Opened, Search};
use super::problems::problem;
use crate::jobs::Job;
use crate::threads::lock;
use mudbrick_answers::AnswerError;
use mudbrick_answers::find::{Finder, Heard, Matches, Next, Pattern};
use mudbrick_model::Problem;
use std::sync::{Arc, Mutex, OnceLock};

impl Answers {
    /// Counts the matches of a pattern in a body. The last search of a body is the one that [`Answers::found`] tells of.
    pub async fn find(
        self: &Arc<Self>,
        job: &Job,
        of: BodyAt,
        pattern: BodyPattern,
    ) -> Result<BodyMatches, Problem> {
        self.stoppable(job, move |answers, stop| {
            let opened = answers.opened(&of)?;
            let pattern = Pattern::from(&pattern);
            let search = Search {
                finder: Finder::new(&pattern).map_err(problem)?,
                pattern,
                matches: Mutex::new(Matches::new()),
                is_whole: OnceLock::new(),
            };
            let search = Arc::new(search);
            // At once, so that whoever asks is told how far it is.
            *lock(&opened.search) = Some(Arc::clone(&search));
            let hear = |heard| {
                let mut matches = lock(&search.matches);
                match heard {
                    Heard::Match(found) => matches.take(found),
                    Heard::UpTo(at) => matches.searched_to(at),
                }
                Next::More
            };
            search.finder.each(&*opened.text, 0, stop, hear).map_err(problem)?;
            let _ = search.is_whole.set(());
            Ok(told(&search, &opened))
        })
        .await
    }

    /// How far the search for a pattern is; none when another one was looked for last.
    pub fn found(
        &self,
        of: &BodyAt,
        pattern: &BodyPattern,
    ) -> Result<Option<BodyMatches>, Problem> {
        let opened = self.opened(of)?;
        Ok(search_of(&opened, pattern).map(|search| told(&search, &opened)))
    }

    /// A match by its number, with its row in a look; with none, the first match from a place on.
    pub fn match_at(
        &self,
        of: &BodyAt,
        pattern: &BodyPattern,
        number: Option<u64>,
        from: u64,
        look: BodyLook,
    ) -> Result<Option<BodyMatch>, Problem> {
        let opened = self.opened(of)?;
        let Some(search) = search_of(&opened, pattern) else { return Ok(None) };
        // A copy, so that a search that goes on is not kept waiting.
        let matches = lock(&search.matches).clone();
        let found = || {
            let number = match number {
                Some(number) => number,
                None => matches.number_from(&search.finder, &*opened.text, from)?,
            };
            let Some(found) = matches.nth(&search.finder, &*opened.text, number)? else {
                return Ok(None);
            };
            let row = row_of(&opened, look, found.at)?;
            Ok::<_, AnswerError>(Some(BodyMatch { number, row, at: found.at, end: found.end }))
        };
        found().map_err(problem)
    }
}

fn search_of(opened: &Opened, pattern: &BodyPattern) -> Option<Arc<Search>> {
    let search = lock(&opened.search).as_ref().map(Arc::clone)?;
    (search.pattern == pattern.into()).then_some(search)
}

fn told(search: &Search, opened: &Opened) -> BodyMatches {
    let matches = lock(&search.matches);
    let is_whole = search.is_whole.get().is_some();
    let looked_through = if is_whole { opened.text.length() } else { matches.searched() };
    let sure_up_to = search.finder.sure_up_to(opened.text.length());
    BodyMatches { count: matches.count(), looked_through, is_whole, sure_up_to }
}
