"""Dropping photographs until the best remains."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from ui.driving import LEFT

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.marking import with_flag

Key = Qt.Key


def names(*numbers) -> list[str]:
    return [f"p{number}.jpg" for number in numbers]


@pytest.fixture
def survey(bench):
    """p1.jpg to p6.jpg."""
    bench.select("p1.jpg")
    bench.viewing.show_mode("survey")
    return bench


def test_the_current_one_and_those_that_follow(survey):
    assert survey.names() == names(1, 2, 3, 4, 5, 6)
    assert (survey.current(), survey.targets()) == ("p1.jpg", ["p1.jpg"])


def test_the_selected_ones(bench):
    bench.select(*names(0, 3, 7))
    bench.viewing.show_mode("survey")
    assert bench.names() == names(0, 3, 7)
    assert bench.targets() == ["p7.jpg"]  # the last one selected is the current one


def test_at_the_end_those_before(bench):
    bench.select("p7.jpg")
    bench.viewing.show_mode("survey")
    assert bench.names() == names(2, 3, 4, 5, 6, 7)
    assert bench.targets() == ["p7.jpg"]


def test_more_than_twelve_are_cut_and_that_is_said(shoot, open_bench):
    shoot(15, sizes=[(60, 40)])
    bench = open_bench()
    bench.grid.selectAll()
    bench.viewing.show_mode("survey")
    assert bench.names() == names(*range(12))
    head, tiles = bench.viewing.currentWidget().head, bench.viewing.currentWidget().tiles
    assert head.isVisible()
    assert head.text() == "The first 12 of 15: the other 3 stay as they are"
    assert min(tile.geometry().top() for tile in tiles) >= head.geometry().bottom()
    bench.viewing.show_mode("grid")
    bench.grid.select_again([])
    bench.grid.select_current_alone()
    bench.viewing.show_mode("survey")
    assert not head.isVisible()


def test_one_alone_is_no_survey(shoot, open_bench):
    shoot(1)
    bench = open_bench()
    bench.viewing.show_mode("survey")
    assert bench.viewing.mode == "grid"
    assert bench.said == ["A survey takes two photographs or more."]


def test_arrows_go_from_tile_to_tile(survey):
    columns = survey.page._rows[0]
    assert survey.page._rows in {(2, 2, 2), (3, 3)}
    for key, name in (
        (Key.Key_Right, "p2.jpg"),
        (Key.Key_Down, f"p{2 + columns}.jpg"),
        (Key.Key_Left, f"p{1 + columns}.jpg"),
        (Key.Key_Up, "p1.jpg"),
        (Key.Key_Left, "p1.jpg"),
        (Key.Key_End, "p6.jpg"),
        (Key.Key_Right, "p6.jpg"),
        (Key.Key_Home, "p1.jpg"),
    ):
        survey.press(key)
        assert (survey.current(), survey.targets()) == (name, [name])


def test_a_click_makes_a_tile_active(survey, qtbot):
    qtbot.mouseClick(survey.page.tiles[4].canvas, LEFT, pos=QPoint(30, 30))
    assert survey.targets() == ["p5.jpg"]
    assert survey.page.accessibleName() == "Survey, 5, p5.jpg"


def test_dropping_leaves_the_best_and_touches_no_photograph(survey):
    survey.press(Key.Key_Right)
    for left in (names(1, 3, 4, 5, 6), names(1, 4, 5, 6), names(1, 5, 6), names(1, 6), names(1)):
        survey.viewing.drop()
        assert survey.names() == left
    survey.viewing.drop()
    assert (survey.names(), survey.viewing.mode) == (names(1), "survey")
    assert survey.said == ["This is the one that remains."]
    ids = survey.library.columns.ids.tolist()
    assert len(ids) == 8
    assert set(survey.library.catalog.marks.of(ids).values()) == {Mark()}


def test_the_tiles_keep_their_numbers_and_tints(survey):
    before = dict(survey.viewing.shown_photos())
    survey.viewing.drop()
    after = dict(survey.viewing.shown_photos())
    assert after == {id_: colour for id_, colour in before.items() if survey.name(id_) != "p1.jpg"}
    assert len({colour.name() for colour in before.values()}) == 6
    assert list(survey.viewing.numbers().values()) == [2, 3, 4, 5, 6]


def test_tiles_fill_the_page(survey):
    page, tiles = survey.page, survey.page.tiles
    assert all(page.rect().contains(tile.geometry()) for tile in tiles)
    covered = sum(tile.width() * tile.height() for tile in tiles)
    assert covered > 0.95 * page.width() * page.height()
    for _ in range(4):
        survey.viewing.drop()
    assert survey.page.tiles[0].width() > 0.4 * page.width()


def test_all_zoom_together(survey):
    survey.wait_for_full("p1.jpg", "p2.jpg")
    survey.viewing.toggle_100()
    assert {canvas.zoom for canvas in survey.page.canvases()} == {1}
    assert len({(canvas.place().left(), canvas.place().width()) for canvas in survey.page.canvases()}) == 1
    survey.viewing.toggle_100()
    assert all(canvas.zoom < 1 for canvas in survey.page.canvases())


def test_a_filter_drops_who_is_filtered_out(survey):
    survey.press(Key.Key_End)
    survey.filter_quality(0.3, 0.7)
    assert survey.names() == names(2, 3, 4, 5)
    assert survey.targets() == ["p5.jpg"]
    assert survey.current() == "p5.jpg"
    survey.library.ask(survey.library.query.unfiltered)
    assert survey.names() == names(2, 3, 4, 5)


@pytest.mark.parametrize(
    ("low", "high", "current"), [(0.3, 0.34, "p2.jpg"), (0.95, None, None), (0.05, 0.15, "p0.jpg")]
)
def test_where_fewer_than_two_are_left_the_grid_comes_back(survey, low, high, current):
    survey.filter_quality(low, high)
    assert survey.viewing.mode == "grid"
    assert survey.current() == current


def test_a_mark_that_takes_the_photograph_out_of_the_filter_goes_on_to_the_next_tile(survey):
    library = survey.library
    library.ask(library.query.with_choice("flag", [0]))
    library.mark(survey.viewing.targets(), "", with_flag(-1))
    assert survey.names() == names(2, 3, 4, 5, 6)
    assert (survey.current(), survey.targets()) == ("p2.jpg", ["p2.jpg"])
    library.undo()
    assert set(survey.names()) == set(names(1, 2, 3, 4, 5, 6))
    assert (survey.current(), survey.targets()) == ("p1.jpg", ["p1.jpg"])


def test_advance_goes_to_the_next_tile(survey):
    survey.viewing.advance()
    assert survey.targets() == ["p2.jpg"]


def test_a_photograph_keeps_its_number_from_survey_to_compare_and_back(survey):
    survey.press(Key.Key_Right)
    survey.press(Key.Key_Right)
    numbers = survey.viewing.numbers()
    survey.viewing.drop()
    survey.viewing.show_mode("grid")
    survey.select("p4.jpg", "p5.jpg")
    survey.viewing.show_mode("survey")
    assert list(survey.viewing.numbers().values()) == [1, 2]  # from the grid they are counted anew
    survey.viewing.show_mode("grid")
    survey.select(*names(1, 2, 3, 4, 5, 6))
    survey.viewing.show_mode("survey")
    assert survey.viewing.numbers() == numbers
    for _ in range(2):
        survey.press(Key.Key_Home)
        survey.viewing.drop()
    survey.viewing.drop()
    survey.viewing.drop()
    left = survey.viewing.numbers()
    assert list(left.values()) == [5, 6]
    survey.viewing.show_mode("compare")
    assert survey.viewing.numbers() == left
    survey.viewing.promote()
    assert left.items() & survey.viewing.numbers().items()
    survey.viewing.show_mode("survey")
    assert left.items() & survey.viewing.numbers().items()


def test_under_each_tile_stand_what_sorts_how_it_was_taken_and_the_zoom(survey):
    text = survey.page.tiles[0]._caption._text
    assert text.below[0].startswith("00:00:01")
    assert text.below_right.endswith("%")
    library = survey.library
    library.ask(library.query.sorted_by("quality", second=False, descending=True))
    survey.page.show_marks()
    assert survey.page.tiles[0]._caption._text.below[0].startswith("Quality ")
    survey.viewing.toggle_100()
    assert survey.page.tiles[0]._caption._text.below_right == "zoom 100 %"


def test_stars_are_written_alike_in_all_tiles(shoot, open_bench):
    shoot(5, sizes=[(90, 30), (30, 90), (60, 40)])
    bench = open_bench()
    bench.grid.selectAll()
    bench.viewing.show_mode("survey")
    for width, few in ((700, True), (2400, False)):
        bench.viewing.resize(width, 700)
        QApplication.processEvents()
        tiles = [tile for tile in bench.page.tiles if tile.photo]
        assert {tile._caption._few_marks for tile in tiles} == {few}
        assert any(tile.is_narrow for tile in tiles) is few
    bench.viewing.resize(1000, 700)
    QApplication.processEvents()
    assert len({tile.is_narrow for tile in bench.page.tiles if tile.photo}) == 2  # it would differ
