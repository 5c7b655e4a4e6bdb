"""How the window looks: role colours, the style sheet made from them, and the system's font at 13 px."""

from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPainter, QPalette
from PySide6.QtWidgets import QApplication

from clipiqa_desktop.packed import resource

FONT_PIXELS = 13
_THEME_PROPERTY = "clipiqaTheme"


@dataclass(frozen=True)
class Theme:
    """Colours by what they are for. Greys are neutral, so that photographs are judged right."""

    name: str
    window: str
    panel: str
    bar: str
    well: str
    loupe: str
    raised: str  # buttons, and the row that sorts
    band: str  # behind the members of an opened stack
    pile: str  # the edges of those that lie behind the top of a closed one
    hover: str  # under the pointer, or chosen in a list
    line: str
    text: str
    bright: str
    quiet: str
    quiet_on_hover: str  # quiet text on `raised` and `hover`, where `quiet` is too faint to read
    faint: str  # only for what is disabled
    accent: str
    accent_text: str
    on_accent: str
    urgent: str
    on_urgent: str
    columns: str
    columns_outside: str
    red: str
    yellow: str
    green: str
    blue: str
    purple: str


DARK = Theme(
    name="dark",
    window="#232323",
    panel="#292929",
    bar="#2b2b2b",
    well="#1f1f1f",
    loupe="#1a1a1a",
    raised="#343434",
    band="#343434",
    pile="#5a5a5a",
    hover="#3a3a3a",
    line="#1a1a1a",
    text="#d6d6d6",
    bright="#ffffff",
    quiet="#949494",
    quiet_on_hover="#a6a6a6",
    faint="#6a6a6a",
    accent="#e8b04a",
    accent_text="#e8b04a",
    on_accent="#1a1a1a",
    urgent="#e8b04a",
    on_urgent="#1a1a1a",
    columns="#747474",
    columns_outside="#444444",
    red="#d9534f",
    yellow="#d8b93f",
    green="#5fae5f",
    blue="#4f8fd6",
    purple="#9b7fd1",
)

LIGHT = Theme(
    name="light",
    window="#e2e2e2",
    panel="#ececec",
    bar="#e8e8e8",
    well="#f8f8f8",
    loupe="#dadada",
    raised="#dedede",
    band="#cdcdcd",
    pile="#8c8c8c",
    hover="#d2d2d2",
    line="#c2c2c2",
    text="#262626",
    bright="#000000",
    quiet="#5c5c5c",
    quiet_on_hover="#525252",
    faint="#9a9a9a",
    accent="#a06605",
    accent_text="#7d5000",
    on_accent="#ffffff",
    urgent="#e8b04a",
    on_urgent="#1a1a1a",
    columns="#8e8e8e",
    columns_outside="#c6c6c6",
    red="#c43c38",
    yellow="#a8870c",
    green="#3f8a3f",
    blue="#2f6fb5",
    purple="#7c5cb8",
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


class _RoleTemplate(Template):
    delimiter = "@"


def stylesheet(theme: Theme) -> str:
    template = _RoleTemplate(resource("style.qss").read_text(encoding="utf-8"))
    return template.substitute(asdict(theme))


def palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.well,
        role.AlternateBase: theme.panel,
        role.ToolTipBase: theme.bar,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.quiet,
        role.Text: theme.text,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.bright,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent_text,
        role.LinkVisited: theme.accent_text,
    }
    result = QPalette(QColor(theme.raised), QColor(theme.window))
    for each, colour in colours.items():
        result.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, each, QColor(theme.faint))
    return result


def _outlined(theme: Theme) -> QPalette:
    """For what is ticked: Fusion makes its outline from the window's colour, which would hardly be seen."""
    result = palette(theme)
    result.setColor(QPalette.ColorRole.Window, QColor(theme.quiet).lighter(140))
    return result


def font() -> QFont:
    result = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    result.setPixelSize(FONT_PIXELS)
    return result


def apply(app: QApplication, theme: Theme = DARK) -> None:
    """Dress the whole program; may be called again to change the theme while it runs."""
    apply_colours(app, theme)
    app.setStyleSheet(stylesheet(theme))


def apply_colours(app: QApplication, theme: Theme) -> None:
    """Everything but the style sheet. A window is best made so, and dressed in the sheet when it is whole: Qt applies a
    sheet anew to all that a widget holds each time it comes into another, which took longer than all else.
    """
    app.setProperty(_THEME_PROPERTY, theme.name)
    dark = Qt.ColorScheme.Dark if theme is DARK else Qt.ColorScheme.Light
    app.styleHints().setColorScheme(dark)  # the system's own title bar and dialogs follow
    app.setStyle("Fusion")
    app.setPalette(palette(theme))
    for kind in ("QCheckBox", "QRadioButton"):
        app.setPalette(_outlined(theme), kind)  # type: ignore[arg-type]  # PySide wants a str, and says bytes
    app.setFont(font())


def current() -> Theme:
    """The theme that the program wears, for widgets that paint themselves."""
    app = QApplication.instance()
    name = app.property(_THEME_PROPERTY) if app else None
    return THEMES.get(str(name), DARK)


def resized(base: QFont, by: int) -> QFont:
    """The same font, some pixels larger or smaller, whichever unit it was given in."""
    result = QFont(base)
    pixels = base.pixelSize() if base.pixelSize() > 0 else QFontInfo(base).pixelSize()  # which looks for the font
    result.setPixelSize(max(pixels + by, 1))
    return result


def paint_focus(painter: QPainter, area: QRectF) -> None:
    """The amber outline that says where the keyboard is."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(current().accent))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.restore()
