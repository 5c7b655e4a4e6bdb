"""The command line: the window by default, or one of the commands without one."""

import argparse
import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path

from clipiqa_desktop import __version__
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.log_file import write_log
from clipiqa_desktop.places import own_places

DEVICES = ("auto", "cpu", "cuda", "mps")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program and answers its exit code."""
    multiprocessing.freeze_support()
    words = list(sys.argv[1:] if arguments is None else arguments)
    options = _score_parser().parse_args(words[1:]) if words[:1] == ["score"] else _window_parser().parse_args(words)
    places = own_places(options.basedir)
    write_log(places.logs)
    try:
        if words[:1] == ["score"]:
            from clipiqa_desktop.commands.score import score

            return score(options, places)
        from clipiqa_desktop.app import open_window

        return open_window(options, places)
    except UserError as error:
        print(f"clipiqa-desktop: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("clipiqa-desktop: stopped; what is done is kept.", file=sys.stderr)
        return 130


def _window_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop",
        description="Sorts and filters photographs by how they look and feel.",
        epilog="Without a window: clipiqa-desktop score FOLDER... (see clipiqa-desktop score --help)",
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="folder of photographs to add")
    parser.add_argument("--version", action="version", version=f"clipiqa-desktop {__version__}")
    _add_common(parser)
    return parser


def _score_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop score",
        description="Indexes folders into the catalog and prints one line a photograph as CSV: path, scores, error.",
        epilog="Exit code: 0 all scored, 1 some file has an error, 2 nothing could be done, 130 stopped by Ctrl+C.",
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="folder of photographs")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the table to FILE instead of printing it")
    _add_common(parser)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--weights", type=Path, metavar="FILE", help="the network's weights: RN50.pt or a .safetensors")
    parser.add_argument(
        "--device", choices=DEVICES, default="auto", help="where the network runs (default: %(default)s)"
    )
    parser.add_argument(
        "--basedir", type=Path, metavar="DIR", help="keep catalog, thumbnails, settings and logs in DIR"
    )


if __name__ == "__main__":
    sys.exit(main())
