"""Which file holds the network's weights, and whether it is known to be OpenAI's. Imports no torch."""

import enum
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import chain
from pathlib import Path

from clipiqa_desktop.downloads.digests import recorded_digest
from clipiqa_desktop.downloads.models import HUB_COPY, OPENAI_ARCHIVE
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.file_names import from_address
from clipiqa_desktop.files.questions import is_file
from clipiqa_desktop.files.regular_file import open_regular, parsed_json
from clipiqa_desktop.perception import kept_digests

FILE_NAMES = (HUB_COPY.file_name, OPENAI_ARCHIVE.file_name)
ENVIRONMENT_VARIABLE = "CLIPIQA_WEIGHTS"
UNTRAINED_KEY = "untrained"
MOST_BYTES = 1 << 30
"""More than any file of these networks has, in double precision too."""
MOST_BYTES_OF_HEADER = 1 << 20
PACKED = "weights"
"""The folder in the package where an installed program may bring its weights along."""


class Origin(enum.StrEnum):
    """What is known of a weights file."""

    OPENAI = "openai"
    UNKNOWN = "unknown"
    UNTRAINED = "untrained"


class NoWeights(UserError):
    """No file with the network's weights was found, or the one that was named cannot be used."""


@dataclass(frozen=True)
class Weights:
    """A weights file and what it is known to be."""

    path: Path
    sha256: str
    origin: Origin
    version: str = field(default="", compare=False)
    """Of the file, as it was when this was found out."""

    @property
    def short_hash(self) -> str:
        """The first twelve hex digits of the file's SHA-256."""
        return self.sha256[:12]

    @property
    def caution(self) -> str:
        """What must stand wherever scores of these weights show; empty for OpenAI's own."""
        if self.origin is Origin.UNTRAINED:
            return "untrained: scores mean nothing"
        return "" if self.origin is Origin.OPENAI else "unknown weights: not known to be OpenAI's"

    @property
    def label(self) -> str:
        """The hash, with the caution for an untrained file, for the `weights` column of a CSV; empty for OpenAI's."""
        if self.origin is Origin.OPENAI:
            return ""
        return f"{self.short_hash} {self.caution}" if self.origin is Origin.UNTRAINED else self.short_hash


def find_weights(named: Path | None, user_folder: Path, *, remember: bool = True) -> Weights:
    """The weights to use: those the user named, else packed, downloaded or in the hub's cache.

    A named file is taken whatever it is. Of the other places files known to be OpenAI's come first, then what whoever
    built the program packed with it, with its caution. Raises NoWeights with a sentence that says what to do.

    remember: keep in the user's folder what was found out of each file, for the next start.
    """
    digests = user_folder if remember else None
    environment = os.environ.get(ENVIRONMENT_VARIABLE)
    if chosen := named or (Path(from_address(environment)) if environment else None):
        return identify(chosen, digests)
    with_program = _named_files(Path(str(files("clipiqa_desktop"))) / PACKED)
    packed = [identify(file, digests) for file in with_program]
    named_so = (*_named_files(user_folder), *_named_files(_hub_snapshot()))
    elsewhere = (identify(file, digests) for file in named_so)
    known = (weights for weights in chain(packed, elsewhere) if weights.origin is Origin.OPENAI)
    if found := next(chain(known, packed), None):
        return found
    raise NoWeights(
        f"The network's weights (OpenAI's CLIP RN50, about {OPENAI_ARCHIVE.megabytes} MB) are not on this computer: "
        "fetch them with `clipiqa-desktop fetch-weights` or the window's Download, or name a file with --weights or "
        f"{ENVIRONMENT_VARIABLE}."
    )


