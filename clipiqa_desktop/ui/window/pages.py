"""The middle of the window: the photographs, or what stands there where there is nothing to show."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from clipiqa_desktop.indexing.progress import Phase, Progress
from clipiqa_desktop.ui.attributes.waiting_words import why_none
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.plain import PlainLabel


class EmptyPage(QWidget):
    """A sentence, a quieter one, and a button where there is something to press."""

    pressed = Signal()

    def __init__(self, title: str, hint: str, button: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._hint = PlainLabel(title), PlainLabel(hint)
        self._title.setProperty("strong", True)
        self._hint.setProperty("quiet", True)
        press = QPushButton(button)
        press.setProperty("accent", True)
        press.clicked.connect(self.pressed)
        if not button:
            press.hide()
        self.setFocusProxy(press)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addStretch(2)
        for widget in (self._title, self._hint, press):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def show_hint(self, hint: str) -> None:
        """The quieter sentence is this one now."""
        self._hint.setText(hint)


class Pages(QStackedWidget):
    """One of five pages; which one follows from the library."""

    add_requested = Signal()
    clear_requested = Signal()
    look_requested = Signal()

    def __init__(self, photographs: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.photographs = photographs
        self._shown: QWidget | None = None
        self.no_folders = EmptyPage(
            "Drop a folder of photographs here",
            "It is read where it lies: nothing is copied, moved or changed.",
            "Add folder…",
        )
        self.nothing_matches = EmptyPage("No photograph matches the filters", "", "Turn all filters off")
        self.folder_is_empty = EmptyPage("No photographs in this folder", "", "Look through it again")
        self.looking = EmptyPage("Looking for photographs…", "")
        for page in (self.no_folders, photographs, self.nothing_matches, self.folder_is_empty, self.looking):
            self.addWidget(page)
        self.no_folders.pressed.connect(self.add_requested)
        self.nothing_matches.pressed.connect(self.clear_requested)
        self.folder_is_empty.pressed.connect(self.look_requested)

    def show_for(self, library: Library, progress: Progress, end: str = "") -> None:
        """Shows the page that fits, and hands it the keyboard if the page before it had it. progress: of the run. end:
        what is said where all of the shoot is decided.
        """
        page = self._fitting(library, looking=progress.phase is Phase.FINDING)
        if page is self.nothing_matches:
            self.nothing_matches.show_hint(why_none(library, progress) or end)
        if page is self._shown:
            return
        focus = self.window().focusWidget()
        had_focus = focus is None or self.isAncestorOf(focus)
        self._shown = page
        self.setCurrentWidget(page)
        if had_focus:
            page.setFocus()

    def _fitting(self, library: Library, *, looking: bool) -> QWidget:
        if len(library.answer.rows):
            return self.photographs
        if library.answer.shoot:
            return self.nothing_matches
        if not library.catalog.folders.roots():
            return self.no_folders
        return self.looking if looking else self.folder_is_empty
