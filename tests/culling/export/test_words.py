import pytest

from clipiqa_desktop.culling.export.words import files, photographs, size


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (640_400, "640 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (24_300_000, "24.3 MB"),
        (999_500_000, "1.0 GB"),
        (1_200_000_000_000, "1.2 TB"),
        (1_200_000_000_000_000, "1,200.0 TB"),
    ],
)
def test_sizes(count: int, told: str) -> None:
    assert size(count) == told


def test_counts() -> None:
    assert (photographs(1), photographs(3000), photographs(2, "rejected")) == (
        "1 photograph",
        "3,000 photographs",
        "2 rejected photographs",
    )
    assert (files(1), files(6000)) == ("1 file", "6,000 files")
