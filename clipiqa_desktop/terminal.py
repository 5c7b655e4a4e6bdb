"""Keeps names of files and texts from elsewhere from doing anything to the terminal that they are printed on."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TextIO

# Control characters but tab and line feed, and what turns the direction of all that follows. A carriage return at the
# beginning does nothing to what stands there; progress bars need it.
_CONTROL = re.compile("(?!\\A\r)[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_REPLACEMENT = "\ufffd"


class Terminal(TextIOWrapper):
    """A terminal to print on, to which no control characters go."""

    def write(self, text: str, /) -> int:
        """Writes the text with U+FFFD in place of each control character."""
        return super().write(_CONTROL.sub(_REPLACEMENT, text))


@contextmanager
def terminals_guarded() -> Iterator[None]:
    """Standard output and error, as far as they are terminals, show no control characters meanwhile."""
    before = sys.stdout, sys.stderr
    guarded = [_guarded(stream) for stream in before]
    sys.stdout, sys.stderr = guarded
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for stream in guarded:
            if isinstance(stream, Terminal):
                stream.detach()


def _guarded(stream: TextIO) -> TextIO:
    if not isinstance(stream, TextIOWrapper) or not stream.isatty():
        return stream
    stream.flush()
    return Terminal(stream.buffer, stream.encoding, stream.errors, line_buffering=True, write_through=True)
