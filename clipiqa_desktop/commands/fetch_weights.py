"""`clipiqa-desktop fetch-weights`: fetches what the program does more with, for this computer or for another one."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.commands.options import add_common
from clipiqa_desktop.commands.printing import interruptible
from clipiqa_desktop.downloads.digests import record_of, recorded_digest
from clipiqa_desktop.downloads.models import MODELS, NETWORK, Model
from clipiqa_desktop.downloads.progress import Progress
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.questions import is_folder, is_link, is_there
from clipiqa_desktop.places import Places

DONE, INTERRUPTED = 0, 130


def parser() -> argparse.ArgumentParser:
    """`clipiqa-desktop fetch-weights`."""
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop fetch-weights",
        description=f"Fetches the {NETWORK.title} to where the window and the other commands look for them. What was "
        "broken off goes on from there, and what arrives is checked against its SHA-256. A proxy is taken from the "
        "system, or from HTTPS_PROXY.",
        epilog="With --to the file can be carried to a computer without a network and dropped on its window. "
        "Exit code: 0 it is there, 2 it could not be fetched, 130 Ctrl+C.",
    )
    for model in MODELS:
        if model is not NETWORK:
            words = f"the {model.title} instead: needed for {model.purpose}, {model.megabytes} MB"
            parser.add_argument(f"--{model.key}", dest="model", action="store_const", const=model, help=words)
    parser.add_argument("--to", type=Path, metavar="FILE", help="to this file or folder, for another computer")
    parser.set_defaults(model=NETWORK)
    add_common(parser)
    return parser


def run(arguments: argparse.Namespace, places: Places) -> int:
    """Runs the command and answers its exit code."""
    from clipiqa_desktop.downloads.download import fetch
    from clipiqa_desktop.downloads.failures import DownloadCancelled

    model: Model = arguments.model
    folder, name = _target(model, arguments.to, places.weights)
    print(f"Fetching the {model.title}, needed for {model.purpose}: {model.megabytes} MB.", file=sys.stderr)
    with (
        interruptible() as interrupted,
        tqdm(unit="B", unit_scale=True, disable=not sys.stderr.isatty(), file=sys.stderr) as bar,
    ):
        try:
            files = fetch(model, folder, lambda progress: _show(bar, progress), interrupted)
        except DownloadCancelled:
            print("Stopped: the same command goes on from here.", file=sys.stderr)
            return INTERRUPTED
    _tell(_named(files, name), carried=arguments.to is not None)
    return DONE


def _target(model: Model, wanted: Path | None, usual: Path) -> tuple[Path, str]:
    """The folder to fetch into, and the name that the file is to have; empty where it keeps its own."""
    if wanted is None or is_folder(wanted):
        return wanted or usual, ""
    if is_there(wanted) or is_link(wanted):
        raise UserError(f"{displayable_name(str(wanted))} is there already: name another file, or a folder.")
    if len(model.files) > 1 or not is_folder(wanted.absolute().parent):
        raise UserError(f"{displayable_name(str(wanted))} is no folder: name one that exists with --to.")
    folder, own = wanted.absolute().parent, [source.file_name for source in model.files[0].sources]
    if there := next((name for name in own if name != wanted.name and is_there(folder / name)), None):
        raise UserError(f"{displayable_name(str(folder / there))} lies there already: carry that, or name a folder.")
    return folder, wanted.name


def _named(files: Sequence[Path], name: str) -> Sequence[Path]:
    """The files, of which the only one gets the name that was wanted."""
    if not name or files[0].name == name:
        return files
    record_of(files[0]).replace(record_of(files[0].with_name(name)))
    return [files[0].rename(files[0].with_name(name))]


def _show(bar: "tqdm[None]", progress: Progress) -> None:
    if progress.received < bar.n:
        bar.reset()  # the next file begins
    bar.total = progress.total or None
    bar.update(progress.received - bar.n)


def _tell(files: Sequence[Path], *, carried: bool) -> None:
    for file in files:
        print(f"{file}\nSHA-256 {recorded_digest(file)}")
    if carried:
        words = "it, with the .sha256 beside it," if len(files) == 1 else "all of them"
        print(f"Carry {words} to the other computer, and drop it on the program's window there.", file=sys.stderr)
