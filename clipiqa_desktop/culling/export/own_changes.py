"""What this program itself may change in a file that was exported: a sidecar, or the XMP inside a picture."""

from hashlib import blake2b, file_digest
from pathlib import Path

from clipiqa_desktop.culling.export.shots import is_sidecar
from clipiqa_desktop.files.regular_file import open_regular
from clipiqa_desktop.photos.exiftool import takes_exiftool
from clipiqa_desktop.photos.jpeg_segments import NotJpeg, is_same_but_for_xmp, xmp_of
from clipiqa_desktop.photos.jpeg_xmp import holds_xmp


def may_change(name: str) -> bool:
    """Whether the program may ever write to a file of this name."""
    return is_sidecar(name) or holds_xmp(name) or takes_exiftool(name)


def digest_of_ours(path: Path, name: str = "") -> str | None:
    """32 hex digits of what the program may change in this file; None where it never does, or where ExifTool does.

    `name` is the one that it will have, if it is another. Raises OSError.
    """
    name = name or path.name
    if not (is_sidecar(name) or holds_xmp(name)):
        return None
    with open_regular(path) as file:
        try:
            said = file.read() if is_sidecar(name) else xmp_of(file) or b""
        except NotJpeg:
            return None
    return digest_of(said)


def digest_of(said: bytes) -> str:
    """32 hex digits of a sidecar, or of a JPEG's XMP."""
    return blake2b(said, digest_size=16).hexdigest()


def digest_of_copy(original: Path, copy: Path) -> str:
    """32 hex digits of a copy that ExifTool wrote, and of what it was made of. Raises OSError."""
    digest = blake2b(digest_size=16)
    for path in (original, copy):
        with open_regular(path) as file:
            digest.update(file_digest(file, "sha256").digest())
    return digest.hexdigest()


def differ_in_ours_alone(one: Path, other: Path) -> bool:
    """Whether the two files differ in what the program may change, and in nothing else. Raises OSError."""
    digests = {digest_of_ours(one), digest_of_ours(other)}
    if len(digests) == 1 or None in digests:
        return False
    if is_sidecar(one.name):
        return True
    with open_regular(one) as here, open_regular(other) as there:
        return is_same_but_for_xmp(here, there)
