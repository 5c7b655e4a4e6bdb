import pytest

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.perception.prompts import checked_pair, in_template


@pytest.mark.parametrize(
    ("words", "prompt"),
    [("elegant", "Elegant photo."), ("  not DSLR ", "Not DSLR photo."), ("élan", "Élan photo."), (" ", ""), ("", "")],
)
def test_words_become_the_papers_template(words: str, prompt: str) -> None:
    assert in_template(words) == prompt


def test_a_pair_comes_without_blanks_around_it() -> None:
    assert checked_pair(" Elegant photo.", "Clumsy photo.\n") == ("Elegant photo.", "Clumsy photo.")


@pytest.mark.parametrize(("high", "low"), [("", "a"), ("a", " \t"), ("", "")])
def test_an_empty_prompt_is_a_sentence(high: str, low: str) -> None:
    with pytest.raises(UserError, match="Type two words or prompts"):
        checked_pair(high, low)


@pytest.mark.parametrize(("high", "low"), [("a photo.", "a photo."), ("A photo.", " a photo. ")])
def test_the_same_prompt_twice_is_a_sentence(high: str, low: str) -> None:
    with pytest.raises(UserError, match="Both prompts are the same"):
        checked_pair(high, low)
