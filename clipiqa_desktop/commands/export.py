"""`clipiqa-desktop export`: copies, moves or hard-links the photographs that match to a folder."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.commands.options import add_common, add_filters
from clipiqa_desktop.commands.printing import interruptible
from clipiqa_desktop.culling.export.options import FAILED, ExportOptions, Progress, Result
from clipiqa_desktop.culling.export.refused_names import INSTEAD, RefusedNames
from clipiqa_desktop.culling.export.renaming import FIELDS, read_template
from clipiqa_desktop.culling.export.words import photographs
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.paths import absolute
from clipiqa_desktop.places import Places
from clipiqa_desktop.settings import Settings

ALL_DONE, SOME_FAILED, INTERRUPTED = 0, 1, 130


def parser() -> argparse.ArgumentParser:
    """`clipiqa-desktop export`."""
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop export",
        description="Copies, moves or hard-links the photographs that match to a folder, with RAW twins and sidecars. "
        "Nothing is overwritten, copies are verified, and an export that was interrupted goes on where it was.",
        epilog="Exit code: 0 all exported, 1 some could not be, 2 nothing was done, 130 stopped by Ctrl+C.",
    )
    parser.add_argument("target", type=Path, metavar="DEST", help="folder to export to; made where there is none")
    ways = parser.add_mutually_exclusive_group()
    for way, what in (("copy", "copy (as without any of the three)"), ("move", "move"), ("link", "make hard links")):
        ways.add_argument(f"--{way}", dest="way", action="store_const", const=way, help=what)
    parser.add_argument(
        "--folder", dest="folders", action="append", default=[], type=Path, metavar="FOLDER",
        help="only photographs in this folder, or below it; may be given again",
    )  # fmt: skip
    add_filters(parser)
    parser.add_argument("--keep-folders", action="store_true", help="keep sub-folders instead of one flat folder")
    parser.add_argument(
        "--replace-characters", action="store_true", help="put _ for characters that the target refuses in names"
    )
    parser.add_argument(
        "--rename", metavar="TEMPLATE",
        help="names for the exported files, like {date}_{counter}; own text and "
        f"{', '.join(f'{{{field}}}' for field in FIELDS)} ({{counter:051}} begins at 051); endings stay",
    )  # fmt: skip
    add_common(parser)
    return parser


def run(arguments: argparse.Namespace, places: Places) -> int:
    """Runs the command and answers its exit code: 0 all exported, 1 some were not, 130 stopped by Ctrl+C."""
    from clipiqa_desktop.commands.query_args import nothing_matches, wanted_ids
    from clipiqa_desktop.culling.export.exporting import export
    from clipiqa_desktop.culling.export.plans import brought
    from clipiqa_desktop.open_catalog import catalog_beside_window

    target = absolute(arguments.target)
    options = ExportOptions(
        target, arguments.way or "copy", flat=not arguments.keep_folders, replacing=arguments.replace_characters
    )
    if arguments.rename is not None:
        options = replace(options, names=read_template(arguments.rename).names)
    settings = SidecarSettings.from_settings(Settings(places.settings))
    with catalog_beside_window(places.catalog) as catalog, interruptible() as interrupted:
        ids = wanted_ids(catalog, arguments, arguments.folders) or brought(catalog, options)
        if not ids:
            raise UserError(f"{nothing_matches(catalog, arguments).removesuffix('.')}: nothing is exported.")
        with tqdm(unit="B", unit_scale=True, disable=not sys.stderr.isatty(), file=sys.stderr) as bar:
            try:
                result = export(catalog, ids, options, settings, _shown_on(bar), interrupted)
            except RefusedNames as error:
                sentence = f"{error} Export again with --replace-characters: each becomes {INSTEAD}."
                raise UserError(sentence) from error
        inside = options.repeats_in(catalog.folders.roots())
    if inside:
        print(_repeated(inside), file=sys.stderr)
    return _verdict(result, options)


def _repeated(root: Path) -> str:
    return (
        f"DEST lies in {displayable_name(str(root))}, a folder that was added: what was exported will stand in the "
        "catalog a second time, as photographs of their own."
    )


def _shown_on(bar: "tqdm[None]") -> Callable[[Progress], None]:
    def show(progress: Progress) -> None:
        bar.total = progress.bytes_total
        bar.set_description(f"{progress.done:,} of {progress.total:,}", refresh=False)
        bar.update(progress.bytes_done - bar.n)

    return show


def _verdict(result: Result, options: ExportOptions) -> int:
    for path, reason in result.reasons:
        print(f"{displayable_name(str(path))}: {reason}", file=sys.stderr)
    target, done = displayable_name(str(options.target)), sum(each.state != FAILED for each in result.outcomes)
    are = f"{done:,} of {photographs(result.wanted)} {'is' if done == 1 else 'are'} in {target}"
    print(f"{are}{f'; {result.from_before}' if result.from_before else ''}.", file=sys.stderr)
    for words in filter(None, (result.left_behind, result.marks.in_words, result.marks.advice)):
        print(f"{words[:1].upper()}{words[1:]}.", file=sys.stderr)
    if result.cancelled:
        print("Stopped: the same command goes on from here.", file=sys.stderr)
        return INTERRUPTED
    if result.stopped:
        print(result.stopped, file=sys.stderr)
    return SOME_FAILED if result.stopped or result.of(FAILED) else ALL_DONE
