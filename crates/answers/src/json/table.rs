//! JSON as a table: an array of objects, or JSON lines of them, a row each. The columns are all names that any of them has, in the order
//! in which they come first; the cells are as they came.

use super::places::Places;
use super::scan::{self, Child, Children, Kind, Value};
use super::unescaped;
use crate::body::{self, Reader};
use crate::{AnswerError, Body, Stop};
use mudbrick_compare::json::order_of_numbers;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::io::Write;

/// So many columns are shown: nobody reads more, and there may be as many as the text has names.
const MOST_SHOWN: usize = 500;
/// So many are written to a file, as many as a spreadsheet has. A table with more is refused: it would come out cut.
const MOST_COLUMNS: usize = 16_384;
/// So many cells are in memory at once while a file is written.
const CELLS_AT_ONCE: usize = 1 << 18;
/// Rows in another order are listed in memory, each by its place.
const MOST_ORDERED: usize = 4_000_000;
/// So much of a cell is shown, and compared.
const SHOWN: u64 = 256;
/// A number of so many characters is whole in a float.
const WHOLE_IN_A_FLOAT: usize = 15;
/// How deep an array is looked for.
const DEPTH: usize = 4;

/// A table in a text.
#[derive(Debug, Clone)]
pub struct Table {
    columns: Vec<String>,
    /// The number of each column.
    numbers: HashMap<String, usize>,
    /// Whether there are more names than `columns` has.
    is_cut: bool,
    rows: u64,
    source: Source,
    places: Places,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// The array that begins at a place.
    Array(u64),
    /// The values at the top.
    Lines,
}

/// The rows of a table in an order, those that fit.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// Number and place of each.
    rows: Vec<(u64, u64)>,
}

/// How a table is put in order, and which of its rows fit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Arrangement {
    /// By which column, and in which direction.
    pub sort: Option<(usize, Direction)>,
    /// A text that a cell of the row has, whatever its case.
    pub filter: String,
}

/// In which direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The smallest first.
    Up,
    /// The largest first.
    Down,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// Its number in the array, from 0.
    pub number: u64,
    /// Where it lies.
    pub value: Value,
    /// For each column its values: none where it is missing, several where its name is there several times.
    pub cells: Vec<Vec<Cell>>,
}

/// A value in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Where it lies.
    pub value: Value,
    /// The beginning of its text as it came.
    pub text: String,
    /// Whether that is all of it.
    pub is_whole: bool,
}

/// Goes through the rows.
enum Rows {
    Array(Children),
    Lines(u64),
}

impl Rows {
    fn next(&mut self, reader: &mut Reader<'_>) -> Result<Option<(u64, Value)>, AnswerError> {
        match self {
            Self::Array(children) => {
                let place = children.place();
                Ok(children.next(reader)?.map(|child| (place, child.value)))
            }
            Self::Lines(place) => {
                let from = *place;
                let found = scan::value_at(reader, from)?;
                *place = reader.at();
                Ok(found.map(|value| (from, value)))
            }
        }
    }
}

impl Table {
    /// Finds the table of a text, or makes one of the array that begins at a place, and goes through it.
    ///
    /// # Errors
    /// [`AnswerError::NoTable`], the disk refuses, or it was stopped.
    pub fn of(text: &dyn Body, array: Option<u64>, stop: &Stop) -> Result<Self, AnswerError> {
        let mut reader = Reader::new(text, 0, u64::MAX, stop);
        let source = match array {
            Some(at) => Source::Array(at),
            None => find(&mut reader)?.ok_or(AnswerError::NoTable)?,
        };
        let mut table = Self {
            columns: Vec::new(),
            numbers: HashMap::new(),
            is_cut: false,
            rows: 0,
            source,
            places: Places::default(),
        };
        let mut rows = table.begin(&mut reader)?;
        while let Some((place, row)) = rows.next(&mut reader)? {
            table.places.take(table.rows, place);
            table.rows += 1;
            let mut members = Members::of(&mut reader, row)?;
            while let Some((name, _)) = members.next(&mut reader)? {
                if table.numbers.contains_key(&name) {
                    continue;
                }
                if table.columns.len() == MOST_COLUMNS {
                    table.is_cut = true;
                } else {
                    table.numbers.insert(name.clone(), table.columns.len());
                    table.columns.push(name);
                }
            }
        }
        Ok(table)
    }

