"""What the camera wrote down about a photograph, checked field by field."""

import math
import numbers
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta

from clipiqa_desktop.photos.maker_notes import burst_of, burst_of_xmp

Fields = Mapping[int, object]

# no tag of EXIF's: under this number stands the Moment that other parts of the file tell
OTHER_CLOCK = -1
_MOMENT = re.compile(
    r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})(?:\D{1,2}|\s?T\s?)(\d{1,2})\D{1,2}(\d{1,2})"
    r"(?:(?:\s?[^\d\s+]\s?|\s)(\d{1,2})(?![\d:]))?(?:[.,](?P<fraction>\d{1,9})\d*)?(?:\s?(?P<half>[AP]M)\b)?"
    r"\s?(?P<zone>Z|[+-]\d\d?:?\d\d)?(?!\d)",
    re.ASCII | re.IGNORECASE,
)
_CLOCKS = ((36867, 37521, 36881), (36868, 37522, 36882), (306, 37520, 36880))
TIMES = tuple(clock for clock, _, _ in _CLOCKS)
_COMPANY_WORDS = re.compile(
    r"\b(corporation|corp|company|co|ltd|inc|imaging|camera|ag|gmbh|electric)\b\.?,?", re.IGNORECASE
)
_ISO_IN_ANOTHER_FIELD = 65535
_MAKER_NOTE, _XMP = 37500, 700


@dataclass(frozen=True)
class Moment:
    """Seconds since 1970-01-01 by some clock, read off it as if it were UTC, and how far it is from UTC, if it says."""

    seconds: float
    offset_minutes: int | None = None


@dataclass(frozen=True)
class Facts:
    """One photograph's facts; None where the camera did not say or said something impossible.

    width, height: pixels of the full photograph, upright. orientation: 1 to 8, as stored. captured: seconds since
    1970-01-01 read off the camera's own clock as if it were UTC. has_gps: whether a position is stored.
    serial: the number of the camera's body. exposure_mode: EXIF's, of which 2 is a bracket. burst: what the frames of
    one burst share. burst_number: the place within one, from 1.
    """

    width: int
    height: int
    orientation: int
    captured: float | None = None
    utc_offset_minutes: int | None = None
    camera: str | None = None
    lens: str | None = None
    focal_length_mm: float | None = None
    aperture: float | None = None
    shutter_s: float | None = None
    iso: int | None = None
    exposure_bias_ev: float | None = None
    flash: bool | None = None
    has_gps: bool = False
    serial: str | None = None
    exposure_mode: int | None = None
    burst: str | None = None
    burst_number: int | None = None

    def completed(self, other: "Facts") -> "Facts":
        """The same, and what is None in it as the other one says."""
        missing = {each.name: getattr(other, each.name) for each in fields(self) if getattr(self, each.name) is None}
        return replace(self, **missing, has_gps=self.has_gps or other.has_gps)


def facts_from(said: Fields, width: int, height: int, orientation: int, has_gps: bool = False) -> Facts:
    """Facts from EXIF fields by tag number; `width` and `height` are upright pixels. Never raises."""
    captured, offset = _capture_time(said)
    burst, mode = burst_of(said.get(_MAKER_NOTE)), _within(said.get(41986), 0, 2)
    xmp = said.get(_XMP)
    return Facts(
        width=width,
        height=height,
        orientation=orientation,
        captured=captured,
        utc_offset_minutes=offset,
        camera=_camera(said),
        lens=_lens(said),
        focal_length_mm=_within(said.get(37386), 0.1, 10_000),
        aperture=_within(said.get(33437), 0.1, 1_000),
        shutter_s=_within(said.get(33434), 1e-7, 1e6),
        iso=_iso(said),
        exposure_bias_ev=_within(said.get(37380), -20, 20),
        flash=_flash(said),
        has_gps=has_gps,
        serial=_serial(said),
        exposure_mode=None if mode is None else int(mode),
        burst=burst.id or (burst_of_xmp(xmp) if isinstance(xmp, bytes) else None),
        burst_number=burst.number,
    )


def orientation_of(value: object) -> int:
    """EXIF orientation 1 to 8; 1 for anything else."""
    return int(_within(value, 1, 8) or 1)


def is_position(gps: Fields) -> bool:
    """Whether the fields of a GPS directory hold a latitude and a longitude."""
    return all(_number(gps.get(tag)) is not None for tag in (2, 4))


