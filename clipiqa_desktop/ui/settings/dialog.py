"""The dialog of the settings."""

from PySide6.QtWidgets import QWidget

from clipiqa_desktop.ui.settings.general_page import GeneralPage
from clipiqa_desktop.ui.settings.keys_page import KeysPage
from clipiqa_desktop.ui.settings.sidecars_page import SidecarsPage
from clipiqa_desktop.ui.widgets.paged_dialog import PagedDialog


class SettingsDialog(PagedDialog):
    """Whatever is changed holds at once; there is nothing to confirm."""

    def __init__(
        self, general: GeneralPage, stacks: QWidget, sidecars: SidecarsPage, keys: KeysPage, parent: QWidget
    ) -> None:
        self.general, self.stacks, self.sidecars, self.keys = general, stacks, sidecars, keys
        pages = {"General": general, "Sidecars": sidecars, "Keys": keys, "Stacks": stacks}
        super().__init__("Settings", pages, parent)
