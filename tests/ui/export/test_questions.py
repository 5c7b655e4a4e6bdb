import threading

import pytest

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.ui.export.questions import LastQuestion


@pytest.fixture
def question(qapp, tmp_path):
    told = []
    question = LastQuestion(lambda: Catalog(tmp_path / "catalog.db", KEYS), qapp)
    question.answered.connect(told.append)
    question.failed.connect(told.append)
    question.told = told
    yield question
    question.close()


def waiting(end, answer):
    return lambda *_: (end.wait(20), answer)[1]


def test_the_last_one_alone_is_answered(question, qtbot):
    end = threading.Event()
    for answer in ("first", "second", "third"):
        question.ask(waiting(end, answer))
    end.set()
    qtbot.waitUntil(lambda: question.told == ["third"])


def test_one_that_is_dropped_is_not_answered_and_the_next_is(question, qtbot):
    end = threading.Event()
    question.ask(waiting(end, "dropped"))
    question.drop()
    end.set()
    question.ask(lambda *_: "asked")
    qtbot.waitUntil(lambda: question.told == ["asked"])


def test_what_cannot_be_answered_is_a_sentence(question, qtbot):
    def fail(*_):
        raise UserError("Its disk is away.")

    question.ask(fail)
    qtbot.waitUntil(lambda: question.told == ["Its disk is away."])
