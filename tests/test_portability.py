"""Windows and macOS, as far as they can be tried on another system: what their Python lacks, and their own branches."""

import ast
import importlib.util
import mmap
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing import Pipe
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
from tools.as_on_windows.sitecustomize import MISSING, MODULES, WANTED
from tools.command_line import clipiqa
from tools.pictures import save_photographs

from clipiqa_desktop import processes
from clipiqa_desktop.culling.export import files
from clipiqa_desktop.files import atomic_file, file_names
from clipiqa_desktop.indexing import find
from clipiqa_desktop.ui.single_instance import instance

PACKAGE = Path(files.__file__).parents[2]
AS_ON_WINDOWS = Path(__file__).parent / "tools" / "as_on_windows"

# Every use of what Windows' Python lacks, and the test here that goes the way of Windows. A new one is written down
# together with its test: "stripped" is tried by commands that run where all of it is missing.
STRIPPED = "test_photographs_are_read_marked_and_exported_without_what_windows_lacks"
USES = {
    ("culling/export/files.py", "fcntl"): STRIPPED,
    ("culling/export/files.py", "posix_fadvise"): STRIPPED,
    ("culling/export/files.py", "POSIX_FADV_DONTNEED"): STRIPPED,
    ("files/atomic_file.py", "chown"): STRIPPED,
    ("files/atomic_file.py", "getxattr"): STRIPPED,
    ("files/atomic_file.py", "listxattr"): STRIPPED,
    ("files/atomic_file.py", "setxattr"): STRIPPED,
    ("files/regular_file.py", "O_NOCTTY"): "test_files_are_opened_with_the_flags_that_there_are",
    ("files/regular_file.py", "O_NONBLOCK"): "test_files_are_opened_with_the_flags_that_there_are",
    ("frames/shared_pixels.py", "memfd_create"): "test_pixels_go_through_memory_with_a_name",
    ("frames/shared_pixels.py", "posix_fallocate"): "test_pixels_go_through_memory_with_a_name",
    ("photos/limits.py", "resource"): STRIPPED,
    ("processes.py", "SIG_BLOCK"): "test_a_child_starts_where_signals_cannot_be_held_back",
    ("processes.py", "SIG_SETMASK"): "test_a_child_starts_where_signals_cannot_be_held_back",
    ("processes.py", "nice"): STRIPPED,
    ("processes.py", "set_blocking"): STRIPPED,
    ("processes.py", "pthread_sigmask"): "test_a_child_starts_where_signals_cannot_be_held_back",
    ("ui/single_instance/instance.py", "getuid"): "test_one_window_is_found_by_the_name_of_a_pipe",
}
# Every place that asks which system it is, and the test of its other branch, wherever that is.
BRANCHES = {
    "culling/export/files.py": "test_a_move_is_one_rename",
    "files/atomic_file.py": "test_a_name_that_is_refused_for_a_moment_is_taken_a_moment_later",
    "files/file_names.py": "test_addresses_become_paths_with_drives",
    "frames/shared_pixels.py": "test_pixels_go_through_memory_with_a_name",
    "indexing/find.py": "test_the_time_a_file_was_made_is_not_taken_for_a_change",
    "ui/marks/keyboard.py": "test_keys_have_codes_on_every_system",
    "ui/photo_menu/programs.py": "test_the_file_manager_is_asked_as_each_system_wants_it",
    "ui/settings/general_page.py": "names MPS instead of CUDA in a list",
    "ui/single_instance/instance.py": "test_one_window_is_found_by_the_name_of_a_pipe",
}
ALL_MISSING = {name for names in MISSING.values() for name in names}


def trees() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text("utf-8"))


