"""The colours that an AV1 stream tells in its sequence header (AV1 specification, 5.5)."""

from clipiqa_desktop.photos.code_points import CodePoints

_SEQUENCE_HEADER = 1
_MOST_UNITS = 16


def code_points_of_stream(stream: bytes) -> CodePoints | None:
    """What the sequence header at the begin of a stream describes; None where it describes nothing.

    Raises IndexError where the stream ends before that.
    """
    at = 0
    for _ in range(_MOST_UNITS):
        head = stream[at]
        kind, at = head >> 3 & 15, at + (2 if head & 4 else 1)
        if not head & 2:  # it goes on to the end
            size = len(stream) - at
        else:
            size, at = _leb128(stream, at)
        if kind == _SEQUENCE_HEADER:
            return _of_header(_Bits(stream[at : at + size]))
        at += size
    return None


def _leb128(stream: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where it ends."""
    value = 0
    for place in range(8):
        value |= (stream[at + place] & 127) << 7 * place
        if stream[at + place] < 128:
            return value, at + place + 1
    raise IndexError("a number without an end")


class _Bits:
    """Numbers of some bits, one after another; IndexError beyond the end."""

    def __init__(self, content: bytes) -> None:
        self._content, self._left = int.from_bytes(content, "big"), 8 * len(content)

    def read(self, count: int = 1) -> int:
        self._left -= count
        if self._left < 0:
            raise IndexError("the header has no end")
        return self._content >> self._left & ((1 << count) - 1)


def _of_header(bits: _Bits) -> CodePoints | None:
    profile, _still, reduced = bits.read(3), bits.read(), bits.read()
    if reduced:
        bits.read(5)
    else:
        _skip_operating_points(bits)
    sizes = bits.read(4) + 1, bits.read(4) + 1
    for size in sizes:
        bits.read(size)
    if not reduced and bits.read():
        bits.read(7)
    bits.read(3)
    if not reduced:
        _skip_tools(bits)
    bits.read(3)
    if bits.read() and profile == 2:
        bits.read()
    if profile != 1:
        bits.read()
    return CodePoints(bits.read(8), bits.read(8)) if bits.read() else None


def _skip_operating_points(bits: _Bits) -> None:
    delay_bits = _skip_timing(bits) if bits.read() else 0
    has_delays = bits.read()
    for _ in range(bits.read(5) + 1):
        bits.read(12)
        if bits.read(5) > 7:
            bits.read()
        if delay_bits and bits.read():
            bits.read(2 * delay_bits + 1)
        if has_delays and bits.read():
            bits.read(4)


def _skip_timing(bits: _Bits) -> int:
    """Answers how many bits each delay of the decoder's model has; 0 where there is no such model."""
    bits.read(64)
    if bits.read():
        zeros = 0
        while not bits.read():
            zeros += 1
        bits.read(zeros if zeros < 32 else 0)
    if not bits.read():
        return 0
    delay_bits = bits.read(5) + 1
    bits.read(42)
    return delay_bits


def _skip_tools(bits: _Bits) -> None:
    bits.read(4)
    has_order = bits.read()
    if has_order:
        bits.read(2)
    chooses_itself = bits.read()
    if (chooses_itself or bits.read()) and not bits.read():
        bits.read()
    if has_order:
        bits.read(3)
