"""Colours that a file tells by numbers look as they were meant, to the network and on the screen."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from clipiqa_desktop.photos.code_points import CodePoints, profile_of_code_points
from clipiqa_desktop.photos.decode import decode
from clipiqa_desktop.photos.told_colours import told_profile
from clipiqa_desktop.photos.view import draw_view

P3 = np.array([[1.2249, -0.2247, 0.0], [-0.0420, 1.0419, 0.0], [-0.0197, -0.0786, 1.0979]])
BT2020 = np.array([[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]])
BT709 = np.eye(3)

Pixels = NDArray[np.uint8]


def colours() -> Pixels:
    """Patches of 16 x 16 pixels: greys, and colours of every kind."""
    patches = [(level,) * 3 for level in range(0, 256, 17)]
    patches += [(r, g, b) for r in (40, 120, 200) for g in (40, 120, 200) for b in (40, 120, 200)]
    patches += patches[:5]
    return np.kron(np.array(patches, np.uint8).reshape(6, 8, 3), np.ones((16, 16, 1), np.uint8))


def srgb(light: NDArray[np.float64]) -> NDArray[np.float64]:
    light = np.clip(light, 0, 1)
    return 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def from_srgb(signal: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(signal <= 0.04045, signal / 12.92, ((signal + 0.055) / 1.055) ** 2.4)


def from_pq(signal: NDArray[np.float64]) -> NDArray[np.float64]:
    m1, m2, c1, c2, c3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
    power = signal ** (1 / m2)
    return np.minimum(10_000 * (np.maximum(power - c1, 0) / (c2 - c3 * power)) ** (1 / m1) / 203, 1)


def from_hlg(signal: NDArray[np.float64]) -> NDArray[np.float64]:
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12)
    return np.minimum(1000 * scene**1.2 / 203, 1)


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(path: Path, pixels: Pixels, *chunks: bytes, **more: object) -> Path:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", **more)
    plain = buffer.getvalue()
    path.write_bytes(plain[:33] + b"".join(chunks) + plain[33:])
    return path


def cicp(primaries: int, transfer: int, full_range: int = 1) -> bytes:
    return chunk(b"cICP", bytes((primaries, transfer, 0, full_range)))


def avif(path: Path, pixels: Pixels, primaries: int, transfer: int) -> Path:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "AVIF", quality=100, subsampling="4:4:4")
    stored = bytearray(buffer.getvalue())
    at = stored.index(b"nclx") + 4
    stored[at : at + 4] = struct.pack(">HH", primaries, transfer)
    path.write_bytes(stored)
    return path


def avif_of_stream(path: Path, pixels: Pixels, primaries: int, transfer: int) -> Path:
    """The same, told inside the AV1 stream alone."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "AVIF", quality=100, subsampling="4:4:4")
    stored = buffer.getvalue().replace(b"colrnclx", b"freenclx")
    start = stored.index(b"mdat") + 4
    bits = "".join(f"{byte:08b}" for byte in stored[start : start + 40])
    before = f"{1:08b}{13:08b}{6:08b}"
    assert bits.count(before) == 1
    bits = bits.replace(before, f"{primaries:08b}{transfer:08b}{6:08b}")
    told = bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))
    path.write_bytes(stored[:start] + told + stored[start + 40 :])
    return path


def network_sees(path: Path) -> NDArray[np.float64]:
    """The middles of the patches."""
    return decode(path, lambda width, height: (width, height)).pixels[8::16, 8::16].astype(float)


def screen_shows(path: Path) -> NDArray[np.float64]:
    drawn: list[NDArray[np.uint32]] = []

    def make(size: tuple[int, int]) -> NDArray[np.uint32]:
        width, height = size
        drawn.append(np.zeros((height, width), np.uint32))
        return drawn[0]

    draw_view(path, None, make)
    pixels = drawn[0][8::16, 8::16]
    return np.stack([pixels >> np.uint32(16) & 255, pixels >> np.uint32(8) & 255, pixels & 255], axis=-1).astype(float)


