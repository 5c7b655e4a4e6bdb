"""The command line: the window by default, or one of the commands without one."""

import argparse
import multiprocessing
import sys
from collections.abc import Callable, Mapping, Sequence

from clipiqa_desktop.commands.parsers import (
    evaluate_parser,
    export_parser,
    list_parser,
    mark_parser,
    score_parser,
    window_parser,
)
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.log_file import write_log
from clipiqa_desktop.places import Places, own_places

Running = Callable[[argparse.Namespace, Places], int]


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
    write_log(places.logs)
    try:
        return run(options, places)
    except UserError as error:
        print(f"clipiqa-desktop: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("clipiqa-desktop: stopped; what is done is kept.", file=sys.stderr)
        return 130


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


COMMANDS: Mapping[str, tuple[Callable[[], argparse.ArgumentParser], Running]] = {
    "score": (score_parser, _score),
    "mark": (mark_parser, _mark),
    "list": (list_parser, _list),
    "export": (export_parser, _export),
    "evaluate": (evaluate_parser, _evaluate),
}


if __name__ == "__main__":
    sys.exit(main())
