use super::*;
use rstest::rstest;

const BODY: &str = r#" {"id": 12345678901234567890123, "price": 1.10, "name": "Caf\u00e9 \"1\"", "id2": "x",
 "items": [ {"id": "a", "on": true}, {"id": "b", "on": false, "tags": []} ], "a b": {"c": null}, "twice": 1, "twice": 2,
 "version": "1.10", "zip": "00123", "etag": "1e5", "inf": "infinity", "num": "12", "on": "true", "none": null,
 "card": 12345678901234567890123456789012345678901, "big": 9007199254740992.0, "zero": -0} "#;

fn headers() -> Vec<Header> {
    vec![
        Header::new("Content-Type", "application/json; charset=utf-8"),
        Header::new("X-Id", "7"),
        Header::new("X-Version", "1.10"),
    ]
}

fn with<T>(body: &[u8], look: impl FnOnce(&Received<'_>) -> T) -> T {
    let headers = headers();
    look(&Received { status: 201, headers: &headers, body: Some(body), total_ms: 499.6 })
}

#[rstest]
#[case::a_long_number("body $.id", Some("12345678901234567890123"))]
#[case::zeros_at_the_end("body $.price", Some("1.10"))]
#[case::a_string("body $.name", Some("Café \"1\""))]
#[case::within("body $.items[1].id", Some("b"))]
#[case::from_the_end("body $.items[-1].id", Some("b"))]
#[case::filtered("body $.items[?@.on == false].id", Some("b"))]
#[case::the_first_of_many("body $.items[*].id", Some("a"))]
#[case::a_name_with_a_blank("body $['a b'].c", Some("null"))]
#[case::an_object("body $.items[0]", Some(r#"{"id": "a", "on": true}"#))]
#[case::an_empty_list("body $.items[1].tags", Some("[]"))]
#[case::the_last_of_two_members("body $.twice", Some("2"))]
#[case::whole("body $", Some(BODY.trim()))]
#[case::nowhere("body $.nowhere", None)]
#[case::beyond("body $.items[9].id", None)]
#[case::header("header x-id", Some("7"))]
#[case::no_header("header x-none", None)]
#[case::status("status", Some("201"))]
#[case::time("time", Some("500"))]
fn parts_are_given_as_they_stand(#[case] part: &str, #[case] expected: Option<&str>) {
    let capture = Capture::parse(&format!("A = {part}")).unwrap();
    let found = with(BODY.as_bytes(), |received| capture.part.of(received).unwrap());
    assert_eq!(found.as_deref(), expected);
}

#[rstest]
#[case::body("login.response.body.$.items[0].id", "a")]
#[case::star("login.response.body.*", BODY)]
#[case::header("login.response.headers.X-Id", "7")]
fn references_name_parts(#[case] name: &str, #[case] expected: &str) {
    let reference = Reference::parse(name).unwrap().unwrap();
    assert_eq!(reference.request, "login");
    let found = with(BODY.as_bytes(), |received| reference.part.of(received).unwrap());
    assert_eq!(found.as_deref(), Some(expected));
}

#[rstest]
#[case::a_variable("schema.name", false)]
#[case::no_dots("login", false)]
#[case::what_was_sent("login.request.body.$.id", true)]
#[case::xpath("login.response.body./a/b", true)]
#[case::no_path("login.response.body.$[", true)]
#[case::nothing("login.response", true)]
fn what_is_no_reference(#[case] name: &str, #[case] is_one: bool) {
    match Reference::parse(name) {
        None => assert!(!is_one),
        Some(result) => assert!(is_one && result.is_err(), "{result:?}"),
    }
}

#[rstest]
#[case("status 201", true)]
#[case("status 200", false)]
#[case("status == 201", true)]
#[case("status 2xx", true)]
#[case("status 4XX", false)]
#[case("status < 400", true)]
#[case("status >= 202", false)]
#[case("status != 500", true)]
#[case("status isNumber", true)]
#[case("header content-type contains json", true)]
#[case("header content-type includes \"charset=utf-8\"", true)]
#[case("header content-type startsWith text/", false)]
#[case("header x-id == 7", true)]
#[case("header x-none exists", false)]
#[case("header x-none missing", true)]
#[case("header x-id matches ^[0-9]+$", true)]
#[case("body $.items[0].id exists", true)]
#[case("body $.nowhere exists", false)]
#[case("body $['a b'].c exists", true)]
#[case("body $.items[?@.id == 'b'].on == false", true)]
#[case("body $.id == 12345678901234567890123", true)]
#[case("body $.id == 12345678901234567890124", false)]
#[case("body $.price == 1.1", true)]
#[case("body $.price < 1.2", true)]
#[case("body $.version == 1.1", false)]
#[case("body $.version != 1.1", true)]
#[case("body $.version == 1.10", true)]
#[case("body $.version == \"1.10\"", true)]
#[case("body $.zip == 123", false)]
#[case("body $.zip == 00123", true)]
#[case("body $.etag == 100000", false)]
#[case("body $.inf == inf", false)]
#[case("body $.card == 12345678901234567890123456789012345678902", false)]
#[case("body $.card == 12345678901234567890123456789012345678901", true)]
#[case("body $.card < 12345678901234567890123456789012345678902", true)]
#[case("body $.big == 9007199254740993.0", false)]
#[case("body $.big == 9007199254740992", true)]
#[case("body $.zero == 0", true)]
#[case("body $.price == \"1.1\"", false)]
#[case("body $.price == \"1.10\"", true)]
#[case("body $.num isNumber", false)]
#[case("body $.num isString", true)]
#[case("body $.num == 12", true)]
#[case("body $.price isNumber", true)]
#[case("body $.on isBoolean", false)]
#[case("body $.none isString", false)]
#[case("body $.none exists", true)]
#[case("body isArray", false)]
#[case("header x-id isNumber", true)]
#[case("header x-id isString", false)]
#[case("header x-id == 7.0", false)]
#[case("header x-id < 7.5", true)]
#[case("header x-version == 1.1", false)]
#[case("header content-type isString", true)]
#[case("status == 2xx", true)]
#[case("body $.name endsWith '\"1\"'", true)]
#[case("body $.items isArray", true)]
#[case("body $.id2 isString", true)]
#[case("body $.id isString", false)]
#[case("body $.items[0].on isBoolean", true)]
#[case("body contains Caf", true)]
#[case("body missing", false)]
#[case("time < 500 ms", false)]
#[case("time <= 500 ms", true)]
#[case("duration < 1000", true)]
#[case("time < 2 s", true)]
#[case("time < 0.5 s", false)]
#[case("time < 1 m", true)]
#[case("time > 5s", false)]
#[case("time == 0.5 s", true)]
fn checks_judge_an_answer(#[case] text: &str, #[case] passes: bool) {
    let check = ResponseCheck::parse(text).unwrap();
    let result = with(BODY.as_bytes(), |received| check.judge(received));
    assert_eq!(result.passed, passes, "{result:?}");
    assert_eq!(result.because, None);
}

#[rstest]
#[case::no_part("colour red")]
#[case::nothing("")]
#[case::no_comparison("header content-type")]
#[case::no_value("body $.id ==")]
#[case::too_much("body $.id exists now")]
#[case::no_path("body $.[ exists")]
#[case::no_pattern("body matches (")]
#[case::script("js response.statusCode == 200")]
#[case::no_number("status < abc")]
#[case::no_status("status == abc")]
#[case::not_of_a_class("status != 5xx")]
#[case::smaller_than_a_text("body $.id < abc")]
#[case::unit("time < 2 h")]
#[case::no_time("time == soon")]
#[case::digest("body sha256 eji/gfOD9pQzrW6QDTsz4jhVk+MeGQp4bGgF")]
fn what_is_no_check_is_not_taken_for_one(#[case] text: &str) {
    assert!(ResponseCheck::parse(text).is_err());
}

#[test]
fn what_was_found_instead_is_told_as_it_is_compared() {
    let check = ResponseCheck::parse("body $.items[0].id == b").unwrap();
    let result = with(BODY.as_bytes(), |received| check.judge(received));
    assert_eq!(result.found.as_deref(), Some("a"));
}

#[rstest]
#[case::text("body $.version > 1.2")]
#[case::digits_in_quotes("body $.num > 5")]
#[case::object("body $.items[0] < 5")]
#[case::header("header content-type < 5")]
fn what_is_no_number_is_neither_smaller_nor_larger(#[case] text: &str) {
    let check = ResponseCheck::parse(text).unwrap();
    let result = with(BODY.as_bytes(), |received| check.judge(received));
    assert_eq!((result.passed, result.because.as_deref()), (false, Some("it is no number")));
}

#[rstest]
#[case::a_large_number(r#"{"huge": 1e400}"#, "body $.huge == 10e399")]
#[case::its_size(r#"{"huge": 1e400}"#, "body $.huge > 1e399")]
#[case::its_kind(r#"{"huge": 1e400}"#, "body $.huge isNumber")]
#[case::deep(&format!(r#"{{"id": 7, "deep": {}{}}}"#, "[".repeat(200), "]".repeat(200)), "body $.id == 7")]
fn what_others_read_as_json_is_json(#[case] body: &str, #[case] check: &str) {
    let check = ResponseCheck::parse(check).unwrap();
    assert!(with(body.as_bytes(), |received| check.judge(received)).passed);
}

#[test]
fn a_filter_says_what_is_in_its_way() {
    let check = ResponseCheck::parse("body $[?@.id == 7] exists").unwrap();
    let result = with(br#"[{"id": 7}, 1e400]"#, |received| check.judge(received));
    assert!(result.because.unwrap().starts_with("the body cannot be filtered: "));
}

#[test]
fn what_cannot_be_looked_into_fails_with_its_reason() {
    let check = ResponseCheck::parse("body $.id exists").unwrap();
    let because = |body: &[u8]| with(body, |received| check.judge(received)).because.unwrap();
    assert_eq!(because(b"<html>"), "the body is not JSON");
    assert_eq!(because(&[0xff]), "the body is not text");
    assert_eq!(because(b""), "the answer has no body");
    let headers = headers();
    let received = Received { status: 200, headers: &headers, body: None, total_ms: 1.0 };
    let result = check.judge(&received);
    assert_eq!(result.because.as_deref(), Some("the body is too large to be looked through"));
    assert!(!result.passed);
}
