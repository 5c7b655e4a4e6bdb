"""What is said of a model before it is fetched: how large, from where, how it is checked."""

from clipiqa_desktop.downloads.models import Model
from clipiqa_desktop.downloads.sources import HubSource, Source


def offer(model: Model, arrived: int = 0) -> str:
    """Sentences in plain words; `arrived` are the bytes that an earlier download left."""
    first = [file.sources[0] for file in model.files]
    hosts = " and ".join(dict.fromkeys(f"{source.name} ({source.host})" for source in first))
    digests = ", ".join(f"{source.sha256[:12]}…" for source in first if isinstance(source, Source))
    here = f"; {arrived / 1e6:,.0f} MB are here already, and it goes on from there" if arrived else ""
    brought = "choose the file that another computer fetched, or drop it here"
    if len(model.files) > 1:
        brought = "drop the files here that another computer fetched"
    return (
        f"{model.megabytes} MB from {hosts}, once, checked against SHA-256 {digests}{here}; nothing of yours is sent. "
        f"Without a network, {brought}."
    )


def details(model: Model) -> str:
    """Everything to the last digit: all sources in the order in which they are asked."""
    asked = "\n\n".join(_told(source) for file in model.files for source in file.sources)
    return f"{asked}\n\nOn another computer: {model.command}"


def _told(source: Source | HubSource) -> str:
    if isinstance(source, Source):
        return f"{source.url}\n{source.megabytes} MB, SHA-256 {source.sha256}"
    return (
        f"Where that cannot be reached: {source.host}, {source.repository}, {source.file_name}\n"
        f"{source.megabytes} MB, with the SHA-256 that is stated for revision {source.revision}"
    )
