"""Between the numbers of a field and their places in its histogram."""

import math

from clipiqa_desktop.catalog.query.fields import Axis, Field
from clipiqa_desktop.catalog.query.histograms import Histogram


def on_axis(axis: Axis, value: float | None) -> float | None:
    """Where a number stands in its histogram; one that has no place there stands nowhere."""
    if value is None or axis is Axis.LINEAR:
        return value
    return math.log2(value) if value > 0 else None


def off_axis(axis: Axis, place: float) -> float:
    """The number that stands there."""
    return 2**place if axis is Axis.LOG2 else place


def beyond_words(field: Field, histogram: Histogram) -> str:
    """`The last bar counts all up to 61 %`, where few lie so far out that the axis ends before them."""
    least, greatest = (field.words(off_axis(field.axis, end)) for end in histogram.extent)
    first = f"The first bar counts all from {least}" if histogram.extent[0] < histogram.low else ""
    last = f"The last bar counts all up to {greatest}" if histogram.extent[1] > histogram.high else ""
    return ". ".join(filter(None, (first, last)))
