"""When a photograph was taken that does not say so itself: scans and films are dated in their sidecars."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from clipiqa_desktop.files import atomic_file
from clipiqa_desktop.photos.exif import moment_of_xmp
from clipiqa_desktop.photos.facts import Facts, Moment
from clipiqa_desktop.photos.sidecar import find_sidecar, sidecar_owners
from clipiqa_desktop.photos.xmp_tree import LARGEST


def dated(facts: Facts, photo: Path, companions: Iterable[Path]) -> Facts:
    """The facts, and where they lack the time what the sidecar says. Never raises."""
    if facts.captured is not None:
        return facts
    found = (find_sidecar(file) for file in sidecar_owners(photo, companions))
    moment = next((moment for sidecar in found if sidecar and (moment := told_by(sidecar))), None)
    return (
        facts if moment is None else replace(facts, captured=moment.seconds, utc_offset_minutes=moment.offset_minutes)
    )


def told_by(sidecar: Path) -> Moment | None:
    """When a sidecar says it was; None where it does not, or cannot be read. Never raises."""
    try:
        return moment_of_xmp(atomic_file.contents(sidecar, LARGEST) or b"")
    except OSError:
        return None
