import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QMenu,
    QProgressBar,
    QPushButton,
    QScrollBar,
    QSlider,
    QSplitter,
    QTableWidget,
    QToolButton,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)

from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.widgets.tree import Tree, tree_items

# The offscreen platform says so of every window; nothing here depends on it.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

BOTH = pytest.mark.parametrize("theme", style.THEMES.values(), ids=style.THEMES)
GROUNDS = ("window", "panel", "bar", "well", "loupe")
LIT_GROUNDS = ("raised", "hover")


@pytest.fixture
def app(qapp):
    yield qapp
    qapp.setStyleSheet("")
    qapp.setProperty("clipiqaTheme", None)
    qapp.setPalette(QPalette())


def luminance(colour: str) -> float:
    parts = [QColor(colour).red() / 255, QColor(colour).green() / 255, QColor(colour).blue() / 255]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def gallery() -> QMainWindow:
    window = QMainWindow()
    window.menuBar().addMenu("File").addAction("Open")
    window.statusBar().showMessage("Ready")
    inside = QWidget()
    column = QVBoxLayout(inside)
    accent, flat, segment, quiet = QPushButton("Download"), QPushButton("Pause"), QToolButton(), QLabel("3,204")
    for widget, name in ((accent, "accent"), (segment, "segment"), (quiet, "quiet")):
        widget.setProperty(name, True)
    flat.setFlat(True)
    notice = QFrame(objectName="notice")
    notice.setProperty("urgent", True)
    QVBoxLayout(notice).addWidget(QLabel("Weights are missing"))
    slider = QSlider(Qt.Orientation.Horizontal)
    for widget in (accent, flat, segment, quiet, notice, slider, QLineEdit(), QProgressBar(), QScrollBar()):
        column.addWidget(widget)
    for widget in (QTreeWidget(), QListWidget(), QTableWidget(2, 2), QSplitter(), QCheckBox("Show"), QComboBox()):
        column.addWidget(widget)
    window.setCentralWidget(inside)
    return window


def test_the_contrast_of_black_and_white_is_twenty_one():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@BOTH
@pytest.mark.parametrize("ground", GROUNDS + LIT_GROUNDS)
def test_text_can_be_read_on_every_ground(theme, ground):
    behind = getattr(theme, ground)
    quiet = theme.quiet_on_hover if ground in LIT_GROUNDS else theme.quiet
    assert contrast(theme.text, behind) >= 4.5
    assert contrast(theme.bright, behind) >= 4.5
    assert contrast(quiet, behind) >= 4.5
    assert contrast(theme.accent_text, behind) >= 4.5


@BOTH
def test_text_can_be_read_on_amber(theme):
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.on_urgent, theme.urgent) >= 4.5


@BOTH
@pytest.mark.parametrize("ground", GROUNDS + LIT_GROUNDS)
def test_the_focus_outline_can_be_seen(theme, ground):
    assert contrast(theme.accent, getattr(theme, ground)) >= 3


@BOTH
def test_greys_are_neutral(theme):
    for role in (*GROUNDS, *LIT_GROUNDS, "line", "text", "quiet", "columns"):
        assert QColor(getattr(theme, role)).hsvSaturation() == 0


@BOTH
def test_every_role_in_the_sheet_is_filled(theme):
    sheet = style.stylesheet(theme)
    assert "@" not in sheet
    assert theme.hover in sheet


@BOTH
def test_qt_understands_the_sheet(app, qtbot, theme):
    style.apply(app, theme)
    window, dialog, menu = gallery(), QDialog(), QMenu()
    menu.addAction("Open")
    for widget in (window, dialog, menu):
        qtbot.addWidget(widget)
        widget.grab()  # an unknown property or a syntax error is logged, which fails the test
    assert app.font().pixelSize() == style.FONT_PIXELS


@BOTH
def test_painted_widgets_follow_the_theme(app, theme):
    style.apply(app, theme)
    assert style.current() is theme
    assert app.palette().color(QPalette.ColorRole.Text) == QColor(theme.text)


@BOTH
def test_buttons_of_dialogs_have_no_icons(app, qtbot, theme):
    app.setStyleSheet("QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 1; }")
    close = QDialogButtonBox.StandardButton.Close
    assert not icon_of(close, qtbot).isNull()
    style.apply(app, theme)
    assert icon_of(close, qtbot).isNull()


def icon_of(which, qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    box = QDialogButtonBox(which, dialog)
    dialog.grab()
    return box.button(which).icon()


def test_the_window_takes_the_ground_of_its_theme(app, qtbot):
    for theme in style.THEMES.values():
        style.apply(app, theme)
        window = QMainWindow()
        qtbot.addWidget(window)
        window.resize(60, 60)
        assert window.grab().toImage().pixelColor(30, 30) == QColor(theme.window)


def test_focus_shows_in_a_field(app, qtbot):
    style.apply(app, style.DARK)
    field = QLineEdit()
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    assert field.grab().toImage().pixelColor(field.width() // 2, 0) == QColor(style.DARK.accent)


def test_a_resource_is_found_and_a_missing_one_is_not_invented():
    assert style.resource("style.qss").is_file()
    assert not style.resource("no-such-file").exists()


def test_the_template_names_only_colours():
    names = set(re.findall(r"@(\w+)", style.resource("style.qss").read_text(encoding="utf-8")))
    assert all(QColor(getattr(style.DARK, name)).isValid() for name in names)


@pytest.mark.usefixtures("app")
def test_without_an_applied_theme_widgets_are_dark():
    assert style.current() is style.DARK


@pytest.mark.parametrize("theme", [style.LIGHT, style.DARK])
def test_counts_and_the_ground_of_the_grid_change_with_the_theme(window, theme):
    window.view.show_theme(style.DARK if theme is style.LIGHT else style.LIGHT)
    window.view.show_theme(theme)
    counts = [item.foreground(1).color().name() for tree in window.findChildren(Tree) for item in tree_items(tree)]
    assert set(counts) == {theme.quiet_on_hover}
    grid = window.grid.grab().toImage()
    corners = {grid.pixelColor(x, y).name() for x in (0, 4, 8) for y in (0, 4, grid.height() - 1)}
    assert corners == {theme.window}
