"""Catches what nobody else does: it is logged, and what is logged as an exception becomes a report."""

import logging
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from clipiqa_desktop.about.versions import as_text, versions
from clipiqa_desktop.crashes.reports import MOST, Reports, signature
from clipiqa_desktop.log_file import FORMAT, ROOM

LINES = 60
Tell = Callable[[str, Path | None], None]

_log = logging.getLogger(__name__)


@contextmanager
def reports_written(reports: Reports, tell: Tell, *, seen: bool = False) -> Iterator[None]:
    """Reports errors of this process and its children meanwhile, each once; `tell` gets headline and path.

    seen: the next start need not offer them.
    """
    reporter = _Reporter(reports, tell, seen=seen)
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    ROOM.addHandler(reporter)
    sys.excepthook, threading.excepthook, sys.unraisablehook = _uncaught, _uncaught_in_thread, _unraisable
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before
        ROOM.removeHandler(reporter)


class _Reporter(logging.Handler):
    """Keeps the last lines, and writes a report of every record with an exception."""

    def __init__(self, reports: Reports, tell: Tell, *, seen: bool) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter(FORMAT))
        self._reports, self._tell, self._seen = reports, tell, seen
        self._lines: deque[str] = deque(maxlen=LINES)
        self._known: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._lines.append(self.format(record))
            if record.levelno >= logging.ERROR and record.exc_text:
                self._report(record.getMessage(), record.exc_text)
        except Exception:  # noqa: BLE001 (what reports errors must not make any)
            self.handleError(record)

    def _report(self, headline: str, trace: str) -> None:
        if (error := signature(trace)) in self._known or len(self._known) == MOST:
            return
        self._known.add(error)
        path = self._reports.write(headline, as_text(versions()), trace, self._lines, seen=self._seen)
        self._tell(headline, path)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Of Qt's slots too. The program goes on."""
    if issubclass(kind, Exception):
        _log.error("Something went wrong that was not expected", exc_info=(kind, error, trace))
    else:
        sys.__excepthook__(kind, error, trace)


def _uncaught_in_thread(found: Any) -> None:
    if found.exc_value is not None and issubclass(found.exc_type, Exception):
        where = found.thread.name if found.thread else "a thread"
        _log.error("Work in %s ended unexpectedly", where, exc_info=found.exc_value)


def _unraisable(found: Any) -> None:
    if isinstance(found.exc_value, Exception):
        _log.error("Something went wrong while cleaning up (%s)", found.err_msg or "", exc_info=found.exc_value)
