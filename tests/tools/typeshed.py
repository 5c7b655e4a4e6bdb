"""What Python's standard library lacks on other systems, as its types have it that come with mypy."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import mypy

STUBS = Path(mypy.__file__).parent / "typeshed" / "stdlib"
OLDEST_PYTHON = (3, 11)
# Windows has none of these, of which the types say nothing.
UNSAID = {"os": {"O_DSYNC", "O_NDELAY", "O_NOCTTY", "O_NONBLOCK", "O_SYNC"}}


@cache
def lacking(system: str, module: str) -> frozenset[str]:
    """The names of a module that Linux has and `system`, as `sys.platform` names it, has not.

    What only some kinds of objects have there bears their class: `Path.is_mount`.
    """
    unsaid = UNSAID.get(module, set()) if system == "win32" else set()
    return frozenset(_names(module, "linux") - _names(module, system) | unsaid)


@cache
def has(system: str, module: str) -> bool:
    """Whether there is anything in that module."""
    public, here = ({name for name in _names(module, where) if name[0] != "_"} for where in (system, "linux"))
    return bool(public) or not here


@cache
def methods_lacking(system: str) -> Mapping[str, str]:
    """Where what is lacking there of common kinds of objects comes from, by its own name."""
    kinds = ("mmap", "os", "pathlib")
    found = {
        name.partition(".")[2]: f"{kind}.{name}" for kind in kinds for name in lacking(system, kind) if "." in name
    }
    return {name: whole for name, whole in found.items() if not name.startswith("__")}


def _stub(module: str) -> Path | None:
    parts = module.split(".")
    places = (STUBS.joinpath(*parts[:-1], f"{parts[-1]}.pyi"), STUBS.joinpath(*parts, "__init__.pyi"))
    return next((place for place in places if place.is_file()), None)


@cache
def _names(module: str, system: str) -> frozenset[str]:
    stub = _stub(module)
    return frozenset(_defined(ast.parse(stub.read_text("utf-8")).body, system)) if stub else frozenset()


def _defined(body: Sequence[ast.stmt], system: str, kind: str = "") -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.If):
            yield from _defined(node.body if _holds(node.test, system) else node.orelse, system, kind)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if not _is_for_nobody(node):
                yield kind + node.name
        elif isinstance(node, ast.ClassDef):
            yield kind + node.name
            if not kind:
                yield from _defined(node.body, system, f"{node.name}.")
        else:
            yield from (kind + name for name in _assigned(node))


def _assigned(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from (alias.asname for alias in node.names if alias.asname)  # others are the stub's own
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _is_for_nobody(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether it raises whatever it is called on: so the types say that a method is there, but supported nowhere."""
    first = function.args.args[0].annotation if function.args.args else None
    return isinstance(first, ast.Name) and first.id == "Never"


def _holds(test: ast.expr, system: str) -> bool:
    there = SimpleNamespace(platform=system, version_info=OLDEST_PYTHON)
    return bool(eval(ast.unparse(test), {"sys": there, "TYPE_CHECKING": True}))
