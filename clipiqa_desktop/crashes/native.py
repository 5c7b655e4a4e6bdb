"""Crashes below Python, which leave nothing but what `faulthandler` writes: the next start makes a report of it."""

import faulthandler
import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from clipiqa_desktop.about.versions import as_text, versions
from clipiqa_desktop.crashes.catching import LINES
from clipiqa_desktop.crashes.reports import ENDED, Reports
from clipiqa_desktop.files.regular_file import read_regular
from clipiqa_desktop.log_file import NAME

DUMP = "running.txt"
_MOST_BYTES = 4 << 20
# Between the versions of that run and what it may have to say at its end.
_MARK = "\n-- end of the versions --\n"

_log = logging.getLogger(__name__)


@contextmanager
def native_crashes_kept(reports: Reports, logs: Path) -> Iterator[None]:
    """Makes a report of the last run if it crashed, and sees to it that a crash from now on is kept.

    Whoever was killed, or lost the power, leaves an empty dump: that is no crash. Only one process at a time may
    be in here.
    """
    dump = reports.folder / DUMP
    _report_last_run(reports, dump, logs / f"{NAME}.log")
    try:
        reports.folder.mkdir(parents=True, exist_ok=True)
        dump.write_text(as_text(versions()) + _MARK, encoding="utf-8")
        file = dump.open("a", encoding="utf-8")
    except OSError as error:
        _log.warning("Crashes cannot be kept: %s", error)
        yield
        return
    with ExitStack() as at_end:
        at_end.callback(dump.unlink, missing_ok=True)
        at_end.enter_context(file)
        at_end.callback(faulthandler.disable)
        faulthandler.enable(file)
        yield


def _report_last_run(reports: Reports, dump: Path, log: Path) -> None:
    try:
        known, _, trace = read_regular(dump, _MOST_BYTES).decode("utf-8", "replace").partition(_MARK)
    except OSError:
        return
    if trace.strip():
        reports.write(ENDED, known, trace, _last_lines(log))
    else:
        _log.info("The last run was killed, or the computer went off; that is no crash")
    dump.unlink(missing_ok=True)


def _last_lines(log: Path) -> Sequence[str]:
    try:
        return read_regular(log, _MOST_BYTES).decode("utf-8", "replace").splitlines()[-LINES:]
    except OSError:
        return ()
