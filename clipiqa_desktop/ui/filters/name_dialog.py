"""Asks under which name filters and order are kept."""

from collections.abc import Collection

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from clipiqa_desktop.ui.widgets.plain import PlainLabel, label_of

_WIDTH = 420  # so that its title is whole


class NameDialog(QDialog):
    """Says what it is that gets the name, and what becomes of one that has it already. `doing` stands on the button;
    where one of `taken` makes room `replacing` does, and where that is empty none does.
    """

    def __init__(
        self,
        title: str,
        about: str,
        doing: str,
        taken: Collection[str],
        parent: QWidget,
        *,
        name: str = "",
        replacing: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self._doing, self._taken, self._replacing = doing, taken, replacing
        self.line = QLineEdit(name)
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

    def _show(self) -> None:
        is_taken = self.name in self._taken
        makes_room = "it gives way to this" if self._replacing else "choose another name"
        self.told.setText(f"There is one of this name already: {makes_room}." if is_taken else "")
        self.agree.setText(self._replacing if is_taken and self._replacing else self._doing)
        self.agree.setEnabled(bool(self.name) and (bool(self._replacing) or not is_taken))

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
