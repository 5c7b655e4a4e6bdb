"""How the person wants the list of attributes: what is folded up, what is left out, and in which order it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clipiqa_desktop.catalog.query.fields import PANEL, Field, Section
from clipiqa_desktop.settings import ATTRIBUTE_PANEL, Settings


@dataclass(frozen=True)
class PanelLayout:
    """Sections by their names, rows by the keys of their fields; what is not named in `order` stands behind."""

    collapsed: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()

    def arranged(self, fields: Sequence[Field]) -> list[Field]:
        """The fields by section, within it as the person wants them."""
        places = {key: place for place, key in enumerate(self.order)}
        return sorted(fields, key=lambda field: (PANEL.index(field.section), places.get(field.key, len(self.order))))

    def is_collapsed(self, section: Section) -> bool:
        """Whether only the title of a section shows."""
        return section.name in self.collapsed

    def toggled(self, section: Section) -> "PanelLayout":
        """With a section folded up, or open again."""
        return replace(self, collapsed=self.collapsed ^ {section.name})

    def hiding(self, key: str) -> "PanelLayout":
        """Without this row."""
        return replace(self, hidden=self.hidden | {key})

    def showing(self, *keys: str) -> "PanelLayout":
        """With these rows, which were left out."""
        return replace(self, hidden=self.hidden - set(keys))

    def moved(self, fields: Sequence[Field], key: str, step: int) -> "PanelLayout":
        """With a row one place up (-1) or down (1) among those of its section that show; as it is at the end."""
        keys = [field.key for field in self.arranged(fields)]
        shown = self.beside(fields, key)
        place = shown.index(key) + step
        if not 0 <= place < len(shown):
            return self
        one, other = keys.index(key), keys.index(shown[place])
        keys[one], keys[other] = keys[other], keys[one]
        return replace(self, order=tuple(keys))

    def beside(self, fields: Sequence[Field], key: str) -> list[str]:
        """The rows of its section that show, from top to bottom."""
        arranged = self.arranged(fields)
        section = next(field.section for field in arranged if field.key == key)
        return [each.key for each in arranged if each.section is section and each.key not in self.hidden]


def save(settings: Settings, layout: PanelLayout) -> None:
    """Keeps the layout in the settings."""
    values = {"collapsed": sorted(layout.collapsed), "hidden": sorted(layout.hidden), "order": list(layout.order)}
    settings.set(ATTRIBUTE_PANEL, values)


def load(settings: Settings) -> PanelLayout:
    """What was kept; whatever makes no sense is left out."""
    values = settings.get(ATTRIBUTE_PANEL)
    collapsed, hidden, order = (values.get(name, ()) for name in ("collapsed", "hidden", "order"))
    return PanelLayout(frozenset(collapsed), frozenset(hidden), tuple(dict.fromkeys(order)))
