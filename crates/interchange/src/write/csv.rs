//! CSV after RFC 4180, safe to open in a spreadsheet.

/// A table as CSV: lines end in CR LF, the last one too.
pub(super) fn render<'a>(rows: impl IntoIterator<Item = Vec<std::borrow::Cow<'a, str>>>) -> String {
    let mut text = String::new();
    for row in rows {
        for (place, value) in row.iter().enumerate() {
            if place > 0 {
                text.push(',');
            }
            cell(value, &mut text);
        }
        text.push_str("\r\n");
    }
    text
}

/// A spreadsheet takes what begins like a formula for one; behind an apostrophe it is text.
fn cell(value: &str, text: &mut String) {
    const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    let formula = value.starts_with(FORMULA);
    let quote = formula
        || value.contains(['"', ',', '\r', '\n'])
        || value.starts_with(' ')
        || value.ends_with(' ');
    if !quote {
        text.push_str(value);
        return;
    }
    text.push('"');
    if formula {
        text.push('\'');
    }
    text.push_str(&value.replace('"', "\"\""));
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("Acme", "Acme")]
    #[case::comma("a,b", "\"a,b\"")]
    #[case::quotation_mark("a\"b", "\"a\"\"b\"")]
    #[case::line_end("a\nb", "\"a\nb\"")]
    #[case::formula("=1+1", "\"'=1+1\"")]
    #[case::plus("+1", "\"'+1\"")]
    #[case::minus("-1", "\"'-1\"")]
    #[case::at("@SUM(A1)", "\"'@SUM(A1)\"")]
    #[case::tab("\t=1", "\"'\t=1\"")]
    #[case::full_width("＝1", "\"'＝1\"")]
    #[case::later("a=1", "a=1")]
    #[case::empty("", "")]
    fn cells(#[case] value: &str, #[case] expected: &str) {
        assert_eq!(render([vec![value.into(), "x".into()]]), format!("{expected},x\r\n"));
    }
}
