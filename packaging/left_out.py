"""What the program never uses of the libraries that it is packed with.

Each of these was taken away, and the self-test passed all the same. CUDA's libraries are another matter: they cannot be
tried without its hardware, so only those go that nothing loads by itself.
"""

from collections.abc import Mapping
from fnmatch import fnmatchcase

LEFT_OUT: Mapping[str, tuple[str, ...]] = {
    "compilers of networks: this one runs as it is": (
        "triton",
        "torch/_inductor/codegen",
        "torch/_inductor/fx_passes",
        "torch/_inductor/kernel",
        "torch/_inductor/autoheuristic",
    ),
    "for those who build or test PyTorch": (
        "torch/bin/*.pt",
        "torch/bin/*.ptl",
        "torch/bin/*Test",
        "torch/bin/protoc*",
        "torch/bin/test_*",
        "torch/bin/upgrader_models",
        "torch/include",
        "torch/lib/*.lib",
        "torch/lib/*_test.so",
        "torch/lib/libaoti_custom_ops.so",
        "torch/lib/libbackend_with_compiler.so",
        "torch/share",
        "torch/test",
        "torch/testing/_internal/common_methods_invocations*",
        "torch/testing/_internal/common_modules*",
        "torch/testing/_internal/common_nn*",
        "torch/testing/_internal/common_utils*",
        "torch/testing/_internal/distributed",
        "torch/testing/_internal/generated",
        "torch/testing/_internal/opinfo",
    ),
    "imported only where they are there": ("cuda", "networkx", "timm", "hf_xet", "tkinter", "_tkinter", "matplotlib"),
    "SciPy, but for what compares scores with opinions": (
        "scipy/*/tests",
        "scipy/cluster",
        "scipy/conftest.py",
        "scipy/datasets",
        "scipy/differentiate",
        "scipy/fftpack",
        "scipy/io",
        "scipy/misc",
        "scipy/odr",
        "scipy/signal",
    ),
    "torchvision, for which something stands in": (
        "torchvision.libs",
        "torchvision/*.so",
        "torchvision/*.pyd",
    ),
    "the licences of these": (
        "triton-*.dist-info",
        "cuda_bindings-*.dist-info",
        "cuda_pathfinder-*.dist-info",
        "networkx-*.dist-info",
        "timm-*.dist-info",
        "torchvision-*.dist-info",
        "hf_xet-*.dist-info",
    ),
    "linear algebra on CUDA, which PyTorch loads when it is first asked for": (
        "torch/lib/libtorch_cuda_linalg.so",
        "nvidia/*/libcusolver*",
    ),
    "Qt on machines without a desktop": (
        "PySide6/*plugins/egldeviceintegrations",
        "PySide6/*plugins/generic",
        "PySide6/*plugins/platforms/*eglfs*",
        "PySide6/*plugins/platforms/*linuxfb*",
        "PySide6/*plugins/platforms/*minimal*",
        "PySide6/*plugins/platforms/*vkkhrdisplay*",
        "PySide6/*plugins/platforms/*vnc*",
        "PySide6/Qt/lib/libQt6EglF*",
    ),
    "parts of Qt that the window does not use": (
        "PySide6/*plugins/iconengines",
        "PySide6/*plugins/imageformats/*q[!j]*",
        "PySide6/*plugins/networkinformation",
        "PySide6/*plugins/platformthemes/*gtk3*",
        "PySide6/*plugins/tls",
        "PySide6/*translations",
        "PySide6/*opengl32sw.dll",
        "PySide6/*Qt6Pdf*",
        "PySide6/*Qt6Svg*",
        "PySide6/*QtPdf*",
        "PySide6/*QtSvg*",
    ),
    "what only Qt's GTK theme links": (
        "libXcomposite*",
        "libXcursor*",
        "libXdamage*",
        "libXext*",
        "libXfixes*",
        "libXi.*",
        "libXinerama*",
        "libXrandr*",
        "libXrender*",
        "libatk*",
        "libatspi*",
        "libblkid*",
        "libcairo*",
        "libepoxy*",
        "libdatrie*",
        "libfribidi*",
        "libg[dt]k*",
        "libgio-*",
        "libgmodule-*",
        "libgobject-*",
        "libgraphite2*",
        "libharfbuzz*",
        "libjpeg.so.*",
        "libmount*",
        "libpango*",
        "libpixman*",
        "libselinux*",
        "libthai*",
    ),
}
EXCLUDED = ["networkx", "timm", "tkinter", "triton"]
"""Packages that need not even be looked through."""

_PATTERNS = [pattern for patterns in LEFT_OUT.values() for pattern in patterns]


def is_left_out(destination: str) -> bool:
    """Whether a file, by its path below the program's folder, stays behind, alone or with the folder it lies in."""
    path = destination.replace("\\", "/")
    return any(fnmatchcase(path, pattern) or fnmatchcase(path, f"{pattern}/*") for pattern in _PATTERNS)


def is_module_left_out(name: str) -> bool:
    """The same for a module of Python by its dotted name."""
    return is_left_out(name.replace(".", "/"))