def missing_in(tree: ast.AST) -> Iterator[str]:
    """What is used in there of what Windows lacks: a name of `os` or `signal`, a text for getattr, or an import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in MISSING:
            yield from {node.attr} & ALL_MISSING
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from {node.value} & ALL_MISSING - {"SIGXCPU", "SIGHUP"}  # compared with the names of exit codes
        elif isinstance(node, ast.Import):
            yield from {alias.name for alias in node.names} & set(MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            yield node.module
        elif isinstance(node, ast.ImportFrom) and node.module in MISSING:
            yield from {alias.name for alias in node.names} & ALL_MISSING


def asks_for_the_system(tree: ast.AST) -> bool:
    asked = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name))
    return any((node.value.id, node.attr) in {("sys", "platform"), ("os", "name")} for node in asked)  # type: ignore[attr-defined]


def test_every_use_of_what_windows_lacks_is_written_down_with_its_test() -> None:
    assert {(path, name) for path, tree in trees() for name in missing_in(tree)} == set(USES)
    assert {test for test in USES.values() if test not in globals()} == set()


def test_every_branch_for_a_system_is_written_down_with_its_test() -> None:
    assert {path for path, tree in trees() if asks_for_the_system(tree)} == set(BRANCHES)
    assert {test for test in BRANCHES.values() if test.startswith("test_") and test not in globals()} == set()


def test_every_name_of_this_systems_python_that_windows_lacks_is_known() -> None:
    """Against the two lists that the types of the standard library are written by: what is not there cannot be used."""
    assert ALL_MISSING - set(WANTED) - {"POSIX_FADV_DONTNEED"} <= {*dir(os), *dir(signal)}


def test_no_process_is_forked_killed_or_found_by_its_number() -> None:
    forbidden = {"fork", "kill", "killpg", "setsid", "waitpid", "sched_setaffinity", "sched_getaffinity"}
    used = {
        (path, node.attr)
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os"
    }
    assert [each for each in used if each[1] in forbidden] == []
    assert processes._SPAWN.get_start_method() == "spawn"


def test_nothing_reads_the_systems_own_folders() -> None:
    texts = (
        (path, node.value)
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    assert [each for each in texts if each[1].startswith(("/proc", "/dev/", "/sys/", "/tmp"))] == []


def stripped(tmp_path: Path, *words: object) -> str:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(AS_ON_WINDOWS), str(PACKAGE.parent)])}
    ran = clipiqa(*words, "--basedir", tmp_path / "profile", env=environment)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_photographs_are_read_marked_and_exported_without_what_windows_lacks(tmp_path: Path) -> None:
    """Child processes, limits of memory and time, locks, sidecars with their attributes, copies read back."""
    first, _second = save_photographs(tmp_path / "shoot", 2)
    assert len(stripped(tmp_path, "score", tmp_path / "shoot", "--without-network").splitlines()) == 3
    stripped(tmp_path, "mark", first, "--flag", "pick", "--xmp")
    stripped(tmp_path, "mark", first, "--stars", "3", "--xmp")  # over the sidecar that is there
    stripped(tmp_path, "export", tmp_path / "picks", "--flag", "pick")
    assert (tmp_path / "picks" / first.name).read_bytes() == first.read_bytes()


def test_files_are_opened_with_the_flags_that_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("text")
    for name in ("O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"):
        monkeypatch.delattr(os, name, raising=False)
    assert atomic_file.contents(tmp_path / "a") == b"text"


def test_a_child_starts_where_signals_cannot_be_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "pthread_sigmask", raising=False)
    with processes._uninterrupted():
        pass


def loaded_for_windows(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module once more, as it is on Windows."""
    spec = importlib.util.spec_from_file_location("for_windows", str(module.__file__))
    assert spec
    assert spec.loader
    again = importlib.util.module_from_spec(spec)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "platform", "win32")
        spec.loader.exec_module(again)
    return again


def test_pixels_go_through_memory_with_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Windows' mmap does: the same name is the same memory, as long as somebody holds it."""
    from clipiqa_desktop.frames import shared_pixels

    held: dict[str, mmap.mmap] = {}

    def named(_handle: int, size: int, *, tagname: str, access: int = 0) -> mmap.mmap:
        return held.setdefault(tagname, mmap.mmap(-1, size))

    module = loaded_for_windows(shared_pixels, monkeypatch)
    monkeypatch.setattr(module, "mmap", SimpleNamespace(mmap=named, ACCESS_READ=mmap.ACCESS_READ))
    here, there = Pipe()
    drawn, other = module.SharedPixels((3, 2)), module.SharedPixels((3, 2))
    drawn.pixels[:] = 7
    sending = threading.Thread(target=drawn.send, args=(there,))
    sending.start()
    taken = module.take(here, (3, 2))
    sending.join()
    assert np.frombuffer(taken, np.uint32).tolist() == [7] * 6
    assert not other.pixels.any()
    assert len(held) == 2


