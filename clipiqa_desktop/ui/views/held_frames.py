"""The frames that are held, within a bound of memory."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QImage

from clipiqa_desktop.frames.frame_pool import FrameRequest
from clipiqa_desktop.photos.view import fitted

_BYTES = 4
# painted at less than half its size a frame takes longer and looks rough: better drawn again
_MOST_REDUCTION = 2
_USUAL_FULL_BYTES = 6000 * 4000 * _BYTES
_USUAL_SHAPE = 2 / 3

_Key = tuple[int, int | None]


@dataclass(frozen=True)
class Frame:
    """A photograph as it is painted: sRGB in QImage's RGB32, upright.

    full_width, full_height: of the whole photograph, upright, in pixels. is_full: whether `image` has all of them.
    """

    image: QImage
    full_width: int
    full_height: int
    is_full: bool

    @property
    def side(self) -> int:
        """The image's longer side in pixels."""
        return max(self.image.width(), self.image.height())


def _side(frame: Frame) -> int:
    return frame.side


class HeldFrames:
    """Holds frames by photograph and requested side; the least recently wanted ones go first.

    Together they stay within `memory_bytes`; only the sharpest one of the first request's photograph may be larger, and
    is then held alone.
    """

    def __init__(self, memory_bytes: int) -> None:
        self._memory_bytes = memory_bytes
        self._frames: OrderedDict[_Key, Frame] = OrderedDict()
        self._requests: Sequence[FrameRequest] = ()
        self._full_sizes: dict[int, tuple[int, int]] = {}

    def clear(self) -> None:
        """Lets go of all of them."""
        self._frames.clear()

    @property
    def bytes_held(self) -> int:
        """The memory of all images."""
        return sum(frame.image.sizeInBytes() for frame in self._frames.values())

    def best(self, photo_id: int, side: int | None) -> Frame | None:
        """The smallest that shows all there is at `side`; else, and for None, the sharpest."""
        frames = sorted((frame for key, frame in self._frames.items() if key[0] == photo_id), key=_side)
        enough = [frame for frame in frames if side is not None and (frame.side >= side or frame.is_full)]
        found = enough[:1] or frames[-1:]
        return found[0] if found else None

    def want(self, requests: Sequence[FrameRequest]) -> list[FrameRequest]:
        """Holds on to what serves these requests, the first ones longest; answers those that are worth drawing."""
        self._requests = requests
        self._keep_requested_longest()
        missing, taken, counted = [], 0, set[_Key]()
        for request in requests:
            key = self._serving(request)
            size = self._frames[key].image.sizeInBytes() if key else self._expected_bytes(request)
            if key is None and (taken + size <= self._memory_bytes or request.photo_id == requests[0].photo_id):
                missing.append(request)
            elif key is None or key in counted:
                continue
            counted.add(key or (request.photo_id, request.side))
            taken += size
        return missing

    def keep(self, request: FrameRequest, frame: Frame) -> bool:
        """Holds a frame that was drawn for `request`; answers whether there is room for it."""
        key = (request.photo_id, request.side)
        self._full_sizes[request.photo_id] = (frame.full_width, frame.full_height)
        self._frames[key] = frame
        self._frames.move_to_end(key)
        self._keep_requested_longest()
        self._make_room()
        return key in self._frames

    def forget(self, photo_ids: Iterable[int]) -> None:
        """Drops all frames of these."""
        ids = set(photo_ids)
        for key in [key for key in self._frames if key[0] in ids]:
            del self._frames[key]
        for photo_id in ids:
            self._full_sizes.pop(photo_id, None)

    def set_memory(self, memory_bytes: int) -> None:
        """Another bound, from now on."""
        self._memory_bytes = memory_bytes
        self._make_room()

    def _serving(self, request: FrameRequest) -> _Key | None:
        """The smallest frame that leaves nothing to request."""
        serving = [key for key in self._frames if key[0] == request.photo_id and self._serves(key, request)]
        return min(serving, key=lambda key: self._frames[key].side, default=None)

    def _serves(self, key: _Key, request: FrameRequest) -> bool:
        frame, drawn_for = self._frames[key], key[1]
        if request.side is None:
            return drawn_for is None or frame.is_full
        as_large = drawn_for is None or frame.is_full or drawn_for >= request.side
        return as_large and frame.side <= _MOST_REDUCTION * request.side

    def _expected_bytes(self, request: FrameRequest) -> int:
        if request.photo_id not in self._full_sizes:
            return _USUAL_FULL_BYTES if request.side is None else round(request.side**2 * _USUAL_SHAPE * _BYTES)
        width, height = fitted(self._full_sizes[request.photo_id], request.side)
        return width * height * _BYTES

    def _keep_requested_longest(self) -> None:
        for request in reversed(self._requests):
            if key := self._serving(request):
                self._frames.move_to_end(key)

    def _make_room(self) -> None:
        held, current = self.bytes_held, self._current()
        for key in [key for key in self._frames if key != current]:
            if held <= self._memory_bytes:
                return
            held -= self._frames.pop(key).image.sizeInBytes()

    def _current(self) -> _Key | None:
        """The sharpest frame that is requested of the photograph that is looked at."""
        looked_at = self._requests[0].photo_id if self._requests else None
        keys = [key for request in self._requests if request.photo_id == looked_at and (key := self._serving(request))]
        return max(keys, key=lambda key: self._frames[key].side, default=None)
