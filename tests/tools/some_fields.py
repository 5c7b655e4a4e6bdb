"""A registry for catalogs that know only some attributes."""

from clipiqa_desktop.catalog.query.fields import Fields, Section, Source, score_field
from clipiqa_desktop.culling.fields import BUILT_IN


def scored_by(*keys: str) -> Fields:
    """All built-in fields, but of the scores these."""
    others = (field for field in BUILT_IN if field.source is not Source.SCORES)
    return Fields([*others, *(score_field(key, key.capitalize(), Section.LOOK, ("", "")) for key in keys)])
