//! A rule: what it matches, what it says, and where it is known from.

use crate::answer::{Answer, Bearer};
use crate::member::MemberTest;
use crate::shape::{Shape, ShapeName};
use crate::{fix, glob};
use mudbrick_model::{ErrorCode, Grant, Header, RemedyAction};
use serde::Deserialize;

/// A service and its rules, as a file has them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleFile {
    /// Its name for people.
    service: String,
    /// Which hosts its rules are about, unless a rule names others.
    #[serde(default)]
    hosts: Vec<String>,
    /// Headers that give the service away where no host is known.
    #[serde(default)]
    marks: Vec<MemberTest>,
    /// Which file of facts its rules are from.
    source: String,
    rule: Vec<RuleText>,
}

/// A word that is misspelt in a rule is found by a test: serde does not refuse it beside flattened members.
#[derive(Debug, Deserialize)]
struct RuleText {
    id: String,
    sentence: String,
    cause: String,
    remedy: String,
    #[serde(rename = "fix", deserialize_with = "fix::read")]
    action: RemedyAction,
    code: ErrorCode,
    #[serde(default)]
    standing: Standing,
    source: String,
    /// The token itself is refused, so that a new one may help.
    #[serde(default)]
    new_token: bool,
    /// No failure: told when somebody asks, and not beside an answer.
    #[serde(default)]
    quiet: bool,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(flatten)]
    on: When,
    /// Other ways to match, each with what it changes of the first.
    #[serde(default)]
    or: Vec<When>,
    examples: Vec<ExampleText>,
}

/// What has to be so.
#[derive(Debug, Clone, Default, Deserialize)]
struct When {
    hosts: Option<Vec<String>>,
    paths: Option<Vec<String>>,
    methods: Option<Vec<String>>,
    /// Statuses, or classes of them by their first digit; 4 and 5 where nothing is said.
    status: Option<Vec<u16>>,
    headers: Option<Vec<MemberTest>>,
    body: Option<ShapeName>,
    json: Option<Vec<MemberTest>>,
    text: Option<Vec<String>>,
    /// Of these, too, one has to be in the text: a code of an engine's is often that of many errors.
    also: Option<Vec<String>>,
    bearer: Option<Vec<Bearer>>,
    grant: Option<Grant>,
    /// Whether it is known without a host.
    alone: Option<Alone>,
}

/// Where it is not known whose answer it is: what is Adobe's all the same.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Alone {
    /// The code by which it is known is nobody else's.
    Code(bool),
    /// Others have that code too: it is Adobe's with these further members, the rest of the documented envelope.
    With(Vec<MemberTest>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleText {
    at: String,
    status: u16,
    #[serde(default)]
    headers: Vec<String>,
    #[serde(default)]
    body: String,
    #[serde(default)]
    bearer: Bearer,
    grant: Option<Grant>,
}

/// How certain a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Read in Adobe's own documents or sources.
    #[default]
    Verified,
    /// Somebody told what came from Adobe.
    Reported,
    /// Inferred, or in part: believed and not seen.
    Unverified,
}

impl Standing {
    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Verified => "documented",
            Self::Reported => "reported by others",
            Self::Unverified => "not verified",
        }
    }
}

/// What every rule looks at, found out once.
pub(crate) struct Seen<'a> {
    answer: &'a Answer<'a>,
    /// Where it says whose answer it is.
    host: Option<&'a str>,
    shape: Shape,
}

impl<'a> Seen<'a> {
    pub(crate) fn of(answer: &'a Answer<'a>) -> Self {
        // To HEAD nothing is answered but headers, which says nothing of the body that GET would have.
        let is_head = answer.method.is_some_and(|method| method.eq_ignore_ascii_case("HEAD"));
        let body = answer.body.filter(|body| !is_head || !body.is_empty());
        Self { answer, host: answer.known_host(), shape: Shape::of(body) }
    }
}

