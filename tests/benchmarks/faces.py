"""Faces in photographs: how many are found, what is said of their eyes, and how long that takes.

Run `python tests/benchmarks/faces.py PHOTOS [LABELS.csv] --models DIR`. LABELS.csv has a line for each face that one
can see: `image` (its path below PHOTOS), `x` and `y` (its middle, in shares of width and height, 0 to 1) and `eyes`
(open, closed, or empty where one cannot tell); an image without faces has one line without x and y. Only images that
stand in it count then. `--sheet FILE` draws a contact sheet of all faces, to be looked at; `--weights FILE` times how
long it takes to score PHOTOS with and without looking for faces.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import argparse
import csv
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw
from shoot import machine, print_table
from tqdm import tqdm

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.stages.faces import Eyes, Face
from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.faces import finding
from clipiqa_desktop.faces.finding import FaceFinder
from clipiqa_desktop.faces.models import FaceModels, find_models
from clipiqa_desktop.indexing.face_reader import FaceReader
from clipiqa_desktop.indexing.find import find_photographs
from clipiqa_desktop.indexing.progress import Progress
from clipiqa_desktop.indexing.run import Listener, Run
from clipiqa_desktop.indexing.setup import Setup
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.perception.weights import identify
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.view import draw_view

CELL, ACROSS, WORDS = 200, 7, 46


@dataclass(frozen=True)
class Label:
    """A face that somebody saw."""

    x: float
    y: float
    eyes: str


@dataclass
class Looked:
    """What came out, and the processor's time it took in seconds."""

    faces: dict[Path, tuple[Face, ...]] = field(default_factory=dict)
    unreadable: list[Path] = field(default_factory=list)
    decoding_s: float = 0.0
    finding_s: float = 0.0
    with_faces_s: float = 0.0

    @property
    def count(self) -> int:
        return sum(map(len, self.faces.values()))


def main() -> None:
    """Prints tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photographs", type=Path)
    parser.add_argument("labels", type=Path, nargs="?")
    parser.add_argument("--models", type=Path, required=True, metavar="DIR")
    parser.add_argument("--sheet", type=Path, metavar="FILE")
    parser.add_argument("--weights", type=Path, metavar="FILE")
    options = parser.parse_args()
    models = find_models(options.models, options.models)
    assert models
    labels = read_labels(options.labels, options.photographs) if options.labels else {}
    paths = sorted(labels) or sorted(each.folder / each.name for each in find_photographs(options.photographs))
    looked = look(models.finder(), paths)
    against = judged(looked, labels) if labels else []
    print_table([*machine(), *counted(looked), *timed(looked), *against])
    if options.sheet:
        draw_sheet(options.sheet, looked)
    if options.weights:
        print_table(scored(options.photographs, options.weights, models))


def read_labels(file: Path, folder: Path) -> dict[Path, list[Label]]:
    """The faces of each image."""
    found: dict[Path, list[Label]] = {}
    with file.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            faces = found.setdefault(folder / row["image"], [])
            if row["x"]:
                faces.append(Label(float(row["x"]), float(row["y"]), row["eyes"]))
    return found


def look(finder: FaceFinder, paths: Sequence[Path]) -> Looked:
    looked = Looked()
    for path in tqdm(paths, leave=False, disable=not sys.stderr.isatty()):
        begun = time.process_time()
        try:
            finding._small_picture(path)
            decoded = time.process_time()
            looked.faces[path] = finder.find(path)[1]
        except Unreadable:
            looked.unreadable.append(path)
            continue
        found_s = time.process_time() - decoded - (decoded - begun)  # it is decoded once more
        looked.decoding_s += decoded - begun
        looked.finding_s += found_s
        looked.with_faces_s += found_s if looked.faces[path] else 0.0
    return looked


def counted(looked: Looked) -> list[tuple[str, str]]:
    eyes = Counter(face.eyes for faces in looked.faces.values() for face in faces)
    soft = Counter(face.is_soft for faces in looked.faces.values() for face in faces)
    return [
        ("photographs", f"{len(looked.faces)}, and {len(looked.unreadable)} that cannot be read"),
        ("with faces", str(sum(map(bool, looked.faces.values())))),
        ("faces", str(looked.count)),
        *((each.value, str(eyes[each])) for each in Eyes),
        ("sharp, soft, without edges", ", ".join(str(soft[each]) for each in (False, True, None))),
    ]


def timed(looked: Looked) -> list[tuple[str, str]]:
    photographs, with_faces = max(1, len(looked.faces)), max(1, sum(map(bool, looked.faces.values())))
    return [
        ("decoding the small picture, each", f"{1000 * looked.decoding_s / photographs:.0f} ms of a processor"),
        ("looking for faces and at their eyes, each", f"{1000 * looked.finding_s / photographs:.0f} ms"),
        (
            "the same where there are faces, decoded at full size too",
            f"{1000 * looked.with_faces_s / with_faces:.0f} ms",
        ),
    ]


def judged(looked: Looked, labels: Mapping[Path, Sequence[Label]]) -> list[tuple[str, str]]:
    """A face is one that was labelled if that one's middle lies in its box."""
    matched = right = told = closed = called = both = 0
    for path, faces in looked.faces.items():
        left = list(labels[path])
        for face in faces:
            label = next((each for each in left if _inside(each, face)), None)
            if label is None:
                continue
            left.remove(label)
            matched += 1
            if label.eyes and face.eyes is not Eyes.UNTOLD:
                told, is_closed = told + 1, label.eyes == "closed"
                right += is_closed == (face.eyes is Eyes.CLOSED)
                closed, called = closed + is_closed, called + (face.eyes is Eyes.CLOSED)
                both += is_closed and face.eyes is Eyes.CLOSED
    every = sum(map(len, labels.values()))
    return [
        ("recall of faces", _share(matched, every)),
        ("precision of faces", _share(matched, looked.count)),
        ("eyes said as labelled, of those told", _share(right, told)),
        ("closed eyes: recall", _share(both, closed)),
        ("closed eyes: precision", _share(both, called)),
    ]


