//! What the names of a crate stand for: modules, items and the files that define them, and names that hand on others.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// A module, by its place in [`Names`].
pub(super) type Module = usize;

/// A path as it is written, one name after the other.
pub(super) type Segments = Vec<String>;

/// What a name stands for in its module.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    Module(Module),
    Item(Item),
    /// `use` of this path, seen from the module.
    Use(Segments),
}

/// An item and the file that defines it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Item {
    pub(super) file: PathBuf,
    pub(super) name: String,
}

/// The names of all modules of a crate. The first module is the crate's root.
#[derive(Default)]
pub(super) struct Names {
    modules: Vec<Scope>,
}

#[derive(Default)]
struct Scope {
    parent: Option<Module>,
    meanings: BTreeMap<String, Vec<Meaning>>,
    /// `use` of everything in these.
    globs: Vec<Segments>,
    macros: BTreeMap<String, PathBuf>,
}

impl Names {
    /// A new module, in its parent under this name. Modules of one name, of which the platform chooses one, are one.
    pub(super) fn module(&mut self, parent: Option<(Module, &str)>) -> Module {
        if let Some((outer, name)) = parent {
            let there = self.child(outer, name);
            if there != outer {
                return there;
            }
        }
        let module = self.modules.len();
        self.modules.push(Scope { parent: parent.map(|(outer, _)| outer), ..Scope::default() });
        if let Some((outer, name)) = parent {
            self.mean(outer, name, Meaning::Module(module));
        }
        module
    }

    /// The module of this name in a module; itself when it has none.
    pub(super) fn child(&self, module: Module, name: &str) -> Module {
        let meanings = self.modules[module].meanings.get(name).into_iter().flatten();
        let mut modules = meanings.filter_map(|meaning| match meaning {
            Meaning::Module(child) => Some(*child),
            Meaning::Item(_) | Meaning::Use(_) => None,
        });
        modules.next().unwrap_or(module)
    }

    pub(super) fn mean(&mut self, module: Module, name: &str, meaning: Meaning) {
        self.modules[module].meanings.entry(name.to_owned()).or_default().push(meaning);
    }

    pub(super) fn glob(&mut self, module: Module, path: Segments) {
        self.modules[module].globs.push(path);
    }

    pub(super) fn macro_rules(&mut self, module: Module, name: &str, file: PathBuf) {
        self.modules[module].macros.insert(name.to_owned(), file);
    }

    /// The macro of this name that is in sight in the module without a `use`.
    pub(super) fn macro_in_sight(&self, module: Module, name: &str) -> Option<Item> {
        let mut at = Some(module);
        while let Some(module) = at {
            let scope = &self.modules[module];
            if let Some(file) = scope.macros.get(name) {
                return Some(Item { file: file.clone(), name: format!("{name}!") });
            }
            at = scope.parent;
        }
        None
    }

    /// The crate's own items that a path written in the module names. A path into another crate names none.
    pub(super) fn resolve(&self, module: Module, path: &[String]) -> BTreeSet<Item> {
        let meanings = self.follow(module, path, &mut BTreeSet::new());
        let items = meanings.into_iter().filter_map(|meaning| match meaning {
            Meaning::Item(item) => Some(item),
            Meaning::Module(_) | Meaning::Use(_) => None,
        });
        items.collect()
    }

    /// `seen` holds the names being looked up: two that hand on each other stand for nothing.
    fn follow(
        &self,
        module: Module,
        path: &[String],
        seen: &mut BTreeSet<(Module, String)>,
    ) -> BTreeSet<Meaning> {
        let Some((first, rest)) = path.split_first() else { return BTreeSet::new() };
        let mut at: BTreeSet<Meaning> = match first.as_str() {
            "crate" => BTreeSet::from([Meaning::Module(0)]),
            "self" => BTreeSet::from([Meaning::Module(module)]),
            "super" => self.modules[module].parent.map(Meaning::Module).into_iter().collect(),
            name => self.look_up(module, name, seen),
        };
        for name in rest {
            at = at.iter().flat_map(|meaning| self.inside(meaning, name, seen)).collect();
        }
        at
    }

    fn inside(
        &self,
        meaning: &Meaning,
        name: &str,
        seen: &mut BTreeSet<(Module, String)>,
    ) -> BTreeSet<Meaning> {
        match meaning {
            Meaning::Module(module) if name == "super" => {
                self.modules[*module].parent.map(Meaning::Module).into_iter().collect()
            }
            Meaning::Module(module) => self.look_up(*module, name, seen),
            // A variant, or a function of the type.
            Meaning::Item(_) => BTreeSet::from([meaning.clone()]),
            Meaning::Use(_) => BTreeSet::new(),
        }
    }

    fn look_up(
        &self,
        module: Module,
        name: &str,
        seen: &mut BTreeSet<(Module, String)>,
    ) -> BTreeSet<Meaning> {
        let key = (module, name.to_owned());
        if !seen.insert(key.clone()) {
            return BTreeSet::new();
        }
        let scope = &self.modules[module];
        let mut found = BTreeSet::new();
        for meaning in scope.meanings.get(name).into_iter().flatten() {
            match meaning {
                Meaning::Use(path) => found.extend(self.follow(module, path, seen)),
                known => drop(found.insert(known.clone())),
            }
        }
        if found.is_empty() {
            for glob in &scope.globs {
                for meaning in self.follow(module, glob, seen) {
                    if let Meaning::Module(all) = meaning {
                        found.extend(self.look_up(all, name, seen));
                    }
                }
            }
        }
        seen.remove(&key);
        found
    }
}
