"""The public functions and methods of a package, read from its source: importing a module may need what is not there."""

import ast
import importlib.util
import pathlib


def public_methods(package):
    root = pathlib.Path(importlib.util.find_spec(package).origin).parent
    names = []
    for file in sorted(root.glob("*.py")):
        module = package if file.stem == "__init__" else file.stem
        body = ast.parse(file.read_text(encoding="utf-8")).body
        names += [f"{module}.{name}" for name in public_in(body)]
    # A method may be defined twice; the later one counts.
    return list(dict.fromkeys(names))


def public_in(body):
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        if isinstance(node, ast.ClassDef):
            yield from (f"{node.name}.{name}" for name in public_in(node.body))
        else:
            yield node.name