def _inside(label: Label, face: Face) -> bool:
    return face.x <= label.x <= face.x + face.width and face.y <= label.y <= face.y + face.height


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f} ({part} of {whole})" if whole else "none to tell it by"


def draw_sheet(file: Path, looked: Looked) -> None:
    """Every face with what is said of it."""
    cells = [_cell(path, face) for path, faces in looked.faces.items() for face in faces]
    rows = max(1, -(-len(cells) // ACROSS))
    sheet = Image.new("RGB", (ACROSS * CELL, rows * (CELL + WORDS)))
    for number, cell in enumerate(cells):
        sheet.paste(cell, (number % ACROSS * CELL, number // ACROSS * (CELL + WORDS)))
    sheet.save(file)


def _cell(path: Path, face: Face) -> Image.Image:
    made: list[np.ndarray] = []

    def make(size: tuple[int, int]) -> np.ndarray:
        made.append(np.zeros(size[::-1], np.uint32))
        return made[0]

    width, height = draw_view(path, None, make).size
    photograph = Image.frombuffer("RGB", (width, height), made[0].tobytes(), "raw", "BGRX", 0, 1)
    x, y, side = face.x + face.width / 2, face.y + face.height / 2, 0.8 * max(face.width * width, face.height * height)
    box = (round(x * width - side), round(y * height - side), round(x * width + side), round(y * height + side))
    cell = Image.new("RGB", (CELL, CELL + WORDS))
    cell.paste(photograph.crop(box).resize((CELL, CELL)))
    sharp = "no edges" if face.eye_width is None else f"{face.eye_width:.2f} px"
    words = f"{path.name[:24]}\n{face.pixels:.0f} px, {face.eyes.value}\n{face.opening:.2f}, {sharp}"
    ImageDraw.Draw(cell).text((4, CELL), words, fill="white")
    return cell


def scored(folder: Path, weights: Path, models: FaceModels) -> list[tuple[str, str]]:
    """Until the last score is stored, in turns, the best of three."""
    times = {"without faces": 1e9, "with faces": 1e9}
    for _ in range(3):
        for name, reader in (("without faces", None), ("with faces", FaceReader(models))):
            times[name] = min(times[name], _until_scored(folder, Setup(identify(weights), "cpu", faces=reader)))
    loss = times["with faces"] / times["without faces"] - 1
    return [*((f"scoring all {name}", f"{seconds:.2f} s") for name, seconds in times.items()), ("loss", f"{loss:+.1%}")]


def _until_scored(folder: Path, setup: Setup) -> float:
    begun, done = time.monotonic(), [0.0]

    def tell(progress: Progress) -> None:
        encoded = next((each for each in progress.stages if each.name == "encode"), None)
        if encoded and 0 < encoded.total == encoded.done and not done[0]:
            done[0] = time.monotonic()

    with (
        tempfile.TemporaryDirectory() as place,
        closing(Catalog(Path(place) / "catalog.db", KEYS)) as catalog,
        closing(ThumbnailStore(Path(place) / "thumbnails.db")) as thumbnails,
    ):
        catalog.folders.add_root(folder)
        Run(catalog, thumbnails, setup, Listener(progress=tell)).index([folder])
    return done[0] - begun


if __name__ == "__main__":
    main()
