"""Questions to the process that understands prompts; each start of it takes seconds, so most tests share one."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
import pytest
from tools.learned import made_pair
from tools.stored import ids, listed

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.indexing.encoding import model_version
from clipiqa_desktop.indexing.prompt_process import (
    Measured,
    ScorePrompts,
    ScoreSentence,
    StoredAttribute,
    StoreLearned,
    StorePrompts,
)
from clipiqa_desktop.indexing.prompting import Cancelled, Delete, Prompting, Rename
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.perception.scoring import normalised, scores
from clipiqa_desktop.perception.text_encoder import TextEncoder, open_text_encoder
from clipiqa_desktop.perception.weights import NoWeights, Weights, identify

PAIR = ("Elegant photo.", "Clumsy photo.")
COUNT = 9
LOGIT_SCALE = 100.0


@dataclass
class Words:
    """A catalog with some vectors, and who answers questions about it."""

    catalog: Catalog
    path: Path
    weights: Weights
    encoder: TextEncoder
    prompting: Prompting

    def store(self, photo_id: int, seed: int) -> None:
        model = self.catalog.models.current()
        assert model is not None
        vector = np.random.default_rng(seed).normal(size=1024).astype(np.float32)
        self.catalog.scores.store(photo_id, model, vector, np.full(len(self.catalog.scores.keys), 0.5, np.float32))

    def vectors(self) -> dict[int, np.ndarray]:
        rows = self.catalog.connection.execute("SELECT photo_id, vector FROM vectors")
        return {photo_id: np.frombuffer(vector, np.float16).astype(np.float32) for photo_id, vector in rows}

    def expected(self, pair: tuple[str, str]) -> dict[int, float]:
        encoded, stored = self.encoder.encode(pair), self.vectors()
        found = scores(np.stack(list(stored.values())), encoded[None], LOGIT_SCALE)[:, 0]
        return dict(zip(stored, found.tolist(), strict=True))

    def column(self, key: str) -> dict[int, float | None]:
        rows = self.catalog.connection.execute(f'SELECT photo_id, "{key}" FROM scores')
        return dict(rows)


@pytest.fixture(scope="module")
def shared(untrained_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Words]:
    path, weights = tmp_path_factory.mktemp("words") / "catalog.db", identify(untrained_file)
    encoder, prompting = open_text_encoder(weights), Prompting(path, lambda: weights)
    with closing(Catalog(path, KEYS)) as catalog:
        listed(catalog, *(f"{number}.jpg" for number in range(COUNT)))
        yield Words(catalog, path, weights, encoder, prompting)
        prompting.stop_process()


@pytest.fixture
def words(shared: Words) -> Words:
    """Seven of nine photographs were looked at, and no attribute was added."""
    shared.catalog.models.make_current(model_version(shared.weights), "", "", LOGIT_SCALE)
    for each in shared.catalog.own_attributes.all():
        shared.catalog.own_attributes.delete(each.key)
    for photo_id in list(ids(shared.catalog).values())[:7]:
        shared.store(photo_id, photo_id)
    return shared


def as_dict(measured: object) -> dict[int, float]:
    assert isinstance(measured, Measured)
    assert len(set(measured.ids.tolist())) == len(measured.ids)
    return dict(zip(measured.ids.tolist(), measured.values.tolist(), strict=True))


def test_a_pair_scores_all_photographs_as_the_paper_says(words: Words) -> None:
    found = as_dict(words.prompting.ask(ScorePrompts(PAIR)))
    assert found == pytest.approx(words.expected(PAIR), abs=1e-6)
    assert len(found) >= 7
    assert words.catalog.own_attributes.all() == ()


def test_a_sentence_is_compared_with_all_photographs(words: Words) -> None:
    found = as_dict(words.prompting.ask(ScoreSentence("bride laughing")))
    (sentence,) = normalised(words.encoder.encode(["bride laughing"]))
    expected = {photo_id: float(normalised(vector) @ sentence) for photo_id, vector in words.vectors().items()}
    assert found == pytest.approx(expected, abs=1e-6)


def test_vectors_that_are_new_or_others_are_seen(words: Words) -> None:
    before = as_dict(words.prompting.ask(ScorePrompts(PAIR)))
    last, first = list(ids(words.catalog).values())[-1], min(before)
    words.store(last, 100)
    words.store(first, 101)
    found = as_dict(words.prompting.ask(ScorePrompts(PAIR)))
    assert found == pytest.approx(words.expected(PAIR), abs=1e-6)
    assert last in found
    assert found[first] != before[first]


def test_a_kept_pair_is_an_attribute_with_all_its_scores(words: Words) -> None:
    kept = words.prompting.ask(StorePrompts("Elegant", PAIR))
    assert isinstance(kept, StoredAttribute)
    (added,) = words.catalog.own_attributes.all()
    assert (added.key, added.title, added.prompts) == (kept.key, "Elegant", PAIR)
    assert as_dict(kept.scores) == pytest.approx(words.expected(PAIR), abs=1e-6)
    assert words.column(kept.key) == pytest.approx(as_dict(kept.scores), abs=1e-7)
    model = words.catalog.models.current()
    assert model is not None
    assert words.catalog.models.stale_pairs(model, {added.key: added.prompts}) == []


def test_other_prompts_score_the_same_attribute_anew(words: Words) -> None:
    kept = words.prompting.ask(StorePrompts("Elegant", PAIR))
    assert isinstance(kept, StoredAttribute)
    other = ("Cosy photo.", "Bleak photo.")
    again = words.prompting.ask(StorePrompts("Cosy", other, kept.key))
    assert isinstance(again, StoredAttribute)
    assert again.key == kept.key
    assert [(each.title, each.prompts) for each in words.catalog.own_attributes.all()] == [("Cosy", other)]
    assert words.column(kept.key) == pytest.approx(words.expected(other), abs=1e-6)


def test_title_and_end_need_no_network(words: Words) -> None:
    key = words.catalog.own_attributes.add("Elegant", PAIR).key

    def none() -> Weights:
        raise NoWeights("there are none")

    without = Prompting(words.path, none)
    without.ask(Rename(key, "Graceful"))
    assert [each.title for each in words.catalog.own_attributes.all()] == ["Graceful"]
    without.ask(Delete(key))
    assert words.catalog.own_attributes.all() == ()
    assert not without.running
    with pytest.raises(NoWeights, match="there are none"):
        without.ask(ScoreSentence("bride laughing"))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (ScorePrompts(("word " * 80, "Clumsy photo.")), "has 82 tokens, but 77 are the most: shorten it"),
        (StorePrompts("Long", ("Elegant photo.", "word " * 76)), "has 78 tokens, but 77 are the most"),
        (ScorePrompts(("Elegant photo.", " elegant photo. ")), "Both prompts are the same"),
        (StorePrompts("Empty", ("Elegant photo.", " ")), "Type two words"),
        (ScoreSentence("word " * 80), "has 82 tokens"),
    ],
)
def test_prompts_that_cannot_be_are_a_sentence_and_change_nothing(
    words: Words, question: ScorePrompts | StorePrompts | ScoreSentence, sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence):
        words.prompting.ask(question)
    assert words.catalog.own_attributes.all() == ()
    assert len(as_dict(words.prompting.ask(ScorePrompts(("word " * 75, "Clumsy photo."))))) >= 7  # 77 with both marks


def test_vectors_of_other_weights_are_not_used(words: Words) -> None:
    words.catalog.models.make_current("others", "", "", 100.0)
    with pytest.raises(UserError, match="No photograph has been looked at with the weights that are in use now"):
        words.prompting.ask(ScorePrompts(PAIR))


def test_a_process_that_is_killed_is_a_sentence_and_the_next_question_is_answered(words: Words) -> None:
    words.prompting.ask(ScoreSentence("bride laughing"))
    before = psutil.Process().children()
    (child,) = [each for each in before if "resource_tracker" not in " ".join(each.cmdline())]
    child.kill()
    with pytest.raises(UserError, match=r"ended unexpectedly \(exit code -9\)"):
        words.prompting.ask(ScoreSentence("bride laughing"))
    assert not words.prompting.running
    assert len(as_dict(words.prompting.ask(ScoreSentence("bride laughing")))) >= 7


def test_damaged_weights_are_a_sentence(words: Words, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(words.weights.path.read_bytes()[:1_000_000])
    prompting = Prompting(words.path, lambda: identify(damaged))
    with pytest.raises(UserError, match="does not hold CLIP weights this program can read"):
        prompting.ask(ScoreSentence("bride laughing"))
    assert not prompting.running


def test_nobody_waits_for_a_cancelled_answer(words: Words) -> None:
    prompting = Prompting(words.path, lambda: words.weights)
    prompting.cancel()
    with pytest.raises(Cancelled):
        prompting.ask(ScoreSentence("bride laughing"))
    assert not prompting.running


def test_before_the_first_photograph_there_is_nothing_to_score(words: Words, tmp_path: Path) -> None:
    prompting = Prompting(tmp_path / "empty.db", lambda: words.weights)
    try:
        assert as_dict(prompting.ask(ScorePrompts(PAIR))) == {}
        assert isinstance(prompting.ask(StorePrompts("Elegant", PAIR)), StoredAttribute)
    finally:
        prompting.stop_process()
    with closing(Catalog(tmp_path / "empty.db", KEYS)) as catalog:
        assert [each.title for each in catalog.own_attributes.all()] == ["Elegant"]


def test_a_learned_pair_is_kept_with_the_scores_that_it_gives(shared: Words) -> None:
    pair = made_pair(shared.weights.short_hash)
    kept = shared.prompting.ask(StoreLearned("Taste", PAIR, pair))
    assert isinstance(kept, StoredAttribute)
    stored = shared.vectors()
    given = scores(np.stack(list(stored.values())), pair.vectors[None], LOGIT_SCALE)[:, 0]
    assert shared.column(kept.key) == pytest.approx(dict(zip(stored, given.tolist(), strict=True)), abs=1e-5)
    shared.prompting.ask(Delete(kept.key))


def test_a_pair_that_was_learned_with_other_weights_scores_nothing(shared: Words) -> None:
    kept = shared.prompting.ask(StoreLearned("Taste", PAIR, made_pair("0123456789ab")))
    assert isinstance(kept, StoredAttribute)
    assert np.isnan(kept.scores.values).all()
    assert set(shared.column(kept.key).values()) == {None}
    shared.prompting.ask(Delete(kept.key))
