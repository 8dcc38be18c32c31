//! Bodies as tables: gone through once, and put in order when somebody wishes it. Going through a large one is a job.

use super::Answers;
use super::body_view::{BodyAt, BodyCell, BodyTable, BodyTableRow, TableWish};
use super::looking::MOST_ROWS;
use super::opened::Opened;
use super::problems::problem;
use crate::jobs::Job;
use crate::threads::lock;
use mudbrick_answers::json::table::{Arrangement, Cell, Direction, Order, Table, TableRow};
use mudbrick_answers::{AnswerError, Stop};
use mudbrick_model::Problem;
use std::sync::Arc;

impl Answers {
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
) -> Result<Option<Arc<Order>>, AnswerError> {
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
    let cell = |cell: Cell| BodyCell {
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
