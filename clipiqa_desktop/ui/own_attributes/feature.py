"""What the person says in words, as one object for the main window."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.indexing.prompting import Prompting
from clipiqa_desktop.places import Places
from clipiqa_desktop.ui.actions import Actions
from clipiqa_desktop.ui.attributes.panel import AttributePanel
from clipiqa_desktop.ui.indexing.indexing_thread import Indexing
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.own_attributes.find_by_words import FindByWords
from clipiqa_desktop.ui.own_attributes.own_attributes import OwnAttributes
from clipiqa_desktop.ui.own_attributes.prompt_thread import PromptThread, weights_in_use


class TextSearchController(QObject):
    """Own attributes and finding by words; both ask the same process."""

    said = Signal(str)
    left = Signal()  # the keyboard may go back to the photographs

    def __init__(
        self,
        library: Library,
        indexing: Indexing,
        places: Places,
        panel: AttributePanel,
        actions: Actions,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        prompting = Prompting(places.catalog, weights_in_use(indexing, places.weights))
        self.prompts = PromptThread(prompting, self)
        self.attributes = OwnAttributes(library, self.prompts, panel, places.thumbnails, actions, window)
        self.finding = FindByWords(library, self.prompts, actions, self)
        for each in (self.attributes, self.finding):
            each.said.connect(self.said)
        self.finding.left.connect(self.left)
        indexing.weights_found.connect(self.prompts.use_weights)
        indexing.finished.connect(self.finding.renew)

    def close(self) -> None:
        """Puts the order back that was before the words, and ends thread and process."""
        self.finding.field.clear()
        self.prompts.close()
