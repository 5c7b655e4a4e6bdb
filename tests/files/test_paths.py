from pathlib import Path

import pytest

from clipiqa_desktop.files.paths import absolute


def test_links_stay_but_for_those_behind_which_one_goes_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = tmp_path.resolve() / "there"
    (there / "deep").mkdir(parents=True)
    (there / "link").symlink_to(there / "deep")
    (there.parent / "far").symlink_to(there / "deep")
    monkeypatch.chdir(there)
    assert absolute(Path("link")) == there / "link"
    assert absolute(Path("deep/../link")) == there / "link"
    assert absolute(Path("../far/../a.jpg")) == there / "a.jpg"
    assert absolute(Path("deep/..")) == there
