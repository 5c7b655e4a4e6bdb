"""Prompts that a person types: the paper's template, and what makes no pair. Imports no torch."""

from clipiqa_desktop.errors import UserError

TEMPLATE = "[text] photo."


def in_template(words: str) -> str:
    """The paper's template: `Elegant photo.` for `elegant`; empty for nothing."""
    words = words.strip()
    return TEMPLATE.replace("[text]", f"{words[0].upper()}{words[1:]}") if words else ""


def checked_prompt(prompt: str) -> str:
    """The prompt without blanks around it. Raises UserError with a sentence where nothing is left."""
    if not prompt.strip():
        raise UserError("Type two words or prompts that mean the opposite of each other.")
    return prompt.strip()


def checked_pair(high: str, low: str) -> tuple[str, str]:
    """The two prompts without blanks around them. Raises UserError where one is empty or both are the same."""
    pair = checked_prompt(high), checked_prompt(low)
    if pair[0].casefold() == pair[1].casefold():
        raise UserError("Both prompts are the same: type the opposite in one of them.")
    return pair
