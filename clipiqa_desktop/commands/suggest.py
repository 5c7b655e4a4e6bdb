"""`clipiqa-desktop suggest`: says which photographs of a shoot it would pick and reject, and why."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from clipiqa_desktop.commands.options import add_common
from clipiqa_desktop.commands.printing import on_one_line, print_lines
from clipiqa_desktop.culling.export.words import photographs
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.mark_words import NO_FLAG, PICK, REJECT
from clipiqa_desktop.places import Places
from clipiqa_desktop.settings import STACKS, Settings

if TYPE_CHECKING:
    from clipiqa_desktop.catalog.catalog import Catalog
    from clipiqa_desktop.culling.cut import Cut

DONE = 0


def parser() -> argparse.ArgumentParser:
    """`clipiqa-desktop suggest`."""
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop suggest",
        description="Prints a line for each photograph that it would pick or reject: which of both, the path, and why, "
        "with tabs between them. What has a flag already stays out of it.",
        epilog="Exit code: 0 fine, 2 nothing could be done.",
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="the shoot: these, with all below them")
    parser.add_argument("--keep", metavar="N", help="pick about so many (default: about one a stack)")
    parser.add_argument(
        "--best-by", metavar="KEY[:asc]",
        help="pick what has most of this, or least with :asc (default: your taste where one was learned, else quality, "
        "or focus where nothing is scored)",
    )  # fmt: skip
    parser.add_argument("--apply", action="store_true", help="set these flags, instead of only telling them")
    add_common(parser)
    return parser


def run(arguments: argparse.Namespace, places: Places) -> int:
    """Runs the command and answers its exit code."""
    from clipiqa_desktop.commands.query_args import chosen_folders, judged_by
    from clipiqa_desktop.culling.cut import cut_of
    from clipiqa_desktop.culling.cut_sources import missing
    from clipiqa_desktop.culling.suggestions import CutOptions
    from clipiqa_desktop.open_catalog import catalog_beside_window

    options, strictness = CutOptions(_keep(arguments.keep)), Settings(places.settings).get(STACKS)
    with catalog_beside_window(places.catalog) as catalog:
        best_by = judged_by(catalog, arguments.best_by) if arguments.best_by else None
        cut = cut_of(catalog, strictness, chosen_folders(catalog, arguments.folders), options, best_by)
        if arguments.apply:
            _apply(catalog, cut)
        _print(catalog, cut)
    for sentence in missing(cut.suggestions.source):
        print(sentence, file=sys.stderr)
    print(_summary(cut, applied=arguments.apply), file=sys.stderr)
    return DONE


def _keep(words: str | None) -> int | None:
    if words is None:
        return None
    if not (words.isascii() and words.isdigit()):
        raise UserError(f"--keep {words} makes no sense: it is a number of photographs, 0 or more.")
    return int(words)


def _suggested(cut: "Cut") -> dict[int, int]:
    """The flag of each photograph that gets one."""
    flags = cut.suggestions.flags
    rows = (flags != NO_FLAG).nonzero()[0]
    return dict(zip(cut.columns.ids[rows].tolist(), flags[rows].tolist(), strict=True))


def _apply(catalog: "Catalog", cut: "Cut") -> None:
    """One step. What was marked since the cut was made stays as it is."""
    from clipiqa_desktop.catalog.marks.marks import Mark

    with catalog.transaction():
        wanted = _suggested(cut)
        marks = catalog.marks.of(wanted)
        allowed = {PICK: lambda mark: mark.flag == NO_FLAG, REJECT: lambda mark: mark == Mark()}
        free = {photo_id: flag for photo_id, flag in wanted.items() if allowed[flag](marks[photo_id])}
        catalog.marks.set_fields({"flag": dict(free)})


def _print(catalog: "Catalog", cut: "Cut") -> None:
    suggested = _suggested(cut)
    paths = catalog.photos.paths(list(suggested))
    lines = [
        "\t".join(("pick" if suggested[photo_id] == PICK else "reject", _shown(path), cut.cells(photo_id)[-1]))
        for photo_id, path in paths.items()
    ]
    print_lines(lines)


def _shown(path: Path) -> str:
    """A name takes neither two lines nor two columns."""
    return on_one_line(path).replace("\t", "\ufffd")


def _summary(cut: "Cut", *, applied: bool) -> str:
    made = cut.suggestions
    count = int(made.source.inside.sum())
    done = "Picked" if applied else "Would pick"
    said = f"{done} {made.picks:,} and {'rejected' if applied else 'reject'} {made.rejects:,} of {photographs(count)}"
    return f"{said}." if applied else f"{said}; nothing is marked without --apply."
