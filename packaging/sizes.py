"""How large the program is, package by package, before and after what it does not use was left out."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_SMALLEST_SHOWN = 500_000


@dataclass(frozen=True)
class Collected:
    """A file that PyInstaller collected: its path below the program's folder, its bytes, and whether it is packed."""

    path: str
    size: int
    kept: bool

    @property
    def package(self) -> str:
        """Which package it belongs to; NVIDIA's libraries are told apart."""
        parts = self.path.replace("\\", "/").split("/")
        if len(parts) == 1:
            return "libraries of the system" if self.path.startswith("lib") or ".dll" in self.path else "Python"
        if parts[0].startswith("python3"):
            return "Python"
        return "/".join(parts[:2]) if parts[0] == "nvidia" else parts[0].removesuffix(".libs")


def save(files: Iterable[Collected], path: Path) -> None:
    """Writes them down for `load`, which runs in another process."""
    path.write_text(json.dumps([asdict(file) for file in files]), encoding="utf-8")


def load(path: Path) -> list[Collected]:
    """What `save` wrote."""
    return [Collected(**file) for file in json.loads(path.read_text(encoding="utf-8"))]


def table(files: Sequence[Collected]) -> str:
    """A line a package, the largest first, in megabytes; packages that are small share a line."""
    before, after = Counter[str](), Counter[str]()
    for file in files:
        name = file.package
        before[name] += file.size
        after[name] += file.size if file.kept else 0
    large = [package for package, size in before.most_common() if size >= _SMALLEST_SHOWN]
    rows = [(package, before.pop(package), after.pop(package)) for package in large]
    rows.append(("all others", before.total(), after.total()))
    rows.append(("together", sum(row[1] for row in rows), sum(row[2] for row in rows)))
    heading = f"{'package':30}{'before':>10}{'after':>10}  (MB)"
    return "\n".join([heading, *(_line(*row) for row in rows)])


def has_cuda(files: Iterable[Collected]) -> bool:
    """Whether PyTorch came with CUDA."""
    return any(file.kept and "torch_cuda" in Path(file.path).name for file in files)


def of_folder(folder: Path) -> int:
    """The bytes of all files in it; links count nothing."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _line(name: str, before: int, after: int) -> str:
    return f"{name:30}{before / 1e6:10,.1f}{after / 1e6:10,.1f}"
