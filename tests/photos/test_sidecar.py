"""What sidecars say, where they lie, and which of them are refused."""

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest
from tools.sidecars import CAPTURE_ONE, DARKTABLE, LIGHTROOM, SIDECARS, packet

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.photos.sidecar import (
    MalformedSidecar,
    SidecarOptions,
    UnusableSidecar,
    find_sidecar,
    read_sidecar,
    sidecar_names,
    sidecar_path,
    write_sidecar,
)
from clipiqa_desktop.photos.xmp_marks import XmpMarks

DEFAULTS = SidecarOptions()
NOW = datetime(2026, 3, 1, 12, 34, 56, tzinfo=UTC)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_1.CR2"
    path.write_bytes(os.urandom(1000))
    return path


@pytest.mark.parametrize("name", SIDECARS)
def test_every_programs_sidecar_is_read(tmp_path: Path, name: str) -> None:
    stored, marks = SIDECARS[name]
    (tmp_path / "a.xmp").write_bytes(stored)
    assert read_sidecar(tmp_path / "a.xmp").marks == marks


def test_dates_come_from_the_file_or_else_from_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.xmp"
    for text, modified in ((LIGHTROOM, datetime(2024, 6, 20, 7, 14, 2, tzinfo=UTC).timestamp()), (DARKTABLE, 1e9)):
        path.write_text(text, "utf-8")
        os.utime(path, (1e9, 1e9))
        state = read_sidecar(path)
        assert (state.modified, state.file_modified) == (modified, 1e9)
        assert state.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_text(packet('xmp:MetadataDate="some day"'))
    assert read_sidecar(path).modified == path.stat().st_mtime


def test_a_new_sidecar_is_small_and_standard(photo: Path) -> None:
    before = photo.read_bytes()
    path = write_sidecar(photo, XmpMarks(3, "reject", "yellow"), DEFAULTS, NOW)
    assert path == photo.with_suffix(".xmp")
    assert path.read_text().splitlines() == [
        '<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="CLIP-IQA Desktop">',
        ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
        '  <rdf:Description rdf:about=""',
        '    xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
        '    xmlns:xmpDM="http://ns.adobe.com/xmp/1.0/DynamicMedia/"',
        '    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"',
        '    xmp:Rating="3"',
        '    xmpDM:pick="-1"',
        '    xmpDM:good="False"',
        '    xmp:Label="Yellow"',
        '    photoshop:LabelColor="yellow"',
        '    xmp:MetadataDate="2026-03-01T12:34:56+00:00"/>',
        " </rdf:RDF>",
        "</x:xmpmeta>",
    ]
    assert photo.read_bytes() == before


def test_without_marks_or_changes_nothing_is_written(photo: Path) -> None:
    path = write_sidecar(photo, XmpMarks(0, "none", "none"), DEFAULTS, NOW)
    assert not path.exists()
    path.write_text(LIGHTROOM, "utf-8")
    os.utime(path, (1e9, 1e9))
    for marks in (XmpMarks(), XmpMarks(3), XmpMarks(3, "pick", "green")):
        write_sidecar(photo, marks, DEFAULTS, NOW)
        assert path.stat().st_mtime == 1e9
        assert path.read_text("utf-8") == LIGHTROOM


@pytest.mark.parametrize("suffix", ["xmp", "XMP", "Xmp", "xMP"])
@pytest.mark.parametrize("stem", ["IMG_1", "IMG_1.CR2"])
@pytest.mark.parametrize("full_name", [False, True])
def test_an_existing_sidecar_is_used_whatever_its_name_style(
    photo: Path, stem: str, suffix: str, full_name: bool
) -> None:
    options = SidecarOptions(full_name=full_name)
    assert find_sidecar(photo, options) is None
    assert sidecar_path(photo, options).name == ("IMG_1.CR2.xmp" if full_name else "IMG_1.xmp")
    existing = photo.with_name(f"{stem}.{suffix}")
    existing.write_text(LIGHTROOM, "utf-8")
    assert find_sidecar(photo, options) == existing
    assert write_sidecar(photo, XmpMarks(1), options, NOW) == existing
    assert sorted(path.name for path in photo.parent.iterdir()) == sorted([photo.name, existing.name])


