"""The loupe: stepping, prefetching, its line and its film strip."""

import pytest
from PySide6.QtCore import QPoint, Qt
from ui.driving import LEFT

from clipiqa_desktop.culling.marking import with_flag, with_label, with_stars

Key = Qt.Key


@pytest.fixture
def loupe(bench, qtbot):
    bench.select("p3.jpg")
    bench.viewing.show_mode("loupe")
    qtbot.wait(10)  # until it is laid out
    return bench


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        ([Key.Key_Right], "p4.jpg"),
        ([Key.Key_Right, Key.Key_Left, Key.Key_Left], "p2.jpg"),
        ([Key.Key_Down, Key.Key_Down], "p5.jpg"),
        ([Key.Key_Up], "p2.jpg"),
        ([Key.Key_Home], "p0.jpg"),
        ([Key.Key_End], "p7.jpg"),
        ([Key.Key_PageDown], "p7.jpg"),
        ([Key.Key_End, Key.Key_Right], "p7.jpg"),
        ([Key.Key_Home, Key.Key_Left], "p0.jpg"),
    ],
)
def test_keys_step(loupe, keys, name):
    for key in keys:
        loupe.press(key)
    assert (loupe.current(), loupe.names(), loupe.targets()) == (name, [name], [name])


def prefetcher(bench, monkeypatch):
    asked = []
    monkeypatch.setattr(
        bench.frames, "want", lambda wanted: asked.append([(bench.name(w.photo_id), w.side) for w in wanted])
    )
    return asked


def test_the_current_one_is_wished_for_first_then_those_ahead(loupe, monkeypatch):
    asked = prefetcher(loupe, monkeypatch)
    loupe.press(Key.Key_Right)
    side = asked[-1][0][1]
    assert asked[-1] == [(name, side) for name in ("p4.jpg", "p5.jpg", "p6.jpg", "p7.jpg", "p3.jpg")]
    place = loupe.canvas.place()
    assert side == max(place.width(), place.height())
    loupe.press(Key.Key_Left)
    assert [name for name, _ in asked[-1]] == ["p3.jpg", "p2.jpg", "p1.jpg", "p0.jpg", "p4.jpg"]


def test_after_a_rest_its_full_size_is_wished_for(loupe, monkeypatch, qtbot):
    asked = prefetcher(loupe, monkeypatch)
    loupe.press(Key.Key_Right)
    assert ("p4.jpg", None) not in asked[-1]
    qtbot.waitUntil(lambda: asked[-1][-1] == ("p4.jpg", None))


def test_near_by_full_sizes_come_at_once(loupe, monkeypatch):
    loupe.viewing.toggle_100()
    asked = prefetcher(loupe, monkeypatch)
    loupe.press(Key.Key_Right)
    side = asked[-1][0][1]
    assert asked[-1][:4] == [("p4.jpg", side), ("p4.jpg", None), ("p5.jpg", side), ("p5.jpg", None)]


def test_a_key_held_down_leaves_only_the_newest_wish(loupe, monkeypatch):
    asked = prefetcher(loupe, monkeypatch)
    for _ in range(4):
        loupe.press(Key.Key_Right)
    assert [each[0][0] for each in asked] == ["p4.jpg", "p5.jpg", "p6.jpg", "p7.jpg"]
    assert len(asked[-1]) <= 5


def test_a_small_photograph_is_wished_for_as_it_is(shoot, open_bench, monkeypatch, qtbot):
    shoot(2, sizes=[(300, 200)])
    bench = open_bench()
    asked = prefetcher(bench, monkeypatch)
    bench.viewing.show_mode("loupe")
    qtbot.waitUntil(lambda: asked == [[("p0.jpg", None), ("p1.jpg", None)]])


def test_one_wishes_only_for_the_size_in_which_it_will_be_shown(bench, monkeypatch, qtbot):
    asked = prefetcher(bench, monkeypatch)
    bench.viewing.show_mode("loupe")
    qtbot.waitUntil(lambda: asked != [])
    qtbot.wait(150)
    place = bench.canvas.place()
    assert {side for wanted in asked for _, side in wanted[:1]} == {max(place.width(), place.height())}


def test_a_screen_reader_hears_what_is_shown(loupe):
    here = [loupe.library.current_id]
    for changing in (with_stars(4), with_flag(1), with_label("red")):
        loupe.library.mark(here, "", changing)
    assert loupe.page.accessibleName() == "Loupe, p3.jpg, 4 of 8, 4 stars, picked, red label"
    loupe.press(Key.Key_Left)
    assert loupe.page.accessibleName() == "Loupe, p2.jpg, 3 of 8"


def test_a_mark_is_told_for_a_moment(loupe, qtbot):
    canvas = loupe.canvas
    before = canvas.grab().toImage()
    loupe.library.mark([loupe.library.current_id], "", with_flag(1))
    assert canvas.grab().toImage() != before
    loupe.wait_for_full("p3.jpg")
    qtbot.waitUntil(lambda: canvas._notice == "")


