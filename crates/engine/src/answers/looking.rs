//! Looking at bodies: rows, trees, pictures, and what a query finds. Everything waits for a disk; what may take long is a job.

use super::Answers;
use super::body_view::{
    BodyAt, BodyChildren, BodyFault, BodyLook, BodyNode, BodyPattern, BodyPlace, BodyResults,
    BodyRow, BodyView, CharsetOrigin, QueryLanguage, RowCounts,
};
use super::opened::{Opened, PAGE_BYTES};
use super::problems::{fault_sentence, problem};
use crate::jobs::Job;
use crate::threads::{blocking, lock};
use base64::Engine as _;
use mudbrick_answers::charset::{self, Origin};
use mudbrick_answers::find::{Finder, Heard, Match, Next};
use mudbrick_answers::json::tree::{self, ChildIndex, Node};
use mudbrick_answers::rows::{self, Row, View};
use mudbrick_answers::{AnswerError, Stop, body};
use mudbrick_model::{ErrorCode, Problem};
use std::sync::Arc;

/// So many rows are asked for at a time, at most.
pub(super) const MOST_ROWS: usize = 2000;
/// So many bytes are in a row of bytes.
const HEX_BYTES: u64 = 16;
/// A row's matches are looked for from a bit before it: one may begin on the row above.
const BEFORE_ROW: u64 = 4096;
/// So many indexes of children are kept.
const MOST_NODES: usize = 64;
/// So much text is handed out at once, for a clipboard.
const MOST_TEXT: u64 = 32 << 20;
/// So much text is handed out at a time, for a stream.
const TEXT_PIECE: u64 = 256 << 10;
/// So large a picture is shown.
const MOST_PICTURE: u64 = 20 << 20;

impl Answers {
    /// What a body is, as far as it was looked through.
    pub fn look(&self, of: &BodyAt) -> Result<BodyView, Problem> {
        let opened = self.opened(of)?;
        view(&opened).map_err(problem)
    }

    /// Rows of a body.
    pub fn rows(
        &self,
        of: &BodyAt,
        look: BodyLook,
        from: u64,
        count: usize,
        pattern: Option<&BodyPattern>,
    ) -> Result<Vec<BodyRow>, Problem> {
        let opened = self.opened(of)?;
        let count = count.min(MOST_ROWS);
        let finder = pattern.filter(|one| !one.text.is_empty()).map(|one| Finder::new(&one.into()));
        let finder = finder.transpose().map_err(problem)?;
        rows_of(&opened, look, from, count, finder.as_ref()).map_err(problem)
    }

    /// Children of the value that begins at a place; without one, the values at the top.
    pub fn children(
        &self,
        of: &BodyAt,
        at: Option<u64>,
        from: u64,
        count: usize,
    ) -> Result<BodyChildren, Problem> {
        let opened = self.opened(of)?;
        let (never, count) = (Stop::default(), count.min(MOST_ROWS));
        let found = || {
            let Some(at) = at else {
                let nodes = tree::roots(&*opened.text, from, count, &never)?;
                return Ok((from + nodes.len() as u64, nodes));
            };
            let index = child_index(&opened, at)?;
            Ok::<_, AnswerError>((index.count(), index.nodes(&*opened.text, from, count, &never)?))
        };
        let (count, nodes) = found().map_err(problem)?;
        Ok(BodyChildren { count, nodes: nodes.into_iter().map(node).collect() })
    }

    /// The row of a look that has a place of the text.
    pub fn row_at(&self, of: &BodyAt, look: BodyLook, at: u64) -> Result<u64, Problem> {
        let opened = self.opened(of)?;
        row_of(&opened, look, at).map_err(problem)
    }

    /// Asks a body. The results are looked at as the body of the same answer with the path as its query.
    pub async fn query(
        self: &Arc<Self>,
        job: &Job,
        of: BodyAt,
        path: String,
    ) -> Result<BodyResults, Problem> {
        self.stoppable(job, move |answers, stop| {
            let results = answers.asked(&of, &path, stop)?;
            let found = BodyResults {
                count: results.count,
                is_cut: results.is_cut,
                language: QueryLanguage::of(&path),
            };
            answers.keep_results(BodyAt { query: Some(path), ..of }, results.text)?;
            Ok(found)
        })
        .await
    }

    /// The path of the value that has a place of the text.
    pub fn path_of(&self, of: &BodyAt, at: u64) -> Result<BodyPlace, Problem> {
        let opened = self.opened(of)?;
        let found = tree::path_of(&*opened.text, at, &Stop::default()).map_err(problem)?;
        Ok(BodyPlace { path: found.0, at: found.1.at, end: found.1.end })
    }

