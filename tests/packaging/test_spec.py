import ast
import tomllib
from pathlib import Path
from xml.etree import ElementTree

from naming import ROOT

PACKAGING = ROOT / "packaging"
SPEC = PACKAGING / "clipiqa-desktop.spec"


def names_imported(path: Path) -> set[str]:
    """What a file imports from the folder it lies in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {name for name in modules if name and (PACKAGING / f"{name}.py").exists()}


def test_the_spec_is_short_and_leans_on_what_is_tested() -> None:
    assert names_imported(SPEC) == {
        *("left_out", "naming", "packed_licences", "packed_weights", "sizes"),
        *("system_files", "tables_of_contents"),
    }
    assert len(SPEC.read_text(encoding="utf-8").splitlines()) < 65


def test_what_pyinstaller_cannot_see_has_a_hook() -> None:
    tree = ast.parse((PACKAGING / "hooks" / "hook-open_clip.py").read_text(encoding="utf-8"))
    assert {node.targets[0].id for node in tree.body if isinstance(node, ast.Assign)} == {"datas"}


def test_windows_is_told_of_sharp_screens_long_paths_and_utf_8() -> None:
    manifest = ElementTree.parse(PACKAGING / "windows.manifest")
    settings = {element.tag.rpartition("}")[2]: element.text for element in manifest.iter() if element.text}
    assert settings["dpiAwareness"] == "PerMonitorV2, PerMonitor"
    assert settings["longPathAware"] == "true"
    assert settings["activeCodePage"] == "UTF-8"
    assert 'manifest=str(Path(SPECPATH) / "windows.manifest")' in SPEC.read_text(encoding="utf-8")


def test_every_package_brings_the_resources_where_the_program_looks_for_them() -> None:
    """Style sheet, icons and manual: packed.resource looks for them inside the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {"resources": "clipiqa_desktop/resources"}
    assert '(str(ROOT / "resources"), "clipiqa_desktop/resources")' in SPEC.read_text(encoding="utf-8")
    assert list((ROOT / "resources" / "help").glob("*.md"))