/// A rule of the book.
#[derive(Debug)]
pub struct Rule {
    /// `ims.wrong_secret`.
    pub id: String,
    /// Whose error it is.
    pub service: String,
    /// What happened; may have `{header:name}` in it.
    pub sentence: String,
    /// Why, as far as that is known.
    pub cause: String,
    /// What to do now.
    pub remedy: String,
    /// The same for a program.
    pub action: RemedyAction,
    /// For programs.
    pub code: ErrorCode,
    /// How certain all of it is.
    pub standing: Standing,
    /// Which file of the facts, and where that has it from.
    pub source: String,
    /// The token itself is refused, so that a new one may help.
    pub new_token: bool,
    /// No failure: told when somebody asks, and not beside an answer.
    pub quiet: bool,
    pub(crate) unless: Vec<String>,
    marks: Vec<MemberTest>,
    ways: Vec<When>,
    examples: Vec<Example>,
}

/// An answer that a rule is about.
#[derive(Debug)]
pub struct Example {
    /// `GET`.
    pub method: String,
    /// Where it came from.
    pub host: String,
    /// What was asked for.
    pub path: String,
    /// The HTTP status.
    pub status: u16,
    /// As they came.
    pub headers: Vec<Header>,
    /// As it came.
    pub body: String,
    /// What was sent as a token.
    pub bearer: Bearer,
    /// How its profile asks for tokens.
    pub grant: Option<Grant>,
}

impl RuleFile {
    pub(crate) fn rules(self) -> Vec<Rule> {
        let Self { service, hosts, marks, source, rule } = self;
        let whole = |text: RuleText| {
            let first = When { hosts: text.on.hosts.clone().or(Some(hosts.clone())), ..text.on };
            let others = text.or.into_iter().map(|other| other.over(&first));
            let ways: Vec<When> = match others.len() {
                0 => vec![first],
                // What is said once for all of them is no way of its own.
                _ => others.collect(),
            };
            Rule {
                id: text.id,
                service: service.clone(),
                sentence: text.sentence,
                cause: text.cause,
                remedy: text.remedy,
                action: text.action,
                code: text.code,
                standing: text.standing,
                source: format!("{source}: {}", text.source),
                new_token: text.new_token,
                quiet: text.quiet,
                unless: text.unless,
                marks: marks.clone(),
                ways,
                examples: text.examples.into_iter().map(Example::of).collect(),
            }
        };
        rule.into_iter().map(whole).collect()
    }
}

impl Rule {
    /// Answers that it is about.
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// How much of an answer it asks for, where it matches: none where it does not.
    pub(crate) fn fit(&self, seen: &Seen<'_>) -> Option<usize> {
        let ways = self.ways.iter();
        let fits = ways.filter(|way| {
            // Most rules are ruled out by it, and nothing costs less.
            way.fits_status(seen.answer.status)
                && (!seen.answer.is_part || self.is_known_by_a_part(way))
                && way.fits(seen, self.marks.iter().any(|mark| mark.holds_of(seen.answer.headers)))
        });
        fits.map(When::weight).max()
    }

    /// Whether a part of an answer is enough for it: it has a code there, or the rest of the answer may be whatever.
    fn is_known_by_a_part(&self, way: &When) -> bool {
        way.has_a_code() || (self.unless.is_empty() && way.asks_for_a_status_only())
    }
}

impl When {
    fn over(self, first: &Self) -> Self {
        let first = first.clone();
        Self {
            hosts: self.hosts.or(first.hosts),
            paths: self.paths.or(first.paths),
            methods: self.methods.or(first.methods),
            status: self.status.or(first.status),
            headers: self.headers.or(first.headers),
            body: self.body.or(first.body),
            json: self.json.or(first.json),
            text: self.text.or(first.text),
            also: self.also.or(first.also),
            bearer: self.bearer.or(first.bearer),
            grant: self.grant.or(first.grant),
            alone: self.alone.or(first.alone),
        }
    }

    fn fits_status(&self, status: Option<u16>) -> bool {
        let wanted = self.status.as_deref().unwrap_or(&[4, 5]);
        let Some(status) = status else {
            // The same code in a redirect means that a browser is sent back, and elsewhere something else.
            let is_a_redirect = wanted.iter().all(|it| *it == 3 || it / 100 == 3);
            return self.has_a_code() && !is_a_redirect;
        };
        wanted.iter().any(|it| *it == status || *it == status / 100)
    }

