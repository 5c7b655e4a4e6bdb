"""Options that several commands share; nothing heavy is imported to read them."""

import argparse
from pathlib import Path

from clipiqa_desktop.settings import DEVICES, PRECISIONS


def add_filters(parser: argparse.ArgumentParser) -> None:
    """What `query_args` understands, which checks the values itself, to complain in one sentence."""
    keys = (
        "KEY is an attribute, or another column like iso, captured or stars: a wrong one is answered with all there are"
    )
    for option, words in (("min", f"at least so much; {keys}"), ("max", "at most so much")):
        parser.add_argument(f"--{option}", action="append", default=[], metavar="KEY=VALUE", help=words)
    parser.add_argument("--stars", metavar="'>=3'", help="so many stars; also =3 and <=3")
    parser.add_argument("--flag", metavar="pick|reject|none", help="picked, rejected or neither")
    parser.add_argument("--label", metavar="red|yellow|green|blue|purple|none", help="colour label")
    parser.add_argument(
        "--sort", action="append", default=[], metavar="KEY[:desc]", help="any KEY, or name; a second decides in ties"
    )


def add_network(parser: argparse.ArgumentParser) -> None:
    """Which weights, where the network runs, and in which precision."""
    add_weights(parser)
    parser.add_argument(
        "--precision", choices=PRECISIONS, default="auto",
        help="how exactly it calculates: the fastest that leaves the scores as they are, or one of these; "
        "after a change photographs are scored anew (default: as in the settings)",
    )  # fmt: skip
    parser.add_argument(
        "--faces", type=Path, metavar="FILE",
        help="either of the two models that find faces and their eyes, the other beside it; or their folder",
    )  # fmt: skip


def add_weights(parser: argparse.ArgumentParser) -> None:
    """Which weights, and where the network runs."""
    parser.add_argument("--weights", type=Path, metavar="FILE", help="the network's weights: RN50.pt or a .safetensors")
    parser.add_argument(
        "--device", choices=DEVICES, default="auto", help="where the network runs (default: as in the settings)"
    )


def add_common(parser: argparse.ArgumentParser) -> None:
    """What the window and every command take."""
    parser.add_argument(
        "--basedir", type=Path, metavar="DIR", help="keep catalog, thumbnails, settings and logs in DIR"
    )
    parser.add_argument("--verbose", action="store_true", help="log more, and to stderr as well as to the log")
