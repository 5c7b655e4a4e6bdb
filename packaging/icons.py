"""Makes every icon of the program from its one drawing: `python packaging/icons.py`, after the drawing has changed."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).parents[1] / "resources" / "icons"
DRAWING = ICONS / "io.github.clipiqa.Desktop.svg"
HICOLOR_SIDES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICO_SIDES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
ICNS_SIDES = (32, 64, 128, 256, 512, 1024)


def main() -> None:
    """Writes the PNG set, the .ico and the .icns beside the drawing."""
    for side in HICOLOR_SIDES:
        target = hicolor(side)
        target.parent.mkdir(parents=True, exist_ok=True)
        drawn(side).save(target, optimize=True)
    _save_all(ICONS / "clipiqa-desktop.ico", ICO_SIDES)
    _save_all(ICONS / "clipiqa-desktop.icns", ICNS_SIDES)


def hicolor(side: int) -> Path:
    """Where the PNG of so many pixels lies: as below a freedesktop icon theme."""
    return ICONS / "hicolor" / f"{side}x{side}" / "apps" / f"{DRAWING.stem}.png"


def drawn(side: int) -> Image.Image:
    """The drawing in `side` x `side` pixels, RGBA."""
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # PySide wants a str, and says bytes
    return Image.open(BytesIO(buffer.data().data())).convert("RGBA")


def _save_all(target: Path, sides: tuple[int, ...]) -> None:
    """Every size is drawn for itself: Pillow would make the small ones out of the largest."""
    *smaller, largest = [drawn(side) for side in sides]
    largest.save(target, append_images=smaller, sizes=[(side, side) for side in sides])


if __name__ == "__main__":
    main()
