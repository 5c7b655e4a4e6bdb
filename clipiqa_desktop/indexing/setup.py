"""How a run is to index."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from clipiqa_desktop.indexing.decoding import Reader, content_of, first_picture, measure, read_photograph, signature_of
from clipiqa_desktop.indexing.glancing import AT_ONCE, HeadReader, glance_at
from clipiqa_desktop.indexing.progress import StageName
from clipiqa_desktop.perception.runtime.config import RuntimeOptions
from clipiqa_desktop.perception.weights import Weights
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions


@dataclass(frozen=True)
class Setup:
    """Without weights everything is done but scoring; faces are looked for where there is a reader of them.

    waits_for_folders: a folder that is not there may be back in a moment.
    """

    weights: Weights | None = None
    device: str = "auto"
    precision: str = "fp32"
    choices: Path | None = None
    decoders: int | None = None
    decode_timeout_s: float = 30.0
    heads_at_once: int = AT_ONCE
    glancer: HeadReader = glance_at
    reader: Reader = read_photograph
    measurer: Reader = measure
    faces: Reader | None = None
    pair: bool = True
    waits_for_folders: bool = False
    sidecars: SidecarOptions = field(default_factory=SidecarOptions)

    @property
    def options(self) -> RuntimeOptions:
        """How the network runs."""
        return RuntimeOptions(self.device, self.precision, self.choices)

    @property
    def readers(self) -> Mapping[StageName, Reader]:
        """What looks at a file, by the stage that it does that for."""
        readers: dict[StageName, Reader] = {"content": content_of, "preview": first_picture, "signature": signature_of}
        readers |= {"read": self.reader, "measure": self.measurer}
        return readers | {"faces": self.faces} if self.faces else readers
