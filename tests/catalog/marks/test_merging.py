"""Field by field: whoever changed it is followed; where both did, the newer one."""

from hypothesis import given
from hypothesis import strategies as st

from clipiqa_desktop.catalog.marks.marks import FIELDS, Mark, as_number, from_number
from clipiqa_desktop.catalog.marks.merging import merged
from clipiqa_desktop.mark_words import LABELS

marks = st.builds(Mark, st.integers(0, 5), st.sampled_from([-1, 0, 1]), st.sampled_from(LABELS))


@given(marks, marks, marks, st.booleans())
def test_every_field_follows_whoever_changed_it(base: Mark, ours: Mark, theirs: Mark, newer: bool) -> None:
    mark, clashes = merged(base, ours, theirs, theirs_is_newer=newer)
    clashing = {clash.field: clash for clash in clashes}
    for field in FIELDS:
        before, here, there, now = (getattr(side, field) for side in (base, ours, theirs, mark))
        if there == before:
            assert now == here
        elif here == before:
            assert now == there
        else:
            assert now == (there if newer else here)
        assert (field in clashing) == (len({before, here, there}) == 3)
    for field, clash in clashing.items():
        assert from_number(field, clash.ours) == getattr(ours, field)
        assert from_number(field, clash.theirs) == getattr(theirs, field)
        assert clash.kept_ours == (not newer)


@given(marks, marks, marks, st.booleans())
def test_a_second_look_at_the_same_sidecar_changes_nothing(base: Mark, ours: Mark, theirs: Mark, newer: bool) -> None:
    mark, _ = merged(base, ours, theirs, theirs_is_newer=newer)
    assert merged(theirs, mark, theirs, theirs_is_newer=newer) == (mark, ())


@given(marks, marks, st.booleans())
def test_who_says_nothing_new_changes_nothing(base: Mark, ours: Mark, newer: bool) -> None:
    assert merged(base, ours, base, theirs_is_newer=newer) == (ours, ())
    assert merged(base, ours, ours, theirs_is_newer=newer) == (ours, ())


@given(marks)
def test_words_and_numbers_lead_back(mark: Mark) -> None:
    assert Mark.from_words(*mark.in_words()) == mark
    assert all(from_number(field, as_number(getattr(mark, field))) == getattr(mark, field) for field in FIELDS)
    assert Mark.from_words(None, None, None) == Mark()
