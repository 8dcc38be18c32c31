//! What the code of a crate's files uses of one another: every path in it, in macros and attributes too, followed to the
//! file that defines the item. A module that is declared or imported is no need; what is taken from it is. Nor is an item
//! that is handed on by `pub use`: whoever takes it needs the file that defines it.
//!
//! A call of a method names no path and is no need: a type may be written in several files that call one another's part.

use super::graph::Needs;
use super::modules::{Modules, attributes, is_for_tests, segments, used};
use super::names::{Module, Names};
use std::path::Path;
use syn::buffer::{Cursor, TokenBuffer};
use syn::ext::IdentExt as _;
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, Meta, Visibility};

/// Adds what each file of the crate needs of the others.
pub(super) fn add(needs: &mut Needs, modules: &Modules) {
    for source in &modules.files {
        let mut seeker = Seeker {
            names: &modules.names,
            file: &source.path,
            module: source.module,
            needs: &mut *needs,
        };
        seeker.visit_file(&source.code);
    }
}

struct Seeker<'a> {
    names: &'a Names,
    file: &'a Path,
    module: Module,
    needs: &'a mut Needs,
}

impl Seeker<'_> {
    fn path(&mut self, path: &[String]) {
        let items = self.names.resolve(self.module, path);
        // Of a module with a file for each platform, each means its own.
        if items.iter().any(|item| item.file == self.file) {
            return;
        }
        for item in items {
            self.needs.add(self.file, &item.file, &item.name);
        }
    }

    fn import(&mut self, import: &syn::ItemUse) {
        if matches!(import.vis, Visibility::Inherited) {
            for used in used(import) {
                self.path(&used.path);
            }
        }
    }

    /// The paths in what is given to a macro or an attribute, which need not be Rust.
    fn tokens(&mut self, mut at: Cursor<'_>, texts: Texts) {
        let mut member = false;
        while !at.eof() {
            let mut dot = false;
            if let Some((inside, _, _, after)) = at.any_group() {
                self.tokens(inside, texts);
                at = after;
            } else if let Some((path, after)) = path_at(at) {
                if !member {
                    self.path(&path);
                }
                at = after;
            } else if let Some((literal, after)) = at.literal() {
                if let Texts::NamePaths = texts {
                    self.text(&literal.to_string());
                }
                at = after;
            } else if let Some((_, after)) = at.token_tree() {
                dot = at.punct().is_some_and(|(punct, _)| punct.as_char() == '.');
                at = after;
            } else {
                return;
            }
            member = dot;
        }
    }

    /// A text in an attribute, as in serde's `with = "path"`.
    fn text(&mut self, literal: &str) {
        let text = syn::parse_str::<syn::LitStr>(literal);
        if let Ok(path) = text.and_then(|text| text.parse::<syn::Path>()) {
            self.path(&segments(&path));
        }
    }
}

#[derive(Clone, Copy)]
enum Texts {
    NamePaths,
    AreTexts,
}

/// `a::b::c`, and what comes after it.
fn path_at(at: Cursor<'_>) -> Option<(Vec<String>, Cursor<'_>)> {
    let (first, mut at) = at.ident()?;
    let mut path = vec![first.unraw().to_string()];
    while let Some((next, after)) = colons(at).and_then(Cursor::ident) {
        path.push(next.unraw().to_string());
        at = after;
    }
    Some((path, at))
}

fn colons(at: Cursor<'_>) -> Option<Cursor<'_>> {
    let (first, at) = at.punct()?;
    let (second, at) = at.punct()?;
    (first.as_char() == ':' && second.as_char() == ':').then_some(at)
}

impl<'ast> Visit<'ast> for Seeker<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if is_for_tests(attributes(item)) {
            return;
        }
        let outer = self.module;
        match item {
            Item::Mod(module) => {
                self.module = self.names.child(self.module, &module.ident.unraw().to_string());
            }
            Item::Use(import) => self.import(import),
            _ => {}
        }
        visit::visit_item(self, item);
        self.module = outer;
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let attributes: &[Attribute] = match item {
            ImplItem::Fn(function) => &function.attrs,
            ImplItem::Const(constant) => &constant.attrs,
            _ => &[],
        };
        if !is_for_tests(attributes) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.path(&segments(path));
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if let Some(name) = call.path.get_ident()
            && let Some(item) = self.names.macro_in_sight(self.module, &name.to_string())
        {
            self.needs.add(self.file, &item.file, &item.name);
        }
        self.tokens(TokenBuffer::new2(call.tokens.clone()).begin(), Texts::AreTexts);
        visit::visit_macro(self, call);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let Meta::List(list) = &attribute.meta {
            self.tokens(TokenBuffer::new2(list.tokens.clone()).begin(), Texts::NamePaths);
        }
        visit::visit_attribute(self, attribute);
    }
}
