"""`clipiqa-desktop mark`: marks photographs in the catalog, and on request in their sidecars."""

import argparse
import os
import sys
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.commands.options import add_common
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.paths import absolute
from clipiqa_desktop.mark_words import FLAG_WORDS, LABELS, MOST_STARS
from clipiqa_desktop.photos.formats import is_photograph
from clipiqa_desktop.places import Places
from clipiqa_desktop.settings import PAIR, Settings

if TYPE_CHECKING:
    from clipiqa_desktop.catalog.catalog import Catalog
    from clipiqa_desktop.catalog.marks.marks import Value

ALL_DONE, SOME_NOT = 0, 1

_HIDDEN = "cannot be found in its folder: may it be opened?"

_VALUES: Mapping[str, "Mapping[str, Value]"] = {
    "stars": {str(stars): stars for stars in range(MOST_STARS + 1)},
    "flag": {str(word): flag for word, flag in FLAG_WORDS.items()},
    "label": {label or "none": label for label in (*LABELS[1:], "")},
}


def parser() -> argparse.ArgumentParser:
    """`clipiqa-desktop mark`, which checks the values itself, to complain in one sentence."""
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop mark",
        description="Marks photographs in the catalog. A RAW and its JPEG are one photograph.",
        epilog="Exit code: 0 all marked, 1 some could not be, or a sidecar not written, 2 nothing was marked.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="photograph")
    parser.add_argument("--stars", metavar="0-5", help="so many stars")
    parser.add_argument("--flag", metavar="pick|reject|none", help="picked, rejected or neither")
    parser.add_argument("--label", metavar="red|yellow|green|blue|purple|none", help="colour label")
    parser.add_argument("--xmp", action="store_true", help="write the marks to XMP sidecars now, for other programs")
    add_common(parser)
    return parser


def run(arguments: argparse.Namespace, places: Places) -> int:
    """Runs the command and answers its exit code: 0 all done, 1 some file is none that can be marked, or some sidecar
    could not be written.
    """
    from clipiqa_desktop.open_catalog import catalog_beside_window

    wanted = _wanted(arguments)
    files = {absolute(file): file for file in arguments.files}
    problems = {path: problem for path, file in files.items() if (problem := _problem(file))}
    _require_some(files, problems)
    kept = Settings(places.settings)
    settings = SidecarSettings.from_settings(kept)
    with catalog_beside_window(places.catalog) as catalog:
        sound = [path for path in files if path not in problems]
        known = _known(catalog, sound, settings, pair=kept.get(PAIR))
        problems |= {path: _HIDDEN for path in sound if path not in known}
        _require_some(files, problems)
        ids = list(dict.fromkeys(known.values()))
        catalog.marks.set_fields({name: dict.fromkeys(ids, value) for name, value in wanted.items()})
        written = _write(catalog, ids, settings) if arguments.xmp else ALL_DONE
    for path, problem in problems.items():
        print(f"{displayable_name(str(files[path]))} {problem}", file=sys.stderr)
    return SOME_NOT if problems else written


def _wanted(arguments: argparse.Namespace) -> "dict[str, Value]":
    given = {name: word for name in _VALUES if (word := getattr(arguments, name)) is not None}
    for name, word in given.items():
        if word not in _VALUES[name]:
            raise UserError(f"--{name} {word} is unknown: it is one of {', '.join(_VALUES[name])}.")
    if not (given or arguments.xmp):
        raise UserError("Nothing to do: say how to mark with --stars, --flag or --label, or write sidecars with --xmp.")
    return {name: _VALUES[name][word] for name, word in given.items()}


def _require_some(files: "Mapping[Path, Path]", problems: "Mapping[Path, str]") -> None:
    """Raises UserError with what is wrong with the first, where there is something with all of them."""
    if len(problems) == len(files):
        path, problem = next(iter(problems.items()))
        raise UserError(f"{displayable_name(str(files[path]))} {problem}")


def _problem(file: Path) -> str:
    """Why a file is no photograph to mark, as the rest of a sentence; empty where it is one."""
    if not is_photograph(file.name):
        return "is no photograph: name a photograph's file."
    if os.path.isfile(file):  # noqa: PTH113 (never raises)
        return ""
    kind = "is no file" if os.path.lexists(file) else "does not exist"
    return f"{kind}: name a photograph's file."


def _known(catalog: "Catalog", files: Collection[Path], settings: SidecarSettings, *, pair: bool) -> "dict[Path, int]":
    """The ids of those that the catalog knows, once it has looked at the folders of the others."""
    from clipiqa_desktop.indexing.find import find_photographs

    known = catalog.photos.all_at(files)
    for folder in {file.parent for file in files if file not in known}:
        unread: set[Path] = set()
        found = find_photographs(folder, pair=pair, deep=False, options=settings.options, unreadable=unread.add)
        catalog.folders.record_listing(folder, list(found), deep=False, unread=unread)
    known |= catalog.photos.all_at(file for file in files if file not in known)
    return {file: known[file] for file in files if file in known}


def _write(catalog: "Catalog", photo_ids: Collection[int], settings: SidecarSettings) -> int:
    from clipiqa_desktop.culling.sidecar_files import write_marks

    written = write_marks(catalog, photo_ids, settings, datetime.now(UTC))
    for each in written:
        if sentence := each.trouble:
            print(f"{displayable_name(str(each.path.parent))}: {sentence}", file=sys.stderr)
    return SOME_NOT if any(each.problem for each in written) else ALL_DONE
