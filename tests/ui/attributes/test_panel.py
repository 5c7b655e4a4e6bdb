"""Sorting, filtering and explaining by the one list of attributes."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from ui.driving import LEFT, SHIFT, SHOOT, Filler, button, click_cell, count_label, drag, names, plain, row, shown_texts

from clipiqa_desktop.catalog.query.fields import Source
from clipiqa_desktop.culling.fields import BUILT_IN
from clipiqa_desktop.ui.texts import sort_value

RISING = [f"p{number}.jpg" for number in range(12)]


def tooltip_of(widget):
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), widget.mapToGlobal(QPoint(5, 5))))
    text = QToolTip.text()
    QToolTip.hideText()
    return text


def test_a_click_sorts_by_an_attribute_and_another_reverses(window, qtbot):
    qtbot.mouseClick(row(window, "Quality").button, LEFT)
    assert names(window) == RISING[::-1]
    assert button(window.top, "Quality ↓  ▾")
    qtbot.mouseClick(row(window, "Quality").button, LEFT)
    assert names(window) == RISING
    assert button(window.top, "Quality ↑  ▾")


def test_shift_and_a_click_sort_the_equal_ones(window, qtbot):
    qtbot.mouseClick(row(window, "Brightness").button, LEFT)
    qtbot.mouseClick(row(window, "Quality").button, LEFT, SHIFT)
    assert names(window) == [*RISING[0::2][::-1], *RISING[1::2][::-1]]
    assert button(window.top, "Brightness ↓, then quality  ▾")


def test_a_drag_in_a_histogram_filters_and_the_counts_follow(window, qtbot):
    before = row(window, "Sharpness").histogram._counts.sum()
    drag(qtbot, row(window, "Quality").histogram, 0.5, 1.2)
    assert names(window) == RISING[6:]
    assert count_label(window) == "6 of 12"
    assert (before, row(window, "Sharpness").histogram._counts.sum()) == (12, 6)
    assert row(window, "Quality").histogram._counts.sum() == 12  # its own bars still show all


def test_two_ranges_filter_together(window, qtbot):
    drag(qtbot, row(window, "Quality").histogram, 0.5, 1.2)
    drag(qtbot, row(window, "Sharpness").histogram, 0.25, 1.2)
    assert names(window) == RISING[6:9]


def test_a_double_click_clears_the_range(window, qtbot):
    drag(qtbot, row(window, "Quality").histogram, 0.5, 1.2)
    qtbot.mouseDClick(row(window, "Quality").histogram, LEFT)
    assert count_label(window) == "12"


def test_the_button_clears_ranges_and_leaves_the_order(window, qtbot):
    qtbot.mouseClick(row(window, "Quality").button, LEFT)
    drag(qtbot, row(window, "Quality").histogram, 0.5, 1.2)
    drag(qtbot, row(window, "Sharpness").histogram, 0.25, 1.2)
    qtbot.mouseClick(button(window.right, "Clear ranges"), LEFT)
    assert names(window) == RISING[::-1]
    assert "Clear ranges" not in shown_texts(window.right)


def test_the_keyboard_filters_too(window, qtbot):
    histogram = row(window, "Quality").histogram
    histogram.setFocus()
    for _ in range(20):
        qtbot.keyClick(histogram, Qt.Key.Key_Right)
    assert names(window) == RISING[6:]
    assert histogram.hasFocus()


def test_the_keyboard_stays_in_the_histogram_when_nothing_is_left(window, qtbot, filler):
    # One photograph has no score below: the range can be moved to where nothing is.
    histogram = row(window, "Quality").histogram
    drag(qtbot, row(window, "Sharpness").histogram, 0.8, 1.2)
    histogram.setFocus()
    for _ in range(30):
        qtbot.keyClick(histogram, Qt.Key.Key_Right)
    assert names(window) == []
    assert histogram.hasFocus()
    qtbot.keyClick(histogram, Qt.Key.Key_Delete)
    assert len(names(window)) == 3


@pytest.mark.parametrize(("name", "percentile", "score"), [("p0.jpg", "4%", 1 / 13), ("p11.jpg", "96%", 12 / 13)])
def test_the_current_photographs_place_and_score(window, qtbot, name, percentile, score):
    click_cell(qtbot, window, name)
    assert row(window, "Quality").percentile.text() == percentile
    assert [each.value for each in row(window, "Quality").histogram.markers()] == [pytest.approx(score)]
    tooltip = tooltip_of(row(window, "Quality"))
    for part in (f"{score:.3f}", "Good photo. / Bad photo.", "12 remain"):
        assert part in tooltip


def test_the_percentile_is_of_the_shoot_before_filters(window, qtbot):
    drag(qtbot, row(window, "Quality").histogram, 0.5, 1.2)
    click_cell(qtbot, window, "p11.jpg")
    assert row(window, "Quality").percentile.text() == "96%"


def test_a_photograph_without_scores_has_no_place(filler, open_window):
    filler.read(ids := filler.found(["p0.jpg", "scored.jpg"]))
    filler.score(ids[1:])
    window = open_window()
    assert row(window, "Quality").percentile.text() == "–"
    assert "no score" in tooltip_of(row(window, "Quality"))


def test_the_tooltip_says_what_must_be_said_of_untrained_scores(places, open_window):
    Filler(places, caution="untrained: scores mean nothing").shoot(3, SHOOT)
    window = open_window()
    assert "untrained: scores mean nothing" in tooltip_of(row(window, "Quality"))


def test_the_details_follow_the_current_photograph(window, filler, qtbot):
    details = window.right.findChild(type(window.right.layout().itemAt(0).widget()))
    click_cell(qtbot, window, "p3.jpg")
    texts = [label.text() for label in (details._name, details._facts, details._camera)]
    assert [plain(text) for text in texts] == ["p3.jpg", "2023-11-14 12:00:03 · ISO 100", "600 x 400"]


def test_the_size_goes_to_the_next_line_where_the_camera_has_a_long_name(filler, open_window):
    (photo,) = filler.found(["a.jpg"])
    filler.read([photo])
    window = open_window(size=(1024, 700))
    window.library.catalog.connection.execute("UPDATE photos SET camera = 'Apple iPhone SE (2nd generation)'")
    window.library.refresh([photo])
    details = window.right.layout().itemAt(0).widget()
    lines = dict.fromkeys((700, 250))
    for width in lines:
        details.resize(width, details.height())
        lines[width] = [details._camera.whole, details._lens.whole]
    assert lines[700] == ["Apple iPhone SE (2nd generation) · 600 x 400", ""]
    assert lines[250] == ["Apple iPhone SE (2nd generation)", "600 x 400"]


def test_the_details_tell_a_label_that_is_none_of_the_colours(filler, open_window):
    (photo,) = filler.found(["a.jpg"])
    window = open_window()
    window.library.catalog.sidecars.store_problem(photo, "a.xmp", "")
    window.library.catalog.connection.execute("UPDATE sidecars SET problem = NULL, label_text = 'Für die Braut'")
    window.library.refresh([photo])
    assert window.right.layout().itemAt(0).widget()._lens.text() == "label “Für die Braut”"
    assert "label “Für die Braut”" in window.grid.model().data(
        window.grid.model().index(0), Qt.ItemDataRole.ToolTipRole
    )


def test_the_details_say_why_a_photograph_cannot_be_read(filler, open_window):
    (photo,) = filler.found(["half.jpg"])
    window = open_window()
    details = window.right.layout().itemAt(0).widget()
    filler.fail(photo, "The file ends too early.")
    window.library.refresh([photo])
    assert details._facts.text() == "The file ends too early."


def test_the_list_stands_still_while_the_photographs_change(filler, open_window, qtbot):
    short, long, broken, plain = filler.found(["a.jpg", "b" * 200 + ".jpg", "c.jpg", "<b>d.jpg"])
    filler.read([short, long, plain])
    filler.fail(broken, "It is damaged and cannot be decoded, for a reason that takes many words to tell. " * 3)
    window = open_window()
    places = set()
    for photo in (short, long, broken, plain):
        window.library.make_current(photo)
        window.grab()
        places.add(window.right.list.y())
    assert len(places) == 1
    details = window.right.layout().itemAt(0).widget()
    assert details._name.text() == "<b>d.jpg"
    assert details._name.textFormat() == Qt.TextFormat.PlainText


def test_in_the_row_that_sorts_the_value_stands_as_it_does_under_the_photographs(window, qtbot):
    label = row(window, "Quality").percentile
    assert label._value == ""
    qtbot.mouseClick(row(window, "Quality").button, LEFT)
    photo = window.library.columns.rows([window.library.current_id])[0]
    assert label._value == sort_value(window.library, photo)[0] == "0.92"
    assert label.text() == "96%"
    qtbot.mouseClick(row(window, "Sharpness").button, LEFT)
    assert label._value == ""


def test_without_weights_one_line_stands_for_all_scores_until_there_are_some(filler, open_window):
    filler.read(ids := filler.found(["a.jpg"]))
    window = open_window()
    assert window.right.offer.isVisible()
    assert window.right.offer.text() == f"{len(BUILT_IN.of(Source.SCORES))} more columns come with the weights"
    assert [each.text() for each in window.right.offer.menu().actions()] == ["Download weights", "Choose weights file…"]
    titles = shown_texts(window.right)
    assert "Sharpness" not in titles
    assert "ISO" in titles
    filler.score(ids)
    window.library.reload()
    assert not window.right.offer.isVisible()
    assert row(window, "Sharpness").percentile.text() == "50%"


def test_the_line_for_all_scores_goes_as_soon_as_there_are_weights(filler, open_window):
    filler.read(filler.found(["a.jpg"]))
    window = open_window()
    window.indexing.weights_found.emit(None)
    assert not window.right.offer.isVisible()
    window.indexing.weights_missing.emit("")
    assert window.right.offer.isVisible()


def test_rows_of_faces_say_why_they_are_empty(window):
    assert "Faces were not looked for yet" in tooltip_of(row(window, "Eye focus"))
    assert "Faces were not looked for yet" not in tooltip_of(row(window, "Quality"))
