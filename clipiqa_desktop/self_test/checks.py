"""All checks, from what everything else needs to what needs everything else."""

from collections.abc import Sequence
from pathlib import Path

from clipiqa_desktop.self_test.children import check_drawing, check_round_trip, decoder_check
from clipiqa_desktop.self_test.learning import check_learning
from clipiqa_desktop.self_test.network import check_prompts, check_scoring
from clipiqa_desktop.self_test.running import Check
from clipiqa_desktop.self_test.samples import SAMPLES
from clipiqa_desktop.self_test.storing import check_catalog, check_download, check_licences, check_thumbnails
from clipiqa_desktop.self_test.window import check_window

CHECKS: Sequence[Check] = (
    Check("child process", check_round_trip),
    Check("catalog", check_catalog),
    Check("thumbnails", check_thumbnails),
    *(Check(f"{Path(name).stem} decoder", decoder_check(name)) for name in SAMPLES),
    Check("drawing", check_drawing),
    Check("scoring", check_scoring),
    Check("prompts", check_prompts),
    Check("learning", check_learning),
    Check("download", check_download),
    Check("licences", check_licences),
    Check("window", check_window),
)
