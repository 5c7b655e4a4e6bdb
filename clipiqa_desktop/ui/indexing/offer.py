"""What is said of a model before it is fetched: how large, from where, how it is checked."""

from clipiqa_desktop.downloads.models import Model
from clipiqa_desktop.downloads.sources import HubSource, Source
from clipiqa_desktop.notation import figures


def offer(model: Model, arrived: int = 0) -> str:
    """Sentences in plain words; `arrived` are the bytes that an earlier download left."""
    first = [file.sources[0] for file in model.files]
    hosts = " and ".join(dict.fromkeys(source.name for source in first))
    here = f"; {figures(round(arrived / 1e6))} MB are here already, and it goes on from there" if arrived else ""
    return f"{model.megabytes} MB from {hosts}, once{here}; nothing of yours is sent."


def details(model: Model) -> str:
    """Everything to the last digit: all sources in the order in which they are asked."""
    asked = "\n\n".join(_told(source) for file in model.files for source in file.sources)
    return f"{_brought(model)}\n\n{asked}\n\nOn another computer: {model.command}"


def _brought(model: Model) -> str:
    if len(model.files) > 1:
        return "Without a network, drop the files here that another computer fetched."
    return "Without a network, choose the file that another computer fetched, or drop it here."


def _told(source: Source | HubSource) -> str:
    if isinstance(source, Source):
        return f"{source.url}\n{source.megabytes} MB, SHA-256 {source.sha256}"
    return (
        f"Where that cannot be reached: {source.host}, {source.repository}, {source.file_name}\n"
        f"{source.megabytes} MB, with the SHA-256 that is stated for revision {source.revision}"
    )
