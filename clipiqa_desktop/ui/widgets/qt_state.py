"""What Qt saves of windows and splitters, as text for the settings."""

from PySide6.QtCore import QByteArray


def to_text(state: QByteArray) -> str:
    """What Qt saves, in base 64."""
    return bytes(state.toBase64().data()).decode()


def from_text(text: str) -> QByteArray:
    """The other way round; empty where it is no base 64."""
    return QByteArray.fromBase64(QByteArray(text.encode()))
