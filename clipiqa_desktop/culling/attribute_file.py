"""An attribute of the person's own, by its name or as a small file, for other people and other computers."""

import json
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from clipiqa_desktop.catalog.scores.learned_pairs import LearnedPair
from clipiqa_desktop.culling.learned_text import learned_from_json, learned_to_json
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.atomic_file import contents, replace
from clipiqa_desktop.files.questions import is_there
from clipiqa_desktop.files.regular_file import parsed_json
from clipiqa_desktop.open_catalog import open_catalog
from clipiqa_desktop.perception.prompts import checked_pair
from clipiqa_desktop.perception.weights import Weights

SUFFIX = ".clipiqa-attribute.json"
MOST_BYTES = 200_000  # a learned one has 98 KB
_FORMAT = "clipiqa-attribute"
_VERSION = 1
# Older programs must not take a learned pair for the prompts that it was learned from.
_LEARNED_VERSION = 2
# And those that know only learned prompts must not look for them where vectors were learned.
_VECTORS_VERSION = 3


@dataclass(frozen=True)
class AttributeText:
    """What the file says: a title, and the prompts, the high end first; where they were only the beginning, also what
    was learned from them. Both prompts are empty where vectors were learned that no prompts say.
    """

    title: str
    prompts: tuple[str, str]
    learned: LearnedPair | None = None


def save(path: Path, attribute: AttributeText) -> None:
    """Writes the file, whole or not at all. Raises UserError."""
    version, learned = _VERSION, {}
    if attribute.learned:
        version = _VECTORS_VERSION if attribute.learned.contexts is None else _LEARNED_VERSION
        learned = {"learned": learned_to_json(attribute.learned)}
    said = {"format": _FORMAT, "version": version, "title": attribute.title, "prompts": list(attribute.prompts)}
    text = f"{json.dumps(said | learned, ensure_ascii=False, indent=2)}\n"
    try:
        replace(path, contents(path, MOST_BYTES), text.encode())
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror or error}. Choose another place.") from error


def load(path: Path) -> AttributeText:
    """Reads a file. Raises UserError with a sentence where it cannot be read or is none of ours."""
    try:
        data = contents(path, MOST_BYTES)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}.") from error
    if data is None:
        raise UserError(f"{path} is no longer there.")
    said = _parsed(data)
    if said is None or said.get("format") != _FORMAT:
        raise UserError(f"{path.name} does not hold an attribute: choose a file that ends in {SUFFIX}.")
    if said.get("version") not in (_VERSION, _LEARNED_VERSION, _VECTORS_VERSION):
        raise UserError(f"{path.name} was written by a newer version of this program: install that version.")
    return _from_json(path, said)


def find_attribute(name: str, catalog: Path) -> AttributeText | None:
    """One of the person's own, by its title or its key, or one that a file of this name holds; None for any other name.

    Raises UserError for a file that holds none, and where the catalog cannot be opened.
    """
    if name.endswith(SUFFIX) or Path(name).suffix == ".json":
        return load(Path(name))
    if not is_there(catalog):
        return None
    with closing(open_catalog(catalog)) as opened:
        for own in opened.own_attributes.all():
            if name.casefold() in {own.title.casefold(), own.key}:
                return AttributeText(own.title, own.prompts, opened.own_attributes.learned(own.key))
    return None


def check_weights(attribute: AttributeText, weights: Weights) -> None:
    """Raises UserError where an attribute was learned with other weights than these."""
    learned = attribute.learned
    if learned and learned.learning.weights != weights.short_hash:
        raise UserError(
            f"“{attribute.title}” was learned with other weights ({learned.learning.weights}) than those in use "
            f"({weights.short_hash}), and means nothing with these: name the others with --weights."
        )


def _parsed(data: bytes) -> dict[str, object] | None:
    try:
        said = parsed_json(data)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _from_json(path: Path, said: dict[str, object]) -> AttributeText:
    title, prompts = said.get("title"), said.get("prompts")
    if not isinstance(title, str) or not title.strip():
        raise UserError(f"{path.name} does not say what its attribute is called.")
    if not isinstance(prompts, list) or len(prompts) != 2 or not all(isinstance(each, str) for each in prompts):
        raise UserError(f"{path.name} does not hold two prompts.")
    pair = (prompts[0], prompts[1]) if said["version"] == _VECTORS_VERSION else checked_pair(*prompts)
    return AttributeText(title.strip(), pair, _learned(path, said))


def _learned(path: Path, said: dict[str, object]) -> LearnedPair | None:
    if said["version"] == _VERSION:
        return None
    learned = said.get("learned")
    with_contexts = said["version"] == _LEARNED_VERSION
    pair = learned_from_json(learned, with_contexts=with_contexts) if isinstance(learned, dict) else None
    if pair is None:
        raise UserError(f"{path.name} does not hold what was learned: it is damaged. Export the attribute once more.")
    return pair
