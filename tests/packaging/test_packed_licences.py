from pathlib import Path

import packed_licences
import pytest
from packed_licences import FOLDER, of_libraries


def test_a_text_for_each_package_and_a_word_on_what_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "doc" / "libssl3").mkdir(parents=True)
    (tmp_path / "doc" / "libssl3" / "copyright").write_text("its licence")
    monkeypatch.setattr(packed_licences, "_COPYRIGHTS", tmp_path / "doc")
    known = {"libssl.so.3": "libssl3", "libcrypto.so.3": "libssl3", "libdumb.so": "libdumb"}
    monkeypatch.setattr(packed_licences, "_debian_package", lambda library: known.get(library.name, ""))
    libraries = [Path("/lib") / name for name in (*known, "own.so")]
    ((destination, source, kind),) = of_libraries(libraries, tmp_path / "staged")
    assert (destination, kind) == (f"{FOLDER}/libssl3.txt", "DATA")
    assert Path(source).read_text() == "its licence"
    assert capsys.readouterr().out == "Packed without a licence text: libdumb.so, own.so.\n"


def test_where_nothing_is_packed_nothing_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert of_libraries([], tmp_path / "staged") == []
    assert capsys.readouterr().out == ""