    fn begin(&self, reader: &mut Reader<'_>) -> Result<Rows, AnswerError> {
        Ok(match self.source {
            Source::Array(at) => Rows::Array(Children::of(reader, at)?),
            Source::Lines => Rows::Lines(0),
        })
    }

    fn from(&self, place: u64) -> Rows {
        match self.source {
            Source::Array(_) => Rows::Array(Children::from(place, false)),
            Source::Lines => Rows::Lines(place),
        }
    }

    /// The columns that are shown; what is no object has its value in the one without a name.
    pub fn columns(&self) -> &[String] {
        &self.columns[..self.columns.len().min(MOST_SHOWN)]
    }

    /// Whether there are more names than columns are shown.
    pub fn has_more_columns(&self) -> bool {
        self.columns.len() > MOST_SHOWN
    }

    /// How many rows there are.
    pub fn count(&self) -> u64 {
        self.rows
    }

    /// Some rows, from a number on, in an order or as they came, with the columns that are shown.
    ///
    /// # Errors
    /// The disk refuses, or it was stopped.
    pub fn rows(
        &self,
        text: &dyn Body,
        order: Option<&Order>,
        from: u64,
        count: usize,
        stop: &Stop,
    ) -> Result<Vec<TableRow>, AnswerError> {
        self.rows_of(text, order, (from, count), self.columns().len(), stop)
    }

    fn rows_of(
        &self,
        text: &dyn Body,
        order: Option<&Order>,
        (from, count): (u64, usize),
        width: usize,
        stop: &Stop,
    ) -> Result<Vec<TableRow>, AnswerError> {
        let mut reader = Reader::new(text, 0, u64::MAX, stop);
        let mut found = Vec::new();
        if let Some(order) = order {
            let from = usize::try_from(from).unwrap_or(usize::MAX);
            for (number, place) in order.rows.iter().skip(from).take(count) {
                if let Some((_, value)) = self.from(*place).next(&mut reader)? {
                    found.push(self.row(&mut reader, *number, value, width)?);
                }
            }
            return Ok(found);
        }
        let Some((mut number, place)) = self.places.before(from) else { return Ok(found) };
        let mut rows = self.from(place);
        while found.len() < count
            && let Some((_, value)) = rows.next(&mut reader)?
        {
            if number >= from {
                found.push(self.row(&mut reader, number, value, width)?);
            }
            number += 1;
        }
        Ok(found)
    }

    fn row(
        &self,
        reader: &mut Reader<'_>,
        number: u64,
        value: Value,
        width: usize,
    ) -> Result<TableRow, AnswerError> {
        let mut cells = vec![Vec::new(); width];
        let mut members = Members::of(reader, value)?;
        while let Some((name, value)) = members.next(reader)? {
            let column = self.numbers.get(&name);
            if let Some(cell) = column.and_then(|column| cells.get_mut(*column)) {
                let end = value.end.min(value.at + SHOWN);
                let bytes = reader.part(value.at, end)?;
                let shown = String::from_utf8_lossy(&bytes).into_owned();
                cell.push(Cell { value, text: shown, is_whole: end == value.end });
            }
        }
        Ok(TableRow { number, value, cells })
    }

