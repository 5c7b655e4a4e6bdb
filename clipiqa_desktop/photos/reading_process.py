"""A child process that reads photographs: a file that kills it, or stalls it, costs that file alone."""

import logging
import signal
from collections.abc import Callable
from typing import Any

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.photos.reading import Failure
from clipiqa_desktop.photos.reasons import CRASHED, TAKES_TOO_LONG
from clipiqa_desktop.processes import NICENESS, Worker

# Whoever sends these means the process, not the file: a logout, or the system that has run out of memory.
_FROM_OUTSIDE = frozenset({"SIGHUP", "SIGINT", "SIGKILL", "SIGTERM"})

_log = logging.getLogger(__name__)


class ReadingProcess(Worker):
    """A Worker that is given files and may spend `timeout_s` seconds on each."""

    def __init__(
        self, main: Callable[..., None], *arguments: object, timeout_s: float, niceness: int = NICENESS
    ) -> None:
        super().__init__(main, *arguments, niceness=niceness)
        self._timeout_s = timeout_s

    def outcome(self) -> tuple[Any, Any] | None:
        """The job in hand with its answer, or with a Failure where the child died or took too long; None till then.

        The child is then ready for the next job, or starting anew. Raises UserError where it cannot start.
        """
        job = self.job
        if self.connection.poll():
            result = self._answer()
        elif self.busy_s > self._timeout_s:
            self.restart()
            result = no_answer(self._timeout_s)
        else:
            return None
        return (job, result) if job is not None and result is not None else None

    def _answer(self) -> Any:
        try:
            message = self.receive()
        except EOFError:
            return self._died()
        self.job = None
        if self.greeting is None:
            self.greeting = message
            return None
        return message

    def _died(self) -> Failure:
        code = self.exit_code or 0
        if self.greeting is None:
            raise UserError(f"The decoding process cannot start (exit code {code}): see the log for the reason.")
        job = self.job
        self.restart()
        return failure_of_death(code, job)


def no_answer(timeout_s: float) -> Failure:
    """Why a file could not be read that was waited for in vain."""
    return Failure(f"Reading it gave no answer for {timeout_s:.0f} seconds; it is tried again next time.", lasts=False)


def failure_of_death(code: int, job: object) -> Failure:
    """Why a file could not be read over which a process ended, with this exit code."""
    how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    _log.info("The decoding process ended with %s over %r", how, job)
    if how in _FROM_OUTSIDE:
        return Failure(
            "The decoder was ended from outside while it read this file, most often because memory ran out; it is "
            "tried again next time.",
            lasts=False,
        )
    return Failure(TAKES_TOO_LONG if how == "SIGXCPU" else CRASHED)
