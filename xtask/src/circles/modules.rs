//! The modules of a crate: which file holds which, and what they name. Code that is only for tests is left out.

use super::names::{Item as Named, Meaning, Module, Names, Segments};
use super::sources::Texts;
use anyhow::{Context as _, Result};
use std::path::{Path, PathBuf};
use syn::ext::IdentExt as _;
use syn::visit::{self, Visit};
use syn::{Attribute, Ident, Item, ItemMod, ItemUse, Meta, Token, UseTree};

/// A crate as it was read.
pub(super) struct Modules {
    pub(super) names: Names,
    pub(super) files: Vec<Source>,
}

/// One file, and the module that it is.
pub(super) struct Source {
    pub(super) path: PathBuf,
    pub(super) module: Module,
    pub(super) code: syn::File,
}

impl Modules {
    /// Reads the file with the crate's root, and every file that is a module of it.
    pub(super) fn read(texts: &Texts, root: &Path) -> Result<Self> {
        let mut names = Names::default();
        let mut files = Vec::new();
        let mut open = vec![(root.to_owned(), names.module(None))];
        while let Some((path, module)) = open.pop() {
            let Some(text) = texts.get(&path) else { continue };
            let code =
                syn::parse_file(text).with_context(|| format!("reading {}", path.display()))?;
            let folder = folder_of_modules(&path, root);
            let mut reader = Reader { names: &mut names, path, module, folder, open: &mut open };
            reader.visit_file(&code);
            files.push(Source { path: reader.path, module, code });
        }
        Ok(Self { names, files })
    }
}

/// Where the modules of a file are that it does not hold itself.
fn folder_of_modules(path: &Path, root: &Path) -> PathBuf {
    if path == root || path.ends_with("mod.rs") {
        path.parent().map(Path::to_owned).unwrap_or_default()
    } else {
        path.with_extension("")
    }
}

struct Reader<'a> {
    names: &'a mut Names,
    path: PathBuf,
    module: Module,
    folder: PathBuf,
    open: &'a mut Vec<(PathBuf, Module)>,
}

impl Reader<'_> {
    fn define(&mut self, ident: &Ident) {
        let name = ident.unraw().to_string();
        let item = Named { file: self.path.clone(), name: name.clone() };
        self.names.mean(self.module, &name, Meaning::Item(item));
    }

    fn enter(&mut self, module: &ItemMod) {
        let name = module.ident.unraw().to_string();
        let inner = self.names.module(Some((self.module, &name)));
        if let Some((_, items)) = &module.content {
            let outer = (self.module, self.folder.clone());
            self.module = inner;
            self.folder.push(name);
            for item in items {
                self.visit_item(item);
            }
            (self.module, self.folder) = outer;
            return;
        }
        let files = match told_path(&module.attrs) {
            Some(path) => vec![self.path.with_file_name(path)],
            None => {
                vec![self.folder.join(format!("{name}.rs")), self.folder.join(name).join("mod.rs")]
            }
        };
        self.open.extend(files.into_iter().map(|file| (file, inner)));
    }

    fn import(&mut self, import: &ItemUse) {
        for used in used(import) {
            match used.name {
                Some(name) => self.names.mean(self.module, &name, Meaning::Use(used.path)),
                None => self.names.glob(self.module, used.path),
            }
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if is_for_tests(attributes(item)) {
            return;
        }
        match item {
            Item::Mod(module) => return self.enter(module),
            Item::Use(import) => self.import(import),
            Item::Macro(rules) => {
                if let Some(ident) = &rules.ident {
                    let name = ident.unraw().to_string();
                    self.names.macro_rules(self.module, &name, self.path.clone());
                    self.define(ident);
                }
            }
            Item::Const(item) => self.define(&item.ident),
            Item::Enum(item) => self.define(&item.ident),
            Item::Fn(item) => self.define(&item.sig.ident),
            Item::Static(item) => self.define(&item.ident),
            Item::Struct(item) => self.define(&item.ident),
            Item::Trait(item) => self.define(&item.ident),
            Item::TraitAlias(item) => self.define(&item.ident),
            Item::Type(item) => self.define(&item.ident),
            Item::Union(item) => self.define(&item.ident),
            _ => {}
        }
        // A function may hold items and imports of its own.
        visit::visit_item(self, item);
    }
}

/// One name that a `use` brings; without a name it brings everything.
pub(super) struct Used {
    pub(super) path: Segments,
    name: Option<String>,
}

/// Everything that a `use` brings, one by one.
pub(super) fn used(import: &ItemUse) -> Vec<Used> {
    let mut found = Vec::new();
    // A path that begins with two colons is another crate's.
    if import.leading_colon.is_none() {
        unfold(&import.tree, &mut Vec::new(), &mut found);
    }
    found
}

fn unfold(tree: &UseTree, before: &mut Segments, found: &mut Vec<Used>) {
    let whole = |before: &Segments, ident: &Ident| {
        let mut path = before.clone();
        // `a::{self}` is `a`.
        if ident != "self" || before.is_empty() {
            path.push(ident.unraw().to_string());
        }
        path
    };
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.unraw().to_string());
            unfold(&path.tree, before, found);
            before.pop();
        }
        UseTree::Name(name) => {
            let path = whole(before, &name.ident);
            found.push(Used { name: path.last().cloned(), path });
        }
        UseTree::Rename(rename) => {
            let path = whole(before, &rename.ident);
            found.push(Used { path, name: Some(rename.rename.unraw().to_string()) });
        }
        UseTree::Glob(_) => found.push(Used { path: before.clone(), name: None }),
        UseTree::Group(group) => {
            for tree in &group.items {
                unfold(tree, before, found);
            }
        }
    }
}

/// The names of a path. A path that begins with two colons is another crate's, and has none here.
pub(super) fn segments(path: &syn::Path) -> Segments {
    if path.leading_colon.is_some() {
        return Vec::new();
    }
    path.segments.iter().map(|segment| segment.ident.unraw().to_string()).collect()
}

fn told_path(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| {
        let Meta::NameValue(told) = &attribute.meta else { return None };
        match &told.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(path), .. })
                if told.path.is_ident("path") =>
            {
                Some(path.value())
            }
            _ => None,
        }
    })
}

/// Whether the code under these attributes is compiled for tests alone.
pub(super) fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<Meta>().is_ok_and(|meta| needs_test(&meta))
    })
}

fn needs_test(meta: &Meta) -> bool {
    let Meta::List(list) = meta else { return meta.path().is_ident("test") };
    let parts = syn::punctuated::Punctuated::<Meta, Token![,]>::parse_terminated;
    let Ok(parts) = list.parse_args_with(parts) else { return false };
    if list.path.is_ident("all") {
        parts.iter().any(needs_test)
    } else {
        list.path.is_ident("any") && parts.iter().all(needs_test)
    }
}

pub(super) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
