//! The status that a test wants whatever happens. One of several, or one in a branch, is not said: a check of it would fail
//! where the script does not.

/// Tests within tests are looked into no further.
const DEEPEST: usize = 4;

/// The status that must come, for code whose strings are blank.
pub(super) fn wanted(bare: &str) -> Option<u16> {
    let mut found = Vec::new();
    collect(bare, DEEPEST, &mut found);
    found.dedup();
    match found[..] {
        [only] => Some(only),
        _ => None,
    }
}

fn collect(block: &str, depth: usize, found: &mut Vec<u16>) {
    for statement in statements(block) {
        if may_leave(statement) {
            return;
        }
        match test_body(statement).filter(|_| depth > 0) {
            Some(body) => collect(body, depth - 1, found),
            None => found.extend(asserted(statement)),
        }
    }
}

/// The statements of a block, each whole with what is nested in it.
fn statements(block: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut depth, mut begin, mut end) = (0_usize, None, 0);
    let mut is_new_line = false;
    for (at, byte) in block.bytes().enumerate() {
        if byte.is_ascii_whitespace() {
            is_new_line |= byte == b'\n';
            continue;
        }
        if let Some(from) = begin
            && depth == 0
            && (byte == b';' || (is_new_line && ends(&block[from..end], &block[at..])))
        {
            found.push(&block[from..end]);
            begin = None;
        }
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if byte != b';' || depth > 0 {
            begin.get_or_insert(at);
        }
        (end, is_new_line) = (at + 1, false);
    }
    found.extend(begin.map(|from| &block[from..end]));
    found
}

/// Whether a statement ends with its line though no semicolon stands there.
fn ends(statement: &str, behind: &str) -> bool {
    const JOINTS: &str = ".?:&|=+-*/%<>,";
    let goes_on = behind.starts_with(|c| JOINTS.contains(c) || "([)]".contains(c))
        || ["else", "catch", "finally"].iter().any(|word| behind.starts_with(word))
        || statement.ends_with(|c| JOINTS.contains(c));
    let waits = is_conditional(statement) && !statement.ends_with('}');
    !goes_on && !waits
}

fn first_word(statement: &str) -> &str {
    let end = statement.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    &statement[..end.unwrap_or(statement.len())]
}

fn is_conditional(statement: &str) -> bool {
    ["if", "else", "for", "while", "do", "switch", "try", "with"].contains(&first_word(statement))
}

/// Whether what follows may not be reached.
fn may_leave(statement: &str) -> bool {
    let leaves = ["return", "throw"];
    leaves.contains(&first_word(statement))
        || (is_conditional(statement) && leaves.iter().any(|word| statement.contains(word)))
}

/// What a test runs: `pm.test("…", function () { … })`, `test("…", () => …)`.
fn test_body(statement: &str) -> Option<&str> {
    let call = ["pm.test(", "test(", "insomnia.test("];
    let inside = call.iter().find_map(|call| statement.strip_prefix(call))?.strip_suffix(')')?;
    let (_, function) = inside.split_once(',')?;
    let function = function.trim();
    let function = function.strip_prefix("async").map_or(function, str::trim_start);
    let body = match first_word(function) {
        "function" => &function[function.find('{')?..],
        _ => function.split_once("=>")?.1.trim(),
    };
    Some(body.strip_prefix('{').and_then(|body| body.strip_suffix('}')).unwrap_or(body))
}

/// The status that one statement asserts, in the ways that Postman, Bruno and Insomnia have had for it.
fn asserted(statement: &str) -> Option<u16> {
    const LONGEST: usize = 400;
    if statement.len() > LONGEST {
        return None;
    }
    let dense: String = statement.split_whitespace().collect();
    let dense = dense.strip_prefix("insomnia.").or(dense.strip_prefix("pm.")).unwrap_or(&dense);
    let wanted = match dense.strip_prefix("tests[") {
        Some(old) => {
            let compared = old.split_once("]=")?.1.strip_prefix("responseCode.code")?;
            compared.strip_prefix("===").or(compared.strip_prefix("=="))?
        }
        None => asserted_by_chain(dense)?.strip_suffix(')')?,
    };
    wanted.parse().ok().filter(|status| (100..1000).contains(status))
}