def on_windows(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """This module alone believes to be there: pathlib would believe it too much."""
    system = {name: getattr(os, name) for name in dir(os)} | {"name": "nt"}
    monkeypatch.setattr(module, "os", SimpleNamespace(**system))


def test_a_move_is_one_rename(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_windows(files, monkeypatch)
    monkeypatch.setattr(files.os, "link", None)
    (tmp_path / "a").write_text("a")
    files.put(tmp_path / "a", tmp_path / "b")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def refusing(times: int, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """As long as another program has it open, Windows lets nobody take its name."""
    tried: list[Path] = []
    replace: Callable[[Path, Path], Path] = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        tried.append(target)
        if len(tried) <= times:
            raise PermissionError(13, "in use")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(atomic_file, "_PAUSES_S", (0.0, 0.0, 0.0))
    return tried


def test_a_name_that_is_refused_for_a_moment_is_taken_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = refusing(3, monkeypatch)
    with atomic_file.written_whole(tmp_path / "settings.json") as new:
        new.write_text("new")
    assert (tmp_path / "settings.json").read_text() == "new"
    assert len(tried) == 4


def test_a_name_that_stays_refused_is_an_error_and_the_older_file_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "settings.json").write_text("old")
    refusing(99, monkeypatch)
    with pytest.raises(PermissionError), atomic_file.written_whole(tmp_path / "settings.json") as new:
        new.write_text("new")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_addresses_become_paths_with_drives(monkeypatch: pytest.MonkeyPatch) -> None:
    import nturl2path

    on_windows(file_names, monkeypatch)
    monkeypatch.setattr(file_names, "url2pathname", nturl2path.url2pathname)
    assert file_names.from_address("file:///C:/Photos%20of%20me/a.jpg") == r"C:\Photos of me\a.jpg"


def test_the_time_a_file_was_made_is_not_taken_for_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find._changed_ns(tmp_path.stat()) == tmp_path.stat().st_ctime_ns
    on_windows(find, monkeypatch)
    assert find._changed_ns(tmp_path.stat()) is None


def test_one_window_is_found_by_the_name_of_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(instance.tempfile, "gettempdir", lambda: str(tmp_path))
    on_windows(instance, monkeypatch)
    del instance.os.getuid
    assert instance._own_folder() == tmp_path / "clipiqa-desktop-"
    assert instance._address(tmp_path / "abc") == "clipiqa-desktop-abc"


@pytest.mark.parametrize(("system", "word"), [("win32", "explorer"), ("darwin", "open")])
def test_the_file_manager_is_asked_as_each_system_wants_it(
    system: str, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clipiqa_desktop.ui.photo_menu import programs

    asked: list[list[str]] = []
    monkeypatch.setattr(programs, "sys", SimpleNamespace(platform=system))
    monkeypatch.setattr(programs, "_run", asked.extend)
    programs.show_in_file_manager([tmp_path / "a.jpg"])
    assert [words[0] for words in asked] == [word]
    assert asked[0][-1] == str(tmp_path / "a.jpg")


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
def test_keys_have_codes_on_every_system(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from clipiqa_desktop.ui.marks import keyboard

    spec = importlib.util.spec_from_file_location("keyboard_there", str(keyboard.__file__))
    assert spec
    assert spec.loader
    there = importlib.util.module_from_spec(spec)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "platform", system)
        spec.loader.exec_module(there)
    assert sorted(there._DIGITS.values()) == sorted("1234567890")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bokeh / light: soft?", "Bokeh _ light_ soft_"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("Lpt1", "_Lpt1"),
        ("Console", "Console"),
        ("ends in dots. .", "ends in dots"),
        ("...", "_"),
        ("", "_"),
        ("tab\there", "tab_here"),
        ("Größe 漢字", "Größe 漢字"),
    ],
)
def test_what_people_call_something_becomes_a_name_that_every_system_takes(text: str, name: str) -> None:
    assert file_names.legal_name(text) == name


def test_the_names_that_the_program_gives_are_names_on_every_system() -> None:
    """All texts of the program with the endings of its files, as they are before numbers and dates are filled in."""
    endings = (".db", ".json", ".txt", ".log", ".part", ".tmp", ".sha256", ".csv", ".xmp", ".lock")
    texts = (
        node.value
        for _path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(endings)
    )
    named = {text for text in texts if not set(text) & set(" %/*[")}  # no sentences, dates, addresses and patterns
    assert "catalog.db" in named
    assert {text for text in named if not text.startswith(".") and file_names.legal_name(text) != text} == set()
