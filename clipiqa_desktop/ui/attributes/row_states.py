"""What the row of each column shows, out of the library: where photographs stand, and what is still on its way."""

from collections.abc import Callable, Mapping

from clipiqa_desktop.catalog.query.fields import Field, Source
from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.indexing.progress import Phase, Progress
from clipiqa_desktop.indexing.wishes import ASKED_FOR
from clipiqa_desktop.ui.attributes.axes import beyond_words, on_axis
from clipiqa_desktop.ui.attributes.faces_words import FACES, faces_words
from clipiqa_desktop.ui.attributes.focus_words import focus_words, unmeasured_words, with_ties
from clipiqa_desktop.ui.attributes.row_state import NOTHING, RowState, Standing
from clipiqa_desktop.ui.attributes.waiting_words import none_of, waiting_for, waiting_of, why_no_order
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import range_words
from clipiqa_desktop.ui.views.stack_places import StackPlaces


class RowStates:
    """Of the current photograph; or of several that are compared, whose tiles have these `numbers` by their ids."""

    def __init__(self, library: Library) -> None:
        self._library, self._places = library, StackPlaces(library)
        self.numbers: Mapping[int, int] = {}
        self._progress = Progress(Phase.DONE)

    def follow(self, progress: Progress) -> bool:
        """The indexing has come so far; whether any row may say something else of it."""
        before, self._progress = self._progress, progress
        return any(waiting_for(stage, progress) != waiting_for(stage, before) for stage in ("encode", *ASKED_FOR))

    def why_no_order(self, field: Field, *, has_weights: bool) -> str:
        """Why sorting by this column would do nothing; empty where it does."""
        return why_no_order(self._library, field, self._progress, has_weights=has_weights)

    def of(self, field: Field) -> RowState:
        """What the row of this column shows now."""
        library = self._library
        histogram = library.answer.histograms.get(field.key)
        if histogram is None:
            return NOTHING  # until the next answer
        bounds = library.raw_range(field.key)
        return RowState(
            histogram.counts,
            histogram.low,
            histogram.high,
            on_axis(field.axis, bounds.low),
            on_axis(field.axis, bounds.high),
            self.standings(field),
            caution=library.caution_of(field.key) if field.source is Source.SCORES else "",
            range_words=self._range_words(field, bounds),
            beyond=beyond_words(field, histogram),
            details=self._details(field),
            waiting=waiting_of(library, field, self._progress) or none_of(library, field),
        )

    def standings(self, field: Field) -> tuple[Standing, ...]:
        """Where each photograph that is shown stands."""
        current = self._library.current_id
        if self.numbers:
            shown = tuple(self._standing(field, *each, active=each[0] == current) for each in self.numbers.items())
            return with_ties(shown, self._places_in_stack()) if field.source is Source.FOCUS else shown
        return (Standing() if current is None else self._standing(field, current),)

    def _places_in_stack(self) -> list[int]:
        """By focus, of what is shown; none where that is not all of one stack."""
        stacks = {self._library.stack_of(photo_id) for photo_id in self.numbers}
        if len(stacks) > 1 or None in stacks:
            return []
        return [self._places.of(photo_id).number for photo_id in self.numbers]

    def _standing(self, field: Field, photo_id: int, number: int | None = None, *, active: bool = True) -> Standing:
        """Scores speak in numbers, all others in the words of their field; the row's name says what they are."""
        value = self._library.score(photo_id, field.key)
        words = None if field.source is Source.SCORES else "" if value is None else field.words(value)
        place = on_axis(field.axis, value)
        if field.percentile:
            percentile = None if value is None else self._library.percentile(field.key, value)
            brief = "" if value is None else field.brief(value)
            alone = field.source is Source.FOCUS and number is None
            if alone and words and (in_stack := self._places.of(photo_id)).words:
                said = f"{words}, {in_stack.words} in its stack" + (", moved" if in_stack.moved else "")
                return Standing(place, percentile, said, in_stack.words, None, active, brief)
            return Standing(place, percentile, words, None, number, active, brief)
        return Standing(place, None, words, "" if value is None else field.short(value), number, active)

    def _details(self, field: Field) -> Callable[[], str] | None:
        """Only looked up when it is asked for."""
        library, photo_id = self._library, self._library.current_id
        if photo_id is None:
            return None
        catalog, is_unknown = library.catalog, library.score(photo_id, field.key) is None
        told: dict[Source, Callable[[], str]] = {
            Source.FOCUS: lambda: focus_words(catalog.focus, photo_id, library.turned([photo_id])[photo_id]),
            Source.FACES: lambda: self._faces_words(photo_id),
            Source.MEASURES: lambda: unmeasured_words(catalog.measures.reason(photo_id)) if is_unknown else "",
        }
        return told.get(field.source)

    def _faces_words(self, photo_id: int) -> str:
        library, is_coming = self._library, bool(self._progress.left("faces"))
        return faces_words(library.score(photo_id, FACES), library.catalog.faces.reason(photo_id), is_coming=is_coming)

    def _range_words(self, field: Field, raw: Range) -> str:
        """Empty where the numbers of the range speak for themselves."""
        wanted = self._library.query.range_of(field.key)
        if wanted.percentile or field.source is not Source.SCORES:
            return range_words(field, wanted if wanted.percentile else raw)
        return ""
