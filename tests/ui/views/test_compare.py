"""Champion and challengers."""

import pytest
from PySide6.QtCore import QPoint, Qt
from ui.driving import LEFT

from clipiqa_desktop.culling.marking import with_flag
from clipiqa_desktop.ui.views.compare import CHALLENGER, CHAMPION

Key = Qt.Key


@pytest.fixture
def compare(bench):
    """p2.jpg against p3.jpg."""
    bench.select("p2.jpg")
    bench.viewing.show_mode("compare")
    return bench


def test_the_current_one_meets_the_next(compare):
    assert compare.names() == ["p2.jpg", "p3.jpg"]
    assert (compare.current(), compare.targets()) == ("p3.jpg", ["p3.jpg"])
    assert [each._caption._text.more for each in compare.page.tiles] == [("Champion",), ("Challenger",)]


def test_the_last_one_meets_the_one_before(bench):
    bench.select("p7.jpg")
    bench.viewing.show_mode("compare")
    assert bench.names() == ["p7.jpg", "p6.jpg"]


def test_two_selected_ones_meet(bench):
    bench.select("p1.jpg", "p6.jpg")
    bench.viewing.show_mode("compare")
    assert bench.names() == ["p1.jpg", "p6.jpg"]


def test_one_alone_cannot_be_compared(shoot, open_bench):
    shoot(1)
    bench = open_bench()
    bench.viewing.show_mode("compare")
    assert (bench.viewing.mode, bench.said) == ("grid", ["Comparing takes two photographs."])


@pytest.mark.parametrize(
    ("keys", "pair"),
    [
        ([Key.Key_Right], ["p2.jpg", "p4.jpg"]),
        ([Key.Key_Right] * 9, ["p2.jpg", "p7.jpg"]),
        ([Key.Key_Left], ["p2.jpg", "p1.jpg"]),  # over the champion
        ([Key.Key_Left] * 9, ["p2.jpg", "p0.jpg"]),
        ([Key.Key_Left, Key.Key_Right], ["p2.jpg", "p3.jpg"]),
        ([Key.Key_Up], ["p3.jpg", "p4.jpg"]),
        ([Key.Key_Right, Key.Key_Up, Key.Key_Left], ["p4.jpg", "p3.jpg"]),
        ([*[Key.Key_Right] * 4, Key.Key_Up], ["p7.jpg", "p6.jpg"]),
    ],
)
def test_keys_step_and_promote(compare, keys, pair):
    for key in keys:
        compare.press(key)
    assert compare.names() == pair
    assert compare.targets() == [pair[1]]


def test_of_two_the_promoted_one_meets_the_old_champion(shoot, open_bench):
    shoot(2)
    bench = open_bench()
    bench.viewing.show_mode("compare")
    bench.press(Key.Key_Up)
    assert bench.names() == ["p1.jpg", "p0.jpg"]


def test_tab_and_clicks_change_the_active_tile(compare, qtbot):
    compare.press(Key.Key_Tab)
    assert (compare.current(), compare.targets(), compare.page.active) == ("p2.jpg", ["p2.jpg"], CHAMPION)
    compare.press(Key.Key_Tab)
    assert (compare.current(), compare.page.active) == ("p3.jpg", CHALLENGER)
    qtbot.mouseClick(compare.page.tiles[CHAMPION].canvas, LEFT, pos=QPoint(40, 40))
    assert compare.targets() == ["p2.jpg"]
    assert compare.page.accessibleName() == "Compare, 1, Champion, p2.jpg"


