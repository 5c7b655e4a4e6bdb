"""The script that installs the program for one user, tried with a small program in folders with blanks."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import linux
import pytest

from clipiqa_desktop.downloads.digests import record_digest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the script is for Linux")

DESKTOP = f"applications/{linux.APP_ID}.desktop"
ICONS = "icons/hicolor"


class Computer:
    """A user's home, and unpacked archives of the program."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, folder / "home of me"
        self.data = self.home / ".local/share"
        self.link = self.home / ".local/bin/clipiqa-desktop"
        self.installations = self.home / ".local/lib/clipiqa-desktop"
        self.environment = {"HOME": str(self.home), "PATH": os.environ["PATH"]}
        self.home.mkdir()

    def archive(self, version: str) -> Path:
        """A program that says its version, read from a file beside it as PyInstaller's do."""
        folder = self.folder / f"clipiqa desktop {version}"
        (folder / "_internal").mkdir(parents=True)
        (folder / "_internal" / "version").write_text(version)
        program = folder / "clipiqa-desktop"
        program.write_text('#!/bin/sh\ncat "$(dirname "$(readlink -f "$0")")/_internal/version"\nprintf " %s" "$@"\n')
        program.chmod(0o755)
        linux.add_desktop_files(folder)
        return folder

    def run(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["sh", folder / "install.sh", *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, cwd="/")

    def install(self, folder: Path) -> None:
        ran = self.run(folder)
        assert (ran.returncode, ran.stderr) == (0, "")

    def remove(self, *options: str) -> str:
        (installed,) = self.installations.iterdir()
        ran = self.run(installed, "--remove", *options)
        assert (ran.returncode, ran.stderr) == (0, "")
        return ran.stdout

    def start(self, *arguments: str) -> str:
        ran = subprocess.run([self.link, *arguments], capture_output=True, text=True, check=True)
        return ran.stdout.strip()

    def files(self) -> set[Path]:
        return {path.relative_to(self.home) for path in self.home.rglob("*") if path.is_symlink() or path.is_file()}


@pytest.fixture
def computer(tmp_path):
    return Computer(tmp_path)


def test_the_program_starts_from_its_link_when_the_archive_is_gone(computer):
    archive = computer.archive("1")
    computer.install(archive)
    shutil.rmtree(archive)
    assert computer.start("a folder") == "1 a folder"


def test_menu_entry_metainfo_and_icons_are_in_the_users_folders(computer):
    computer.install(computer.archive("1"))
    for name in (DESKTOP, f"metainfo/{linux.APP_ID}.metainfo.xml", f"{ICONS}/scalable/apps/{linux.APP_ID}.svg"):
        assert (computer.data / name).is_file()
    pngs = sorted((linux.RESOURCES / "icons" / "hicolor").rglob("*.png"))
    assert pngs
    for png in pngs:
        copied = computer.data / ICONS / png.relative_to(linux.RESOURCES / "icons" / "hicolor")
        assert copied.read_bytes() == png.read_bytes()


def exec_line(file: Path) -> str:
    return next(line for line in file.read_text().splitlines() if line.startswith("Exec="))


def test_the_menu_entry_starts_the_link_whatever_the_path(computer):
    computer.install(computer.archive("1"))
    assert exec_line(computer.data / DESKTOP) == f'Exec="{computer.link}" %F'


def test_awkward_characters_of_the_home_are_escaped_as_the_specification_asks(tmp_path):
    """A desktop undoes the escapes of strings first, then those of the quotes, as a shell does, then "%%"."""
    home = tmp_path / 'odd "$HOME" `b` 100% \\ é'
    home.mkdir()
    computer = Computer(home)
    computer.install(computer.archive("1"))
    value = exec_line(computer.data / DESKTOP).removeprefix("Exec=").replace("\\\\", "\\")
    words = subprocess.run(["sh", "-c", f"printf '%s\\n' {value}"], capture_output=True, text=True, check=True).stdout
    assert words.replace("%%", "%").splitlines() == [str(computer.link), "%F"]
    assert computer.start() == "1"
    validate = shutil.which("desktop-file-validate")
    if validate:
        subprocess.run([validate, computer.data / DESKTOP], check=True)
    computer.remove()
    assert computer.files() == set()


def test_the_data_folder_may_lie_elsewhere(computer, tmp_path):
    computer.environment["XDG_DATA_HOME"] = str(tmp_path / "my data")
    computer.install(computer.archive("1"))
    assert (tmp_path / "my data" / DESKTOP).is_file()
    assert not computer.data.exists()
    computer.remove()
    assert not list((tmp_path / "my data").iterdir())


def test_a_relative_data_folder_is_ignored(computer):
    computer.environment["XDG_DATA_HOME"] = "data"
    computer.install(computer.archive("1"))
    assert (computer.data / DESKTOP).is_file()


def test_an_upgrade_leaves_nothing_of_the_former_version(computer):
    first, second = computer.archive("1"), computer.archive("2")
    shutil.copytree(first / "share" / ICONS / "16x16", first / "share" / ICONS / "17x17")
    computer.install(first)
    assert (computer.data / ICONS / "17x17").exists()
    computer.install(second)
    assert computer.start() == "2"
    assert len(list(computer.installations.iterdir())) == 1
    assert not (computer.data / ICONS / "17x17").exists()
    assert (computer.data / ICONS / "16x16").exists()


def test_removing_leaves_what_it_did_not_put_there(computer):
    kept = [
        computer.data / "clipiqa-desktop" / "catalog.db",
        computer.data / "applications" / "other.desktop",
        computer.data / ICONS / "16x16" / "apps" / "other.png",
        computer.home / ".config" / "clipiqa-desktop" / "settings.json",
        computer.link.with_name("other"),
    ]
    for file in kept:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("[Desktop Entry]\nType=Application\nName=Other\nExec=other\n")
    before = computer.files()
    computer.install(computer.archive("1"))
    said = computer.remove()
    assert computer.files() - {Path(".local/share/applications/mimeinfo.cache")} == before
    stays = [line.removeprefix("What it knows stays in ") for line in said.splitlines()[1:]]
    assert stays == [str(kept[0].parent), str(kept[3].parent)]


def test_removing_takes_thumbnails_and_log_along(computer):
    for place in (".cache", ".local/state"):
        file = computer.home / place / "clipiqa-desktop" / "log" / "made by the program"
        file.parent.mkdir(parents=True)
        file.touch()
        (computer.home / place / "other").touch()
    computer.install(computer.archive("1"))
    computer.remove()
    assert computer.files() == {Path(".cache/other"), Path(".local/state/other")}


def downloaded(computer):
    """What the program leaves of a download that arrived, of one that was stopped, and of one that was killed."""
    weights = computer.data / "clipiqa-desktop" / "weights"
    weights.mkdir(parents=True)
    record_digest(weights / "face_landmarker.task", "0" * 64)
    for name in ("face_landmarker.task", "afeb0e10f9e5.part", "afeb0e10f9e5.lock"):
        (weights / name).touch()
    return weights


def test_removing_takes_along_what_was_downloaded_and_says_so(computer):
    weights = downloaded(computer)
    computer.install(computer.archive("1"))
    (weights / "digests.json").write_text("{}")
    said = computer.remove()
    assert f"The downloaded {weights / 'face_landmarker.task'} is removed." in said.splitlines()
    assert computer.files() == set()
    assert not weights.parent.exists()


def test_removing_leaves_what_a_person_put_among_the_downloads(computer):
    weights = downloaded(computer)
    (weights / "RN50 of mine.pt").touch()
    computer.install(computer.archive("1"))
    assert f"What the program did not download stays in {weights}" in computer.remove().splitlines()
    assert [path.name for path in weights.iterdir()] == ["RN50 of mine.pt"]


def test_downloads_can_be_kept(computer):
    weights = downloaded(computer)
    before = computer.files()
    computer.install(computer.archive("1"))
    assert f"What it knows stays in {weights.parent}" in computer.remove("--keep-models").splitlines()
    assert computer.files() == before


def test_installing_and_removing_leaves_no_file(computer):
    computer.install(computer.archive("1"))
    computer.install(computer.archive("2"))
    computer.remove()
    assert computer.files() == set()
    assert not list(computer.data.iterdir())


def test_it_can_be_removed_from_the_archive_too(computer):
    archive = computer.archive("1")
    computer.install(archive)
    assert computer.run(archive, "--remove").returncode == 0
    assert computer.files() == set()


def test_what_is_installed_can_install_itself_again(computer):
    computer.install(computer.archive("1"))
    (installed,) = computer.installations.iterdir()
    computer.install(installed)
    assert not installed.exists()
    assert computer.start() == "1"


def test_a_program_of_this_name_from_elsewhere_is_left_alone(computer):
    archive = computer.archive("1")
    computer.link.parent.mkdir(parents=True)
    computer.link.write_text("from elsewhere")
    before = computer.files()
    ran = computer.run(archive)
    assert ran.returncode == 2
    assert "move it away" in ran.stderr
    assert computer.files() == before


def test_removing_leaves_a_link_that_has_become_anothers(computer):
    computer.install(computer.archive("1"))
    computer.link.unlink()
    computer.link.write_text("from elsewhere")
    computer.remove()
    assert computer.files() == {computer.link.relative_to(computer.home)}


def without(tool: str, replaced_by: str, folder: Path) -> str:
    """A PATH on which a tool does something else."""
    folder.mkdir()
    (folder / tool).write_text(f"#!/bin/sh\n{replaced_by}\n")
    (folder / tool).chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


@pytest.mark.parametrize("tool", ["cp", "ln", "mv"])
def test_an_upgrade_that_fails_leaves_the_former_version(computer, tmp_path, tool):
    computer.install(computer.archive("1"))
    before = computer.files()
    path, computer.environment["PATH"] = computer.environment["PATH"], without(tool, "exit 1", tmp_path / "broken")
    assert computer.run(computer.archive("2")).returncode != 0
    assert computer.start() == "1"
    assert computer.files() - {Path(".local/bin/clipiqa-desktop.part")} == before
    computer.environment["PATH"] = path
    computer.install(computer.archive("3"))
    assert computer.start() == "3"
    computer.remove()
    assert computer.files() == set()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_an_upgrade_that_is_killed_while_it_copies_leaves_the_former_version(computer, tmp_path, ending):
    computer.install(computer.archive("1"))
    started = tmp_path / "started"
    slow = f'/bin/cp "$@"; touch {started}; exec sleep 60'
    environment = computer.environment | {"PATH": without("cp", slow, tmp_path / "slow")}
    command = ["sh", computer.archive("2") / "install.sh"]
    with subprocess.Popen(command, env=environment, start_new_session=True) as running:
        while not started.exists():
            time.sleep(0.01)
        os.killpg(running.pid, ending)
    assert computer.start() == "1"
    computer.install(computer.archive("3"))
    assert computer.start() == "3"
    assert len(list(computer.installations.iterdir())) == 1
    computer.remove()
    assert computer.files() == set()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--purge"], "not known"),
        (["--keep-models"], "not known"),
        (["--remove", "--purge"], "not known"),
        (["--remove"], "was not installed"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(computer, arguments, says):
    ran = computer.run(computer.archive("1"), *arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert says in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
    assert computer.files() == set()


def test_a_half_unpacked_archive_is_refused(computer):
    archive = computer.archive("1")
    (archive / "clipiqa-desktop").unlink()
    ran = computer.run(archive)
    assert ran.returncode == 2
    assert "unpack the whole archive" in ran.stderr
    assert computer.files() == set()


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not installed")
def test_the_script_is_clean():
    ran = subprocess.run(
        ["shellcheck", "--shell=sh", linux.ROOT / "packaging/linux/install.sh"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
