"""What a sidecar's reader tells the catalog, whoever it is."""

from typing import Protocol

from clipiqa_desktop.mark_words import FlagWord, LabelWord


class SaidMarks(Protocol):
    """Marks in words; None where nothing is said."""

    @property
    def stars(self) -> int | None: ...
    @property
    def flag(self) -> FlagWord | None: ...
    @property
    def label(self) -> LabelWord | None: ...


class SidecarContent(Protocol):
    """One look at a sidecar; its digest is another one wherever one byte is.

    modified, file_modified: seconds since 1970, when the marks changed as the file says, and when the file did.
    label_text: the words of a label that is none of the five colours. orientation: EXIF's, 1 to 8, of the photograph
    as the other program shows it; None where it does not say.
    """

    @property
    def marks(self) -> SaidMarks: ...
    @property
    def modified(self) -> float: ...
    @property
    def file_modified(self) -> float: ...
    @property
    def digest(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def mtime_ns(self) -> int: ...
    @property
    def label_text(self) -> str: ...
    @property
    def orientation(self) -> int | None: ...
