"""Files move, change and go while they are indexed: every mark stays with the photograph it was given to."""

from pathlib import Path

import pytest
from tools.disks import Disks
from tools.in_process import SIZE, Picture, played
from tools.shoot import opened_shoot
from tools.world import World

SEQUENCES, IN_ONE_TEST = 240, 30


def play(place: Path, seed: int, kind: type[World] = World) -> None:
    with opened_shoot(place) as shoot:
        world = kind(shoot, seed)
        try:
            with played(world.meanwhile):
                for _ in range(world.chance.randrange(2, 7)):
                    world.create()
                for _ in range(world.chance.randrange(1, 4)):
                    world.index(world.chance.sample(world.roots, 2))
                    for _ in range(4):
                        world.mark()
                    for _ in range(world.chance.randrange(7)):
                        world.do_something()
            with played(lambda: None):
                finish(world)
                if isinstance(world, Disks):
                    world.disk_back()
                for picture, name in world.stash:
                    world.write(world.free_place(f"back-{name}"), picture)
                finish(world)
        except BaseException as error:
            error.add_note(f"seed {seed}: {' '.join(world.said)}")
            raise


def finish(world: World) -> None:
    """One run over everything, or one after the other."""
    roots = world.chance.sample(world.roots, 2)
    at_once = world.chance.random() < 0.5
    for progress in [world.index(roots)] if at_once else [world.index([root]) for root in roots]:
        assert all(stage.done == stage.total for stage in progress[-1].stages)
    world.check()
    done = {stage.name: stage.total for stage in world.index(roots)[-1].stages}
    assert done == {} or world.has_away


@pytest.mark.parametrize("first", range(0, SEQUENCES, IN_ONE_TEST))
def test_every_mark_stays_with_its_photograph_whatever_happens_to_files(tmp_path: Path, first: int) -> None:
    assert len(Picture(1).written()) == SIZE
    for seed in range(first, first + IN_ONE_TEST):
        play(tmp_path / str(seed), seed)


@pytest.mark.parametrize("first", range(0, SEQUENCES, IN_ONE_TEST))
def test_a_disk_that_was_away_comes_back_with_its_marks_and_copies_of_it_have_theirs(
    tmp_path: Path, first: int
) -> None:
    for seed in range(first, first + IN_ONE_TEST):
        play(tmp_path / str(seed), seed, Disks)
