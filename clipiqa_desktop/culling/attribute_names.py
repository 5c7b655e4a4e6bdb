"""What an attribute of the person's own may be called."""

from collections.abc import Iterable

from clipiqa_desktop.catalog.scores.own_attributes import OwnAttribute
from clipiqa_desktop.culling.fields import BUILT_IN
from clipiqa_desktop.errors import UserError

LONGEST_TITLE = 40


def checked_title(title: str, others: Iterable[OwnAttribute]) -> str:
    """The title without blanks around it.

    Raises UserError where nothing is left, or it is too long, or one of the others or a built-in column has it.
    """
    title = title.strip()
    if not title:
        raise UserError("An attribute needs a name.")
    if len(title) > LONGEST_TITLE:
        raise UserError(f"“{title[:LONGEST_TITLE]}…” is too long a name: it takes {LONGEST_TITLE} letters at most.")
    taken = {each.casefold() for field in BUILT_IN.sorting for each in (field.title, field.key, field.name)}
    if title.casefold() in taken | {each.title.casefold() for each in others}:
        raise UserError(f"There is an attribute called “{title}” already: give this one another name.")
    return title


def title_trouble(title: str, others: Iterable[OwnAttribute]) -> str:
    """Why an attribute cannot be called that, as a sentence; empty where it can."""
    try:
        checked_title(title, others)
    except UserError as error:
        return str(error)
    return ""
