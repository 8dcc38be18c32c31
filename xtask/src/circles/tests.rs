use super::graph::Circle;
use super::sources::Texts;
use super::{of_crate, of_pages};
use std::path::PathBuf;

fn texts(files: &[(&str, &str)]) -> Texts {
    files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect()
}

fn told(circles: &[Circle]) -> Vec<String> {
    circles.iter().map(ToString::to_string).collect()
}

/// The circles of a crate with a file `lib.rs` that declares the modules `a` and `b`.
fn of_two(a: &str, b: &str) -> Vec<String> {
    told(&of_crate(&texts(&[("lib.rs", "mod a; mod b;"), ("a.rs", a), ("b.rs", b)])).unwrap())
}

const B: &str = "use super::a::Above; pub struct Below;";

const CIRCLE: &str = "2 files\n    a.rs -> b.rs: Below\n    b.rs -> a.rs: Above";

#[test]
fn files_that_use_each_other_are_a_circle_however_they_say_it() {
    for a in [
        "use crate::b::Below; pub struct Above;",
        "use super::b::{self, Below as Other}; pub struct Above;",
        "pub struct Above(Vec<crate::b::Below>);",
        "use super::b; pub struct Above; fn f() { b::Below::new() }",
        "pub struct Above; fn f() { use crate::b::Below; }",
        "pub struct Above; fn f() { vec![crate::b::Below::new()] }",
        "#[serde(with = \"crate::b::Below\")] pub struct Above;",
        "pub struct Above; mod inner { use super::super::b::Below; }",
        "use crate::b::*; pub struct Above(Below);",
        "pub struct Above; impl Into<u8> for crate::b::Below {}",
    ] {
        let circles = of_two(a, B);
        assert_eq!(circles, [CIRCLE], "{a}");
    }
}

#[test]
fn files_that_use_each_other_one_way_are_none() {
    let none: [&str; 0] = [];
    assert_eq!(of_two("use crate::b::Below;", "pub struct Below;"), none);
    // A module is no item; nor is a text, a field or a name of the file's own.
    assert_eq!(of_two("use crate::b; pub struct Above;", B), none);
    assert_eq!(of_two("pub struct Above; fn f() { \"crate::b::Below\" }", B), none);
    let field = "pub use crate::b::Below; pub struct Above; fn f() { println!(\"{}\", it.Below) }";
    assert_eq!(of_two(field, B), none);
    assert_eq!(of_two("pub struct Above(Below); struct Below;", B), none);
}

#[test]
fn what_another_crate_has_under_the_same_name_does_not_count() {
    let files = |lib: &'static str| {
        let a = "use crate::MOST; pub struct Above;";
        told(&of_crate(&texts(&[("lib.rs", lib), ("a.rs", a)])).unwrap())
    };
    assert_eq!(files("mod a; pub const MOST: u8 = 1; use ::a::Above;"), [""; 0]);
    assert_eq!(files("mod a; pub const MOST: u8 = 1; fn f() { ::a::Above }"), [""; 0]);
    assert_eq!(files("mod a; pub const MOST: u8 = 1; pub use a::Above;"), [""; 0], "handed on");
    let circle = "2 files\n    a.rs -> lib.rs: MOST\n    lib.rs -> a.rs: Above";
    assert_eq!(files("mod a; pub const MOST: u8 = 1; use a::Above;"), [circle]);
}

#[test]
fn code_for_tests_does_not_count() {
    let none: [&str; 0] = [];
    for a in [
        "pub struct Above; #[cfg(test)] mod tests { use crate::b::Below; }",
        "pub struct Above; #[cfg(all(test, unix))] use crate::b::Below;",
        "pub struct Above; #[cfg(test)] mod tests;",
        "pub struct Above; impl Above { #[cfg(test)] fn f() { crate::b::Below } }",
    ] {
        let files = [
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", a),
            ("a/tests.rs", "mod more; use more::X; pub struct Y;"),
            ("a/tests/more.rs", "use super::Y; pub struct X;"),
            ("b.rs", B),
        ];
        assert_eq!(told(&of_crate(&texts(&files)).unwrap()), none, "{a}");
    }
    let circles = of_two("pub struct Above; #[cfg(any(test, unix))] use crate::b::Below;", B);
    assert_eq!(circles, [CIRCLE], "built elsewhere too");
    assert_eq!(of_two("pub struct Above; #[cfg(not(test))] use crate::b::Below;", B), [CIRCLE]);
}

