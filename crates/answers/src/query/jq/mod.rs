//! jq over a text in memory. A filter can run without end and can need any amount of memory, and nothing inside of this process
//! could stop it, so whoever calls this does so in a process of its own that can be ended.
//!
//! Numbers that a filter hands on are the very characters that came; those that it computes with are jq's. Of members with one
//! name jq sees the last.

mod error;
mod read;
mod write;

pub use error::JqError;

use jaq_core::data::{DataT, HasLut};
use jaq_core::load::{self, Arena, File, Loader};
use jaq_core::{Compiler, Ctx, Lut, Vars};
use jaq_json::Val;
use jaq_std::input::{self, HasInputs, Inputs, RcIter};
use read::Values;
use std::io::Write;

/// What reads something from outside of the text, such as the environment with all its secrets. None of it is there.
const NOT_HERE: [&str; 1] = ["env"];

/// What filters work with: values, and the text's further values for `input` and `inputs`.
struct Asking;

#[derive(Clone, Copy)]
struct Given<'a> {
    lut: &'a Lut<Asking>,
    inputs: Inputs<'a, Val>,
}

impl DataT for Asking {
    type V<'a> = Val;
    type Data<'a> = Given<'a>;
}

impl<'a> HasLut<'a, Asking> for Given<'a> {
    fn lut(&self) -> &'a Lut<Asking> {
        self.lut
    }
}

impl<'a> HasInputs<'a, Val> for Given<'a> {
    fn inputs(&self) -> Inputs<'a, Val> {
        self.inputs
    }
}

/// Asks each value of a text, and writes each result as a line, whole or not at all.
///
/// # Errors
/// See [`JqError`]. What was written before stays.
pub fn run(filter: &str, text: &[u8], into: &mut dyn Write) -> Result<(), JqError> {
    let arena = Arena::default();
    let defs = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
    let more = load::parse(include_str!("more.jq"), |parser| parser.defs());
    let defs = defs.chain(more.into_iter().flatten());
    // Without a reader of modules: a filter imports no file.
    let modules = Loader::new(defs)
        .load(&arena, File { code: filter, path: () })
        .map_err(|errors| JqError::Filter(unread(&errors)))?;
    // `input` without a value left gives nothing there, and is an error in jq: ours is among the definitions.
    let inputs = input::funs().into_vec().into_iter().filter(|(name, ..)| *name == "inputs");
    let funs = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
    let funs = funs.chain(inputs.map(jaq_core::native::run));
    let filter = Compiler::<_, Asking>::default()
        .with_funs(funs.filter(|(name, ..)| !NOT_HERE.contains(name)))
        .compile(modules)
        .map_err(|errors| {
            let mut unknown = errors.iter().flat_map(|(_, errors)| errors);
            JqError::Filter(unknown.next().map_or_else(String::new, |(name, kind)| {
                format!("there is no {} {name}", kind.as_str())
            }))
        })?;
    let values = RcIter::new(Values::of(text));
    let given = Given { lut: &filter.lut, inputs: &values };
    let mut line = Vec::new();
    for value in &values {
        let value = value.map_err(JqError::Text)?;
        let context = Ctx::<Asking>::new(given, Vars::new([]));
        for result in filter.id.run((context, value)) {
            let result = match result {
                Ok(result) => result,
                Err(thrown) => match thrown.get_err() {
                    Ok(error) => return Err(JqError::Failed(error.to_string())),
                    // It said `halt`.
                    Err(_) => return Ok(into.flush()?),
                },
            };
            line.clear();
            write::value(&mut line, &result)?;
            line.push(b'\n');
            into.write_all(&line)?;
        }
    }
    Ok(into.flush()?)
}

