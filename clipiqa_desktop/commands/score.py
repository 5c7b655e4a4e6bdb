"""`clipiqa-desktop score`: indexes folders and prints, or writes, one line a photograph."""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from tqdm import tqdm

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.commands.options import add_common, add_network
from clipiqa_desktop.commands.printing import STANDARD_OUTPUT, check_target, print_out, table_file
from clipiqa_desktop.culling.export.words import photographs
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.atomic_file import written_text
from clipiqa_desktop.files.paths import absolute
from clipiqa_desktop.indexing.progress import STAGE_WORDS, Phase, Progress
from clipiqa_desktop.perception.runtime.config import NetworkOptions, network_options
from clipiqa_desktop.perception.weights import Weights
from clipiqa_desktop.places import Places
from clipiqa_desktop.settings import PAIR, STACKS, Settings

if TYPE_CHECKING:
    from clipiqa_desktop.catalog.catalog import Catalog
    from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
    from clipiqa_desktop.culling.score_table import ScoreRow
    from clipiqa_desktop.indexing.setup import Setup

ALL_SCORED, SOME_FAILED, NOTHING_DONE, INTERRUPTED = 0, 1, 2, 130

_log = logging.getLogger(__name__)


def parser() -> argparse.ArgumentParser:
    """`clipiqa-desktop score`."""
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop score",
        description="Indexes folders into the catalog and prints one line a photograph as CSV: path, scores, error, "
        "stack, and what is suggested.",
        epilog="Exit code: 0 all scored, 1 some file has an error, 2 nothing could be done, 130 stopped by Ctrl+C.",
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="folder of photographs")
    parser.add_argument("--csv", type=table_file, metavar="FILE", help="write the table to FILE instead of printing it")
    parser.add_argument(
        "--again", action="store_true", help="read and score also what was before, whether or not its file changed"
    )
    parser.add_argument(
        "--without-network",
        action="store_true",
        help="read and measure the photographs, but score none: needs no weights, and keeps scores that there are; "
        "`clipiqa-desktop list --csv FILE` has what was measured",
    )
    add_network(parser)
    add_common(parser)
    return parser


def run(arguments: argparse.Namespace, places: Places) -> int:
    """Runs the command and answers its exit code: 0 all scored, 1 some failed, 2 nothing could be done."""
    from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
    from clipiqa_desktop.culling.export.leftovers import finish_moves
    from clipiqa_desktop.culling.score_table import score_rows, write_csv
    from clipiqa_desktop.open_catalog import catalog_beside_window

    folders = [_folder(folder) for folder in arguments.folders]
    check_target(arguments.csv)
    settings = Settings(places.settings)
    options = network_options(settings, arguments.weights, arguments.device, arguments.precision)
    weights = _weights(arguments, options, places)
    with (
        catalog_beside_window(places.catalog) as catalog,
        closing(ThumbnailStore(places.thumbnails)) as thumbnails,
    ):
        for path, sentence in finish_moves(catalog):
            print(f"{displayable_name(str(path))}: {sentence}", file=sys.stderr)
        if arguments.again:
            _read_anew(catalog, folders)
        away: set[Path] = set()
        setup = _setup(weights, options, places, settings, arguments.faces)
        finished = _index(catalog, thumbnails, setup, folders, away)
        rows, headings = score_rows(catalog, folders, settings.get(STACKS)), catalog.scores.headings
        model = catalog.models.current()
        _write(arguments.csv, lambda file: write_csv(file, headings, rows, model))
    if not finished:
        return _interrupted(rows, scoring=weights is not None)
    return _verdict(rows, away, scoring=weights is not None)


def _weights(arguments: argparse.Namespace, options: NetworkOptions, places: Places) -> Weights | None:
    """The weights to score with; None where nothing is to be scored."""
    if arguments.without_network:
        if arguments.weights:
            raise UserError("--weights and --without-network exclude each other: name one of them.")
        return None
    weights = options.find_weights(places.weights)
    if weights.caution:
        print(weights.caution, file=sys.stderr)
    return weights


