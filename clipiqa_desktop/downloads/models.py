"""All that can be downloaded, each a line here: command, window and what is dropped on it follow."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from clipiqa_desktop.downloads.sources import HubSource, Source


@dataclass(frozen=True)
class ModelFile:
    """One file of a model, from the first source that answers. What the sources have may differ in name and bytes."""

    sources: Sequence[Source | HubSource]


@dataclass(frozen=True)
class Model:
    """What the program works without, and does more with: in sentences `the title`, `needed for the purpose`."""

    key: str
    title: str
    purpose: str
    files: Sequence[ModelFile]
    option: str = ""  # what the command that fetches it must be told
    without_network: str = "drop what it fetched on the window here"

    @property
    def command(self) -> str:
        """What to type on a computer that has a network."""
        option = f" {self.option}" if self.option else ""
        return f"clipiqa-desktop fetch-weights{option} --to FOLDER"

    @property
    def megabytes(self) -> int:
        """How much is fetched where the first source of every file answers."""
        return sum(file.sources[0].megabytes for file in self.files)

    def found(self, *folders: Path) -> list[Path] | None:
        """Its files, each from the first of these folders that has it with its record; None where one is missing."""
        paths = [path for file in self.files if (path := _arrived(file, folders))]
        return paths if len(paths) == len(self.files) else None


OPENAI_ARCHIVE = Source(
    name="OpenAI",
    file_name="RN50.pt",
    url="https://openaipublic.azureedge.net/clip/models/"
    "afeb0e10f9e5a86da6080e35cf09123aca3b358a0c3e3b6c78a7b63bc04b6762/RN50.pt",
    sha256="afeb0e10f9e5a86da6080e35cf09123aca3b358a0c3e3b6c78a7b63bc04b6762",
    about_mb=256,
)
HUB_COPY = HubSource(
    repository="timm/resnet50_clip.openai",
    file_name="open_clip_model.safetensors",
    revision="b5ad1dd2714e05200953a70eb508a352fc52b803",
    about_mb=408,
)
NETWORK = Model(
    key="network",
    title="network's weights (OpenAI's CLIP RN50)",
    purpose="scores",
    files=[ModelFile([OPENAI_ARCHIVE, HUB_COPY])],
    without_network='drop the file on the window here, take it with "Choose file", or name it with --weights',
)
# Both are Google's, under the Apache License 2.0, in MediaPipe's public storage. The detector's address and digest are
# those in the list of external files of MediaPipe's own build.
FACE_DETECTOR = Source(
    name="MediaPipe",
    file_name="face_detection_full_range.tflite",
    url="https://storage.googleapis.com/mediapipe-assets/face_detection_full_range.tflite?generation=1661875742733283",
    sha256="99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3",
    size=1_083_984,
)
FACE_LANDMARKER = Source(
    name="MediaPipe",
    file_name="face_landmarker.task",
    url="https://storage.googleapis.com/mediapipe-models/face_landmarker/face_landmarker/float16/1/face_landmarker.task",
    sha256="64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff",
    size=3_758_596,
)
FACES = Model(
    key="faces",
    title="files that find faces (Google's MediaPipe)",
    purpose="open and sharp eyes",
    files=[ModelFile([FACE_DETECTOR]), ModelFile([FACE_LANDMARKER])],
    option="--faces",
    without_network="drop both files on the window here",
)

MODELS: Sequence[Model] = (NETWORK, FACES)


def every_source() -> Iterator[Source | HubSource]:
    """Of every file of every model."""
    return (source for model in MODELS for file in model.files for source in file.sources)


def _arrived(file: ModelFile, folders: Iterable[Path]) -> Path | None:
    places = product(file.sources, folders)
    return next((folder / source.file_name for source, folder in places if source.is_in(folder)), None)
