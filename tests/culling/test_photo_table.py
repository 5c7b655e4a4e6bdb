import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tools.command_line import table
from tools.stored import ids, listed, model, read, score

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.query.fields import Source
from clipiqa_desktop.catalog.stages import faces
from clipiqa_desktop.culling.cut import cut_of
from clipiqa_desktop.culling.fields import fields_of
from clipiqa_desktop.culling.photo_table import save_photo_table, write_photo_table
from clipiqa_desktop.errors import UserError


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with closing(Catalog(tmp_path / "catalog.db", ("quality",))) as opened:
        listed(opened, "a.jpg", 'b "best".jpg')
        yield opened


def written(catalog: Catalog) -> list[dict[str, str]]:
    file = io.StringIO()
    write_photo_table(file, catalog, [*reversed(ids(catalog).values()), 999], cut_of(catalog, "normal"))
    return table(file.getvalue())


def test_rows_come_in_the_order_that_was_asked_for(catalog: Catalog) -> None:
    assert [Path(row["path"]).name for row in written(catalog)] == ['b "best".jpg', "a.jpg"]
    assert set(written(catalog)[0].values()) == {'/shoot/b "best".jpg', "", "0", "none"}
    assert "weights" not in written(catalog)[0]


def test_every_column_that_is_stored_has_its_place(catalog: Catalog) -> None:
    elsewhere = {Source.FILE, Source.COMPUTED, Source.SCORES}
    stored = [field for field in fields_of(catalog) if field.source not in elsewhere]
    assert {field.key for field in stored} <= set(written(catalog)[0])


def test_faces_stand_behind_all_that_scripts_know_from_before(catalog: Catalog) -> None:
    catalog.faces.store(ids(catalog)["a.jpg"], faces.VERSION, [])
    row = written(catalog)[1]
    assert list(row)[-3:] == [field.key for field in fields_of(catalog).of(Source.FACES)]
    assert (row["faces"], row["eyes_open"]) == ("0.000000", "")


@pytest.mark.parametrize("captured", [-86_400.5, 0.0, 1718476951.25])
def test_times_are_the_camera_s(catalog: Catalog, captured: float) -> None:
    read(catalog, ids(catalog)["a.jpg"], captured=captured)
    told = {
        -86_400.5: "1969-12-30T23:59:59.500",
        0.0: "1970-01-01T00:00:00.000",
        1718476951.25: "2024-06-15T18:42:31.250",
    }
    assert written(catalog)[1]["captured"] == told[captured]


def test_own_attributes_stand_under_their_titles_unless_two_would_be_the_same(catalog: Catalog) -> None:
    keys = [catalog.own_attributes.add(title, ("a", "b")).key for title in ("Elegant", "iso", "Twice", "Twice")]
    score(catalog, ids(catalog)["a.jpg"], model(catalog), [0.1, 0.2, 0.3, 0.4, 0.5])
    row = written(catalog)[1]
    assert (row["quality"], row["Elegant"]) == ("0.100000", "0.200000")
    assert [row[key] for key in keys[1:]] == ["0.300000", "0.400000", "0.500000"]
    assert row["weights"] == "label of a"


def test_a_table_is_whole_or_as_it_was(catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "table.csv"
    target.write_text("older")
    with monkeypatch.context() as patch:
        patch.setattr(catalog.photos, "companions", lambda _ids: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            save_photo_table(target, catalog, [1], cut_of(catalog, "normal"))
    assert target.read_text() == "older"
    save_photo_table(target, catalog, [1], cut_of(catalog, "normal"))
    assert target.read_text().startswith("path,companions,stars")
    with pytest.raises(UserError, match="cannot be written"):
        save_photo_table(tmp_path / "no" / "table.csv", catalog, [1], cut_of(catalog, "normal"))
    assert sorted(path.name for path in tmp_path.iterdir() if "catalog" not in path.name) == ["table.csv"]
