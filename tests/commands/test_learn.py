"""`clipiqa-desktop learn`. The network takes seconds to start, so most tests look at one lesson on one folder."""

import os
import signal
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from tools.command_line import PATIENCE_S, PROGRAM, clipiqa, table
from tools.known_network import known
from tools.learned import made_pair
from tools.pictures import save_photographs

from clipiqa_desktop.__main__ import main
from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.culling.attribute_file import AttributeText, load, save
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.perception.weights import identify
from clipiqa_desktop.places import own_places

pytestmark = pytest.mark.long

COUNT = 24
CAUTION = "untrained: scores mean nothing"


@dataclass
class Taught:
    """Half of the photographs were indexed before the lesson, and the others are after it."""

    images: Path
    labels: Path
    base: Path
    weights: Path
    result: subprocess.CompletedProcess[str]
    scored_before: subprocess.CompletedProcess[str]

    @property
    def options(self) -> list[object]:
        return ["--basedir", self.base, "--weights", self.weights]

    @property
    def file(self) -> Path:
        return self.base / "taste.json"

    def catalog(self) -> Catalog:
        return Catalog(own_places(self.base).catalog, KEYS)


def labels(path: Path, lines: list[str], heading: str = "image,label") -> Path:
    path.write_text("\n".join([heading, *lines]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def taught(untrained_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Taught:
    place = tmp_path_factory.mktemp("taught")
    images = save_photographs(place / "images", COUNT // 2)
    known(identify(untrained_file), place / "base")
    options = ["--basedir", place / "base", "--weights", untrained_file, "--device", "cpu"]
    before = clipiqa("score", place / "images", *options, "--precision", "fp32")
    images += [path.rename(place / "images" / f"q{path.name}") for path in save_photographs(place / "new", COUNT // 2)]
    (place / "images" / "empty.jpg").touch()
    lines = [f"{path.name},{number}" for number, path in enumerate(images)]
    csv = labels(place / "images" / "labels.csv", [*lines, "empty.jpg,3"])
    result = clipiqa("learn", csv, "--name", "My taste", "--save", place / "base" / "taste.json", *options)
    return Taught(place / "images", csv, place / "base", untrained_file, result, before)


def test_what_is_said(taught: Taught) -> None:
    assert taught.result.returncode == 1
    assert taught.result.stderr.splitlines() == [
        CAUTION,
        f"{COUNT // 2} of {COUNT + 1} photographs were looked at before; the others are now.",
        f"{taught.images / 'empty.jpg'}: The file is empty (0 bytes).",
    ]
    first, second, third, last = taught.result.stdout.splitlines()
    assert first == "“My taste” is learned from 24 photographs, beginning with “Good photo.” or “Bad photo.”"
    assert second.startswith("SROCC: ")
    assert second.endswith(" after, on 5 of 24 that were held out")
    assert " steps, " in third
    assert last == f"Kept in the catalog, and in {taught.file}: it scores all that were ever looked at, 12 photographs"


def test_it_is_in_the_catalog_and_the_same_in_the_file(taught: Taught) -> None:
    with closing(taught.catalog()) as catalog:
        own = next(each for each in catalog.own_attributes.all() if each.title == "My taste")
        kept = catalog.own_attributes.learned(own.key)
    said = load(taught.file).learned
    assert said
    assert kept
    assert own.learning == said.learning
    assert (said.learning.weights, said.learning.photographs) == (identify(taught.weights).short_hash, COUNT)
    np.testing.assert_array_equal(kept.vectors, said.vectors)


def test_it_sorts_filters_and_scores_new_photographs(taught: Taught) -> None:
    result = clipiqa("score", taught.images, *taught.options, "--device", "cpu", "--precision", "fp32")
    scores = {Path(row["path"]).name: row["My taste"] for row in table(result.stdout) if not row["error"]}
    assert len(scores) == COUNT
    assert all(0 <= float(score) <= 1 for score in scores.values())
    listed = clipiqa("list", "--sort", "my taste:desc", "--min", "my taste=0", "--basedir", taught.base)
    found = [float(scores[Path(line).name]) for line in listed.stdout.splitlines()]
    assert found == sorted(scores_of(scores), reverse=True)


def scores_of(scores: dict[str, str]) -> list[float]:
    return [float(score) for score in scores.values()]


def test_it_is_evaluated_by_its_name_and_from_its_file(taught: Taught) -> None:
    mos = labels(taught.base / "mos.csv", [f"p0{number}.jpg,{number}" for number in range(6)], "image,mos")
    results = [
        clipiqa("evaluate", taught.images, mos, "--attribute", name, *taught.options)
        for name in ("My Taste", taught.file)
    ]
    assert results[0].returncode == 0, results[0].stderr
    assert results[0].stdout.splitlines()[0] == (
        "6 photographs: “My taste”, learned from “Good photo.” or “Bad photo.”, RN50, positional embedding removed"
    )
    assert results[0].stdout == results[1].stdout


def test_preferences_go_on_from_what_was_learned(taught: Taught) -> None:
    pairs = [f"p{(number + 1) % 12:02}.jpg,{taught.images / f'p{number:02}.jpg'}" for number in range(12)] * 2
    csv = labels(taught.base / "pairs.csv", pairs, "better,worse")
    words = ["learn", csv, "--images", taught.images, "--name", "Mine", "--from", "my taste"]
    result = clipiqa(*words, *taught.options)
    assert result.returncode == 0, result.stderr
    assert "share of pairs in the right order: " in result.stdout.splitlines()[1]
    with closing(taught.catalog()) as catalog:
        assert "Mine" in [each.title for each in catalog.own_attributes.all()]


def sentence(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """What the program says, and nothing else, when it can do nothing."""
    assert main(list(map(str, words))) == 2
    printed, said = capsys.readouterr()
    said = said.removeprefix(CAUTION + "\n")
    assert printed == ""
    assert said.startswith("clipiqa-desktop: ")
    assert said.count("\n") == 1
    return said.strip().removeprefix("clipiqa-desktop: ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--name", "quality"], "There is an attribute called “quality” already"),
        (["--name", "My taste"], "There is an attribute called “My taste” already"),
        (["--name", " "], "An attribute needs a name"),
        (["--from", "goodness"], "There is no attribute “goodness”"),
        (["--adjectives", "Good", "good"], "Both prompts are the same"),
        (["--images", "missing"], "missing is no folder: name the folder of the photographs with --images"),
        (["--save", "missing/taste.json"], "name a file in a folder that exists with --save"),
        (["--weights", "missing.pt"], "missing.pt cannot be read"),
    ],
)
def test_what_makes_no_sense_is_a_sentence(
    taught: Taught, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    fine = ["--name", "Another", "--basedir", taught.base, "--weights", taught.weights]
    assert said in sentence(capsys, "learn", taught.labels, *fine, *words)


@pytest.mark.parametrize(
    ("heading", "lines", "said"),
    [
        ("image,label", ["missing.jpg,1"], "line 2: missing.jpg is not in"),
        ("image,label", ["p00.jpg,good"], "has “good” where a number must be"),
        (
            "image,label",
            [f"p{n:02}.jpg,1" for n in range(12)],
            "has 12 photographs to learn from: it takes 20 at least",
        ),
        (
            "image,label",
            [f"{k}p{n:02}.jpg,1" for k in ("", "q") for n in range(12)],
            "says the same of all photographs",
        ),
        ("better,worse", ["p00.jpg,p01.jpg"], "has 1 pairs to learn from: it takes 20 at least"),
        ("better,worse", ["p00.jpg,p00.jpg"], "p00.jpg is said to be better than itself"),
        ("better,worse", ["p00.jpg,missing.jpg"], "missing.jpg is not in"),
        ("name,stars", ["p00.jpg,1"], "its first line must name “image” and “label”"),
    ],
)
def test_a_bad_table_is_a_sentence(
    taught: Taught, capsys: pytest.CaptureFixture[str], tmp_path: Path, heading: str, lines: list[str], said: str
) -> None:
    csv = labels(tmp_path / "bad.csv", lines, heading)
    words = ["learn", csv, "--images", taught.images, "--name", "Bad", "--basedir", tmp_path]
    assert said in sentence(capsys, *words)


def test_a_folder_for_the_table_is_a_sentence(taught: Taught, capsys: pytest.CaptureFixture[str]) -> None:
    assert "cannot be read: it is a folder, not a file" in sentence(capsys, "learn", taught.images, "--name", "Bad")


def test_what_other_weights_taught_is_refused(taught: Taught, capsys: pytest.CaptureFixture[str]) -> None:
    path = taught.base / "other.json"
    save(path, AttributeText("Other", ("Good photo.", "Bad photo."), made_pair("0123456789ab")))
    said = "“Other” was learned with other weights (0123456789ab) than those in use"
    learning = ["learn", taught.labels, "--name", "Second", "--from", path, *taught.options]
    assert sentence(capsys, *learning).startswith(said)
    mos = labels(taught.base / "few.csv", ["p00.jpg,1", "p01.jpg,2", "p02.jpg,3"], "image,mos")
    assert sentence(capsys, "evaluate", taught.images, mos, "--attribute", path, *taught.options).startswith(said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--backbone", "ViT-B-32"], "leave out --backbone, --positional and --naive"),
        (["--positional", "vanilla"], "leave out --backbone, --positional and --naive"),
        (["--naive"], "leave out --backbone, --positional and --naive"),
        (["--template", "A photo of [text]."], "has whole prompts, which stand in no template"),
    ],
)
def test_a_learned_one_is_evaluated_as_it_was_learned(
    taught: Taught, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert said in sentence(
        capsys, "evaluate", taught.images, taught.labels, "--attribute", "My taste", *taught.options, *words
    )


def test_an_interrupt_keeps_nothing_and_says_so(taught: Taught, tmp_path: Path) -> None:
    words = ["learn", taught.labels, "--name", "Never", "--save", tmp_path / "never.json", *taught.options]
    with subprocess.Popen(
        [*PROGRAM, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    ) as program:
        assert program.stderr
        program.stderr.readline()  # the caution, before anything is learned
        program.stderr.readline()
        os.kill(program.pid, signal.SIGINT)
        printed, said = program.communicate(timeout=PATIENCE_S)
    assert (program.returncode, printed) == (130, ""), said
    assert said.splitlines()[-1] == "Stopped: nothing was learned, and nothing is kept."
    assert not (tmp_path / "never.json").exists()
    with closing(taught.catalog()) as catalog:
        assert "Never" not in [each.title for each in catalog.own_attributes.all()]
