"""Windows and macOS, as far as they can be tried on another system: what their Python lacks, and their own branches."""

import ast
import importlib.util
import mmap
import os
import signal
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator, Mapping
from multiprocessing import Pipe
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
from PIL import Image
from tools import typeshed
from tools.as_on_windows.sitecustomize import MISSING, MODULES
from tools.command_line import clipiqa, run_python
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
    ("culling/trash_folder.py", "is_mount"): "test_nothing_is_looked_for_in_a_trash_that_is_the_systems_own",
    ("files/atomic_file.py", "chown"): STRIPPED,
    ("files/atomic_file.py", "getxattr"): STRIPPED,
    ("files/atomic_file.py", "listxattr"): STRIPPED,
    ("files/atomic_file.py", "setxattr"): STRIPPED,
    ("files/regular_file.py", "O_CLOEXEC"): "test_files_are_opened_with_the_flags_that_there_are",
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
    "culling/trash.py": "test_nothing_is_looked_for_in_a_trash_that_is_the_systems_own",
    "files/atomic_file.py": "test_a_name_that_is_refused_for_a_moment_is_taken_a_moment_later",
    "files/file_names.py": "test_addresses_become_paths_with_drives",
    "frames/shared_pixels.py": "test_pixels_go_through_memory_with_a_name",
    "indexing/find.py": "test_the_time_a_file_was_made_is_not_taken_for_a_change",
    "ui/marks/keyboard.py": "test_keys_have_codes_on_every_system",
    "ui/photo_menu/programs.py": "test_the_file_manager_is_asked_as_each_system_wants_it",
    "ui/settings/general_page.py": "names MPS instead of CUDA in a list",
    "ui/single_instance/instance.py": "test_one_window_is_found_by_the_name_of_a_pipe",
}
OF_OTHERS = {"group", "owner"}  # which paths have too


def trees() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text("utf-8"))


def missing_in(tree: ast.AST, system: str) -> Iterator[str]:
    """What is used in there of what Python lacks on a system: modules, names of modules, and methods."""
    modules = {name: module for node in ast.walk(tree) for name, module in imported(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if not typeshed.has(system, alias.name))
        elif isinstance(node, ast.ImportFrom) and node.module and not typeshed.has(system, node.module):
            yield node.module
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from {alias.name for alias in node.names} & typeshed.lacking(system, node.module)
        elif isinstance(node, ast.Constant) and str(node.value).startswith("O_"):  # a flag to be looked up
            yield from {str(node.value)} & typeshed.lacking(system, "os")
        elif isinstance(node, ast.Attribute | ast.Call):
            yield from missing_name(node, modules, system)


def missing_name(node: ast.Attribute | ast.Call, modules: Mapping[str, str], system: str) -> set[str]:
    """What of `os.name`, `getattr(os, "name")` and `path.name` is lacking."""
    if isinstance(node, ast.Attribute):
        value, name = node.value, node.attr
    elif ast.unparse(node.func) in {"getattr", "hasattr"} and isinstance(node.args[1], ast.Constant):
        value, name = node.args[0], str(node.args[1].value)
    else:
        return set()
    if isinstance(value, ast.Name) and value.id in modules:
        module = modules[value.id]
        return {name} & typeshed.lacking(system, module) if typeshed.has(system, module) else set()
    return {name} & typeshed.methods_lacking(system).keys() - OF_OTHERS


def imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        yield from ((alias.asname or alias.name, alias.name) for alias in node.names)


def asks_for_the_system(tree: ast.AST) -> bool:
    asked = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name))
    return any(
        (node.value.id, node.attr) in {("sys", "platform"), ("os", "name"), ("platform", "system")} for node in asked
    )  # type: ignore[attr-defined]


def test_every_use_of_what_windows_lacks_is_written_down_with_its_test() -> None:
    assert {(path, name) for path, tree in trees() for name in missing_in(tree, "win32")} == set(USES)
    assert {test for test in USES.values() if test not in globals()} == set()


def test_what_macos_lacks_windows_lacks_too() -> None:
    """So what goes the way of Windows goes that of macOS."""
    assert {(path, name) for path, tree in trees() for name in missing_in(tree, "darwin")} <= set(USES)


def test_new_uses_are_found_however_they_are_written() -> None:
    code = """
    import os, signal as signals
    from fcntl import flock
    from time import tzset
    os.getloadavg()
    getattr(os, "sync", None)
    signals.SIGUSR1
    path.is_mount()
    os.getpid(), path.open(), os.path.join("a", "b")
    """
    found = set(missing_in(ast.parse(textwrap.dedent(code)), "win32"))
    assert found == {"fcntl", "tzset", "getloadavg", "sync", "SIGUSR1", "is_mount"}
    assert set(missing_in(ast.parse("import os; os.getloadavg(), os.memfd_create()"), "darwin")) == {"memfd_create"}


