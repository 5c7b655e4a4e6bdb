"""What can be downloaded: every line of the registry is complete, and files are known by their bytes."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from clipiqa_desktop.downloads.digests import is_digest, record_digest
from clipiqa_desktop.downloads.models import HUB_COPY, MODELS, NETWORK, OPENAI_ARCHIVE, every_source
from clipiqa_desktop.downloads.sources import HubSource, Source

PINNED = [each for each in every_source() if isinstance(each, Source)]


@pytest.mark.parametrize("source", PINNED, ids=lambda source: source.file_name)
def test_every_pinned_file_has_a_digest_a_size_and_an_encrypted_address(source: Source) -> None:
    assert is_digest(source.sha256)
    assert source.size or source.about_mb
    assert urlsplit(source.url).scheme == "https"
    assert source.host


def test_no_two_files_would_take_each_others_place() -> None:
    names = [source.file_name for source in every_source()]
    assert len(set(names)) == len(names)
    assert len({model.key for model in MODELS}) == len(MODELS)


def test_what_is_offered_first_is_checked_against_a_digest_that_is_known_beforehand() -> None:
    """So that the offer can tell it, and another computer knows the file by its bytes."""
    for model in MODELS:
        assert all(isinstance(file.sources[0], Source) for file in model.files)
    assert NETWORK.megabytes == OPENAI_ARCHIVE.megabytes


@pytest.mark.parametrize("source", [OPENAI_ARCHIVE, HUB_COPY])
def test_a_model_is_there_with_its_record_in_any_of_the_folders(tmp_path: Path, source: Source | HubSource) -> None:
    here = tmp_path / "here"
    here.mkdir()
    file = here / source.file_name
    file.write_bytes(b"weights")
    assert NETWORK.found(tmp_path / "packed", here) is None
    record_digest(file, OPENAI_ARCHIVE.sha256)
    assert NETWORK.found(tmp_path / "packed", here) == [file]
