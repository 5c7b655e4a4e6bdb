from pathlib import Path

from clipiqa_desktop.crashes.reports import ENDED, MOST, Reports, signature

TRACE = 'Traceback (most recent call last):\n  File "{}", line {}, in open\n    code\nValueError: {}\n'


def trace(file: str = "a.py", line: int = 1, about: str = "x.jpg") -> str:
    return TRACE.format(file, line, about)


def test_a_report_holds_all_and_waits_until_it_is_put_away(tmp_path: Path) -> None:
    reports = Reports(tmp_path / "crashes")
    assert reports.waiting() == []
    path = reports.write(ENDED, "Python: 3", trace(), ["one \udce9", "two"])
    assert path is not None
    (waiting,) = reports.waiting()
    assert (waiting.path, waiting.ended) == (path, True)
    assert waiting.text.startswith(ENDED + "\n2")
    assert "\n\nPython: 3\n\nTraceback" in waiting.text
    assert waiting.text.endswith("ValueError: x.jpg\n\nThe last of the log:\none \\udce9\ntwo\n")
    reports.dismiss([waiting])
    assert reports.waiting() == []
    assert len(list(reports.folder.iterdir())) == 1


def test_the_same_error_is_there_once_whatever_it_was_about_and_comes_back_after_it_was_put_away(
    tmp_path: Path,
) -> None:
    reports = Reports(tmp_path)
    reports.write("first", "", trace(about="x.jpg"), [])
    reports.dismiss(reports.waiting())
    reports.write("again", "", trace(about="y.jpg"), [])
    reports.write("another", "", trace(line=2), [])
    assert sorted(each.text.splitlines()[0] for each in reports.waiting()) == ["again", "another"]
    assert len(list(tmp_path.iterdir())) == 2


def test_there_are_never_more_than_some(tmp_path: Path) -> None:
    reports = Reports(tmp_path)
    for line in range(MOST + 5):
        reports.write(f"error {line}", "", trace(line=line), [], seen=line % 2 == 0)
    assert len(list(tmp_path.iterdir())) == MOST
    assert f"error {MOST + 3}" in {each.text.splitlines()[0] for each in reports.waiting()}


def test_errors_that_were_told_already_do_not_wait(tmp_path: Path) -> None:
    reports = Reports(tmp_path)
    assert reports.write("told", "", trace(), [], seen=True)
    assert reports.waiting() == []


def test_a_folder_that_cannot_be_written_costs_the_report_alone(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    reports = Reports(tmp_path / "file" / "crashes")
    assert reports.write("lost", "", trace(), []) is None
    assert reports.waiting() == []


def test_the_signature_is_kind_and_place() -> None:
    assert signature(trace()) == signature(trace(about="y"))
    assert len({signature(each) for each in (trace(), trace("b.py"), trace(line=2), trace()[:-18] + "OSError: x")}) == 4
