import ast
import tomllib
from pathlib import Path

import pytest
from naming import ROOT

PACKAGING = ROOT / "packaging"
SPEC = PACKAGING / "clipiqa-desktop.spec"


def names_imported(path: Path) -> set[str]:
    """What a file imports from the folder it lies in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {name for name in modules if name and (PACKAGING / f"{name}.py").exists()}


def test_the_spec_is_short_and_leans_on_what_is_tested() -> None:
    assert names_imported(SPEC) == {"naming", "packed_licences", "packed_weights", "sizes"} | {
        "system_files",
        "tables_of_contents",
    }
    assert len(SPEC.read_text(encoding="utf-8").splitlines()) < 60


@pytest.mark.parametrize("package", ["open_clip", "torchvision"])
def test_what_pyinstaller_cannot_see_has_a_hook(package: str) -> None:
    tree = ast.parse((PACKAGING / "hooks" / f"hook-{package}.py").read_text(encoding="utf-8"))
    assigned = {node.targets[0].id for node in tree.body if isinstance(node, ast.Assign)}
    assert assigned & {"datas", "binaries"}


def test_every_package_brings_the_resources_where_the_program_looks_for_them() -> None:
    """Style sheet, icons and manual: packed.resource looks for them inside the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {"resources": "clipiqa_desktop/resources"}
    assert '(str(ROOT / "resources"), "clipiqa_desktop/resources")' in SPEC.read_text(encoding="utf-8")
    assert list((ROOT / "resources" / "help").glob("*.md"))
