import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest

from clipiqa_desktop.about import licences
from clipiqa_desktop.about.licences import Part, packages, parts


def named(name: str) -> Part:
    return next(part for part in parts() if part.name == name)


def test_every_part_has_a_licence_and_a_text() -> None:
    found = parts()
    assert {part.name for part in found if not part.licence} == set()
    assert {part.name for part in found if len(part.text()) < 300} == set()


def test_the_parts_are_what_is_needed_directly_or_not_and_nothing_else() -> None:
    names = [part.name for part in parts()]
    assert names[:2] == ["CLIP-IQA Desktop", "Python"]
    assert {"torch", "PySide6_Essentials", "shiboken6", "pillow", "sympy", "wcwidth"} <= {*names}
    assert not {"pytest", "ruff", "piq"} & {*names}
    assert len(names) == len({*names})


def test_what_packages_lack_is_lent_to_them() -> None:
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in named("PySide6_Essentials").text()
    assert "Version 3, 29 June 2007" in named("PySide6_Essentials").text()
    assert "LGPL" in named("pi_heif").licence
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in named("Python").text()


def test_extras_are_followed_where_they_are_wished_for() -> None:
    """PyTorch wants NVIDIA's libraries as extras of one package."""
    names = {part.name for part in parts()}
    assert ("cuda-toolkit" in names) == ("nvidia-cublas" in names)


def test_what_was_packed_beside_the_packages_is_shown_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "licences" / "packed").mkdir(parents=True)
    (tmp_path / "licences" / "packed" / "libxcb1.txt").write_text("its text")
    (tmp_path / "licences" / "lent.toml").write_text("part = []\n[named]\n[lent]\n")
    monkeypatch.setattr(licences, "resource", lambda name: tmp_path / name)
    assert (parts()[-1].name, parts()[-1].text()) == ("libxcb1", "its text")


def test_a_frozen_program_shows_all_that_is_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert {each.metadata["Name"] for each in packages()} == {each.metadata["Name"] for each in distributions()}