def moment_of(text: object) -> Moment | None:
    """What a date with a time says, in EXIF's way of writing or ISO's, also filled with blanks or dashes."""
    said = _MOMENT.match(_text(text) or "")
    if not said:
        return None
    year, month, day, hour, minute, second = (int(said[part] or 0) for part in range(1, 7))
    if said["half"] and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (said["half"].upper() == "PM")
    try:
        # some clocks say 24:00 for midnight, and 60 in a leap second
        start = datetime(year, month, day, hour % 24 if hour == 24 else hour, minute, 0, tzinfo=UTC)
        moment = start + timedelta(days=hour == 24, seconds=second)
    except (ValueError, OverflowError):
        return None
    if year < 1900 or second > 60:
        return None
    return Moment(moment.timestamp() + _fraction(said["fraction"]), _minutes(said["zone"]))


def gps_moment(gps: Fields) -> Moment | None:
    """When a GPS directory says it was, in universal time; None unless it says day and time."""
    day, clock = _text(gps.get(29)), gps.get(7)
    if not day or not isinstance(clock, (list, tuple)) or len(clock) != 3:
        return None
    parts = [_number(each) for each in clock]
    if any(part is None or part < 0 for part in parts):
        return None
    seconds = sum(part * unit for part, unit in zip(parts, (3600, 60, 1), strict=True) if part is not None)
    midnight = moment_of(f"{day} 00:00:00")
    in_day = math.floor(seconds * 1e6) / 1e6
    return Moment(midnight.seconds + in_day, 0) if midnight and seconds <= 24 * 3600 else None


def _capture_time(said: Fields) -> tuple[float | None, int | None]:
    for clock, fraction, offset in _CLOCKS:
        if moment := moment_of(said.get(clock)):
            zone = _minutes(_text(said.get(offset)))
            parts = _fraction(_text(said.get(fraction)))
            return moment.seconds + parts * (moment.seconds % 1 == 0), moment.offset_minutes if zone is None else zone
    other = said.get(OTHER_CLOCK)
    return (other.seconds, other.offset_minutes) if isinstance(other, Moment) else (None, None)


def _fraction(text: str | None) -> float:
    # Finer than microseconds a float of today's seconds is not: nine nines would be the next second.
    return float(f"0.{text[:6]}") if text and re.fullmatch(r"\d+", text, re.ASCII) else 0.0


def _minutes(text: str | None) -> int | None:
    parts = re.fullmatch(r"([+-])(\d\d?):?([0-5]\d)", text or "", re.ASCII)
    if not parts:
        return 0 if text in {"Z", "z"} else None
    minutes = int(parts[2]) * 60 + int(parts[3])
    return None if minutes > 14 * 60 else -minutes if parts[1] == "-" else minutes


def _camera(said: Fields) -> str | None:
    make, model = _text(said.get(271)), _text(said.get(272))
    maker = " ".join(_COMPANY_WORDS.sub(" ", make or "").split()) or make
    if not maker or not model:
        return model or maker
    return model if model.lower().startswith(maker.split()[0].lower()) else f"{maker} {model}"


def _serial(said: Fields) -> str | None:
    """Cameras without a number of their own write zeros, blanks or dashes."""
    number = _text(said.get(42033))
    return number if number and re.search(r"[^\W0_]", number) else None


def _lens(said: Fields) -> str | None:
    name = _text(said.get(42036))
    return name if name and re.search(r"[^\W0_]", name) else None


def _iso(said: Fields) -> int | None:
    iso = _within(said.get(34855), 1, 100_000_000)
    if iso in {None, _ISO_IN_ANOTHER_FIELD}:
        other = _within(said.get(34866), 1, 100_000_000) or _within(said.get(34867), 1, 100_000_000)
        iso = other or iso
    return None if iso is None else round(iso)


def _flash(said: Fields) -> bool | None:
    bits = _within(said.get(37385), 0, 255)
    return None if bits is None else bool(int(bits) & 1)


def _within(value: object, low: float, high: float) -> float | None:
    number = _number(value)
    return number if number is not None and low <= number <= high else None


def _number(value: object) -> float | None:
    first = value[0] if isinstance(value, (list, tuple)) and value else value
    if not isinstance(first, numbers.Real):
        return None
    try:
        number = float(first)
    except (ArithmeticError, TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _text(value: object) -> str | None:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    if not isinstance(text, str):
        return None
    printable = "".join(c if c.isprintable() else " " for c in text.split("\0")[0])
    return " ".join(printable.split())[:100] or None
