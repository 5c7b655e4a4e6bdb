"""How the person wants marks to reach other programs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, get_args

from clipiqa_desktop.photos.sidecar_fields import LIGHTROOM_NAMES, SidecarOptions
from clipiqa_desktop.settings import Settings

Mode = Literal["off", "on export", "as I mark"]
MODES: tuple[Mode, ...] = get_args(Mode)
_NAME = "sidecars"
_SWITCHES = ("reject_as_minus_one", "full_name", "embed")


@dataclass(frozen=True)
class SidecarSettings:
    """When marks are written, and how. label_names, reject_as_minus_one, full_name: see SidecarOptions.

    embed: a JPEG that has no sidecar keeps its marks inside itself, with every pixel as it was.
    """

    mode: Mode = "on export"
    label_names: Mapping[str, str] = field(default_factory=lambda: LIGHTROOM_NAMES)
    reject_as_minus_one: bool = False
    full_name: bool = False
    embed: bool = False

    @property
    def options(self) -> SidecarOptions:
        """The part of it that whoever reads and writes sidecars wants to know."""
        return SidecarOptions(self.label_names, self.reject_as_minus_one, self.full_name)

    @classmethod
    def from_settings(cls, settings: Settings) -> "SidecarSettings":
        """What is kept there; what makes no sense is as if it were not."""
        kept = settings.get(_NAME)
        values = kept if isinstance(kept, dict) else {}
        switches = {name: values[name] for name in _SWITCHES if isinstance(values.get(name), bool)}
        mode = values.get("mode")
        chosen = cls(label_names=_label_names(values.get("label_names")), **switches)
        return replace(chosen, mode=mode) if mode in MODES else chosen

    def to_settings(self, settings: Settings) -> None:
        """Keeps it there."""
        values = asdict(replace(self, label_names={}))
        settings.set(_NAME, values | {"label_names": dict(self.label_names)})


def _label_names(kept: Any) -> Mapping[str, str]:
    """One name for each colour and no name twice, for a label is known by its name alone; else the usual ones."""
    given = kept if isinstance(kept, dict) else {}
    names = {
        colour: given[colour].strip() if isinstance(given.get(colour), str) else usual
        for colour, usual in LIGHTROOM_NAMES.items()
    }
    distinct = {name.casefold() for name in names.values()} - {""}
    is_usable = len(distinct) == len(names) and names != LIGHTROOM_NAMES
    return names if is_usable else LIGHTROOM_NAMES
