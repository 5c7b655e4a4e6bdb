"""Made photographs in every format, each a plain surface of one colour."""

from base64 import b64decode
from collections.abc import Callable, Mapping
from io import BytesIO

from PIL import Image

from clipiqa_desktop.self_test.raw_sample import dng

WIDTH, HEIGHT = SIZE = (128, 96)
COLOUR = (204, 102, 51)
# No library here writes HEIC: this is such a surface, encoded by libheif's heif-enc.
_HEIC = b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAUJtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAA"
    "AAABAAAAImlsb2MAAAAAREAAAQABAAAAAAFmAAEAAAAAAAAAJAAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEAAGh2YzEAAAAAwmlwcnAAAACk"
    "aXBjbwAAAHhodmNDAQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQCEAAQArQgEBA3AAAAMAkAAAAwAA"
    "AwAeoBAgYWW6kkprm4EBAwIAAAMAAgAAAwACECIAAQAHRAHBcrAiQAAAABRpc3BlAAAAAAAAAIAAAABgAAAAEHBpeGkAAAAAAwgICAAAABZpcG1h"
    "AAAAAAAAAAEAAQOBAoMAAAAsbWRhdAAAACAoAa8TgOUzwJ/8Sj/+nXPD5zna1Q9FXd0m7vyDhM65YA=="
)


def _pillows(name: str, **options: str) -> Callable[[], bytes]:
    def encoded() -> bytes:
        buffer = BytesIO()
        Image.new("RGB", SIZE, COLOUR).save(buffer, name, **options)
        return buffer.getvalue()

    return encoded


SAMPLES: Mapping[str, Callable[[], bytes]] = {
    "JPEG.jpg": _pillows("JPEG"),
    "PNG.png": _pillows("PNG"),
    "TIFF.tif": _pillows("TIFF", compression="tiff_lzw"),
    "WebP.webp": _pillows("WEBP"),
    "AVIF.avif": _pillows("AVIF"),
    "GIF.gif": _pillows("GIF"),
    "HEIC.heic": lambda: _HEIC,
    "RAW.dng": lambda: dng(WIDTH, HEIGHT, COLOUR),
}
"""By name: what makes the file's bytes."""
