"""Nothing but a regular file is opened, and no more of it is read than there may be."""

import sys
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tools.hostile_files import HUGE, NOT_FILES

from clipiqa_desktop.commands.labels import read_labels
from clipiqa_desktop.crashes.reports import Reports
from clipiqa_desktop.culling import attribute_file
from clipiqa_desktop.downloads.digests import recorded_digest
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.regular_file import NotRegular, TooLarge, open_regular, parsed_json, read_regular
from clipiqa_desktop.perception.weights import identify
from clipiqa_desktop.photos.jpeg_xmp import embed_marks, read_embedded
from clipiqa_desktop.photos.sidecar import SidecarOptions, UnusableSidecar, XmpMarks, read_sidecar
from clipiqa_desktop.settings import PRESETS, Settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no pipes and devices among its files")

READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "settings": ("settings.json", lambda path: Settings(path).get(PRESETS)),
    "attribute": ("a.clipiqa-attribute.json", attribute_file.load),
    "sidecar": ("a.xmp", read_sidecar),
    "marks in a JPEG": ("a.jpg", read_embedded),
    "marks into a JPEG": (
        "a.jpg",
        lambda path: embed_marks(path, XmpMarks(5), SidecarOptions(), datetime.now(UTC)),
    ),
    "labels": ("labels.csv", lambda path: read_labels(path, path.parent, "label")),
    "weights": ("RN50.pt", identify),
    "digest": ("RN50.pt.sha256", lambda path: recorded_digest(path.with_suffix(""))),
    "reports": ("crash-1.txt", lambda path: Reports(path.parent).waiting()),
}


@pytest.mark.parametrize("kind", [*NOT_FILES, *HUGE])
@pytest.mark.parametrize("reader", READERS)
def test_no_reader_waits_for_what_is_no_file_or_reads_on_without_end(tmp_path: Path, reader: str, kind: str) -> None:
    name, read = READERS[reader]
    path = tmp_path / name
    {**NOT_FILES, **HUGE}[kind](path)
    with suppress(UserError):
        assert not read(path)


@pytest.mark.parametrize("kind", NOT_FILES)
def test_what_is_no_file_is_said(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.xmp"
    NOT_FILES[kind](path)
    with pytest.raises(NotRegular, match=r"it is a (pipe|device|socket|folder), not a file"):
        open_regular(path)
    with pytest.raises(UnusableSidecar, match=r"could not be read \(it is a \w+, not a file\)"):
        read_sidecar(path)


def test_a_file_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"four")
    (tmp_path / "link").symlink_to(path)
    assert read_regular(tmp_path / "link", 4) == b"four"
    with closing(open_regular(path)) as file:
        assert file.read() == b"four"
    with pytest.raises(TooLarge, match="larger than the 0 KB"):
        read_regular(path, 3)
    with pytest.raises(FileNotFoundError):
        read_regular(tmp_path / "gone", 3)


def test_a_file_that_says_that_it_is_empty_is_not_read_without_end() -> None:
    with suppress(OSError):
        assert len(read_regular(Path("/proc/self/mountinfo"), 1 << 20)) < 1 << 20
    with pytest.raises(TooLarge):
        read_regular(Path("/proc/self/mountinfo"), 10)


@pytest.mark.parametrize("deep", ["[" * 101 + "]" * 101, '{"a":' * 200 + "1" + "}" * 200, "[" * 1_000_000])
def test_json_that_lies_too_deep_is_no_json(deep: str) -> None:
    with pytest.raises(ValueError, match=r"deep|Expecting"):
        parsed_json(deep)


def test_json_is_what_it_says() -> None:
    assert parsed_json(b'{"a": [1, {"b": null}]}') == {"a": [1, {"b": None}]}
