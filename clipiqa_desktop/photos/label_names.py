"""What programs call the five colours in `xmp:Label`, each in its own language."""

from collections.abc import Mapping

from clipiqa_desktop.files.file_names import folded

LIGHTROOM_NAMES: Mapping[str, str] = {
    "red": "Red",
    "yellow": "Yellow",
    "green": "Green",
    "blue": "Blue",
    "purple": "Purple",
}
REVIEW_STATUS = ("To Delete", "Color Correction Needed", "Good to Use", "Retouching Needed", "To Print")
BRIDGE = ("Select", "Second", "Approved", "Review", "To Do")
# Lightroom's and Bridge's, and the further words that a language has for a colour
_TRANSLATED = (
    ("Rot", "Gelb", "Grün", "Blau", "Lila"),
    ("Auswählen", "Zweites", "Genehmigt", "Überprüfen", "Aufgabe"),
    ("Auswahl", "Zweite Wahl", "Genehmigt", "Überprüfung", "Zu erledigen"),
    ("Rouge", "Jaune", "Vert", "Bleu", "Violet"),
    ("Sélectionner", "Seconde", "Approuvé", "Révision", "A faire"),
    ("Sélection", "Second", "Approuvée", "À revoir", "À faire"),
    ("Rojo", "Amarillo", "Verde", "Azul", "Púrpura"),
    ("Seleccionar", "Segundo", "Aprobado", "Revisar", "Tareas"),
    ("Rosso", "Giallo", "Verde", "Blu", "Viola"),
    ("Seleziona", "Secondo", "Approvato", "Revisione", "Da fare"),
    ("レッド", "イエロー", "グリーン", "ブルー", "パープル"),
    ("赤", "黄", "緑", "青", "紫"),
    ("赤色", "黄色", "緑色", "青色", "紫色"),
    ("選択", "第 2 候補", "承認", "レビュー", "To Do"),
    ("Vermelho", "Amarelo", "Verde", "Azul", "Roxo"),
    ("Selecionar", "Segundo", "Aprovado", "Revisar", "A fazer"),
    ("Rood", "Geel", "Groen", "Blauw", "Paars"),
    ("Selecteren", "Tweede", "Goedgekeurd", "Controleren", "Te doen"),
)
_PURPLE = ("Violett", "Purpur", "Pourpre", "Mauve", "Morado", "Violeta", "Porpora", "Púrpuro", "Violetto", "Purper")

OTHER_NAMES: Mapping[str, str] = {
    folded(name): colour
    for names in (REVIEW_STATUS, BRIDGE, *_TRANSLATED)
    for colour, name in zip(LIGHTROOM_NAMES, names, strict=True)
} | {folded(name): "purple" for name in _PURPLE}

# Photo Mechanic's eight classes have these colours as it comes; three of them are none of the five
CLASS_COLOURS: Mapping[int | str, str] = {
    "none": "0",
    "purple": "1",
    "red": "2",
    "yellow": "4",
    "green": "5",
    "blue": "7",
}
# numbers that stand for something else than one of the five, in the words of their programs
OTHER_NUMBERS: Mapping[str, Mapping[str, str]] = {
    "photomechanic:ColorClass": {"3": "Superior", "6": "Typical Alt", "8": "Trash"},
    "digiKam:ColorLabel": {"2": "Orange", "7": "Gray", "8": "Black", "9": "White"},
}
