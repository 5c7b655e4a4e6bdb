"""Every reader of small files beside what only bears the name of one: bars are 1 s and 100 MB for each.

Run `python tests/benchmarks/small_files.py [READER...]`. Each file is read in a process of its own, forked when all is
imported; memory is what its peak rises above what it began with.
"""

import argparse
import contextlib
import gc
import itertools
import json
import logging
import os
import resource
import select
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shoot import machine, print_table
from small_shapes import SHAPES, archives
from tools.hostile_files import HUGE, NOT_FILES

from clipiqa_desktop.catalog.query.presets import Presets
from clipiqa_desktop.commands.labels import read_labels, read_preferences
from clipiqa_desktop.crashes.reports import Reports
from clipiqa_desktop.culling import attribute_file
from clipiqa_desktop.culling.fields import BUILT_IN
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.culling.trash_folder import _newest
from clipiqa_desktop.downloads.digests import recorded_digest
from clipiqa_desktop.perception import prompt_vectors
from clipiqa_desktop.perception.weights import identify
from clipiqa_desktop.perception.weights_file import read_state
from clipiqa_desktop.photos.jpeg_xmp import embed_marks, read_embedded
from clipiqa_desktop.photos.sidecar import read_sidecar, write_sidecar
from clipiqa_desktop.photos.time_beside import told_by
from clipiqa_desktop.photos.xmp_marks import XmpMarks
from clipiqa_desktop.settings import Settings
from clipiqa_desktop.ui import window_state
from clipiqa_desktop.ui.single_instance.message import LONGEST, parse_message

BAR_S, BAR_MB, END_S = 1.0, 100.0, 20
SIZES = (190_000, 1_000_000, 8_000_000, 32_000_000)


@dataclass(frozen=True)
class Cost:
    """What reading one file took; `end` says how it ended."""

    seconds: float
    megabytes: float
    end: str

    @property
    def is_within(self) -> bool:
        """Whether it kept both bars, and was no surprise."""
        return self.seconds <= BAR_S and self.megabytes <= BAR_MB and not self.end.startswith("!")


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("readers", nargs="*", help=f"some of: {', '.join(READERS)}")
    parser.add_argument("--all", action="store_true", help="print every file, not the worst of each reader alone")
    options = parser.parse_args()
    logging.disable()
    print_table([*machine(), ("bars", f"{BAR_S:.0f} s, {BAR_MB:.0f} MB for one file")])
    with tempfile.TemporaryDirectory() as folder:
        names = list(made(Path(folder)))
        results = {
            reader: {name: cost(READERS[reader], path) for name, path in prepared(reader, Path(folder), names)}
            for reader in options.readers or READERS
        }
    for reader, costs in results.items():
        report(reader, costs, every=options.all)
    sys.exit(not all(each.is_within for costs in results.values() for each in costs.values()))


def report(reader: str, costs: Mapping[str, Cost], *, every: bool) -> None:
    """Prints the slowest, the largest, and whatever is beyond the bars."""
    slowest = max(costs, key=lambda name: costs[name].seconds)
    largest = max(costs, key=lambda name: costs[name].megabytes)
    beyond = [name for name in costs if not costs[name].is_within]
    print(f"\n{reader}: {len(costs)} files, {len(beyond)} beyond the bars")
    for name in costs if every else dict.fromkeys([slowest, largest, *beyond]):
        each = costs[name]
        print(f"  {name:34} {each.seconds:7.3f} s {each.megabytes:7.1f} MB  {each.end[:100]}")


def cost(reader: Callable[[Path], object], path: Path) -> Cost:
    """Reads the file in a process of its own, which is ended after END_S."""
    here, there = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(here)
        _read_and_tell(reader, path, there)
    os.close(there)
    told = os.read(here, 1000).decode() if select.select([here], [], [], END_S)[0] else ""
    os.close(here)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return Cost(**json.loads(told)) if told else Cost(END_S, 0, "! no end, or killed")


