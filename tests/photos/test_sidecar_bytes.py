"""What is not a mark stays as it was, byte for byte, and other programs read what was written."""

import json
import random
import re
import shutil
import subprocess
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.sidecars import BRIDGE, SIDECARS, STRANGE

from clipiqa_desktop.photos.sidecar import MalformedSidecar, SidecarOptions, read_sidecar, write_sidecar
from clipiqa_desktop.photos.xmp_marks import XmpMarks

DEFAULTS = SidecarOptions()
NOW = datetime(2026, 3, 1, 12, 34, 56, tzinfo=UTC)
FLAGS = ("none", "pick", "reject")
LABELS = ("none", "red", "yellow", "green", "blue", "purple")
MARKS = st.builds(
    XmpMarks,
    st.none() | st.integers(0, 5),
    st.none() | st.sampled_from(FLAGS),
    st.none() | st.sampled_from(LABELS),
)

# What may differ: the touched properties in either form with the white space before them, and the declarations of
# the namespaces that they need. Everything else is compared, character by character.
TOUCHED = r"(?:[\w-]+:)?(?:Rating|rating|Label|LabelColor|MetadataDate|pick|good|PickLabel|ColorLabel|colorlabels)"
STANDARD = r"http://ns\.adobe\.com/(?:xap/1\.0|xmp/1\.0/DynamicMedia|photoshop/1\.0)/"
MAY_DIFFER = re.compile(
    rf"""(?<!\s)\s*(?:\sxmlns:\w+\s*=\s*["']{STANDARD}["']"""
    rf"""|\s{TOUCHED}\s*=\s*(?:"[^"]*"|'[^']*')"""
    rf"""|<({TOUCHED})(?:\s[^>]*)?(?:/>|>.*?</\1\s*>))""",
    re.DOTALL,
)


def beside(stored: bytes) -> tuple[bytes, str]:
    codec = "utf-16" if stored.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    return stored[:3], MAY_DIFFER.sub("", stored.decode(codec))


def merged(before: XmpMarks, marks: XmpMarks) -> XmpMarks:
    return XmpMarks(
        before.stars if marks.stars is None else marks.stars, marks.flag or before.flag, marks.label or before.label
    ).with_defaults()


def test_the_comparison_itself_sees_a_difference() -> None:
    for stored, _ in SIDECARS.values():
        assert len(beside(stored)[1]) > 400
        for old, new in ((b"D", b"E"), (b"\n", b" "), (b"'", b'"'), (b'"', b"'")):
            at = stored.rindex(old) if old in stored else None
            assert at is None or beside(stored[:at] + new + stored[at + 1 :]) != beside(stored)


@settings(max_examples=500, deadline=None)
@given(name=st.sampled_from(sorted(SIDECARS)), first=MARKS, second=MARKS)
def test_marks_come_back_and_all_else_stays(name: str, first: XmpMarks, second: XmpMarks) -> None:
    stored, before = SIDECARS[name]
    with TemporaryDirectory() as folder:
        photo = Path(folder) / "IMG.CR3"
        photo.write_bytes(b"raw")
        path = photo.with_suffix(".xmp")
        path.write_bytes(stored)
        for marks in (first, second):
            before = merged(before, marks)
            assert write_sidecar(photo, marks, DEFAULTS, NOW) == path
            assert read_sidecar(path).marks.with_defaults() == before
            assert beside(path.read_bytes()) == beside(stored)
        written = path.read_bytes()
        write_sidecar(photo, second, DEFAULTS, NOW.replace(year=2030))
        assert path.read_bytes() == written
        assert photo.read_bytes() == b"raw"
        assert len(list(Path(folder).iterdir())) == 2


@settings(max_examples=300, deadline=None)
@given(
    name=st.sampled_from(sorted(SIDECARS)),
    damage=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=4), st.integers(0, 30)), min_size=1, max_size=4),
    marks=MARKS,
)
def test_a_damaged_sidecar_is_refused_or_changed_in_nothing_but_marks(
    name: str, damage: list[tuple[float, bytes, int]], marks: XmpMarks
) -> None:
    stored = SIDECARS[name][0]
    for where, piece, gone in damage:
        at = int(where * len(stored))
        stored = stored[:at] + piece + stored[at + gone :]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "IMG.xmp"
        path.write_bytes(stored)
        try:
            write_sidecar(path.with_suffix(".CR3"), marks, DEFAULTS, NOW)
        except MalformedSidecar:
            assert path.read_bytes() == stored
            return
        read_sidecar(path)


def test_properties_of_the_same_name_elsewhere_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.xmp"
    for text, held in (
        (BRIDGE, "<xmp:Rating>1</xmp:Rating>"),
        (STRANGE, "xmp:Rating='1'"),
        (STRANGE, "<!-- <a:Rating>5</a:Rating> -->"),
        (STRANGE, "<![CDATA[ <a:Rating>4</a:Rating> ]]>"),
        (STRANGE, 'xmlns:xmp="http://example.com/not-adobe/"'),
    ):
        path.write_bytes(text.encode())
        write_sidecar(path.with_suffix(".nef"), XmpMarks(4, "reject", "red"), DEFAULTS, NOW)
        assert held.encode() in path.read_bytes()
        assert read_sidecar(path).marks == XmpMarks(4, "reject", "red")


