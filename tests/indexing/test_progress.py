from unittest.mock import patch

from clipiqa_desktop.indexing.progress import WINDOW_S, Phase, Progress, Rate, StageCount


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


def test_the_rate_counts_working_time_of_the_last_seconds() -> None:
    clock = Clock()
    with patch("clipiqa_desktop.indexing.progress.time", clock):
        rate = Rate()

        def work(seconds: int, every: float, working: bool = True) -> None:
            for _ in range(seconds):
                clock.now += every
                rate.tick(working=working)
                if working:
                    rate.count()

        work(2, 1.0)
        assert rate.per_second is None
        work(8, 1.0)
        assert rate.per_second == 1.0
        work(50, 1.0, working=False)
        assert rate.per_second == 1.0
        work(int(2 * WINDOW_S / 0.25), 0.25)
        assert rate.per_second == 4.0


def test_the_time_left_is_unknown_without_a_rate() -> None:
    assert Progress(Phase.LOOKING, 10, 50, 4.0).seconds_left == 10
    assert Progress(Phase.LOOKING, 10, 50).seconds_left is None


def test_all_is_done_when_every_stage_is() -> None:
    half = (StageCount("read", 5, 5), StageCount("measure", 3, 5))
    assert not Progress(Phase.CANCELLED, 5, 5, stages=half).all_done
    assert Progress(Phase.DONE, 5, 5, stages=(*half[:1], StageCount("measure", 5, 5))).all_done
    assert not Progress(Phase.CANCELLED).all_done
