"""How the network runs on this computer, chosen once and remembered. Imports no torch."""

import platform
from dataclasses import asdict, dataclass
from pathlib import Path

from clipiqa_desktop.perception.weights import Weights, find_weights
from clipiqa_desktop.settings import (
    DEVICE,
    DEVICES,
    PRECISION,
    PRECISIONS,
    WEIGHTS,
    Group,
    Settings,
    is_text,
    one_of,
    whole,
)

# Counts up whenever what was chosen before has to be chosen anew.
_VERSION = 2
_MOST = 4096


@dataclass(frozen=True)
class RuntimeConfig:
    """On a kind of device, in a precision, with so many threads and so many photographs at once.

    `remark` says why it is not the fast precision.
    """

    device: str
    precision: str
    threads: int
    batch: int
    remark: str = ""

    @property
    def description(self) -> str:
        """For people: `CPU bf16`."""
        remark = f" ({self.remark})" if self.remark else ""
        return f"{self.device.upper()} {self.precision}{remark}"


@dataclass(frozen=True)
class NetworkOptions:
    """The network that the person asks for: a weights file, or None for the first that is found; device, precision."""

    weights: Path | None
    device: str
    precision: str

    def find_weights(self, user_folder: Path) -> Weights:
        """The file to use. Raises NoWeights."""
        return find_weights(self.weights, user_folder)


def network_options(
    settings: Settings, weights: Path | None = None, device: str = "auto", precision: str = "auto"
) -> NetworkOptions:
    """What the command line names, and for the rest what the settings say, of the window and all commands alike."""
    kept = settings.get(WEIGHTS)
    return NetworkOptions(
        weights or (Path(kept) if kept else None),
        settings.get(DEVICE) if device == "auto" else device,
        settings.get(PRECISION) if precision == "auto" else precision,
    )


@dataclass(frozen=True)
class RuntimeOptions:
    """What the user asks for, and the small JSON file that remembers what became of it, if any does."""

    device: str = "auto"
    precision: str = "fp32"
    choices: Path | None = None


def recall(weights: Weights, options: RuntimeOptions) -> RuntimeConfig | None:
    """How the network ran last time for these options, on this computer; None where that is not known."""
    stored = Settings(options.choices).get(_setting(weights, options)) if options.choices else None
    match stored:
        case {"device": str(device), "precision": str(precision), "threads": int(threads), "batch": int(batch), **more}:
            return RuntimeConfig(device, precision, threads, batch, str(more.get("remark", "")))
    return None


def remember(weights: Weights, options: RuntimeOptions, config: RuntimeConfig) -> None:
    """Keeps it for the next start."""
    if options.choices:
        Settings(options.choices).set(_setting(weights, options), asdict(config))


def expected_precision(weights: Weights, options: RuntimeOptions) -> str:
    """The precision in which the network will most likely run, before it is loaded; `fp32` where nothing is known."""
    if options.precision != "auto":
        return options.precision
    before = recall(weights, options)
    return before.precision if before else "fp32"


def _setting(weights: Weights, options: RuntimeOptions) -> Group:
    return Group(
        # A settings folder may be shared by computers that are not alike.
        f"{_VERSION} {platform.node()} {weights.short_hash} {options.device} {options.precision}",
        device=one_of(*DEVICES),
        precision=one_of(*PRECISIONS[1:]),
        threads=whole(1, _MOST),
        batch=whole(1, _MOST),
        remark=is_text,
    )
