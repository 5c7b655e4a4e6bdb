import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL.TiffImagePlugin import IFDRational
from tools.sidecars import packet

from clipiqa_desktop.catalog.moments import typed
from clipiqa_desktop.photos.exif import with_time
from clipiqa_desktop.photos.facts import Facts, facts_from, is_position, orientation_of

NOON = 1_688_990_400.0  # 2023-07-10 12:00:00
IMPOSSIBLE_DATES = [
    "0000:00:00 00:00:00",
    "0001:01:01 00:00:00",
    "2023:13:01 00:00:00",
    "2023:02:30 10:00:00",
    "2023:07:10",
    "    :  :     :  :  ",
    "yesterday",
    "",
    20230710,
    b"\xff\xfe",
    math.nan,
    None,
]


def facts(fields: dict[int, Any]) -> Facts:
    return facts_from(fields, 6000, 4000, 1)


def test_a_complete_set() -> None:
    told = facts(
        {
            271: "Canon",
            272: "Canon EOS 5D",
            42036: "EF50mm f/1.8\0\0",
            36867: "2023:07:10 12:00:00",
            37521: "25",
            36881: "+02:00",
            37386: IFDRational(50, 1),
            33437: Fraction(18, 10),
            33434: [Fraction(1, 250)],
            34855: (400,),
            37380: -1,
            37385: 0x19,
        }
    )
    assert told == Facts(
        6000, 4000, 1, NOON + 0.25, 120, "Canon EOS 5D", "EF50mm f/1.8", 50.0, 1.8, 0.004, 400, -1.0, True, False
    )


def test_another_source_fills_the_gaps_alone() -> None:
    ours, theirs = facts({271: "Canon", 34855: 100}), facts_from({34855: 200, 33437: 2.8}, 10, 10, 6, has_gps=True)
    assert ours.completed(theirs) == Facts(6000, 4000, 1, camera="Canon", iso=100, aperture=2.8, has_gps=True)
    assert theirs.completed(ours) == Facts(10, 10, 6, camera="Canon", iso=200, aperture=2.8, has_gps=True)


def test_nothing_said_is_none() -> None:
    assert facts({}) == Facts(6000, 4000, 1)


@pytest.mark.parametrize("date", IMPOSSIBLE_DATES)
def test_impossible_dates_are_none(date: object) -> None:
    assert facts({36867: date}).captured is None


def test_the_first_sound_clock_counts_with_its_own_offset() -> None:
    told = facts({36867: "0000:00:00 00:00:00", 36881: "+09:00", 36868: b"2023:07:10 12:00:00", 36882: "-05:30"})
    assert (told.captured, told.utc_offset_minutes) == (NOON, -330)


@pytest.mark.parametrize(
    ("text", "seconds"), [("5", 0.5), ("050", 0.05), ("999999", 0.999999), ("x", 0), ("", 0), (7, 0)]
)
def test_sub_seconds(text: object, seconds: float) -> None:
    assert facts({36867: "2023:07:10 12:00:00", 37521: text}).captured == pytest.approx(NOON + seconds, rel=0, abs=1e-6)


@pytest.mark.parametrize("year", ["1970", "2023", "2100"])
@pytest.mark.parametrize("nines", ["9" * digits for digits in range(1, 11)])
def test_sub_seconds_are_never_the_next_second(year: str, nines: str) -> None:
    text = f"{year}:07:10 11:59:59"
    beside_gps = with_time({}, b"", {29: f"{year}:07:10", 7: (11, 59, float(f"59.{nines}"))})
    for told in (facts({36867: text, 37521: nines}), facts({36867: f"{text}.{nines}"}), facts(dict(beside_gps))):
        assert told.captured is not None
        assert typed(told.captured) == f"{year}-07-10 11:59:59"


@pytest.mark.parametrize(("text", "minutes"), [("Z", 0), ("-04:00", -240), ("+25:00", None), ("    ", None), (2, None)])
def test_offsets(text: object, minutes: int | None) -> None:
    assert facts({36867: "2023:07:10 12:00:00", 36881: text}).utc_offset_minutes == minutes


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [
        ("NIKON CORPORATION", "NIKON D3400", "NIKON D3400"),
        ("SONY", "ILCE-7RM3", "SONY ILCE-7RM3"),
        ("OLYMPUS IMAGING CORP.", "E-M1", "OLYMPUS E-M1"),
        ("LEICA CAMERA AG", "LEICA Q2", "LEICA Q2"),
        ("Apple", None, "Apple"),
        (None, "X100V", "X100V"),
        ("  \0", "", None),
        (5, 1.5, None),
    ],
)
def test_the_camera_names_its_maker_once(make: object, model: object, camera: str | None) -> None:
    assert facts({271: make, 272: model}).camera == camera


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, IFDRational(1, 0), IFDRational(0, 0), -5, 0, "4", b"4", None, [], {}]
)
def test_absurd_numbers_are_none(value: object) -> None:
    told = facts({33434: value, 33437: value, 37386: value, 34855: value})
    assert (told.shutter_s, told.aperture, told.focal_length_mm, told.iso) == (None, None, None, None)


def test_one_broken_field_costs_only_itself() -> None:
    assert facts({33437: math.nan, 34855: 100}).iso == 100


def test_high_iso_stands_in_another_field() -> None:
    assert facts({34855: 65535, 34866: 102400}).iso == 102400


@pytest.mark.parametrize("name", ["----", "  ", "0", None])
def test_a_lens_without_a_name(name: object) -> None:
    assert facts({42036: name}).lens in {None, "0"}


