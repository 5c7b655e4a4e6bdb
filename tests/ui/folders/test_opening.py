"""Folders and photographs that are handed to the window."""

import pytest
from PIL import ExifTags, Image
from ui.driving import count_label, current, item_of, names, save_jpegs, wait_until_indexed

from clipiqa_desktop.app import start_work


@pytest.fixture
def photos(tmp_path):
    return save_jpegs(tmp_path / "photos", "a.jpg", "b.jpg", "c.jpg")


def test_a_photograph_opens_its_folder_and_is_the_current_one(open_window, photos, qtbot):
    window = open_window()
    start_work(window, [photos / "c.jpg"])
    wait_until_indexed(qtbot, window)
    assert names(window) == ["a.jpg", "b.jpg", "c.jpg"]
    assert current(window) == "c.jpg"
    assert window.grid.selected_ids() == [window.library.current_id]


def test_a_photograph_that_is_known_already_is_current_at_once(open_window, photos, qtbot):
    window = open_window()
    window.opening.open([photos])
    wait_until_indexed(qtbot, window)
    assert current(window) == "a.jpg"
    window.opening.open([photos / "b.jpg"])
    assert current(window) == "b.jpg"
    wait_until_indexed(qtbot, window)
    assert current(window) == "b.jpg"


def test_it_stays_current_when_capture_times_put_another_first(open_window, photos, qtbot):
    """Until it is read it stands first, by its name; where nobody named a photograph, the view would begin anew."""
    exif = Image.Exif()
    exif[ExifTags.Base.DateTime] = "2020:01:01 12:00:00"
    Image.new("RGB", (120, 80)).save(photos / "c.jpg", exif=exif)
    window = open_window()
    window.opening.open([photos / "a.jpg"])
    wait_until_indexed(qtbot, window)
    assert names(window) == ["c.jpg", "a.jpg", "b.jpg"]
    assert current(window) == "a.jpg"


def test_a_raw_opens_the_photograph_that_it_belongs_to(open_window, photos, qtbot):
    (photos / "b.CR2").write_bytes(b"no RAW at all")
    window = open_window()
    window.opening.open([photos / "b.CR2"])
    wait_until_indexed(qtbot, window)
    assert current(window) == "b.jpg"


def test_several_photographs_of_one_folder_open_it_once(open_window, photos, qtbot):
    window = open_window()
    window.opening.open([photos / "b.jpg", photos / "c.jpg"])
    wait_until_indexed(qtbot, window)
    assert (count_label(window), current(window)) == ("3", "b.jpg")
    assert item_of(window.left.folders, "photos").text(1) == "3"


def test_what_never_turns_up_is_not_waited_for(open_window, photos, qtbot):
    window = open_window()
    window.opening.open([photos / "z.jpg"])
    wait_until_indexed(qtbot, window)
    assert current(window) == "a.jpg"
    save_jpegs(photos, "z.jpg")
    window.folders.look_again()
    wait_until_indexed(qtbot, window)
    assert "z.jpg" in names(window)
    assert current(window) == "a.jpg"