def test_every_branch_for_a_system_is_written_down_with_its_test() -> None:
    assert {path for path, tree in trees() if asks_for_the_system(tree)} == set(BRANCHES)
    assert {test for test in BRANCHES.values() if test.startswith("test_") and test not in globals()} == set()


def test_what_is_tried_without_is_all_that_is_used_and_lacking() -> None:
    used = {name for (_path, name), test in USES.items() if test == STRIPPED}
    assert used <= {*MODULES, *(name for names in MISSING.values() for name in names)}
    for module, names in MISSING.items():
        assert {name for name in names if name not in typeshed.lacking("win32", module)} == set()
    assert [module for module in MODULES if typeshed.has("win32", module)] == []


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


def as_on_windows() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(AS_ON_WINDOWS), str(PACKAGE.parent)])}


def stripped(tmp_path: Path, *words: object) -> str:
    ran = clipiqa(*words, "--basedir", tmp_path / "profile", env=as_on_windows())
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_windows_is_imitated_to_the_program_alone(tmp_path: Path) -> None:
    """Whatever is tried as on Windows fails where a file goes that is open, or gets a name that is none there."""
    code = """
    from pathlib import Path

    def refuses(what):
        try:
            what()
        except OSError:
            return True

    a, b = Path("a"), Path("b")
    b.touch()
    with a.open("w"):
        assert refuses(a.unlink) and refuses(lambda: a.replace("c")) and refuses(lambda: b.replace(a))
    assert refuses(lambda: a.rename(b)) and refuses(Path("12:30.txt").touch) and refuses(Path("con.db").mkdir)
    a.replace(b)
    b.unlink()
    """
    tried = f"""
    exec({textwrap.dedent(code)!r}, {{"__name__": "clipiqa_desktop.tried"}})
    open("12:30.txt", "w").close()
    """
    ran = run_python(tried, env=as_on_windows(), cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_photographs_are_read_marked_and_exported_without_what_windows_lacks(tmp_path: Path) -> None:
    """Child processes, limits of memory and time, locks, sidecars with their attributes, copies read back."""
    first, _second = save_photographs(tmp_path / "shoot", 2)
    assert len(stripped(tmp_path, "score", tmp_path / "shoot", "--without-network").splitlines()) == 3
    stripped(tmp_path, "mark", first, "--flag", "pick", "--xmp")
    stripped(tmp_path, "mark", first, "--stars", "3", "--xmp")  # over the sidecar that is there
    stripped(tmp_path, "export", tmp_path / "picks", "--flag", "pick")
    copied = tmp_path / "picks" / first.name
    assert b"<xmp:Rating>3<" in copied.read_bytes() or b'xmp:Rating="3"' in copied.read_bytes()
    assert Image.open(copied).tobytes() == Image.open(first).tobytes()
    stripped(tmp_path, "export", tmp_path / "moved", "--flag", "pick", "--move")
    assert {path.name for path in (tmp_path / "moved").iterdir()} == {first.name, first.with_suffix(".xmp").name}


def test_a_damaged_catalog_is_rescued_without_what_windows_lacks(tmp_path: Path) -> None:
    first, _second = save_photographs(tmp_path / "shoot", 2)
    stripped(tmp_path, "mark", first, "--stars", "3")
    with (tmp_path / "profile" / "catalog.db").open("r+b") as catalog:
        catalog.seek(60_000)
        catalog.write(bytes(20_000))
    stripped(tmp_path, "rescue")


def test_the_window_opens_and_closes_without_what_windows_lacks(tmp_path: Path) -> None:
    save_photographs(tmp_path / "shoot", 2)
    ran = run_python(
        """
        import signal, sys, threading
        from clipiqa_desktop import app
        from clipiqa_desktop.__main__ import main

        begin = app.start_work

        def begin_and_close(*what):
            begin(*what)
            threading.Timer(3, signal.raise_signal, (signal.SIGTERM,)).start()

        if __name__ == "__main__":
            app.start_work = begin_and_close
            sys.exit(main(["--basedir", sys.argv[1], sys.argv[2]]))
        """,
        tmp_path / "profile",
        tmp_path / "shoot",
        env=as_on_windows(),
    )
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    assert "as on Windows" not in (tmp_path / "profile" / "logs" / "clipiqa-desktop.log").read_text("utf-8")


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


@pytest.mark.parametrize("system", ["Windows", "Darwin"])
def test_nothing_is_looked_for_in_a_trash_that_is_the_systems_own(
    system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There the person brings files back; the code that knows the trash of Linux is not even asked."""
    from clipiqa_desktop.culling import trash

    monkeypatch.setattr(trash.platform, "system", lambda: system)
    monkeypatch.delattr(trash.TrashFolder, "bring_back")
    assert not trash.can_restore()
    assert trash._still_gone([tmp_path / "a.jpg"]) == [tmp_path / "a.jpg"]


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
    assert sorted(there._PLACES.values()) == sorted("1234567890QWERTYUIOP[]ASDFGHJKL;'ZXCVBNM,./")


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
