"""The network's weights inside the installed program, so that nothing has to be downloaded at the first start."""

import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

from packed_faces import models

from clipiqa_desktop.downloads.digests import record_digest
from clipiqa_desktop.downloads.models import HUB_COPY, OPENAI_ARCHIVE
from clipiqa_desktop.perception.weights import PACKED, Origin, identify


def packed(words: Sequence[str], folder: Path) -> list[tuple[str, str]]:
    """What PyInstaller is to pack for the words `weights=FILE` and `faces=FOLDER`, as pairs like those of `staged`."""
    named = dict(word.split("=", 1) for word in words)
    weights = staged(Path(named["weights"]), folder) if "weights" in named else []
    return weights + (models(Path(named["faces"])) if "faces" in named else [])


def staged(file: Path, folder: Path) -> list[tuple[str, str]]:
    """What PyInstaller is to pack for this weights file: pairs of a file in `folder`, and its folder in the program.

    The program looks for two names alone, so the file is copied to the one that goes with its format. Raises NoWeights
    where it cannot be read.
    """
    weights = identify(file)
    print(f"Packing {file}: {weights.caution or 'known to be from OpenAI'}.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    copy = folder / (OPENAI_ARCHIVE.file_name if zipfile.is_zipfile(file) else HUB_COPY.file_name)
    shutil.copyfile(file, copy)
    if weights.origin is Origin.OPENAI:
        record_digest(copy, weights.sha256)
    return [(str(each), f"clipiqa_desktop/{PACKED}") for each in sorted(folder.iterdir())]
