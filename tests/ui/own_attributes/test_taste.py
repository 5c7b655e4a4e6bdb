"""A taste in the window: learned beside it, told honestly, kept as a row like any other, learned again by itself."""

from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest
from tools.tastes import composed, opened, store
from ui.driving import LEFT, button
from ui.own_attributes.test_own_attributes import in_dialog, open_menu, titles, tooltip

from clipiqa_desktop.culling.marking import with_flag
from clipiqa_desktop.mark_words import NO_FLAG

SIZE = 4


@pytest.fixture
def fill(places, monkeypatch):
    """Fills the catalog before the window opens; nowhere are there weights, so that only vectors are learned."""
    monkeypatch.delenv("CLIPIQA_WEIGHTS", raising=False)

    def fill(stacks, taste=4.0):
        with closing(opened(places.catalog)) as catalog:
            return store(catalog, composed(stacks, SIZE, taste, length=64), "test/rn50/1")

    return fill


@pytest.fixture
def culled(fill, open_window):
    """A window on 60 stacks that were culled."""
    stacks = fill(60)
    window = open_window()
    window.library.show_stacks(stacks)
    return window


def learn(qtbot, window, drive=None):
    """Learns, and presses Keep unless told otherwise."""

    def look(dialog):
        qtbot.waitUntil(lambda: dialog._ended, timeout=60_000)
        (drive or (lambda dialog: keep(qtbot, dialog)))(dialog)

    in_dialog(qtbot, lambda: qtbot.mouseClick(button(window.right, "+ learn from my marks…"), LEFT), look)


def keep(qtbot, dialog):
    qtbot.mouseClick(button(dialog, "Keep"), LEFT)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)


def test_it_is_learned_told_and_kept_as_a_row_like_any_other(culled, qtbot):
    def drive(dialog):
        assert (
            dialog.marks.text()
            == "240 marks make 180 pairs of this one rather than that one, all of them within stacks."
        )
        shares = [each.text() for each in dialog.table.shares]
        assert shares[0].endswith(" %")
        assert (shares[1], shares[3]) == ("not tried", "50 %")
        assert dialog.more.text() == "By words was not tried: that takes the network's weights."
        assert dialog.words.text().startswith("Learned: it agrees with you more often than the best column does.")
        assert len(dialog.preview.highest.photographs) == 10
        keep(qtbot, dialog)

    learn(qtbot, culled, drive)
    assert "My taste" in titles(culled)
    said = tooltip(culled, "My taste")
    assert "Learned from 240 marks; agrees with you in" in said
    assert "chance in 50 %" in said
    assert "It began as" not in said
    own = culled.library.own[0]
    assert np.isfinite(culled.library.columns.of(own.key)).all()
    culled.library.ask(culled.library.query.sorted_by(own.key, descending=True))
    rows = culled.library.answer.rows
    assert (np.diff(culled.library.columns.of(own.key)[rows]) <= 0).all()


def test_marks_by_chance_are_told_to_say_nothing_yet(fill, open_window, qtbot):
    stacks = fill(30, 0.0)
    window = open_window()
    window.library.show_stacks(stacks)

    def drive(dialog):
        assert dialog.words.text().startswith("Not yet: about ")
        assert not button(dialog, "Keep").isEnabled()

    learn(qtbot, window, drive)
    assert "My taste" not in titles(window)


def test_few_marks_and_no_vectors_are_said(fill, open_window, filler, qtbot):
    fill(6)
    window = open_window()

    def few(dialog):
        assert [each.text() for each in dialog.table.shares] == ["not tried", "not tried", "not known", "50 %"]
        assert dialog.words.text() == "Not yet: about 20 more decisions. Pick, reject or star some more photographs."

    def none(dialog):
        assert "it takes the network's weights, and photographs that were looked at with them" in dialog.words.text()
        assert not dialog.marks.isVisible()  # nothing is still on its way
        assert not dialog.table.isVisible()

    learn(qtbot, window, few)
    window.library.catalog.connection.execute("DELETE FROM vectors")
    learn(qtbot, window, none)


def test_cancelling_in_the_middle_keeps_nothing(culled, qtbot):
    in_dialog(qtbot, culled.words.taste.learn, lambda dialog: qtbot.mouseClick(button(dialog, "Cancel"), LEFT))
    assert culled.library.catalog.own_attributes.all() == ()


def test_a_name_that_is_taken_is_not_kept(culled, qtbot):
    def drive(dialog):
        dialog.name.setText("Quality")
        assert "There is an attribute called “Quality” already" in dialog.words.text()
        assert not button(dialog, "Keep").isEnabled()
        dialog.name.setText("Mine")
        keep(qtbot, dialog)

    learn(qtbot, culled, drive)
    assert "Mine" in titles(culled)


def test_it_is_learned_again_by_itself_when_marks_have_grown_by_half_and_no_sooner(fill, open_window, qtbot):
    stacks = fill(60)
    window = open_window()
    library, taste = window.library, window.words.taste
    library.show_stacks(stacks)
    flags = dict(zip(library.columns.ids.tolist(), library.columns.flag.tolist(), strict=True))
    later = list(flags)[-20 * SIZE :]
    library.mark(later, "Unflag", with_flag(NO_FLAG))
    learn(qtbot, window)
    key = library.own[0].key
    open_menu(qtbot, window, "My taste", "Learn again by itself")()
    assert library.own[0].learning.follows
    library.give_marks("Again", {"flag": {photo_id: flags[photo_id] for photo_id in later[: 19 * SIZE]}})
    taste.learn_what_has_grown()
    assert taste._again is None
    library.give_marks("Again", {"flag": {photo_id: flags[photo_id] for photo_id in later}})
    with qtbot.waitSignal(taste.said, timeout=60_000) as said:
        taste.learn_what_has_grown()
    assert said.args[0].startswith("“My taste” was learned again. Learned from 240 marks")
    assert [(each.key, each.learning.photographs, each.learning.follows) for each in library.own] == [(key, 240, True)]
    taste.learn_what_has_grown()
    assert taste._again is None


def test_the_window_closes_while_it_is_learned_again(culled, qtbot, places):
    learn(qtbot, culled)
    open_menu(qtbot, culled, "My taste", "Learn again by itself")()
    taste, own = culled.words.taste, culled.library.own[0]
    culled.library.own = (replace(own, learning=replace(own.learning, photographs=50)),)
    taste.learn_what_has_grown()
    assert taste._again
    culled.close()
    with closing(opened(places.catalog)) as catalog:
        assert [each.learning.photographs for each in catalog.own_attributes.all()] == [240]


def test_learning_again_from_the_menu_keeps_its_key(culled, qtbot):
    learn(qtbot, culled)
    key = culled.library.own[0].key
    again = open_menu(qtbot, culled, "My taste", "Learn again from my marks…")

    def look(dialog):
        qtbot.waitUntil(lambda: dialog._ended, timeout=60_000)
        assert dialog.name.text() == "My taste"
        keep(qtbot, dialog)

    in_dialog(qtbot, again, look)
    assert [each.key for each in culled.library.own] == [key]


def test_without_stacks_picks_are_compared_with_rejects_of_others(fill, open_window, qtbot):
    fill(40)
    window = open_window()
    assert window.library.engine.stacks is None
    learn(qtbot, window, lambda dialog: None if "none of them within stacks" in dialog.marks.text() else 1 / 0)
