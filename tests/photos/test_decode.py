import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from clipiqa_desktop.photos.decode import Decoded, decode, read_facts
from clipiqa_desktop.photos.decoder_version import DECODER_VERSION
from clipiqa_desktop.photos.errors import Unreadable

Read = Callable[[Path], Decoded]

UNTURN = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def exif(fields: dict[int, object], shot: dict[int, object] | None = None) -> Image.Exif:
    tags = Image.Exif()
    for tag, value in fields.items():
        tags[tag] = value
    tags.get_ifd(0x8769).update(shot or {})
    return tags


def apart(a: np.ndarray, b: np.ndarray) -> float:
    return float(abs(a.astype(int) - b.astype(int)).mean())


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp", "avif"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_gives_the_same_upright_picture(
    tmp_path: Path, read: Read, scene: Image.Image, suffix: str, orientation: int
) -> None:
    turn = UNTURN[orientation]
    stored = scene if turn is None else scene.transpose(turn)
    stored.save(tmp_path / f"a.{suffix}", exif=exif({274: orientation}), quality=95)
    decoded = read(tmp_path / f"a.{suffix}")
    assert apart(decoded.pixels, np.asarray(scene)) < 3
    assert (decoded.facts.width, decoded.facts.height, decoded.facts.orientation) == (60, 40, orientation)


def test_pixels_have_the_size_asked_for(tmp_path: Path, scene: Image.Image) -> None:
    scene.resize((3000, 2000)).save(tmp_path / "a.jpg", exif=exif({274: 6}))
    asked: list[tuple[int, int]] = []

    def size(width: int, height: int) -> tuple[int, int]:
        asked.append((width, height))
        return 301, 449

    pixels = decode(tmp_path / "a.jpg", size).pixels
    assert asked == [(2000, 3000)]
    assert pixels.shape == (449, 301, 3)
    assert pixels.dtype == np.uint8
    assert pixels.flags.c_contiguous
    assert pixels.flags.writeable


def test_the_scaled_decode_stays_close_to_the_full_one(tmp_path: Path, read: Read, scene: Image.Image) -> None:
    noise = np.random.default_rng(1).integers(0, 60, (2333, 3501, 3), np.uint8)
    image = Image.fromarray(np.asarray(scene.resize((3501, 2333))) // 2 + noise)
    image.save(tmp_path / "a.jpg", quality=95)
    with Image.open(tmp_path / "a.jpg") as full:
        expected = np.asarray(full.resize((768, 512), Image.Resampling.BICUBIC))
    assert apart(read(tmp_path / "a.jpg").pixels, expected) < 1


def test_the_thumbnail_is_small_and_bare(tmp_path: Path, read: Read, scene: Image.Image) -> None:
    scene.resize((1500, 1000)).save(tmp_path / "a.jpg", exif=exif({271: "Canon", 274: 8}), comment=b"private")
    thumbnail = read(tmp_path / "a.jpg").thumbnail
    with Image.open(io.BytesIO(thumbnail)) as image:
        assert (image.format, image.size) == ("JPEG", (341, 512))
        assert not image.getexif()
    assert b"private" not in thumbnail


def test_a_small_photograph_is_not_enlarged(tmp_path: Path, read: Read, scene: Image.Image) -> None:
    scene.save(tmp_path / "a.png")
    decoded = read(tmp_path / "a.png")
    assert np.array_equal(decoded.pixels, np.asarray(scene))
    with Image.open(io.BytesIO(decoded.thumbnail)) as thumbnail:
        assert thumbnail.size == (60, 40)


def test_a_thumbnail_larger_than_the_input_is_still_sharp(tmp_path: Path, scene: Image.Image) -> None:
    scene.resize((3000, 2000)).save(tmp_path / "a.jpg")
    with Image.open(io.BytesIO(decode(tmp_path / "a.jpg", lambda *_: (30, 20)).thumbnail)) as thumbnail:
        assert thumbnail.size == (512, 341)


def test_a_sliver_is_read(tmp_path: Path, read: Read) -> None:
    Image.new("RGB", (5000, 1), "red").save(tmp_path / "a.png")
    assert read(tmp_path / "a.png").pixels.shape == (1, 5000, 3)


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp"])
def test_facts_come_along(tmp_path: Path, read: Read, scene: Image.Image, suffix: str) -> None:
    shot = {36867: "2023:07:10 12:00:00", 37521: "36", 36881: "-04:00", 34855: 200}
    scene.save(tmp_path / f"a.{suffix}", exif=exif({271: "Canon", 272: "Canon EOS 5D"}, shot).tobytes())
    facts = read(tmp_path / f"a.{suffix}").facts
    assert facts.captured == pytest.approx(1_688_990_400.36, rel=0, abs=1e-3)
    assert (facts.utc_offset_minutes, facts.camera, facts.iso) == (-240, "Canon EOS 5D", 200)


def test_the_position_is_only_noticed(tmp_path: Path, read: Read, scene: Image.Image) -> None:
    tags = exif({})
    tags.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 0.0), 3: "E", 4: (13.0, 24.0, 0.0)})
    scene.save(tmp_path / "a.jpg", exif=tags)
    assert read(tmp_path / "a.jpg").facts.has_gps


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp", "avif", "gif"])
def test_the_head_alone_says_the_same(tmp_path: Path, read: Read, scene: Image.Image, suffix: str) -> None:
    said = {} if suffix == "gif" else {"exif": exif({271: "Leica", 272: "M9", 274: 6})}
    scene.save(tmp_path / f"a.{suffix}", **said)
    facts = read_facts(tmp_path / f"a.{suffix}")
    assert facts == read(tmp_path / f"a.{suffix}").facts
    assert facts.camera == (None if suffix == "gif" else "Leica M9")


