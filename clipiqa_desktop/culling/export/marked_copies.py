"""Copies that are marked where they lie, beside them and inside; what somebody said there meanwhile does not go without
a word.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.culling.export.earlier import EarlierExports
from clipiqa_desktop.culling.export.inside_copies import InsideCopies
from clipiqa_desktop.culling.export.mark_places import MarkPlaces
from clipiqa_desktop.culling.export.transfer import TransferResult
from clipiqa_desktop.culling.sidecar_files import Written
from clipiqa_desktop.files.questions import is_there
from clipiqa_desktop.photos.jpeg_xmp import holds_xmp
from clipiqa_desktop.photos.sidecar import (
    UnusableSidecar,
    find_sidecar,
    read_sidecar,
    sidecar_owner,
    write_sidecar,
)
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions
from clipiqa_desktop.photos.xmp_marks import XmpMarks


@dataclass(frozen=True)
class MarkedCopy:
    """Whether a copy says something else now, which sidecar it got, what is to be said, and where its marks are."""

    is_other: bool = False
    sidecar: Path | None = None
    remark: str = ""
    places: MarkPlaces = field(default_factory=MarkPlaces)


def lacks_sidecar(transferred: TransferResult, written: Written) -> bool:
    """Whether the sidecar in the target, if there is one, need not be what was just written where the original lies."""
    sidecars = [file for file in transferred.targets if file.is_sidecar]
    return not sidecars if written.problem else any(file in transferred.present for file in sidecars)


def places_of(transferred: TransferResult, written: Written | None) -> MarkPlaces:
    """Where marks are said of what lies in the target as it lay, or lies, elsewhere."""
    if written is None or written.problem:
        return MarkPlaces()
    if not written.holds_marks:
        return MarkPlaces(unmarked=1)
    sidecars = sum(file.is_sidecar for file in transferred.targets)
    return MarkPlaces(inside=int(holds_xmp(written.path.name)), sidecars=min(sidecars, 1))


def mark_copy(
    transferred: TransferResult,
    marks: XmpMarks,
    options: SidecarOptions,
    earlier: EarlierExports,
    written: Written,
    *,
    beside: bool,
    inside: bool,
) -> MarkedCopy:
    """Lets what lies in the target say the marks of its photograph: the first of its pictures in a sidecar `beside` it
    where that did not just come along, and `inside` every one whose kind allows it.
    """
    pictures = transferred.pictures
    try:
        marked = _mark_beside(pictures, marks, options, earlier) if beside else MarkedCopy()
    except UnusableSidecar as error:
        marked = MarkedCopy(remark=str(error))
    if not inside:
        return replace(marked, places=places_of(transferred, written))
    found = find_sidecar(sidecar_owner(pictures[0], pictures[1:], options), options)
    copies = InsideCopies(transferred.originals, marks, options, earlier, found)
    copies.mark()
    said = " ".join(filter(None, (marked.remark, *copies.remarks)))
    return MarkedCopy(marked.is_other or copies.is_other, marked.sidecar, said, _places(marks, copies, found))


def _places(marks: XmpMarks, copies: InsideCopies, sidecar: Path | None) -> MarkPlaces:
    if marks.with_defaults() == XmpMarks().with_defaults():
        return MarkPlaces(unmarked=1)
    return MarkPlaces(copies.holding, int(sidecar is not None), lacking=copies.lacking if sidecar else 0)


def _mark_beside(
    pictures: Sequence[Path], marks: XmpMarks, options: SidecarOptions, earlier: EarlierExports
) -> MarkedCopy:
    owner = sidecar_owner(pictures[0], pictures[1:], options)
    found = find_sidecar(owner, options)
    before = read_sidecar(found, options) if found else None
    is_ours = found is None or earlier.wrote(found)
    path = write_sidecar(owner, marks, options, datetime.now(UTC))
    if not is_there(path):
        return MarkedCopy()
    is_other = before is None or read_sidecar(path, options).digest != before.digest
    if is_ours:
        earlier.store_sidecar(path)
    gone = _lost(before.marks, marks) if before and not is_ours else ""
    sentence = f"{displayable_name(path.name)} in the target was changed since it was exported: {gone} gave way to the"
    return MarkedCopy(is_other, path, f"{sentence} marks in the catalog." if gone else "")


def _lost(before: XmpMarks, after: XmpMarks) -> str:
    """The marks that others give way to, in words; empty where there are none."""
    stars = f"{before.stars} star{'s' * (before.stars != 1)}" if before.stars else ""
    flag = {"pick": "the pick", "reject": "the reject"}.get(before.flag or "", "")
    label = f"the colour {before.label}" if before.label not in {None, "none"} else ""
    fields = ("stars", stars), ("flag", flag), ("label", label)
    default = after.with_defaults()
    gone = [words for name, words in fields if words and getattr(before, name) != getattr(default, name)]
    return ", ".join(gone)