def test_of_two_sidecars_the_chosen_style_is_used(photo: Path) -> None:
    for name in ("IMG_1.xmp", "IMG_1.CR2.xmp", "IMG_2.xmp"):
        photo.with_name(name).write_text(LIGHTROOM, "utf-8")
    assert sidecar_path(photo) == photo.with_name("IMG_1.xmp")
    assert sidecar_path(photo, SidecarOptions(full_name=True)) == photo.with_name("IMG_1.CR2.xmp")


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="">&b;'
    "</rdf:Description></rdf:RDF>"
)
MALFORMED = {
    "empty": b"",
    "white": b" \n",
    "zeros": bytes(4096),
    "half": LIGHTROOM[: len(LIGHTROOM) // 2].encode(),
    "tail": LIGHTROOM.encode() + b"<more/>",
    "zeros behind": LIGHTROOM.encode() + bytes(512),
    "latin": LIGHTROOM.encode("latin-1"),
    "no such encoding": b'<?xml version="1.0" encoding="klingon"?>' + LIGHTROOM.encode(),
    "wrong encoding": b'<?xml version="1.0" encoding="UTF-16"?>' + LIGHTROOM.encode(),
    "odd utf-16": LIGHTROOM.encode("utf-16") + b"x",
    "html": b"<html><body>Not found</body></html>",
    "no description": b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
    "prefix without namespace": packet("nikon:Rating='1'").encode(),
    "attribute twice": packet('xmp:Rating="1" xmp:Rating="2"').encode(),
    "laughs": LAUGHS.encode(),
    "external": LAUGHS.replace('"ha"', 'SYSTEM "file:///etc/passwd"').encode(),
    "external type": b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">' + packet().encode(),
    "unknown entity": packet(elements="<xmp:Label>&nbsp;</xmp:Label>").encode(),
    "punycode": b'<?xml version="1.0" encoding="punycode"?>' + LIGHTROOM.encode(),
    "many": packet(elements="<a/>" * 1_000_000).encode(),
    "many known": packet(elements="<xmp:a>1</xmp:a>" * 100_000).encode(),
    "many attributes": packet("".join(f' xmp:a{number}=""' for number in range(100_000))).encode(),
    "deep": packet(elements="<a>" * 101 + "</a>" * 101).encode(),
    "deep unknown": packet(elements='<c:a xmlns:c="urn:c">' + "<a>" * 101 + "</a>" * 101 + "</c:a>").encode(),
    "too large": LIGHTROOM.encode() + b" " * (16 << 20),
}


@pytest.mark.parametrize("kind", MALFORMED)
def test_a_malformed_sidecar_is_refused_and_left_alone(photo: Path, kind: str) -> None:
    path = photo.with_suffix(".xmp")
    path.write_bytes(MALFORMED[kind])
    for use in (lambda: read_sidecar(path), lambda: write_sidecar(photo, XmpMarks(1), DEFAULTS, NOW)):
        with pytest.raises(MalformedSidecar, match=r'^The sidecar "IMG_1\.xmp" .+ restore it from a copy, .+\.$'):
            use()
    assert path.read_bytes() == MALFORMED[kind]
    assert len(list(photo.parent.iterdir())) == 2


def test_many_elements_and_develop_settings_without_end_are_no_harm(photo: Path) -> None:
    path = photo.with_suffix(".xmp")
    masks = f'<c:Masks xmlns:c="urn:c">{"<c:a>" * 50}{"<rdf:li>1</rdf:li>" * 90_000}{"</c:a>" * 50}</c:Masks>'
    for elements in ("\n<xmp:b/>" * 20_000, masks):
        path.write_text(packet(elements=elements))
        write_sidecar(photo, XmpMarks(2), DEFAULTS, NOW)
        assert read_sidecar(path).marks == XmpMarks(stars=2)
        assert elements in path.read_text()


def test_what_the_disk_refuses_is_a_sentence(photo: Path) -> None:
    with pytest.raises(UnusableSidecar, match="could not be read"):
        read_sidecar(photo.with_name("gone.xmp"))
    photo.with_suffix(".xmp").mkdir()
    with pytest.raises(UserError, match="could not be written"):
        write_sidecar(photo, XmpMarks(1), DEFAULTS, NOW)
    assert len(list(photo.parent.iterdir())) == 2


def test_a_name_that_xml_cannot_hold_is_refused(photo: Path) -> None:
    path = photo.with_suffix(".xmp")
    path.write_text(CAPTURE_ONE)
    with pytest.raises(UnusableSidecar, match="left as it was"):
        write_sidecar(photo, XmpMarks(label="red"), SidecarOptions(label_names={"red": "\x01"}), NOW)
    assert path.read_text() == CAPTURE_ONE


@pytest.mark.parametrize("full_name", [False, True])
@pytest.mark.parametrize("of_which", ["IMG_1.TIF", "IMG_1.CR2", "IMG_1.png"])
def test_the_sidecar_of_another_photograph_is_left_alone(tmp_path: Path, of_which: str, full_name: bool) -> None:
    options = SidecarOptions(full_name=full_name)
    one, other = tmp_path / of_which, tmp_path / f"{of_which}.jpg"
    theirs = tmp_path / f"{of_which}.xmp"
    other.touch()
    theirs.write_text(LIGHTROOM)
    assert find_sidecar(other, options) == theirs, "nobody else is there to have it"
    one.touch()
    assert find_sidecar(one, options) == theirs
    assert find_sidecar(other, options) is None
    assert write_sidecar(other, XmpMarks(1), options, NOW).name == f"{of_which}.jpg.xmp"
    assert theirs.read_text() == LIGHTROOM


@pytest.mark.parametrize(("of_photo", "of_sidecar"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_sidecar_in_the_other_unicode_form_is_found(
    tmp_path: Path, of_photo: Literal["NFC", "NFD"], of_sidecar: Literal["NFC", "NFD"]
) -> None:
    photo, sidecar = (tmp_path / normalize(form, name) for form, name in ((of_photo, "é.jpg"), (of_sidecar, "é.xmp")))
    photo.touch()
    sidecar.write_text(LIGHTROOM)
    assert sidecar_path(photo) == sidecar


def test_of_twins_in_two_unicode_forms_each_has_its_own_sidecar(tmp_path: Path) -> None:
    twins = [tmp_path / normalize(form, "é.jpg") for form in ("NFC", "NFD")]
    for photo in twins:
        photo.touch()
    if len([*tmp_path.iterdir()]) < 2:
        pytest.skip("the two forms are one file here")
    for options in (SidecarOptions(), SidecarOptions(full_name=True)):
        written = [write_sidecar(photo, XmpMarks(stars), options, NOW) for stars, photo in enumerate(twins, 1)]
        assert [read_sidecar(path).marks.stars for path in written] == [1, 2]
        assert [sidecar_path(photo, options) for photo in twins] == written
    beside = [path.name for path in tmp_path.iterdir()]
    assert not {*sidecar_names(twins[0], beside=beside)} & {*sidecar_names(twins[1], beside=beside)}
