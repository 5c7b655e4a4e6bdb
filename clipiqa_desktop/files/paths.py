"""Names of files and folders, as the catalog knows them."""

from pathlib import Path


def absolute(path: Path) -> Path:
    """The path from the root on, without `..`. Links stay links, but for those that a `..` stands behind."""
    if ".." not in path.parts:
        return path.absolute()
    return path.resolve() if path.name == ".." else path.parent.resolve() / path.name
