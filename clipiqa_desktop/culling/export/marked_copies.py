"""Copies that are marked where they lie, beside them and inside; what somebody said there meanwhile does not go without
a word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from clipiqa_desktop.catalog.names import displayable_name
from clipiqa_desktop.culling.export.earlier import EarlierExports
from clipiqa_desktop.files.questions import is_there
from clipiqa_desktop.photos.jpeg_xmp import coming_packet, embed_marks, holds_xmp
from clipiqa_desktop.photos.sidecar import (
    MalformedSidecar,
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
    """Whether a copy says something else now, which sidecar it got, and what is to be said of it."""

    is_other: bool = False
    sidecar: Path | None = None
    remark: str = ""


def mark_copy(
    pictures: Sequence[Path],
    marks: XmpMarks,
    options: SidecarOptions,
    earlier: EarlierExports,
    *,
    beside: bool,
    inside: bool,
) -> MarkedCopy:
    """Lets a copy say the marks: the first of these pictures in a sidecar `beside` it, those that are JPEG files
    `inside`.
    """
    try:
        marked = _mark_beside(pictures, marks, options, earlier) if beside else MarkedCopy()
    except UnusableSidecar as error:
        marked = MarkedCopy(remark=str(error))
    remark, is_other = _mark_inside(pictures, marks, options, earlier) if inside else ("", False)
    said = " ".join(filter(None, (marked.remark, remark)))
    return MarkedCopy(marked.is_other or is_other, marked.sidecar, said)


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


def _mark_inside(
    pictures: Sequence[Path], marks: XmpMarks, options: SidecarOptions, earlier: EarlierExports
) -> tuple[str, bool]:
    """Lets copies that are JPEG files say the marks themselves: Lightroom and Bridge look for them nowhere else;
    answers what is to be said, and whether any became another.

    A file that only goes by the name of a JPEG has its sidecar.
    """
    said, is_other, now = [], False, datetime.now(UTC)
    for path in pictures:
        if not holds_xmp(path.name):
            continue
        try:
            if packet := coming_packet(path, marks, options, now):
                earlier.store_coming_marks(path, packet)
                embed_marks(path, marks, options, now)
                is_other = True
        except MalformedSidecar:
            continue
        except UnusableSidecar as error:
            said.append(str(error))
    return " ".join(said), is_other


def _lost(before: XmpMarks, after: XmpMarks) -> str:
    """The marks that others give way to, in words; empty where there are none."""
    stars = f"{before.stars} star{'s' * (before.stars != 1)}" if before.stars else ""
    flag = {"pick": "the pick", "reject": "the reject"}.get(before.flag or "", "")
    label = f"the colour {before.label}" if before.label not in {None, "none"} else ""
    fields = ("stars", stars), ("flag", flag), ("label", label)
    default = after.with_defaults()
    gone = [words for name, words in fields if words and getattr(before, name) != getattr(default, name)]
    return ", ".join(gone)
