"""The check of what the program says it is made of."""

from clipiqa_desktop.about.licences import parts
from clipiqa_desktop.self_test.running import Bench, Wrong

_NEVER_WITHOUT = {"numpy", "open_clip_torch", "pillow", "PySide6_Essentials", "safetensors", "torch"}


def check_licences(_bench: Bench) -> str:
    """Every part that the program cannot do without is listed, and has a licence text."""
    texts = {part.name.replace("-", "_"): part.text() for part in parts()}
    if missing := sorted(name for name in _NEVER_WITHOUT if not texts.get(name)):
        raise Wrong(f"there is no licence text of {', '.join(missing)}")
    return f"{len(texts)} parts, {sum(map(len, texts.values())):,} letters"
