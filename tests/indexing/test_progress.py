from clipiqa_desktop.indexing.progress import Phase, Progress, StageCount


def test_all_is_done_when_every_stage_is() -> None:
    half = (StageCount("read", 5, 5), StageCount("measure", 3, 5))
    assert not Progress(Phase.CANCELLED, 5, 5, stages=half).all_done
    assert Progress(Phase.DONE, 5, 5, stages=(*half[:1], StageCount("measure", 5, 5))).all_done
    assert not Progress(Phase.CANCELLED).all_done


def test_how_much_a_stage_has_left() -> None:
    progress = Progress(Phase.LOOKING, stages=(StageCount("read", 5, 5), StageCount("measure", 3, 5)))
    assert [progress.left(stage) for stage in ("read", "measure", "faces")] == [0, 2, 0]
