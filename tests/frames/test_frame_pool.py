import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools.children import wait_until
from tools.pictures import save_photograph
from tools.slow_frames import LOG, draw_and_log

from clipiqa_desktop.frames.frame_pool import FramePool, FrameRequest, Job
from clipiqa_desktop.frames.frame_process import DecodedFrame
from clipiqa_desktop.photos.reading import Failure


class Table:
    """A frame pool at work in a thread, and what they brought."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder, folder / "drawn.log"
        self.log.touch()
        self.pool = FramePool(draw_and_log)
        self.came: list[tuple[Job, DecodedFrame | Failure]] = []
        self._thread = threading.Thread(target=self.pool.run, args=(self._keep,))
        self._thread.start()

    def request(self, name: str, side: int | None = 2000) -> FrameRequest:
        path = self.folder / f"{name}.jpg"
        if not path.exists():
            save_photograph(path)
        return FrameRequest(sum(name.encode()), path, (), side)

    def hold(self) -> None:
        """Photographs named later* wait from now on."""
        (self.folder / "now").unlink(missing_ok=True)

    def let_go(self) -> None:
        (self.folder / "now").touch()

    @property
    def begun(self) -> list[str]:
        return self.log.read_text().splitlines()

    def wait_for(self, *begun: str) -> None:
        wait_until(lambda: set(begun) <= set(self.begun))

    def finish(self) -> list[str]:
        """Waits until nothing is left to do; answers what has begun, in order."""
        self.let_go()
        wait_until(lambda: not self.pool.busy)
        return self.begun

    def close(self) -> None:
        self.pool.close()
        self._thread.join()

    def _keep(self, job: Job, result: DecodedFrame | Failure) -> None:
        self.came.append((job, result))
        self.pool.done(job, isinstance(result, DecodedFrame) and result.size == result.full_size)


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    monkeypatch.setenv(LOG, str(tmp_path / "drawn.log"))
    table = Table(tmp_path)
    yield table
    table.close()


def looked_at(request: FrameRequest) -> int:
    return request.photo_id


def test_the_first_ones_are_drawn_first(table: Table) -> None:
    requests = [table.request(name) for name in "abcdef"]
    table.pool.ask(requests, looked_at(requests[0]))
    begun = table.finish()
    assert set(begun[:2]) == {"a.jpg 2000", "b.jpg 2000"}
    assert begun[2:] == [f"{name}.jpg 2000" for name in "cdef"]


def test_what_has_not_begun_is_replaced(table: Table) -> None:
    first = [table.request(name) for name in ("later1", "later2", "c", "d")]
    table.pool.ask(first, looked_at(first[0]))
    table.wait_for("later1.jpg 2000")
    table.pool.ask([table.request("e")], looked_at(table.request("e")))
    assert set(table.finish()) - {"later1.jpg 2000", "later2.jpg 2000"} == {"e.jpg 2000"}


def test_what_is_in_work_is_not_begun_again(table: Table) -> None:
    request = table.request("later1")
    table.pool.ask([request], looked_at(request))
    table.wait_for("later1.jpg 2000")
    table.pool.ask([request, table.request("b")], looked_at(request))
    assert table.finish() == ["later1.jpg 2000", "b.jpg 2000"]


def test_what_is_looked_at_does_not_wait_for_a_full_size(table: Table) -> None:
    full = table.request("later1", None)
    table.pool.ask([full], looked_at(full))
    table.wait_for("later1.jpg None")
    now = table.request("a")
    table.pool.ask([now, table.request("a", None), table.request("b")], looked_at(now))
    table.wait_for("a.jpg 2000", "b.jpg 2000")
    assert [job.request.path.stem for job, _ in table.came] == ["a", "b"][: len(table.came)]


def test_what_is_looked_at_does_not_wait_for_neighbours(table: Table) -> None:
    now = table.request("a")
    table.pool.ask([now, *(table.request(f"later{number}") for number in range(5))], looked_at(now))
    table.wait_for("a.jpg 2000", "later0.jpg 2000")
    jumped = table.request("b")
    table.pool.ask([jumped], looked_at(jumped))
    table.wait_for("b.jpg 2000")
    assert table.begun.count("later1.jpg 2000") == 0


def test_small_ones_use_both_processes(table: Table) -> None:
    requests = [table.request(f"later{number}", 500) for number in range(4)]
    table.pool.ask(requests, None)
    table.wait_for("later0.jpg 500", "later1.jpg 500")


def test_no_full_size_begins_before_the_photograph_is_seen(table: Table) -> None:
    (table.folder / "later1.jpg").write_bytes(save_photograph(table.folder / "x.jpg", size=(3000, 2000)).read_bytes())
    both = [table.request("later1"), table.request("later1", None), table.request("b", None), table.request("c")]
    table.pool.ask(both, looked_at(both[0]))
    table.wait_for("later1.jpg 2000")
    begun = table.finish()
    assert begun.index("later1.jpg 2000") < begun.index("later1.jpg None") < begun.index("b.jpg None")


def test_nothing_sharper_is_drawn_of_what_is_full_already(table: Table) -> None:
    both = [table.request("a"), table.request("a", None)]
    table.pool.ask(both, looked_at(both[0]))
    assert table.finish() == ["a.jpg 2000"]


def test_what_is_forgotten_is_drawn_anew(table: Table) -> None:
    request = table.request("later1")
    table.pool.ask([request], looked_at(request))
    table.wait_for("later1.jpg 2000")
    table.pool.forget([request.photo_id])
    table.pool.ask([request], looked_at(request))
    assert table.finish() == ["later1.jpg 2000", "later1.jpg 2000"]
    assert sorted(job.forgotten for job, _ in table.came) == [False, True]


def test_a_crash_costs_that_photograph_alone(table: Table) -> None:
    requests = [table.request(name) for name in ("crash1", "crash2", "a", "b")]
    table.pool.ask(requests, looked_at(requests[0]))
    table.finish()
    failed = {job.request.path.stem for job, result in table.came if isinstance(result, Failure)}
    assert failed == {"crash1", "crash2"}
    assert len(table.came) == 4


def test_closing_does_not_wait_for_what_is_in_work(table: Table) -> None:
    table.pool.ask([table.request("hang", None)], None)
    table.wait_for("hang.jpg None")
    table.close()
    for _ in range(50_000):
        table.pool.ask([], None)
