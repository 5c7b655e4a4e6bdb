from pathlib import Path

import pytest

from clipiqa_desktop.self_test.running import FAILED, PASSED, Check, CheckFailed, Workspace, self_test


def fails(_workspace: Workspace) -> str:
    raise CheckFailed("it is broken")


def test_each_check_has_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    checks = [Check("one", lambda _workspace: "seen"), Check("two", lambda _workspace: "seen too")]
    assert self_test(checks) == PASSED
    lines = capsys.readouterr().out.splitlines()
    assert [line.rsplit(" (", 1)[0] for line in lines] == [
        "ok      one: seen",
        "ok      two: seen too",
        "Everything works.",
    ]


def test_the_first_failure_ends_it(capsys: pytest.CaptureFixture[str]) -> None:
    ran: list[str] = []
    checks = [Check("broken", fails), Check("never", lambda _workspace: ran.append("never") or "")]
    assert self_test(checks) == FAILED
    assert capsys.readouterr().out == "FAILED  broken: CheckFailed: it is broken\n"
    assert not ran


def test_the_bench_is_thrown_away_and_is_not_the_users(own_places: Path) -> None:
    benches: list[Workspace] = []

    def work(workspace: Workspace) -> str:
        benches.append(workspace)
        workspace.places.catalog.parent.mkdir(parents=True)
        workspace.places.catalog.write_text("something")
        return ""

    self_test([Check("work", work)], Path("named.pt"), "cpu")
    (workspace,) = benches
    assert (workspace.weights, workspace.device) == (Path("named.pt"), "cpu")
    assert not workspace.folder.exists()
    assert own_places not in workspace.places.catalog.parents
