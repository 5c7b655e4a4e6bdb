"""The setting with its live count."""

import numpy as np
from tools.shots import scene
from ui.driving import jpeg, names

from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.indexing.progress import Phase, Progress, StageCount, StageName
from clipiqa_desktop.open_catalog import open_catalog
from clipiqa_desktop.photos.signature import SIGNATURE_VERSION

TWO = "2 stacks of several photographs, 4 in all, and the others alone, in all folders"


def test_a_choice_holds_at_once_and_says_how_many_stacks_it_makes(filler, open_window, qtbot, places):
    filler.shoot(4)
    catalog = open_catalog(places.catalog)
    for photo_id in range(1, 5):
        catalog.connection.execute("UPDATE photos SET captured = ? WHERE id = ?", (30.0 * photo_id, photo_id))
        catalog.signatures.store(photo_id, SIGNATURE_VERSION, scene(1 + photo_id // 3))
    catalog.close()
    window = open_window()
    with qtbot.waitSignal(window.stacks.counted):
        window.stacks.start()
    dialog = window.preferences.open()
    page = dialog.stacks
    assert page.count.text() == TWO
    for word, words in (("strict", "No stacks in any folder"), ("loose", TWO)):
        page.strictness.setCurrentIndex(page.strictness.findData(word))
        with qtbot.waitSignal(window.stacks.counted):
            page.strictness.activated.emit(page.strictness.currentIndex())
        assert (page.count.text(), window.stacks.strictness) == (words, word)
    assert len(window.library.cells) == 2
    assert np.array_equal(window.library.passing, [1, 2, 3, 4])
    dialog.close()


def test_what_is_open_stays_open_when_an_earlier_photograph_comes_to_it(filler, open_window):
    ids = filler.shoot(6)
    window = open_window()
    library = window.library
    library.show_stacks(Stacks(np.array(ids[1:3]), np.array([ids[1]] * 2)))
    library.open_stacks([ids[1]])
    more = Stacks(np.array(ids[:5]), np.array([ids[0]] * 3 + [ids[3]] * 2))
    library.hold_stacks(more)
    library.show_held()
    assert names(window) == [f"p{number}.jpg" for number in (0, 1, 2, 3, 5)]
    library.look_into(ids[3])
    assert library.opened >= {ids[0], ids[3]}
    library.renew_stacks(Stacks(np.array(ids), np.array([ids[0]] * 2 + [ids[2]] * 4)))
    library.look_into(ids[0])
    assert [cell.opened for cell in library.cells] == [True, True, False]


def test_what_heads_tell_is_shown_before_anything_is_scored(filler, open_window, qtbot):
    filler.glanced(filler.found([f"p{number}.jpg" for number in range(4)]), [jpeg()] * 4)
    window = open_window()
    with qtbot.waitSignal(window.stacks.counted):
        window.stacks.start()
    window.library.show_stacks(Stacks(np.zeros(0, np.int64), np.zeros(0, np.int64)))

    def told(stage: StageName, heads: int) -> Progress:
        return Progress(Phase.LOOKING, stage=stage, stages=(StageCount("glance", heads, 4),))

    with qtbot.assertNotEmitted(window.stacks.counted, wait=50):
        window.indexing.progressed.emit(told("glance", 3))
    with qtbot.waitSignal(window.stacks.counted):
        window.indexing.progressed.emit(told("encode", 4))
    assert len(window.library.cells) == 1
    with qtbot.assertNotEmitted(window.stacks.counted, wait=50):
        window.indexing.progressed.emit(told("encode", 4))


def test_stacks_that_wait_are_shown_once_all_was_read_and_the_order_stays_as_it_is(filler, open_window):
    ids = filler.shoot(6)
    window = open_window()
    library = window.library
    first = Stacks(np.array(ids[:2]), np.array([ids[0]] * 2))
    library.show_stacks(first)
    library.ask(library.query.sorted_by("stars", descending=True))
    library.give_marks("Stars", {"stars": {ids[4]: 5}})
    library.refresh([ids[4]])
    order = names(window)
    assert library.stale
    library.hold_stacks(Stacks(np.array(ids[:4]), np.array([ids[0]] * 2 + [ids[2]] * 2)))
    assert names(window) == order
    window.indexing.progressed.emit(Progress(Phase.LOOKING, stage="measure"))
    assert (len(library.cells), library.stale) == (4, True)
    assert library.passing.tolist() == ids
    library.resort()
    assert (library.passing[0], library.stale) == (ids[4], False)
