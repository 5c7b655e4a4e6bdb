import pytest

from clipiqa_desktop.catalog.scores.own_attributes import OwnAttribute
from clipiqa_desktop.culling.attribute_names import checked_title
from clipiqa_desktop.errors import UserError

OTHERS = [OwnAttribute("own_1", "Elegant", "Elegant photo.", "Clumsy photo.")]


def test_a_free_name_is_taken_without_blanks() -> None:
    assert checked_title("  My taste ", OTHERS) == "My taste"


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        (" ", "An attribute needs a name"),
        ("elegant", "There is an attribute called “elegant” already"),
        ("LOW NOISE", "There is an attribute called “LOW NOISE” already"),
        ("noisiness", "There is an attribute called “noisiness” already"),
        ("x" * 41, "is too long a name: it takes 40 letters at most"),
    ],
)
def test_others_are_a_sentence(title: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        checked_title(title, OTHERS)
