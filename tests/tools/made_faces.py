"""Faces drawn by a program, which the networks take for such."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

_SIDE = 400  # pixels of one face as it is drawn, before it is made larger or smaller


def made_face(*, eyes_open: bool = True, glasses: bool = False) -> Image.Image:
    """A face from the front on a plain ground (400 x 400)."""
    image = Image.new("RGB", (_SIDE, _SIDE), (96, 120, 138))
    draw = ImageDraw.Draw(image)
    draw.rectangle((150, 330, 250, 400), fill=(196, 150, 124))  # neck
    draw.ellipse((92, 30, 308, 300), fill=(58, 38, 28))  # hair
    draw.ellipse((110, 70, 290, 360), fill=(224, 178, 150))
    draw.polygon([(104, 150), (120, 78), (200, 52), (280, 78), (296, 150), (262, 102), (140, 102)], fill=(58, 38, 28))
    draw.ellipse((118, 215, 178, 300), fill=(232, 170, 148))  # cheeks
    draw.ellipse((222, 215, 282, 300), fill=(232, 170, 148))
    draw.polygon([(193, 170), (207, 170), (220, 250), (180, 250)], fill=(214, 164, 136))  # nose
    image = image.filter(ImageFilter.GaussianBlur(5))
    draw = ImageDraw.Draw(image)
    for x in (157, 243):
        _eye(draw, x, eyes_open=eyes_open)
        draw.line([(x - 30, 152), (x - 8, 142), (x + 10, 142), (x + 30, 150)], fill=(60, 40, 30), width=7)
    draw.ellipse((183, 242, 193, 250), fill=(150, 96, 80))
    draw.ellipse((207, 242, 217, 250), fill=(150, 96, 80))
    draw.polygon([(165, 290), (190, 282), (200, 286), (210, 282), (235, 290), (200, 306)], fill=(186, 84, 84))
    draw.line([(165, 290), (235, 290)], fill=(120, 44, 48), width=3)
    if glasses:
        for x in (157, 243):
            draw.rounded_rectangle((x - 36, 152, x + 36, 202), 16, fill=(14, 14, 16))
        draw.line([(190, 165), (210, 165)], fill=(14, 14, 16), width=6)
    return image.filter(ImageFilter.GaussianBlur(1.2))


def _eye(draw: ImageDraw.ImageDraw, x: int, *, eyes_open: bool) -> None:
    if not eyes_open:
        draw.arc((x - 26, 152, x + 26, 184), 20, 160, fill=(70, 44, 36), width=4)
        return
    draw.polygon(
        [(x - 26, 176), (x - 12, 165), (x, 162), (x + 12, 165), (x + 26, 176), (x + 12, 186), (x, 189), (x - 12, 186)],
        fill=(244, 242, 238),
    )
    draw.ellipse((x - 12, 164, x + 12, 188), fill=(84, 60, 40))
    draw.ellipse((x - 5, 171, x + 5, 181), fill=(12, 10, 10))
    draw.ellipse((x + 2, 169, x + 6, 173), fill=(255, 255, 255))
    draw.line([(x - 26, 176), (x - 12, 165), (x, 162), (x + 12, 165), (x + 26, 176)], fill=(40, 26, 22), width=4)


def save_made_faces(path: Path, *faces: Image.Image, side: int = 240, **more: object) -> None:
    """Side by side in a photograph (1200 x 800), each so large."""
    photograph = Image.new("RGB", (1200, 800), (96, 120, 138))
    for number, face in enumerate(faces):
        middle = (2 * number + 1) * 1200 // (2 * len(faces))
        photograph.paste(face.resize((side, side), Image.Resampling.LANCZOS), (middle - side // 2, 400 - side // 2))
    photograph.save(path, **more)