@pytest.mark.parametrize(("stored", "orientation"), [(6, 6), ((8,), 8), (0, 1), (9, 1), ("6", 1), (None, 1)])
def test_orientation(stored: object, orientation: int) -> None:
    assert orientation_of(stored) == orientation


def test_a_position_needs_latitude_and_longitude() -> None:
    assert is_position({2: (1.0, 2.0, 3.0), 4: (1.0, 2.0, 3.0)})
    assert not is_position({0: (2, 3, 0, 0)})
    assert not is_position({2: (math.nan,), 4: (1.0,)})


anything = st.one_of(
    st.none(), st.text(), st.binary(), st.floats(), st.integers(), st.tuples(st.floats()), st.lists(st.text())
)
tags = st.sampled_from([271, 272, 306, 33434, 33437, 34855, 34866, 36867, 36881, 37380, 37385, 37386, 37521, 42036])


@settings(deadline=None)
@given(st.dictionaries(tags, anything))
def test_no_field_is_ever_fatal(fields: dict[int, object]) -> None:
    facts(fields)


@pytest.mark.parametrize(
    ("text", "seconds", "offset"),
    [
        ("2023:07:10 24:00:00", NOON + 12 * 3600, None),
        ("2023:07:09 24:15:30", NOON - 12 * 3600 + 930, None),
        ("2023:07:10 11:59:60", NOON, None),
        ("2016:12:31 23:59:60", 1_483_228_800.0, None),
        ("2023: 7:10 12: 0: 0", NOON, None),
        ("2023:7:10 12:0:0", NOON, None),
        ("2023-07-10 12:00:00", NOON, None),
        ("2023-07-10T12:00:00", NOON, None),
        ("2023-07-10-12-00-00", NOON, None),
        ("2023/07/10 12:00:00", NOON, None),
        ("2023-07-10T12:00:00.25+02:00", NOON + 0.25, 120),
        ("2023-07-10T12:00Z", NOON, 0),
        ("2023 07 10 12 00 05", NOON + 5, None),
        ("2023:07:10 12:00 -0500", NOON, -300),
        ("2023:07:10 12:00:00+5:30", NOON, 330),
        ("2023:07:10 12:00:00 PM", NOON, None),
        ("2023:07:10 12:00:00 AM", NOON - 12 * 3600, None),
        ("2023:07:10 01:00:00 pm", NOON + 3600, None),
        ("2023:07:10 13:00:00 PM", NOON + 3600, None),
        ("2023:07:10 12:00:00.2500000000001", NOON + 0.25, None),
        ("2023-07-10T12:00-05:00", NOON, -300),
        ("2023:07:10 25:00:00", None, None),
        ("2023:07:10 12:00:61", None, None),
        ("2023:07:10 12:60:00", None, None),
        ("----:--:-- --:--:--", None, None),
        ("2023:07", None, None),
    ],
)
def test_clocks_in_every_way_of_writing(text: str, seconds: float | None, offset: int | None) -> None:
    told = facts({36867: text})
    assert (told.captured, told.utc_offset_minutes) == (seconds, offset)


def test_the_fields_of_their_own_say_fraction_and_zone_where_the_date_does_not() -> None:
    assert facts({36867: "2023:07:10 12:00:00", 37521: "5", 36881: "-01:00"}).captured == NOON + 0.5
    assert facts({36867: "2023:07:10 12:00:00.25", 37521: "25"}).captured == NOON + 0.25


def test_a_clock_that_was_never_set_gives_way_to_the_next() -> None:
    assert facts({36867: "0000:00:00 00:00:00", 36868: "2023:07:10 12:00:00"}).captured == NOON


GPS = {29: "2023:07:10", 7: (Fraction(12), Fraction(0), Fraction(3, 2))}


@pytest.mark.parametrize(
    ("fields", "said", "gps", "told"),
    [
        ({}, "", GPS, (NOON + 1.5, 0)),
        ({}, 'xmp:CreateDate="2023-07-10T12:00:00+02:00"', GPS, (NOON, 120)),
        ({}, 'photoshop:DateCreated="2023-07-10T12:00:00" xmp:CreateDate="2024-01-01T00:00:00"', GPS, (NOON, None)),
        ({}, 'xmp:CreateDate="2023"', GPS, (NOON + 1.5, 0)),
        ({36867: "2023:07:10 12:00:00"}, 'xmp:CreateDate="2024-01-01T00:00:00"', GPS, (NOON, None)),
        ({36867: "0000:00:00 00:00:00"}, "", GPS, (NOON + 1.5, 0)),
        ({}, "", {29: "2023:07:10"}, (None, None)),
        ({}, "", {29: "0000:00:00", 7: (0, 0, 0)}, (None, None)),
        ({}, "", {29: "2023:07:10", 7: (1, 2)}, (None, None)),
        ({}, "", {29: "2023:07:10", 7: (-1, math.nan, "x")}, (None, None)),
    ],
)
def test_xmp_and_else_gps_say_when_it_was_where_exif_does_not(
    fields: dict[int, Any], said: str, gps: dict[int, Any], told: tuple[float | None, int | None]
) -> None:
    complete = facts(dict(with_time(fields, packet(said).encode() if said else None, gps)))
    assert (complete.captured, complete.utc_offset_minutes) == told


def test_exifs_own_date_inside_xmp_is_the_first() -> None:
    elements = (
        '<exif:DateTimeOriginal xmlns:exif="http://ns.adobe.com/exif/1.0/">2023-07-10T12:00:00</exif:DateTimeOriginal>'
    )
    said = packet('xmp:CreateDate="2024-01-01T00:00:00"', elements).encode()
    assert facts(dict(with_time({}, said, {}))).captured == NOON
    assert facts(dict(with_time({}, b"damaged", {}))).captured is None
