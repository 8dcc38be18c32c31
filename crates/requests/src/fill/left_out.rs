//! Headers and query parameters that are left out because all of their value is a variable that is not set, as the script in
//! Adobe's Postman collections has it; and what is never left out that way.

use crate::answer::Reference;
use crate::template::whole;
use crate::variables::Variables;
use std::fmt;

/// Headers under whose condition alone a server changes anything.
const CONDITIONS: [&str; 3] = ["if-match", "if-none-match", "if-unmodified-since"];

/// A header or query parameter that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// What it is.
    pub part: LeftOutPart,
    /// Its name.
    pub name: String,
    /// The variable without a value, without braces.
    pub variable: String,
}

/// What can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOutPart {
    /// A header.
    Header,
    /// A parameter of the URL's query.
    Parameter,
}

impl LeftOut {
    /// Whether a writing call may do more without it than with it.
    pub fn narrows(&self) -> bool {
        match self.part {
            LeftOutPart::Parameter => true,
            LeftOutPart::Header => {
                CONDITIONS.iter().any(|one| self.name.trim().eq_ignore_ascii_case(one))
            }
        }
    }
}

/// A clause: `the query parameter id is left out, since {{ID}} has no value`.
impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { part, name, variable } = self;
        write!(f, "{part} {name} is left out, since {{{{{variable}}}}} has no value")
    }
}

impl fmt::Display for LeftOutPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Header => "the header",
            Self::Parameter => "the query parameter",
        })
    }
}

/// What stands in braces without being the name of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoName {
    /// A part of another request's answer.
    Reference,
    /// Something that another program computes.
    Expression,
}

impl NoName {
    pub(super) fn of(name: &str) -> Option<Self> {
        if Reference::parse(name).is_some() {
            return Some(Self::Reference);
        }
        // `{{/if}}` ends a block of a template.
        let computes = |c: char| "+*/()[]'\"`|&=<>?!,;^~".contains(c);
        (!name.starts_with(['#', '/']) && name.contains(computes)).then_some(Self::Expression)
    }
}

/// The variable that is all of `text` and has no value. Somebody who writes a reference, an expression or words wants that value
/// in any case.
pub(super) fn unset_variable(text: &str, variables: &Variables) -> Option<String> {
    let found = whole(text)?;
    let is_name = found.name.chars().all(|c| c.is_alphanumeric() || "_-.$:@".contains(c));
    let may_be_unset = is_name && NoName::of(found.name).is_none();
    (may_be_unset && !variables.is_set(found.name)).then(|| found.name.to_owned())
}

/// The URL without query parameters whose whole value is an unset variable.
pub(super) fn without_unset_parameters(
    url: &str,
    variables: &Variables,
    left_out: &mut Vec<LeftOut>,
) -> String {
    let (rest, fragment) = match url.split_once('#') {
        Some((rest, fragment)) => (rest, Some(fragment)),
        None => (url, None),
    };
    let Some((path, query)) = rest.split_once('?') else { return url.to_owned() };
    let mut kept = Vec::new();
    for parameter in query.split('&') {
        let unset = parameter
            .split_once('=')
            .and_then(|(name, value)| Some((name, unset_variable(value, variables)?)));
        match unset {
            Some((name, variable)) => left_out.push(LeftOut {
                part: LeftOutPart::Parameter,
                name: name.to_owned(),
                variable,
            }),
            None => kept.push(parameter),
        }
    }
    let mut url = path.to_owned();
    if !kept.is_empty() {
        url.push('?');
        url.push_str(&kept.join("&"));
    }
    if let Some(fragment) = fragment {
        url.push('#');
        url.push_str(fragment);
    }
    url
}
