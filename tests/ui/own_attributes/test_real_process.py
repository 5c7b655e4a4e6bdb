"""Once from the first photograph to an attribute and a found sentence, with the real network."""

from ui.driving import LEFT, names, row, save_jpegs, wait_until_indexed
from ui.own_attributes.test_own_attributes import in_dialog, make, titles, type_words

PATIENCE_MS = 120_000


def test_words_of_ones_own_score_and_find_real_photographs(open_window, qtbot, untrained_file, tmp_path):
    window = open_window(untrained_file)
    window.folders.add([save_jpegs(tmp_path / "shoot", "a.jpg", "b.jpg", "c.jpg", "d.jpg")])
    wait_until_indexed(qtbot, window, PATIENCE_MS)

    def drive(dialog):
        type_words(qtbot, dialog, "elegant", "clumsy")
        qtbot.waitUntil(dialog._keep.isEnabled, timeout=PATIENCE_MS)
        qtbot.mouseClick(dialog._keep, LEFT)
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE_MS)

    in_dialog(qtbot, make(window), drive)
    qtbot.waitUntil(lambda: "Elegant" in titles(window))
    qtbot.mouseClick(row(window, "Elegant").button, LEFT)
    scores = [window.library.score(photo, window.library.own[0].key) for photo in window.library.ids.tolist()]
    assert len(names(window)) == 4
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4
    window.words.finding.field.setText("bride laughing")
    qtbot.waitUntil(lambda: window.top._sort.text().startswith("Words"), timeout=PATIENCE_MS)
    cosines = window.library.columns.of("words")[window.library.answer.rows].tolist()
    assert cosines == sorted(cosines, reverse=True)
    assert all(-1 <= cosine <= 1 for cosine in cosines)
