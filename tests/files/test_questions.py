"""Questions about files are answered, whatever the disk says."""

import ast
from pathlib import Path

import pytest

import clipiqa_desktop
from clipiqa_desktop.files.questions import is_file, is_folder, is_link, is_there
from clipiqa_desktop.photos.reasons import reason

PACKAGE = Path(clipiqa_desktop.__file__).parent
RAISING = {"exists", "is_file", "is_dir", "is_symlink"}
# where a question that cannot be asked must stop what is done, and those that are no questions about paths
ASKED = {"culling/export/transfer.py", "indexing/find.py", "catalog/database/migrations.py"}
ASKED |= {"catalog/database/schema.py", "culling/trash_folder.py"}


def test_they_are_answered(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("nowhere")
    assert (is_there(tmp_path / "file"), is_file(tmp_path / "file"), is_folder(tmp_path)) == (True, True, True)
    assert (is_there(tmp_path / "link"), is_link(tmp_path / "link")) == (False, True)


@pytest.mark.parametrize("question", [is_there, is_file, is_folder, is_link])
def test_what_cannot_be_asked_is_not_there(tmp_path: Path, question) -> None:
    # "File name too long", where a folder that may not be looked into would do as well, but not for root.
    assert not question(tmp_path / ("a" * 300))


def test_a_file_in_a_folder_that_may_not_be_looked_into_has_a_reason(tmp_path: Path) -> None:
    said = reason(PermissionError(13, "Permission denied"), tmp_path / ("a" * 300))
    assert said == "The file may not be opened: its permissions forbid reading it."


def test_nobody_asks_in_the_way_that_raises() -> None:
    asking = {
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RAISING
        if not node.args
    }
    assert asking <= ASKED
