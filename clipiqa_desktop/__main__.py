"""The command line: the window by default, or one of the commands without one."""

import argparse
import logging
import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from clipiqa_desktop import __version__
from clipiqa_desktop.commands.options import add_common, add_network
from clipiqa_desktop.crashes.catching import reports_written
from clipiqa_desktop.crashes.reports import ENDED, Reports
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.file_names import from_address
from clipiqa_desktop.log_file import log_written
from clipiqa_desktop.places import Places, own_places
from clipiqa_desktop.terminal import terminals_guarded

# Each is a module with `parser()` and `run(options, places)`, imported when it is named: the window and the other
# commands start without it. What is heavy it imports when it runs, so that its help comes at once.
COMMANDS: Mapping[str, str] = {
    name: f"clipiqa_desktop.commands.{name.replace('-', '_')}"
    for name in ("score", "mark", "list", "export", "evaluate", "learn", "clock", "rescue", "suggest", "fetch-weights")
}
Run = Callable[[argparse.Namespace, Places], int]

OUR_OWN_FAULT = 70

_log = logging.getLogger("clipiqa_desktop")


@terminals_guarded()
def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program and answers its exit code."""
    multiprocessing.freeze_support()
    words = [from_address(word) for word in (sys.argv[1:] if arguments is None else arguments)]
    name = words.pop(0) if words and words[0] in COMMANDS else ""
    parser, run = _command(name) if name else (_window_parser, _open_window)
    options = parser().parse_args(words)
    if not name and options.self_test:
        return _self_test(options)
    places = own_places(options.basedir)
    with (
        log_written(places.logs, verbose=options.verbose),
        reports_written(Reports(places.crashes), _tell, seen=bool(name)),
    ):
        _log.info("clipiqa-desktop %s starts%s", __version__, f" to {name}" if name else "")
        return _ended(_telling_of_updates(run) if name else run, options, places)


def _telling_of_updates(run: Run) -> Run:
    from clipiqa_desktop.catalog.database.copies import update_told

    def told(options: argparse.Namespace, places: Places) -> int:
        with update_told(places.catalog, lambda sentence: print(f"clipiqa-desktop: {sentence}", file=sys.stderr)):
            return run(options, places)

    return told


def _command(name: str) -> tuple[Callable[[], argparse.ArgumentParser], Run]:
    module = import_module(COMMANDS[name])
    return module.parser, module.run


def _ended(run: Run, options: argparse.Namespace, places: Places) -> int:
    try:
        return _outcome(run, options, places)
    except BrokenPipeError:  # whoever read what the program says has had enough
        for stream in (sys.stdout, sys.stderr):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # else it is complained about at the very end
        return 1
    finally:
        # Python notes a Ctrl+C that passes through code compiled from a string, as that of data classes is, and ends as
        # killed by it, whatever is answered here and whoever has caught it; the next such code lets it forget.
        exec("")


def _outcome(run: Run, options: argparse.Namespace, places: Places) -> int:
    try:
        return run(options, places)
    except UserError as error:
        _log.info("Nothing done: %s", error)
        print(f"clipiqa-desktop: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("clipiqa-desktop: stopped; what is done is kept.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 (it is reported, and nobody wants to see it here)
        return _damaged(error, places.catalog) or _not_stored(error, places.catalog) or _our_own_fault()


def _damaged(error: Exception, catalog: Path) -> int:
    """0 where it is not the catalog that is damaged: what stands in one that is may break anything."""
    from clipiqa_desktop.catalog.database.damage import damage_sentence, is_damage, is_damaged

    if not (is_damage(error) or is_damaged(catalog)):
        return 0
    _log.info("The catalog is damaged: %s", error)
    print(f"clipiqa-desktop: {damage_sentence(catalog)}", file=sys.stderr)
    return 2


def _not_stored(error: Exception, catalog: Path) -> int:
    """0 where it is not the disk, or another program, that lets nothing be stored."""
    from sqlite3 import OperationalError

    from clipiqa_desktop.catalog.database.damage import cannot_write
    from clipiqa_desktop.catalog.database.diagnosis import meaning

    if not (isinstance(error, OperationalError) and meaning(error)):
        return 0
    _log.info("Nothing more done: %s", error)
    print(f"clipiqa-desktop: {cannot_write(error, catalog)} What is done is kept.", file=sys.stderr)
    return 2


def _our_own_fault() -> int:
    _log.critical(ENDED, exc_info=True)
    return OUR_OWN_FAULT


def _tell(headline: str, report: Path | None) -> None:
    where = f"a report for whoever shall mend it lies in {report}" if report else "no report could be written"
    print(f"clipiqa-desktop: {headline}; {where}.", file=sys.stderr)


def _window_parser() -> argparse.ArgumentParser:
    """`clipiqa-desktop` alone."""
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop",
        description="Sorts and filters photographs by how they look and feel.",
        epilog=f"Without a window: clipiqa-desktop {', '.join(COMMANDS)} (each has --help)",
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
    add_network(parser)
    add_common(parser)
    return parser


def _open_window(options: argparse.Namespace, places: Places) -> int:
    from clipiqa_desktop.app import open_window

    return open_window(options, places)


def _self_test(options: argparse.Namespace) -> int:
    from clipiqa_desktop.self_test.checks import CHECKS
    from clipiqa_desktop.self_test.running import self_test

    return self_test(CHECKS, options.weights, options.device)


if __name__ == "__main__":
    sys.exit(main())
