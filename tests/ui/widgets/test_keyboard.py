"""Return on a button, in a dialog that has another one for Return."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout

from clipiqa_desktop.ui.widgets.keyboard import KeyedDialog


def test_return_presses_the_focused_button_and_else_the_usual_one(qtbot):
    dialog, pressed = KeyedDialog(), []
    qtbot.addWidget(dialog)
    layout = QVBoxLayout(dialog)
    field = QLineEdit()
    layout.addWidget(field)
    for name, is_usual in (("usual", True), ("other", False)):
        button = QPushButton(name, autoDefault=False, default=is_usual)
        button.clicked.connect(lambda _checked, name=name: pressed.append(name))
        layout.addWidget(button)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert pressed == ["other", "usual"]
