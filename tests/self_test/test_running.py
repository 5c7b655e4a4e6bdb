from pathlib import Path

import pytest

from clipiqa_desktop.self_test.running import FAILED, PASSED, Bench, Check, Wrong, self_test


def fails(_bench: Bench) -> str:
    raise Wrong("it is broken")


def test_each_check_has_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    checks = [Check("one", lambda _bench: "seen"), Check("two", lambda _bench: "seen too")]
    assert self_test(checks) == PASSED
    lines = capsys.readouterr().out.splitlines()
    assert [line.rsplit(" (", 1)[0] for line in lines] == [
        "ok      one: seen",
        "ok      two: seen too",
        "Everything works.",
    ]


def test_the_first_failure_ends_it(capsys: pytest.CaptureFixture[str]) -> None:
    ran: list[str] = []
    checks = [Check("broken", fails), Check("never", lambda _bench: ran.append("never") or "")]
    assert self_test(checks) == FAILED
    assert capsys.readouterr().out == "FAILED  broken: Wrong: it is broken\n"
    assert not ran


def test_the_bench_is_thrown_away_and_is_not_the_users(own_places: Path) -> None:
    benches: list[Bench] = []

    def work(bench: Bench) -> str:
        benches.append(bench)
        bench.places.catalog.parent.mkdir(parents=True)
        bench.places.catalog.write_text("something")
        return ""

    self_test([Check("work", work)], Path("named.pt"), "cpu")
    (bench,) = benches
    assert (bench.weights, bench.device) == (Path("named.pt"), "cpu")
    assert not bench.folder.exists()
    assert own_places not in bench.places.catalog.parents
