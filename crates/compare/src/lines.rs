//! Two texts compared by line.

use crate::common::{self, Hunk as Apart};
use crate::line_rows::LineOutline;
use std::fmt::Write as _;

/// Why texts are not compared by line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the two texts have {bytes} bytes together, and at most {limit} are compared by line")]
pub struct TooLarge {
    /// Of both texts.
    pub bytes: usize,
    /// What is allowed.
    pub limit: usize,
}

/// What differs by line.
pub struct Lines<'t> {
    left: Vec<&'t str>,
    right: Vec<&'t str>,
    hunks: Vec<Apart>,
}

/// Which side a line is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineSide {
    /// Both.
    Same,
    /// Only the left one.
    Removed,
    /// Only the right one.
    Added,
}

/// A difference with the lines around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk<'t> {
    /// The first line on the left side, from 1.
    pub left_start: usize,
    /// How many lines of the left side it has.
    pub left_count: usize,
    /// The first line on the right side, from 1.
    pub right_start: usize,
    /// How many lines of the right side it has.
    pub right_count: usize,
    /// All its lines, with what ends each.
    pub lines: Vec<(LineSide, &'t str)>,
}

impl<'t> Lines<'t> {
    /// Compares two texts.
    ///
    /// # Errors
    /// They have more than `limit` bytes together.
    pub fn of(left: &'t str, right: &'t str, limit: usize) -> Result<Self, TooLarge> {
        let bytes = left.len() + right.len();
        if bytes > limit {
            return Err(TooLarge { bytes, limit });
        }
        let (left, right): (Vec<&str>, Vec<&str>) =
            (left.split_inclusive('\n').collect(), right.split_inclusive('\n').collect());
        let hunks = common::hunks(&left, &right);
        Ok(Self { left, right, hunks })
    }

    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        self.hunks.is_empty()
    }

    /// How many lines only the left side has, and how many only the right one.
    pub fn counts(&self) -> (usize, usize) {
        common::counts(&self.hunks)
    }

    /// What differs, to be kept beside the texts.
    pub fn outline(self) -> LineOutline {
        let ends = |lines: &[&str]| {
            let mut end = 0;
            let ends = lines.iter().map(|line| {
                end += line.len() as u32;
                end
            });
            ends.collect()
        };
        LineOutline { left: ends(&self.left), right: ends(&self.right), hunks: self.hunks }
    }

    /// What differs, with `context` lines around each; those that touch are one.
    pub fn hunks(&self, context: usize) -> Vec<Hunk<'t>> {
        let mut hunks: Vec<Hunk<'t>> = Vec::new();
        let mut shown = 0;
        for (index, (gone, come)) in self.hunks.iter().enumerate() {
            let start = gone.start.saturating_sub(context).max(shown);
            let joins = index > 0 && start == shown && start <= gone.start;
            let before = gone.start - start;
            if !joins || hunks.is_empty() {
                let (left_start, right_start) = (start + 1, come.start - before + 1);
                let (left_count, right_count, lines) = (0, 0, Vec::new());
                hunks.push(Hunk { left_start, left_count, right_start, right_count, lines });
            }
            let next = self.hunks.get(index + 1).map_or(self.left.len(), |(next, _)| next.start);
            let end = (gone.end + context).min(next);
            let Some(hunk) = hunks.last_mut() else { continue };
            hunk.add(LineSide::Same, &self.left[start..gone.start]);
            hunk.add(LineSide::Removed, &self.left[gone.clone()]);
            hunk.add(LineSide::Added, &self.right[come.clone()]);
            hunk.add(LineSide::Same, &self.left[gone.end..end]);
            shown = end;
        }
        hunks
    }

    /// As `diff -u` writes it, without the names of files.
    pub fn unified(&self, context: usize) -> String {
        let mut text = String::new();
        for hunk in self.hunks(context) {
            let side = |start: usize, count: usize| match count {
                // The line before, where nothing is.
                0 => format!("{},0", start - 1),
                1 => start.to_string(),
                _ => format!("{start},{count}"),
            };
            let (left, right) =
                (side(hunk.left_start, hunk.left_count), side(hunk.right_start, hunk.right_count));
            // Writing into a string does not fail.
            let _ = writeln!(text, "@@ -{left} +{right} @@");
            for (side, line) in hunk.lines {
                text.push(match side {
                    LineSide::Same => ' ',
                    LineSide::Removed => '-',
                    LineSide::Added => '+',
                });
                text.push_str(line);
                if !line.ends_with('\n') {
                    text.push_str("\n\\ No newline at end of file\n");
                }
            }
        }
        text
    }
}

impl<'t> Hunk<'t> {
    fn add(&mut self, side: LineSide, lines: &[&'t str]) {
        self.left_count += if side == LineSide::Added { 0 } else { lines.len() };
        self.right_count += if side == LineSide::Removed { 0 } else { lines.len() };
        self.lines.extend(lines.iter().map(|line| (side, *line)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unified(left: &str, right: &str) -> String {
        Lines::of(left, right, 1000).unwrap().unified(1)
    }

    #[test]
    fn hunks_are_as_diff_writes_them() {
        assert_eq!(unified("a\nb\nc\n", "a\nb\nc\n"), "");
        assert_eq!(
            unified("a\nb\nc\nd\ne\nf\n", "a\nB\nc\nd\ne\nf\ng"),
            "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n@@ -6 +6,2 @@\n f\n+g\n\\ No newline at end of file\n"
        );
        assert_eq!(unified("", "a\n"), "@@ -0,0 +1 @@\n+a\n");
        assert_eq!(
            unified("a\nb\nc\nd\n", "A\nb\nc\nD\n"),
            "@@ -1,4 +1,4 @@\n-a\n+A\n b\n c\n-d\n+D\n"
        );
    }

    #[test]
    fn too_large_is_said() {
        let error = Lines::of("abc", "de", 4).err().unwrap();
        assert_eq!(error, TooLarge { bytes: 5, limit: 4 });
    }
}
