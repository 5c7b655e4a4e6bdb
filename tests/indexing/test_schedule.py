"""Which photograph is looked at next, and for which stage."""

from types import SimpleNamespace

import numpy as np
import pytest
from tools.pictures import save_photographs
from tools.shoot import Shoot

from clipiqa_desktop.catalog.scores.models import Model
from clipiqa_desktop.indexing.network import Network
from clipiqa_desktop.indexing.progress import Phase
from clipiqa_desktop.indexing.schedule import Schedule
from clipiqa_desktop.indexing.sidecar_reader import SidecarReader
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions


class IdleNetwork(SimpleNamespace):
    """Has room for everything and nothing in hand."""

    def __contains__(self, photo_id: int) -> bool:
        return False

    def discard(self, photo_id: int) -> None: ...


@pytest.fixture
def schedule(shoot: Shoot) -> Schedule:
    """p00 to p03 were read; p04 and p05 only their heads. Nothing is scored or measured, no face was looked for."""
    save_photographs(shoot.folder, 6)
    shoot.index()
    execute = shoot.catalog.connection.execute
    for table in ("measures", "focus", "focus_maps"):
        execute(f"DELETE FROM {table}")
    execute("UPDATE photos SET decoder = NULL, fingerprint = NULL WHERE name IN ('p04.jpg', 'p05.jpg')")
    model = shoot.catalog.models.make_current("a/rn50/1", "label", "", 100.0)
    return scheduled(shoot, model)


def scheduled(shoot: Shoot, model: Model) -> Schedule:
    network = IdleNetwork(model=model, waiting=0, look_ahead=16, starting=False)
    sidecars = SidecarReader(shoot.catalog, SidecarOptions())
    made = Schedule(
        shoot.catalog, shoot.thumbnails, sidecars, network_like(network), lambda _folder: None, looks_for_faces=True
    )
    made.take_on({folder.id for folder in shoot.catalog.folders.all()})
    while made.coming:
        made.take_on_more()
    return made


def network_like(network: object) -> Network:
    return network  # type: ignore[return-value]


def order(schedule: Schedule, on_screen: tuple[int, ...] = ()) -> list[tuple[str, str]]:
    """The stage and the photograph of every job, each done before the next one is asked for."""
    done = []
    while job := schedule.next(on_screen, ()):
        done.append((job.stage.name, job.task.path.name[:3]))
        job.stage.finish(job.task.id)
    return done


def of(stage: str, *numbers: int) -> list[tuple[str, str]]:
    return [(stage, f"p{number:02}") for number in numbers]


READ = [*of("read", 4, 5), *of("encode", 0, 1, 2, 3, 4, 5)]


def test_unasked_measuring_comes_after_the_network(schedule: Schedule) -> None:
    assert not schedule.hurries
    assert order(schedule) == [*READ, *of("measure", *range(6)), *of("faces", *range(6))]


def test_what_is_wished_for_comes_before_the_network_and_first_what_is_on_the_screen(
    schedule: Schedule, shoot: Shoot
) -> None:
    schedule.wished = frozenset({"measure"})
    assert schedule.hurries
    assert schedule.progress(Phase.LOOKING).stage == "measure"
    on_screen = tuple(shoot.photos()[name].id for name in ("p05.jpg", "p02.jpg"))
    begun = order(schedule, on_screen)
    assert begun[:7] == [*of("preview", 5), *of("read", 5), *of("measure", 5, 2, 0, 1, 3)]
    assert begun[7:9] == [*of("read", 4), *of("measure", 4)], "which photograph a file is, reading says first"
    assert {stage for stage, _ in begun[9:15]} == {"encode"}
    assert {stage for stage, _ in begun[15:]} == {"faces"}
    assert not schedule.hurries


def test_a_wish_may_be_of_faces_alone_and_be_taken_back(schedule: Schedule) -> None:
    schedule.wished = frozenset({"faces"})
    job = schedule.next((), ())
    assert job
    assert job.stage.name == "faces"
    schedule.wished = frozenset()
    assert order(schedule)[: len(READ)] == READ


def test_while_the_last_ones_are_in_hand_the_network_is_served(schedule: Schedule, shoot: Shoot) -> None:
    schedule.wished = frozenset({"measure"})
    ids = np.array([photo.id for photo in shoot.photos().values()])
    for photo_id in ids[4:].tolist():
        schedule.read.finish(photo_id)
    job = schedule.next((), ids.tolist()[:5])
    assert job
    assert (job.stage.name, job.task.path.name) == ("measure", "p05.jpg")
    schedule.measure.finish(job.task.id)
    later = schedule.next((), ids.tolist()[:5])
    assert later
    assert (later.stage.name, later.task.path.name) == ("encode", "p05.jpg")


def test_what_was_done_before_is_counted_in_every_stage(schedule: Schedule) -> None:
    told = schedule.progress(Phase.LOOKING)
    assert (told.stage, told.counted) == ("encode", (0, 6))
    for task in [*schedule.encode._tasks.values()]:
        schedule.encode.finish(task.id)
    told = schedule.progress(Phase.LOOKING)
    assert (told.stage, told.done, told.total, told.counted) == ("read", 0, 2, (4, 6)), "four were read before"
