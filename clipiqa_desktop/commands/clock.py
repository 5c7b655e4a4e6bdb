"""`clipiqa-desktop clock`: lists the cameras with their clocks, and puts one right."""

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.commands.options import add_common
from clipiqa_desktop.commands.printing import print_lines
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.paths import absolute
from clipiqa_desktop.places import Places, command_words

if TYPE_CHECKING:
    from collections.abc import Collection

    from clipiqa_desktop.catalog.catalog import Catalog
    from clipiqa_desktop.catalog.clocks import Body, Clock

DONE = 0


def parser() -> argparse.ArgumentParser:
    """`clipiqa-desktop clock`."""
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop clock",
        description="Lists the cameras with their first and last capture time, and by how much their clocks are put "
        "right; or puts one right, for the photographs of a folder. The files stay as they are.",
        epilog="Exit code: 0 fine, 2 nothing could be done.",
    )
    parser._negative_number_matcher = re.compile(r"-\d")  # else `--shift -0:59:43` is taken for an option
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="only in this folder, or below it")
    parser.add_argument("--camera", metavar="NAME", help="the camera, as it is listed, whose clock --shift puts right")
    parser.add_argument(
        "--shift",
        metavar="+H:MM:SS",
        help="so much is added to what its clock says, instead of what was before; as -0:59:43",
    )
    parser.add_argument(
        "--same", nargs=2, type=Path, metavar=("RIGHT", "WRONG"),
        help="two photographs of the same moment from two cameras: puts the clock of WRONG's right",
    )  # fmt: skip
    add_common(parser)
    return parser


def run(arguments: argparse.Namespace, places: Places) -> int:
    """Runs the command and answers its exit code."""
    from clipiqa_desktop.commands.query_args import never_looked_through
    from clipiqa_desktop.culling.clock_shifts import ClockCommand
    from clipiqa_desktop.open_catalog import catalog_beside_window

    with catalog_beside_window(places.catalog) as catalog:
        folder = absolute(arguments.folder) if arguments.folder else None
        inside = catalog.folders.below(*([folder] if folder else catalog.folders.roots()))
        if folder and not inside:
            raise UserError(never_looked_through(catalog, folder))
        if wanted := _wanted(arguments, catalog, inside):
            ClockCommand(catalog, folder, dict([wanted]), lambda _ids: None).do()
        clocks = catalog.clocks.of_folders(inside)
    print_lines(map(_line, clocks))
    return DONE


def _wanted(
    arguments: argparse.Namespace, catalog: "Catalog", folders: "Collection[int]"
) -> "tuple[Body, float] | None":
    from clipiqa_desktop.culling.clock_shifts import read_shift, shift_between

    given = [arguments.camera is not None, arguments.shift is not None, bool(arguments.same)]
    if not any(given):
        return None
    if given not in ([True, True, False], [False, False, True]):
        raise UserError("Say --camera together with --shift, or --same with two photographs.")
    if arguments.same:
        return shift_between(catalog, *(_photograph(catalog, path) for path in arguments.same))
    shift = read_shift(arguments.shift)
    if shift is None:
        raise UserError(f"--shift {arguments.shift} makes no sense: write it like +1:00:00, -0:59:43 or +1 d 2:00.")
    return _body(arguments.camera, catalog.clocks.of_folders(folders)), shift


def _body(name: str, clocks: "Collection[Clock]") -> "Body":
    """The camera that is listed under this name, or whose model is the only one called so."""
    from clipiqa_desktop.culling.clock_shifts import body_words

    bodies = [clock.body for clock in clocks]
    named = [body for body in bodies if body_words(body) == name] or [body for body in bodies if body.camera == name]
    if len(named) != 1:
        listed = "; ".join(map(body_words, bodies)) or "there are none"
        raise UserError(f"--camera {name} is {'several' if named else 'unknown'}: the cameras are {listed}.")
    return named[0]


def _photograph(catalog: "Catalog", path: Path) -> int:
    if (photo := catalog.photos.at(absolute(path))) is None:
        shown, score = displayable_name(str(path)), command_words(catalog.path, "score", path.parent)
        raise UserError(f"{shown} is not known: run {score} first.")
    return photo


def _line(clock: "Clock") -> str:
    """Camera, photographs, first, last and shift, with tabs between them."""
    from clipiqa_desktop.catalog.moments import iso_moment
    from clipiqa_desktop.culling.clock_shifts import body_words, shift_words

    shifts = " to ".join(dict.fromkeys(map(shift_words, clock.shifts)))
    moments = ("" if each is None else iso_moment(each) for each in (clock.first, clock.last))
    return "\t".join([body_words(clock.body), str(clock.photographs), *moments, shifts])
