from contextlib import closing

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from tools.known_shoot import save_shoot
from ui.conftest import at_work

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.settings import JPEG_ASKED, Settings
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.export.export_switch import ExportSwitch
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.marks.sidecar_switch import SidecarSwitch


class Host(QWidget):
    """A window with nothing in it but the export's actions, on the four photographs of a known shoot."""

    def __init__(self, place, selected):
        super().__init__()
        self.place, self.shoot, self.looked, self.told = place, place / "shoot", [], []
        self.settings = Settings(place / "settings.json")
        self.library = Library(self.opened())
        self.settings.set(JPEG_ASKED, True)
        self.actions_by_name = Actions(self, self.settings)
        self.sidecars = SidecarSwitch(self.library, self.settings, self.opened, self.actions_by_name, self)
        self.actions_by_name.add(Entry("Edit", "undo", "Undo", ("Ctrl+Z",)), self.library.undo)
        self.switch = ExportSwitch(
            self.library,
            lambda: selected,
            self.sidecars,
            self.settings,
            self.opened,
            place / "thumbnails.db",
            self.looked.append,
            self.actions_by_name,
            self,
        )
        self.switch.said.connect(self.told.append)

    def opened(self):
        return Catalog(self.place / "catalog.db", KEYS)

    def id(self, name):
        return self.library.catalog.photos.at(next(self.shoot.rglob(name)))

    def dialogs(self):
        return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]

    def wait_for_dialog(self, qtbot, title):
        qtbot.waitUntil(lambda: title in [each.windowTitle() for each in self.dialogs()], timeout=20_000)
        return next(each for each in self.dialogs() if each.windowTitle() == title)

    def wait_until_idle(self, qtbot):
        qtbot.waitUntil(lambda: not self.switch.jobs.busy, timeout=60_000)


@pytest.fixture
def selected():
    return []


@pytest.fixture
def host(qapp, qtbot, tmp_path, selected):
    save_shoot(tmp_path / "shoot", tmp_path / "catalog.db")
    with closing(ThumbnailStore(tmp_path / "thumbnails.db")):
        pass
    window = Host(tmp_path, selected)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.setFocus()
    yield window
    for dialog in window.dialogs():
        dialog.close()
    window.switch.close()
    window.sidecars.close()
    window.library.catalog.close()
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    assert at_work() == []