    /// Puts the rows in an order, and leaves out those that do not fit.
    ///
    /// # Errors
    /// [`AnswerError::TooManyRows`], the disk refuses, or it was stopped.
    pub fn arranged(
        &self,
        text: &dyn Body,
        arrangement: &Arrangement,
        stop: &Stop,
    ) -> Result<Order, AnswerError> {
        let mut reader = Reader::new(text, 0, u64::MAX, stop);
        let filter = arrangement.filter.to_lowercase();
        let mut kept: Vec<(Key, u64, u64)> = Vec::new();
        let mut rows = self.begin(&mut reader)?;
        let mut number = 0;
        while let Some((place, value)) = rows.next(&mut reader)? {
            let row = self.row(&mut reader, number, value, self.columns().len())?;
            let mut cells = row.cells.iter().flatten();
            let fits =
                filter.is_empty() || cells.any(|cell| cell.text.to_lowercase().contains(&filter));
            if fits {
                if kept.len() == MOST_ORDERED {
                    return Err(AnswerError::TooManyRows { most: MOST_ORDERED });
                }
                let key = arrangement.sort.and_then(|(column, _)| row.cells.get(column)?.first());
                kept.push((Key::of(key), number, place));
            }
            number += 1;
        }
        match arrangement.sort {
            Some((_, Direction::Up)) => kept.sort_by(|one, other| one.0.order(&other.0)),
            Some((_, Direction::Down)) => kept.sort_by(|one, other| other.0.order(&one.0)),
            None => {}
        }
        Ok(Order { rows: kept.into_iter().map(|(_, number, place)| (number, place)).collect() })
    }

    /// Writes the table with all of its columns as CSV: strings as what they stand for, everything else as it came.
    ///
    /// # Errors
    /// [`AnswerError::TooManyColumns`], the disk refuses, or it was stopped.
    pub fn csv(
        &self,
        text: &dyn Body,
        order: Option<&Order>,
        into: &mut dyn Write,
        stop: &Stop,
    ) -> Result<u64, AnswerError> {
        if self.is_cut {
            return Err(AnswerError::TooManyColumns { most: MOST_COLUMNS });
        }
        let at_once = (CELLS_AT_ONCE / self.columns.len().max(1)).clamp(1, 256);
        let mut defused = 0;
        let mut safe = |text: String| match is_formula(&text) {
            true => {
                defused += 1;
                field(&format!("'{text}"))
            }
            false => field(&text),
        };
        let names: Vec<String> = self.columns.iter().map(|name| safe(name.clone())).collect();
        line(into, &names)?;
        let mut from = 0;
        loop {
            let rows = self.rows_of(text, order, (from, at_once), self.columns.len(), stop)?;
            for row in &rows {
                let mut fields = Vec::with_capacity(row.cells.len());
                for cell in &row.cells {
                    let values: Result<Vec<String>, AnswerError> =
                        cell.iter().map(|cell| plain(text, cell)).collect();
                    let values = values?.join("\n");
                    // A number that begins with a minus is one, and no formula.
                    let is_number = matches!(&cell[..], [one] if one.value.kind == Kind::Number);
                    fields.push(if is_number { field(&values) } else { safe(values) });
                }
                line(into, &fields)?;
            }
            from += rows.len() as u64;
            if rows.len() < at_once {
                return Ok(defused);
            }
        }
    }
}

impl Order {
    /// How many rows fit.
    pub fn count(&self) -> u64 {
        self.rows.len() as u64
    }
}

/// The whole of a cell, for other programs.
fn plain(text: &dyn Body, cell: &Cell) -> Result<String, AnswerError> {
    let bytes = body::bytes(text, cell.value.at, cell.value.end)?;
    Ok(match cell.value.kind {
        Kind::String => unescaped(&bytes),
        _ => String::from_utf8_lossy(&bytes).into_owned(),
    })
}

/// Whether a spreadsheet would take a text for a formula, and carry it out. Who wrote the answer need not be who opens the file.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

