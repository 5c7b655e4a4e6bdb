"""The dialog of the settings."""

from PySide6.QtWidgets import QWidget

from clipiqa_desktop.ui.paged_dialog import PagedDialog
from clipiqa_desktop.ui.settings.general import GeneralPage
from clipiqa_desktop.ui.settings.keys import KeysPage
from clipiqa_desktop.ui.settings.sidecars import SidecarsPage


class SettingsDialog(PagedDialog):
    """Whatever is changed holds at once; there is nothing to confirm."""

    def __init__(self, general: GeneralPage, sidecars: SidecarsPage, keys: KeysPage, parent: QWidget) -> None:
        self.general, self.sidecars, self.keys = general, sidecars, keys
        super().__init__("Settings", {"General": general, "Sidecars": sidecars, "Keys": keys}, parent)
