//! What the text itself gives a command on its standard input: here-documents, `<<EOF`, and here-strings, `<<< 'text'`.

use super::reader::{BLANKS, Lines, Reader};
use crate::paste::cursor::Cursor;
use crate::paste::word::Word;

struct HereDocument<'a> {
    body: &'a str,
    body_at: usize,
    lines: Lines,
    /// `<<-` takes the tabs off the beginning of lines.
    is_indented: bool,
    /// A delimiter between quotation marks says that nothing is to be replaced.
    is_literal: bool,
    /// Behind the delimiter.
    end: usize,
}

impl<'a> HereDocument<'a> {
    /// The one that is asked for at byte `at` of `text`, which is where `<<` is.
    fn find(text: &'a str, at: usize) -> Option<Self> {
        let asked = text[at..].strip_prefix("<<")?;
        let behind_dash = asked.strip_prefix('-');
        let written = behind_dash.unwrap_or(asked).trim_start_matches(BLANKS);
        let name = |c: char| c.is_alphanumeric() || c == '_';
        let mark = written.chars().next().filter(|c| matches!(c, '\'' | '"'));
        let (delimiter, rest) = match mark {
            Some(mark) => written[1..].split_once(mark)?,
            None => {
                let bare = written.strip_prefix('\\').unwrap_or(written);
                bare.split_at(bare.find(|c| !name(c)).unwrap_or(bare.len()))
            }
        };
        if delimiter.is_empty() || !delimiter.chars().all(name) {
            return None;
        }
        let end = text.len() - rest.len();
        let asked_until = end + rest.find('\n')?;
        let body_at = asked_until + 1;
        let mut line_at = body_at;
        for line in text[body_at..].split_inclusive('\n') {
            let bare = line.trim_end_matches(['\n', '\r']);
            let bare = if behind_dash.is_some() { bare.trim_start_matches('\t') } else { bare };
            if bare == delimiter {
                return Some(Self {
                    body: &text[body_at..line_at],
                    body_at,
                    lines: Lines { asked_until, after: line_at + line.len() },
                    is_indented: behind_dash.is_some(),
                    is_literal: mark.is_some() || written.starts_with('\\'),
                    end,
                });
            }
            line_at += line.len();
        }
        None
    }
}

impl Reader<'_> {
    /// Takes a here-document or a here-string, when one is asked for here.
    pub(super) fn take_input(&mut self) -> Option<Word> {
        if self.cursor.take("<<<") {
            self.skip_blanks();
            let at = self.cursor.at;
            return Some(Word { text: self.word() + "\n", at });
        }
        let found = HereDocument::find(self.cursor.text, self.cursor.at)?;
        self.cursor.at = found.end;
        self.here_document = Some(found.lines);
        Some(Word { text: self.text_of(&found), at: found.body_at })
    }

    /// What `cat <<EOF …` prints, when that is the command from byte `begin` to byte `end`.
    pub(super) fn printed_by_cat(&mut self, begin: usize, end: usize) -> Option<String> {
        let text = &self.cursor.text[..end];
        let asked = text[begin..].trim_start().strip_prefix("cat")?.trim_start_matches(BLANKS);
        let found = HereDocument::find(text, end - asked.len())?;
        let is_all = text[found.end..found.lines.asked_until].trim().is_empty()
            && text[found.lines.after..].trim().is_empty();
        is_all.then(|| self.text_of(&found).trim_end_matches('\n').to_owned())
    }

    fn text_of(&mut self, document: &HereDocument<'_>) -> String {
        let end = document.body_at + document.body.len();
        let mut inside = Reader {
            cursor: Cursor::new(&self.cursor.text[..end], document.body_at),
            outputs: self.outputs,
            here_document: None,
            remarks: self.remarks,
        };
        let mut text = String::new();
        loop {
            if document.is_indented && (text.is_empty() || text.ends_with('\n')) {
                while inside.cursor.take("\t") {}
            }
            let Some(next) = inside.cursor.next() else { break };
            match next {
                '\r' if inside.cursor.rest().starts_with('\n') => {}
                '\\' if !document.is_literal => match inside.cursor.next() {
                    Some(escaped @ ('\\' | '$' | '`')) => text.push(escaped),
                    Some('\n') => {}
                    Some(other) => text.extend(['\\', other]),
                    None => text.push('\\'),
                },
                '$' if !document.is_literal => inside.variable(&mut text),
                '`' if !document.is_literal => inside.output('`', &mut text),
                other => text.push(other),
            }
        }
        self.outputs = inside.outputs;
        text
    }
}
