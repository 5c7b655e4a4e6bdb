"""Every program's words for stars, flags and labels, read and written."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tools.sidecars import CAPTURE_ONE, DIGIKAM, packet

from clipiqa_desktop.mark_words import LabelWord
from clipiqa_desktop.photos.sidecar import SidecarOptions, read_sidecar, write_sidecar
from clipiqa_desktop.photos.xmp_marks import XmpMarks

DEFAULTS = SidecarOptions()
NOW = datetime(2026, 3, 1, 12, 34, 56, tzinfo=UTC)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_1.CR2"
    path.write_bytes(os.urandom(1000))
    return path


Properties = Callable[[str], XmpMarks]


@pytest.fixture
def said(tmp_path: Path) -> Properties:
    def read(text: str) -> XmpMarks:
        path = tmp_path / "read.xmp"
        path.write_text(text, "utf-8")
        return read_sidecar(path).marks

    return read


RATINGS = {"3": 3, " 4 ": 4, "3.0": 3, "0": 0, "5": 5, "6": None, "-2": None, "": None, "five": None, "nan": None}


@pytest.mark.parametrize(("text", "stars"), RATINGS.items())
def test_stars_are_read_as_numbers_of_any_kind(said: Properties, text: str, stars: int | None) -> None:
    assert said(packet(f'xmp:Rating="{text}"')) == XmpMarks(stars=stars)
    assert said(packet(elements=f"<xmp:Rating>{text}</xmp:Rating>")) == XmpMarks(stars=stars)


OTHER_STARS = {
    'acdsee:rating="4"': 4,
    'acdsee:rating="0"': 0,
    'MicrosoftPhoto:Rating="1"': 1,
    'MicrosoftPhoto:Rating="25"': 2,
    'MicrosoftPhoto:Rating="50"': 3,
    'MicrosoftPhoto:Rating="75"': 4,
    'MicrosoftPhoto:Rating="99"': 5,
    'MicrosoftPhoto:Rating="0"': 0,
    'MicrosoftPhoto:Rating="60"': 3,
    'MicrosoftPhoto:Rating="100"': 5,
    'MicrosoftPhoto:Rating="101"': None,
    'MicrosoftPhoto:Rating="many"': None,
    'xmp:Rating="2" acdsee:rating="4" MicrosoftPhoto:Rating="99"': 2,
    'xmp:Rating="0" MicrosoftPhoto:Rating="99"': 0,
    'xmp:Rating="" MicrosoftPhoto:Rating="99"': 5,
}


@pytest.mark.parametrize(("attributes", "stars"), OTHER_STARS.items())
def test_stars_are_read_in_other_programs_words(said: Properties, attributes: str, stars: int | None) -> None:
    assert said(packet(attributes)).stars == stars


FLAGS = {
    'xmp:Rating="-1"': "reject",
    'xmp:Rating="-1.0" xmpDM:pick="1"': "reject",
    'xmpDM:pick="1"': "pick",
    'xmpDM:pick="0"': "none",
    'xmpDM:pick="-1" xmpDM:good="True"': "reject",
    'xmpDM:good="TRUE"': "pick",
    'xmpDM:good="False"': "reject",
    'digiKam:PickLabel="0"': "none",
    'digiKam:PickLabel="1"': "reject",
    'digiKam:PickLabel="2"': "none",
    'digiKam:PickLabel="3"': "pick",
    'xmpDM:pick="maybe"': None,
    'photomechanic:Tagged="True"': "pick",
    'photomechanic:Tagged="False"': "none",
    'photomechanic:Tagged="True" xmpDM:pick="-1"': "reject",
}


@pytest.mark.parametrize(("attributes", "flag"), FLAGS.items())
def test_a_flag_is_read_in_every_programs_words(said: Properties, attributes: str, flag: str | None) -> None:
    assert said(packet(attributes)).flag == flag


LABELS = {
    'xmp:Label="red"': "red",
    'xmp:Label="PURPLE"': "purple",
    'xmp:Label="Select"': "red",
    'xmp:Label="to do"': "purple",
    'xmp:Label="Good to Use"': "green",
    'xmp:Label=""': "none",
    'xmp:Label="Pink"': None,
    'xmp:Label="Pink" photoshop:LabelColor="blue"': "blue",
    'xmp:Label="Approved" photoshop:LabelColor="red"': "red",
    'xmp:Label="Green" photoshop:LabelColor="red"': "green",
    'photoshop:LabelColor="#FF0000"': None,
    'photoshop:LabelColor="none"': "none",
    'digiKam:ColorLabel="0"': "none",
    'digiKam:ColorLabel="2"': None,
    'digiKam:ColorLabel="3"': "yellow",
    'digiKam:ColorLabel="6"': "purple",
    'photomechanic:ColorClass="0"': "none",
    'photomechanic:ColorClass="1"': "purple",
    'photomechanic:ColorClass="2"': "red",
    'photomechanic:ColorClass="3"': None,
    'photomechanic:ColorClass="4"': "yellow",
    'photomechanic:ColorClass="5"': "green",
    'photomechanic:ColorClass="7"': "blue",
} | {
    f'xmp:Label="{name}"': colour
    for names in (
        ("Rot", "Gelb", "Grün", "Blau", "Lila"),
        ("Rouge", "Jaune", "Vert", "Bleu", "Violet"),
        ("Rojo", "Amarillo", "Verde", "Azul", "Púrpura"),
        ("Rosso", "Giallo", "Verde", "Blu", "Viola"),
        ("レッド", "イエロー", "グリーン", "ブルー", "パープル"),
        ("Vermelho", "Amarelo", "Verde", "Azul", "Roxo"),
        ("Rood", "Geel", "Groen", "Blauw", "Paars"),
        ("ROT", "gelb", "gru\u0308n", " Blau ", "Violett"),
    )
    for colour, name in zip(("red", "yellow", "green", "blue", "purple"), names, strict=True)
}


@pytest.mark.parametrize(("attributes", "label"), LABELS.items())
def test_a_label_is_read_in_every_programs_words(said: Properties, attributes: str, label: str | None) -> None:
    assert said(packet(attributes)).label == label


@pytest.mark.parametrize(
    ("items", "label"), [("", "none"), ("<rdf:li>0</rdf:li>", "red"), ("<rdf:li>9</rdf:li>", None)]
)
def test_darktables_list_of_labels_is_read(said: Properties, items: str, label: str | None) -> None:
    list_of_them = f"<darktable:colorlabels><rdf:Seq>{items}</rdf:Seq></darktable:colorlabels>"
    assert said(packet(elements=list_of_them)).label == label


def test_a_value_with_qualifiers_is_read_and_replaced(photo: Path) -> None:
    path = photo.with_suffix(".xmp")
    text = packet(
        elements="<xmp:Rating rdf:parseType='Resource'><rdf:value>2</rdf:value><xmp:by>me</xmp:by></xmp:Rating>"
    )
    path.write_text(text)
    assert read_sidecar(path).marks == XmpMarks(stars=2)
    write_sidecar(photo, XmpMarks(stars=4), DEFAULTS, NOW)
    assert read_sidecar(path).marks == XmpMarks(stars=4)
    assert "<xmp:Rating>4</xmp:Rating>" in path.read_text()


def test_the_configured_names_are_read_and_written(photo: Path) -> None:
    names = SidecarOptions(label_names={"red": "レッド", "green": '<"grün" & so>'})
    for label, text in (("red", "レッド"), ("green", "&lt;&quot;grün&quot; &amp; so&gt;"), ("blue", "Blue")):
        path = write_sidecar(photo, XmpMarks(label=label), names, NOW)
        assert f'xmp:Label="{text}"' in path.read_text("utf-8")
        assert read_sidecar(path, names).marks.label == label
    assert read_sidecar(path).marks.label == "blue"


def test_another_programs_name_stays_unless_the_user_chose_names(photo: Path) -> None:
    path = photo.with_suffix(".xmp")
    path.write_text(packet('xmp:Label="Select"'))
    write_sidecar(photo, XmpMarks(label="red"), DEFAULTS, NOW)
    assert 'xmp:Label="Select"' in path.read_text()
    write_sidecar(photo, XmpMarks(label="red"), SidecarOptions(label_names={"red": "Rot"}), NOW)
    assert 'xmp:Label="Rot"' in path.read_text()


def test_a_label_that_cannot_be_shown_is_not_cleared(photo: Path) -> None:
    path = photo.with_suffix(".xmp")
    for text, held in (
        (CAPTURE_ONE, "<xmp:Label>Pink</xmp:Label>"),
        (packet('digiKam:ColorLabel="2"'), '"2"'),
        (packet('xmp:Label="Pink" digiKam:ColorLabel="0"'), "Pink"),
    ):
        path.write_text(text)
        write_sidecar(photo, XmpMarks(5, "none", "none"), DEFAULTS, NOW)
        assert held in path.read_text()
        assert read_sidecar(path).marks.with_defaults() == XmpMarks(5, "none", "none")


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ('xmp:Label="Pink"', "Pink"),
        ('xmp:Label="Für die Braut" photoshop:LabelColor="blue"', "Für die Braut"),
        ('photomechanic:ColorClass="3"', "Superior"),
        ('digiKam:ColorLabel="2"', "Orange"),
        ('xmp:Label="Rot"', ""),
        ('xmp:Label="Select" photoshop:LabelColor="blue"', ""),
        ('xmp:Label=" "', ""),
        ("", ""),
    ],
)
def test_a_label_that_is_none_of_the_colours_is_told_in_its_words(tmp_path: Path, attributes: str, words: str) -> None:
    path = tmp_path / "read.xmp"
    path.write_text(packet(attributes), "utf-8")
    assert read_sidecar(path).label_text == words


def test_photo_mechanics_own_fields_follow_and_are_left_where_they_say_it(photo: Path) -> None:
    path = photo.with_suffix(".xmp")
    path.write_text(packet('photomechanic:ColorClass="3" photomechanic:Tagged="False"'))
    write_sidecar(photo, XmpMarks(0, "none", "none"), DEFAULTS, NOW)
    assert 'ColorClass="3" photomechanic:Tagged="False"' in path.read_text(), "nobody saw or changed the label"
    write_sidecar(photo, XmpMarks(0, "pick", "yellow"), DEFAULTS, NOW)
    assert 'ColorClass="4" photomechanic:Tagged="True"' in path.read_text()
    write_sidecar(photo, XmpMarks(0, "reject", "yellow"), DEFAULTS, NOW)
    assert 'Tagged="False"' in path.read_text()
    before = path.read_bytes()
    os.utime(path, (1e9, 1e9))
    write_sidecar(photo, XmpMarks(0, "reject", "yellow"), DEFAULTS, NOW)
    assert (path.read_bytes(), path.stat().st_mtime) == (before, 1e9)


LABEL_NUMBERS: dict[LabelWord, str] = {"none": "0", "red": "1", "yellow": "3", "green": "4", "blue": "5"}


@pytest.mark.parametrize(("label", "number"), LABEL_NUMBERS.items())
def test_digikams_own_fields_follow(photo: Path, label: LabelWord, number: str) -> None:
    path = photo.with_suffix(".xmp")
    path.write_text(DIGIKAM, "utf-8")
    write_sidecar(photo, XmpMarks(2, "none", label), DEFAULTS, NOW)
    text = path.read_text("utf-8")
    for field in (f'ColorLabel="{number}"', 'PickLabel="0"', 'acdsee:rating="2"', 'MicrosoftPhoto:Rating="25"'):
        assert field in text
    assert ('xmp:Label="' in text) == (label != "none")


def test_no_programs_own_fields_are_added(photo: Path) -> None:
    text = write_sidecar(photo, XmpMarks(2, "pick", "red"), DEFAULTS, NOW).read_text()
    assert not any(name in text for name in ("digiKam", "darktable", "acdsee", "Microsoft", "Urgency"))


class TestMinusOne:
    """The rating -1 says "rejected" and hides the stars."""

    OPTION = SidecarOptions(reject_as_minus_one=True)

    def written(self, photo: Path, start: str, marks: XmpMarks, options: SidecarOptions) -> tuple[str, XmpMarks]:
        path = photo.with_suffix(".xmp")
        path.write_text(packet(start))
        write_sidecar(photo, marks, options, NOW)
        text = path.read_text()
        return text.split('xmp:Rating="')[1].split('"')[0], read_sidecar(path).marks

    def test_it_is_written_where_asked_for(self, photo: Path) -> None:
        for marks in (XmpMarks(3, "reject"), XmpMarks(flag="reject")):
            assert self.written(photo, 'xmp:Rating="4"', marks, self.OPTION) == ("-1", XmpMarks(None, "reject"))
        assert self.written(photo, 'xmp:Rating="4"', XmpMarks(3, "reject"), DEFAULTS) == ("3", XmpMarks(3, "reject"))

    def test_it_stays_on_a_rejected_photograph_that_gets_stars(self, photo: Path) -> None:
        assert self.written(photo, 'xmp:Rating="-1"', XmpMarks(stars=2), self.OPTION)[0] == "-1"

    def test_it_makes_way_for_stars_and_the_flag_then_says_reject(self, photo: Path) -> None:
        assert self.written(photo, 'xmp:Rating="-1"', XmpMarks(stars=2), DEFAULTS) == ("2", XmpMarks(2, "reject"))

    def test_it_is_kept_where_no_stars_would_be_lost(self, photo: Path) -> None:
        assert self.written(photo, 'xmp:Rating="-1"', XmpMarks(0, "reject"), DEFAULTS)[0] == "-1"

    def test_it_goes_with_the_rejection(self, photo: Path) -> None:
        assert self.written(photo, 'xmp:Rating="-1"', XmpMarks(flag="none"), DEFAULTS) == ("0", XmpMarks(0))
        assert self.written(photo, 'xmp:Rating="-1"', XmpMarks(flag="pick"), self.OPTION) == ("0", XmpMarks(0, "pick"))

    def test_it_is_not_touched_by_a_label(self, photo: Path) -> None:
        expected = ("-1", XmpMarks(None, "reject", "red"))
        assert self.written(photo, 'xmp:Rating="-1"', XmpMarks(label="red"), DEFAULTS) == expected
