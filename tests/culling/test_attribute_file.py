import json
import os
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tools.learned import made_pair, made_taste

from clipiqa_desktop.culling.attribute_file import SUFFIX, AttributeText, load, save
from clipiqa_desktop.errors import UserError

ELEGANT = AttributeText("Élégant & <b>", ("Elegant photo.", "Clumsy photo."))
SAID = {"format": "clipiqa-attribute", "version": 1, "title": "Elegant", "prompts": ["Elegant photo.", "Clumsy photo."]}


def test_what_was_saved_is_loaded_and_an_older_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / f"elegant{SUFFIX}"
    path.write_text("something older")
    save(path, ELEGANT)
    assert load(path) == ELEGANT
    assert json.loads(path.read_text(encoding="utf-8"))["prompts"] == ["Elegant photo.", "Clumsy photo."]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": "something"}, "does not hold an attribute: choose a file that ends in"),
        ({"version": 4}, "written by a newer version"),
        ({"version": 3}, "does not hold what was learned: it is damaged"),
        ({"version": [1]}, "written by a newer version"),
        ({"version": 2}, "does not hold what was learned: it is damaged"),
        ({"title": "  "}, "does not say what its attribute is called"),
        ({"title": 7}, "does not say what its attribute is called"),
        ({"prompts": ["one"]}, "does not hold two prompts"),
        ({"prompts": ["one", 2]}, "does not hold two prompts"),
        ({"prompts": "ab"}, "does not hold two prompts"),
        ({"prompts": ["one", " "]}, "Type two words or prompts"),
        ({"prompts": ["One", "one "]}, "Both prompts are the same"),
    ],
)
def test_what_makes_no_attribute_is_a_sentence(tmp_path: Path, change: dict[str, object], sentence: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(SAID | change))
    with pytest.raises(UserError, match=sentence):
        load(path)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"[1, 2]", b"{" * 5000, b"[" * 99_000, b"null"])
def test_any_other_file_is_a_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(data)
    with pytest.raises(UserError, match=r"a\.json does not hold an attribute"):
        load(path)


def test_places_that_cannot_be_are_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no longer there"):
        load(tmp_path / "none.json")
    with pytest.raises(UserError, match="cannot be read"):
        load(tmp_path)
    with pytest.raises(UserError, match=f"none{os.sep}a.json cannot be written"):
        save(tmp_path / "none" / "a.json", ELEGANT)


def test_what_was_learned_is_loaded_as_it_was_saved(tmp_path: Path) -> None:
    path, pair = tmp_path / f"taste{SUFFIX}", made_pair("008336ff5418")
    save(path, AttributeText("Taste", ELEGANT.prompts, pair))
    loaded = load(path)
    assert loaded.learned
    assert (loaded.title, loaded.prompts, loaded.learned.learning) == ("Taste", ELEGANT.prompts, pair.learning)
    np.testing.assert_array_equal(loaded.learned.contexts, pair.contexts)
    np.testing.assert_array_equal(loaded.learned.vectors, pair.vectors)


def test_vectors_that_no_prompts_say_are_loaded_as_they_were_saved(tmp_path: Path) -> None:
    path, pair = tmp_path / f"taste{SUFFIX}", made_taste("008336ff5418")
    save(path, AttributeText("Taste", ("", ""), pair))
    assert json.loads(path.read_text())["version"] == 3
    loaded = load(path)
    assert loaded.learned
    assert loaded.prompts == ("", "")
    assert loaded.learned.contexts is None
    assert loaded.learned.learning == replace(pair.learning, follows=None)  # the marks of others are not followed here
    np.testing.assert_array_equal(loaded.learned.vectors, pair.vectors)


@pytest.mark.parametrize(
    "change",
    [
        {"vectors": "AAAA"},
        {"vectors": "no base 64"},
        {"vectors": 7},
        {"vectors": b64encode(np.zeros((2, 1024), "<f4").tobytes()).decode()},
        {"contexts": b64encode(np.full((2, 16, 512), np.nan, "<f4").tobytes()).decode()},
        {"weights": ""},
        {"weights": None},
        {"photographs": "many"},
    ],
)
def test_a_learned_pair_that_is_damaged_is_a_sentence(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "a.json"
    save(path, AttributeText("Taste", ELEGANT.prompts, made_pair()))
    said = json.loads(path.read_text())
    said["learned"] |= change
    path.write_text(json.dumps(said))
    with pytest.raises(UserError, match="does not hold what was learned: it is damaged"):
        load(path)
