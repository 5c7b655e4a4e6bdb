"""What the person says in words, as one object for the main window."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from clipiqa_desktop.indexing.prompting import Prompting
from clipiqa_desktop.places import Places
from clipiqa_desktop.ui.actions import Actions
from clipiqa_desktop.ui.attributes.panel import AttributePanel
from clipiqa_desktop.ui.indexing.indexing_thread import Indexing
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.own_attributes.find_by_words import FindByWords
from clipiqa_desktop.ui.own_attributes.own_attributes import OwnAttributes
from clipiqa_desktop.ui.own_attributes.prompt_thread import PromptThread, weights_in_use
from clipiqa_desktop.ui.own_attributes.taste import TasteFeature


class TextSearchController(QObject):
    """Own attributes and finding by words, which ask the same process; and a taste, which has one of its own."""

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
        weights = weights_in_use(indexing, places.weights)
        prompting = Prompting(places.catalog, weights)
        self.prompts = PromptThread(prompting, self)
        self.attributes = OwnAttributes(library, self.prompts, panel, places.thumbnails, actions, window)
        self.finding = FindByWords(library, self.prompts, actions, self)
        self.taste = TasteFeature(library, weights, places.catalog, places.thumbnails, panel, actions, window)
        self.taste.stored.connect(self.attributes.show_stored)
        for each in (self.attributes, self.finding, self.taste):
            each.said.connect(self.said)
        self.finding.left.connect(self.left)
        indexing.weights_found.connect(self.prompts.use_weights)
        indexing.finished.connect(self.finding.renew)

    def add_to_menu(self, key: str, menu: QMenu) -> None:
        """What can be done with the row of an own attribute."""
        self.attributes.add_to_menu(key, menu)
        self.taste.add_to_menu(key, menu)

    def close(self) -> None:
        """Puts the order back that was before the words, and ends thread and process."""
        self.finding.field.clear()
        self.prompts.close()
        self.taste.close()
