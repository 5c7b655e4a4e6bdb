"""A shoot on its way to another folder."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from tools.marked import Marked

from clipiqa_desktop.culling.export.exporting import export
from clipiqa_desktop.culling.export.options import ExportOptions, Result, Way


def save(folder: Path, **contents: str) -> None:
    """Files named like a_jpg="content"; they need not be pictures to be carried."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name.replace("__", "-").replace("_", ".")).write_text(content)


def contents(folder: Path) -> dict[str, str]:
    """Every file at or below a folder, hidden ones too, by its path below it."""
    return {
        str(path.relative_to(folder)): path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file()
    }


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@dataclass
class Exported:
    shoot: Marked
    target: Path

    def ids(self, *names: str) -> list[int]:
        """The photographs of these names, or all."""
        if names:
            return [self.shoot.id(name) for name in names]
        folders = self.shoot.catalog.folders.below(self.shoot.folder)
        return [photo.id for photo in self.shoot.catalog.photos.in_folders(folders)]

    def export(self, *names: str, way: Way = "copy", **more: object) -> Result:
        return self.export_ids(self.ids(*names), way=way, **more)

    def export_ids(self, ids: list[int], *, way: Way = "copy", **more: object) -> Result:
        wished = {name: more.pop(name) for name in ("flat", "sidecars", "replacing", "names") if name in more}
        options = ExportOptions(self.target, way, **wished)
        return export(self.shoot.catalog, ids, options, self.shoot.settings, **more)

    @property
    def names(self) -> list[str]:
        return sorted(contents(self.target))
