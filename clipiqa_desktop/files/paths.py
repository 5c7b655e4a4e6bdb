"""Names of files and folders, as the catalog knows them."""

from pathlib import Path

from clipiqa_desktop.files.questions import is_there


def absolute(path: Path) -> Path:
    """The path from the root on, without `..`. Links stay links, but for those that a `..` stands behind."""
    if ".." not in path.parts:
        return path.absolute()
    return path.resolve() if path.name == ".." else path.parent.resolve() / path.name


def make_folders(folder: Path) -> list[Path]:
    """Makes it, and those around it, where they are not there; answers what was made, the outermost first. Raises
    OSError.
    """
    missing = [each for each in (*reversed(folder.parents), folder) if not is_there(each)]
    folder.mkdir(parents=True, exist_ok=True)
    return missing
