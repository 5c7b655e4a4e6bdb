"""Photographs to be looked at large: drawn in processes of their own, the most urgent first, and held ready."""

import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QSize, Qt, QThread, Signal
from PySide6.QtGui import QImage

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.frames.frame_pool import FramePool, FrameRequest, Job
from clipiqa_desktop.frames.frame_process import TIMEOUT_S, DecodedFrame, FrameDecoder, decode_frame
from clipiqa_desktop.photos.formats import is_raw
from clipiqa_desktop.photos.reading import Failure
from clipiqa_desktop.photos.view import fitted
from clipiqa_desktop.ui.grid.turned_painting import turned_image, turned_size
from clipiqa_desktop.ui.views.held_frames import Frame, HeldFrames

__all__ = ["Frame", "FrameLoader", "FrameRequest"]

_RETRY_AFTER_S = 5.0
# what took long to fail, as on a disk that does not answer, is tried again the later
_RETRY_FACTOR = 10.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Refusal:
    """Why a request was not granted, and when (monotonic seconds) it may be tried again; never for None."""

    request: FrameRequest
    reason: str
    retry_at: float | None

    def rules_out(self, request: FrameRequest) -> bool:
        """Whether trying this request now would be in vain. A full size may fail where a smaller one does not."""
        if request.path != self.request.path or (self.retry_at is not None and time.monotonic() > self.retry_at):
            return False
        return request.side is None or self.request.side is not None


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
        decode: FrameDecoder = decode_frame,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        super().__init__(parent)
        self._held = HeldFrames(memory_bytes)
        self._refusals: dict[int, _Refusal] = {}
        self._requests: Sequence[FrameRequest] = ()
        self._broken = ""
        self._pool = FramePool(decode, timeout_s)
        self._thread = _DrawingThread(self._pool, self)
        self._thread.drawn.connect(self._keep)
        self._thread.failed.connect(self._refuse)
        self._thread.broke.connect(self._break)
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether something wanted has yet to come."""
        return self._pool.busy

    @property
    def bytes_held(self) -> int:
        """The memory of all frames."""
        return self._held.bytes_held

    def warm(self) -> None:
        """Starts the drawing processes, so that the first request need not wait for them."""
        if not self._closed and not self._broken and not self._thread.isRunning():
            self._thread.start()

    def best(self, photo_id: int, side: int | None = None) -> Frame | None:
        """What is held: the smallest frame of at least `side` pixels, else the sharpest; never blocks."""
        return self._held.best(photo_id, side)

    def reason(self, photo_id: int) -> str:
        """Why a photograph, or its full size, cannot be shown; empty where nothing went wrong."""
        refusal = self._refusals.get(photo_id)
        return refusal.reason if refusal else self._broken

    def want(self, requests: Sequence[FrameRequest]) -> None:
        """Draws these, the first ones first, unless they are held, in place of earlier requests that have not begun."""
        self._requests = requests
        self.warm()
        refused = [request for request in requests if self._is_refused(request)]
        missing = self._held.want([request for request in requests if request not in refused])
        self._thread.screen_sides = {
            request.photo_id: request.side
            for request in reversed(requests)
            if request.side and is_raw(request.path.name)
        }
        self._pool.ask(missing, requests[0].photo_id if requests else None)

    def forget(self, photo_ids: Iterable[int]) -> None:
        """Their files have changed: what is held or being drawn of them is of no use, and what failed may be tried."""
        ids = set(photo_ids)
        self._held.forget(ids)
        self._pool.forget(ids)
        for photo_id in ids:
            self._refusals.pop(photo_id, None)

    def set_memory(self, memory_bytes: int) -> None:
        """Another bound for all frames together, from now on."""
        self._held.set_memory(memory_bytes)

    def close(self) -> None:
        """Ends the processes and lets go of all frames; nothing arrives any more."""
        self._closed = True
        self._held.clear()
        self._pool.close()
        self._thread.wait()

    def _is_refused(self, request: FrameRequest) -> bool:
        refusal = self._refusals.get(request.photo_id)
        return refusal is not None and refusal.rules_out(request)

    def _keep(self, job: Job, frames: list[tuple[FrameRequest, Frame]]) -> None:
        self._pool.done(job, is_full=any(frame.is_full for _request, frame in frames))
        if job.forgotten or self._closed:
            return
        refusal = self._refusals.get(job.request.photo_id)
        if refusal and (refusal.request.side is not None or job.request.side is None):
            del self._refusals[job.request.photo_id]
        kept = [self._held.keep(request, frame) for request, frame in frames]
        if any(kept):
            self.arrived.emit(job.request.photo_id)

    def _refuse(self, job: Job, failure: Failure) -> None:
        self._pool.done(job)
        if job.forgotten or self._closed:
            return
        now = time.monotonic()
        again = None if failure.lasts else now + max(_RETRY_AFTER_S, _RETRY_FACTOR * (now - job.begun))
        self._refusals[job.request.photo_id] = _Refusal(job.request, failure.reason, again)
        self.failed.emit(job.request.photo_id, failure.reason)

    def _break(self, reason: str) -> None:
        _log.error("Photographs cannot be shown large: %s", reason)
        self._broken = reason
        for photo_id in dict.fromkeys(request.photo_id for request in self._requests):
            self.failed.emit(photo_id, reason)


class _DrawingThread(QThread):
    """Receives what is drawn and makes it ready to be painted."""

    drawn = Signal(object, object)
    failed = Signal(object, object)
    broke = Signal(str)

    def __init__(self, pool: FramePool, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = pool
        self.screen_sides: Mapping[int, int] = {}
        """At how many pixels RAW files are requested beside their full size."""

    def run(self) -> None:
        """Qt calls this in the new thread."""
        try:
            self._pool.run(self._came)
        except UserError as error:
            self.broke.emit(str(error))
        except OSError as error:
            self.broke.emit(f"The processes that draw photographs cannot start: {error.strerror or error}.")

    def _came(self, job: Job, result: DecodedFrame | Failure) -> None:
        if isinstance(result, Failure):
            self.failed.emit(job, result)
        else:
            frame = _frame(result, job.request.turned)
            self.drawn.emit(job, [(job.request, frame), *self._reduced(job.request, frame)])

    def _reduced(self, request: FrameRequest, frame: Frame) -> list[tuple[FrameRequest, Frame]]:
        """Of a RAW developed at full size one for the screen too, where there was only its smaller preview before."""
        side = self.screen_sides.get(request.photo_id)
        if request.side is not None or side is None or frame.side <= side:
            return []
        width, height = fitted((frame.image.width(), frame.image.height()), side)
        image = frame.image.scaled(width, height, mode=Qt.TransformationMode.SmoothTransformation)
        return [(replace(request, side=side), replace(frame, image=image, is_full=False))]


def _frame(drawn: DecodedFrame, quarters: int) -> Frame:
    width, height = drawn.size
    image = QImage(memoryview(drawn.memory), width, height, width * 4, QImage.Format.Format_RGB32)
    full = turned_size(QSize(*drawn.full_size), quarters)
    is_full = drawn.size == drawn.full_size
    return Frame(turned_image(image, quarters), full.width(), full.height(), is_full=is_full)
