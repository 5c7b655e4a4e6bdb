"""Comparing stacks beside the window, asked again while it compares."""

import numpy as np

from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.ui.suggestions import stack_focus_thread
from clipiqa_desktop.ui.suggestions.stack_focus_thread import StackFocusThread


def test_who_asks_again_meanwhile_gets_the_newer_answer_alone(qtbot, monkeypatch):
    stacks = Stacks(np.array([1, 2]), np.array([7, 7]))
    answers = iter(["before", "after"])
    thread = StackFocusThread(lambda: None)
    monkeypatch.setattr(thread, "start", lambda: None)

    def compared(_catalog, _stacks):
        answer = next(answers)
        if answer == "before":
            thread.compare(stacks, "the filter")
        return answer

    monkeypatch.setattr(stack_focus_thread, "focus_in_stacks", compared)
    monkeypatch.setattr(stack_focus_thread, "eyes_in_stacks", lambda *_: None)
    told = []
    thread.compared.connect(lambda _stacks, focus, _eyes: told.append(focus))
    thread.compare(stacks, "the filter")
    while thread._has_work:
        thread._work(None)
    assert told == ["after"]
