"""Where a file is published, and the SHA-256 its bytes must have."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from clipiqa_desktop.downloads.connection import TIMEOUT_S, place, unreachable
from clipiqa_desktop.downloads.digests import is_digest, recorded_digest
from clipiqa_desktop.downloads.failures import SourceUnavailable
from clipiqa_desktop.files.questions import is_file


@dataclass(frozen=True)
class Source:
    """A file, and the SHA-256 its bytes must have; `size` in bytes, 0 where only `about_mb` (10**6 bytes) is known."""

    name: str
    file_name: str
    url: str
    sha256: str
    size: int = 0
    about_mb: int = 0

    @property
    def megabytes(self) -> int:
        """Its size for people."""
        return self.about_mb or max(1, round(self.size / 1e6))

    @property
    def host(self) -> str:
        """The computer that is asked for it."""
        return urlsplit(self.url).hostname or ""

    def asked(self) -> "Source":
        """All is known."""
        return self

    def is_in(self, folder: Path) -> bool:
        """Whether it lies there, checked when it came."""
        return recorded_digest(folder / self.file_name) == self.sha256 and is_file(folder / self.file_name)


@dataclass(frozen=True)
class HubSource:
    """A file on the Hugging Face hub, which states its size and SHA-256 when it is asked for the pinned revision."""

    repository: str
    file_name: str
    revision: str
    about_mb: int
    name: str = "Hugging Face"
    host: str = "huggingface.co"

    @property
    def megabytes(self) -> int:
        """Its size for people."""
        return self.about_mb

    def is_in(self, folder: Path) -> bool:
        """Whether it lies there, checked when it came."""
        return recorded_digest(folder / self.file_name) is not None and is_file(folder / self.file_name)

    def asked(self) -> Source:
        """What the hub states.

        Raises SourceUnavailable, a DownloadFailed, when the hub cannot be asked or describes something else.
        """
        from huggingface_hub import get_hf_file_metadata, hf_hub_url
        from huggingface_hub.errors import HfHubHTTPError

        url = str(hf_hub_url(self.repository, self.file_name, revision=self.revision))
        try:
            stated = get_hf_file_metadata(url, token=False, timeout=TIMEOUT_S)
        except HfHubHTTPError as answer:
            raise SourceUnavailable(f"{place(url)} answered {answer.response.status_code}") from answer
        except Exception as trouble:  # the hub's library changes the HTTP library below it, and the errors' types too
            raise unreachable(url, trouble) from trouble
        if stated.commit_hash != self.revision:
            raise SourceUnavailable(f"{place(url)} answered with another revision ({stated.commit_hash})")
        if not is_digest(stated.etag or ""):
            raise SourceUnavailable(f"{place(url)} states no SHA-256 to check the file against")
        # Not the signed address the hub redirects to: that one expires, and a retry asks again.
        return Source(self.name, self.file_name, url, stated.etag, stated.size or 0)
