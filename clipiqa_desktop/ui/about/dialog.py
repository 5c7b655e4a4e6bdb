"""The dialog "About": what the program is, where everything lies, under which licences its parts are."""

from PySide6.QtWidgets import QWidget

from clipiqa_desktop.ui.about.licences_page import LicencesPage
from clipiqa_desktop.ui.about.places_page import Named, PlacesPage
from clipiqa_desktop.ui.about.program_page import ProgramPage
from clipiqa_desktop.ui.widgets.paged_dialog import PagedDialog


class AboutDialog(PagedDialog):
    """`network` says what scores, and on which device; `places` are files and folders by what lies there."""

    def __init__(self, network: str, places: Named, parent: QWidget | None = None) -> None:
        self.program, self.places, self.licences = ProgramPage(network), PlacesPage(places), LicencesPage()
        pages = {"Program": self.program, "Places": self.places, "Licences": self.licences}
        super().__init__("About CLIP-IQA Desktop", pages, parent)
