import hashlib
import json
from pathlib import Path

import pytest

from clipiqa_desktop.perception import kept_digests
from clipiqa_desktop.perception.kept_digests import FILE_NAME, sha256


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "w.pt"
    path.write_bytes(b"weights")
    return path


@pytest.fixture(autouse=True)
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was hashed, in a program in which all times of files are long past."""
    digest, hashed = hashlib.file_digest, list[str]()
    monkeypatch.setattr(hashlib, "file_digest", lambda file, name: hashed.append(file.name) or digest(file, name))
    monkeypatch.setattr(kept_digests, "SETTLED_S", -1.0)
    monkeypatch.setattr(kept_digests, "_known", {})
    return hashed


def in_the_next_start(path: Path, folder: Path | None) -> str:
    kept_digests._known.clear()
    with path.open("rb") as file:
        return sha256(file, folder)


def test_the_next_start_knows_what_this_one_has_hashed(weights: Path, tmp_path: Path, hashed: list[str]) -> None:
    digests = {in_the_next_start(weights, tmp_path / "kept") for _ in range(3)}
    assert digests == {hashlib.sha256(b"weights").hexdigest()}
    assert len(hashed) == 1


def test_a_file_of_the_same_size_in_its_place_is_hashed(weights: Path, tmp_path: Path) -> None:
    in_the_next_start(weights, tmp_path)
    weights.unlink()
    weights.write_bytes(b"WEIGHTS")
    assert in_the_next_start(weights, tmp_path) == hashlib.sha256(b"WEIGHTS").hexdigest()


def test_what_was_written_a_moment_ago_is_not_kept(
    weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_digests, "SETTLED_S", 1000.0)
    in_the_next_start(weights, tmp_path)
    assert not (tmp_path / FILE_NAME).exists()


@pytest.mark.parametrize("made_of", ["no digest", 7, None, ["0" * 64]])
def test_what_is_kept_and_is_no_digest_costs_time_alone(
    weights: Path, tmp_path: Path, made_of: object, hashed: list[str]
) -> None:
    in_the_next_start(weights, tmp_path)
    kept = json.loads((tmp_path / FILE_NAME).read_text())
    (tmp_path / FILE_NAME).write_text(json.dumps({"sha256": dict.fromkeys(kept["sha256"], made_of)}))
    assert in_the_next_start(weights, tmp_path) == hashlib.sha256(b"weights").hexdigest()
    assert len(hashed) == 2


def test_the_last_of_many_versions_are_kept(weights: Path, tmp_path: Path) -> None:
    for number in range(kept_digests._MOST + 5):
        weights.write_bytes(b"w" * number)
        in_the_next_start(weights, tmp_path)
    assert len(json.loads((tmp_path / FILE_NAME).read_text())["sha256"]) == kept_digests._MOST
