"""An attribute that the command line names and that is not built in."""

from contextlib import closing
from pathlib import Path

from clipiqa_desktop.culling.attribute_file import SUFFIX, AttributeText, load
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.open_catalog import open_catalog
from clipiqa_desktop.perception.weights import Weights


def own_attribute(name: str, catalog: Path) -> AttributeText | None:
    """One of the person's own, by its title or its key, or one that a file of this name holds; None for any other name.

    Raises UserError for a file that holds none, and where the catalog cannot be opened.
    """
    if name.endswith(SUFFIX) or Path(name).suffix == ".json":
        return load(Path(name))
    if not catalog.exists():
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