def test_a_mark_that_goes_on_is_told_with_the_name(loupe):
    library = loupe.library
    library.ask(library.query.with_choice("flag", [0]))
    library.mark([library.current_id], "", with_flag(1))
    assert loupe.names() == ["p4.jpg"]
    assert loupe.canvas._notice == "p3.jpg: ⚑ picked"


def test_a_click_in_the_film_strip_goes_there(loupe, qtbot):
    strip = loupe.page._strip
    assert strip.place_of(3).center().x() == pytest.approx(strip.width() / 2, abs=2)
    qtbot.mouseClick(strip, LEFT, pos=strip.place_of(5).center())
    assert loupe.current() == "p5.jpg"
    assert strip.place_of(5).center().x() == pytest.approx(strip.width() / 2, abs=2)
    qtbot.mouseClick(strip, LEFT, pos=QPoint(strip.place_of(7).right() + 30, 20))
    assert loupe.current() == "p5.jpg"


def test_the_wheel_looks_along_the_film_strip_and_a_step_comes_back(loupe):
    strip = loupe.page._strip
    loupe.turn_wheel(strip, QPoint(50, 20), -240)
    assert strip.place_of(7).center().x() == pytest.approx(strip.width() / 2, abs=2)
    assert loupe.current() == "p3.jpg"
    loupe.press(Key.Key_Right)
    assert strip.place_of(4).center().x() == pytest.approx(strip.width() / 2, abs=2)


def test_thumbnails_nearest_to_the_current_one_come_first(shoot, open_bench, monkeypatch, qtbot):
    shoot(40, sizes=[(60, 40)])
    bench = open_bench()
    bench.select("p20.jpg")
    asked = []
    monkeypatch.setattr(bench.thumbnails, "want", lambda wanted, side: asked.append((list(wanted), side)))
    bench.viewing.show_mode("loupe")
    qtbot.waitUntil(lambda: asked != [])
    ids = [int(content.split()[1]) for content in asked[-1][0]]
    nearest = [bench.name(id_) for id_ in ids[:3]]
    assert nearest[0] == "p20.jpg"
    assert set(nearest[1:]) == {"p19.jpg", "p21.jpg"}
    assert 10 < len(ids) < 40
    qtbot.wait(100)
    before = len(asked)
    bench.library.ask(bench.library.query.sorted_by("quality"))  # the grid is hidden and must not ask for its cells
    qtbot.wait(100)
    assert all(side == asked[0][1] for _, side in asked[before:])


@pytest.fixture
def selected(bench, qtbot):
    """The loupe of p1, p4 and p6, of which the last is current."""
    bench.select("p1.jpg", "p4.jpg", "p6.jpg")
    bench.viewing.show_mode("loupe")
    qtbot.wait(10)
    return bench


def test_the_loupe_of_a_selection_stays_in_it_and_says_so(selected):
    assert (selected.current(), selected.viewing.place_in_selection) == ("p6.jpg", (3, 3))
    selected.press(Key.Key_Home)
    for key, name, place in (
        (Key.Key_Right, "p4.jpg", 2),
        (Key.Key_Down, "p6.jpg", 3),
        (Key.Key_Right, "p6.jpg", 3),
        (Key.Key_Left, "p4.jpg", 2),
        (Key.Key_PageUp, "p1.jpg", 1),
        (Key.Key_Left, "p1.jpg", 1),
    ):
        selected.press(key)
        assert (selected.current(), selected.viewing.place_in_selection) == (name, (place, 3))
    assert selected.page._caption._text.right.endswith("1 of 3 selected")
    assert selected.targets() == ["p1.jpg"]


def test_back_in_the_grid_the_selection_is_there_again(selected):
    selected.press(Key.Key_Left)
    selected.viewing.show_mode("grid")
    assert selected.current() == "p4.jpg"
    assert selected.targets() == ["p1.jpg", "p4.jpg", "p6.jpg"]
    assert selected.viewing.place_in_selection is None


def test_one_that_leaves_the_filter_makes_room_for_the_next_that_is_selected(selected):
    selected.library.ask(selected.library.query.with_choice("flag", [0]))
    selected.press(Key.Key_Left)
    selected.library.mark([selected.library.current_id], "Pick", with_flag(1))
    assert (selected.current(), selected.viewing.place_in_selection) == ("p6.jpg", (2, 2))
    selected.library.mark([selected.library.current_id], "Pick", with_flag(1))
    assert (selected.current(), selected.viewing.place_in_selection) == ("p1.jpg", (1, 1))


def test_what_leads_out_of_the_selection_ends_it(selected, qtbot):
    selected.library.make_current(selected.id_of("p2.jpg"))
    qtbot.waitUntil(lambda: selected.targets() == ["p2.jpg"])
    assert selected.viewing.place_in_selection is None
    selected.press(Key.Key_Right)
    assert selected.current() == "p3.jpg"


def test_another_size_tells_another_zoom_at_once(loupe, qtbot):
    before = loupe.page._caption._text.right
    loupe.viewing.resize(600, 420)
    qtbot.wait(10)
    assert loupe.page._caption._text.right != before
    assert loupe.page._caption._text.right.startswith(f"zoom {100 * loupe.canvas.zoom:.0f} %")
