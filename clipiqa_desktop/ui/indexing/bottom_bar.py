"""The bar below the grid: what the worker is doing, what could not be read, what scores."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from clipiqa_desktop.indexing.progress import STAGE_WORDS, Phase, Progress
from clipiqa_desktop.notation import figures, tenths
from clipiqa_desktop.ui.texts import DOT, about, plain_tooltip
from clipiqa_desktop.ui.widgets.elided_label import ElidedLabel
from clipiqa_desktop.ui.widgets.plain import PlainLabel
from clipiqa_desktop.ui.widgets.progress_bar import ProgressBar
from clipiqa_desktop.ui.widgets.timers import single_shot

SAID_MS = 5000
BAR_WIDTH, NARROWEST_BAR = 240, 60
_MARGIN = 2
_LEAST_RATE = 0.05  # photographs a second: less would be said as 0.0
_SAID_FIRST, _THEN_BAR, _THEN_NETWORK = 1000, 30, 1  # stretches: who gets what is left
UP_TO_DATE = "Up to date"
WITHOUT_WEIGHTS = "All photographs are read"
EMPTY = "No photographs yet"
_WORDS = {
    Phase.FINDING: "Looking for photographs",
    Phase.STARTING: "Getting ready to score",
    Phase.LOOKING: "Looking at photographs",
    Phase.PAUSED: "Paused",
    Phase.CANCELLED: "Stopped",
    Phase.FAILED: "Stopped",
}


class BottomBar(QFrame):
    """Progress with rate and time left, pause and stop; errors; model and device.

    Its words never widen the window: what is said yields first, then the rest; what scores keeps its room.
    """

    pause_toggled = Signal()
    stop_requested = Signal()
    start_requested = Signal()
    problems_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", True)
        self._words, self._rate, self._said, self._network = (ElidedLabel() for _ in range(4))
        self._switches = PlainLabel()
        self._bar = ProgressBar()
        self._bar.setMinimumWidth(NARROWEST_BAR)
        self._bar.setMaximumWidth(BAR_WIDTH)
        self._bar.setAccessibleName("Progress of the indexing")
        self._pause, self._stop, self._start = (QPushButton(text) for text in ("❚❚ Pause", "Stop", "Go on"))
        self._problems = QPushButton()
        self._silence = single_shot(self, SAID_MS)
        self._silence.timeout.connect(self._fall_silent)
        self._idle, self._described = UP_TO_DATE, ""
        self._scores, self._empty = True, False
        self._lay_out()
        self.show_progress(Progress(Phase.DONE))
        self.show_weights(found=True)
        self.show_problems(0)
        self._show_said("")
        self.show_switches("")

    def show_progress(self, progress: Progress) -> None:
        """Follows a run."""
        running = progress.under_way
        interrupted = progress.phase in {Phase.CANCELLED, Phase.FAILED} and not progress.all_done
        self._words.show_text(_sentence(progress) if running or interrupted else self._idle)
        self._words.reserve_width(self._width_of(progress) if running else 0)
        self._rate.show_text(_rate(progress) if progress.phase is Phase.LOOKING else "")
        self._rate.setVisible(running)
        done, total = progress.counted
        self._bar.show_steps(done, total if progress.phase is not Phase.FINDING else 0)
        self._bar.setVisible(running and (progress.total > 0 or progress.phase is Phase.FINDING))
        self._pause.setText("▶ Go on" if progress.phase is Phase.PAUSED else "❚❚ Pause")
        self._pause.setVisible(running)
        self._stop.setVisible(running)
        self._start.setVisible(interrupted)

    def _width_of(self, progress: Progress) -> int:
        """Room for the longest sentence of a run, so that nothing moves while it counts."""
        metrics = self._words.fontMetrics()
        most = max([progress.counted[1], *(each.total for each in progress.stages)])
        full = replace(progress, done=most, total=most, before=0, phase=Phase.LOOKING)
        longest = [*(replace(full, stage=stage) for stage in STAGE_WORDS), replace(full, phase=Phase.FINDING)]
        return max(metrics.horizontalAdvance(_sentence(each)) for each in longest)

    def show_problems(self, count: int) -> None:
        """How many photographs could not be read."""
        self._problems.setText(f"{figures(count)} could not be read")
        self._problems.setVisible(count > 0)

    def say(self, words: str) -> None:
        """A few words that stand for some seconds; with an ellipsis at their end, until there are others."""
        self._show_said(words)
        if words.endswith("…"):
            self._silence.stop()
        else:
            self._silence.start()

    def hush(self) -> None:
        """What was said of the deed before stands no longer; what goes on is still said."""
        if self._silence.isActive():
            self._silence.stop()
            self._show_said("")

    def _fall_silent(self) -> None:
        """Not while somebody reads in the tooltip what has no room."""
        if self._said.underMouse():
            self._silence.start()
        else:
            self._show_said("")

    def _show_said(self, words: str) -> None:
        """What goes on says that not all is done: the words for that stand no longer beside it."""
        self._said.show_text(words)
        self._show_idle()
        self._said.setMaximumWidth(self._said.sizeHint().width())

    def show_weights(self, *, found: bool) -> None:
        """Whether there is anything to score with."""
        self._scores = found
        self._show_idle()
        self.show_network("CLIP-IQA · RN50" if found else "no weights · nothing new is scored")

    def show_photographs(self, count: int) -> None:
        """How many there are."""
        self._empty = not count
        self._show_idle()

    def _show_idle(self) -> None:
        self._idle = EMPTY if self._empty else UP_TO_DATE if self._scores else WITHOUT_WEIGHTS
        if self._said.whole.endswith("…"):
            self._idle = ""
        if self._words.whole in {EMPTY, UP_TO_DATE, WITHOUT_WEIGHTS, ""}:
            self._words.show_text(self._idle)

    def show_switches(self, words: str) -> None:
        """What is switched on and changes what keys do, or how photographs look."""
        self._switches.setText(words)
        self._switches.setVisible(bool(words))

    @property
    def network(self) -> str:
        """What scores, and where it runs, as far as it is known."""
        return self._described

    def show_network(self, description: str) -> None:
        """What scores, and where it runs: all of it under the pointer, and in the bar no more than its name."""
        self._described = description
        self._network.show_text(description.split(" · ", maxsplit=1)[0])
        self._network.setToolTip(plain_tooltip(description))
        self._network.setMinimumWidth(self._network.sizeHint().width())

    def showEvent(self, event: QShowEvent) -> None:
        """As high with buttons as without, whatever comes and goes."""
        super().showEvent(event)
        for button in (self._pause, self._problems):
            button.ensurePolished()
        self.setMinimumHeight(max(self._pause.sizeHint().height(), self._problems.sizeHint().height()) + 2 * _MARGIN)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, _MARGIN, 14, _MARGIN)
        layout.setSpacing(12)
        for widget in (self._words, self._bar, self._rate, self._pause, self._stop, self._start):
            layout.addWidget(widget, _THEN_BAR if widget is self._bar else 0)
        layout.addWidget(self._said, _SAID_FIRST)
        layout.addWidget(self._switches)
        layout.addWidget(self._problems)
        layout.addWidget(self._network, _THEN_NETWORK)
        for button, signal in (
            (self._pause, self.pause_toggled),
            (self._stop, self.stop_requested),
            (self._start, self.start_requested),
            (self._problems, self.problems_requested),
        ):
            button.setFlat(True)
            button.clicked.connect(signal)
        self._rate.reserve_width(self._rate.fontMetrics().horizontalAdvance("88.8 a second · less than a minute left"))
        for label in (self._rate, self._network):
            label.setProperty("quiet", True)
        self._switches.setProperty("accent", True)
        for label in (self._said, self._network):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def _sentence(progress: Progress) -> str:
    """Nothing is said of work that is not there."""
    phase = Phase.FINDING if progress.phase is Phase.LOOKING and not progress.total else progress.phase
    words = STAGE_WORDS[progress.stage] if phase is Phase.LOOKING and progress.stage else _WORDS[phase]
    if phase is Phase.FINDING or not progress.total:
        return words
    done, total = progress.counted
    return f"{words}: {figures(done)} of {figures(total)}"


def _rate(progress: Progress) -> str:
    told = [f"{tenths(progress.rate)} a second"] if progress.rate and progress.rate >= _LEAST_RATE else []
    if progress.seconds_left is not None:
        told.append(f"{about(progress.seconds_left)} left")
    return DOT.join(told)
