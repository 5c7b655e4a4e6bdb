"""How the network runs on this computer, chosen once and remembered. Imports no torch."""

import platform
from dataclasses import asdict, dataclass
from pathlib import Path

from clipiqa_desktop.perception.network_version import PRECISIONS
from clipiqa_desktop.perception.weights import Weights
from clipiqa_desktop.settings import Settings

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
class RuntimeOptions:
    """What the user asks for, and the small JSON file that remembers what became of it, if any does."""

    device: str = "auto"
    precision: str = "fp32"
    choices: Path | None = None


def recall(weights: Weights, options: RuntimeOptions) -> RuntimeConfig | None:
    """How the network ran last time for these options, on this computer; None where that is not known."""
    stored = Settings(options.choices).get(_name(weights, options)) if options.choices else None
    match stored:
        case {"device": str(device), "precision": str(precision), "threads": int(threads), "batch": int(batch), **more}:
            is_sound = precision in PRECISIONS[1:] and 0 < threads <= _MOST and 0 < batch <= _MOST
            return RuntimeConfig(device, precision, threads, batch, str(more.get("remark", ""))) if is_sound else None
    return None


def remember(weights: Weights, options: RuntimeOptions, config: RuntimeConfig) -> None:
    """Keeps it for the next start."""
    if options.choices:
        Settings(options.choices).set(_name(weights, options), asdict(config))


def expected_precision(weights: Weights, options: RuntimeOptions) -> str:
    """The precision in which the network will most likely run, before it is loaded; `fp32` where nothing is known."""
    if options.precision != "auto":
        return options.precision
    before = recall(weights, options)
    return before.precision if before else "fp32"


def wanted_precision(named: str, settings: Settings) -> str:
    """What the command line names, or else the settings; `auto` where neither says anything that makes sense."""
    kept = settings.get("precision")
    return kept if named == "auto" and kept in PRECISIONS else named


def _name(weights: Weights, options: RuntimeOptions) -> str:
    # A settings folder may be shared by computers that are not alike.
    return f"{_VERSION} {platform.node()} {weights.short_hash} {options.device} {options.precision}"
