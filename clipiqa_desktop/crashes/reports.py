"""The reports of what went wrong: text files in a folder, few of them, each error once."""

import contextlib
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clipiqa_desktop.files.regular_file import read_regular

ENDED = "The program ended unexpectedly"
MOST = 20
_NEW, _SEEN = "crash-", "seen-crash-"
_MOST_BYTES = 4 << 20


@dataclass(frozen=True)
class Report:
    """One error; `ended` says whether the program ended by it."""

    path: Path
    text: str

    @property
    def ended(self) -> bool:
        """Whether it was the end of the program."""
        return self.text.startswith(ENDED)


class Reports:
    """Those in `folder`, which need not exist. Where it cannot be read or written there are none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, headline: str, versions: str, trace: str, log: Iterable[str], *, seen: bool = False) -> Path | None:
        """Writes a report in place of an earlier one of the same error, and answers its path; None where it cannot.

        seen: the person has been told, and the next start need not offer it.
        """
        now, error = datetime.now().astimezone(), signature(trace)
        parts = (f"{headline}\n{now:%Y-%m-%d %H:%M:%S %z}", versions, trace, "\n".join(("The last of the log:", *log)))
        path = self.folder / f"{_SEEN if seen else _NEW}{now:%Y%m%d-%H%M%S}-{error}.txt"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._make_room(error)
            path.write_text("\n\n".join(part.strip("\n") for part in parts) + "\n", "utf-8", "backslashreplace")
        except OSError:
            return None
        return path

    def waiting(self) -> list[Report]:
        """Those that nobody has looked at or put away, the newest first."""
        try:
            paths = sorted(self.folder.glob(f"{_NEW}*.txt"), reverse=True)
            return [Report(path, read_regular(path, _MOST_BYTES).decode("utf-8", "replace")) for path in paths]
        except OSError:
            return []

    def dismiss(self, reports: Iterable[Report]) -> None:
        """Offers these no more; the files stay for a while."""
        for report in reports:
            with contextlib.suppress(OSError):
                report.path.rename(report.path.with_name(report.path.name.replace(_NEW, _SEEN, 1)))

    def _make_room(self, error: str) -> None:
        for same in self.folder.glob(f"*-{error}.txt"):
            same.unlink()
        for old in sorted(self.folder.glob("*crash-*.txt"), key=_written)[: -(MOST - 1)]:
            old.unlink()


def signature(trace: str) -> str:
    """The same for the same error in the same place, whatever file it was about."""
    lines = [line for line in trace.splitlines() if line.startswith(("  File ", "Fatal "))]
    kinds = [line.partition(":")[0] for line in trace.splitlines()[-1:]]
    return hashlib.sha256("\n".join((*lines, *kinds)).encode(errors="replace")).hexdigest()[:10]


def _written(path: Path) -> str:
    return path.name.partition(_NEW)[2]
