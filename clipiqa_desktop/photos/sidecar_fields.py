"""Which properties of a sidecar say a photograph's marks, and in which words."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from clipiqa_desktop.files.file_names import folded
from clipiqa_desktop.mark_words import FlagWord, LabelWord
from clipiqa_desktop.photos.label_names import CLASS_COLOURS, LIGHTROOM_NAMES, OTHER_NAMES, OTHER_NUMBERS
from clipiqa_desktop.photos.xmp_marks import XmpMarks

Properties = Mapping[str, list[tuple[str, ...]]]
Mark = int | str

_REJECTED = -1

# under these digiKam keeps the stars too; the first is ACDSee's, the second Windows' in per cents
_STARS: Mapping[str, Mapping[Mark, str]] = {
    "acdsee:rating": {stars: str(stars) for stars in range(6)},
    "MicrosoftPhoto:Rating": dict(enumerate(("0", "1", "25", "50", "75", "99"))),
}
_FLAG: Mapping[str, Mapping[Mark, str]] = {
    "xmpDM:pick": {"pick": "1", "reject": "-1"},
    "xmpDM:good": {"pick": "True", "reject": "False"},
    "digiKam:PickLabel": {"none": "0", "reject": "1", "pick": "3"},
    "photomechanic:Tagged": {"none": "False", "reject": "False", "pick": "True"},
}
_LABEL: Mapping[str, Mapping[Mark, str]] = {
    "photoshop:LabelColor": {colour: colour for colour in LIGHTROOM_NAMES},
    "digiKam:ColorLabel": {"none": "0", "red": "1", "yellow": "3", "green": "4", "blue": "5", "purple": "6"},
    "darktable:colorlabels": {"red": "0", "yellow": "1", "green": "2", "blue": "3", "purple": "4"},
    "photomechanic:ColorClass": CLASS_COLOURS,
}
_TEXTS: Mapping[str, Mapping[Mark, str]] = {**_STARS, **_FLAG, **_LABEL}
# 2 is digiKam's "pending"
_FURTHER_WORDS: Mapping[str, Mapping[str, Mark]] = {
    "xmpDM:pick": {"0": "none", "": "none"},
    "digiKam:PickLabel": {"2": "none"},
    "photomechanic:Tagged": {"false": "none", "no": "none", "0": "none", "yes": "pick", "1": "pick"},
    "photoshop:LabelColor": {"none": "none", "": "none"},
    "darktable:colorlabels": {"": "none"},
}
_ORIENTATION = "tiff:Orientation"
_ADDED = (_ORIENTATION, "xmp:Rating", "xmp:Label", "photoshop:LabelColor", "xmpDM:pick", "xmpDM:good")


@dataclass(frozen=True)
class SidecarOptions:
    """How sidecars are written.

    label_names: what `xmp:Label` says for each colour; Lightroom knows a label by its name alone. reject_as_minus_one:
    a rejected photograph gets the rating -1, which Bridge and darktable understand, in place of its stars. full_name:
    IMG.CR2.xmp instead of IMG.xmp.
    """

    label_names: Mapping[str, str] = field(default_factory=lambda: LIGHTROOM_NAMES)
    reject_as_minus_one: bool = False
    full_name: bool = False


def marks_in(said: Properties, options: SidecarOptions) -> XmpMarks:
    """The marks that a sidecar says."""
    rating = stars_in(said)
    if rating == _REJECTED:
        return XmpMarks(None, "reject", _label(said, options))
    flags = (_meaning(name, _first(said, name)) for name in _FLAG)
    return XmpMarks(rating, cast("FlagWord | None", _decided(flags)), _label(said, options))


def stars_in(said: Properties) -> int | None:
    """The rating, -1 for a rejection: as most programs say it, or else as ACDSee or Windows do."""
    readings = [_rating(_first(said, "xmp:Rating")), *(_meaning(name, _first(said, name)) for name in _STARS)]
    return next((reading for reading in readings if isinstance(reading, int)), None)


def orientation_in(said: Properties) -> int | None:
    """EXIF's orientation, 1 to 8, as the program shows the photograph that wrote this."""
    words = (_first(said, _ORIENTATION) or "").strip()
    return int(words) if words in {"1", "2", "3", "4", "5", "6", "7", "8"} else None


def unknown_label(said: Properties, options: SidecarOptions) -> str:
    """The words of a label that is none of the five colours; empty where there is none."""
    words = (_first(said, "xmp:Label") or "").strip()
    if words:
        is_known = _own_colour(words, options) or _other_colour(words)
        return "" if is_known else words
    named = (names.get((_first(said, name) or "").strip(), "") for name, names in OTHER_NUMBERS.items())
    return next(filter(None, named), "")


def changes(said: Properties, marks: XmpMarks, options: SidecarOptions) -> dict[str, str | None]:
    """The properties to set, or (None) to remove, so that a sidecar which says `said` says `marks`.

    What says it already is left in its own words, and programs' own properties are not added.
    """
    changed: dict[str, str | None] = {}
    for name, mark in _wanted(said, marks, options).items():
        text = _text(name, mark, options)
        is_said = all(_says(name, _one(values), mark, options) for values in said.get(name, ()))
        if not is_said if name in said else (text is not None and name in _ADDED):
            changed[name] = text
    return changed


