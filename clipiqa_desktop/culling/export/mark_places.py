"""Where in the target the marks of exported photographs are said, counted."""

from collections.abc import Iterable
from dataclasses import dataclass

from clipiqa_desktop.culling.export.words import counted, files, photographs
from clipiqa_desktop.notation import figures

_KINDS = "TIFF, DNG, HEIC and PNG"


@dataclass(frozen=True)
class MarkPlaces:
    """inside: files that say the marks of their photograph themselves. sidecars: those that say them. unmarked:
    photographs that have none. lacking: files that would say them themselves if ExifTool were installed.
    """

    inside: int = 0
    sidecars: int = 0
    unmarked: int = 0
    lacking: int = 0

    @classmethod
    def sum(cls, places: Iterable["MarkPlaces"]) -> "MarkPlaces":
        """Those of several photographs."""
        each = [(one.inside, one.sidecars, one.unmarked, one.lacking) for one in places]
        return cls(*map(sum, zip(*each, strict=True))) if each else cls()

    @property
    def in_words(self) -> str:
        """`marks in 27 sidecars, inside 4 files, 287 photographs without marks`; empty where all is zero."""
        places = (
            (self.sidecars, f"in {counted(self.sidecars, 'sidecar')}"),
            (self.inside, f"inside {files(self.inside)}"),
        )
        said = ", ".join(words for count, words in places if count)
        without = f"{photographs(self.unmarked)} without marks" if self.unmarked else ""
        return ", ".join(filter(None, (said and f"marks {said}", without)))

    @property
    def advice(self) -> str:
        """What ExifTool would be good for; empty where nothing lacks it."""
        if not self.lacking:
            return ""
        one = f"1 {_KINDS.replace('and', 'or')} file holds its marks in a sidecar"
        hold = one if self.lacking == 1 else f"{figures(self.lacking)} {_KINDS} files hold their marks in sidecars"
        return f"{hold}: install ExifTool to have them inside"
