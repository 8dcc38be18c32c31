//! A body that somebody looks at: its text, its index, and what was found of it last. An index is made when a body is first looked at, and
//! not kept: making it again costs some seconds for each gigabyte, and nothing has to be kept in step with the body.

use super::body_view::{BodyFault, BodyKind, BodyLook};
use crate::history::History;
use crate::history::kept_body::Unkept;
use crate::threads::lock;
use mudbrick_answers::body;
use mudbrick_answers::charset::Charset;
use mudbrick_answers::find::{Finder, Matches, Pattern};
use mudbrick_answers::html;
use mudbrick_answers::index::{Form, Index};
use mudbrick_answers::json::table::{Arrangement, Order, Table};
use mudbrick_answers::json::tree::ChildIndex;
use mudbrick_answers::{AnswerError, Body, FileBody, Part, Stop, picture};
use std::sync::{Arc, Mutex, OnceLock, Weak};

/// How much is looked through before somebody sees the first rows: a screen, and every body that is not large.
const AT_ONCE: u64 = 1 << 20;
/// How much the index takes at a time. Others look up rows in between.
const PIECE: u64 = 256 << 10;
/// The text of a web page is made of so much of it.
pub(super) const PAGE_BYTES: u64 = 4 << 20;
/// A body is told by so much of it.
const LOOKED_AT: u64 = 64 << 10;

/// A body that somebody looks at.
pub(super) struct Opened {
    pub(super) raw: Arc<dyn Body>,
    /// As UTF-8, without a byte-order mark.
    pub(super) text: Arc<dyn Body>,
    pub(super) charset: Charset,
    /// What rewriting it as UTF-8 could not read.
    pub(super) lost: u64,
    pub(super) kind: BodyKind,
    pub(super) media_type: Option<&'static str>,
    pub(super) index: Mutex<Index>,
    /// Held by whoever feeds the index: its next piece begins where the last one ended.
    feeding: Mutex<()>,
    /// Where it stops being JSON, once that is known. To find its column, the whole line before it is read.
    pub(super) fault: OnceLock<BodyFault>,
    pub(super) search: Mutex<Option<Arc<Search>>>,
    pub(super) nodes: Mutex<Vec<(u64, Arc<ChildIndex>)>>,
    pub(super) table: Mutex<Option<Arc<Table>>>,
    pub(super) order: Mutex<Option<(Arrangement, Arc<Order>)>>,
    /// The text of a web page, as a body of its own.
    page: OnceLock<Arc<Opened>>,
}

/// What is or was looked for in a body.
pub(super) struct Search {
    pub(super) pattern: Pattern,
    pub(super) finder: Finder,
    pub(super) matches: Mutex<Matches>,
    pub(super) is_whole: OnceLock<()>,
}

impl Opened {
    /// Opens a body: finds its characters, and looks through its beginning.
    pub(super) fn new(
        raw: Arc<dyn Body>,
        content_type: Option<&str>,
        chosen: Option<&str>,
        history: &History,
    ) -> Result<Arc<Self>, AnswerError> {
        let charset = Charset::of(&*raw, content_type, chosen)?;
        let (text, lost) = match charset.is_utf8() {
            true => {
                let text: Arc<dyn Body> =
                    Arc::new(Part::new(Arc::clone(&raw), charset.mark, u64::MAX));
                (text, 0)
            }
            false => rewritten(&charset, &*raw, history)?,
        };
        let beginning = body::bytes(&*text, 0, LOOKED_AT)?;
        let media_type = picture::media_type(&body::bytes(&*raw, 0, 64)?, content_type);
        let kind = match kind(&beginning, content_type, media_type) {
            // What no header calls JSON is not JSON because of a bracket: `[INFO] started`.
            BodyKind::Json if !is_named_json(content_type) && is_no_json(&beginning) => {
                BodyKind::Text
            }
            kind => kind,
        };
        let opened = Arc::new(Self::looked_through(raw, text, charset, lost, kind, media_type)?);
        if !lock(&opened.index).is_whole() {
            go_on(&opened);
        }
        Ok(opened)
    }

    /// With the beginning looked through.
    pub(super) fn looked_through(
        raw: Arc<dyn Body>,
        text: Arc<dyn Body>,
        charset: Charset,
        lost: u64,
        kind: BodyKind,
        media_type: Option<&'static str>,
    ) -> Result<Self, AnswerError> {
        let form = |kind| match kind {
            BodyKind::Json => Form::Json,
            BodyKind::Xml => Form::Xml,
            _ => Form::Plain,
        };
        let opened = Self {
            index: Mutex::new(Index::new(form(kind))),
            feeding: Mutex::default(),
            fault: OnceLock::new(),
            raw,
            text,
            charset,
            lost,
            kind,
            media_type,
            search: Mutex::default(),
            nodes: Mutex::default(),
            table: Mutex::default(),
            order: Mutex::default(),
            page: OnceLock::new(),
        };
        while !opened.feed()? && lock(&opened.index).fed() < AT_ONCE {}
        Ok(opened)
    }

