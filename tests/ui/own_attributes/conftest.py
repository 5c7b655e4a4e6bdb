"""The window with a stand-in for the process that understands prompts: its answers are known, and it can be held up."""

import threading
from contextlib import closing

import numpy as np
import pytest

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.indexing.prompt_process import Measured, ScorePrompts, ScoreSentence, StoredAttribute, StoreLearned
from clipiqa_desktop.indexing.prompting import Delete, Prompting, Rename
from clipiqa_desktop.perception.attributes import KEYS


class StandIn(Prompting):
    """Photograph number n of N fits everything n/N well: p0 worst, the last one best; `backwards` the other way."""

    def __init__(self, catalog):
        super().__init__(catalog, lambda: None)
        self.path, self.asked, self.reason = catalog, [], ""
        self.free = threading.Event()
        self.free.set()
        self.started = threading.Event()

    def ask(self, question):
        if isinstance(question, (Rename, Delete)):
            return super().ask(question)
        self.asked.append(question)
        self.started.set()
        assert self.free.wait(30)
        if self.reason:
            raise UserError(self.reason)
        with closing(Catalog(self.path, KEYS)) as catalog:
            measured = self._measured(catalog, "backwards" in repr(question).casefold())
            if isinstance(question, (ScoreSentence, ScorePrompts)):
                return measured
            return self._kept(catalog, question, measured)

    def cancel(self):
        self.free.set()
        super().cancel()

    def questions(self, kind):
        return [each for each in self.asked if isinstance(each, kind)]

    def sentences(self):
        return [each.sentence for each in self.questions(ScoreSentence)]

    @staticmethod
    def _measured(catalog, backwards):
        ids = np.array([row[0] for row in catalog.connection.execute("SELECT photo_id FROM vectors ORDER BY photo_id")])
        values = (np.arange(len(ids), dtype=np.float32) + 1) / (len(ids) + 1)
        return Measured(ids.astype(np.int64)[::-1], values if backwards else values[::-1])

    @staticmethod
    def _kept(catalog, question, measured):
        own = catalog.own_attributes
        if isinstance(question, StoreLearned):
            key = own.add(question.title, question.prompts, question.pair).key
            catalog.scores.store_column(catalog.models.current(), key, measured.ids.tolist(), measured.values)
            return StoredAttribute(key, measured)
        key = question.key
        if key:
            own.rename(key, question.title)
            own.change_prompts(key, question.prompts)
        key = key or own.add(question.title, question.prompts).key
        catalog.scores.store_column(catalog.models.current(), key, measured.ids.tolist(), measured.values)
        return StoredAttribute(key, measured)


@pytest.fixture
def prompting(window, places, monkeypatch):
    stand_in = StandIn(places.catalog)
    monkeypatch.setattr(window.words.prompts, "_prompting", stand_in)
    return stand_in
