"""The command line: the window by default, or one of the commands without one."""

import argparse
import logging
import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from clipiqa_desktop import __version__
from clipiqa_desktop.commands.parsers import (
    evaluate_parser,
    export_parser,
    learn_parser,
    list_parser,
    mark_parser,
    score_parser,
    window_parser,
)
from clipiqa_desktop.crashes.catching import reports_written
from clipiqa_desktop.crashes.reports import ENDED, Reports
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.log_file import log_written
from clipiqa_desktop.places import Places, own_places
from clipiqa_desktop.terminal import terminals_guarded

Command = Callable[[argparse.Namespace, Places], int]

OUR_OWN_FAULT = 70

_log = logging.getLogger("clipiqa_desktop")


@terminals_guarded()
def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program and answers its exit code."""
    multiprocessing.freeze_support()
    words = list(sys.argv[1:] if arguments is None else arguments)
    name = words.pop(0) if words and words[0] in COMMANDS else ""
    parser, run = COMMANDS[name] if name else (window_parser, _open_window)
    options = parser().parse_args(words)
    if not name and options.self_test:
        return _self_test(options)
    places = own_places(options.basedir)
    with (
        log_written(places.logs, verbose=options.verbose),
        reports_written(Reports(places.crashes), _tell, seen=bool(name)),
    ):
        _log.info("clipiqa-desktop %s starts%s", __version__, f" to {name}" if name else "")
        return _ended(run, options, places)


def _ended(run: Command, options: argparse.Namespace, places: Places) -> int:
    try:
        return run(options, places)
    except UserError as error:
        _log.info("Nothing done: %s", error)
        print(f"clipiqa-desktop: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("clipiqa-desktop: stopped; what is done is kept.", file=sys.stderr)
        return 130
    except Exception as error:  # noqa: BLE001 (it is reported, and nobody wants to see it here)
        return _damaged(error, places.catalog) or _our_own_fault()


def _damaged(error: Exception, catalog: Path) -> int:
    """0 where it is not the catalog that is damaged: what stands in one that is may break anything."""
    from clipiqa_desktop.catalog.damage import damage_sentence, is_damage, is_damaged

    if not (is_damage(error) or is_damaged(catalog)):
        return 0
    _log.info("The catalog is damaged: %s", error)
    print(f"clipiqa-desktop: {damage_sentence(catalog)}", file=sys.stderr)
    return 2


def _our_own_fault() -> int:
    _log.critical(ENDED, exc_info=True)
    return OUR_OWN_FAULT


def _tell(headline: str, report: Path | None) -> None:
    where = f"a report for whoever shall mend it lies in {report}" if report else "no report could be written"
    print(f"clipiqa-desktop: {headline}; {where}.", file=sys.stderr)


# What a command needs is imported when it runs: the others, and the help, start without it.


def _open_window(options: argparse.Namespace, places: Places) -> int:
    from clipiqa_desktop.app import open_window

    return open_window(options, places)


def _self_test(options: argparse.Namespace) -> int:
    from clipiqa_desktop.self_test.checks import CHECKS
    from clipiqa_desktop.self_test.running import self_test

    return self_test(CHECKS, options.weights, options.device)


def _score(options: argparse.Namespace, places: Places) -> int:
    from clipiqa_desktop.commands.score import score

    return score(options, places)


def _mark(options: argparse.Namespace, places: Places) -> int:
    from clipiqa_desktop.commands.mark import mark

    return mark(options, places)


def _list(options: argparse.Namespace, places: Places) -> int:
    from clipiqa_desktop.commands.list import list_photographs

    return list_photographs(options, places)


def _export(options: argparse.Namespace, places: Places) -> int:
    from clipiqa_desktop.commands.export import export_photographs

    return export_photographs(options, places)


def _evaluate(options: argparse.Namespace, places: Places) -> int:
    from clipiqa_desktop.commands.evaluate import evaluate

    return evaluate(options, places)


def _learn(options: argparse.Namespace, places: Places) -> int:
    # Its threads wait for each other all the time; those that wait are not to burn the cores of other programs.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from clipiqa_desktop.commands.learn import learn_attribute

    return learn_attribute(options, places)


COMMANDS: Mapping[str, tuple[Callable[[], argparse.ArgumentParser], Command]] = {
    "score": (score_parser, _score),
    "mark": (mark_parser, _mark),
    "list": (list_parser, _list),
    "export": (export_parser, _export),
    "evaluate": (evaluate_parser, _evaluate),
    "learn": (learn_parser, _learn),
}


if __name__ == "__main__":
    sys.exit(main())