    /// A stretch of a body's text, for a clipboard.
    pub fn text(&self, of: &BodyAt, from: u64, to: u64) -> Result<String, Problem> {
        let opened = self.opened(of)?;
        let length = to.min(opened.text.length()).saturating_sub(from);
        if length > MOST_TEXT {
            let sentence = format!(
                "This is too much to be copied: {} MiB. At most {} MiB are.",
                length >> 20,
                MOST_TEXT >> 20
            );
            return Err(Problem::new(ErrorCode::InvalidInput, sentence)
                .remedy("Save it as a file instead."));
        }
        let bytes =
            body::bytes(&*opened.text, from, from.saturating_add(length)).map_err(problem)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// A piece of a body's text as UTF-8, for a stream; empty past its end. A piece can end inside of a character.
    pub fn text_piece(&self, of: &BodyAt, from: u64) -> Result<Vec<u8>, Problem> {
        let opened = self.opened(of)?;
        body::bytes(&*opened.text, from, from.saturating_add(TEXT_PIECE)).map_err(problem)
    }

    /// A picture as an address that a page can show.
    pub fn picture(&self, of: &BodyAt) -> Result<Option<String>, Problem> {
        let opened = self.opened(of)?;
        let Some(media_type) = opened.media_type.filter(|_| opened.raw.length() <= MOST_PICTURE)
        else {
            return Ok(None);
        };
        let bytes = body::bytes(&*opened.raw, 0, MOST_PICTURE).map_err(problem)?;
        let encoded = base64::engine::general_purpose::STANDARD.encode(bytes);
        Ok(Some(format!("data:{media_type};base64,{encoded}")))
    }

    /// Does work on a thread of its own that ends when the job is stopped.
    pub(super) async fn stoppable<T: Send + 'static>(
        self: &Arc<Self>,
        job: &Job,
        work: impl FnOnce(&Self, &Stop) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        // Short work would be done before anybody saw that it was stopped.
        job.go_on()?;
        let (answers, stop) = (Arc::clone(self), Stop::default());
        let stopped = stop.clone();
        let done = job.unless_stopped(async { blocking(move || work(&answers, &stopped)).await? });
        let outcome = done.await;
        // Dropping the wait does not end the work.
        stop.stop();
        outcome
    }
}

fn view(opened: &Opened) -> Result<BodyView, AnswerError> {
    let (page, page_bytes) = match opened.looks().contains(&BodyLook::Page) {
        true => (lock(&opened.page()?.index).raw_rows(), opened.text.length().min(PAGE_BYTES)),
        false => (0, 0),
    };
    let index = lock(&opened.index);
    if let Some(fault) = index.fault().filter(|_| opened.fault.get().is_none())
        && let Some((line, column)) = rows::place_of_fault(&*opened.text, &index)?
    {
        let row = rows::row_of(&*opened.text, &index, View::Formatted, fault.at)?.unwrap_or(0);
        let sentence = fault_sentence(fault.kind).to_owned();
        let _ = opened.fault.set(BodyFault { sentence, line, column, row });
    }
    Ok(BodyView {
        kind: opened.kind,
        looks: opened.looks(),
        bytes: opened.raw.length(),
        charset: opened.charset.name().to_owned(),
        charset_origin: match opened.charset.origin {
            Origin::Chosen => CharsetOrigin::Chosen,
            Origin::Header => CharsetOrigin::Header,
            Origin::Mark => CharsetOrigin::Mark,
            Origin::Content => CharsetOrigin::Content,
        },
        charsets: charset::names().into_iter().map(ToOwned::to_owned).collect(),
        undecodable: opened.lost + index.undecodable(),
        is_whole: index.is_whole(),
        looked_through: index.fed(),
        text_bytes: opened.text.length(),
        page_bytes,
        lines: index.lines(),
        rows: RowCounts {
            formatted: index.formatted_rows().unwrap_or_else(|| index.raw_rows()),
            raw: index.raw_rows(),
            page,
            hex: opened.raw.length().div_ceil(HEX_BYTES),
        },
        fault: opened.fault.get().cloned(),
    })
}