fn unread(errors: &load::Errors<&str, ()>) -> String {
    let Some((_, error)) = errors.first() else { return String::new() };
    let place = match error {
        load::Error::Io(errors) => {
            return errors.first().map_or_else(String::new, |(_, why)| why.clone());
        }
        load::Error::Lex(errors) => errors.first().map(|(wanted, rest)| (wanted.as_str(), *rest)),
        load::Error::Parse(errors) => errors.first().map(|(wanted, rest)| (wanted.as_str(), *rest)),
    };
    match place {
        Some((wanted, "")) => format!("at its end there should be {wanted}"),
        Some((wanted, rest)) => {
            let begin: String = rest.chars().take(20).collect();
            format!("there should be {wanted} before “{begin}”")
        }
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn asked(filter: &str, text: &str) -> Result<String, String> {
        let mut results = Vec::new();
        run(filter, text.as_bytes(), &mut results).map_err(|error| error.to_string())?;
        Ok(String::from_utf8(results).unwrap())
    }

    #[test]
    fn numbers_are_the_characters_that_came() {
        let numbers = [
            "12345678901234567890123",
            "0.10000000000000000000001",
            "1E400",
            "1.0",
            "-0.50",
            "-0",
            "1e2",
            "9007199254740993",
            "100000000000000000000000000000000000001",
        ];
        let text = format!("[{}]", numbers.join(","));
        assert_eq!(asked(".[]", &text).unwrap(), numbers.map(|one| format!("{one}\n")).concat());
        assert_eq!(asked("map({a: .})[0]", &text).unwrap(), format!("{{\"a\":{}}}\n", numbers[0]));
    }

    #[test]
    fn it_is_jq() {
        let text = r#"{"items": [{"name": "b", "n": 2}, {"name": "a", "n": 1}]}"#;
        assert_eq!(asked(".items | sort_by(.n) | map(.name)", text).unwrap(), "[\"a\",\"b\"]\n");
        assert_eq!(asked("[.items[] | select(.n > 1)] | length", text).unwrap(), "1\n");
        assert_eq!(asked(".", "1 2").unwrap(), "1\n2\n");
        assert_eq!(asked("1, halt, 2", "1 2").unwrap(), "1\n");
    }

    #[rstest]
    #[case::csv(r#"[1, "a\"b", null, true, 1.10] | @csv"#, "\"1,\\\"a\\\"\\\"b\\\",,true,1.10\"")]
    #[case::csv_of_nothing("[] | @csv", "\"\"")]
    #[case::csv_of_null("[null] | @csv", "\"\"")]
    #[case::csv_of_two_nulls("[null, null] | @csv", "\",\"")]
    #[case::csv_within(r#"@csv "\([1,2]);""#, "\"1,2;\"")]
    #[case::tsv(r#"["a\tb", "c\\d", 2] | @tsv"#, r#""a\\tb\tc\\\\d\t2""#)]
    #[case::tostream(
        "[{a: [1]} | tostream] | tojson",
        r#""[[[\"a\",0],1],[[\"a\",0]],[[\"a\"]]]""#
    )]
    #[case::part_of_a_stream(
        "[1 | truncate_stream([[0], 1], [[1, 0], 2], [[1, 0]], [[1]])] | tojson",
        "\"[[[0],2],[[0]]]\""
    )]
    #[case::index("[{n: 1}, {n: 2}] | INDEX(.n)", r#"{"1":{"n":1},"2":{"n":2}}"#)]
    #[case::within("2 | IN(1, 2)", "true")]
    #[case::one_within("IN(1, 3; 2, 3)", "true")]
    #[case::leaves("[{a: [1]}, 2] | [leaf_paths]", r#"[[0,"a",0],[1]]"#)]
    #[case::ascii("65 | ascii", "\"A\"")]
    #[case::fromstream(
        "[fromstream(({a: [1, {b: 2}]}, [3], 4) | tostream)]",
        r#"[{"a":[1,{"b":2}]},[3],4]"#
    )]
    #[case::a_part_of_a_stream(
        "fromstream(1 | truncate_stream([[0], 1], [[1, 0], 2], [[1, 0]], [[1]]))",
        "[2]"
    )]
    #[case::pick_of_an_array("[1, 2, 3] | pick(.[1])", "[null,2]")]
    #[case::pick("{a: {b: 1, c: 2}, d: 3} | pick(.a.b)", r#"{"a":{"b":1}}"#)]
    #[case::setpath(r#"setpath(["a", 1]; 2)"#, r#"{"a":[null,2]}"#)]
    #[case::setpath_of_what_is_there(
        r#"{a: [1, 2, 3]} | setpath(["a", -1]; 9)"#,
        r#"{"a":[1,2,9]}"#
    )]
    #[case::several_deleted("[1, 2, 3, 4] | del(.[0, 2])", "[2,4]")]
    #[case::a_range_deleted("[1, 2, 3, 4] | del(.[1:3])", "[1,4]")]
    #[case::some_deleted("{a: [1, 2, 3]} | del(.a[] | select(. > 1))", r#"{"a":[1]}"#)]
    #[case::what_is_not_there("{a: 1} | del(.b.c, .a)", "{}")]
    #[case::all_deleted("[1, 2] | del(.[])", "[]")]
    #[case::itself_deleted("{a: 1} | del(.)", "null")]
    #[case::no_more("try input catch .", "\"No more inputs\"")]
    #[case::no_inputs("[inputs]", "[]")]
    #[case::divided("[10 / 5, 7 / 2, (9 | sqrt), 1e3 * 1]", "[2,3.5,3,1000]")]
    #[case::no_number("[nan]", "[null]")]
    #[case::minus_zero("[-0.0 * 1]", "[-0]")]
    #[case::bytes_that_are_no_text(r#""/w==" | @base64d"#, "\"\u{fffd}\"")]
    fn what_the_library_lacks(#[case] filter: &str, #[case] expected: &str) {
        assert_eq!(asked(filter, "null").unwrap(), format!("{expected}\n"));
    }

    #[rstest]
    fn what_is_no_row(
        #[values("@csv", "@tsv")] format: &str,
        #[values("1", "[[1]]", "{}")] text: &str,
    ) {
        let refused = asked(format, text).unwrap_err();
        assert!(refused.contains("row of"), "{refused}");
    }

    #[test]
    fn nothing_from_outside_is_there() {
        for filter in ["env", "$ENV", "env.PATH", "input_filename", "$__prog_args"] {
            let refused = asked(filter, "null").unwrap_err();
            assert!(refused.contains("there is no"), "{filter}: {refused}");
        }
        for filter in ["import \"a\" as a; .", "include \"/etc/passwd\"; ."] {
            assert!(asked(filter, "null").is_err(), "{filter}");
        }
    }

    #[test]
    fn the_further_values_of_a_text_are_inputs() {
        assert_eq!(asked("[., inputs]", "1\n2\n3").unwrap(), "[1,2,3]\n");
        assert_eq!(asked("[., input]", "1 2 3 4").unwrap(), "[1,2]\n[3,4]\n");
        assert_eq!(asked("reduce inputs as $n (.; . + $n)", "1 2 3").unwrap(), "6\n");
    }

    /// What is no JSON would be taken for some by whoever reads the results.
    #[rstest]
    #[case::a_number_as_a_name("{(1 | tonumber): 2}")]
    #[case::nothing_as_a_name("[{key: null, value: 1}] | from_entries")]
    #[case::infinite("1 / 0")]
    #[case::too_large("[1.5e300 * 1e300]")]
    fn what_json_cannot_say_is_an_error(#[case] filter: &str) {
        assert!(asked(filter, "null").is_err(), "{filter}: {:?}", asked(filter, "null"));
    }

    #[rstest]
    #[case("NaN")]
    #[case("[1] # 2")]
    #[case("{1: 2}")]
    #[case("+1")]
    #[case("01")]
    #[case("-")]
    #[case("1.")]
    #[case("b\"x\"")]
    #[case("[1,]")]
    #[case("{\"a\":1,}")]
    #[case("\"a\nb\"")]
    #[case("\"a")]
    #[case("tru")]
    fn what_is_no_json_is_said(#[case] text: &str) {
        assert!(asked(".", text).unwrap_err().contains("not JSON"), "{:?}", asked(".", text));
    }

    #[test]
    fn depth_ends_no_thread() {
        let deep = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        assert!(asked("flatten", &deep(900)).is_ok());
        assert!(asked(".", &deep(1_000_000)).unwrap_err().contains("too deeply"));
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(asked(".[", "1").unwrap_err().contains("should be"));
        assert!(asked("nothing", "1").unwrap_err().contains("no filter nothing"));
        assert!(asked(".a", "[1]").unwrap_err().contains("cannot"), "{:?}", asked(".a", "[1]"));
        assert!(asked(".", "{\"a\": ").unwrap_err().contains("not JSON"));
    }
}
