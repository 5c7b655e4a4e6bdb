"""The stage faces: after all others, where the models are; a file that does harm costs itself alone."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from tools.faces import face
from tools.made_faces import made_face, save_made_faces
from tools.pictures import save_photographs
from tools.readers import LOG
from tools.shoot import Progresses, Shoot, opened_shoot

from clipiqa_desktop.catalog.stages.faces import Face
from clipiqa_desktop.faces.models import find_models
from clipiqa_desktop.indexing import decoding
from clipiqa_desktop.indexing.face_reader import FaceReader, face_reader
from clipiqa_desktop.indexing.progress import StageCount
from clipiqa_desktop.indexing.run import Listener
from clipiqa_desktop.photos.reading import Failure

NAMES = ["p00.jpg", "p01.jpg", "p02.jpg"]


def two_faces(path: Path, _companions: Sequence[Path] = ()) -> tuple[Face, ...] | Failure:
    """Dies of a file named crash*, and finds two faces in any other."""
    if path.name.startswith("crash"):
        import os

        os._exit(3)
    return face(), face(90.0)


def no_faces(path: Path, _companions: Sequence[Path] = ()) -> tuple[Face, ...] | Failure:
    return ()


def counts(shoot: Shoot) -> dict[str, int | None]:
    rows = dict(shoot.catalog.connection.execute("SELECT photo_id, faces FROM faces"))
    return {name: rows[photo.id] for name, photo in shoot.photos().items() if photo.id in rows}


def test_without_models_all_else_is_done_and_faces_once_they_come(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 3)
    progress = Progresses()
    shoot.index(Listener(progress=progress.append))
    assert counts(shoot) == {}
    assert [each.name for each in progress[-1].stages] == ["glance", "read", "measure"]
    assert progress[-1].all_done
    shoot.index(faces=two_faces)  # they have come later
    assert shoot.all_read() == {}
    assert counts(shoot) == dict.fromkeys(NAMES, 2)


def test_it_comes_last_and_only_what_is_new_is_looked_at(shoot: Shoot, monkeypatch: pytest.MonkeyPatch) -> None:
    save_photographs(shoot.folder, 3)
    progress = Progresses()
    shoot.index(Listener(progress=progress.append), faces=two_faces)
    stages = list(dict.fromkeys(report.stage for report in progress))
    assert stages[-1] == "faces"
    assert progress[-1].stages[-1] == StageCount("faces", 3, 3)
    assert counts(shoot) == dict.fromkeys(NAMES, 2)
    progress = Progresses()
    shoot.index(Listener(progress=progress.append), faces=no_faces)
    assert progress[-1].stages == ()
    assert counts(shoot) == dict.fromkeys(NAMES, 2)
    monkeypatch.setattr(decoding, "FACES_VERSION", "raised")
    shoot.index(Listener(progress=progress.append), faces=no_faces)
    assert progress[-1].stages == (StageCount("faces", 3, 3),)
    assert counts(shoot) == dict.fromkeys(NAMES, 0)


def test_it_does_not_begin_while_others_have_work_left(untrained_file: Path, shoot: Shoot) -> None:
    from clipiqa_desktop.perception.weights import identify

    save_photographs(shoot.folder, 4)
    seen: list[tuple[int, int]] = []

    def look(_ids: object) -> None:
        scored = shoot.catalog.connection.execute("SELECT count(*) FROM vectors").fetchone()[0]
        seen.append((len(counts(shoot)), scored))

    shoot.index(Listener(stored=look), weights=identify(untrained_file), faces=two_faces)
    assert len(counts(shoot)) == 4
    assert all(scored == 4 for found, scored in seen if found)


def test_a_file_that_kills_the_process_costs_itself_alone(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 3)
    (shoot.folder / "p01.jpg").rename(shoot.folder / "crash.jpg")
    shoot.index(faces=two_faces)
    assert counts(shoot) == {"crash.jpg": None, "p00.jpg": 2, "p02.jpg": 2}
    assert "crashed" in (shoot.catalog.faces.reason(shoot.photos()["crash.jpg"].id) or "")
    assert shoot.errors() == {}  # it can be looked at all the same


def test_a_file_that_changed_is_looked_at_again_and_one_that_moved_is_not(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 3)
    shoot.index(faces=two_faces)
    (shoot.folder / "p00.jpg").write_bytes((shoot.folder / "p01.jpg").read_bytes() + b"\0" * 10)
    (shoot.folder / "p02.jpg").rename(shoot.folder / "moved.jpg")
    shoot.index(faces=no_faces)
    assert counts(shoot) == {"p00.jpg": 0, "p01.jpg": 2, "moved.jpg": 2}


@pytest.mark.faces
def test_the_stage_keeps_what_the_models_say(face_models: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv(LOG, str(tmp_path / "read.log"))
    reader = face_reader(face_models, tmp_path)
    assert isinstance(reader, FaceReader)
    with opened_shoot(tmp_path) as shoot:
        save_made_faces(shoot.folder / "open.jpg", made_face(), side=300, quality=95)
        save_made_faces(shoot.folder / "closed.jpg", made_face(eyes_open=False), side=300, quality=95)
        (shoot.folder / "broken.jpg").write_bytes((shoot.folder / "open.jpg").read_bytes()[:3000])
        shoot.index(faces=reader)
        finder = find_models(face_models, tmp_path).finder()
        assert counts(shoot) == {"open.jpg": 1, "closed.jpg": 1}  # nobody looks at what cannot be read
        for name in ("open.jpg", "closed.jpg"):
            photo_id = shoot.photos()[name].id
            (stored,), (said,) = shoot.catalog.faces.of([photo_id])[photo_id], finder.find(shoot.folder / name)[1]
            assert stored.openings == said.openings
            assert (stored.x, stored.y, stored.pixels, stored.eye_width) == (
                said.x,
                said.y,
                said.pixels,
                said.eye_width,
            )


def test_a_runtime_that_does_not_start_is_said_and_tried_again(tmp_path: Path, monkeypatch) -> None:
    class Broken:
        def finder(self) -> None:
            raise ImportError("wrong version of a library")

    answer = FaceReader(Broken())(tmp_path / "a.jpg")
    assert isinstance(answer, Failure)
    assert not answer.lasts
    assert "wrong version" in answer.reason


def test_there_is_no_reader_without_models_or_runtime(tmp_path: Path) -> None:
    assert face_reader(None, tmp_path) is None
