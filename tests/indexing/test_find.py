import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tools.pictures import save_photograph
from tools.shoot import Shoot
from tools.stored import listed

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.schema import LATEST_NS
from clipiqa_desktop.indexing.find import find_photographs
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions


def found(root: Path) -> list[str]:
    return sorted((file.folder / file.name).relative_to(root).as_posix() for file in find_photographs(root))


def make(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"123")


def test_photographs_of_all_folders_are_found_with_size_and_time(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg", "day/B.CR3", "day/deep/c.HEIC", "notes.txt", "day/no_suffix")
    os.utime(tmp_path / "a.jpg", ns=(5, 7))
    assert found(tmp_path) == ["a.jpg", "day/B.CR3", "day/deep/c.HEIC"]
    (first,) = (file for file in find_photographs(tmp_path) if file.name == "a.jpg")
    assert (first.folder, first.size, first.mtime_ns) == (tmp_path, 3, 7)


def test_hidden_files_and_folders_are_left_out_but_not_a_hidden_root(tmp_path: Path) -> None:
    make(tmp_path, ".hidden/a.jpg", ".hidden/.cache/b.jpg", ".hidden/._a.jpg")
    assert found(tmp_path) == []
    assert found(tmp_path / ".hidden") == ["a.jpg"]


def test_what_a_killed_program_left_beside_photographs_is_swept(tmp_path: Path) -> None:
    left, others = ".clipiqa-0123456789abcdef.tmp", ".0123.tmp"
    make(tmp_path, "day/a.jpg", f"day/{left}", f"day/{others}")
    assert found(tmp_path) == ["day/a.jpg"]
    assert (tmp_path / "day" / left).exists()  # it may be written just now
    for name in (left, others):
        os.utime(tmp_path / "day" / name, (0, 0))
    assert found(tmp_path) == ["day/a.jpg"]
    assert sorted(path.name for path in (tmp_path / "day").iterdir()) == [others, "a.jpg"]


def test_a_folder_named_like_a_photograph_is_a_folder(tmp_path: Path) -> None:
    make(tmp_path, "wedding.jpg/a.jpg")
    assert found(tmp_path) == ["wedding.jpg/a.jpg"]


def test_loops_of_links_are_walked_once(tmp_path: Path) -> None:
    make(tmp_path, "day/a.jpg")
    (tmp_path / "day" / "again").symlink_to(tmp_path, target_is_directory=True)
    assert [Path(name).name for name in found(tmp_path)] == ["a.jpg"]


def test_links_are_followed_and_those_that_lead_nowhere_are_listed(tmp_path: Path) -> None:
    make(tmp_path, "elsewhere/a.jpg", "root/b.jpg")
    (tmp_path / "root" / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "root" / "c.jpg").symlink_to(tmp_path / "elsewhere" / "a.jpg")
    (tmp_path / "root" / "nowhere.jpg").symlink_to(tmp_path / "gone.jpg")
    (tmp_path / "root" / "self.jpg").symlink_to(tmp_path / "root" / "self.jpg")
    assert found(tmp_path / "root") == ["b.jpg", "c.jpg", "linked/a.jpg", "nowhere.jpg", "self.jpg"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_sockets_and_devices_are_left_out_and_not_waited_for(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "device.jpg").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(tmp_path / "socket.jpg"))
    assert found(tmp_path) == []
    assert all(f"{name}.jpg' is a pipe or a device" in caplog.text for name in ("pipe", "device", "socket"))


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path, forbid: Callable[[str], None]) -> None:
    make(tmp_path, "open/a.jpg", "closed/b.jpg", "closed/deep/c.jpg", "listed/d.jpg")
    (tmp_path / "offline").symlink_to(tmp_path / "card")
    forbid("closed")
    forbid("d.jpg")
    unread: list[Path] = []
    walk = find_photographs(tmp_path, unreadable=unread.append)
    assert [file.name for file in walk] == ["a.jpg"]
    assert sorted(path.name for path in unread) == ["closed", "listed", "offline"]


def test_what_cannot_be_looked_into_any_more_stays(shoot: Shoot, forbid: Callable[[str], None]) -> None:
    for name in ("a.jpg", "closed/b.jpg", "closed/deep/c.jpg"):
        save_photograph(shoot.folder / name)
    shoot.index()
    (shoot.folder / "a.jpg").unlink()
    forbid("closed")
    shoot.index()
    assert shoot.photos().keys() == {"b.jpg", "c.jpg"}


