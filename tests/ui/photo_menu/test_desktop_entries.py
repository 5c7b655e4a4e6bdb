"""Which programs a Linux desktop names for a kind of file, out of files like those that lie there."""

from pathlib import Path

import pytest

from clipiqa_desktop.ui.photo_menu.desktop_entries import entries_for

RAW = ("image/x-nikon-nef", "image/x-dcraw", "image/tiff")


@pytest.fixture
def desktop(tmp_path, monkeypatch):
    """Empty folders of a person and of the system; call it to put an entry there."""
    for name, folder in (
        ("XDG_DATA_HOME", "own"),
        ("XDG_DATA_DIRS", "system"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CONFIG_DIRS", "xdg"),
    ):
        (tmp_path / folder / "applications").mkdir(parents=True)
        monkeypatch.setenv(name, str(tmp_path / folder))
    monkeypatch.delenv("XDG_CURRENT_DESKTOP", raising=False)

    def put(id_: str, kinds: str = "image/jpeg;", where: str = "system", **values: str) -> None:
        values = {"Type": "Application", "Name": id_.title(), "Exec": f"{id_} %F", "MimeType": kinds, **values}
        lines = ["# a comment", "[Desktop Entry]", *(f"{key}={value}" for key, value in values.items())]
        file = tmp_path / where / "applications" / f"{id_}.desktop"
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join([*lines, "[Desktop Action new]", "Exec=wrong", "Name=Wrong"]))

    return put


def titles(kinds=("image/jpeg",), language=""):
    return [entry.name for entry in entries_for(kinds, language)]


def test_programs_for_the_kind_come_by_name_and_others_do_not(desktop):
    desktop("viewer", "image/png;image/jpeg;")
    desktop("gimp")
    desktop("writer", "text/plain;")
    assert titles() == ["Gimp", "Viewer"]


def test_a_raw_file_is_opened_by_what_opens_its_family(desktop):
    desktop("darktable", "image/x-dcraw;")
    desktop("nikon", "image/x-nikon-nef;")
    assert titles(RAW) == ["Darktable", "Nikon"]


def test_what_the_person_prefers_comes_first_and_what_they_took_away_is_gone(desktop, tmp_path):
    for each in ("alpha", "beta", "gamma", "delta"):
        desktop(each)
    desktop("odd", "text/plain;")
    (tmp_path / "config" / "mimeapps.list").write_text(
        "[Default Applications]\nimage/jpeg=gamma.desktop;\n"
        "[Added Associations]\nimage/jpeg=odd.desktop;missing.desktop;\n"
        "[Removed Associations]\nimage/jpeg=beta.desktop;\n"
    )
    assert titles() == ["Gamma", "Odd", "Alpha", "Delta"]


@pytest.mark.parametrize(
    "values",
    [
        {"Hidden": "true"},
        {"Terminal": "true"},
        {"Type": "Link"},
        {"Exec": ""},
        {"TryExec": "/no/such/program"},
    ],
)
def test_what_cannot_be_started_in_a_window_is_not_offered(desktop, values):
    desktop("viewer", **values)
    assert titles() == []


def test_the_persons_own_entry_hides_that_of_the_system_also_to_take_it_away(desktop):
    desktop("viewer")
    desktop("viewer", where="own", Name="Mine")
    assert titles() == ["Mine"]
    desktop("viewer", where="own", Hidden="true")
    assert titles() == []


def test_names_come_in_the_language_of_the_person(desktop):
    desktop("viewer", **{"Name[de]": "Bildbetrachter"})
    assert titles(language="de_DE") == ["Bildbetrachter"]
    assert titles(language="fr_FR") == ["Viewer"]


@pytest.mark.parametrize(
    ("line", "commands"),
    [
        ("view %F", [["view", "/a b.jpg", "/c.jpg"]]),
        ("view --new %U", [["view", "--new", "file:///a%20b.jpg", "file:///c.jpg"]]),
        ("view %f", [["view", "/a b.jpg"], ["view", "/c.jpg"]]),
        ("view %u -x", [["view", "file:///a%20b.jpg", "-x"], ["view", "file:///c.jpg", "-x"]]),
        ("view", [["view", "/a b.jpg"], ["view", "/c.jpg"]]),
        ('"/opt/my view" -t "%c 100%%" %i %F', [["/opt/my view", "-t", "Viewer 100%", "/a b.jpg", "/c.jpg"]]),
    ],
)
def test_the_line_of_an_entry_says_how_it_gets_the_files(desktop, line, commands):
    desktop("viewer", Exec=line)
    (entry,) = entries_for(["image/jpeg"])
    assert entry.commands([Path("/a b.jpg"), Path("/c.jpg")]) == commands


def test_a_line_that_makes_no_sense_says_so(desktop):
    desktop("viewer", Exec='view "unended')
    (entry,) = entries_for(["image/jpeg"])
    with pytest.raises(ValueError, match="quotation"):
        entry.commands([Path("/a.jpg")])
