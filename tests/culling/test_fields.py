"""What a registry entry brings about outside the window; for the window see tests/ui/attributes/test_new_field.py."""

import importlib
import io
import re
from contextlib import closing
from pathlib import Path

import pytest
from tools.command_line import table
from tools.known_shoot import save_shoot
from tools.stored import ids

import clipiqa_desktop
from clipiqa_desktop.__main__ import main
from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.loading import load
from clipiqa_desktop.catalog.query.fields import PANEL, Field, Kind, Section, Source
from clipiqa_desktop.catalog.stages.measures import VERSION
from clipiqa_desktop.culling import fields
from clipiqa_desktop.culling.cut import cut_of
from clipiqa_desktop.culling.fields import BUILT_IN, fields_of
from clipiqa_desktop.culling.photo_table import write_photo_table
from clipiqa_desktop.perception import attributes
from clipiqa_desktop.perception.attributes import KEYS, LOOK

PACKAGE = Path(clipiqa_desktop.__file__).parent
EDGES = Field("edges", "Edges", Section.MEASURED, Source.MEASURES, percentile=True, limits=(0, 10))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shoot a, b, c, d, in which the edges of a, b and c were measured: an entry, a column, a measurer."""
    monkeypatch.setattr(fields, "BUILT_IN", BUILT_IN.with_fields(EDGES))
    save_shoot(tmp_path / "shoot", tmp_path / "base" / "catalog.db")
    with closing(Catalog(tmp_path / "base" / "catalog.db", KEYS)) as catalog:
        catalog.connection.execute("ALTER TABLE measures ADD COLUMN edges REAL")
        for name, photo_id in ids(catalog).items():
            if name != "d.jpg":
                catalog.measures.store(photo_id, VERSION, {"edges": "cba".index(name[0]) + 1.5})
    return tmp_path


def listed(place: Path, words: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["list", *words.split(), "--basedir", str(place / "base")]) == 0
    return "".join(Path(line).stem for line in capsys.readouterr().out.splitlines())


def test_a_new_field_filters_and_sorts_in_commands(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(place, "--min edges=2 --sort edges:desc", capsys) == "ab"
    assert listed(place, "--max edges=2", capsys) == "c"
    assert main(["list", "--min", "edges=11", "--basedir", str(place / "base")]) == 2
    assert "a number from 0 to 10" in capsys.readouterr().err


def test_a_new_field_is_a_column_of_the_table_of_everything(place: Path) -> None:
    assert main(["list", "--sort", "name", "--csv", str(place / "all.csv"), "--basedir", str(place / "base")]) == 0
    rows = table((place / "all.csv").read_text(encoding="utf-8"))
    assert [row["edges"] for row in rows] == ["3.500000", "2.500000", "1.500000", ""]
    assert [name for name in rows[0] if name in {"error", "edges", "focus"}] == ["error", "edges", "focus"]


def test_only_what_this_version_measured_counts(place: Path) -> None:
    with closing(Catalog(place / "base" / "catalog.db", KEYS)) as catalog:
        catalog.connection.execute("UPDATE measures SET version = 'older' WHERE edges < 2")
        known = load(catalog, fields_of(catalog)).of("edges")
        assert sorted(known[known > 0].tolist()) == [2.5, 3.5]
        file = io.StringIO()
        write_photo_table(file, catalog, list(ids(catalog).values()), cut_of(catalog, "normal"))
        assert [row["edges"] for row in table(file.getvalue())].count("") == 2


def test_a_new_pair_of_words_touches_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = attributes._pair(LOOK, "moody", "Moody", "Moody", "Plain")
    with monkeypatch.context() as patch:
        patch.setattr(attributes, "IN_WINDOW", (*attributes.IN_WINDOW, pair))
        known = importlib.reload(fields).BUILT_IN
    importlib.reload(fields)
    moody = known["moody"]
    assert (moody.title, moody.section, moody.prompts) == ("Moody", Section.LOOK, ("Moody photo.", "Plain photo."))
    assert moody in known.panel
    with closing(Catalog(tmp_path / "catalog.db", (*KEYS, "moody"))) as catalog:
        assert len(load(catalog, known).of("moody")) == 0


def test_every_attribute_of_the_paper_is_a_field() -> None:
    assert sorted(field.key for field in BUILT_IN.of(Source.SCORES)) == sorted(KEYS)
    assert BUILT_IN["noisiness"].title == "Low noise"


def test_every_fact_is_a_column_of_the_catalog(tmp_path: Path) -> None:
    with closing(Catalog(tmp_path / "catalog.db", KEYS)) as catalog:
        for source, name in (
            (Source.FACTS, "photos"),
            (Source.MARKS, "marks"),
            (Source.MEASURES, "measures"),
            (Source.FOCUS, "focus"),
        ):
            columns = {row[1] for row in catalog.connection.execute(f"PRAGMA table_info({name})")}
            assert {field.key for field in BUILT_IN.of(source)} <= columns


def test_keys_names_and_titles_are_given_once() -> None:
    for said in ([field.key for field in BUILT_IN], [field.title for field in BUILT_IN], list(BUILT_IN.by_name)):
        assert len(said) == len(set(said))
    assert len(BUILT_IN.by_name) == len(BUILT_IN.sorting)


def test_words_are_short() -> None:
    told = {field.key: (field.words(0.25), field.short(0.25)) for field in BUILT_IN.numbers}
    assert told["quality"] == ("0.250", "0.25")
    assert told["blown"] == ("25 %", "25 %")
    assert told["shutter_s"] == ("1/4", "1/4")
    assert (BUILT_IN["iso"].words(400), BUILT_IN["iso"].short(400)) == ("ISO 400", "400")
    assert (BUILT_IN["captured"].words(61.5), BUILT_IN["captured"].short(61.5)) == ("00:01:01", "00:01")


@pytest.mark.parametrize(
    ("key", "value", "known"),
    [
        ("flag", 1, True),
        ("flag", 2, False),
        ("flag", True, False),
        ("label", 5, True),
        ("label", "red", False),
        ("camera", "Leica", True),
        ("camera", 3, False),
    ],
)
def test_what_can_be_chosen(key: str, value: object, known: bool) -> None:
    assert BUILT_IN[key].knows(value) is known


def test_fields_stand_by_section_and_are_never_changed() -> None:
    first, *_ = BUILT_IN.panel
    assert first.section is Section.MEASURED
    assert list(dict.fromkeys(field.section for field in BUILT_IN.panel)) == [
        each for each in PANEL if each.name not in {"OWN", "FOUND"}
    ]
    fewer, more = BUILT_IN.without("iso"), BUILT_IN.with_fields(EDGES)
    assert (fewer.get("iso"), BUILT_IN["iso"].kind, BUILT_IN.get("edges")) == (None, Kind.NUMBER, None)
    assert more.of(Section.MEASURED) == (*BUILT_IN.of(Section.MEASURED), EDGES)
    assert more.with_fields(EDGES) == more


def test_no_other_module_lists_columns() -> None:
    """But the one that decodes what cameras write, the migration that made the table, and what stacks are made from."""
    catalog = PACKAGE / "catalog"
    allowed = {PACKAGE / "culling" / "fields.py", catalog / "database" / "early_tables.py", catalog / "shooting.py"}
    files = {path for path in PACKAGE.rglob("*.py") if PACKAGE / "photos" not in path.parents} - allowed
    named = re.compile(r"(?<!shooting\.)focal_length_mm")
    assert not [path for path in files if named.search(path.read_text(encoding="utf-8"))]