def identify(path: Path, digests: Path | None = None) -> Weights:
    """Says what the file is, for which all of it is read once. Raises NoWeights where it cannot be read.

    digests: a folder that remembers what was found out, also for the next start.
    """
    try:
        with open_regular(path) as file:
            _require_size(path, os.fstat(file.fileno()).st_size)
            version, sha256 = kept_digests.version_of(file), kept_digests.sha256(file, digests)
        return Weights(path, sha256, _origin(path, sha256), version)
    except OSError as error:
        raise NoWeights(f"The weights file {path} cannot be read: {error.strerror or error}.") from error


def require_same(weights: Weights) -> None:
    """Raises NoWeights where other weights lie at this path now: what they say must not go under the name of these."""
    now = identify(weights.path) if _version_now(weights.path) != weights.version else weights
    if now.sha256 != weights.sha256:
        raise NoWeights(
            f"The weights file {weights.path} is another one than when the program began with it: start the program "
            "again, or choose a file anew."
        )


def _version_now(path: Path) -> str:
    try:
        with open_regular(path) as file:
            return kept_digests.version_of(file)
    except OSError as error:
        raise NoWeights(f"The weights file {path} cannot be read: {error.strerror or error}.") from error


def require_weights(path: Path) -> None:
    """Raises NoWeights for a file that begins and ends like none that holds CLIP's weights; reads little of it."""
    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            _require_size(path, size)
            start = file.read(8 + MOST_BYTES_OF_HEADER)
            file.seek(max(0, size - MOST_BYTES_OF_HEADER))
            end = file.read(MOST_BYTES_OF_HEADER)
    except OSError as error:
        raise NoWeights(f"The weights file {path} cannot be read: {error.strerror or error}.") from error
    is_archive = start.startswith(b"PK\3\4") and b"/data.pkl" in end
    length = struct.unpack("<Q", start[:8])[0] if len(start) > 8 else 0
    if not is_archive and not (0 < length <= MOST_BYTES_OF_HEADER and b'"visual.' in start[8 : 8 + length]):
        raise NoWeights(
            f"{path.name} holds no CLIP weights, and is not used: choose OpenAI's RN50.pt or "
            "open_clip_model.safetensors."
        )


def _require_size(path: Path, size: int) -> None:
    if size > MOST_BYTES:
        raise NoWeights(
            f"The weights file {path} cannot be used: it has {size / 1e9:.1f} GB, more than CLIP's weights."
        )


def _origin(path: Path, sha256: str) -> Origin:
    if sha256 in {OPENAI_ARCHIVE.sha256, recorded_digest(path), _digest_stated_by_hub(path)}:
        return Origin.OPENAI
    return Origin.UNTRAINED if UNTRAINED_KEY in safetensors_metadata(path) else Origin.UNKNOWN


def safetensors_metadata(path: Path) -> dict[str, str]:
    """The free-form metadata in the header of a safetensors file; empty for any other file."""
    with open_regular(path) as file:
        start = file.read(8)
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else 0
        if not 0 < length <= MOST_BYTES_OF_HEADER:
            return {}
        header = file.read(length)
    try:
        return dict(parsed_json(header).get("__metadata__", {}))
    except (ValueError, AttributeError, TypeError):
        return {}


def _named_files(folder: Path) -> Iterator[Path]:
    return (folder / name for name in FILE_NAMES if is_file(folder / name))


def _hub_snapshot() -> Path:
    return _hub_cache() / f"models--{HUB_COPY.repository.replace('/', '--')}" / "snapshots" / HUB_COPY.revision


def _hub_cache() -> Path:
    if cache := os.environ.get("HF_HUB_CACHE"):
        return Path(cache)
    home = os.environ.get("HF_HOME") or Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")) / "huggingface"
    return Path(home).expanduser() / "hub"


def _digest_stated_by_hub(path: Path) -> str | None:
    """In the hub's cache a snapshot of the pinned revision links to a blob named by the digest that the hub states."""
    pinned = path.parent.name == HUB_COPY.revision and HUB_COPY.repository.replace("/", "--") in str(path)
    return path.resolve().name if pinned else None