#[test]
fn what_is_handed_on_comes_from_the_file_that_defines_it() {
    let files = |a: &str| {
        let files = [
            ("lib.rs", "mod a; mod room; pub use room::Below as Known;"),
            ("a.rs", a),
            ("room/mod.rs", "mod inner; pub(crate) use inner::*; pub use self::inner::Below;"),
            ("room/inner.rs", "use crate::a::Above; pub struct Below;"),
        ];
        told(&of_crate(&texts(&files)).unwrap())
    };
    let circle = "2 files\n    a.rs -> room/inner.rs: Below\n    room/inner.rs -> a.rs: Above";
    assert_eq!(files("use crate::room::Below; pub struct Above;"), [circle]);
    assert_eq!(files("use crate::Known; pub struct Above;"), [circle]);
    // To declare a module and to hand on what is in it is no need of the room's door.
    assert_eq!(files("pub struct Above;"), [""; 0]);
}

#[test]
fn a_room_and_what_is_in_it_can_be_a_circle() {
    let files = [
        ("lib.rs", "mod room;"),
        ("room/mod.rs", "mod inner; const MOST: u8 = 1; fn f() { inner::g() }"),
        ("room/inner.rs", "pub(super) fn g() -> u8 { super::MOST }"),
    ];
    let circle =
        "2 files\n    room/inner.rs -> room/mod.rs: MOST\n    room/mod.rs -> room/inner.rs: g";
    assert_eq!(told(&of_crate(&texts(&files)).unwrap()), [circle]);
}

#[test]
fn a_macro_is_in_sight_below_its_module() {
    let files = [
        ("main.rs", "macro_rules! choice { () => {} } mod a; fn main() { a::f() }"),
        ("a.rs", "choice!(); pub fn f() {}"),
    ];
    let circle = "2 files\n    a.rs -> main.rs: choice!\n    main.rs -> a.rs: f";
    assert_eq!(told(&of_crate(&texts(&files)).unwrap()), [circle]);
}

#[test]
fn a_module_with_a_file_for_each_platform_is_all_of_them() {
    let files = [
        ("lib.rs", "#[cfg(unix)] mod a; #[cfg(windows)] #[path = \"windows.rs\"] mod a; mod b;"),
        ("a.rs", "pub struct Own; fn f() { Own }"),
        ("windows.rs", "pub struct Own; fn f() { Own } pub struct Above; use crate::b::Below;"),
        ("b.rs", B),
    ];
    let circle = "2 files\n    b.rs -> windows.rs: Above\n    windows.rs -> b.rs: Below";
    assert_eq!(told(&of_crate(&texts(&files)).unwrap()), [circle]);
}

#[test]
fn two_circles_are_told_apart_and_what_only_leads_to_one_is_left_out() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c; mod d; mod e;"),
        ("a.rs", "use crate::b::Below; pub struct Above;"),
        ("b.rs", B),
        ("c.rs", "use crate::d::D; use crate::a::Above; pub struct C;"),
        ("d.rs", "use crate::c::C; pub struct D;"),
        ("e.rs", "use crate::c::C;"),
    ];
    let other = "2 files\n    c.rs -> d.rs: D\n    d.rs -> c.rs: C";
    assert_eq!(told(&of_crate(&texts(&files)).unwrap()), [CIRCLE, other]);
}

#[test]
fn names_that_hand_on_each_other_end() {
    let a = "pub use crate::b::X; pub use crate::b::*; fn f() { X; Y }";
    assert_eq!(of_two(a, "pub use crate::a::X; pub use crate::a::*; fn f() { X; Y }"), [""; 0]);
}

#[test]
fn pages_that_import_each_other_are_a_circle() {
    let files = [
        ("a.tsx", "import type {\n  Above,\n  type Other as Mine,\n} from \"./room\";\n"),
        ("room/index.ts", "export { Above } from \"./inner\";\nexport * from \"./other.ts\";\n"),
        ("room/inner.ts", "const lazy = () => import(\"../a\");\nexport const Above = 1;\n"),
        ("room/other.ts", "import { style } from \"style\";\nimport \"./no.css\";\n"),
    ];
    let circle = "2 files\n    a.tsx -> room/inner.ts: Above\n    room/inner.ts -> a.tsx: *";
    assert_eq!(told(&of_pages(&texts(&files))), [circle]);
}