fn rows_of(
    opened: &Opened,
    look: BodyLook,
    from: u64,
    count: usize,
    finder: Option<&Finder>,
) -> Result<Vec<BodyRow>, AnswerError> {
    let shown = match look {
        BodyLook::Hex => return hex(opened, from, count),
        BodyLook::Page => return rows_of(&*opened.page()?, BodyLook::Raw, from, count, finder),
        BodyLook::Raw => View::Raw,
        _ => View::Formatted,
    };
    let rows = rows::rows(&*opened.text, &lock(&opened.index), shown, from, count)?;
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(Vec::new()) };
    let (start, end) = (first.at.saturating_sub(BEFORE_ROW), last.end());
    let mut matches = Vec::new();
    if let Some(finder) = finder {
        finder.each(&*opened.text, start, &Stop::default(), |heard| match heard {
            Heard::Match(found) if found.at < end => {
                matches.push(found);
                Next::More
            }
            Heard::UpTo(at) if at < end => Next::More,
            _ => Next::Enough,
        })?;
    }
    let shown = |row: &Row| {
        let end = row.end();
        // Matches come in their order: those of a row are looked up, since there may be as many as bytes.
        let of_row = &matches[matches.partition_point(|found: &Match| found.end <= row.at)..];
        let of_row = of_row.iter().take_while(|found| found.at < end);
        BodyRow {
            line: row.line,
            continued: row.continued,
            depth: row.depth,
            is_behind_fault: row.is_behind_fault,
            text: row.text(),
            at: row.at,
            end,
            marks: of_row.filter_map(|found| row.mark(found.at, found.end)).collect(),
        }
    };
    Ok(rows.iter().map(shown).collect())
}

fn hex(opened: &Opened, from: u64, count: usize) -> Result<Vec<BodyRow>, AnswerError> {
    let start = from.saturating_mul(HEX_BYTES);
    let end = start.saturating_add(count as u64 * HEX_BYTES);
    let bytes = body::bytes(&*opened.raw, start, end)?;
    let row = |(number, bytes): (usize, &[u8])| {
        let at = start + number as u64 * HEX_BYTES;
        let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let shown = |byte: &u8| if (b' '..0x7f).contains(byte) { char::from(*byte) } else { '.' };
        let signs: String = bytes.iter().map(shown).collect();
        BodyRow {
            line: from + number as u64 + 1,
            continued: false,
            depth: 0,
            is_behind_fault: false,
            text: format!("{at:08x}  {:<47}  {signs}", digits.join(" ")),
            at,
            end: at + bytes.len() as u64,
            marks: Vec::new(),
        }
    };
    Ok(bytes.chunks(HEX_BYTES as usize).enumerate().map(row).collect())
}

pub(super) fn row_of(opened: &Opened, look: BodyLook, at: u64) -> Result<u64, AnswerError> {
    let shown = match look {
        BodyLook::Hex => return Ok((at + opened.charset.mark) / HEX_BYTES),
        BodyLook::Raw => View::Raw,
        _ => View::Formatted,
    };
    Ok(rows::row_of(&*opened.text, &lock(&opened.index), shown, at)?.unwrap_or(0))
}

fn child_index(opened: &Opened, at: u64) -> Result<Arc<ChildIndex>, AnswerError> {
    let known = |nodes: &Vec<(u64, Arc<ChildIndex>)>| {
        nodes.iter().find(|(place, _)| *place == at).map(|(_, index)| Arc::clone(index))
    };
    if let Some(index) = known(&lock(&opened.nodes)) {
        return Ok(index);
    }
    // Made without the lock: the children of a gigabyte take a second, and other nodes are looked at meanwhile.
    let index = Arc::new(ChildIndex::new(&*opened.text, at, &Stop::default())?);
    let mut nodes = lock(&opened.nodes);
    if nodes.len() >= MOST_NODES {
        nodes.remove(0);
    }
    nodes.push((at, Arc::clone(&index)));
    Ok(index)
}

fn node(node: Node) -> BodyNode {
    BodyNode {
        name: node.name,
        number: node.number,
        kind: node.value.kind.into(),
        at: node.value.at,
        end: node.value.end,
        text: node.text,
        is_whole: node.is_whole,
        children: node.children,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::body_view::BodyKind;
    use mudbrick_answers::Body;
    use mudbrick_answers::charset::Charset;
    use mudbrick_answers::find::{Case, Pattern, PatternKind, Words};

    #[test]
    fn what_is_found_is_marked_in_every_row_that_is_asked_for() {
        let body: Arc<dyn Body> = Arc::new(format!("{:1023}\n", "x").into_bytes().repeat(3000));
        let charset = Charset::of(&*body, None, None).unwrap();
        let (raw, kind) = (Arc::clone(&body), BodyKind::Text);
        let opened = Opened::looked_through(raw, body, charset, 0, kind, None).unwrap();
        opened.look_through().unwrap();
        let finder = Finder::new(&Pattern {
            text: "x".into(),
            kind: PatternKind::Text,
            case: Case::Matters,
            words: Words::Any,
        });
        let rows = rows_of(&opened, BodyLook::Raw, 0, 1500, Some(&finder.unwrap())).unwrap();
        assert!(rows.iter().all(|row| row.marks == [[0, 1]]));
    }
}
