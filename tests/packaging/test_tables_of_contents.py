import sys
from pathlib import Path

from tables_of_contents import collected, kept, late_libraries, of_the_system


def test_left_out_entries_leave_the_table(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"1234")
    source = str(tmp_path / "file")
    table = [
        ("torch._inductor.codegen.cpp", source, "PYMODULE"),
        ("torch.nn", source, "PYMODULE"),
        ("triton/_C/libtriton.so", source, "BINARY"),
        ("open_clip/bpe.txt.gz", source, "DATA"),
        ("link.so", "torch/lib/link.so", "SYMLINK"),
        ("libcusolver.so.12", "nvidia/cu13/lib/libcusolver.so.12", "SYMLINK"),
    ]
    assert [entry[0] for entry in kept(table)] == ["torch.nn", "open_clip/bpe.txt.gz", "link.so"]
    assert [(file.path, file.size, file.kept) for file in collected(table)] == [
        ("torch/_inductor/codegen/cpp.py", 4, False),
        ("torch/nn.py", 4, True),
        ("triton/_C/libtriton.so", 4, False),
        ("open_clip/bpe.txt.gz", 4, True),
    ]


def test_libraries_that_cuda_loads_late_keep_their_place(tmp_path: Path) -> None:
    assert late_libraries(tmp_path) == []
    library = tmp_path / "nvidia" / "cu13" / "lib" / "libnvrtc-builtins.so.13.0"
    library.parent.mkdir(parents=True)
    library.touch()
    assert late_libraries(tmp_path) == [(str(library), str(Path("nvidia/cu13/lib")))]


def test_libraries_of_the_system_are_told_from_pythons() -> None:
    table = [
        ("libssl.so.3", "/lib/x86_64-linux-gnu/libssl.so.3", "BINARY"),
        ("numpy/core.so", "/venv/lib/python3.11/site-packages/numpy/core.so", "BINARY"),
        ("math.so", f"{sys.prefix}/lib/math.so", "BINARY"),
        ("open_clip/bpe.txt.gz", "/lib/bpe.txt.gz", "DATA"),
    ]
    assert of_the_system(table) == [Path("/lib/x86_64-linux-gnu/libssl.so.3")]
