"""What is said of the time left, from streams of progress that are made up."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from unittest.mock import patch

import numpy as np
import pytest

from clipiqa_desktop.indexing.pace import WINDOW_S, Pace, coarse

TICK_S = 0.1


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Iterator[Clock]:
    made = Clock()
    with patch("clipiqa_desktop.indexing.pace.time", made):
        yield made


def said_of(clock: Clock, total: int, done_after: Callable[[float], float]) -> list[tuple[float, float | None]]:
    """After how many seconds what is said, until all is done."""
    pace, begun, said = Pace(), clock.now, []
    while (done := int(done_after(clock.now - begun))) < total:
        clock.now += TICK_S
        pace.tick(done, total - done, working=True)
        said.append((clock.now - begun, pace.seconds_left))
    return said


def changes(said: list[tuple[float, float | None]]) -> list[float]:
    told = [seconds for _, seconds in said if seconds is not None]
    return [after - before for before, after in pairwise(told) if after != before]


def steady(worked_s: float) -> float:
    return 4 * worked_s


def in_batches(worked_s: float) -> float:
    return 16 * (worked_s // 4)


def in_large_batches(worked_s: float) -> float:
    return 64 * (worked_s // 16)


def uneven(worked_s: float) -> float:
    """Photographs of one, and of three, hundredths of a second, some hundred of each."""
    return 4 * worked_s + 12 * np.sin(worked_s / 3)


def after_a_slow_start(worked_s: float) -> float:
    return 4 * max(0.0, worked_s - 6)


@pytest.mark.parametrize("stream", [steady, in_batches, in_large_batches, uneven, after_a_slow_start])
def test_it_only_becomes_less_and_is_about_right(clock: Clock, stream: Callable[[float], float]) -> None:
    said = said_of(clock, 2400, stream)
    whole = said[-1][0]
    assert all(change < 0 for change in changes(said))
    assert len(changes(said)) <= 8
    told = [(whole - after, seconds) for after, seconds in said if seconds is not None]
    assert len(told) > 0.9 * len(said)
    assert all(0.6 * left - 30 <= seconds <= 1.6 * left + 30 for left, seconds in told)


def test_nothing_is_said_until_it_can_be_told(clock: Clock) -> None:
    said = said_of(clock, 2400, steady)
    assert next(after for after, seconds in said if seconds is not None) == pytest.approx(10, abs=0.3)
    assert not any(seconds for _, seconds in said_of(clock, 7, lambda worked_s: worked_s / 60))
    faster_and_faster = said_of(clock, 2000, lambda worked_s: 1.3**worked_s)
    assert not any(seconds for _, seconds in faster_and_faster)


def test_random_photographs_do_not_make_it_jump(clock: Clock) -> None:
    took = np.cumsum(np.random.default_rng(1).lognormal(np.log(0.25), 1.0, 3000))
    said = said_of(clock, 3000, lambda worked_s: float(np.searchsorted(took, worked_s)))
    assert sum(change > 0 for change in changes(said)) <= 1


def test_where_it_becomes_slower_more_is_said_once(clock: Clock) -> None:
    said = said_of(clock, 2400, lambda worked_s: min(4 * worked_s, 600 + worked_s))
    rises = [change for change in changes(said) if change > 0]
    assert len(rises) == 1
    after, seconds = next(each for each in said if each[0] > 200 + 2 * WINDOW_S)
    assert seconds == pytest.approx(said[-1][0] - after, rel=0.4)


def test_pauses_do_not_count(clock: Clock) -> None:
    pace = Pace()
    for second in range(1, 31):
        clock.now += 1
        pace.tick(2 * second, 600, working=True)
    before = pace.per_second, pace.seconds_left
    assert before == (pytest.approx(2), 300)
    clock.now += 1000
    pace.tick(60, 600, working=False)
    clock.now += 1
    pace.tick(62, 598, working=True)
    assert (pace.per_second, pace.seconds_left) == before


def test_the_rate_follows_the_last_minute(clock: Clock) -> None:
    pace = Pace()
    assert pace.per_second is None
    for done in range(1, 400):
        clock.now += 1.0 if done < 100 else 0.25
        pace.tick(done, 9, working=True)
        assert (pace.per_second is None) == (done < 4)
    assert pace.per_second == pytest.approx(4, rel=0.15)


def test_what_is_to_be_done_again_does_not_count_as_done(clock: Clock) -> None:
    pace = Pace()
    for done in (10, 20, 30, 5, 6, 7, 8):
        clock.now += 1
        pace.tick(done, 9, working=True)
    assert pace.per_second == pytest.approx(1)


def test_what_came_while_no_time_counted_makes_it_no_faster(clock: Clock) -> None:
    pace = Pace()
    for done in range(1, 31):
        clock.now += 1
        pace.tick(done, 300, working=True)
    clock.now += 1
    pace.tick(500, 300, working=False)
    for done in range(501, 511):
        clock.now += 1
        pace.tick(done, 300, working=True)
    assert (pace.per_second, pace.seconds_left) == (pytest.approx(1, rel=0.05), 300)


def test_few_times_are_said() -> None:
    said = {coarse(seconds) for seconds in range(1, 200_000)}
    assert len(said) == 21
    assert [coarse(seconds) / 60 for seconds in (0, 40, 55, 100, 200, 2000, 5000)] == [0.5, 0.5, 1, 2, 3, 30, 90]
