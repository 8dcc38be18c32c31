//! Reads the signatures of Tauri's commands, and which of them are registered. What cannot be read is an error that names
//! it: a guess would be a call that fails in the window.

use super::command::{Argument, Command, Role, Shape};
use anyhow::{Context as _, Result, bail};
use std::collections::BTreeSet;
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::{
    Attribute, Expr, ExprLit, FnArg, GenericArgument, ItemFn, Lit, Meta, Pat, Path, PathArguments,
};
use syn::{PathSegment, ReturnType, Token, Type};

/// What Tauri hands to a command by itself.
const INJECTED: [&str; 5] = ["State", "AppHandle", "Window", "Webview", "WebviewWindow"];

/// The commands of a file, in its order.
pub(super) fn commands(text: &str) -> Result<Vec<Command>> {
    let mut found = Vec::new();
    for item in syn::parse_file(text)?.items {
        let syn::Item::Fn(function) = item else { continue };
        if let Some(attribute) = function.attrs.iter().find(|attribute| is_command(attribute)) {
            let read = check_options(attribute).and_then(|()| command(&function));
            found.push(read.with_context(|| format!("the command {}", function.sig.ident))?);
        }
    }
    Ok(found)
}

/// The paths in `generate_handler!`.
pub(super) fn registered(text: &str) -> Result<BTreeSet<String>> {
    let mut search = Search(None);
    search.visit_file(&syn::parse_file(text)?);
    let paths = search.0.context("there is no generate_handler!")??;
    Ok(paths.iter().map(written).collect())
}

struct Search(Option<syn::Result<Punctuated<Path, Token![,]>>>);

impl<'ast> Visit<'ast> for Search {
    fn visit_macro(&mut self, found: &'ast syn::Macro) {
        if found.path.segments.last().is_some_and(|last| last.ident == "generate_handler") {
            self.0 = Some(found.parse_body_with(Punctuated::parse_terminated));
        }
    }
}

fn written(path: &Path) -> String {
    let names: Vec<String> = path.segments.iter().map(|part| part.ident.to_string()).collect();
    names.join("::")
}

fn is_command(attribute: &Attribute) -> bool {
    written(attribute.path()) == "tauri::command"
}

/// `async` says where a command runs; any other option changes what the page has to send.
fn check_options(attribute: &Attribute) -> Result<()> {
    match &attribute.meta {
        Meta::Path(_) => Ok(()),
        Meta::List(list) if list.tokens.to_string() == "async" => Ok(()),
        _ => bail!("has an option of #[tauri::command] other than async, which changes the call"),
    }
}

fn command(function: &ItemFn) -> Result<Command> {
    let signature = &function.sig;
    let mut arguments = Vec::new();
    for input in &signature.inputs {
        let FnArg::Typed(input) = input else { bail!("a command is no method") };
        let Pat::Ident(pattern) = &*input.pat else { bail!("an argument has no name") };
        let name = pattern.ident.to_string();
        let role = role(&input.ty).with_context(|| format!("the argument {name}"))?;
        arguments.extend(role.map(|is| Argument { name: camel(&name), is }));
    }
    Ok(Command {
        name: signature.ident.to_string(),
        doc: function.attrs.iter().filter_map(doc).collect(),
        arguments,
        answer: answer(&signature.output).context("the answer")?,
    })
}

fn doc(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else { return None };
    let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &pair.value else { return None };
    pair.path.is_ident("doc").then(|| text.value().trim().to_owned())
}

/// None for what Tauri injects.
fn role(written: &Type) -> Result<Option<Role>> {
    let last = last(written)?;
    if INJECTED.iter().any(|name| last.ident == name) {
        return Ok(None);
    }
    Ok(Some(match inside(last)?[..] {
        [told] if last.ident == "Channel" => Role::Told(shape(told)?),
        _ => Role::Value(shape(written)?),
    }))
}

fn answer(written: &ReturnType) -> Result<Shape> {
    let ReturnType::Type(_, written) = written else { return Ok(Shape::Nothing) };
    let Ok(last) = last(written) else { return shape(written) };
    match inside(last)?[..] {
        [answer] if last.ident == "Answer" => shape(answer),
        _ => shape(written),
    }
}

