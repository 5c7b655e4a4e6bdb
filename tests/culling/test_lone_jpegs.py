"""JPEG files whose marks Lightroom and Bridge would find inside alone."""

from tools.marked import Marked
from tools.pictures import save_photograph

from clipiqa_desktop.catalog.marks import Mark
from clipiqa_desktop.culling.lone_jpegs import marked_lone_jpegs
from clipiqa_desktop.photos.packet import EMPTY


def test_only_marked_jpegs_without_raw_and_without_sidecar(shoot: Marked) -> None:
    names = ("alone.jpg", "unmarked.jpg", "has-sidecar.jpg", "has-raw.jpg", "other.png")
    for number, name in enumerate(names):
        save_photograph(shoot.folder / name, number)
    (shoot.folder / "has-raw.cr2").write_bytes(b"raw")
    (shoot.folder / "has-sidecar.xmp").write_bytes(EMPTY)
    shoot.walk()
    for name in {*names} - {"unmarked.jpg"}:
        shoot.mark(name, Mark(3))
    found = marked_lone_jpegs(shoot.catalog, [shoot.id(name) for name in names], shoot.settings.options)
    assert found == {shoot.id("alone.jpg")}