def _wanted(said: Properties, marks: XmpMarks, options: SidecarOptions) -> dict[str, Mark]:
    now = marks_in(said, options)
    was_minus_one = _rating(_first(said, "xmp:Rating")) == _REJECTED
    rating = _new_rating(now, marks, was_minus_one, options)
    # the rejection that the rating no longer says must be said by the flag
    flag = marks.flag or ("reject" if was_minus_one and rating not in {None, _REJECTED} else None)
    return {
        **_each(["xmp:Rating"], rating),
        **_each(_STARS, marks.stars),
        **_each(_FLAG, _if_changed(flag, now.flag)),
        **_each(["xmp:Label", *_LABEL], _if_changed(marks.label, now.label)),
        **_each([_ORIENTATION], marks.orientation),
    }


def _if_changed(mark: Mark | None, now: Mark | None) -> Mark | None:
    # what cannot be shown here, as an orange label, was not cleared by anyone, for nobody saw it
    return None if mark == "none" and now in {None, "none"} else mark


def _each(names: Iterable[str], mark: Mark | None) -> dict[str, Mark]:
    return {} if mark is None else dict.fromkeys(names, mark)


def _new_rating(now: XmpMarks, marks: XmpMarks, was_minus_one: bool, options: SidecarOptions) -> int | None:
    if marks.stars is None and marks.flag is None:
        return None
    stars = now.stars if marks.stars is None else marks.stars
    # where -1 stands already, some program understands it, and without stars nothing is lost by keeping it
    if (marks.flag or now.flag) == "reject" and (options.reject_as_minus_one or (was_minus_one and not stars)):
        return _REJECTED
    return 0 if stars is None and was_minus_one else stars


def _text(name: str, mark: Mark, options: SidecarOptions) -> str | None:
    match name:
        case "xmp:Rating" | "tiff:Orientation":
            return str(mark)
        case "xmp:Label":
            return _names(options).get(str(mark))
        case _:
            return _TEXTS[name].get(mark)


def _says(name: str, text: str, mark: Mark, options: SidecarOptions) -> bool:
    match name:
        case "xmp:Rating":
            return _rating(text) == mark
        case "tiff:Orientation":
            return text.strip() == str(mark)
        case "xmp:Label" if options.label_names != LIGHTROOM_NAMES:
            return text == _names(options).get(str(mark), "")
        case "xmp:Label":
            # the usual names do not oust those that another program has for the same colour
            return mark in {_own_colour(text, options), _other_colour(text)}
        case _:
            return _meaning(name, text) == mark or folded(text.strip()) == folded(_TEXTS[name].get(mark, "\0"))


def _names(options: SidecarOptions) -> dict[str, str]:
    return dict(LIGHTROOM_NAMES) | dict(options.label_names)


def _label(said: Properties, options: SidecarOptions) -> LabelWord | None:
    name = _first(said, "xmp:Label")
    colours = [_meaning(each, _first(said, each)) for each in _LABEL]
    readings = [_own_colour(name, options), colours[0], _other_colour(name), *colours[1:]]
    return cast("LabelWord | None", _decided(readings))


def _own_colour(name: str | None, options: SidecarOptions) -> Mark | None:
    if name is None:
        return None
    known = {folded(text): colour for names in (LIGHTROOM_NAMES, _names(options)) for colour, text in names.items()}
    return ({"": "none"} | known).get(folded(name.strip()))


def _other_colour(name: str | None) -> Mark | None:
    return OTHER_NAMES.get(folded((name or "").strip()))


def _rating(text: str | None) -> int | None:
    try:
        rating = round(float(text or ""))
    except (ValueError, OverflowError):
        return None
    return rating if _REJECTED <= rating <= 5 else None


def _meaning(name: str, text: str | None) -> Mark | None:
    if text is None:
        return None
    if name == "MicrosoftPhoto:Rating":
        return _stars_of_percent(text)
    words = {word.casefold(): mark for mark, word in _TEXTS[name].items()}
    return {**words, **_FURTHER_WORDS.get(name, {})}.get(text.strip().casefold())


def _stars_of_percent(text: str) -> int | None:
    """As Windows reads what others wrote between its own 1, 25, 50, 75 and 99."""
    try:
        percent = float(text)
    except ValueError:
        return None
    return bisect_left((1, 13, 38, 63, 88), percent + 0.5) if 0 <= percent <= 100 else None


def _first(said: Properties, name: str) -> str | None:
    return _one(said[name][0]) if name in said else None


def _one(values: tuple[str, ...]) -> str:
    # darktable alone has lists, of several colours; the first stands for them
    return values[0] if values else ""


def _decided(marks: Iterable[Mark | None]) -> Mark | None:
    """The first that is a mark; else "none" where at least that is said."""
    said = [mark for mark in marks if mark is not None]
    return next((mark for mark in said if mark != "none"), "none" if said else None)
