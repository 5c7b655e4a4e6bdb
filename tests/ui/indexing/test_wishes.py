"""What the window sorts by reaches the run that goes on, and the next one."""

from ui.driving import save_jpegs, wait_until_indexed

PHOTOGRAPHS = 60


def test_what_sorts_is_measured_before_all_is_read(open_window, tmp_path, qtbot):
    window = open_window()
    window.library.ask(window.library.query.sorted_by("focus"))
    seen = []
    window.indexing.progressed.connect(lambda progress: seen.append({each.name: each.done for each in progress.stages}))
    window.folders.add([save_jpegs(tmp_path / "photos", *(f"{number:02}.jpg" for number in range(PHOTOGRAPHS)))])
    wait_until_indexed(qtbot, window)
    assert seen[-1]["measure"] == PHOTOGRAPHS
    assert any(each.get("measure", 0) > 0 and each["read"] < PHOTOGRAPHS for each in seen)


def test_the_next_run_is_told_all_that_holds(open_window, tmp_path, qtbot):
    window = open_window()
    window.library.ask(window.library.query.sorted_by("eye_focus"))
    window.folders.add([save_jpegs(tmp_path / "photos", "a.jpg")])
    told = window.indexing._thread._steering
    assert told == window.indexing._steering
    assert told.wished == {"faces"}
    wait_until_indexed(qtbot, window)
    shown = tuple(window.library.ids.tolist())
    qtbot.waitUntil(lambda: window.indexing._steering.on_screen == shown)
    window.indexing.start()
    told = window.indexing._thread._steering
    assert (told.wished, told.on_screen) == ({"faces"}, shown)
    wait_until_indexed(qtbot, window)