def _read_and_tell(reader: Callable[[Path], object], path: Path, there: int) -> None:
    gc.freeze()
    before, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    try:
        end = f"read: {str(reader(path))[:60]!a}"
    except Exception as error:  # noqa: BLE001 (whatever it raises is what is to be seen)
        known = type(error).__module__.startswith("clipiqa") or isinstance(error, OSError | KeyError)
        end = f"{'' if known else '! '}{type(error).__name__}: {str(error)[-200:]!a}"
    seconds = time.perf_counter() - begin
    megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    os.write(there, json.dumps({"seconds": seconds, "megabytes": megabytes, "end": end}).encode()[:1000])
    os._exit(0)


def prepared(reader: str, folder: Path, names: list[str]) -> Iterator[tuple[str, Path]]:
    """Each file by the name under which this reader looks for it."""
    place = folder / f"for {reader}"
    for number, name in enumerate(names):
        at = place / str(number)
        at.mkdir(parents=True)
        (at / "a.cr2").touch()
        bait = at / BAITS.get(reader, "file")
        bait.parent.mkdir(parents=True, exist_ok=True)
        source = folder / "made" / name
        if reader in WRITERS and source.is_file() and source.stat().st_size < 1 << 30:
            shutil.copyfile(source, bait)
        else:
            bait.symlink_to(source)
        yield name, at


def made(folder: Path) -> Iterator[str]:
    """Makes the files, and answers their names."""
    place = folder / "made"
    place.mkdir()
    for name, make in {**NOT_FILES, **HUGE}.items():
        (place / f"of {name}").mkdir()
        make(place / f"of {name}" / name)
        (place / name).symlink_to(place / f"of {name}" / name)
        yield name
    for name, data in contents():
        (place / name).write_bytes(data)
        yield name


def contents() -> Iterator[tuple[str, bytes]]:
    """What the regular ones hold."""
    yield "empty", b""
    yield "zeros 400 MB", b"\0" * 400_000_000
    for size, (name, shape) in itertools.product(SIZES, SHAPES.items()):
        yield f"{name} {size / 1e6:.2g} MB", shape(size)
    yield from archives()


def _settings(path: Path) -> object:
    kept = Settings(path / "file")
    presets = Presets(kept)
    queries = [presets.query(name, BUILT_IN) for name in presets.names()[:3]]
    SidecarSettings.from_settings(kept)
    return window_state.load(kept), len(queries)


def _sidecar(path: Path) -> object:
    return write_sidecar(path / "a.cr2", XmpMarks(3, "pick", "red"), SidecarSettings().options, datetime.now(UTC))


def _embedded(path: Path) -> object:
    return embed_marks(path / "a.jpg", XmpMarks(3, "pick", "red"), SidecarSettings().options, datetime.now(UTC))


def _message(path: Path) -> object:
    if not (path / "file").is_file():
        return None
    with (path / "file").open("rb") as file:
        return parse_message(file.read(LONGEST))


BAITS = {
    "sidecar read": "a.xmp",
    "sidecar written": "a.xmp",
    "marks in a JPEG": "a.jpg",
    "marks into a JPEG": "a.jpg",
    "weights record": "file.sha256",
    "crash reports": "crash-a.txt",
    "trash notes": "info/a.trashinfo",
}
WRITERS = ("sidecar written", "marks into a JPEG", "attribute saved over")
READERS: Mapping[str, Callable[[Path], object]] = {
    "sidecar read": lambda path: read_sidecar(path / "a.xmp"),
    "sidecar written": _sidecar,
    "sidecar's time": lambda path: told_by(path / "file"),
    "marks in a JPEG": lambda path: read_embedded(path / "a.jpg"),
    "marks into a JPEG": _embedded,
    "attribute": lambda path: attribute_file.load(path / "file"),
    "attribute saved over": lambda path: attribute_file.save(
        path / "file", attribute_file.AttributeText("t", ("a photo.", "b photo."))
    ),
    "settings, presets, window": _settings,
    "prompts' vectors": lambda path: len(prompt_vectors._read(path / "file")),
    "weights": lambda path: identify(path / "file"),
    "weights' tensors": lambda path: len(read_state(path / "file")),
    "weights record": lambda path: recorded_digest(path / "file"),
    "labels": lambda path: read_labels(path / "file", path, "label", "score"),
    "preferences": lambda path: read_preferences(path / "file", path),
    "crash reports": lambda path: len(Reports(path).waiting()),
    "trash notes": lambda path: _newest(path, path),
    "a second start": _message,
}

if __name__ == "__main__":
    main()
