"""By what frames of a stack are told apart: focus, what is asked for, the person's taste, quality."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tools.learned import made_taste
from tools.stored import ids, listed

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.stages import faces, measures
from clipiqa_desktop.catalog.stages.focus import VERSION, FocusNumbers
from clipiqa_desktop.culling.cut import Cut, cut_of
from clipiqa_desktop.culling.cut_sources import BestBy, missing, missing_eyes
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.photos.signature import LENGTH, SIDE, SIGNATURE_VERSION

QUALITY, TASTE, BRIGHTNESS = (0.9, 0.1, 0.5), (0.1, 0.9, 0.5), (0.1, 0.5, 0.9)


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Catalog]:
    """Three frames of one stack that focus does not tell apart; nobody has learned a taste yet."""
    with closing(Catalog(tmp_path / "catalog.db", KEYS)) as catalog:
        listed(catalog, "a.jpg", "b.jpg", "c.jpg")
        catalog.own_stacks.join([list(ids(catalog).values())])
        for photo_id in ids(catalog).values():
            tiles = np.full((4, 6), 0.5, np.float32)
            catalog.focus.store(photo_id, VERSION, FocusNumbers(0.5, 0.5, 0.5, 0.5), tiles)
        yield catalog


def score(catalog: Catalog, caution: str = "") -> None:
    model = catalog.models.make_current("a/rn50/1", "label", caution, 100.0)
    columns = {"quality": QUALITY, "brightness": BRIGHTNESS, "own_1": TASTE}
    for row, photo_id in enumerate(ids(catalog).values()):
        values = [columns.get(key, (0.5, 0.5, 0.5))[row] for key in catalog.scores.keys]
        catalog.scores.store(photo_id, model, np.ones(8, np.float32), np.array(values, np.float32))


def picked(cut: Cut) -> tuple[str, str]:
    """The best of the stack, and why."""
    ((row,),) = np.nonzero(cut.suggestions.flags == 1)
    return str(cut.columns.names[row])[0], cut.suggestions.words(int(row))


def test_a_taste_goes_before_quality_where_focus_tells_nothing_apart(stack: Catalog) -> None:
    score(stack)
    assert picked(cut_of(stack, "normal")) == ("a", "best of 3 by quality")
    stack.own_attributes.add("My taste", ("", ""), made_taste("a", size=8))
    score(stack)
    assert picked(cut_of(stack, "normal")) == ("b", "best of 3 by My taste")
    assert picked(cut_of(stack, "normal", best_by=BestBy("focus"))) == ("b", "best of 3 by My taste")


def test_what_is_asked_for_goes_before_the_taste(stack: Catalog) -> None:
    stack.own_attributes.add("My taste", ("", ""), made_taste("a", size=8))
    score(stack)
    assert picked(cut_of(stack, "normal", best_by=BestBy("brightness"))) == ("c", "best of 3 by brightness")
    assert picked(cut_of(stack, "normal", best_by=BestBy("quality"))) == ("a", "best of 3 by quality")


def test_a_taste_of_others_and_unknown_weights_decide_nothing_by_themselves(stack: Catalog) -> None:
    own = made_taste("a", size=8)
    theirs = replace(own, learning=replace(own.learning, follows=None))
    stack.own_attributes.add("Theirs", ("", ""), theirs)
    score(stack)
    assert picked(cut_of(stack, "normal")) == ("a", "best of 3 by quality")
    stack.own_attributes.learn_again("own_1", ("", ""), own)
    score(stack, "untrained: scores mean nothing")
    assert not (cut_of(stack, "normal").suggestions.flags == 1).any()
    assert picked(cut_of(stack, "normal", best_by=BestBy("own_1")))[0] == "b"


def test_what_could_not_be_measured_is_not_waited_for(stack: Catalog) -> None:
    first, second, third = ids(stack).values()
    assert missing(cut_of(stack, "normal").suggestions.source) == []
    stack.focus.store_failure(first, None, "It took too long.")  # is tried again
    waiting = cut_of(stack, "normal", best_by=BestBy("focus")).suggestions
    assert missing(waiting.source) == ["Focus is known of 2 of 3 so far."]
    assert [waiting.words(row) for row in range(3)] == ["not measured yet"] * 3
    stack.focus.store_failure(first, VERSION, "The file is damaged.")
    failed = cut_of(stack, "normal", best_by=BestBy("focus")).suggestions
    assert missing(failed.source) == ["Focus is unknown of 1, which could not be measured."]
    assert [failed.words(row)[:26] for row in (1, 2)] == ["like 2 others: left to you"] * 2
    stack.focus.store(second, VERSION, FocusNumbers(), np.full((4, 6), np.nan, np.float32))
    without_edges = cut_of(stack, "normal").suggestions.source
    assert missing(without_edges) == missing(failed.source), "what has no edges was measured"
    stack.faces.store(second, faces.VERSION, ())
    stack.faces.store_failure(third, faces.VERSION, "The file is damaged.")
    assert missing_eyes(cut_of(stack, "normal").suggestions.source, asked=True) == [
        "Eyes are known of 1 of 3.",
        "Eyes are unknown of 1, which could not be measured.",
    ]


def test_of_what_decides_it_is_said_too_what_could_not_be_measured(stack: Catalog) -> None:
    first, second, _ = ids(stack).values()
    stack.measures.store(first, measures.VERSION, {"blown": 0.1})
    stack.measures.store_failure(second, measures.VERSION, "The file is damaged.")
    assert missing(cut_of(stack, "normal", best_by=BestBy("blown", most=False)).suggestions.source) == [
        "Blown is known of 1 of 3.",
        "Blown is unknown of 1, which could not be measured.",
    ]


def test_a_frame_too_dark_to_be_compared_is_neither_softer_nor_out_of_focus(stack: Catalog) -> None:
    """Its few faint edges are far wider than those of the others, which are exposed alike."""
    dark = np.full((4, 6), np.nan, np.float32)
    dark[0, 0] = 6.0
    for photo_id, steps in zip(ids(stack).values(), (200, 200, 120), strict=True):
        stack.signatures.store(
            photo_id, SIGNATURE_VERSION, bytes([steps] * SIDE * SIDE + [128] * (LENGTH - SIDE * SIDE))
        )
        if steps < 200:
            stack.focus.store(photo_id, VERSION, FocusNumbers(6.0, 6.0, 0.5, 0.5), dark)
    cut = cut_of(stack, "off", best_by=BestBy("focus"))
    last = list(ids(stack).values())[2]
    assert cut.cells(last)[3:] == ("", "like 2 others: left to you, its focus cannot be told")
