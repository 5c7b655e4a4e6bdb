"""Photographs to be looked at large: drawn in processes of their own, the most urgent first, and held ready."""

import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt, QThread, Signal
from PySide6.QtGui import QImage

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.photos.formats import is_raw
from clipiqa_desktop.photos.reading import Failure
from clipiqa_desktop.photos.view import fitted
from clipiqa_desktop.ui.viewing.held_frames import Frame, HeldFrames
from clipiqa_desktop.viewing.drawers import Drawers, Job, Wish
from clipiqa_desktop.viewing.drawing import TIMEOUT_S, Drawer, Drawn, draw

__all__ = ["Frame", "FrameLoader", "Wish"]

_RETRY_AFTER_S = 5.0
# what took long to fail, as on a disk that does not answer, is tried again the later
_RETRY_FACTOR = 10.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Refusal:
    """Why a wish was not granted, and when (monotonic seconds) it may be tried again; never for None."""

    wish: Wish
    reason: str
    retry_at: float | None

    def stands_against(self, wish: Wish) -> bool:
        """Whether trying this wish now would be in vain. A full size may fail where a smaller one does not."""
        if wish.path != self.wish.path or (self.retry_at is not None and time.monotonic() > self.retry_at):
            return False
        return wish.side is None or self.wish.side is not None


class FrameLoader(QObject):
    """Answers at once with what it holds; what is wanted beyond that is drawn, and a signal says when it has come."""

    arrived = Signal(int)
    """Of this photograph something sharper is held now."""
    failed = Signal(int, str)
    """Why this photograph, or its full size, cannot be shown: one sentence."""

    def __init__(
        self,
        memory_bytes: int = 1_000_000_000,
        parent: QObject | None = None,
        drawer: Drawer = draw,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        super().__init__(parent)
        self._held = HeldFrames(memory_bytes)
        self._refusals: dict[int, _Refusal] = {}
        self._wishes: Sequence[Wish] = ()
        self._broken = ""
        self._drawers = Drawers(drawer, timeout_s)
        self._thread = _DrawingThread(self._drawers, self)
        self._thread.drawn.connect(self._keep)
        self._thread.failed.connect(self._refuse)
        self._thread.broke.connect(self._break)
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether something wanted has yet to come."""
        return self._drawers.busy

    @property
    def bytes_held(self) -> int:
        """The memory of all frames."""
        return self._held.bytes_held

    def warm(self) -> None:
        """Starts the drawing processes, so that the first wish need not wait for them."""
        if not self._closed and not self._broken and not self._thread.isRunning():
            self._thread.start()

    def best(self, photo_id: int, side: int | None = None) -> Frame | None:
        """What is held: the smallest frame of at least `side` pixels, else the sharpest; never blocks."""
        return self._held.best(photo_id, side)

    def reason(self, photo_id: int) -> str:
        """Why a photograph, or its full size, cannot be shown; empty where nothing went wrong."""
        refusal = self._refusals.get(photo_id)
        return refusal.reason if refusal else self._broken

    def want(self, wishes: Sequence[Wish]) -> None:
        """Draws these, the first ones first, unless they are held, in place of earlier wishes that have not begun."""
        self._wishes = wishes
        self.warm()
        refused = [wish for wish in wishes if self._is_refused(wish)]
        missing = self._held.want([wish for wish in wishes if wish not in refused])
        self._thread.screen_sides = {
            wish.photo_id: wish.side for wish in reversed(wishes) if wish.side and is_raw(wish.path.name)
        }
        self._drawers.ask(missing, wishes[0].photo_id if wishes else None)

    def forget(self, photo_ids: Iterable[int]) -> None:
        """Their files have changed: what is held or being drawn of them is of no use, and what failed may be tried."""
        ids = set(photo_ids)
        self._held.forget(ids)
        self._drawers.forget(ids)
        for photo_id in ids:
            self._refusals.pop(photo_id, None)

    def set_memory(self, memory_bytes: int) -> None:
        """Another bound for all frames together, from now on."""
        self._held.set_memory(memory_bytes)

    def close(self) -> None:
        """Ends the processes and lets go of all frames; nothing arrives any more."""
        self._closed = True
        self._held.clear()
        self._drawers.close()
        self._thread.wait()

    def _is_refused(self, wish: Wish) -> bool:
        refusal = self._refusals.get(wish.photo_id)
        return refusal is not None and refusal.stands_against(wish)

    def _keep(self, job: Job, frames: list[tuple[Wish, Frame]]) -> None:
        self._drawers.done(job, is_full=any(frame.is_full for _wish, frame in frames))
        if job.forgotten or self._closed:
            return
        refusal = self._refusals.get(job.wish.photo_id)
        if refusal and (refusal.wish.side is not None or job.wish.side is None):
            del self._refusals[job.wish.photo_id]
        kept = [self._held.keep(wish, frame) for wish, frame in frames]
        if any(kept):
            self.arrived.emit(job.wish.photo_id)

    def _refuse(self, job: Job, failure: Failure) -> None:
        self._drawers.done(job)
        if job.forgotten or self._closed:
            return
        now = time.monotonic()
        again = None if failure.lasts else now + max(_RETRY_AFTER_S, _RETRY_FACTOR * (now - job.begun))
        self._refusals[job.wish.photo_id] = _Refusal(job.wish, failure.reason, again)
        self.failed.emit(job.wish.photo_id, failure.reason)

    def _break(self, reason: str) -> None:
        _log.error("Photographs cannot be shown large: %s", reason)
        self._broken = reason
        for photo_id in dict.fromkeys(wish.photo_id for wish in self._wishes):
            self.failed.emit(photo_id, reason)


class _DrawingThread(QThread):
    """Receives what is drawn and makes it ready to be painted."""

    drawn = Signal(object, object)
    failed = Signal(object, object)
    broke = Signal(str)

    def __init__(self, drawers: Drawers, parent: QObject) -> None:
        super().__init__(parent)
        self._drawers = drawers
        self.screen_sides: Mapping[int, int] = {}
        """At how many pixels RAW files are wished for beside their full size."""

    def run(self) -> None:
        """Qt calls this in the new thread."""
        try:
            self._drawers.run(self._came)
        except UserError as error:
            self.broke.emit(str(error))
        except OSError as error:
            self.broke.emit(f"The processes that draw photographs cannot start: {error.strerror or error}.")

    def _came(self, job: Job, result: Drawn | Failure) -> None:
        if isinstance(result, Failure):
            self.failed.emit(job, result)
        else:
            frame = _frame(result)
            self.drawn.emit(job, [(job.wish, frame), *self._reduced(job.wish, frame)])

    def _reduced(self, wish: Wish, frame: Frame) -> list[tuple[Wish, Frame]]:
        """Of a RAW developed at full size one for the screen too, where there was only its smaller preview before."""
        side = self.screen_sides.get(wish.photo_id)
        if wish.side is not None or side is None or frame.side <= side:
            return []
        width, height = fitted((frame.image.width(), frame.image.height()), side)
        image = frame.image.scaled(width, height, mode=Qt.TransformationMode.SmoothTransformation)
        return [(replace(wish, side=side), replace(frame, image=image, is_full=False))]


def _frame(drawn: Drawn) -> Frame:
    width, height = drawn.size
    image = QImage(memoryview(drawn.memory), width, height, width * 4, QImage.Format.Format_RGB32)
    return Frame(image, *drawn.full_size, is_full=drawn.size == drawn.full_size)
