"""The page of how marks reach other programs."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QWidget

from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.photos import exiftool
from clipiqa_desktop.settings import JPEG_ASKED, Settings, SidecarMode
from clipiqa_desktop.ui.marks.sidecar_switch import WRITE
from clipiqa_desktop.ui.settings.label_names import LabelNames
from clipiqa_desktop.ui.widgets.form import Form

_MODES: dict[SidecarMode, str] = {
    "off": f"Only when I ask for it, with {WRITE.menu} → {WRITE.text}",
    "on export": "With every export, and when I ask for it",
    "as I mark": "As I mark, a second after each mark from now on",
}
_STYLES = {False: "IMG_0412.xmp, as Lightroom, Bridge and Capture One do", True: "IMG_0412.CR2.xmp, as darktable does"}


class SidecarsPage(Form):
    """When sidecars are written, and how. `look_again` has folders read again, after what is read has changed."""

    def __init__(self, settings: Settings, look_again: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings, self._look_again = settings, look_again
        kept = SidecarSettings.from_settings(settings)
        self.heading("Write stars, flags and labels to XMP sidecars")
        self.modes = self._radios(_MODES, kept.mode, lambda mode: self._keep(mode=mode))
        self.heading("Name of a sidecar")
        self.styles = self._radios(_STYLES, kept.full_name, self._set_full_name)
        self.sentence("A sidecar that is there keeps its name. Long names give a CR2 and a DNG of one name one each.")
        self._add_labels(kept)
        self._add_switches(kept)

    def _add_labels(self, kept: SidecarSettings) -> None:
        self.heading("Names of the colour labels")
        self.labels = LabelNames(kept.label_names)
        self.labels.changed.connect(lambda names: self._keep(label_names=names))
        self.wide(self.labels)
        self.sentence("Lightroom and Bridge know a label by its name alone: give those of your label set there.")

    def _add_switches(self, kept: SidecarSettings) -> None:
        self.heading("For other programs")
        self.minus_one = QCheckBox("A rejected photograph also gets the rating -1")
        self.minus_one.setChecked(kept.reject_as_minus_one)
        self.minus_one.clicked.connect(lambda on: self._keep(reject_as_minus_one=on))
        self.line(self.minus_one)
        self.sentence(
            "In place of its stars, which only this program knows then. Bridge and darktable show it as rejected.",
            indented=True,
        )
        self.embed = QCheckBox("A JPEG without a sidecar keeps its marks inside itself")
        self.embed.setChecked(kept.embed)
        self.embed.clicked.connect(self._set_embed)
        self.line(self.embed)
        self.sentence(
            "Lightroom and Bridge look nowhere else for them. The pixels stay as they are, bit by bit. Without this no "
            "JPEG of yours is ever written to; copies that you export hold their marks inside in any case.",
            indented=True,
        )
        self.sentence(_of_others(), indented=True)

    def _radios(self, words: dict[Any, str], chosen: object, choose: Callable[[Any], None]) -> dict[Any, QRadioButton]:
        buttons = {value: QRadioButton(text) for value, text in words.items()}
        group = QButtonGroup(self)
        for value, button in buttons.items():
            group.addButton(button)
            button.setChecked(value == chosen)
            button.clicked.connect(lambda _checked=False, value=value: choose(value))
        self.line(*buttons.values())
        return buttons

    def _set_full_name(self, full_name: bool) -> None:
        self._keep(full_name=full_name)
        self._look_again()

    def _set_embed(self, embed: bool) -> None:
        self._settings.set(JPEG_ASKED, True)
        self._keep(embed=embed)
        self._look_again()

    def _keep(self, **changes: Any) -> None:
        replace(SidecarSettings.from_settings(self._settings), **changes).to_settings(self._settings)


def _of_others() -> str:
    """What becomes of the marks of files of which Lightroom looks inside, too."""
    kinds, program = "TIFF, DNG, HEIC and PNG", "ExifTool (exiftool.org)"
    copies = "which is installed" if exiftool.program() else "once you install it"
    return f"Your {kinds} files are never written to; {program} puts marks into copies that you export, {copies}."
