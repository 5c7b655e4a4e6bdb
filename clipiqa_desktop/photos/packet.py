"""An XMP packet's marks, wherever the packet stands: in a sidecar or inside a JPEG."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from os import stat_result

from clipiqa_desktop.photos.sidecar_fields import (
    Properties,
    SidecarOptions,
    changes,
    marks_in,
    orientation_in,
    unknown_label,
)
from clipiqa_desktop.photos.xmp_edit import XmpFile
from clipiqa_desktop.photos.xmp_marks import XmpMarks

EMPTY = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="CLIP-IQA Desktop">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"/>
 </rdf:RDF>
</x:xmpmeta>
"""


@dataclass(frozen=True)
class SidecarState:
    """What a sidecar says, and from when.

    modified, file_modified: seconds since 1970; the former is what the file says of itself (`xmp:MetadataDate`), or
    else the latter, what the disk says. digest: of all its bytes. size and mtime_ns: the file's, before it was read.
    label_text: the words of a label that is none of the colours known here. orientation: EXIF's, 1 to 8, as the
    photograph is shown; None where it is not said.
    """

    marks: XmpMarks
    modified: float
    file_modified: float
    digest: str
    size: int
    mtime_ns: int
    label_text: str = ""
    orientation: int | None = None


def state_of(packet: bytes, status: stat_result, options: SidecarOptions) -> SidecarState:
    """What a packet from a file of this status says. Raises NotXmp."""
    return state_from(XmpFile(packet).properties(), hashlib.sha256(packet), status, options)


def state_from(said: Properties, digest: "hashlib._Hash", status: stat_result, options: SidecarOptions) -> SidecarState:
    """The same from the properties that stand in a packet, and what is as good as all its bytes."""
    modified = _seconds(said.get("xmp:MetadataDate", []))
    return SidecarState(
        marks=marks_in(said, options),
        modified=status.st_mtime if modified is None else modified,
        file_modified=status.st_mtime,
        digest=digest.hexdigest(),
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        label_text=unknown_label(said, options),
        orientation=orientation_in(said),
    )


def marked(packet: bytes, marks: XmpMarks, options: SidecarOptions, now: datetime) -> bytes:
    """The packet with these marks, changed nowhere else; the same where it says them. Raises NotXmp or UnsafeEdit."""
    xmp = XmpFile(packet)
    changed = changes(xmp.properties(), marks, options)
    if not changed:
        return packet
    return xmp.changed(changed | {"xmp:MetadataDate": now.astimezone().isoformat(timespec="seconds")})


def _seconds(dates: list[tuple[str, ...]]) -> float | None:
    try:
        return datetime.fromisoformat(dates[0][0].strip()).timestamp()
    except (IndexError, ValueError, OverflowError, OSError):
        return None
