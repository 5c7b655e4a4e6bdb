"""Why a file did not arrive."""

from clipiqa_desktop.errors import UserError


class DownloadFailed(UserError):
    """The file did not arrive; the text says why and what to do."""


class DownloadCancelled(UserError):
    """The user stopped the download; what has arrived is kept for next time."""


class SourceUnavailable(DownloadFailed):
    """A source let nothing be fetched, so the next one is worth a try; the text begins with its address."""


class NothingAnswers(DownloadFailed):
    """No source let anything be fetched: what lacks is a network, or a model that came otherwise."""


class ConnectionBroken(Exception):
    """The line went dead in the middle of the file."""
