import ast
import plistlib
from pathlib import Path

import pytest
import system_files
from naming import ROOT


def called(node: ast.AST, name: str) -> list[ast.Call]:
    """All calls of that name in what PyInstaller evaluates."""
    return [
        each
        for each in ast.walk(node)
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == name
    ]


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("1.2.3", (1, 2, 3, 0)), ("0.10", (0, 10, 0, 0)), ("1.2.0rc1", (1, 2, 0, 0)), ("2.0.dev5", (2, 0, 0, 0))],
)
def test_windows_is_told_the_version_in_numbers_and_words(version: str, numbers: tuple[int, ...]) -> None:
    tree = ast.parse(system_files.version_resource(version), mode="eval")
    (fixed,) = called(tree, "FixedFileInfo")
    told = {keyword.arg: ast.literal_eval(keyword.value) for keyword in fixed.keywords}
    strings = dict(map(ast.literal_eval, call.args) for call in called(tree, "StringStruct"))
    assert told["filevers"] == told["prodvers"] == numbers
    assert strings["ProductVersion"] == strings["FileVersion"] == version
    assert strings["ProductName"] == "CLIP-IQA Desktop"


def test_macos_is_told_the_version_and_what_can_be_dropped() -> None:
    told = plistlib.loads(plistlib.dumps(system_files.info_plist("1.2.0rc1")))
    assert told["CFBundleShortVersionString"] == "1.2.0rc1"
    assert told["CFBundleVersion"] == "1.2.0"
    assert told["CFBundleDocumentTypes"][0]["LSItemContentTypes"] == ["public.folder"]


def test_the_entitlements_are_a_property_list_of_what_is_granted() -> None:
    granted = plistlib.loads(Path(ROOT / "packaging" / "entitlements.plist").read_bytes())
    assert granted
    assert all(name.startswith("com.apple.security.") and value is True for name, value in granted.items())
