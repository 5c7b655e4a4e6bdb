"""The process that learns, for real: what it tells, what it keeps, and what a kill leaves."""

from contextlib import closing

import numpy as np
import pytest
from tools.tastes import composed, opened, store

from clipiqa_desktop.indexing.prompt_process import Rejected, StoredAttribute
from clipiqa_desktop.processes import Worker
from clipiqa_desktop.taste.process import Begun, Ended, KeepTaste, LearnTaste, Tried, taste_process


@pytest.fixture
def path(tmp_path):
    return tmp_path / "catalog.db"


@pytest.fixture
def worker(path):
    started = Worker(taste_process, path)
    started.greeting = started.receive()
    yield started
    started.stop()


def told(worker, question):
    worker.give(question, question)
    answers = [worker.receive()]
    while isinstance(question, LearnTaste) and not isinstance(answers[-1], (Ended, Rejected)):
        answers.append(worker.receive())
    return answers


def own(path):
    with closing(opened(path)) as catalog:
        return catalog.own_attributes.all()


def test_it_tells_what_it_came_to_keeps_it_when_told_and_again_in_its_place(path, worker):
    with closing(opened(path)) as catalog:
        stacks = store(catalog, composed(40, 4, 4.0, length=64), "abc/rn50/1")
    begun, tried, ended = told(worker, LearnTaste(stacks, None))
    assert begun == Begun(160, 120, 120, 0)
    assert isinstance(tried, Tried)
    assert tried.scores.ids.tolist() == sorted(stacks.ids.tolist())
    assert np.isfinite(tried.scores.values).all()
    assert ended.without_prompts
    assert own(path) == ()
    (kept,) = told(worker, KeepTaste("Mine", False, True))
    assert isinstance(kept, StoredAttribute)
    assert [(each.title, each.learning.follows) for each in own(path)] == [("Mine", True)]
    (again,) = told(worker, KeepTaste("", False, False, kept.key))
    assert again.key == kept.key
    assert [(each.title, each.learning.follows) for each in own(path)] == [("Mine", False)]
    (gone,) = told(worker, KeepTaste("", False, False, "own_99"))
    assert isinstance(gone, Rejected)


def test_a_kill_while_it_learns_leaves_nothing_half_done(path, worker):
    with closing(opened(path)) as catalog:
        stacks = store(catalog, composed(40, 4, 4.0, length=64), "abc/rn50/1")
    question = LearnTaste(stacks, None)
    worker.give(question, question)
    assert isinstance(worker.receive(), Begun)
    worker.restart()
    assert own(path) == ()


def test_without_vectors_it_says_what_it_takes(path, worker):
    with closing(opened(path)) as catalog:
        stacks = store(catalog, composed(40, 4, 4.0, length=64), "abc/rn50/1")
        catalog.connection.execute("DELETE FROM vectors")
    (refused,) = told(worker, LearnTaste(stacks, None))
    assert "it takes the network's weights" in refused.reason
