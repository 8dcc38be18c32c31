//! Finding the rule for an answer, and what it says of that very answer.

use crate::answer::Answer;
use crate::book::{rule, rules};
use crate::rule::{Rule, Seen};
use mudbrick_model::{Problem, Remedy};

/// A longer value is no identifier.
const LONGEST_VALUE: usize = 64;

/// An answer that a rule is about.
#[derive(Debug, Clone)]
pub struct Explained {
    /// Which.
    pub rule: &'static Rule,
    /// What happened.
    pub sentence: String,
}

/// The rule that an answer is known by; none for one that nobody documents.
pub fn explain(answer: &Answer<'_>) -> Option<Explained> {
    // Should a body fit several, as one with several errors does, the one that asks for most says most. Of equals, the first:
    // the order of the book does not change from one run to the next.
    let mut best: Option<(usize, &'static Rule)> = None;
    for (weight, rule) in weighed(answer) {
        if best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, rule));
        }
    }
    let (_, rule) = best?;
    Some(Explained { rule, sentence: filled(&rule.sentence, answer) })
}

/// Every rule that an answer fits.
pub fn matching(answer: &Answer<'_>) -> Vec<&'static Rule> {
    weighed(answer).map(|(_, rule)| rule).collect()
}

fn weighed(answer: &Answer<'_>) -> impl Iterator<Item = (usize, &'static Rule)> {
    let seen = Seen::of(answer);
    let fits = move |one: &'static Rule| {
        let weight = one.fit(&seen)?;
        let mut exceptions = one.unless.iter().filter_map(|id| rule(id));
        (!exceptions.any(|other| other.fit(&seen).is_some())).then_some((weight, one))
    };
    rules().iter().filter_map(fits)
}

impl Explained {
    /// The same without anything of the answer: what somebody pasted may hold whatever.
    #[must_use]
    pub fn without_values(self) -> Self {
        Self { sentence: filled(&self.rule.sentence, &Answer::default()), ..self }
    }

    /// For people and programs.
    pub fn problem(&self) -> Problem {
        let Rule { code, remedy, action, .. } = self.rule;
        let action = Some(Box::new(action.clone()));
        Problem::new(*code, &*self.sentence).remedy(Remedy { text: remedy.clone(), action })
    }
}

/// With values of the answer in their places. Only what looks like an identifier: nothing else of an answer is repeated.
fn filled(sentence: &str, answer: &Answer<'_>) -> String {
    let Some((before, rest)) = sentence.split_once("{header:") else { return sentence.to_owned() };
    let Some((name, after)) = rest.split_once('}') else { return sentence.to_owned() };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@');
    let value = answer.header(name).filter(|value| {
        let is_short = value.len() <= LONGEST_VALUE && value.chars().all(plain);
        // What begins like a token or a client secret of Adobe's is one, wherever it was put.
        is_short && !["eyJ", "p8e-", "s8e-"].iter().any(|begin| value.starts_with(begin))
    });
    format!("{before}{}{after}", value.unwrap_or("that the answer names"))
}
