"""`clipiqa-desktop evaluate`. The network takes seconds to start, so most tests look at one run over one folder."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from scipy import stats
from tools.command_line import PATIENCE_S, PROGRAM, clipiqa, table
from tools.known_network import known
from tools.pictures import save_photographs

from clipiqa_desktop.__main__ import main
from clipiqa_desktop.perception.weights import identify

CAUTION = "untrained: scores mean nothing"
OPINIONS = [31, 12, 55, 12, 78, 90, 43]


@dataclass
class Evaluated:
    images: Path
    labels: Path
    options: list[object]
    result: subprocess.CompletedProcess[str]
    csv: Path

    def again(self, *options: object) -> subprocess.CompletedProcess[str]:
        return clipiqa("evaluate", self.images, self.labels, *self.options, *options)


@pytest.fixture(scope="module")
def evaluated(untrained_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    """Seven good photographs, an empty one and a tiny one."""
    place = tmp_path_factory.mktemp("evaluated")
    images = save_photographs(place / "images", 7)
    save_photographs(place / "images" / "tiny", 1, size=(20, 40))
    (place / "images" / "empty.jpg").touch()
    lines = [f"{path.name},{mos}" for path, mos in zip(images, OPINIONS, strict=True)]
    labels = place / "mos.csv"
    labels.write_text("\n".join(["image,mos", *lines, "empty.jpg,1", "tiny/p00.jpg,2"]), encoding="utf-8")
    known(identify(untrained_file), place / "base")
    options = ["--basedir", place / "base", "--weights", untrained_file, "--device", "cpu"]
    csv = place / "scores.csv"
    result = clipiqa("evaluate", images[0].parent, labels, *options, "--csv", csv)
    return Evaluated(images[0].parent, labels, options, result, csv)


def test_what_is_printed(evaluated: Evaluated) -> None:
    lines = evaluated.result.stdout.splitlines()
    assert lines[0] == "7 photographs: “Good photo.” or “Bad photo.”, RN50, positional embedding removed"
    assert [line.split("  ")[0] for line in lines[1:5]] == ["SROCC", "PLCC", "PLCC after logistic fit", "KRCC"]
    assert lines[-1] == CAUTION


def test_what_cannot_be_read_is_listed_and_makes_the_exit_code_1(evaluated: Evaluated) -> None:
    assert evaluated.result.returncode == 1
    assert evaluated.result.stderr.splitlines() == [
        CAUTION,
        "empty.jpg: The file is empty (0 bytes).",
        "tiny/p00.jpg: Only 20 x 40 pixels: a score needs 32 on each side.",
    ]


def test_the_tables_hold_scores_and_summary(evaluated: Evaluated, untrained_file: Path) -> None:
    rows = table(evaluated.csv.read_text(encoding="utf-8"))
    assert [row["image"] for row in rows[-3:]] == ["p06.jpg", "empty.jpg", "tiny/p00.jpg"]
    assert [float(row["mos"]) for row in rows[:7]] == OPINIONS
    assert rows[7]["score"] == ""
    label = f"{identify(untrained_file).short_hash} {CAUTION}"
    assert {row["weights"] for row in rows} == {label}
    summary = {row["coefficient"]: row for row in table(evaluated.csv.with_name("scores-summary.csv").read_text())}
    scores = [float(row["score"]) for row in rows[:7]]
    expected = {
        "SROCC": stats.spearmanr(scores, OPINIONS).statistic,
        "PLCC": stats.pearsonr(scores, OPINIONS).statistic,
        "KRCC": stats.kendalltau(scores, OPINIONS).statistic,
    }
    assert {name: float(summary[name]["value"]) for name in expected} == pytest.approx(expected, abs=1e-4)
    conditions = {"photographs": "7", "high_prompt": "Good photo.", "backbone": "RN50", "weights": label}
    assert all(row[name] == value for row in summary.values() for name, value in conditions.items())
    assert all(float(row["low_95"]) < float(row["value"]) < float(row["high_95"]) for row in summary.values())


def test_the_scores_are_those_of_the_score_command(evaluated: Evaluated) -> None:
    printed = clipiqa("score", evaluated.images, *evaluated.options, "--precision", "fp32").stdout
    theirs = {Path(row["path"]).name: row["quality"] for row in table(printed) if "tiny" not in row["path"]}
    for row in table(evaluated.csv.read_text())[:7]:
        assert float(row["score"]) == pytest.approx(float(theirs[row["image"]]), abs=1e-5)


def test_the_options_reach_the_network(evaluated: Evaluated) -> None:
    result = evaluated.again(
        "--adjectives", "High quality", "Low quality", "--template", "A photo of [text].", "--naive",
        "--positional", "interpolated", "--shorter-side", "48",
    )  # fmt: skip
    first, srocc = result.stdout.splitlines()[:2]
    assert first == (
        "7 photographs: “A photo of High quality.”, cosine alone, RN50, positional embedding interpolated, "
        "shorter side 48"
    )
    assert srocc != evaluated.result.stdout.splitlines()[1]


def test_good_photographs_alone_are_exit_code_0_with_the_other_backbone(
    evaluated: Evaluated, untrained_vit_file: Path, tmp_path: Path
) -> None:
    good = tmp_path / "good.csv"
    good.write_text("\n".join(evaluated.labels.read_text().splitlines()[:8]))
    options = ["--basedir", tmp_path, "--weights", untrained_vit_file, "--backbone", "ViT-B-32"]
    result = clipiqa("evaluate", evaluated.images, good, *options)
    assert (result.returncode, result.stderr) == (0, CAUTION + "\n")
    assert "ViT-B-32" in result.stdout.splitlines()[0]


def sentence(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """What the program says, and nothing else, when it can do nothing."""
    assert main(["evaluate", *map(str, words)]) == 2
    printed, said = capsys.readouterr()
    assert printed == ""
    said = said.removeprefix(CAUTION + "\n")
    assert said.startswith("clipiqa-desktop: ")
    assert said.count("\n") == 1
    return said.strip().removeprefix("clipiqa-desktop: ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--attribute", "goodness"], "There is no attribute “goodness”"),
        (["--template", "A photo."], "has no [text] in it"),
        (["--shorter-side", "9"], "--shorter-side 9 is too small"),
        (["--positional", "vanilla", "--shorter-side", "512"], "leave out --shorter-side"),
        (["--csv", "missing/scores.csv"], "name a file in a folder that exists with --csv."),
        (["--backbone", "ViT-B-32"], "name OpenAI's ViT-B-32.pt with --weights"),
        ([], "are not on this computer"),
        (["--weights", "missing.pt"], "missing.pt cannot be read"),
    ],
)
def test_what_makes_no_sense_is_a_sentence(
    evaluated: Evaluated, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert said in sentence(capsys, evaluated.images, evaluated.labels, *words)


def test_a_bad_table_is_a_sentence(evaluated: Evaluated, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("image,mos\np00.jpg,fine\n")
    assert "line 2: p00.jpg has “fine” where a number must be" in sentence(capsys, evaluated.images, bad)
    bad.write_text("image,mos\np00.jpg,1\np01.jpg,1\np02.jpg,1\n")
    assert "not all with the same mos" in sentence(capsys, evaluated.images, bad)
    bad.write_text("image,mos\np00.jpg,1\np01.jpg,2\n")
    assert "has 2 photographs: it takes 3 at least" in sentence(capsys, evaluated.images, bad)
    assert "is no folder" in sentence(capsys, evaluated.labels, bad)


@pytest.mark.parametrize(("labels", "target"), [("mos.csv", "mos.csv"), ("all-summary.csv", "all.csv")])
def test_the_labels_are_never_overwritten(
    evaluated: Evaluated, capsys: pytest.CaptureFixture[str], tmp_path: Path, labels: str, target: str
) -> None:
    (tmp_path / labels).write_bytes(evaluated.labels.read_bytes())
    said = sentence(capsys, evaluated.images, tmp_path / labels, "--csv", tmp_path / target)
    assert said == f"{tmp_path / labels} would be overwritten: name another file with --csv."


def test_too_few_that_can_be_read_is_a_sentence(evaluated: Evaluated, tmp_path: Path) -> None:
    few = tmp_path / "few.csv"
    few.write_text("image,mos\np00.jpg,1\np01.jpg,2\nempty.jpg,3\n")
    result = clipiqa("evaluate", evaluated.images, few, *evaluated.options)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1].endswith("Only 2 of 3 photographs could be scored: it takes 3 to correlate.")


def test_without_scipy_one_sentence_says_what_to_install(evaluated: Evaluated) -> None:
    code = "import sys; sys.modules['scipy'] = None; from clipiqa_desktop.__main__ import main; sys.exit(main())"
    words = [sys.executable, "-c", code, "evaluate", evaluated.images, evaluated.labels]
    result = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    said = "clipiqa-desktop: Evaluating needs SciPy, which is not installed: run `pip install '.[evaluate]'`.\n"
    assert (result.returncode, result.stderr) == (2, said)


def test_an_interrupt_keeps_nothing_and_says_so(evaluated: Evaluated, tmp_path: Path) -> None:
    images = save_photographs(tmp_path / "images", 30, size=(640, 640))
    labels = tmp_path / "mos.csv"
    labels.write_text("\n".join(["image,mos", *(f"{path.name},{number}" for number, path in enumerate(images))]))
    words = ["evaluate", tmp_path / "images", labels, *evaluated.options, "--csv", tmp_path / "scores.csv"]
    with subprocess.Popen(
        [*PROGRAM, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    ) as program:
        assert program.stderr
        program.stderr.readline()  # the caution, before the network is loaded
        os.kill(program.pid, signal.SIGINT)
        printed, said = program.communicate(timeout=PATIENCE_S)
    assert (program.returncode, printed) == (130, ""), said
    assert said == "Stopped: an evaluation is whole or not at all, so nothing is kept.\n"
    assert not (tmp_path / "scores.csv").exists()