fn field(text: &str) -> String {
    match text.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

/// A line of a file. One empty field alone has quotes: without them it is an empty line, which readers leave out.
fn line(into: &mut dyn Write, fields: &[String]) -> Result<(), AnswerError> {
    match fields {
        [only] if only.is_empty() => write!(into, "\"\"\r\n")?,
        _ => write!(into, "{}\r\n", fields.join(","))?,
    }
    Ok(())
}

/// The members of a row; of what is no object, itself without a name.
enum Members {
    Object(Children),
    Value(Option<Value>),
}

impl Members {
    fn of(reader: &mut Reader<'_>, value: Value) -> Result<Self, AnswerError> {
        Ok(match value.kind {
            Kind::Object => Self::Object(Children::of(reader, value.at)?),
            _ => Self::Value(Some(value)),
        })
    }

    fn next(&mut self, reader: &mut Reader<'_>) -> Result<Option<(String, Value)>, AnswerError> {
        Ok(match self {
            Self::Object(children) => match children.next(reader)? {
                Some(Child { name: Some((from, to)), value }) => {
                    Some((unescaped(&reader.part(from, to)?), value))
                }
                _ => None,
            },
            Self::Value(value) => value.take().map(|value| (String::new(), value)),
        })
    }
}

/// The first array of objects: the whole, JSON lines, or a member, the outermost first.
fn find(reader: &mut Reader<'_>) -> Result<Option<Source>, AnswerError> {
    let Some(root) = scan::value(reader)? else { return Ok(None) };
    if root.kind == Kind::Object
        && scan::value(reader)?.is_some_and(|second| second.kind == Kind::Object)
    {
        return Ok(Some(Source::Lines));
    }
    let mut level = vec![root];
    for _ in 0..DEPTH {
        let mut below = Vec::new();
        for value in level {
            let mut children = Children::of(reader, value.at)?;
            let is_array = value.kind == Kind::Array;
            while let Some(child) = children.next(reader)? {
                if is_array && child.value.kind == Kind::Object {
                    return Ok(Some(Source::Array(value.at)));
                }
                if is_array {
                    break;
                }
                if matches!(child.value.kind, Kind::Array | Kind::Object) {
                    below.push(child.value);
                }
            }
        }
        level = below;
    }
    Ok(None)
}

/// By what a row is put in order: numbers by their size, then texts, then what is missing.
enum Key {
    /// With its digits, where a float may not hold them all.
    Number(f64, Option<String>),
    Text(String),
    Missing,
}

impl Key {
    fn of(cell: Option<&Cell>) -> Self {
        let Some(cell) = cell else { return Self::Missing };
        match cell.value.kind {
            Kind::Number => match cell.text.parse::<f64>() {
                Ok(size) => {
                    let is_whole = cell.text.len() <= WHOLE_IN_A_FLOAT && size.is_finite();
                    Self::Number(size, (!is_whole).then(|| cell.text.clone()))
                }
                Err(_) => Self::Text(cell.text.clone()),
            },
            Kind::Null => Self::Missing,
            _ => Self::Text(cell.text.clone()),
        }
    }

    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(one, digits), Self::Number(other, others)) => {
                one.total_cmp(other).then_with(|| match (digits, others) {
                    (None, None) => Ordering::Equal,
                    // Equal as floats: ids of 20 digits that differ in the last.
                    _ => {
                        let written = |digits: &Option<String>| {
                            digits.clone().unwrap_or_else(|| one.to_string())
                        };
                        by_digits(&written(digits), &written(others))
                    }
                })
            }
            (Self::Text(one), Self::Text(other)) => one.cmp(other),
            _ => self.rank().cmp(&other.rank()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Number(..) => 0,
            Self::Text(_) => 1,
            Self::Missing => 2,
        }
    }
}

/// What cannot be compared by its digits, such as a power of 30 digits, comes last: an order has to be one for all rows.
fn by_digits(one: &str, other: &str) -> Ordering {
    let is_odd = |number: &str| order_of_numbers(number, "0").is_none();
    order_of_numbers(one, other).unwrap_or_else(|| is_odd(one).cmp(&is_odd(other)))
}
