"""The program's icon, and the name by which a desktop knows its windows."""

from PySide6.QtGui import QIcon

from clipiqa_desktop.packed import resource

APP_ID = "io.github.clipiqa.Desktop"


def app_icon() -> QIcon:
    """Every size that was drawn: PNG, because Qt reads it without a plugin."""
    icon = QIcon()
    for file in sorted(resource("icons/hicolor").glob(f"*/apps/{APP_ID}.png")):
        icon.addFile(str(file))
    return icon