def _setup(
    weights: Weights | None, options: NetworkOptions, places: Places, settings: Settings, named_models: Path | None
) -> "Setup":
    from clipiqa_desktop.indexing.face_reader import face_reader
    from clipiqa_desktop.indexing.setup import Setup

    sidecars = SidecarSettings.from_settings(settings)
    return Setup(
        weights,
        options.device,
        options.precision,
        places.choices,
        faces=face_reader(named_models, places.weights),
        pair=settings.get(PAIR),
        waits_for_folders=True,
        sidecars=sidecars.options,
    )


def _folder(name: Path) -> Path:
    if not os.path.isdir(name):  # noqa: PTH112 (never raises, whatever the disk says)
        kind = "is not a folder" if os.path.exists(name) else "does not exist"  # noqa: PTH110
        raise UserError(f"{displayable_name(str(name))} {kind}: name a folder of photographs.")
    return absolute(name)


def _read_anew(catalog: "Catalog", folders: Sequence[Path]) -> None:
    within = catalog.folders.below(*folders)
    catalog.photos.read_anew(photo.id for photo in catalog.photos.in_folders(within))


def _index(
    catalog: "Catalog", thumbnails: "ThumbnailStore", setup: "Setup", folders: Sequence[Path], away: set[Path]
) -> bool:
    """Whether the run came to its end; False after Ctrl+C. In `away` are then the folders that could not be listed."""
    from clipiqa_desktop.indexing.run import Listener, Run

    for folder in folders:
        catalog.folders.add_root(folder)
    with tqdm(unit=" photographs", disable=not sys.stderr.isatty(), file=sys.stderr) as bar:
        listener = Listener(
            offline=away.add,
            listed=lambda root, _changes: away.discard(root),
            progress=lambda progress: _show(bar, progress),
        )
        run = Run(catalog, thumbnails, setup, listener)
        try:
            run.index(folders)
        except KeyboardInterrupt:
            return False
    return True


def _show(bar: "tqdm[None]", progress: Progress) -> None:
    if progress.phase in {Phase.FINDING, Phase.STARTING}:
        bar.set_description("Looking for photographs" if progress.phase is Phase.FINDING else "Loading the network")
        return
    bar.set_description(STAGE_WORDS[progress.stage] if progress.stage else "Looking at photographs")
    if progress.done < bar.n:
        bar.reset()  # the next stage begins
    bar.total = progress.total
    bar.update(progress.done - bar.n)


def _write(target: Path | None, writer: Callable[[TextIO], None]) -> None:
    try:
        if target in {None, STANDARD_OUTPUT}:
            print_out(writer)
        else:
            with written_text(target) as file:
                writer(file)
    except OSError as error:
        raise UserError(
            f"{target or 'The table'} cannot be written: {error.strerror}. The scores are kept in the catalog."
        ) from error


def _verdict(rows: Sequence["ScoreRow"], away: Collection[Path], *, scoring: bool) -> int:
    for folder in sorted(away):
        print(f"{displayable_name(str(folder))} is not there any more: what is known of it is kept.", file=sys.stderr)
    if not (rows or away):
        print("There are no photographs in there.", file=sys.stderr)
    failed = [row for row in rows if row.error]
    for row in failed:
        print(f"{displayable_name(str(row.path))}: {row.error}", file=sys.stderr)
    if rows:
        done = "scored" if scoring else "read and measured"
        told = "" if scoring else " `clipiqa-desktop list --csv FILE` has focus and all else that was measured."
        print(f"{_of(len(rows) - len(failed), len(rows))} {done}.{told}", file=sys.stderr)
    return SOME_FAILED if failed or away else ALL_SCORED


def _interrupted(rows: Sequence["ScoreRow"], *, scoring: bool) -> int:
    if not scoring:
        print("Stopped: what was read is kept; the same command goes on from here.", file=sys.stderr)
        return INTERRUPTED
    done = sum(row.scores[0] is not None for row in rows)
    words = f"Stopped: {_of(done, len(rows))} scored and kept; the same command goes on from here."
    print(words, file=sys.stderr)
    return INTERRUPTED


def _of(done: int, every: int) -> str:
    return f"{done:,} of {photographs(every)} {'is' if done == 1 else 'are'}"
