import pytest
from left_out import is_left_out, is_module_left_out


@pytest.mark.parametrize(
    "path",
    [
        "triton",
        "triton/_C/libtriton.so",
        "timm/models/resnet.py",
        "torch/_inductor/codegen/cpp.py",
        "torch/bin/protoc-3.21.12.0",
        "torch/bin/test_api",
        "torch/bin/TCPStoreTest",
        "torch/test/c10_Half_test",
        "torch/lib/libtorchbind_test.so",
        "scipy/io/matlab/_mio5.cpython-311-x86_64-linux-gnu.so",
        "scipy/stats/tests/test_stats.py",
        "torchvision/_C.so",
        "torch/lib/libtorch_cuda_linalg.so",
        "nvidia/cu13/lib/libcusolver.so.12",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6\\translations\\qtbase_de.qm",
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6/Qt/plugins/imageformats/libqgif.so",
        "PySide6/plugins/imageformats/qwebp.dll",
        "PySide6/Qt/lib/libQt6Svg.so.6",
        "libpangocairo-1.0.so.0",
        "libjpeg.so.62",
        "libXi.so.6",
    ],
)
def test_what_nobody_uses_is_left_out(path: str) -> None:
    assert is_left_out(path)


@pytest.mark.parametrize(
    "path",
    [
        "torch/lib/libtorch_cpu.so",
        "torch/lib/libtorch_cuda.so",
        "scipy/stats/_stats.cpython-311-x86_64-linux-gnu.so",
        "torch/bin/torch_shm_manager",
        "torch/_inductor/config.py",
        "torch/testing/_internal/logging_tensor.py",
        "nvidia/cudnn/lib/libcudnn_engines_precompiled.so.9",
        "nvidia/cu13/lib/libnvrtc-builtins.so.13.0",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/plugins/imageformats/qjpeg.dll",
        "open_clip/bpe_simple_vocab_16e6.txt.gz",
        "clipiqa_desktop/weights/RN50.pt",
        "libgdiplus.so",
        "libX11.so.6",
        "libglib-2.0.so.0",
        "libgthread-2.0.so.0",
        "pillow.libs/libjpeg-8995ad9f.so.62.4.0",
    ],
)
def test_what_is_needed_stays(path: str) -> None:
    assert not is_left_out(path)


def test_modules_are_known_by_their_dotted_names() -> None:
    assert is_module_left_out("torch._inductor.codegen.cpp")
    assert is_module_left_out("timm")
    assert not is_module_left_out("timmy")
    assert not is_module_left_out("torch._inductor.config")
