import pytest

from clipiqa_desktop.ui.settings.switch import SettingsSwitch


@pytest.fixture
def open_settings(qtbot):
    """Opens the settings of a window by their key's action, and answers the dialog."""

    def open_it(window):
        if not window.findChild(SettingsSwitch):
            view, actions = window.view, window.actions_by_name
            SettingsSwitch(window.indexing, window.weights, view, window.settings, actions, window)
        dialog = window.findChild(SettingsSwitch).open()
        qtbot.waitUntil(dialog.isVisible)
        return dialog

    return open_it
