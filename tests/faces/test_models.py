"""The models: where they are found, what is refused, and that looking for faces never goes online."""

import shutil
import socket
from pathlib import Path

import pytest

from clipiqa_desktop.faces import models as module
from clipiqa_desktop.faces.models import SOURCES, FaceModels, NoFaceModels, find_models


def test_without_models_there_are_none(tmp_path):
    assert find_models(None, tmp_path) is None
    assert find_models(None, tmp_path / "missing") is None


def test_files_of_other_bytes_are_no_models(tmp_path):
    for source in SOURCES:
        (tmp_path / source.file_name).write_bytes(b"no model")
    assert find_models(None, tmp_path) is None
    with pytest.raises(NoFaceModels, match=f"{SOURCES[0].file_name} is not the file for faces"):
        find_models(tmp_path, tmp_path)
    (tmp_path / SOURCES[0].file_name).unlink()
    with pytest.raises(NoFaceModels, match=f"cannot be read .* and {SOURCES[1].file_name}"):
        find_models(tmp_path / SOURCES[1].file_name, tmp_path)


@pytest.mark.faces
def test_models_are_found_by_folder_by_either_file_and_packed(face_models, tmp_path, monkeypatch):
    wanted = FaceModels(*(face_models / source.file_name for source in SOURCES))
    assert find_models(face_models, tmp_path) == wanted
    assert all(find_models(face_models / source.file_name, tmp_path) == wanted for source in SOURCES)
    assert find_models(None, face_models) == wanted
    shutil.copytree(face_models, tmp_path / module.PACKED)
    monkeypatch.setattr(module, "files", lambda _package: tmp_path)
    assert find_models(None, tmp_path / "missing").detector.parent == tmp_path / module.PACKED


@pytest.mark.faces
def test_looking_for_faces_opens_no_connection(face_models, tmp_path, monkeypatch):
    from tools.made_faces import made_face, save_made_faces

    connections = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: connections.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **_more: connections.append(asked))
    save_made_faces(tmp_path / "a.png", made_face())
    assert len(find_models(face_models, tmp_path).finder().find(tmp_path / "a.png")[1]) == 1
    assert find_models(None, tmp_path) is None
    assert connections == []


def test_a_model_that_was_exchanged_since_is_refused(tmp_path):
    for source in SOURCES:
        (tmp_path / source.file_name).write_bytes(b"no model")
    with pytest.raises(NoFaceModels):
        FaceModels(*(Path(tmp_path / source.file_name) for source in SOURCES)).finder()