def test_only_the_active_tile_is_framed(compare):
    def framed(tile) -> bool:
        image = tile.grab().toImage()
        return image.pixelColor(image.width() // 2, 1).name() == "#e8b04a"

    assert [framed(tile) for tile in compare.page.tiles] == [False, True]
    compare.press(Key.Key_Tab)
    assert [framed(tile) for tile in compare.page.tiles] == [True, False]


def test_both_zoom_and_move_together(compare, qtbot):
    left, right = compare.page.canvases()
    compare.wait_for_full("p2.jpg", "p3.jpg")
    for _ in range(4):
        compare.turn_wheel(left, QPoint(100, 300), 120)
    assert left.zoom == right.zoom
    assert left.place() == right.place()
    qtbot.mousePress(right, LEFT, pos=QPoint(200, 200))
    qtbot.mouseMove(right, QPoint(170, 230))
    qtbot.mouseRelease(right, LEFT, pos=QPoint(170, 230))
    assert left.place() == right.place()
    place = left.place()
    compare.press(Key.Key_Right)
    compare.wait_for_full("p4.jpg")
    assert right.place() == place


def test_of_different_sizes_the_same_part_is_seen(shoot, open_bench):
    shoot(2, sizes=[(1800, 1200), (2700, 1800)])
    bench = open_bench()
    bench.viewing.show_mode("compare")
    bench.wait_for_full("p0.jpg", "p1.jpg")
    left, right = bench.page.canvases()
    bench.point(left, QPoint(300, 250))
    bench.viewing.toggle_100()
    assert left.zoom == right.zoom == 1

    def centre(canvas):
        place = canvas.place()
        return (canvas.room.width() / 2 - place.left()) / place.width()

    assert centre(left) == pytest.approx(centre(right), abs=0.01)


def test_the_mark_goes_to_the_active_tile_and_on_to_the_next_challenger(compare):
    library, viewing = compare.library, compare.viewing
    library.mark(viewing.targets(), "", with_flag(-1))
    viewing.advance()
    assert compare.names() == ["p2.jpg", "p4.jpg"]
    assert library.catalog.marks.of([compare.id_of("p3.jpg")])[compare.id_of("p3.jpg")].flag == -1


def test_a_marked_challenger_that_leaves_the_filter_is_followed_by_the_next(compare):
    library = compare.library
    library.ask(library.query.with_choice("flag", [0]))
    library.mark(compare.viewing.targets(), "", with_flag(-1))
    assert (compare.names(), compare.current()) == (["p2.jpg", "p4.jpg"], "p4.jpg")
    library.undo()
    assert (compare.names(), compare.current()) == (["p2.jpg", "p3.jpg"], "p3.jpg")


def test_a_champion_that_leaves_makes_room_for_the_challenger(compare):
    library = compare.library
    library.ask(library.query.with_choice("flag", [0]))
    compare.press(Key.Key_Tab)
    library.mark(compare.viewing.targets(), "", with_flag(-1))
    assert compare.names() == ["p3.jpg", "p4.jpg"]


@pytest.mark.parametrize(
    ("low", "high", "pair"),
    [
        (0.3, None, ["p2.jpg", "p3.jpg"]),
        (0.4, None, ["p3.jpg", "p4.jpg"]),
        (None, 0.34, ["p2.jpg", "p1.jpg"]),
        (0.7, None, ["p6.jpg", "p7.jpg"]),
    ],
)
def test_a_filter_replaces_only_who_is_filtered_out(compare, low, high, pair):
    compare.filter_quality(low, high)
    assert compare.names() == pair
    assert compare.viewing.mode == "compare"
    assert compare.targets() == [compare.current()]


def test_another_order_keeps_both(compare):
    compare.library.ask(compare.library.query.sorted_by("quality"))
    assert (compare.names(), compare.current()) == (["p2.jpg", "p3.jpg"], "p3.jpg")
    compare.press(Key.Key_Right)
    assert compare.names() == ["p2.jpg", "p1.jpg"]


def test_where_one_is_left_there_is_nothing_to_compare(compare):
    compare.filter_quality(0.4, 0.5)
    assert (compare.viewing.mode, compare.current(), compare.targets()) == ("grid", "p3.jpg", ["p3.jpg"])


def zooms(compare):
    return [tile._caption._text.below_right for tile in compare.page.tiles]


def test_with_alt_one_of_them_moves_alone_until_the_whole_is_seen_again(compare, qtbot):
    compare.wait_for_full(*compare.names())
    compare.viewing.toggle_100()
    champion, challenger = compare.page.canvases()
    before = champion.place(), challenger.place()
    compare.press(Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    apart = challenger.place().left() - champion.place().left()
    assert champion.place() == before[0]
    assert apart > 50
    assert zooms(compare) == ["zoom 100 %", "moved alone · zoom 100 %"]
    compare.press(Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert champion.place() != before[0]
    assert challenger.place().left() - champion.place().left() == apart
    compare.viewing.toggle_100()
    compare.viewing.toggle_100()
    assert challenger.place() == champion.place().translated(challenger.place().topLeft() - champion.place().topLeft())
    assert challenger.place().left() == champion.place().left()
    assert zooms(compare) == ["zoom 100 %", "zoom 100 %"]