@pytest.mark.parametrize("with_exif", [True, False])
@pytest.mark.parametrize("suffix", ["jpg", "png"])
def test_no_pixels_are_unpacked_for_the_facts(tmp_path: Path, scene: Image.Image, suffix: str, with_exif: bool) -> None:
    path = tmp_path / f"a.{suffix}"
    scene.resize((600, 400)).save(path, **({"exif": exif({272: "M9"})} if with_exif else {}))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    facts = read_facts(path)
    assert (facts.width, facts.height, facts.camera) == (600, 400, "M9" if with_exif else None)
    with pytest.raises(Unreadable):
        decode(path, lambda width, height: (width, height))


def test_a_head_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "a.cr2").write_text("hello")
    for name in ("a.jpg", "a.cr2", "gone.jpg"):
        with pytest.raises(Unreadable):
            read_facts(tmp_path / name)


@pytest.mark.parametrize(
    "broken", [b"Exif\0\0garbage", b"Exif\0\0II*\0\xff\xff\xff\x7f", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"]
)
def test_broken_exif_costs_the_facts_only(tmp_path: Path, read: Read, scene: Image.Image, broken: bytes) -> None:
    scene.save(tmp_path / "a.jpg", exif=broken)
    decoded = read(tmp_path / "a.jpg")
    assert decoded.pixels.shape == (40, 60, 3)
    assert decoded.facts.camera is None


def test_a_wrong_suffix_does_not_matter(tmp_path: Path, read: Read, scene: Image.Image) -> None:
    scene.save(tmp_path / "a.jpg", "PNG")
    assert read(tmp_path / "a.jpg").pixels.shape == (40, 60, 3)


def test_tga_and_ico_open_under_their_own_names(tmp_path: Path, read: Read, scene: Image.Image) -> None:
    scene.save(tmp_path / "a.tga")
    scene.save(tmp_path / "a.ico", sizes=[(32, 32)])
    assert read(tmp_path / "a.tga").pixels.shape == (40, 60, 3)
    assert max(read(tmp_path / "a.ico").pixels.shape) == 32


def test_the_version_is_a_short_word() -> None:
    assert 0 < len(DECODER_VERSION) < 40


@pytest.mark.photos
def test_heic_is_turned_once(photographs: Path, read: Read) -> None:
    for name in ("IMG_4682.HEIC", "test_live.HEIC"):
        decoded = read(photographs / "raw-and-heic" / name)
        assert decoded.pixels.shape == (683, 512, 3)
        assert (decoded.facts.width, decoded.facts.height, decoded.facts.orientation) == (3024, 4032, 6)
        assert decoded.facts.has_gps


@pytest.mark.photos
@pytest.mark.parametrize("scene_name", ["Landscape", "Portrait"])
def test_orientation_of_real_files(photographs: Path, read: Read, scene_name: str) -> None:
    folder = photographs / "orientation"
    upright = read(folder / f"{scene_name}_1.jpg").pixels
    for orientation in range(9):
        assert apart(read(folder / f"{scene_name}_{orientation}.jpg").pixels, upright) < 6
