"""`clipiqa-desktop list`: prints the photographs that match, or writes all that is known of them."""

import argparse
import os
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TextIO

from clipiqa_desktop.commands.options import add_common, add_filters
from clipiqa_desktop.commands.printing import STANDARD_OUTPUT, on_one_line, print_list, table_file
from clipiqa_desktop.culling.export.words import photographs
from clipiqa_desktop.places import Places, command_words
from clipiqa_desktop.settings import STACKS, Settings

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
    parser.add_argument(
        "--best-of-stacks", action="store_true", help="leave out what others of its stack are better than"
    )
    outputs = parser.add_mutually_exclusive_group()
    outputs.add_argument(
        "--csv",
        type=table_file,
        metavar="FILE",
        help="write marks, facts and scores to FILE instead; - is the standard output",
    )
    outputs.add_argument(
        "--print0", action="store_true", help="paths for machines: as the disk has them, each ended by a NUL"
    )
    add_common(parser)
    return parser


def run(arguments: argparse.Namespace, places: Places) -> int:
    """Runs the command and answers its exit code."""
    from clipiqa_desktop.commands.query_args import chosen_folders, nothing_matches, wanted_ids
    from clipiqa_desktop.culling.cut import cut_of
    from clipiqa_desktop.culling.photo_table import save_photo_table, write_photo_table
    from clipiqa_desktop.open_catalog import open_catalog

    with closing(open_catalog(places.catalog)) as catalog:
        ids = wanted_ids(catalog, arguments, arguments.folders)
        unmatched = "" if ids else nothing_matches(catalog, arguments)
        if arguments.csv or arguments.best_of_stacks:
            strictness = Settings(places.settings).get(STACKS)
            cut = cut_of(catalog, strictness, chosen_folders(catalog, arguments.folders))
            ids = [each for each in ids if cut.leads(each)] if arguments.best_of_stacks else ids
        if arguments.csv == STANDARD_OUTPUT:
            print_list(lambda file: write_photo_table(file, catalog, ids, cut))
        elif arguments.csv:
            save_photo_table(arguments.csv, catalog, ids, cut)
        else:
            _print(_there(catalog.photos.paths(ids).values(), places), machines=arguments.print0)
    if not ids:
        print(unmatched or "No photograph matches.", file=sys.stderr)
    return DONE


def _there(paths: Iterable[Path], places: Places) -> list[Path]:
    """Those that are in their places now; how many are not is said."""
    known = list(paths)
    there = [path for path in known if os.path.exists(path)]  # noqa: PTH110 (never raises)
    if missing := len(known) - len(there):
        count = f"{photographs(missing)} {'is' if missing == 1 else 'are'}"
        score = command_words(places.catalog, "score")
        print(f"{count} not there now and left out: run {score} on their folders.", file=sys.stderr)
    return there


def _print(paths: Iterable[Path], *, machines: bool) -> None:
    def write(file: TextIO) -> None:
        if machines:
            file.flush()
            file.buffer.write(b"".join(os.fsencode(path) + b"\0" for path in paths))
        else:
            file.writelines(f"{on_one_line(path)}\n" for path in paths)

    print_list(write)
