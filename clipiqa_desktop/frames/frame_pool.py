"""The drawing processes and the queue before them: what is looked at never waits for what may be looked at later."""

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path

from clipiqa_desktop.frames.frame_process import TIMEOUT_S, DecodedFrame, FrameDecoder, FrameProcess, decode_frame
from clipiqa_desktop.photos.reading import Failure

# drawn so soon that what is urgent may well wait for it
_SMALL_SIDE = 1024
_LOOK_FOR_THE_STALLED_S = 1.0


@dataclass(frozen=True)
class FrameRequest:
    """A photograph to be drawn with its longer side at `side` device pixels at most; at full size for None.

    turned: by how many quarters, clockwise, it is to be turned after that.
    """

    photo_id: int
    path: Path
    companions: tuple[Path, ...]
    side: int | None
    turned: int = 0


@dataclass(eq=False)
class Job:
    """A request that has begun. A forgotten one is finished, but of no use any more."""

    request: FrameRequest
    begun: float = field(default_factory=time.monotonic)
    forgotten: bool = False


class FramePool:
    """Draws requests in two child processes: one for everything, in order, and one that is quickly free again.

    The second one takes no full sizes. Of scaled ones it takes those of the photograph that is looked at, small ones,
    and any while the first is busy with a full size. No full size begins before the photograph that is looked at is
    seen. `run` belongs to one thread, the other methods to any.
    """

    def __init__(self, decode: FrameDecoder = decode_frame, timeout_s: float = TIMEOUT_S) -> None:
        self._decode, self._timeout_s = decode, timeout_s
        self._lock = threading.Lock()
        self._requests: list[FrameRequest] = []
        self._looked_at: int | None = None
        self._in_work: list[Job] = []
        self._closed = self._wake_sent = False
        self._woken, self._waker = multiprocessing.Pipe(duplex=False)

    @property
    def busy(self) -> bool:
        """Whether anything is being drawn, or waits for it."""
        with self._lock:
            return bool(self._requests or self._in_work)

    def ask(self, requests: Sequence[FrameRequest], looked_at: int | None) -> None:
        """Draws these, the first ones first, in place of earlier ones that have not begun.

        looked_at: the id of the photograph that all others give way to.
        """
        with self._lock:
            begun = {(job.request.photo_id, job.request.side) for job in self._in_work if not job.forgotten}
            self._requests = [request for request in requests if (request.photo_id, request.side) not in begun]
            self._looked_at = looked_at
        self._wake()

    def forget(self, photo_ids: Iterable[int]) -> None:
        """What is being drawn of these is of no use any more."""
        ids = set(photo_ids)
        with self._lock:
            self._requests = [request for request in self._requests if request.photo_id not in ids]
            for job in self._in_work:
                job.forgotten = job.forgotten or job.request.photo_id in ids

    def done(self, job: Job, is_full: bool = False) -> None:
        """The result has been kept: from now on the same request would be drawn again.

        is_full: it turned out that there is nothing sharper of the photograph.
        """
        with self._lock:
            self._in_work.remove(job)
            if is_full and not job.forgotten:
                self._requests = [request for request in self._requests if request.photo_id != job.request.photo_id]
        self._wake()

    def close(self) -> None:
        """Lets `run` come to its end."""
        self._closed = True
        self._wake()

    def run(self, came: Callable[[Job, DecodedFrame | Failure], None]) -> None:
        """Starts the processes, draws until `close`, and ends them. Raises UserError where they cannot start."""
        with self._process() as quick, self._process() as patient:
            while not self._closed:
                self._give(quick, patient)
                self._wait(quick, patient)
                for process in (quick, patient):
                    if outcome := process.outcome():
                        came(*outcome)

    @contextmanager
    def _process(self) -> Iterator[FrameProcess]:
        process = FrameProcess(self._decode, self._timeout_s)
        try:
            yield process
        finally:
            process.stop()

    def _give(self, quick: FrameProcess, patient: FrameProcess) -> None:
        if quick.idle:
            in_the_way = patient.job is not None and patient.job.request.side is None
            self._begin(quick, lambda request: self._is_quick(request, in_the_way))
        if patient.idle:
            scaled_only = self._is_awaited()
            self._begin(patient, lambda request: request.side is not None or not scaled_only)

    def _is_quick(self, request: FrameRequest, full_size_in_the_way: bool) -> bool:
        if request.side is None:
            return False
        return full_size_in_the_way or request.photo_id == self._looked_at or request.side <= _SMALL_SIDE

    def _is_awaited(self) -> bool:
        """Whether a scaled one of the photograph that is looked at has yet to come: it is to have the whole machine."""
        with self._lock:
            unseen = (*self._requests, *(job.request for job in self._in_work))
            return any(request.photo_id == self._looked_at and request.side is not None for request in unseen)

    def _begin(self, process: FrameProcess, takes: Callable[[FrameRequest], bool]) -> None:
        with self._lock:
            request = next((request for request in self._requests if takes(request)), None)
            if request is None:
                return
            self._requests.remove(request)
            job = Job(request)
            self._in_work.append(job)
        process.give(job, (request.path, request.companions, request.side))

    def _wait(self, *processes: FrameProcess) -> None:
        patience = _LOOK_FOR_THE_STALLED_S if any(process.job for process in processes) else None
        if self._woken in wait([self._woken, *(process.connection for process in processes)], patience):
            with self._lock:
                self._woken.recv_bytes()
                self._wake_sent = False

    def _wake(self) -> None:
        """Once is enough; more would fill the pipe where nobody reads it any more."""
        with self._lock:
            if not self._wake_sent:
                self._waker.send_bytes(b".")
                self._wake_sent = True
