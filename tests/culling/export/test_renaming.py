"""What is exported gets names by a template; all files of a photograph stay together."""

import os
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.exported import Exported, contents, save
from tools.stored import read

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.export.options import SKIPPED, ExportOptions
from clipiqa_desktop.culling.export.plans import first_names
from clipiqa_desktop.culling.export.renaming import legal, read_template
from clipiqa_desktop.culling.export.returning import move_back, moved_by
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.file_names import legal_name

MOMENT = 1_781_428_147.0  # 2026-06-14 09:09:07


@pytest.fixture
def filled(out: Exported) -> Exported:
    """Two shots of a camera, of which one is a RAW file with its JPEG, and one that says nothing of itself."""
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw", b_jpg="other", c_jpg="third")
    out.shoot.walk()
    for place, name in enumerate(("a.jpg", "b.jpg")):
        read(out.shoot.catalog, out.shoot.id(name), captured=MOMENT + place, camera="NIKON Z 6/2")
    return out


@pytest.mark.parametrize(
    ("template", "names"),
    [
        ("{date}_{counter}", ["2026-06-14_0001.jpg", "2026-06-14_0002.jpg", "undated_0003.jpg"]),
        ("Anna & Tom {counter:051}", ["Anna & Tom 051.jpg", "Anna & Tom 052.jpg", "Anna & Tom 053.jpg"]),
        ("{counter:9}", ["9.jpg", "10.jpg", "11.jpg"]),
        (
            "{year}{month}{day}-{time}",
            ["20260614-09-09-07.jpg", "20260614-09-09-08.jpg", "undatedundatedundated-undated.jpg"],
        ),
        ("{camera} {name}", ["NIKON Z 6_2 a.jpg", "NIKON Z 6_2 b.jpg", "unknown camera c.jpg"]),
        ("{date}", ["2026-06-14.jpg", "2026-06-14-2.jpg", "undated.jpg"]),
        ("  wedding  ", ["wedding.jpg", "wedding-2.jpg", "wedding-3.jpg"]),
    ],
)
def test_the_names_of_a_template_are_shown_before_and_are_those_that_come(
    filled: Exported, template: str, names: list[str]
) -> None:
    read_as = read_template(template)
    assert first_names(filled.shoot.catalog, filled.ids(), ExportOptions(filled.target, names=read_as.names)) == names
    filled.export(names=read_as.names)
    assert [name for name in filled.names if name.endswith(".jpg")] == sorted(names)


@pytest.mark.parametrize(
    "template", ["", "{", "}", "{nothing}", "a{date", "{date:3}", "{counter:}", "{counter:x}", "{}"]
)
def test_a_template_that_makes_no_sense_is_one_sentence(template: str) -> None:
    with pytest.raises(UserError) as raised:
        read_template(template)
    assert str(raised.value).endswith(".")


def test_a_raw_file_its_jpeg_and_their_sidecar_keep_one_name(filled: Exported) -> None:
    filled.shoot.mark("a.jpg", Mark(4))
    filled.export("a.jpg", names=read_template("{date}").names)
    assert filled.names == ["2026-06-14.cr2", "2026-06-14.jpg", "2026-06-14.xmp"]
    assert sorted(contents(filled.shoot.folder)) == ["a.cr2", "a.jpg", "a.xmp", "b.jpg", "c.jpg"]


def test_what_lies_there_is_not_written_over_and_an_export_again_goes_on(filled: Exported) -> None:
    names = read_template("pick {counter}").names
    save(filled.target)
    (filled.target / "pick 0002.jpg").write_text("somebody else's")
    filled.export(names=names)
    first = contents(filled.target)
    assert first["pick 0002.jpg"] == "somebody else's"
    assert first["pick 0003.jpg"] == "other"
    assert {each.state for each in filled.export(names=names).outcomes} == {SKIPPED}
    assert contents(filled.target) == first


def test_what_is_moved_is_known_by_its_new_name_and_goes_back_under_its_old_one(filled: Exported) -> None:
    photo_id, before = filled.shoot.id("a.jpg"), contents(filled.shoot.folder)
    moved = moved_by(filled.export(way="move", names=read_template("{date} {counter}").names))
    assert filled.shoot.catalog.photos.paths([photo_id]) == {photo_id: filled.target / "2026-06-14 0001.jpg"}
    returned = move_back(filled.shoot.catalog, moved)
    assert (returned.done, returned.remarks) == (moved, [])
    assert contents(filled.shoot.folder) == before
    assert filled.names == []


@pytest.mark.skipif(sys.platform != "linux", reason="names are characters there, not bytes")
def test_bytes_that_are_no_characters_stay_in_names_and_templates(out: Exported) -> None:
    (out.shoot.folder / "caf\udce9.jpg").write_text("picture")
    out.shoot.walk()
    template = read_template("th\udce9 {name}")
    assert first_names(out.shoot.catalog, out.ids(), ExportOptions(out.target, names=template.names)) == [
        "th\udce9 caf\udce9.jpg"
    ]
    out.export(names=template.names)
    assert [os.fsencode(path.name) for path in out.target.iterdir()] == [b"th\xe9 caf\xe9.jpg"]


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ('a<b>:"c/d\\e|f?g*', "a_b___c_d_e_f_g_"),
        ("console", "console"),
        (" .hidden. ", "hidden"),
        ("...", ""),
        ("ß" * 200, "ß" * 100),
        ("caf\udce9", "caf\udce9"),
        ("caf\udce9" * 100, "caf\udce9" * 50),
        ("half\ud83d", "half_"),
    ],
)
def test_names_are_what_every_system_takes(name: str, taken: str) -> None:
    assert legal(name) == taken


@pytest.mark.parametrize("name", ["con", "COM1.x", "nul.foo", "CONIN$", "conout$", "con .x", f"con{' ' * 300}x", "a|b"])
def test_names_of_devices_and_what_no_name_holds_are_left_to_the_one_rule(name: str) -> None:
    assert legal(name) != name
    assert legal_name(legal(name)) == legal(name)


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_whatever_a_name_is_made_of_it_stays_one_name(text: str) -> None:
    name = legal(text)
    assert legal(name) == name
    assert name in {"", legal_name(name)}
    assert len(os.fsencode(name)) <= 201
    assert not set(name) & set('<>:"/\\|?*\0\n')
    assert name == name.strip(" .")
