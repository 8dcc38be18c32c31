//! Looking at bodies: rows, trees, tables, what is found and what a query finds. Everything waits for a disk; what may take long is a job.

use super::Answers;
use super::body_view::{
    BodyAt, BodyCell, BodyChildren, BodyFault, BodyLook, BodyMatch, BodyMatches, BodyNode,
    BodyPattern, BodyPlace, BodyResults, BodyRow, BodyTable, BodyTableRow, BodyView, CharsetOrigin,
    QueryLanguage, RowCounts, TableWish,
};
use super::opened::{Opened, PAGE_BYTES, Search};
use super::problems::{fault_sentence, problem};
use crate::jobs::Job;
use crate::threads::{blocking, lock};
use base64::Engine as _;
use mudbrick_answers::charset::{self, Origin};
use mudbrick_answers::find::{
    Case, Finder, Heard, Match, Matches, Next, Pattern, PatternKind, Words,
};
use mudbrick_answers::json::table::{Arrangement, Direction, Table, TableRow};
use mudbrick_answers::json::tree::{self, ChildIndex, Node};
use mudbrick_answers::rows::{self, Row, View};
use mudbrick_answers::{AnswerError, Stop, body};
use mudbrick_model::{ErrorCode, Problem};
use std::sync::{Arc, Mutex, OnceLock};

/// So many rows are asked for at a time, at most.
const MOST_ROWS: usize = 2000;
/// So many bytes are in a row of bytes.
const HEX_BYTES: u64 = 16;
/// A row's matches are looked for from a bit before it: one may begin on the row above.
const BEFORE_ROW: u64 = 4096;
/// So many indexes of children are kept.
const MOST_NODES: usize = 64;
/// So much text is handed out at once, for a clipboard.
pub(super) const MOST_TEXT: u64 = 32 << 20;
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
        let finder = pattern.filter(|one| !one.text.is_empty()).map(|one| Finder::new(&wish(one)));
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

    /// Rows of a body's table.
    pub async fn table(
        self: &Arc<Self>,
        job: &Job,
        of: BodyAt,
        wish: TableWish,
        from: u64,
        count: usize,
    ) -> Result<BodyTable, Problem> {
        self.stoppable(job, move |answers, stop| {
            let opened = answers.opened(&of)?;
            table_of(&opened, &wish, from, count.min(MOST_ROWS), stop).map_err(problem)
        })
        .await
    }

    /// Counts the matches of a pattern in a body. The last search of a body is the one that [`Answers::found`] tells of.
    pub async fn find(
        self: &Arc<Self>,
        job: &Job,
        of: BodyAt,
        pattern: BodyPattern,
    ) -> Result<BodyMatches, Problem> {
        self.stoppable(job, move |answers, stop| {
            let opened = answers.opened(&of)?;
            let search = Search {
                finder: Finder::new(&wish(&pattern)).map_err(problem)?,
                pattern: wish(&pattern),
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
    async fn stoppable<T: Send + 'static>(
        self: &Arc<Self>,
        job: &Job,
        work: impl FnOnce(&Self, &Stop) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
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

fn row_of(opened: &Opened, look: BodyLook, at: u64) -> Result<u64, AnswerError> {
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

/// The table, gone through once.
pub(super) fn table(opened: &Opened, stop: &Stop) -> Result<Arc<Table>, AnswerError> {
    if let Some(table) = &*lock(&opened.table) {
        return Ok(Arc::clone(table));
    }
    let table = Arc::new(Table::of(&*opened.text, None, stop)?);
    *lock(&opened.table) = Some(Arc::clone(&table));
    Ok(table)
}

/// The order that is wished for; none when the rows stay as they came.
pub(super) fn order(
    opened: &Opened,
    table: &Table,
    wish: &TableWish,
    stop: &Stop,
) -> Result<Option<Arc<mudbrick_answers::json::table::Order>>, AnswerError> {
    let direction = if wish.descending { Direction::Down } else { Direction::Up };
    let sort = wish.sort.map(|column| (column, direction));
    let arrangement = Arrangement { sort, filter: wish.filter.clone() };
    if arrangement == Arrangement::default() {
        return Ok(None);
    }
    if let Some((known, order)) = &*lock(&opened.order)
        && *known == arrangement
    {
        return Ok(Some(Arc::clone(order)));
    }
    let order = Arc::new(table.arranged(&*opened.text, &arrangement, stop)?);
    *lock(&opened.order) = Some((arrangement, Arc::clone(&order)));
    Ok(Some(order))
}

fn table_of(
    opened: &Opened,
    wish: &TableWish,
    from: u64,
    count: usize,
    stop: &Stop,
) -> Result<BodyTable, AnswerError> {
    let table = table(opened, stop)?;
    let order = order(opened, &table, wish, stop)?;
    let rows = table.rows(&*opened.text, order.as_deref(), from, count, stop)?;
    Ok(BodyTable {
        columns: table.columns().to_vec(),
        has_more_columns: table.has_more_columns(),
        count: order.map_or_else(|| table.count(), |order| order.count()),
        of: table.count(),
        rows: rows.into_iter().map(table_row).collect(),
    })
}

fn table_row(row: TableRow) -> BodyTableRow {
    let cell = |cell: mudbrick_answers::json::table::Cell| BodyCell {
        kind: cell.value.kind.into(),
        text: cell.text,
        is_whole: cell.is_whole,
        at: cell.value.at,
        end: cell.value.end,
    };
    BodyTableRow {
        number: row.number,
        at: row.value.at,
        end: row.value.end,
        cells: row.cells.into_iter().map(|one| one.into_iter().map(cell).collect()).collect(),
    }
}

fn wish(pattern: &BodyPattern) -> Pattern {
    Pattern {
        text: pattern.text.clone(),
        kind: if pattern.is_expression { PatternKind::Expression } else { PatternKind::Text },
        case: if pattern.case_matters { Case::Matters } else { Case::Ignored },
        words: if pattern.whole_words { Words::Whole } else { Words::Any },
    }
}

fn search_of(opened: &Opened, pattern: &BodyPattern) -> Option<Arc<Search>> {
    let search = lock(&opened.search).as_ref().map(Arc::clone)?;
    (search.pattern == wish(pattern)).then_some(search)
}

fn told(search: &Search, opened: &Opened) -> BodyMatches {
    let matches = lock(&search.matches);
    let is_whole = search.is_whole.get().is_some();
    let looked_through = if is_whole { opened.text.length() } else { matches.searched() };
    let sure_up_to = search.finder.sure_up_to(opened.text.length());
    BodyMatches { count: matches.count(), looked_through, is_whole, sure_up_to }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::body_view::BodyKind;
    use mudbrick_answers::Body;
    use mudbrick_answers::charset::Charset;

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
