"""How the person wants marks to reach other programs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from clipiqa_desktop.photos.label_names import BRIDGE, LIGHTROOM_NAMES, REVIEW_STATUS
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions
from clipiqa_desktop.settings import SIDECARS, Settings, SidecarMode

# The sets of names that Adobe's programs come with, red to purple.
LABEL_PRESETS: Mapping[str, Mapping[str, str]] = {
    "Lightroom: Red, Yellow, Green…": LIGHTROOM_NAMES,
    "Bridge: Select, Second, Approved…": dict(zip(LIGHTROOM_NAMES, BRIDGE, strict=True)),
    "Review status: To Delete, …, To Print": dict(zip(LIGHTROOM_NAMES, REVIEW_STATUS, strict=True)),
}


@dataclass(frozen=True)
class SidecarSettings:
    """When marks are written, and how. label_names, reject_as_minus_one, full_name: see SidecarOptions.

    embed: a JPEG that has no sidecar keeps its marks inside itself, with every pixel as it was.
    """

    mode: SidecarMode = "on export"
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
        kept = settings.get(SIDECARS)
        return cls(**{**kept, "label_names": _label_names(kept.get("label_names", {}))})

    def to_settings(self, settings: Settings) -> None:
        """Keeps it there."""
        values = asdict(replace(self, label_names={}))
        settings.set(SIDECARS, values | {"label_names": dict(self.label_names)})


def trouble_with(names: Mapping[str, str]) -> str:
    """Why these cannot be the names of the colours, as a sentence; empty where they can.

    A label is known by its name alone, in large or small letters.
    """
    if empty := next((colour for colour, name in names.items() if not name.strip()), None):
        return f"The {empty} label needs a name."
    folded = [name.strip().casefold() for name in names.values()]
    if twice := next((name for name in names.values() if folded.count(name.strip().casefold()) > 1), None):
        return f"“{twice.strip()}” stands for two colours: each needs a name of its own."
    return ""


def _label_names(given: Mapping[str, Any]) -> Mapping[str, str]:
    """What is given where it can be used, else the usual ones."""
    names = {
        colour: given[colour].strip() if isinstance(given.get(colour), str) else usual
        for colour, usual in LIGHTROOM_NAMES.items()
    }
    return LIGHTROOM_NAMES if trouble_with(names) else names
