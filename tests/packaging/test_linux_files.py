"""The files by which a Linux desktop knows the program."""

import shutil
import subprocess
from configparser import RawConfigParser
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import linux
import pytest

from clipiqa_desktop import __version__
from clipiqa_desktop.photos.formats import is_photograph
from clipiqa_desktop.ui.window.app_icon import APP_ID

FILES = linux.RESOURCES / "linux"
ENTRY, METAINFO = FILES / f"{APP_ID}.desktop", FILES / f"{APP_ID}.metainfo.xml"
COMMAND = "clipiqa-desktop"


@pytest.fixture
def entry():
    parser = RawConfigParser()
    parser.optionxform = str
    parser.read_string(ENTRY.read_text(encoding="utf-8"))
    return parser["Desktop Entry"]


@pytest.fixture
def metainfo():
    return ElementTree.parse(METAINFO).getroot()


def test_one_id_names_everything(entry, metainfo):
    assert linux.APP_ID == APP_ID
    assert entry["Icon"] == APP_ID
    assert metainfo.findtext("id") == APP_ID
    assert metainfo.findtext("launchable[@type='desktop-id']") == ENTRY.name
    assert metainfo.findtext("icon") == APP_ID


def test_the_entry_starts_the_command_that_the_package_installs(entry, metainfo):
    project = (linux.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'{COMMAND} = "clipiqa_desktop.__main__:main"' in project
    assert entry["Exec"] == f"{COMMAND} %F"
    assert metainfo.findtext("provides/binary") == COMMAND


def test_the_entry_opens_folders_and_images_alone(entry):
    kinds = entry["MimeType"].rstrip(";").split(";")
    assert kinds[0] == "inode/directory"
    assert all(kind.startswith("image/") for kind in kinds[1:])
    assert len(set(kinds)) == len(kinds)


def test_every_kind_is_one_that_the_program_reads(entry):
    """They end as the names of such files do, but for Panasonic's older RAW."""
    suffixes = {kind.removeprefix("image/").split("-")[-1] for kind in entry["MimeType"].rstrip(";").split(";")[1:]}
    assert {suffix for suffix in suffixes if not is_photograph(f"photograph.{suffix}")} == {"rw"}


def test_entry_and_metainfo_say_the_same(entry, metainfo):
    assert entry["Name"] == metainfo.findtext("name")
    assert entry["Comment"] == metainfo.findtext("summary")
    assert {each.text for each in metainfo.iterfind("categories/category")} <= set(entry["Categories"].split(";"))


def test_the_newest_release_is_this_version(metainfo):
    releases = metainfo.findall("releases/release")
    assert releases[0].get("version") == __version__
    days = [date.fromisoformat(release.get("date", "")) for release in releases]
    assert days == sorted(days, reverse=True)


def test_licences_and_rating_are_named(metainfo):
    assert (metainfo.findtext("metadata_license"), metainfo.findtext("project_license")) == ("MIT", "MIT")
    assert metainfo.find("content_rating[@type='oars-1.1']") is not None


def checked_by(*command: str | Path) -> None:
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "warning" not in (ran.stdout + ran.stderr).lower()


def test_desktop_file_validate_is_content():
    checked_by("desktop-file-validate", ENTRY)


def test_appstreamcli_is_content():
    checked_by("appstreamcli", "validate", "--no-net", METAINFO)


def test_the_folder_of_the_program_gets_all_that_its_script_installs(tmp_path):
    linux.add_desktop_files(tmp_path)
    assert (tmp_path / "install.sh").stat().st_mode & 0o111
    data = tmp_path / "share"
    assert (data / "applications" / ENTRY.name).read_bytes() == ENTRY.read_bytes()
    assert (data / "metainfo" / METAINFO.name).read_bytes() == METAINFO.read_bytes()
    icons = sorted(path.relative_to(data / "icons") for path in data.glob("icons/**/*.*"))
    assert {icon.stem for icon in icons} == {APP_ID}
    assert {icon.suffix for icon in icons} == {".png", ".svg"}


def test_adding_them_again_changes_nothing(tmp_path):
    linux.add_desktop_files(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    linux.add_desktop_files(tmp_path)
    assert sorted(tmp_path.rglob("*")) == before
