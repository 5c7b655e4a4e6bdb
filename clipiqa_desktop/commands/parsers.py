"""The words and options of every command; nothing heavy is imported to read them."""

import argparse
from pathlib import Path

from clipiqa_desktop import __version__

DEVICES = ("auto", "cpu", "cuda", "mps")


def window_parser() -> argparse.ArgumentParser:
    """`clipiqa-desktop` alone."""
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop",
        description="Sorts and filters photographs by how they look and feel.",
        epilog="Without a window: clipiqa-desktop score FOLDER... and clipiqa-desktop mark FILE... (each has a --help)",
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="folder of photographs to add")
    parser.add_argument("--version", action="version", version=f"clipiqa-desktop {__version__}")
    _add_network(parser)
    _add_basedir(parser)
    return parser


def score_parser() -> argparse.ArgumentParser:
    """`clipiqa-desktop score`."""
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop score",
        description="Indexes folders into the catalog and prints one line a photograph as CSV: path, scores, error.",
        epilog="Exit code: 0 all scored, 1 some file has an error, 2 nothing could be done, 130 stopped by Ctrl+C.",
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="folder of photographs")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the table to FILE instead of printing it")
    _add_network(parser)
    _add_basedir(parser)
    return parser


def mark_parser() -> argparse.ArgumentParser:
    """`clipiqa-desktop mark`, which checks the values itself, to complain in one sentence."""
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop mark",
        description="Marks photographs in the catalog. A RAW and its JPEG are one photograph.",
        epilog="Exit code: 0 all marked, 1 some sidecar could not be written, 2 nothing was marked.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="photograph")
    parser.add_argument("--stars", metavar="0-5", help="so many stars")
    parser.add_argument("--flag", metavar="pick|reject|none", help="picked, rejected or neither")
    parser.add_argument("--label", metavar="red|yellow|green|blue|purple|none", help="colour label")
    parser.add_argument("--xmp", action="store_true", help="write the marks to XMP sidecars now, for other programs")
    _add_basedir(parser)
    return parser


def _add_network(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--weights", type=Path, metavar="FILE", help="the network's weights: RN50.pt or a .safetensors")
    parser.add_argument(
        "--device", choices=DEVICES, default="auto", help="where the network runs (default: %(default)s)"
    )


def _add_basedir(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--basedir", type=Path, metavar="DIR", help="keep catalog, thumbnails, settings and logs in DIR"
    )
