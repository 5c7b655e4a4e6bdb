from pathlib import Path

import pytest
from sizes import Collected, load, of_folder, save, table


def test_the_table_sums_up_packages_before_and_after() -> None:
    files = [
        Collected("torch/lib/libtorch.so", 30_000_000, kept=True),
        Collected("torch/bin/protoc", 10_000_000, kept=False),
        Collected("triton/_C/libtriton.so", 5_000_000, kept=False),
        Collected("tiny/a.py", 100_000, kept=True),
    ]
    heading, *lines = table(files).splitlines()
    assert heading.split()[:3] == ["package", "before", "after"]
    assert [line.split()[-2:] for line in lines] == [
        ["40.0", "30.0"], ["5.0", "0.0"], ["0.1", "0.1"], ["45.1", "30.1"],
    ]  # fmt: skip
    assert [line.split("  ")[0] for line in lines] == ["torch", "triton", "all others", "together"]


@pytest.mark.parametrize(
    ("path", "package"),
    [
        ("nvidia/cu13/lib/libcublas.so.13", "nvidia/cu13"),
        ("pillow.libs/libavif.so", "pillow"),
        ("python3.11/lib-dynload/math.so", "Python"),
        ("libssl.so.3", "libraries of the system"),
        ("PySide6\\plugins\\platforms\\qwindows.dll", "PySide6"),
        ("argparse.py", "Python"),
    ],
)
def test_files_belong_to_packages(path: str, package: str) -> None:
    assert Collected(path, 1, kept=True).package == package


def test_sizes_reach_the_other_process(tmp_path: Path) -> None:
    files = [Collected("a/ö.py", 3, kept=False)]
    save(files, tmp_path / "collected.json")
    assert load(tmp_path / "collected.json") == files


def test_links_take_no_room(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "file").write_bytes(b"12345")
    (tmp_path / "link").symlink_to(tmp_path / "below" / "file")
    assert of_folder(tmp_path) == 5