/// What follows the last opening bracket of `response.to.have.status(200)` or `expect(response.code).to.equal(200)`.
fn asserted_by_chain(dense: &str) -> Option<&str> {
    const SUBJECTS: [&str; 6] = [
        "pm.response.code",
        "insomnia.response.code",
        "responseCode.code",
        "res.getStatus()",
        "res.status",
        "res.statusCode",
    ];
    if let Some(status) = dense.strip_prefix("response.to.have.status(") {
        return Some(status);
    }
    let rest = dense.strip_prefix("expect(")?;
    let rest = SUBJECTS.iter().find_map(|subject| rest.strip_prefix(subject))?;
    let (chain, status) = rest.strip_prefix(").to.")?.split_once('(')?;
    let chain = chain.strip_prefix("be.").or(chain.strip_prefix("deep.")).unwrap_or(chain);
    ["equal", "equals", "eql", "eq"].contains(&chain).then_some(status)
}

#[cfg(test)]
mod tests {
    use super::super::code::Code;
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("pm.response.to.have.status(201);", Some(201))]
    #[case::test(
        "pm.test(\"ok\", function () {\n    pm.response.to.have.status(200);\n});",
        Some(200)
    )]
    #[case::arrow("pm.test('a, b', () => pm.response.to.have.status(204))", Some(204))]
    #[case::expect(
        "pm.test('a', () => { pm.expect(pm.response.code).to.be.equal(202) })",
        Some(202)
    )]
    #[case::over_lines("pm.expect(pm.response.code)\n  .to.eql(202)\nlet a = 1", Some(202))]
    #[case::old("tests['ok'] = responseCode.code === 200;", Some(200))]
    #[case::bruno("test('a', function() { expect(res.getStatus()).to.equal(200); });", Some(200))]
    #[case::the_same_twice(
        "pm.response.to.have.status(200)\npm.response.to.have.status(200)",
        Some(200)
    )]
    #[case::behind_a_branch("if (a) {\n b()\n}\npm.response.to.have.status(200)", Some(200))]
    #[case::one_of_two(
        "tests['ok'] = responseCode.code === 201 || responseCode.code === 202;",
        None
    )]
    #[case::two("pm.response.to.have.status(200); pm.response.to.have.status(201)", None)]
    #[case::condition("if (responseCode.code === 401) {\n console.log('x');\n}", None)]
    #[case::branch(
        "if (a) { pm.response.to.have.status(200); } else { pm.response.to.have.status(404) }",
        None
    )]
    #[case::branch_without_brackets("if (a)\n  pm.response.to.have.status(200)", None)]
    #[case::other_branch("if (a) b(); else pm.response.to.have.status(200)", None)]
    #[case::other_branch_below("if (a) { b() }\nelse\n  pm.response.to.have.status(200)", None)]
    #[case::left_before(
        "pm.test('a', () => { if (a) return; pm.response.to.have.status(200) })",
        None
    )]
    #[case::short_cut("a && pm.response.to.have.status(200)", None)]
    #[case::caught("try { pm.response.to.have.status(200) } catch (e) {}", None)]
    #[case::callback("pm.sendRequest('x', (e, r) => { pm.response.to.have.status(200) })", None)]
    #[case::other_answer(
        "pm.sendRequest('x', (e, response) => { pm.expect(response.code).to.equal(200) })",
        None
    )]
    #[case::negated("pm.expect(pm.response.code).to.not.equal(404)", None)]
    #[case::several_allowed("pm.expect(pm.response.code).to.be.oneOf([200,201])", None)]
    #[case::comment("a() // was: pm.response.to.have.status(204)", None)]
    #[case::string("a('pm.response.to.have.status(204)')", None)]
    fn only_what_must_come_is_wanted(#[case] source: &str, #[case] expected: Option<u16>) {
        assert_eq!(wanted(&Code::of(source).bare), expected);
    }
}
