"""Bursts as makers' notes tell them, composed as ExifTool documents them."""

import struct

import pytest
from tools.tiffs import ASCII, LONG, SHORT, Entry

from clipiqa_desktop.photos.facts import facts_from
from clipiqa_desktop.photos.maker_notes import Burst, burst_of, burst_of_xmp

UUID = b"52B4B1F2-0B2A-4C0B-9D5C-6C2C0F1E8A11"


def note(signature: bytes, entries: dict[int, Entry], order: str = "<") -> bytes:
    """A note whose directory follows its signature, with offsets from the note's own start."""
    rows, behind = b"", b""
    start = len(signature) + 2 + 12 * len(entries) + 4
    for tag, (kind, values) in sorted(entries.items()):
        packed = struct.pack(f"{order}{len(values)}{ {ASCII: 'B', SHORT: 'H', LONG: 'I'}[kind] }", *values)
        field = packed.ljust(4, b"\0") if len(packed) <= 4 else struct.pack(f"{order}I", start + len(behind))
        behind += packed if len(packed) > 4 else b""
        rows += struct.pack(f"{order}HHI", tag, kind, len(values)) + field
    return signature + struct.pack(f"{order}H", len(entries)) + rows + bytes(4) + behind


APPLE = note(b"Apple iOS\0\0\1MM", {0x000B: (ASCII, UUID + b"\0")}, ">")
SONY = note(b"SONY DSC \0\0\0", {0xB04A: (SHORT, [3])})
OLYMPUS = b"OLYMPUS\0II\3\0"
OM = b"OM SYSTEM\0\0\0II\4\0"


def fujifilm(number: int) -> bytes:
    return note(b"FUJIFILM\x0c\0\0\0", {0x1101: (SHORT, [number])})


def om_system(drive: list[int]) -> bytes:
    """The settings lie in a directory of their own behind the first."""
    below = len(OM) + 2 + 12 + 4
    inner = struct.pack("<HHHI", 1, 0x0600, SHORT, len(drive)) + struct.pack("<I", below + 18)
    inner += bytes(4) + struct.pack(f"<{len(drive)}H", *drive)
    return note(OM, {0x2020: (LONG, [below])}) + inner


@pytest.mark.parametrize(
    ("said", "burst"),
    [
        (APPLE, Burst(id=UUID.decode())),
        (SONY, Burst(number=3)),
        (note(b"SONY DSC \0\0\0", {0xB04A: (SHORT, [12])}, ">"), Burst(number=12)),
        (note(b"SONY DSC \0\0\0", {0xB04A: (SHORT, [0])}), Burst()),
        (note(b"SONY DSC \0\0\0", {0xB04A: (SHORT, [65535])}), Burst()),
        (note(b"Panasonic\0\0\0", {0x002B: (LONG, [7])}), Burst(number=7)),
        (fujifilm(2), Burst(number=2)),
        (fujifilm(0), Burst()),
        (note(OLYMPUS, {0x0200: (LONG, [2, 5, 0])}), Burst(number=5)),
        (note(OLYMPUS, {0x0200: (LONG, [0, 0, 0])}), Burst()),
        (om_system([5, 4, 16]), Burst(number=4)),
        (om_system([0, 1, 0]), Burst()),
        (b"Nikon\0\2\0\0\0", Burst()),
        (b"", Burst()),
        (None, Burst()),
        ("SONY DSC", Burst()),
    ],
)
def test_makers(said: object, burst: Burst) -> None:
    assert burst_of(said) == burst


def test_a_note_that_is_cut_off_says_nothing_wrong() -> None:
    for whole in (APPLE, SONY, fujifilm(2), om_system([5, 4, 16])):
        for end in range(len(whole)):
            assert burst_of(whole[:end]) in {Burst(), burst_of(whole)}


def test_what_is_no_id_is_left_out() -> None:
    assert burst_of(note(b"Apple iOS\0\0\1MM", {0x000B: (ASCII, b'\xff\x01 "<\0')}, ">")) == Burst()


@pytest.mark.parametrize("said", ['GCamera:BurstID="{}"', "<GCamera:BurstID>{}</GCamera:BurstID>"])
def test_google_says_it_in_xmp(said: str) -> None:
    assert burst_of_xmp(said.format(UUID.decode()).encode()) == UUID.decode()
    assert burst_of_xmp(b"nothing") is None


def test_they_are_facts() -> None:
    told = facts_from({37500: SONY, 41986: 2}, 6000, 4000, 1)
    assert (told.exposure_mode, told.burst, told.burst_number) == (2, None, 3)
    assert facts_from({41986: 9}, 6000, 4000, 1).exposure_mode is None
    assert facts_from({700: b'GCamera:BurstID="12345678"'}, 6000, 4000, 1).burst == "12345678"
