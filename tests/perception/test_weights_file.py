import io
import os
import pickle
import struct
import zipfile
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from tools.openai_archive import save_archive

from clipiqa_desktop.perception.clip import build_clip
from clipiqa_desktop.perception.weights import NoWeights, identify, require_weights, safetensors_metadata
from clipiqa_desktop.perception.weights_file import read_state, state_of


def zipped(path: Path, pickled: bytes, **storages: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("weights/data.pkl", pickled)
        for name, data in storages.items():
            archive.writestr(f"weights/data/{name.removeprefix('n')}", data)
    return path


def test_safetensors(tmp_path: Path) -> None:
    save_file({"a.b": torch.arange(6.0).view(2, 3)}, tmp_path / "w.safetensors")
    assert torch.equal(read_state(tmp_path / "w.safetensors")["a.b"], torch.arange(6.0).view(2, 3))


@pytest.mark.parametrize("is_same", [True, False])
def test_other_weights_never_go_under_the_name_of_those_that_were_found(tmp_path: Path, is_same: bool) -> None:
    file, other = tmp_path / "w.safetensors", tmp_path / "other"
    save_file({"a.b": torch.arange(6.0)}, file)
    found = identify(file)
    save_file({"a.b": torch.arange(6.0) + (0 if is_same else 1)}, other)
    other.replace(file)
    if is_same:
        assert state_of(found).keys() == {"a.b"}
    else:
        with pytest.raises(NoWeights, match="is another one than when the program began"):
            state_of(found)


def test_openais_archive_holds_the_same_network(untrained_file: Path, tmp_path: Path) -> None:
    state = read_state(untrained_file)
    archived = read_state(save_archive(state, tmp_path / "RN50.pt"))
    require_weights(untrained_file)
    require_weights(tmp_path / "RN50.pt")
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


def described(
    opcodes: bytes, storage: bytes = bytes(64), size: tuple[int, ...] = (), step: tuple[int, ...] = ()
) -> bytes:
    """A pickle: `opcodes`, or one tensor of this size over the storage "0"."""
    if opcodes:
        return b"\x80\x02" + opcodes + b"."
    sizes = (pickle.dumps(each, 2)[2:-1].replace(b"q\x00", b"") for each in (0, size, step))
    tensor = b"((X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000X\x03\0\0\0cpuK\x04tQ" + b"".join(sizes) + b"tR"
    return b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n" + tensor + b"."


BOMBS = {
    "steps": (described(b"N0" * 400_000 + b"N"), "far too long"),
    "memo": (described(b"Nr\xff\xff\xff\x7f"), "far too long"),
    "memo in text": (described(b"Np4000000000\n"), "far too long"),
    "bytes": (b"\x80\x04\x8e" + (1 << 40).to_bytes(8, "little") + b".", "damaged"),
    "tuples": (described(b"}N" + b"\x85" * 100_000 + b"Ns"), "far too long"),
    "names": (described(b"}q\0X" + (900_000).to_bytes(4, "little") + b"a" * 900_000 + b"h\0s"), "without end"),
    "itself": (described(b"}q\0X\x01\0\0\0ah\0s"), "without end"),
    "laughs": (
        described(
            b"}q\0"
            + b"".join(
                b"}" + b"".join(b"X\x01\0\0\0" + bytes([97 + name]) + b"h" + bytes([level]) + b"s" for name in range(9))
                + b"q" + bytes([level + 1])
                for level in range(60)
            )
        ),
        "without end",
    ),
    "no storage": (described(b"X\x01\0\0\0aQ"), "damaged"),
    "no call": (described(b"ctorch\nFloatStorage\n)R"), "damaged"),
    "one number for many": (described(b"", size=(60_000, 60_000), step=(0, 0)), "beyond its data"),
    "dimensions": (described(b"", size=(1,) * 1000, step=(0,) * 1000), "dimensions"),
    "empty": (b"", "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_pickle_that_would_fill_the_memory_is_refused_at_once(tmp_path: Path, bomb: str) -> None:
    pickled, reason = BOMBS[bomb]
    with pytest.raises(NoWeights, match=reason):
        read_state(zipped(tmp_path / "bad.pt", pickled, n0=bytes(64)))


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_nothing_that_is_compressed_is_unpacked(tmp_path: Path, method: int) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.pt", "w", method) as archive:
        archive.writestr("weights/data.pkl", b"N0" * 10_000_000)
    with pytest.raises(NoWeights, match="it is compressed"):
        read_state(tmp_path / "bomb.pt")


def test_a_list_of_contents_without_end_is_refused(tmp_path: Path) -> None:
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, *(0,) * 8, 1, *(0,) * 6) + b"a"
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, len(entry) * 40_000, 0, 0)
    (tmp_path / "many.pt").write_bytes(entry * 40_000 + end)
    with pytest.raises(NoWeights, match="list of contents is far too long"):
        read_state(tmp_path / "many.pt")


@pytest.mark.parametrize(
    "header", [b"[" * 500_000, b'{"a":' * 100_000, b'{"__metadata__":' + b"[" * 900 + b"]" * 900 + b"}"]
)
def test_a_deep_header_is_refused(tmp_path: Path, header: bytes) -> None:
    path = tmp_path / "deep.safetensors"
    path.write_bytes(struct.pack("<Q", len(header)) + header)
    assert safetensors_metadata(path) == {}
    with pytest.raises(NoWeights, match="no safetensors file"):
        read_state(path)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_are_none_are_refused(tmp_path: Path, number: float) -> None:
    save_file({"a": torch.ones(5), "b": torch.tensor([1.0, number])}, tmp_path / "w.safetensors")
    with pytest.raises(NoWeights, match="not finite"):
        read_state(tmp_path / "w.safetensors")
    with pytest.raises(NoWeights, match="not finite"):
        read_state(save_archive({"b": torch.tensor([1.0, number])}, tmp_path / "w.pt"))


def test_only_what_is_wanted_is_read(tmp_path: Path) -> None:
    tensors = {"visual.a": torch.ones(5), "scale": torch.ones(1), "text": torch.tensor([1.0, float("nan")])}
    save_file(tensors, tmp_path / "w.safetensors")
    for path in (tmp_path / "w.safetensors", save_archive(tensors, tmp_path / "w.pt")):
        assert read_state(path, ("visual.", "scale")).keys() == {"visual.a", "scale"}
        with pytest.raises(NoWeights, match="not finite"):
            read_state(path)


def test_far_more_numbers_than_clip_has_are_refused(tmp_path: Path) -> None:
    path, count = tmp_path / "w.safetensors", (1 << 28) + 1
    header = f'{{"a":{{"dtype":"I8","shape":[{count}],"data_offsets":[0,{count}]}}}}'.encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header)
    os.truncate(path, 8 + len(header) + count)
    with pytest.raises(NoWeights, match="far more than they do"):
        read_state(path)
