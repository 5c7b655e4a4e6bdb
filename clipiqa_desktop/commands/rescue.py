"""`clipiqa-desktop rescue`: makes a new catalog from what can be read of a damaged one."""

import argparse

from clipiqa_desktop.commands.options import add_common
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.questions import is_there
from clipiqa_desktop.places import Places

DONE = 0


def parser() -> argparse.ArgumentParser:
    """`clipiqa-desktop rescue`."""
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop rescue",
        description="Makes a new catalog from what can be read of one that is damaged inside, and from its daily "
        "copies where it cannot be read. The damaged one is kept beside it. Photographs and sidecars are not touched. "
        "End the program first.",
        epilog="Exit code: 0 rescued, or nothing is damaged, 2 nothing could be done.",
    )
    add_common(parser)
    return parser


def run(_arguments: argparse.Namespace, places: Places) -> int:
    """Runs the command and answers its exit code."""
    from clipiqa_desktop.catalog.database.copies import copies
    from clipiqa_desktop.catalog.database.damage import is_damaged
    from clipiqa_desktop.catalog.rescue.rescue import put_right
    from clipiqa_desktop.perception.attributes import KEYS

    if not is_there(places.catalog):
        raise UserError(f"There is no catalog at {places.catalog}: name its folder with --basedir.")
    if not is_damaged(places.catalog):
        print(f"The catalog {places.catalog} is not damaged: nothing was done.")
        return DONE
    try:
        rescued, kept = put_right(places.catalog, copies(places.catalog), KEYS)
    except OSError as error:
        raise UserError(f"The catalog could not be put right ({error.strerror}). It is as it was.") from error
    print(f"{rescued.in_words()} The damaged catalog is kept as {kept.name}.")
    return DONE