def test_a_prefix_that_is_taken_is_not_taken_again(tmp_path: Path) -> None:
    path = tmp_path / "a.xmp"
    path.write_text(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:xmp="urn:x" xmlns:xmp1="urn:y">'
        '<rdf:Description xmlns="http://ns.adobe.com/xap/1.0/"><xmp:Rating>7</xmp:Rating></rdf:Description></rdf:RDF>'
    )
    write_sidecar(path.with_suffix(".nef"), XmpMarks(4), DEFAULTS, NOW)
    text = path.read_text()
    assert 'xmlns:xmp2="http://ns.adobe.com/xap/1.0/" xmp2:Rating="4" xmp2:MetadataDate="' in text
    assert "<xmp:Rating>7</xmp:Rating>" in text


def test_a_property_said_twice_is_changed_in_both_places(tmp_path: Path) -> None:
    path = tmp_path / "a.xmp"
    twice = '<xmp:Rating xmlns:xmp="http://ns.adobe.com/xap/1.0/">3</xmp:Rating>'
    path.write_text(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description>'
        f"{twice}{twice.replace('3', '5')}</rdf:Description></rdf:RDF>"
    )
    write_sidecar(path.with_suffix(".nef"), XmpMarks(3), DEFAULTS, NOW)
    assert path.read_text().count(twice) == 2


@pytest.mark.parametrize("name", ["ISO-8859-1", "punycode", "utf-7", "zlib_codec", "US-ASCII", "x" * 500])
def test_no_encoding_but_those_that_xmp_may_have_is_even_tried(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.xmp"
    path.write_text(f'<?xml version="1.0" encoding="{name}"?>{"-" * 2_000_000}')
    with pytest.raises(MalformedSidecar, match=rf"says that it is in {name[:20]}, while XMP is in UTF-8"):
        read_sidecar(path)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_the_encodings_of_xmp_are_known_with_and_without_their_marks(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "a.xmp"
    path.write_bytes(SIDECARS["lightroom"][0].decode().encode(codec))
    write_sidecar(path.with_suffix(".nef"), XmpMarks(label="red"), DEFAULTS, NOW)
    assert read_sidecar(path).marks == XmpMarks(3, "pick", "red")
    assert "Jörg" in path.read_bytes().decode(codec)


def test_what_follows_an_element_is_never_taken_for_its_attribute(tmp_path: Path) -> None:
    path = tmp_path / "a.xmp"
    path.write_text(BRIDGE.replace("</rdf:RDF>", "</rdf:RDF>\n<x:a />b='c'"))
    assert read_sidecar(path).marks.stars is not None


def combinations(folder: Path, unreadable: Collection[str]) -> Iterator[tuple[Path, XmpMarks]]:
    """500 random marks, each written into one of the sidecars or a new one."""
    chance = random.Random(3)
    sidecars = [b"", *(stored for name, (stored, _) in SIDECARS.items() if name not in unreadable)]
    for number in range(500):
        stored = chance.choice(sidecars)
        marks = XmpMarks(
            chance.choice([None, *range(6)]), chance.choice([None, *FLAGS]), chance.choice([None, *LABELS])
        )
        photo = folder / f"{number:03}.CR3"
        if stored:
            photo.with_suffix(".xmp").write_bytes(stored)
        path = write_sidecar(photo, marks, DEFAULTS, NOW)
        if path.exists():
            yield path, marks


def require(program: str) -> str:
    return shutil.which(program) or pytest.skip(
        f"{program} is not installed: what other programs read is UNPROVED here"
    )


def as_read(rating: str | None, pick: str | None, good: str | None, label: str | None) -> XmpMarks:
    """The marks, from the texts of the four properties that every program documents."""
    stars = float(rating or 0)
    flags = {text.lower() for text in (pick, good) if text is not None}
    assert flags in ({"1", "true"}, {"-1", "false"}, {"true"}, {"false"}, set())
    flag = "reject" if stars < 0 or "false" in flags else "pick" if flags else "none"
    return XmpMarks(max(int(stars), 0), flag, label or "none")


def require_said(written: XmpMarks, read: XmpMarks) -> None:
    for mark in ("stars", "flag", "label"):
        assert getattr(written, mark) in {None, getattr(read, mark)}


def test_exiftool_reads_what_was_written(tmp_path: Path) -> None:
    # it takes CDATA for markup and knows no properties in the default namespace
    expected = dict(combinations(tmp_path, {"strange"}))
    command = [require("exiftool"), "-json", "-G1", "-n", "-ext", "xmp", str(tmp_path)]
    listed = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert len(listed) == len(expected) > 450
    for tags in listed:
        names = ("xmp:Rating", "xmpDM:Pick", "xmpDM:Good", "photoshop:LabelColor")
        texts = [str(tags[f"XMP-{name}"]) if f"XMP-{name}" in tags else None for name in names]
        require_said(expected[Path(tags["SourceFile"])], as_read(*texts))


def test_exiv2_reads_what_was_written(tmp_path: Path) -> None:
    exiv2 = require("exiv2")
    # it opens neither UTF-16 nor a file without x:xmpmeta
    expected = dict(combinations(tmp_path, {"strange", "bridge-utf16"}))
    keys = ("Xmp.xmp.Rating", "Xmp.xmpDM.pick", "Xmp.xmpDM.good", "Xmp.photoshop.LabelColor")
    for path, marks in expected.items():
        command = [exiv2, "-q", "-PXkv", str(path)]
        listed = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout
        texts = {key: value for line in listed.splitlines() for key, _, value in [line.partition(" ")]}
        require_said(marks, as_read(*(texts[key].strip() if key in texts else None for key in keys)))
