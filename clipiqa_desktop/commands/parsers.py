"""The words and options of every command; nothing heavy is imported to read them."""

import argparse
from pathlib import Path

from clipiqa_desktop import __version__
from clipiqa_desktop.perception.experiment import BACKBONES, POSITIONALS, REMOVED, RN50, TEMPLATES
from clipiqa_desktop.perception.network_version import PRECISIONS
from clipiqa_desktop.perception.prompts import TEMPLATE

DEVICES = ("auto", "cpu", "cuda", "mps")


def window_parser() -> argparse.ArgumentParser:
    """`clipiqa-desktop` alone."""
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop",
        description="Sorts and filters photographs by how they look and feel.",
        epilog="Without a window: clipiqa-desktop score, mark, list, export, evaluate and learn (each has a --help)",
    )
    parser.add_argument(
        "folders",
        nargs="*",
        type=Path,
        metavar="FOLDER",
        help="folder of photographs to add; or a photograph, for the folder it lies in",
    )
    parser.add_argument("--version", action="version", version=f"clipiqa-desktop {__version__}")
    parser.add_argument(
        "--self-test", action="store_true", help="check every part of the program on this computer, and end"
    )
    _add_network(parser)
    _add_common(parser)
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
    _add_common(parser)
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
    _add_common(parser)
    return parser


def list_parser() -> argparse.ArgumentParser:
    """`clipiqa-desktop list`."""
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop list",
        description="Prints the paths of the photographs that match, one a line, or writes all that is known of them.",
        epilog="Exit code: 0 fine, 2 nothing could be done.",
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="only in these folders, or below them")
    _add_filters(parser)
    outputs = parser.add_mutually_exclusive_group()
    outputs.add_argument("--csv", type=Path, metavar="FILE", help="write marks, facts and scores to FILE instead")
    outputs.add_argument(
        "--print0", action="store_true", help="paths for machines: as the disk has them, each ended by a NUL"
    )
    _add_common(parser)
    return parser


def export_parser() -> argparse.ArgumentParser:
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
    _add_filters(parser)
    parser.add_argument("--keep-folders", action="store_true", help="keep sub-folders instead of one flat folder")
    parser.add_argument(
        "--replace-characters", action="store_true", help="put _ for characters that the target refuses in names"
    )
    _add_common(parser)
    return parser


def evaluate_parser() -> argparse.ArgumentParser:
    """`clipiqa-desktop evaluate`."""
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop evaluate",
        description="Scores a labelled set as the paper does, in fp32 at the photographs' own size, and prints how "
        "well the scores agree with people. As they stand, the options are what the paper found best.",
        epilog="Exit code: 0 all scored, 1 some were left out, 2 nothing could be done, 130 stopped by Ctrl+C.",
    )
    parser.add_argument("images", type=Path, metavar="IMAGES", help="folder of the photographs")
    parser.add_argument("labels", type=Path, metavar="MOS.csv", help="table with the columns image and mos")
    prompts = parser.add_mutually_exclusive_group()
    prompts.add_argument(
        "--attribute", default="quality", metavar="NAME",
        help="attribute of the paper by its key, your own or a learned one by its name, or the file of one "
        "(default: %(default)s)",
    )  # fmt: skip
    prompts.add_argument("--adjectives", nargs=2, metavar=("HIGH", "LOW"), help="or any two words: Good Bad")
    templates = "; ".join(f'"{template}"' for template in TEMPLATES)
    parser.add_argument("--template", default=TEMPLATE, help=f"where they stand; the paper's are {templates}")
    parser.add_argument("--naive", action="store_true", help="the cosine with the first prompt alone (Eq. 1)")
    parser.add_argument("--backbone", choices=BACKBONES, default=RN50, help="image tower (default: %(default)s)")
    parser.add_argument(
        "--positional", choices=POSITIONALS, default=REMOVED,
        help="what becomes of its positional embedding; vanilla looks at 224 x 224 pixels (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--shorter-side",
        type=int,
        metavar="PIXELS",
        help="shrink larger photographs: 512 for SPAQ (default: as they are)",
    )
    parser.add_argument(
        "--csv", type=Path, metavar="FILE", help="also write the scores to FILE, and what is printed to FILE-summary"
    )
    _add_weights(parser)
    _add_common(parser)
    return parser


def learn_parser() -> argparse.ArgumentParser:
    """`clipiqa-desktop learn`."""
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop learn",
        description="Learns an attribute from photographs that somebody labelled (CLIP-IQA+): the two prompts of a "
        "pair are moved until the scores follow the labels. It is kept in the catalog, and scores all photographs.",
        epilog="Exit code: 0 learned, 1 learned, but some photographs were left out, 2 nothing could be done, 130 "
        "stopped by Ctrl+C.",
    )
    parser.add_argument(
        "labels",
        type=Path,
        metavar="LABELS.csv",
        help="table with the columns image and label (or mos), or for pairs of photographs better and worse",
    )
    parser.add_argument("--name", required=True, help="what the attribute is called")
    parser.add_argument("--images", type=Path, metavar="FOLDER", help="where they lie (default: beside the table)")
    beginning = parser.add_mutually_exclusive_group()
    beginning.add_argument(
        "--from", dest="begin", default="quality", metavar="KEY",
        help="attribute to begin with, built in or of your own, also a learned one (default: %(default)s)",
    )  # fmt: skip
    beginning.add_argument("--adjectives", nargs=2, metavar=("HIGH", "LOW"), help="or any two words: Good Bad")
    parser.add_argument("--save", type=Path, metavar="FILE", help="also write it to FILE, for other computers")
    parser.add_argument("--seed", type=int, default=0, help="decides what is held out (default: %(default)s)")
    _add_weights(parser)
    _add_common(parser)
    return parser


def _add_filters(parser: argparse.ArgumentParser) -> None:
    """What `commands.wanted` understands, which checks the values itself, to complain in one sentence."""
    keys = "KEY is an attribute, iso, aperture, shutter, focal_length, captured or stars"
    for option, words in (("min", f"at least so much; {keys}"), ("max", "at most so much")):
        parser.add_argument(f"--{option}", action="append", default=[], metavar="KEY=VALUE", help=words)
    parser.add_argument("--stars", metavar="'>=3'", help="so many stars; also =3 and <=3")
    parser.add_argument("--flag", metavar="pick|reject|none", help="picked, rejected or neither")
    parser.add_argument("--label", metavar="red|yellow|green|blue|purple|none", help="colour label")
    parser.add_argument(
        "--sort", action="append", default=[], metavar="KEY[:desc]", help="any KEY, or name; a second decides in ties"
    )


def _add_network(parser: argparse.ArgumentParser) -> None:
    _add_weights(parser)
    parser.add_argument(
        "--precision", choices=PRECISIONS, default="auto",
        help="how exactly it calculates: the fastest that leaves the scores as they are, or one of these; "
        "after a change photographs are scored anew (default: %(default)s)",
    )  # fmt: skip


def _add_weights(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--weights", type=Path, metavar="FILE", help="the network's weights: RN50.pt or a .safetensors")
    parser.add_argument(
        "--device", choices=DEVICES, default="auto", help="where the network runs (default: %(default)s)"
    )


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--basedir", type=Path, metavar="DIR", help="keep catalog, thumbnails, settings and logs in DIR"
    )
    parser.add_argument("--verbose", action="store_true", help="log more, and to stderr as well as to the log")
