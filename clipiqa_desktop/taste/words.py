"""What a taste came to, in words."""

from clipiqa_desktop.culling.export.words import counted
from clipiqa_desktop.taste.lessons import Lesson


def way_name(lesson: Lesson) -> str:
    """How it was learned."""
    return "By words" if lesson.by_prompts else "By looks"


def verdict_words(lesson: Lesson) -> str:
    """`By looks: 74 % of the pairs held out as you did; Focus alone 63 %, chance 50 %`."""
    verdict, rival = lesson.verdict, lesson.pair.learning.rival
    own = f"{percent(verdict.agreement)} of the pairs held out as you ordered them"
    return f"{way_name(lesson)}: {own}; {rival} alone {percent(verdict.rival)}, chance 50 %"


def not_yet(missing: int) -> str:
    """`Not yet: about 40 more decisions.`"""
    return f"Not yet: about {counted(missing, 'more decision')}."


def percent(share: float) -> str:
    """Whole percents: a hundredth says nothing with a few hundred pairs."""
    return f"{100 * share:.0f} %"