    /// Whether it asks for something that says by itself what went wrong.
    fn has_a_code(&self) -> bool {
        self.json.iter().flatten().any(MemberTest::is_code) || self.text.is_some()
    }

    fn asks_for_a_status_only(&self) -> bool {
        self.body.is_none() && self.json.is_none() && self.headers.is_none()
    }

    fn fits(&self, Seen { answer, host, shape }: &Seen<'_>, is_marked: bool) -> bool {
        let is_alone = match &self.alone {
            None => false,
            Some(Alone::Code(is_alone)) => *is_alone,
            Some(Alone::With(tests)) => {
                shape.json().is_some_and(|body| tests.iter().all(|test| test.holds(body)))
            }
        };
        let hosts = self.hosts.as_deref().unwrap_or_default();
        let (is_placed, is_whose) = match host {
            Some(host) => (true, hosts.iter().any(|pattern| glob::fits_host(pattern, host))),
            None => (false, is_alone || is_marked),
        };
        // A path that nobody knows is no reason against a code that is nobody else's.
        let path = match (&self.paths, answer.path) {
            (None, _) => true,
            (Some(paths), Some(path)) => paths.iter().any(|pattern| glob::fits(pattern, path)),
            (Some(_), None) => is_alone && !is_placed,
        };
        let method = match (&self.methods, answer.method) {
            (Some(methods), Some(method)) => {
                methods.iter().any(|it| it.eq_ignore_ascii_case(method))
            }
            _ => true,
        };
        let bearer = self.bearer.as_ref().is_none_or(|wanted| wanted.contains(&answer.bearer));
        let grant = self.grant.is_none_or(|wanted| answer.facts.grant == Some(wanted));
        is_whose && path && method && bearer && grant && self.holds_of_answer(answer, shape)
    }

    fn holds_of_answer(&self, answer: &Answer<'_>, shape: &Shape) -> bool {
        let json = self.json.as_deref().unwrap_or_default();
        self.body.is_none_or(|name| shape.is(name))
            && self.headers.iter().flatten().all(|test| test.holds_of(answer.headers))
            && (json.is_empty()
                || shape.json().is_some_and(|body| json.iter().all(|test| test.holds(body))))
            && [&self.text, &self.also].into_iter().flatten().all(|words| shape.says(words))
    }

    /// The more it asks for, the more it says.
    fn weight(&self) -> usize {
        let lists =
            [self.json.as_ref().map_or(0, Vec::len), self.headers.as_ref().map_or(0, Vec::len)];
        let single = [
            self.paths.is_some(),
            self.status.is_some(),
            self.text.is_some(),
            self.also.is_some(),
            self.body.is_some(),
            self.bearer.is_some(),
            self.grant.is_some(),
        ];
        2 * lists.iter().sum::<usize>() + single.iter().filter(|it| **it).count()
    }
}

impl Example {
    fn of(text: ExampleText) -> Self {
        let (method, url) = text.at.split_once(' ').unwrap_or(("GET", text.at.as_str()));
        let address = url.split_once("://").map_or(url, |(_, address)| address);
        let (host, path) = match address.find('/') {
            Some(at) => address.split_at(at),
            None => (address, "/"),
        };
        let header = |line: &String| {
            let (name, value) = line.split_once(": ").unwrap_or((line, ""));
            Header::new(name, value)
        };
        Self {
            method: method.to_owned(),
            host: host.to_owned(),
            path: path.split('?').next().unwrap_or(path).to_owned(),
            status: text.status,
            headers: text.headers.iter().map(header).collect(),
            body: text.body,
            bearer: text.bearer,
            grant: text.grant,
        }
    }

    /// As it is explained.
    pub fn answer(&self) -> Answer<'_> {
        Answer {
            host: Some(&self.host),
            path: Some(&self.path),
            method: Some(&self.method),
            status: Some(self.status),
            headers: &self.headers,
            body: Some(self.body.as_bytes()),
            is_part: false,
            bearer: self.bearer,
            facts: crate::Facts { grant: self.grant },
        }
    }
}
