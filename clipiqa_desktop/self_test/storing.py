"""Checks of what lies on the disk, of what would fetch the weights, and of what the program says it is made of."""

import sqlite3
import ssl
from contextlib import closing

from clipiqa_desktop.about.licences import parts
from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.downloads.connection import trusted
from clipiqa_desktop.downloads.models import HUB_COPY
from clipiqa_desktop.open_catalog import open_catalog
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.self_test.running import CheckFailed, Workspace

_NEVER_WITHOUT = {"numpy", "open_clip_torch", "pillow", "PySide6_Essentials", "safetensors", "torch"}


def check_catalog(workspace: Workspace) -> str:
    """Writes a folder into a new catalog, and reads it back with another connection."""
    workspace.photographs.mkdir()
    with closing(open_catalog(workspace.places.catalog)) as catalog:
        catalog.folders.add_root(workspace.photographs)
    with closing(open_catalog(workspace.places.catalog)) as catalog:
        if catalog.folders.roots() != [workspace.photographs]:
            raise CheckFailed("it does not give back the folder that was put in")
    return f"SQLite {sqlite3.sqlite_version} keeps {len(KEYS)} attributes"


def check_thumbnails(workspace: Workspace) -> str:
    """Puts one in and takes it out."""
    with closing(ThumbnailStore(workspace.places.thumbnails)) as store:
        store.put("fingerprint", b"JPEG")
        if store.get("fingerprint") != b"JPEG":
            raise CheckFailed("what was put in does not come out")
    return "kept and found again"


def check_download(_workspace: Workspace) -> str:
    """Loads what fetches the weights, without asking anybody."""
    from huggingface_hub import get_hf_file_metadata, hf_hub_url

    address = str(hf_hub_url(HUB_COPY.repository, HUB_COPY.file_name))
    if not callable(get_hf_file_metadata) or HUB_COPY.file_name not in address:
        raise CheckFailed("the hub's library does not know where files lie")
    trusted()
    return f"the hub's library and {ssl.OPENSSL_VERSION} are there; nothing was fetched"


def check_licences(_workspace: Workspace) -> str:
    """Every part that the program cannot do without is listed, and has a licence text."""
    texts = {part.name.replace("-", "_"): part.text() for part in parts()}
    if missing := sorted(name for name in _NEVER_WITHOUT if not texts.get(name)):
        raise CheckFailed(f"there is no licence text of {', '.join(missing)}")
    return f"{len(texts)} parts, {sum(map(len, texts.values())):,} letters"