@pytest.fixture
def forbid(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Has the system refuse what is named so, also to those who run tests as root."""
    names: set[str] = set()
    scan = os.scandir

    class Guarded:
        def __init__(self, entry: os.DirEntry[str]) -> None:
            self.entry = entry

        def __getattr__(self, name: str) -> object:
            return getattr(self.entry, name)

        def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
            if self.entry.name in names:
                raise PermissionError(13, "Permission denied")
            return self.entry.stat(follow_symlinks=follow_symlinks)

    @contextmanager
    def guarded(path: Path) -> Iterator[list[Guarded]]:
        if path.name in names:
            raise PermissionError(13, "Permission denied")
        with scan(path) as entries:
            yield [Guarded(entry) for entry in entries]

    monkeypatch.setattr(os, "scandir", guarded)
    return names.add


def test_a_folder_that_is_gone_is_left_out(tmp_path: Path) -> None:
    assert found(tmp_path / "gone") == []


def test_names_that_are_no_text_are_found(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9 \n.jpg")
    make(tmp_path, name)
    assert found(tmp_path) == [name]


def test_a_time_beyond_the_catalog_is_bounded(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    make(tmp_path, "a.jpg")
    os.utime(tmp_path / "a.jpg", ns=(LATEST_NS * 2, LATEST_NS * 2))
    (file,) = find_photographs(tmp_path)
    catalog = Catalog(tmp_path_factory.mktemp("catalog") / "catalog.db", ("quality",))
    listed(catalog)
    assert catalog.folders.record_listing(tmp_path, [file]).added == 1
    assert not catalog.folders.record_listing(tmp_path, find_photographs(tmp_path))
    catalog.close()


def test_a_search_can_be_cancelled(tmp_path: Path) -> None:
    make(tmp_path, "a/a.jpg", "b/b.jpg", "c/c.jpg")
    looks = iter([False, False, True])
    assert len(list(find_photographs(tmp_path, lambda: next(looks)))) == 1


@pytest.mark.parametrize(
    ("files", "full_name", "sidecar"),
    [
        ("a.cr2 a.xmp", False, "a.xmp"),
        ("a.cr2 a.cr2.XMP", False, "a.cr2.XMP"),
        ("a.cr2 a.xmp a.cr2.xmp", False, "a.xmp"),
        ("a.cr2 a.xmp a.cr2.xmp", True, "a.cr2.xmp"),
        ("a.jpg A.CR2 A.Xmp", False, "A.Xmp"),
        ("a.jpg a.cr2 a.jpg.xmp", False, "a.jpg.xmp"),
        ("a.jpg a.cr2 a.jpg.xmp a.cr2.xmp", False, "a.cr2.xmp"),
        ("a.jpg a.mov a.mov.xmp", False, None),
        ("a.cr2 b.xmp", False, None),
        ("a.cr2 a.xmp/x", False, None),
    ],
)
def test_the_sidecar_of_a_shot(tmp_path: Path, files: str, full_name: bool, sidecar: str | None) -> None:
    make(tmp_path, *files.split())
    (file,) = find_photographs(tmp_path, options=SidecarOptions(full_name=full_name))
    assert (file.sidecar and file.sidecar.name) == sidecar
    if file.sidecar:
        status = (tmp_path / file.sidecar.name).stat()
        assert (file.sidecar.size, file.sidecar.mtime_ns) == (status.st_size, status.st_mtime_ns)


def test_one_folder_alone(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg", "below/b.jpg")
    assert [file.name for file in find_photographs(tmp_path, deep=False)] == ["a.jpg"]


def test_the_sidecar_of_a_photograph_is_not_that_of_another_that_bears_its_name(tmp_path: Path) -> None:
    make(tmp_path, "a.tif", "a.tif.jpg", "a.tif.xmp", "b.tif.jpg", "b.tif.xmp")
    sidecars = {file.name: file.sidecar and file.sidecar.name for file in find_photographs(tmp_path)}
    assert sidecars == {"a.tif": "a.tif.xmp", "a.tif.jpg": None, "b.tif.jpg": "b.tif.xmp"}


@pytest.mark.parametrize(
    "folder",
    [
        "@eaDir/a.jpg",
        "@EADIR",
        "#recycle",
        "@Recycle",
        "$RECYCLE.BIN/S-1-5-21",
        "$Recycle.Bin",
        "RECYCLER",
        "System Volume Information",
        "lost+found",
        "FOUND.000",
        "#snapshot/GMT-05",
        "Cat Previews.lrdata/0/00",
        "Cat Smart Previews.lrdata",
        "Photos Library.photoslibrary/originals/0",
        "iPhoto Library.photolibrary/Masters",
        "My.cocatalog/Cache",
        "CaptureOne/Cache/Thumbnails",
        "Thumbs",
        "@__thumb",
        "PRIVATE/M4ROOT/THMBNL",
        "__MACOSX",
        "deep/down/@eaDir",
        ".thumbnails",
        ".Trashes",
        ".Trash-1000/files",
    ],
)
def test_what_servers_trashes_and_editors_keep_is_passed_by_unless_it_is_named(tmp_path: Path, folder: str) -> None:
    make(tmp_path, "mine.jpg", f"{folder}/theirs.jpg", "Thumbs up/b.jpg", "recycle/c.jpg")
    assert found(tmp_path) == ["Thumbs up/b.jpg", "mine.jpg", "recycle/c.jpg"]
    assert found(tmp_path / folder) == ["theirs.jpg"]


def test_folders_that_are_left_out_are_passed_by(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg", "out/b.jpg", "out/deep/c.jpg", "deep/out/d.jpg")
    walk = find_photographs(tmp_path, left_out=[tmp_path / "out"])
    assert sorted(file.name for file in walk) == ["a.jpg", "d.jpg"]
