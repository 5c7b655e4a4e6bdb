"""The columns that everybody has, put into the registry: what is added here shows everywhere."""

from collections.abc import Callable
from dataclasses import replace

from clipiqa_desktop.catalog import moments
from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.query.fields import Axis, Field, Fields, Kind, Section, Source, Value, score_field
from clipiqa_desktop.catalog.stages.faces import CLOSED
from clipiqa_desktop.mark_words import FLAG_WORDS, LABELS, MOST_STARS, NO_FLAG, PICK, REJECT
from clipiqa_desktop.notation import hundredths, three_figures, two_figures
from clipiqa_desktop.perception.attributes import FEEL, IN_WINDOW, LOOK

_SECTIONS = {LOOK: Section.LOOK, FEEL: Section.FEEL}
_FLAG_TITLES = {PICK: "⚑ Picked", REJECT: "✕ Rejected", NO_FLAG: "No flag"}


def fields_of(catalog: Catalog) -> Fields:
    """All fields of a catalog, with the person's own attributes."""
    return BUILT_IN.with_own(catalog.own_attributes.all())


def _percent(share: float) -> str:
    return f"{three_figures(100 * share)} %"


def _whole(number: float) -> str:
    return f"{number:.0f}"


def _eyes(opening: float) -> str:
    return f"{hundredths(opening)}, {'may be closed' if opening <= CLOSED else 'open'}"


def _eyes_short(opening: float) -> str:
    return "shut?" if opening <= CLOSED else "open"


def _shutter(seconds: float) -> str:
    return f"1/{round(1 / seconds)}" if 0 < seconds < 0.3 else f"{three_figures(seconds)} s"


def _millimetres(length: float) -> str:
    return f"{three_figures(length)} mm"


def _f_number(number: float) -> str:
    return f"f/{two_figures(number)}"


def _stars(stars: float) -> str:
    return "★" * round(stars)


def _measured(key: str, title: str, entry: str) -> Field:
    return Field(
        key, title, Section.MEASURED, Source.MEASURES, words=_percent, short=_percent, entry=entry, percentile=True
    )


def _taken(
    key: str,
    title: str,
    words: Callable[[float], str],
    entry: str,
    limits: tuple[float, float],
    short: Callable[[float], str] | None = None,
    command: str = "",
    in_text: str = "",
) -> Field:
    """What the camera wrote, on an axis on which a step is a factor."""
    taken = Field(key, title, Section.TAKEN, Source.FACTS, Kind.NUMBER, Axis.LOG2, words, short or words)
    return replace(taken, entry=entry, limits=limits, command=command, in_text=in_text)


def _detail(key: str, title: str) -> Field:
    return Field(key, title, Section.TAKEN, Source.FACTS, Kind.DETAIL)


_MEASURED = (
    Field(
        "focus", "Focus", Section.MEASURED, Source.FOCUS, words=_whole, short=_whole, percentile=True,
        entry="0 (soft) to 100 (sharp)", limits=(0, 100), ends=("softest", "sharpest"),
    ),
    Field(
        "eye_focus", "Eye focus", Section.MEASURED, Source.FACES, words=_whole, short=_whole, percentile=True,
        entry="0 (soft) to 100 (sharp)", limits=(0, 100), ends=("softest", "sharpest"),
    ),
    Field(
        "eyes_open", "Eyes open", Section.MEASURED, Source.FACES, words=_eyes, short=_eyes_short,
        entry="Height over width of the eyes",
        ends=("most closed", "widest open"), in_text="eyes open",
    ),
    Field(
        "faces", "Faces", Section.MEASURED, Source.FACES, words=_whole, short=_whole, entry="How many",
        limits=(0, 10_000), ends=("fewest", "most"),
    ),
    _measured("blown", "Blown", "Shares of the pixels, 0 to 1"),
    _measured("blocked", "Blocked", "Shares of the pixels, 0 to 1"),
    replace(_measured("luminance", "Exposure", "Mean luminance, 0 to 1"), ends=("darkest", "brightest")),
)  # fmt: skip

_SCORES = tuple(score_field(each.key, each.title, _SECTIONS[each.section], each.prompts) for each in IN_WINDOW)

# In the order of the columns of a table.
_FACTS = (
    _detail("width", "Width"),
    _detail("height", "Height"),
    _detail("orientation", "Orientation"),
    Field(
        "captured", "Capture time", Section.TAKEN, Source.FACTS, Kind.MOMENT,
        words=moments.clock, short=moments.hours_and_minutes, entry="Times: 2026-11-23 or 2026-11-23 14:30",
        ends=("earliest", "latest"), ascending=True, in_text="time",
    ),
    Field("name", "Name", Section.TAKEN, Source.FILE, Kind.TEXT, ascending=True),
    _detail("utc_offset_minutes", "Offset from UTC"),
    Field("camera", "Camera", Section.TAKEN, Source.FACTS, Kind.CHOICE, plural="Cameras"),
    Field("lens", "Lens", Section.TAKEN, Source.FACTS, Kind.CHOICE, plural="Lenses"),
    _taken(
        "focal_length_mm", "Focal length", _millimetres, "Millimetres", (0.1, 1e4),
        short=three_figures, command="focal_length",
    ),
    _taken("aperture", "Aperture", _f_number, "f-numbers", (0.1, 1e3)),
    _taken("shutter_s", "Shutter", _shutter, "Seconds", (1e-7, 1e6), command="shutter"),
    _taken("iso", "ISO", "ISO {:.0f}".format, "ISO numbers", (1, 1e8), short="{:.0f}".format, in_text="ISO"),
    _detail("exposure_bias_ev", "Exposure compensation"),
    _detail("flash", "Flash"),
    _detail("has_gps", "GPS"),
)  # fmt: skip

_MARKS = (
    Field("stars", "Stars", Section.MARKS, Source.MARKS, words=_stars, short=_stars, limits=(0, MOST_STARS)),
    Field(
        "flag", "Flag", Section.MARKS, Source.MARKS, Kind.CHOICE,
        values=tuple(Value(flag, word, _FLAG_TITLES[flag]) for word, flag in FLAG_WORDS.items()),
    ),
    Field(
        "label", "Label", Section.MARKS, Source.MARKS, Kind.CHOICE,
        values=tuple(
            Value(value, label or "none", f"{label.capitalize()} label" if label else "No label")
            for value, label in enumerate(LABELS)
        ),
    ),
)  # fmt: skip

BUILT_IN = Fields([*_MEASURED, *_SCORES, *_FACTS, *_MARKS])
