"""Asks under which name something is kept."""

from collections.abc import Callable, Collection

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from clipiqa_desktop.ui.widgets.plain import PlainLabel, label_of

_WIDTH = 420  # so that its title is whole
_LONGEST = 32_767  # as Qt has it


class NameDialog(QDialog):
    """Says what it is that gets the name. `doing` stands on the button, or Replace where one of those that are
    `replaced` has the name. `trouble` says what is wrong with a name, and is empty where it can be taken.
    """

    def __init__(
        self,
        title: str,
        about: str,
        doing: str,
        trouble: Callable[[str], str],
        parent: QWidget,
        *,
        name: str = "",
        longest: int = _LONGEST,
        replaced: Collection[str] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self._doing, self._trouble, self._replaced = doing, trouble, replaced
        self.line = QLineEdit(name, maxLength=longest)
        self.line.selectAll()
        self.told = PlainLabel(wordWrap=True)
        self.told.setProperty("quiet", True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.agree = self._buttons.addButton(doing, QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out(about)
        self.line.textChanged.connect(self._show)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._show()

    @property
    def name(self) -> str:
        """What was typed."""
        return self.line.text().strip()

    def ask(self) -> str:
        """Waits for the person; the name, or nothing where there is to be none."""
        agreed = self.exec()
        self.deleteLater()
        return self.name if agreed else ""

    def _show(self) -> None:
        trouble = self._trouble(self.name)
        gives_way = not trouble and self.name in self._replaced
        self.told.setText("There is one of this name already: it gives way to this." if gives_way else trouble)
        self.agree.setText("Replace" if gives_way else self._doing)
        self.agree.setEnabled(bool(self.name) and not trouble)

    def _lay_out(self, about: str) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        if about:
            layout.addWidget(PlainLabel(about, wordWrap=True))
        form = QFormLayout()
        layout.addLayout(form)
        form.addRow(label_of(self.line, "Name"), self.line)
        layout.addWidget(self.told)
        layout.addWidget(self._buttons)