fn shape(written: &Type) -> Result<Shape> {
    if matches!(written, Type::Tuple(tuple) if tuple.elems.is_empty()) {
        return Ok(Shape::Nothing);
    }
    let last = last(written)?;
    let name = last.ident.to_string();
    Ok(match (name.as_str(), &inside(last)?[..]) {
        ("Option", [some]) => Shape::OrNull(Box::new(shape(some)?)),
        ("Vec", [one]) => Shape::List(Box::new(shape(one)?)),
        ("String" | "PathBuf", []) => Shape::Text,
        ("bool", []) => Shape::Truth,
        ("u8" | "u16" | "u32" | "u64" | "usize" | "i32" | "i64" | "f64", []) => Shape::Number,
        (_, []) => Shape::Named(name),
        _ => bail!("{name}<…> has no form in TypeScript that is known here"),
    })
}

fn last(written: &Type) -> Result<&PathSegment> {
    match written {
        Type::Path(path) => path.path.segments.last().context("a path has a last part"),
        _ => bail!("only named types can cross to the window"),
    }
}

/// The types in a type's angle brackets.
fn inside(segment: &PathSegment) -> Result<Vec<&Type>> {
    match &segment.arguments {
        PathArguments::None => Ok(Vec::new()),
        PathArguments::AngleBracketed(brackets) => Ok(brackets
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(inside) => Some(inside),
                _ => None,
            })
            .collect()),
        PathArguments::Parenthesized(_) => bail!("a function cannot cross to the window"),
    }
}

/// As Tauri's macro writes it.
pub(super) fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut all, word| {
        let mut letters = word.chars();
        all.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        all.push_str(letters.as_str());
        all
    })
}

#[cfg(test)]
mod tests {
    use super::{camel, commands, registered};
    use crate::calls::command::{Argument, Command, Role, Shape};

    #[test]
    fn a_signature_is_read_as_the_page_sees_it() {
        let text = r#"
            /// Makes a key.
            #[tauri::command]
            pub(crate) async fn key_make<R: Runtime>(
                app: AppHandle<R>, shell: State<'_>, key_name: Option<String>, all: Vec<KeyId>,
                progress: tauri::ipc::Channel<KeyProgress>,
            ) -> Answer<Option<PathBuf>> { todo() }
            #[tauri::command(async)]
            fn stop(number: u32, sure: bool) {}
            fn no_command(odd: [u8; 2]) {}
        "#;
        let argument = |name: &str, is| Argument { name: name.to_owned(), is };
        let make = Command {
            name: "key_make".to_owned(),
            doc: vec!["Makes a key.".to_owned()],
            arguments: vec![
                argument("keyName", Role::Value(Shape::OrNull(Box::new(Shape::Text)))),
                argument(
                    "all",
                    Role::Value(Shape::List(Box::new(Shape::Named("KeyId".to_owned())))),
                ),
                argument("progress", Role::Told(Shape::Named("KeyProgress".to_owned()))),
            ],
            answer: Shape::OrNull(Box::new(Shape::Text)),
        };
        let stop = Command {
            name: "stop".to_owned(),
            doc: Vec::new(),
            arguments: vec![
                argument("number", Role::Value(Shape::Number)),
                argument("sure", Role::Value(Shape::Truth)),
            ],
            answer: Shape::Nothing,
        };
        assert_eq!(commands(text).unwrap(), [make, stop]);
    }

    #[test]
    fn what_cannot_be_read_is_named_and_not_guessed() {
        let error = |text: &str| format!("{:#}", commands(text).unwrap_err());
        let renamed = error(r#"#[tauri::command(rename_all = "snake_case")] fn one() {}"#);
        assert!(renamed.contains("the command one: has an option"), "{renamed}");
        let pair = error("#[tauri::command] fn two(pair: (u8, u8)) {}");
        assert!(pair.contains("the command two: the argument pair: only named"), "{pair}");
        let map = error("#[tauri::command] fn three() -> Map<String, u8> {}");
        assert!(map.contains("the command three: the answer: Map<…>"), "{map}");
    }

    #[test]
    fn registered_commands_are_found_wherever_the_macro_stands() {
        let text =
            "fn build() { a.b(tauri::generate_handler![commands::app::start, commands::x::y,]); }";
        let found = registered(text).unwrap();
        assert_eq!(Vec::from_iter(found), ["commands::app::start", "commands::x::y"]);
        assert!(registered("fn build() {}").is_err());
    }

    #[test]
    fn names_are_written_as_tauri_writes_them() {
        let names = ["id", "client_secret", "second_client_secret", "sha_256"].map(camel);
        assert_eq!(names, ["id", "clientSecret", "secondClientSecret", "sha256"]);
    }
}
