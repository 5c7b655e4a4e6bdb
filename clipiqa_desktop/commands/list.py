"""`clipiqa-desktop list`: prints the photographs that match, or writes all that is known of them."""

import argparse
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TextIO

from clipiqa_desktop.catalog.names import displayable_name
from clipiqa_desktop.commands.options import add_common, add_filters
from clipiqa_desktop.commands.printing import print_out
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.places import Places

DONE = 0


def parser() -> argparse.ArgumentParser:
    """`clipiqa-desktop list`."""
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop list",
        description="Prints the paths of the photographs that match, one a line, or writes all that is known of them.",
        epilog="Exit code: 0 fine, 2 nothing could be done.",
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="only in these folders, or below them")
    add_filters(parser)
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write marks, facts and scores to FILE instead")
    add_common(parser)
    return parser


def run(arguments: argparse.Namespace, places: Places) -> int:
    """Runs the command and answers its exit code."""
    from clipiqa_desktop.commands.query_args import wanted_ids
    from clipiqa_desktop.culling.photo_table import save_photo_table
    from clipiqa_desktop.open_catalog import open_catalog

    with closing(open_catalog(places.catalog)) as catalog:
        ids = wanted_ids(catalog, arguments, arguments.folders)
        if arguments.csv:
            save_photo_table(arguments.csv, catalog, ids)
        else:
            _print(catalog.photos.paths(ids).values())
    if not ids:
        print("No photograph matches.", file=sys.stderr)
    return DONE


def _print(paths: Iterable[Path]) -> None:
    def write(file: TextIO) -> None:
        file.writelines(f"{_line(path)}\n" for path in paths)

    try:
        print_out(write)
    except OSError as error:
        raise UserError(f"The list cannot be written: {error.strerror}.") from error


def _line(path: Path) -> str:
    """A name never takes two lines, which a script would take for two photographs."""
    return "\ufffd".join(displayable_name(str(path)).splitlines())
