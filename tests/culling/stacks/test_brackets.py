"""Exposure brackets in every order, and what is none."""

from itertools import permutations

import pytest
from tools.shots import scene, stacks_of

NOMINAL = [1 / each for each in (8000, 4000, 2000, 1000, 500, 250, 125, 60, 30, 15, 8, 4, 2, 1, 0.5)]


def frames(stops: list[float], start: float = 0.0, **more: object) -> list[dict[str, object]]:
    """Two frames a second, so many stops lighter or darker than 1/125 s."""
    return [
        {"time": start + n / 2, "look": scene(1, 0.02 * (n % 3)), "shutter": 2.0**stop / 128, **more}
        for n, stop in enumerate(stops)
    ]


@pytest.mark.parametrize("step", [1 / 3, 0.5, 2 / 3, 1, 4 / 3, 2, 3])
def test_three_frames_in_every_order(step: float) -> None:
    for order in permutations([-step, 0.0, step]):
        told = {"mode": 2.0} if step < 0.5 else {}
        assert stacks_of(frames(list(order), **told)) == [("bracket", [1, 2, 3])], order


@pytest.mark.parametrize("count", [5, 7, 9])
def test_more_frames_as_cameras_take_them(count: int) -> None:
    side = count // 2
    rising = [float(n) for n in range(-side, side + 1)]
    by_turns = [0.0, *(sign * n for n in range(1, side + 1) for sign in (-1.0, 1.0))]
    for order in (rising, rising[::-1], by_turns):
        assert stacks_of(frames(order)) == [("bracket", list(range(1, count + 1)))]


def test_the_middle_may_come_twice() -> None:
    for order in ([0, 0, -1, 1], [0, -1, 1, 0], [-1, 0, 0, 1]):
        assert stacks_of(frames([float(each) for each in order])) == [("bracket", [1, 2, 3, 4])]


def test_a_sequence_that_repeats_is_two_brackets() -> None:
    for order in permutations([-1.0, 0.0, 1.0]):
        assert stacks_of(frames([*order, *order])) == [("bracket", [1, 2, 3]), ("bracket", [4, 5, 6])], order


def test_two_frames_are_one_where_the_camera_says_so() -> None:
    assert stacks_of(frames([0, 1], mode=2.0)) == [("bracket", [1, 2])]
    assert stacks_of(frames([0, 1])) == [("burst", [1, 2])]


def test_compensation_that_the_exposures_follow_tells_small_steps() -> None:
    shots = frames([0, -1 / 3, 1 / 3])
    assert stacks_of(shots) == [("burst", [1, 2, 3])]
    for shot, bias in zip(shots, (0, -0.33, 0.33), strict=True):
        shot["bias"] = bias
    assert stacks_of(shots) == [("bracket", [1, 2, 3])]


def test_nominal_times_and_iso_numbers_are_rounded() -> None:
    for middle in range(1, len(NOMINAL) - 1):
        shots = frames([0, 0, 0])
        for shot, shutter in zip(shots, NOMINAL[middle - 1 : middle + 2], strict=True):
            shot["shutter"] = shutter
        assert stacks_of(shots) == [("bracket", [1, 2, 3])], NOMINAL[middle]
    by_iso = frames([0, 0, 0])
    for shot, iso in zip(by_iso, (100.0, 200.0, 400.0), strict=True):
        shot["iso"] = iso
    assert stacks_of(by_iso) == [("bracket", [1, 2, 3])]


def test_long_exposures_take_their_time() -> None:
    shots = frames([9.0, 10.0, 11.0])  # 4, 8 and 16 s
    for shot, time in zip(shots, (0, 9, 26), strict=True):
        shot["time"] = time
    assert stacks_of(shots) == [("bracket", [1, 2, 3])]


@pytest.mark.parametrize(
    "change",
    [{"aperture": 8.0}, {"focal": 85.0}, {"time": 60.0}, {"look": scene(2)}, {"shutter": 2**-7.0}],
    ids=["aperture", "focal length", "later", "another scene", "no step"],
)
def test_unrelated_neighbours_are_none(change: dict[str, object]) -> None:
    shots = frames([-1.0, 0.0, 1.0])
    shots[2] |= change
    assert all(kind != "bracket" for kind, _ in stacks_of(shots))


def test_uneven_steps_are_a_burst_in_changing_light() -> None:
    assert stacks_of(frames([0.0, 0.4, 1.7])) == [("burst", [1, 2, 3])]


def test_a_bracket_within_a_burst_is_kept_whole_and_apart() -> None:
    shots = frames([0, 0, 0, -2, 0, 2, 0, 0])
    assert ("bracket", [4, 5, 6]) in stacks_of(shots) or ("bracket", [3, 4, 5, 6]) in stacks_of(shots)
    assert not any(kind == "burst" and {4, 6} & set(ids) for kind, ids in stacks_of(shots))
