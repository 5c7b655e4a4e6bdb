import numpy as np
import pytest

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.perception.attributes import BUILT_IN, KEYS
from clipiqa_desktop.perception.experiment import TEMPLATES, VANILLA, Experiment, adjectives_of, prompts_of

PROMPTS = ("Good photo.", "Bad photo.")


def test_the_defaults_are_the_prompts_of_the_window() -> None:
    assert [prompts_of(adjectives_of(key)) for key in KEYS] == [attribute.prompts for attribute in BUILT_IN]


def test_the_three_templates_of_the_paper() -> None:
    assert [prompts_of(("Good", "Bad"), template)[1] for template in TEMPLATES] == [
        "Bad photo.",
        "A photo of Bad.",
        "There is Bad in the photo.",
    ]


def test_what_makes_no_prompts_is_a_sentence() -> None:
    with pytest.raises(UserError, match=r"no attribute “goodness”: name one of quality, brightness,"):
        adjectives_of("goodness")
    with pytest.raises(UserError, match=r"has no \[text\] in it"):
        prompts_of(("Good", "Bad"), "A photo.")
    with pytest.raises(UserError, match="Both prompts are the same"):
        prompts_of(("Good", "good "))


def test_photographs_keep_their_size_unless_a_shorter_side_is_named() -> None:
    assert Experiment(PROMPTS).input_size(4000, 3000) == (4000, 3000)
    spaq = Experiment(PROMPTS, shorter_side=512)
    assert spaq.input_size(4000, 3000) == (683, 512)
    assert spaq.input_size(3000, 4000) == (512, 683)
    assert spaq.input_size(500, 900) == (500, 900)


def test_a_shorter_side_that_makes_no_sense_is_a_sentence() -> None:
    with pytest.raises(UserError, match="--shorter-side 31 is too small"):
        Experiment(PROMPTS, shorter_side=31)
    with pytest.raises(UserError, match="leave out --shorter-side"):
        Experiment(PROMPTS, positional=VANILLA, shorter_side=512)


def test_what_was_learned_says_from_what() -> None:
    vectors = np.ones((2, 1024), np.float32)
    words = Experiment(PROMPTS, learned=vectors, title="Eye").words
    assert words.startswith("“Eye”, learned from “Good photo.” or “Bad photo.”, RN50")
    assert Experiment(("", ""), learned=vectors, title="Eye").words.startswith("“Eye”, learned from marks, RN50")
