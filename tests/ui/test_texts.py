import pytest
from PySide6.QtGui import QTextLayout
from ui.driving import plain

from clipiqa_desktop.catalog.query.fields import Source
from clipiqa_desktop.catalog.query.query import Query
from clipiqa_desktop.culling.fields import BUILT_IN
from clipiqa_desktop.ui.texts import about, camera_words, duration, exact_moment, facts_line, sort_words

FULL = {
    "captured": 1_700_000_000.07,
    "focal_length_mm": 85.0,
    "aperture": 1.8,
    "shutter_s": 0.002,
    "iso": 400,
    "camera": "NIKON D3400",
    "lens": "35.0 mm f/1.8",
    "width": 6000,
    "height": 4000,
}


def test_facts_and_camera():
    assert plain(facts_line(FULL)) == "2023-11-14 22:13:20 · 85 mm · f/1.8 · 1/500 · ISO 400"
    assert camera_words(FULL) == ("NIKON D3400", "6000 x 4000", "35.0 mm f/1.8")
    assert camera_words(FULL, turned=1)[1] == "4000 x 6000"
    assert camera_words(FULL, turned=2)[1] == "6000 x 4000"
    assert plain(facts_line(FULL | {"shutter_s": 2.5})).split(" · ")[3] == "2.5 s"


def test_a_line_of_facts_breaks_only_after_a_dot(qapp):
    text = facts_line(FULL)
    for width in range(160, 500, 3):
        lines = broken(text, width)
        assert len(lines) == 1 or all(line.rstrip().endswith("·") for line in lines[:-1])
        assert not any(line.startswith("·") for line in lines)
    assert len(broken(text, 160)) > 1


def broken(text, width):
    layout = QTextLayout(text)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(text[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return lines


@pytest.mark.parametrize(
    ("captured", "words"),
    [(1_700_000_000.07, "2023-11-14 22:13:20.07"), (1_700_000_000.0, "2023-11-14 22:13:20"), (None, "")],
)
def test_the_exact_moment_has_hundredths_where_there_are_any(captured, words):
    assert exact_moment(captured) == words


def test_unknown_facts_are_left_out():
    nothing = {field.key: None for field in BUILT_IN.of(Source.FACTS)}
    assert (facts_line(nothing), camera_words(nothing)) == ("", ("", "", ""))


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 s"), (59.6, "1 min 0 s"), (137, "2 min 17 s"), (7300, "2 h 1 min")]
)
def test_durations(seconds, words):
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (30, "less than a minute"),
        (60, "about a minute"),
        (180, "about 3 min"),
        (3600, "about 1 h"),
        (5400, "about 1½ h"),
    ],
)
def test_times_that_are_told_coarsely(seconds, words):
    assert about(seconds) == words


def test_the_order_in_words():
    query = Query().sorted_by("sharpness")
    assert sort_words(Query(), BUILT_IN) == "Capture time ↑"
    assert sort_words(query.sorted_by("captured", second=True, descending=False), BUILT_IN) == "Sharpness ↓, then time"


def test_a_lens_that_is_named_after_its_camera_is_not_named_twice():
    phone = {"camera": "iPhone 13 Pro", "lens": "iPhone 13 Pro back triple camera 5.7mm f/1.5"}
    assert camera_words(phone) == ("iPhone 13 Pro", "", "back triple camera 5.7mm f/1.5")
    assert camera_words(phone | {"camera": "Apple iPhone 13 Pro"})[2] == "back triple camera 5.7mm f/1.5"
    assert camera_words({"camera": "X100", "lens": "X100"}) == ("X100", "", "X100")
