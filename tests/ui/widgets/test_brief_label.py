"""As many sentences as go into two lines; the rest under the pointer."""

from clipiqa_desktop.ui.widgets.brief_label import BriefLabel

FIRST, REST = (
    "<b>No scores yet.</b>",
    " All else works without them. Nothing is sent. It can be had at any time.",
)


def shown(qtbot, width, text=FIRST + REST, details=""):
    label = BriefLabel()
    qtbot.addWidget(label)
    label.resize(width, 60)
    label.show_text(text, details)
    label.show()
    return label


def test_all_of_it_stands_where_there_is_room(qtbot):
    label = shown(qtbot, 900)
    assert label.text() == FIRST + REST
    assert label.toolTip() == ""


def test_where_there_is_little_room_the_last_sentences_give_way_and_stand_under_the_pointer(qtbot):
    label = shown(qtbot, 190, details="https://example.org")
    assert label.text().startswith(FIRST)
    assert label.text().endswith(" …")
    assert label.heightForWidth(190) < 3 * label.fontMetrics().lineSpacing()
    assert "It can be had at any time." in label.toolTip()
    assert "https://example.org" in label.toolTip()
    assert "It can be had at any time." in label.accessibleName()
    label.resize(900, 60)
    assert label.text() == FIRST + REST


def test_the_first_sentence_is_said_in_any_case(qtbot):
    assert shown(qtbot, 40).text() == f"{FIRST} …"
