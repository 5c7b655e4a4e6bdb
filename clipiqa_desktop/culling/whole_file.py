"""A file that is there whole or not at all."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Where to write what is to become `target`: it takes that name at the end, in place of an older file.

    After an error nothing of it is left, and the older file is as it was. Raises OSError.
    """
    new = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        yield new
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)
