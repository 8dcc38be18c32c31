"""Calls one of Adobe's Python clients method by method, in the order of its data file, and prints what came of each call.

How a client is set up is left to clients.py, what to think of an outcome to survey.js.
"""

import contextlib
import importlib
import inspect
import json
import os
import re
import signal
import sys

import clients
from practice import Practice
from public import public_methods

# Longer results are known by not being empty.
LONGEST_RESULT = 300
# Some clients ask for one page after the other for as long as the answers please them. Seconds.
LONGEST_CALL = 60
NAMED = re.compile("<[A-Za-z0-9]+>")


class Missing(Exception):
    """An argument that an earlier call should have kept."""


def filled(value, kept):
    """The argument with each `<name>` replaced by what was kept under that name."""
    if isinstance(value, dict):
        return {filled(name, kept): filled(inner, kept) for name, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, kept) for inner in value]
    if not isinstance(value, str):
        return value
    if NAMED.fullmatch(value):
        name = value[1:-1]
        if name not in kept:
            raise Missing(f"needs {name}, which no call gave")
        return kept[name]
    return NAMED.sub(lambda found: str(kept.get(found[0][1:-1], found[0])), value)


def found(result, path):
    """The part of a result to which the path leads. Adobe has identifiers as keys and at the end of addresses, too."""
    for step in path:
        if step == "first key":
            result = next(iter(result))
        elif step == "after the last slash":
            result = result.rsplit("/", 1)[-1]
        else:
            result = result[step]
    return result


def is_nothing(result):
    """Whether a client would say so to somebody who asked for something. A number is something, zero as well."""
    if isinstance(result, bool | int | float):
        return False
    if hasattr(result, "empty"):
        return bool(result.empty)
    return not result


def short(result):
    """The result as JSON has it, unless it is long."""
    text = json.dumps(result, default=str)
    return json.loads(text) if len(text) <= LONGEST_RESULT else "(long)"


@contextlib.contextmanager
def limited():
    """Ends what takes too long, where the system can."""

    def end(_signal, _frame):
        raise TimeoutError(f"no end after {LONGEST_CALL} seconds")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    signal.signal(signal.SIGALRM, end)
    signal.alarm(LONGEST_CALL)
    try:
        yield
    finally:
        signal.alarm(0)


class Survey:
    """The calls of one client, one after the other."""

    def __init__(self, order):
        self.package = order["package"]
        self.makers = order["classes"]
        self.practice = Practice(order["control"])
        self.kept = clients.SETUPS[self.package](order)
        self.objects = {}

    def owner(self, module, name):
        """The one object of a class; it is made when it is first asked for."""
        key = f"{module.__name__.rpartition('.')[2]}.{name}"
        if key not in self.objects:
            how = filled(self.makers.get(key, {}), self.kept)
            self.objects[key] = getattr(module, name)(**how) if isinstance(how, dict) else how
        return self.objects[key]

    def run(self, method, arguments):
        *place, name = method.split(".")
        module = self.package if place[0] == self.package else f"{self.package}.{place[0]}"
        module = importlib.import_module(module)
        owner = module if len(place) == 1 else self.owner(module, place[1])
        if inspect.isclass(getattr(owner, name)):
            # The calls that follow are made on another object.
            self.objects[method] = getattr(owner, name)(**filled(arguments, self.kept))
            return self.objects[method]
        if isinstance(inspect.getattr_static(type(owner), name, None), property):
            return getattr(owner, name)
        return getattr(owner, name)(**filled(arguments, self.kept))

    def call(self, method, arguments=None, keep=None, _gives=None):
        # The last of these lines tells which call did not end.
        print(method, file=sys.stderr)
        went = {"method": method}
        result = None
        self.practice.forget()
        try:
            with limited():
                result = self.run(method, arguments or {})
        except Missing as missing:
            went["missing"] = str(missing)
        # A client that ends the program, or fails in whatever way, has failed in this call alone.
        except (Exception, SystemExit) as error:
            went["raised"] = f"{type(error).__name__}: {error}"[:LONGEST_RESULT]
        went["requests"] = self.practice.requests()
        went["nothing"] = is_nothing(result)
        went["result"] = short(result)
        came = "missing" not in went and "raised" not in went
        for name, path in (keep or {}).items() if came else ():
            try:
                self.kept[name] = found(result, path)
            except (LookupError, TypeError, AttributeError, StopIteration):
                went["lacks"] = name
        return went


def main():
    order = json.load(sys.stdin)
    answer = sys.stdout
    # The clients print as they go; only the answer goes to the one who asked.
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        survey = Survey(order)
        went = [survey.call(*call) for call in order["calls"]]
    json.dump({"went": went, "public": public_methods(order["package"])}, answer)


main()
