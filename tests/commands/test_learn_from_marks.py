"""`clipiqa-desktop learn --from-marks`, by itself: without weights, where vectors are learned in a moment."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from tools.tastes import composed, opened, store

from clipiqa_desktop.__main__ import main
from clipiqa_desktop.catalog.loading import load
from clipiqa_desktop.culling.attribute_file import load as load_file
from clipiqa_desktop.culling.fields import fields_of
from clipiqa_desktop.places import own_places


@pytest.fixture(autouse=True)
def no_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("CLIPIQA_WEIGHTS", raising=False)


def filled(base: Path, stacks: int, taste: float = 4.0) -> None:
    with closing(opened(own_places(base).catalog)) as catalog:
        store(catalog, composed(stacks, 4, taste), "abc/rn50/1")


def learn(base: Path, *more: object) -> int:
    return main([str(word) for word in ("learn", "--from-marks", "--name", "My taste", "--basedir", base, *more)])


def test_a_taste_is_kept_told_beside_the_best_column_and_scores_all(tmp_path, capsys):
    filled(tmp_path, 60)
    assert learn(tmp_path, "--save", tmp_path / "taste.json") == 0
    said = capsys.readouterr()
    assert "Learned from 240 marks: 180 pairs, 180 of them inside stacks" in said.out
    assert "of the pairs held out as you ordered them" in said.out
    assert "chance 50 %" in said.out
    assert "it scores 240 photographs" in said.out
    assert "By words was not tried: that takes the network's weights." in said.err
    with closing(opened(own_places(tmp_path).catalog)) as catalog:
        (own,) = catalog.own_attributes.all()
        assert (own.title, own.prompts, own.learning.photographs, own.learning.follows) == (
            "My taste",
            ("", ""),
            240,
            False,
        )
        assert own.learning.held_out > 0.6
        assert own.learning.rival
        assert np.isfinite(load(catalog, fields_of(catalog)).of(own.key)).all()
    assert load_file(tmp_path / "taste.json").learned.contexts is None


def test_once_more_it_is_learned_again_in_its_place(tmp_path, capsys):
    filled(tmp_path, 60)
    assert [learn(tmp_path), learn(tmp_path)] == [0, 0]
    with closing(opened(own_places(tmp_path).catalog)) as catalog:
        assert [each.title for each in catalog.own_attributes.all()] == ["My taste"]


@pytest.mark.parametrize(
    ("stacks", "taste", "sentence"),
    [(5, 4.0, "Not yet: about 20 more decisions. Pick, reject or star"), (40, 0.0, "Not yet: about")],
)
def test_where_marks_say_nothing_it_says_not_yet_and_keeps_nothing(tmp_path, capsys, stacks, taste, sentence):
    filled(tmp_path, stacks, taste)
    assert learn(tmp_path) == 2
    assert sentence in capsys.readouterr().err
    with closing(opened(own_places(tmp_path).catalog)) as catalog:
        assert catalog.own_attributes.all() == ()


def test_without_vectors_it_says_what_it_takes(tmp_path, capsys):
    with closing(opened(own_places(tmp_path).catalog)):
        pass
    assert learn(tmp_path) == 2
    assert "it takes the network's weights, and photographs that were looked at with them" in capsys.readouterr().err


def test_a_table_or_marks_but_not_both(tmp_path, capsys):
    assert learn(tmp_path, tmp_path / "labels.csv") == 2
    assert main(["learn", "--name", "X", "--basedir", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("Name a table of labels to learn from, or --from-marks") == 2
