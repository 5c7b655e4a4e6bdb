"""A catalog of any size, filled in seconds, as if its photographs had been looked at long ago."""

import io
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import numpy as np
from PIL import Image

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.places import Places

SHOOT = Path("/no/such/place/shoot")
A_FOLDER = 2000
PICTURES = 200
CAMERAS = ("Canon EOS R5", "Canon EOS R6m2", "NIKON Z 8", "SONY ILCE-7M4", None)
LENSES = ("RF24-70mm F2.8 L IS USM", "RF70-200mm F2.8 L IS USM", "NIKKOR Z 50mm f/1.8 S", "FE 85mm F1.4 GM", None)


def fill(places: Places, count: int) -> None:
    """`count` photographs in folders of 2,000, with bursts that share a second, scores, marks and thumbnails."""
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        catalog.folders.add_root(SHOOT)
        model = catalog.models.make_current("benchmark", "label", "", 100.0)
        connection = catalog.connection
        connection.execute("BEGIN")
        folders = [(str(SHOOT / f"day {day}"),) for day in range(-(-count // A_FOLDER))]
        connection.executemany("INSERT INTO folders (path) VALUES (?)", folders)
        _insert(connection, "photos", _photos(connection, count))
        _insert(connection, "scores", _scores(model.id, count))
        _insert(connection, "marks", _marks(count))
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with closing(ThumbnailStore(places.thumbnails)) as thumbnails:
        for number in range(PICTURES):
            thumbnails.put(_fingerprint(number), _picture(number))


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[dict[str, object]]) -> None:
    rows = iter(rows)
    first = next(rows)
    columns, values = ", ".join(f'"{name}"' for name in first), ", ".join(f":{name}" for name in first)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({values})"
    connection.execute(statement, first)
    connection.executemany(statement, rows)


def _photos(connection: sqlite3.Connection, count: int) -> Iterable[dict[str, object]]:
    folders = [row[0] for row in connection.execute("SELECT id FROM folders WHERE NOT is_root ORDER BY id")]
    random = np.random.default_rng(1)
    bursts = np.cumsum(random.random(count) < 0.3).tolist()  # three of a second, without hundredths
    kinds = random.integers(0, 5, (count, 5)).tolist()
    for number, burst, (camera, lens, iso, aperture, shutter) in zip(range(count), bursts, kinds, strict=True):
        yield {
            "id": number + 1,
            "folder_id": folders[number // A_FOLDER],
            "name": f"DSC_{number % 10_000:04}-{number // 10_000}.JPG",
            "size": 10_000_000,
            "mtime_ns": 1,
            "decoder": "benchmark",
            "fingerprint": _fingerprint(number % PICTURES),
            "error": "It is damaged." if number % 997 == 0 else None,
            "captured": 1.7e9 + burst,
            "camera": CAMERAS[camera],
            "lens": LENSES[lens],
            "iso": 100 * 2**iso,
            "focal_length_mm": 24.0 * (1 + lens),
            "aperture": 1.4 * 1.4142**aperture,
            "shutter_s": 1 / (60 * 2**shutter),
        }


def _scores(model_id: int, count: int) -> Iterable[dict[str, object]]:
    random = np.random.default_rng(2)
    scores = random.beta(2, 2, (count, len(KEYS))).astype(np.float32).tolist()
    for number, row in enumerate(scores, 1):
        yield {"photo_id": number, "model_id": model_id, **dict(zip(KEYS, row, strict=True))}


def _marks(count: int) -> Iterable[dict[str, object]]:
    for number in range(0, count, 10):
        kind = number // 10
        yield {"photo_id": number + 1, "stars": kind % 6, "flag": kind % 3 - 1, "label": kind % 5, "changed": 0.0}


def _fingerprint(number: int) -> str:
    return f"{number:032x}"


def _picture(number: int) -> bytes:
    colours = np.random.default_rng(number).integers(40, 220, (6, 9, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(colours).resize((512, 340)).save(buffer, "JPEG")
    return buffer.getvalue()
