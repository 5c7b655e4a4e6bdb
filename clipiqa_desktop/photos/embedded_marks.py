"""The marks that a photograph carries inside itself, as cameras, phones and other programs write them."""

import hashlib
from dataclasses import dataclass
from os import stat_result

from clipiqa_desktop.photos.exif import Exif
from clipiqa_desktop.photos.packet import SidecarState, state_from
from clipiqa_desktop.photos.sidecar_fields import Properties, SidecarOptions, stars_in
from clipiqa_desktop.photos.xmp_edit import XmpFile
from clipiqa_desktop.photos.xmp_tree import NAMESPACES, NotXmp

_RATING, _PER_CENT = 18246, 18249


@dataclass(frozen=True)
class EmbeddedMarks:
    """The properties that say marks in a file of this status; in which words depends on the person's options."""

    said: Properties
    status: stat_result

    def state(self, options: SidecarOptions) -> SidecarState:
        """The same as if a sidecar said it."""
        return state_from(self.said, hashlib.sha256(repr(sorted(self.said.items())).encode()), self.status, options)


def embedded_properties(exif: Exif) -> Properties:
    """What an XMP packet says, or else EXIF's own stars, whole or in Windows' per cents; nothing where that is damaged.

    Never raises.
    """
    said = _of_xmp(exif.xmp or b"")
    for tag, name in ((_RATING, "xmp:Rating"), (_PER_CENT, "MicrosoftPhoto:Rating")):
        value = exif.fields.get(tag)
        number = value[0] if isinstance(value, (list, tuple)) and value else value
        if stars_in(said) is None and isinstance(number, int):
            said = {**said, name: [(str(number),)]}
    return said


def _of_xmp(packet: bytes) -> Properties:
    try:
        said = XmpFile(packet.strip(b"\0")).properties() if packet else {}
    except NotXmp:
        return {}
    return {name: values for name, values in said.items() if name.partition(":")[0] in NAMESPACES}
