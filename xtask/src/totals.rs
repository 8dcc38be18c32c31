//! Counting: what each part of the tests said of itself, read from its output.

/// How many checks passed and failed, and which failed: an output of ten thousand lines is often kept by its end alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Total {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    pub(crate) skipped: u32,
    pub(crate) failures: Vec<String>,
}

/// Reads the lines in which a test runner sums up.
pub(crate) type Count = fn(&str) -> Total;

/// `test result: ok. 12 passed; 0 failed; 1 ignored; …`, once for each binary.
pub(crate) fn of_cargo(output: &str) -> Total {
    let mut total = Total::default();
    for line in output.lines().filter(|line| line.starts_with("test result: ")) {
        total.passed += before(line, " passed");
        total.failed += before(line, " failed");
        total.skipped += before(line, " ignored");
    }
    total.failures = output
        .lines()
        .filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"))
        .map(str::to_owned)
        .collect();
    total
}

/// Vitest's `      Tests  2 failed | 31 passed | 1 skipped (34)`. A file in which something failed is a line of its own,
/// `❯ file (31 tests | 2 failed)`, and its tests below it are `× test`.
pub(crate) fn of_vitest(output: &str) -> Total {
    let plain = without_colours(output);
    let mut total = Total::default();
    for line in plain.lines().map(str::trim) {
        if line.starts_with("Tests  ") {
            total.passed += before(line, " passed");
            total.failed += before(line, " failed");
            total.skipped += before(line, " skipped");
        }
        if line.starts_with('×') || (line.starts_with('❯') && line.contains(" failed)")) {
            total.failures.push(line.to_owned());
        }
    }
    total
}

/// Node's own test runner: `# pass 7` in its TAP form, `ℹ pass 7` in the other.
pub(crate) fn of_node(output: &str) -> Total {
    let plain = without_colours(output);
    let mut total = Total::default();
    for line in plain.lines() {
        if let Some(name) = line.trim_start().strip_prefix("not ok ") {
            total.failures.push(name.to_owned());
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let ["#" | "ℹ", what, count] = words[..] else { continue };
        let Ok(count) = count.parse::<u32>() else { continue };
        match what {
            "pass" => total.passed += count,
            "fail" | "cancelled" => total.failed += count,
            "skipped" | "todo" => total.skipped += count,
            _ => {}
        }
    }
    total
}

/// A part that counts nothing: what matters is how it ended.
pub(crate) fn of_nothing(_: &str) -> Total {
    Total::default()
}

/// The number that stands before a word, such as 12 in `ok. 12 passed;`.
fn before(line: &str, word: &str) -> u32 {
    let Some(end) = line.find(word) else { return 0 };
    let number = line[..end].rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    number.parse().unwrap_or(0)
}

fn without_colours(output: &str) -> String {
    let mut plain = String::with_capacity(output.len());
    let mut rest = output;
    while let Some((text, code)) = rest.split_once('\u{1b}') {
        plain.push_str(text);
        rest = code.split_once('m').map_or("", |(_, after)| after);
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::{Total, of_cargo, of_node, of_vitest};

    #[test]
    fn cargo_is_summed_over_its_binaries() {
        let output = "running 2 tests\ntest result: ok. 2 passed; 0 failed; 0 ignored; 0 measured\n\
            test vault::it_opens ... FAILED\ntest vault::it_closes ... ok\n\
            test result: FAILED. 10 passed; 1 failed; 3 ignored; 0 measured; 0 filtered out\n";
        let failures = vec!["vault::it_opens".to_owned()];
        assert_eq!(of_cargo(output), Total { passed: 12, failed: 1, skipped: 3, failures });
    }

    #[test]
    fn vitest_is_read_through_its_colours() {
        let output = " \u{1b}[31m❯\u{1b}[39m test/a.test.ts \u{1b}[2m(2 tests | 1 failed)\u{1b}[22m\n    × it\n    ✓ and\n\
            \u{1b}[2m Test Files \u{1b}[22m 3 passed (3)\n\u{1b}[2m      Tests \u{1b}[22m \u{1b}[31m1 failed\
            \u{1b}[39m | \u{1b}[32m31 passed\u{1b}[39m (32)\n";
        let failures = vec!["❯ test/a.test.ts (2 tests | 1 failed)".to_owned(), "× it".to_owned()];
        assert_eq!(of_vitest(output), Total { passed: 31, failed: 1, skipped: 0, failures });
    }

    #[test]
    fn node_is_read_in_both_its_forms() {
        assert_eq!(
            of_node(
                "    ok 1 - a\n    not ok 2 - 02 it\n# tests 9\n# pass 7\n# fail 1\n# cancelled 1\n# skipped 0\n"
            ),
            Total { passed: 7, failed: 2, skipped: 0, failures: vec!["2 - 02 it".to_owned()] }
        );
        assert_eq!(
            of_node("ℹ tests 3\nℹ pass 2\nℹ fail 0\nℹ skipped 1\n"),
            Total { passed: 2, failed: 0, skipped: 1, failures: Vec::new() }
        );
    }

    #[test]
    fn silence_counts_as_nothing() {
        for count in [of_cargo, of_vitest, of_node] {
            assert_eq!(count("error: could not compile"), Total::default());
        }
    }
}