    /// Gives the index the next piece; whether that was the last one.
    fn feed(&self) -> Result<bool, AnswerError> {
        let _feeding = lock(&self.feeding);
        let from = match &*lock(&self.index) {
            index if index.is_whole() => return Ok(true),
            index => index.fed(),
        };
        // Read without the index's lock, so that rows can be looked up meanwhile.
        let piece = body::bytes(&*self.text, from, from + PIECE)?;
        let mut index = lock(&self.index);
        match piece.is_empty() {
            true => index.finish(),
            false => index.feed(&piece),
        }
        Ok(index.is_whole())
    }

    /// Looks through all that is left, for whoever needs every row; beside the thread that does so on its own.
    pub(super) fn look_through(&self) -> Result<(), AnswerError> {
        while !self.feed()? {}
        Ok(())
    }

    /// How it can be looked at.
    pub(super) fn looks(&self) -> Vec<BodyLook> {
        use BodyLook as L;
        match self.kind {
            BodyKind::Empty => Vec::new(),
            BodyKind::Json => vec![L::Formatted, L::Tree, L::Table, L::Raw, L::Hex],
            BodyKind::Xml => vec![L::Formatted, L::Raw, L::Hex],
            BodyKind::Html => vec![L::Raw, L::Page, L::Hex],
            BodyKind::Text => vec![L::Raw, L::Hex],
            BodyKind::Picture if self.media_type == Some("image/svg+xml") => {
                vec![L::Picture, L::Raw, L::Hex]
            }
            BodyKind::Picture => vec![L::Picture, L::Hex],
            BodyKind::Binary => vec![L::Hex, L::Raw],
        }
    }

    /// The text of the web page that it is.
    pub(super) fn page(&self) -> Result<Arc<Self>, AnswerError> {
        if let Some(page) = self.page.get() {
            return Ok(Arc::clone(page));
        }
        let beginning = body::bytes(&*self.text, 0, PAGE_BYTES)?;
        let text = html::text_of(&String::from_utf8_lossy(&beginning)).into_bytes();
        let body: Arc<dyn Body> = Arc::new(text);
        let charset = Charset::of(&*body, None, Some("utf-8"))?;
        let page = Self::looked_through(Arc::clone(&body), body, charset, 0, BodyKind::Text, None)?;
        page.look_through()?;
        Ok(Arc::clone(self.page.get_or_init(|| Arc::new(page))))
    }
}

/// Looks through the rest on a thread of its own, until the body is looked at no more.
fn go_on(opened: &Arc<Opened>) {
    let opened: Weak<Opened> = Arc::downgrade(opened);
    std::thread::spawn(move || {
        // A body that cannot be read any further has the rows that it has; whoever asks for more is told why.
        while let Some(opened) = opened.upgrade()
            && let Ok(false) = opened.feed()
        {}
    });
}

fn rewritten(
    charset: &Charset,
    raw: &dyn Body,
    history: &History,
) -> Result<(Arc<dyn Body>, u64), AnswerError> {
    let mut text = history.new_body();
    let lost = charset.rewrite(raw, &mut text, &Stop::default())?;
    Ok((body_of(text.unkept())?, lost))
}

/// What was written for a look at it, as a body.
pub(super) fn body_of(written: Unkept) -> Result<Arc<dyn Body>, AnswerError> {
    Ok(match written {
        Unkept::Bytes(bytes) => Arc::new(bytes),
        Unkept::File(file) => Arc::new(FileBody::new(file)?),
    })
}

/// The media type of a header, without its parameters.
fn named(content_type: Option<&str>) -> String {
    let named = content_type.and_then(|header| header.split(';').next()).unwrap_or_default();
    named.trim().to_ascii_lowercase()
}

fn is_named_json(content_type: Option<&str>) -> bool {
    let named = named(content_type);
    named.ends_with("json") || named.ends_with("jsonl") || named.ends_with("ndjson")
}

fn is_no_json(beginning: &[u8]) -> bool {
    let mut index = Index::new(Form::Json);
    index.feed(beginning);
    index.fault().is_some()
}

/// What a body is: by what its header says, where that can be, and by its first characters.
fn kind(beginning: &[u8], content_type: Option<&str>, media_type: Option<&str>) -> BodyKind {
    if beginning.is_empty() {
        return BodyKind::Empty;
    }
    if media_type.is_some() {
        return BodyKind::Picture;
    }
    if beginning.contains(&0) {
        return BodyKind::Binary;
    }
    let named = named(content_type);
    let text = beginning.trim_ascii_start();
    let begins = |with: &[u8]| text.get(..with.len()).is_some_and(|c| c.eq_ignore_ascii_case(with));
    if is_named_json(content_type) {
        BodyKind::Json
    } else if named.ends_with("html") || begins(b"<!doctype html") || begins(b"<html") {
        BodyKind::Html
    } else if named.ends_with("/xml") || named.ends_with("+xml") || begins(b"<?xml") {
        BodyKind::Xml
    } else if begins(b"{") || begins(b"[") {
        BodyKind::Json
    } else {
        BodyKind::Text
    }
}
