"""What stands in for torchvision has all that open_clip asks for, as open_clip's own files say."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from naming import ROOT

STAND_IN = ROOT / "packaging" / "stand_in"


def open_clip_files() -> list[Path]:
    spec = find_spec("open_clip")
    assert spec
    assert spec.origin
    return sorted(Path(spec.origin).parent.rglob("*.py"))


def imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """(module, name) of all that comes from torchvision; the name is empty where the module itself is imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "torchvision":
            yield from ((node.module or "", alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((each.name, "") for each in node.names if each.name.partition(".")[0] == "torchvision")


def names_in(module: str) -> set[str]:
    """What a module of the stand-in defines, with the modules inside it."""
    folder = STAND_IN.joinpath(*module.split("."))
    file = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    defined = {node.name for node in ast.parse(file.read_text()).body if isinstance(node, ast.ClassDef)}
    return defined | {path.stem for path in (folder.iterdir() if folder.is_dir() else ())}


def asked_for() -> list[tuple[str, str]]:
    trees = [ast.parse(file.read_text("utf-8")) for file in open_clip_files()]
    return sorted({pair for tree in trees for pair in imported(tree)})


def test_open_clip_asks_for_something() -> None:
    """Else the next test would hold nothing."""
    assert ("torchvision.transforms", "ToTensor") in asked_for()
    assert ("torchvision.transforms.functional", "") in asked_for()


@pytest.mark.parametrize(("module", "name"), asked_for())
def test_all_that_open_clip_imports_is_there(module: str, name: str) -> None:
    assert not name or name in names_in(module)
    names_in(module)


def test_nothing_is_there_that_nobody_asks_for() -> None:
    asked = {name for _module, name in asked_for()}
    made = {name for module in ("transforms", "ops.misc") for name in names_in(f"torchvision.{module}")}
    assert {name for name in made if name[0].isupper()} <= asked


def test_every_interpolation_that_open_clip_names_is_one() -> None:
    named = {
        node.attr
        for file in open_clip_files()
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "InterpolationMode"
    }
    tree = ast.parse((STAND_IN / "torchvision" / "transforms" / "__init__.py").read_text())
    (modes,) = (each for each in tree.body if isinstance(each, ast.ClassDef) and each.name == "InterpolationMode")
    assert named
    assert named <= {node.targets[0].id for node in modes.body if isinstance(node, ast.Assign)}


def test_the_network_is_built_and_prompts_are_cut_into_tokens_without_torchvision() -> None:
    """In a process of its own, as in the packed program; and what is not there says so."""
    code = """
import open_clip, torch, torchvision
from torchvision.transforms import Resize
assert "stand_in" in torchvision.__file__
assert open_clip.create_model("RN50-quickgelu", device="meta").visual
assert open_clip.get_tokenizer("RN50-quickgelu")(["Good photo."]).any()
try:
    Resize(224)
except NotImplementedError as error:
    print(error)
"""
    path = os.pathsep.join([str(STAND_IN), str(ROOT)])
    ran = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    assert ran.stdout.strip() == "torchvision's Resize is not part of this program", ran.stderr