def meant(light: NDArray[np.float64], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    return srgb(light @ matrix.T)


MEANINGS = [
    pytest.param(12, 13, from_srgb, P3, id="Display P3"),
    pytest.param(9, 13, from_srgb, BT2020, id="BT.2020 with the curve of sRGB"),
    pytest.param(9, 14, from_srgb, BT2020, id="BT.2020 of television"),
    pytest.param(9, 16, from_pq, BT2020, id="PQ"),
    pytest.param(12, 16, from_pq, P3, id="PQ with P3"),
    pytest.param(9, 18, from_hlg, BT2020, id="HLG"),
    pytest.param(1, 8, lambda signal: signal, BT709, id="linear"),
    pytest.param(1, 4, lambda signal: signal**2.2, BT709, id="gamma 2.2"),
    pytest.param(1, 13, from_srgb, BT709, id="sRGB"),
    pytest.param(1, 1, from_srgb, BT709, id="BT.709"),
    pytest.param(2, 2, from_srgb, BT709, id="unspecified"),
    pytest.param(77, 13, from_srgb, BT709, id="unknown"),
]


@pytest.mark.parametrize(("primaries", "transfer", "curve", "matrix"), MEANINGS)
def test_of_a_png(tmp_path: Path, primaries: int, transfer: int, curve, matrix) -> None:
    path = png(tmp_path / "a.png", colours(), cicp(primaries, transfer))
    expected = meant(curve(colours()[8::16, 8::16] / 255), matrix)
    assert np.abs(network_sees(path) - expected).max() <= 2
    assert np.abs(screen_shows(path) - expected).max() <= 2


@pytest.mark.parametrize(("primaries", "transfer", "curve", "matrix"), MEANINGS)
@pytest.mark.parametrize("made", [avif, avif_of_stream])
def test_of_an_avif(tmp_path: Path, primaries: int, transfer: int, curve, matrix, made) -> None:
    path = made(tmp_path / "a.avif", colours(), primaries, transfer)
    with Image.open(path) as image:
        stored = np.asarray(image)[8::16, 8::16] / 255
    expected = meant(curve(stored), matrix)
    assert np.abs(network_sees(path) - expected).max() <= 2
    assert np.abs(screen_shows(path) - expected).max() <= 2


@pytest.mark.parametrize(("transfer", "signal"), [(16, 0.5807), (18, 0.75)])
def test_203_nits_are_white(tmp_path: Path, transfer: int, signal: float) -> None:
    grey = np.full((16, 16, 3), round(signal * 255), np.uint8)
    assert network_sees(png(tmp_path / "a.png", grey, cicp(9, transfer))).min() >= 253


def test_a_signal_of_the_narrow_range(tmp_path: Path) -> None:
    path = png(tmp_path / "a.png", np.full((16, 16, 3), 235, np.uint8), cicp(9, 13, 0))
    assert network_sees(path).min() >= 254


@pytest.mark.parametrize("mode", ["L", "I;16", "P", "RGBA", "LA", "1"])
def test_of_every_mode_of_png(tmp_path: Path, mode: str) -> None:
    grey = Image.new("L", (16, 16), 128)
    image = Image.fromarray(np.full((16, 16), 128 * 257, np.uint16)) if mode == "I;16" else grey.convert(mode)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    plain = buffer.getvalue()
    (tmp_path / "a.png").write_bytes(plain[:33] + cicp(9, 16) + plain[33:])
    expected = srgb(from_pq(np.array(128 / 255)))
    if mode != "1":
        assert np.abs(network_sees(tmp_path / "a.png") - expected).max() <= 2


def profile_of(name: str) -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()


def test_a_pngs_numbers_come_before_its_profile_and_an_avifs_after(tmp_path: Path) -> None:
    p3 = profile_of_code_points(CodePoints(12, 13))
    pixels, plain = colours(), network_sees(png(tmp_path / "plain.png", colours()))
    told = png(tmp_path / "a.png", pixels, cicp(1, 13), icc_profile=p3)
    assert np.array_equal(network_sees(told), plain)
    Image.fromarray(pixels).save(tmp_path / "b.avif", quality=100, subsampling="4:4:4", icc_profile=profile_of("sRGB"))
    stored = bytearray((tmp_path / "b.avif").read_bytes())
    if (at := stored.find(b"nclx") + 4) > 4:
        stored[at : at + 4] = struct.pack(">HH", 9, 16)
        (tmp_path / "b.avif").write_bytes(stored)
    assert np.abs(network_sees(tmp_path / "b.avif") - plain).max() <= 3


CHROMATICITIES = {"srgb": (31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)}
CHROMATICITIES["p3"] = (31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000)


def gama(exponent: float) -> bytes:
    return chunk(b"gAMA", struct.pack(">I", round(exponent * 100_000)))


def chrm(name: str) -> bytes:
    return chunk(b"cHRM", struct.pack(">8I", *CHROMATICITIES[name]))


@pytest.mark.parametrize(
    ("chunks", "curve", "matrix"),
    [
        ([gama(1.0)], lambda signal: signal, BT709),
        ([gama(1 / 1.8)], lambda signal: signal**1.8, BT709),
        ([gama(1 / 2.2), chrm("p3")], from_srgb, P3),
        ([gama(1.0), chrm("p3")], lambda signal: signal, P3),
        ([chrm("p3")], from_srgb, P3),
        ([gama(1 / 2.2), chrm("srgb")], from_srgb, BT709),
        ([gama(1 / 2.2)], from_srgb, BT709),
        ([chunk(b"sRGB", b"\0"), gama(1.0), chrm("p3")], from_srgb, BT709),
        ([gama(0.0)], from_srgb, BT709),
        ([cicp(1, 13), gama(1.0)], from_srgb, BT709),
        ([chunk(b"cHRM", bytes(32))], from_srgb, BT709),
        ([chunk(b"cHRM", struct.pack(">8I", *[33333] * 8))], from_srgb, BT709),
    ],
)
def test_a_pngs_gamma_and_chromaticities(tmp_path: Path, chunks: list[bytes], curve, matrix) -> None:
    path = png(tmp_path / "a.png", colours(), *chunks)
    expected = meant(curve(colours()[8::16, 8::16] / 255), matrix)
    assert np.abs(network_sees(path) - expected).max() <= 2
    assert np.abs(screen_shows(path) - expected).max() <= 2


@pytest.mark.parametrize("box", [b"ipma", b"ipco", b"pitm", b"colr"])
@pytest.mark.parametrize("filler", [b"\0", b"\xff"])
def test_a_damaged_layout_is_no_error_of_ours(tmp_path: Path, box: bytes, filler: bytes) -> None:
    stored = bytearray(avif(tmp_path / "a.avif", colours(), 9, 16).read_bytes())
    with Image.open(tmp_path / "a.avif") as image:
        at = stored.index(box)
        stored[at + 4 : at + 16] = filler * 12
        assert not told_profile(io.BytesIO(stored), image)  # the stream itself says sRGB
        assert told_profile(io.BytesIO(stored[: at + 6]), image) is None
        assert told_profile(io.BytesIO(b""), image) is None


def retold(path: Path, heic: bytes, primaries: int, transfer: int) -> Path:
    """The same photograph with numbers where it has ICC profiles."""
    numbers = b"colrnclx" + struct.pack(">HHHB", primaries, transfer, 6, 128)
    parts = heic.split(b"colrprof")
    path.write_bytes(numbers.join([parts[0], *(part[len(numbers) - 8 :] for part in parts[1:])]))
    return path


@pytest.mark.photos
@pytest.mark.parametrize(("primaries", "transfer", "curve", "matrix"), [MEANINGS[0].values, MEANINGS[3].values])
def test_of_a_heic(photographs: Path, tmp_path: Path, primaries: int, transfer: int, curve, matrix) -> None:
    real = (path.read_bytes() for path in sorted(photographs.rglob("*.[hH][eE][iI][cC]")))
    heic = next((content for content in real if b"colrprof" in content), None)
    if heic is None:
        pytest.skip("there is no HEIC with a profile among the photographs")
    as_srgb, told = (
        decode(retold(tmp_path / "a.heic", heic, *numbers), lambda width, height: (width // 8, height // 8)).pixels
        for numbers in ((1, 13), (primaries, transfer))
    )
    assert np.abs(told - meant(curve(as_srgb / 255), matrix)).max() <= 2
