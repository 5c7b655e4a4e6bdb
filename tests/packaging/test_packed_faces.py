"""The models of faces that are packed with the program."""

from pathlib import Path

import pytest
from packed_faces import models
from packed_weights import packed

from clipiqa_desktop.faces.models import SOURCES, NoFaceModels


@pytest.mark.faces
def test_both_models_are_packed_where_the_program_looks(face_models: Path) -> None:
    files = [(face_models / source.file_name, "clipiqa_desktop/face_models") for source in SOURCES]
    assert [(Path(file), folder) for file, folder in models(face_models)] == files
    assert packed([f"faces={face_models}"], face_models / "unused") == models(face_models)
    assert packed([], face_models / "unused") == []


def test_other_files_are_not_packed(tmp_path: Path) -> None:
    with pytest.raises(NoFaceModels):
        models(tmp_path)
