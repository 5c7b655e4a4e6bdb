"""Sidecars of copies that are marked where they lie; what somebody said there meanwhile does not go without a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from clipiqa_desktop.catalog.names import displayable_name
from clipiqa_desktop.culling.export.earlier import EarlierExports
from clipiqa_desktop.photos.sidecar import find_sidecar, read_sidecar, sidecar_owner, write_sidecar
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions
from clipiqa_desktop.photos.xmp_marks import XmpMarks


@dataclass(frozen=True)
class MarkedCopy:
    """The sidecar of a copy, whether it says something else now, and what gave way in it, as a sentence."""

    path: Path
    is_other: bool
    gave_way: str = ""


def mark_copy(
    pictures: Sequence[Path], marks: XmpMarks, options: SidecarOptions, earlier: EarlierExports
) -> MarkedCopy:
    """Lets the sidecar of a copy, which is the first of these pictures, say the marks. Raises UnusableSidecar."""
    owner = sidecar_owner(pictures[0], pictures[1:], options)
    found = find_sidecar(owner, options)
    before = read_sidecar(found, options) if found else None
    is_ours = found is None or earlier.wrote(found)
    path = write_sidecar(owner, marks, options, datetime.now(UTC))
    if not path.exists():
        return MarkedCopy(path, is_other=False)
    is_other = before is None or read_sidecar(path, options).digest != before.digest
    if is_ours:
        earlier.store_sidecar(path)
    gone = _lost(before.marks, marks) if before and not is_ours else ""
    sentence = f"{displayable_name(path.name)} in the target was changed since it was exported: {gone} gave way to the"
    return MarkedCopy(path, is_other, f"{sentence} marks in the catalog." if gone else "")


def _lost(before: XmpMarks, after: XmpMarks) -> str:
    """The marks that others give way to, in words; empty where there are none."""
    stars = f"{before.stars} star{'s' * (before.stars != 1)}" if before.stars else ""
    flag = {"pick": "the pick", "reject": "the reject"}.get(before.flag or "", "")
    label = f"the colour {before.label}" if before.label not in {None, "none"} else ""
    fields = ("stars", stars), ("flag", flag), ("label", label)
    default = after.with_defaults()
    gone = [words for name, words in fields if words and getattr(before, name) != getattr(default, name)]
    return ", ".join(gone)
