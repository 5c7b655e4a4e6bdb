"""Every stage by itself: its order, its version, its failures, what it does for a file that changed or moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from tools.blurring import composed
from tools.dngs import dng, linear
from tools.pictures import save_photograph, save_photographs
from tools.readers import LOG, die_of_glances, die_of_measuring, read_slowly
from tools.shoot import Progresses, Shoot, opened_shoot
from tools.stored import before_the_stages

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.catalog.stages.focus import FocusNumbers
from clipiqa_desktop.indexing import decoding, encoding, glancing
from clipiqa_desktop.indexing.progress import Phase, StageCount
from clipiqa_desktop.indexing.run import Listener, Run
from clipiqa_desktop.perception.weights import Weights, identify
from clipiqa_desktop.photos.signature import SIGNATURE_VERSION

NAMES = ["p00.jpg", "p01.jpg", "p02.jpg"]
ALL = {"glance": NAMES, "read": NAMES, "measure": NAMES}


@dataclass
class Scored:
    """A folder that went through all stages once."""

    shoot: Shoot
    weights: Weights
    read: dict[str, list[str]]
    progress: Progresses


@pytest.fixture(scope="module")
def scored(untrained_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scored]:
    weights, progress = identify(untrained_file), Progresses()
    with pytest.MonkeyPatch.context() as patch, opened_shoot(tmp_path_factory.mktemp("scored")) as shoot:
        patch.setenv(LOG, str(shoot.log))
        save_photographs(shoot.folder, 3)
        shoot.index(Listener(progress=progress.append), weights=weights)
        yield Scored(shoot, weights, shoot.all_read(), progress)


def everything(shoot: Shoot) -> tuple[object, ...]:
    """What is known of all photographs but in which version."""
    known = {name: (photo.id, photo.fingerprint, photo.error, photo.facts) for name, photo in shoot.photos().items()}
    return known, shoot.measures(), shoot.scores()


def test_one_stage_comes_after_the_other_and_each_is_told(scored: Scored) -> None:
    assert scored.read == ALL
    at_work = {Phase.STARTING, Phase.LOOKING, Phase.DONE}
    stages = [report.stage for report in scored.progress if report.phase in at_work]
    assert list(dict.fromkeys(stages)) == ["glance", "encode", "measure"]
    counts = tuple(StageCount(name, 3, 3) for name in ("glance", "read", "encode", "measure"))
    assert scored.progress[-1].stages == counts
    assert scored.progress[-1].all_done


def test_nothing_is_measured_before_all_is_scored(shoot: Shoot, scored: Scored) -> None:
    """So measuring costs the network nothing."""
    save_photographs(shoot.folder, 4)
    seen: list[tuple[int, int]] = []

    def look(_ids: object) -> None:
        vectors = shoot.catalog.connection.execute("SELECT count(*) FROM vectors").fetchone()[0]
        seen.append((len(shoot.measures()), vectors))

    shoot.index(Listener(stored=look), weights=scored.weights)
    assert len(shoot.measures()) == 4
    assert all(vectors == 4 for measured, vectors in seen if measured)


def test_what_is_waited_for_is_measured_before_anything_is_scored(shoot: Shoot, scored: Scored) -> None:
    save_photographs(shoot.folder, 4)
    seen: list[tuple[int, int]] = []
    runs: list[Run] = []

    def look(_ids: object) -> None:
        vectors = shoot.catalog.connection.execute("SELECT count(*) FROM vectors").fetchone()[0]
        seen.append((len(shoot.measures()), vectors))

    shoot.catalog.folders.add_root(shoot.folder)
    runs.append(shoot.prepare(Listener(stored=look), weights=scored.weights))
    runs[0].wish(["measure"])
    runs[0].index([shoot.folder])
    assert seen[-1] == (4, 4)
    assert all(measured == 4 for measured, vectors in seen if vectors)


def test_every_head_is_read_before_any_pixels_and_measuring_is_last(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 6)
    seen: list[dict[str, int]] = []

    def look(_ids: object) -> None:
        seen.append({stage: len(names) for stage, names in shoot.all_read().items()})

    shoot.index(Listener(stored=look), reader=read_slowly)
    for counts in seen:
        # one may be in hand when the last of the stage before is stored
        assert "read" not in counts or counts["glance"] == 6
        assert "measure" not in counts or counts["read"] == 6


def test_a_catalog_from_before_the_stages_only_does_the_new_ones(scored: Scored) -> None:
    shoot = scored.shoot
    before = everything(shoot)
    shoot.catalog.marks.store({photo.id: Mark(3) for photo in shoot.photos().values()})
    before_the_stages(shoot.catalog.connection)
    with opened_shoot(shoot.folder.parent) as later:
        later.index(weights=scored.weights)
        assert later.all_read() == {"glance": NAMES, "measure": NAMES}
        assert everything(later) == before
        marks = later.catalog.marks.of([photo.id for photo in later.photos().values()])
        assert set(marks.values()) == {Mark(3)}


def test_raising_the_version_of_a_stage_redoes_that_stage_alone(
    scored: Scored, monkeypatch: pytest.MonkeyPatch
) -> None:
    shoot, weights = scored.shoot, scored.weights
    before = everything(shoot)
    for stage, module, constant, read in (
        ("glance", glancing, "GLANCE_VERSION", {"glance": NAMES}),
        ("read", decoding, "READ_VERSION", {"read": NAMES}),
        ("encode", encoding, "DECODER_VERSION", {"read": NAMES}),  # for their pixels
        ("measure", decoding, "MEASURE_VERSION", {"measure": NAMES}),
    ):
        versions, progress = versions_of(shoot), Progresses()
        monkeypatch.setattr(module, constant, "raised")
        shoot.index(Listener(progress=progress.append), weights=weights)
        assert shoot.all_read() == read
        assert progress[-1].stages == (StageCount(stage, 3, 3),)
        after = versions_of(shoot)
        assert {each for each in after if after[each] != versions[each]} == {stage}
        shoot.index(weights=weights)
        assert shoot.all_read() == {}
    assert everything(shoot)[:2] == before[:2]


def test_raising_the_version_of_the_focus_leaves_what_was_counted(
    shoot: Shoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_photographs(shoot.folder, 3)
    shoot.index()
    counted, focus = shoot.measures(), "SELECT photo_id, version FROM focus"
    monkeypatch.setattr(decoding, "FOCUS_VERSION", "raised")
    shoot.index()
    assert shoot.all_read() == {"measure": NAMES}
    assert {version for _, version in shoot.catalog.connection.execute(focus)} == {"raised"}
    assert shoot.measures() == counted
    shoot.index()
    assert shoot.all_read() == {}


def test_focus_and_its_map_are_kept_and_no_edges_are_told_apart_from_a_failure(shoot: Shoot) -> None:
    save_photograph(shoot.folder / "smooth.jpg", size=(640, 400))
    Image.fromarray(composed()).save(shoot.folder / "sharp.jpg", quality=95)
    shoot.index()
    focus, ids = shoot.catalog.focus, {name: photo.id for name, photo in shoot.photos().items()}
    assert focus.numbers(ids["sharp.jpg"]).width < 0.6
    assert focus.widths(ids["sharp.jpg"]).shape == (4, 6)
    assert focus.numbers(ids["smooth.jpg"]) == FocusNumbers()
    assert focus.reason(ids["smooth.jpg"]) is None


def versions_of(shoot: Shoot) -> dict[str, list[tuple[object, ...]]]:
    tables = {
        "glance": "SELECT glance FROM photos",
        "read": "SELECT decoder FROM photos",
        "encode": "SELECT version FROM vectors JOIN models ON models.id = model_id",
        "measure": "SELECT version FROM measures",
    }
    return {stage: shoot.catalog.connection.execute(query).fetchall() for stage, query in tables.items()}


def test_what_is_on_the_screen_comes_first_in_every_stage(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 12)
    runs: list[Run] = []

    def show_the_last(*_: object) -> None:
        ids = {name: photo.id for name, photo in shoot.photos().items()}
        runs[0].prioritize([ids["p11.jpg"], ids["p07.jpg"]])

    runs.append(shoot.prepare(Listener(listed=show_the_last)))
    runs[0].index([shoot.folder])
    begun = {stage: names[:3] for stage, names in shoot.all_read().items()}
    assert begun == {stage: ["p11.jpg", "p07.jpg", "p00.jpg"] for stage in ("glance", "read", "measure")}


def test_a_glance_says_what_the_head_says_and_reading_takes_nothing_away(shoot: Shoot) -> None:
    save_photograph(shoot.folder / "a.jpg")
    facts: list[dict[str, object]] = []
    shoot.index(Listener(stored=lambda _ids: facts.append(dict(shoot.photos()["a.jpg"].facts))), reader=read_slowly)
    assert (facts[0]["width"], facts[0]["height"], facts[0]["orientation"]) == (96, 64, 1)
    assert {**facts[0], "has_gps": 0} == facts[-1]


def test_what_cannot_be_read_is_told_once_by_reading_and_not_measured(shoot: Shoot) -> None:
    save_photograph(shoot.folder / "a.jpg")
    (shoot.folder / "empty.jpg").touch()
    (shoot.folder / "cut.jpg").write_bytes((shoot.folder / "a.jpg").read_bytes()[:99])
    progress, again = Progresses(), Progresses()
    shoot.index(Listener(progress=progress.append))
    assert shoot.errors()["empty.jpg"] == "The file is empty (0 bytes)."
    every = ["a.jpg", "cut.jpg", "empty.jpg"]
    assert shoot.all_read() == {"glance": every, "read": every, "measure": ["a.jpg"]}
    assert progress[-1].all_done
    shoot.index(Listener(progress=again.append))
    assert shoot.all_read() == {}
    assert {report.total for report in again} == {0}


def test_a_damaged_head_costs_that_file_alone(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 3)
    save_photograph(shoot.folder / "crash.jpg")
    save_photograph(shoot.folder / "killed.jpg")
    shoot.index(glancer=die_of_glances)
    assert shoot.errors() == {}
    assert shoot.names_read("read") == ["crash.jpg", "killed.jpg", *NAMES]
    shoot.index()
    assert shoot.all_read() == {}, "whoever was read in full has told what its head would tell"


def test_what_cannot_be_measured_has_a_reason_but_no_error(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 3)
    save_photograph(shoot.folder / "crash.jpg")
    save_photograph(shoot.folder / "killed.jpg")
    shoot.index(measurer=die_of_measuring)
    assert shoot.errors() == {}
    assert shoot.measures().pop("crash.jpg") == (None, None, None)
    reasons = {name: shoot.catalog.measures.reason(photo.id) for name, photo in shoot.photos().items()}
    assert reasons["crash.jpg"] == (
        "The decoder crashed on this file: it is most probably damaged. Copy it from the card again."
    )
    assert "tried again" in str(reasons["killed.jpg"])
    assert reasons["p00.jpg"] is None
    shoot.index()
    assert shoot.all_read() == {"measure": ["killed.jpg"]}
    assert None not in shoot.measures()["killed.jpg"]


def test_what_is_too_small_for_a_score_is_measured(shoot: Shoot) -> None:
    save_photograph(shoot.folder / "tiny.png", size=(20, 20))
    shoot.index()
    assert shoot.errors().keys() == shoot.measures().keys() == {"tiny.png"}


def test_a_file_that_changed_goes_through_all_stages_again_and_no_other(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 3)
    shoot.index()
    before = everything(shoot)
    save_photograph(shoot.folder / "p01.jpg", seed=99, size=(40, 50))
    shoot.index()
    assert shoot.all_read() == {stage: ["p01.jpg"] for stage in ALL}
    for old, new in zip(before[:2], everything(shoot)[:2], strict=True):
        assert {name for name in new if new[name] != old[name]} == {"p01.jpg"}


def test_a_file_that_moved_is_known_again_and_not_measured_again(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 3)
    shoot.index()
    (shoot.folder / "deep").mkdir()
    (shoot.folder / "p01.jpg").rename(shoot.folder / "deep" / "moved.jpg")
    progress = Progresses()
    shoot.index(Listener(progress=progress.append))
    assert shoot.all_read() == {}, "its content says which photograph it is"
    assert shoot.measures().keys() == {"p00.jpg", "p02.jpg", "moved.jpg"}
    assert progress[-1].all_done
    shoot.index()
    assert shoot.all_read() == {}


def test_a_file_that_moved_before_it_was_measured_is_measured(shoot: Shoot) -> None:
    save_photograph(shoot.folder / "a.jpg")
    shoot.index()
    shoot.catalog.connection.execute("DELETE FROM measures")
    (shoot.folder / "a.jpg").rename(shoot.folder / "b.jpg")
    shoot.index()
    assert shoot.measures().keys() == {"b.jpg"}


def test_where_the_jpeg_of_a_pair_is_small_its_raw_is_measured(shoot: Shoot) -> None:
    (shoot.folder / "a.dng").write_bytes(dng(linear(1200, 1600)))
    save_photograph(shoot.folder / "a.jpg")
    shoot.index()
    (values,) = shoot.measures().values()
    alone = decoding.measure(shoot.folder / "a.dng")
    assert values == tuple(alone.counted[key] for key in ("blown", "blocked", "luminance"))


def test_what_was_read_before_gets_its_signature_alone(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 3)
    shoot.index()
    made = shoot.catalog.signatures.all(SIGNATURE_VERSION)
    assert sorted(made) == sorted(photo.id for photo in shoot.photos().values())
    shoot.all_read()
    shoot.catalog.connection.execute("DELETE FROM signatures")
    shoot.index()
    assert shoot.catalog.signatures.all(SIGNATURE_VERSION) == made
    assert shoot.all_read() == {}


def test_a_file_that_changed_gets_another_signature(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 2)
    shoot.index()
    made = shoot.catalog.signatures.all(SIGNATURE_VERSION)
    save_photograph(shoot.folder / NAMES[0], 77, (640, 400))
    shoot.index()
    now = shoot.catalog.signatures.all(SIGNATURE_VERSION)
    assert [id_ for id_ in made if now[id_] != made[id_]] == [shoot.photos()[NAMES[0]].id]
