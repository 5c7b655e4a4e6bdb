import io
import pickle
import zipfile
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from tools.openai_archive import save_archive

from clipiqa_desktop.perception.clip import build_clip
from clipiqa_desktop.perception.weights import NoWeights
from clipiqa_desktop.perception.weights_file import read_state


def zipped(path: Path, pickled: bytes, **storages: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("weights/data.pkl", pickled)
        for name, data in storages.items():
            archive.writestr(f"weights/data/{name.removeprefix('n')}", data)
    return path


def test_safetensors(tmp_path: Path) -> None:
    save_file({"a.b": torch.arange(6.0).view(2, 3)}, tmp_path / "w.safetensors")
    assert torch.equal(read_state(tmp_path / "w.safetensors")["a.b"], torch.arange(6.0).view(2, 3))


def test_openais_archive_holds_the_same_network(untrained_file: Path, tmp_path: Path) -> None:
    state = read_state(untrained_file)
    archived = read_state(save_archive(state, tmp_path / "RN50.pt"))
    assert archived.keys() == state.keys()
    for name, tensor in state.items():
        assert torch.equal(archived[name].float(), tensor.half().float() if tensor.is_floating_point() else tensor), (
            name
        )
    assert build_clip(archived).logit_scale.exp().item() == pytest.approx(100, rel=1e-3)


def test_strides_and_offsets_of_an_archive_are_kept(tmp_path: Path) -> None:
    whole = torch.arange(24.0).view(4, 6)
    archived = read_state(save_archive({"slice": whole[1:3, ::2], "turned": whole.T}, tmp_path / "w.pt"))
    assert torch.equal(archived["slice"].float(), whole[1:3, ::2])
    assert torch.equal(archived["turned"].float(), whole.T)


class Malicious:
    def __reduce__(self) -> tuple[object, ...]:
        return (exec, ("raise SystemExit('code ran')",))


@pytest.mark.parametrize("module", ["builtins", "os", "torch.storage", "torch.serialization"])
def test_a_pickle_that_asks_for_code_is_refused(tmp_path: Path, module: str) -> None:
    asks = f"c{module}\nexec\n.".encode()
    with pytest.raises(NoWeights, match=rf"asks for {module}\.exec"):
        read_state(zipped(tmp_path / "bad.pt", asks))


def test_a_pickle_that_runs_code_does_not(tmp_path: Path) -> None:
    with pytest.raises(NoWeights, match=r"asks for builtins\.exec"):
        read_state(zipped(tmp_path / "bad.pt", pickle.dumps(Malicious())))


def test_a_tensor_beyond_its_data_is_refused(tmp_path: Path) -> None:
    class Reaching(pickle.Pickler):
        def persistent_id(self, obj: object) -> object:
            return ("storage", torch.FloatStorage, "0", "cpu", 4) if obj == "data" else None

    class Tensor:
        def __reduce__(self) -> tuple[object, ...]:
            return (torch._utils._rebuild_tensor_v2, ("data", 0, (1000, 1000), (1000, 1), False, {}))

    written = io.BytesIO()
    Reaching(written).dump({"weight": Tensor()})
    with pytest.raises(NoWeights, match="reaches beyond its data"):
        read_state(zipped(tmp_path / "bad.pt", written.getvalue(), n0=b"\0" * 16))


@pytest.mark.parametrize("content", [b"", b"text", b"\xff" * 5000, b"PK\x03\x04 broken"])
def test_other_files_are_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.pt"
    path.write_bytes(content)
    with pytest.raises(NoWeights, match=r"choose OpenAI's RN50\.pt"):
        read_state(path)


def test_a_half_copied_archive_is_refused(tmp_path: Path) -> None:
    whole = save_archive({"weight": torch.ones(1000)}, tmp_path / "whole.pt").read_bytes()
    (tmp_path / "half.pt").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(NoWeights):
        read_state(tmp_path / "half.pt")
