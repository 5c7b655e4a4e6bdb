"""Checks of what lies on the disk, and of what would fetch the weights."""

import sqlite3
import ssl
from contextlib import closing

from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.open_catalog import open_catalog
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.perception.download import HUB_FILE, HUB_REPOSITORY, trusted
from clipiqa_desktop.self_test.running import Bench, Wrong


def check_catalog(bench: Bench) -> str:
    """Writes a folder into a new catalog, and reads it back with another connection."""
    bench.photographs.mkdir()
    with closing(open_catalog(bench.places.catalog)) as catalog:
        catalog.folders.add_root(bench.photographs)
    with closing(open_catalog(bench.places.catalog)) as catalog:
        if catalog.folders.roots() != [bench.photographs]:
            raise Wrong("it does not give back the folder that was put in")
    return f"SQLite {sqlite3.sqlite_version} keeps {len(KEYS)} attributes"


def check_thumbnails(bench: Bench) -> str:
    """Puts one in and takes it out."""
    with closing(ThumbnailStore(bench.places.thumbnails)) as store:
        store.put("fingerprint", b"JPEG")
        if store.get("fingerprint") != b"JPEG":
            raise Wrong("what was put in does not come out")
    return "kept and found again"


def check_download(_bench: Bench) -> str:
    """Loads what fetches the weights, without asking anybody."""
    from huggingface_hub import get_hf_file_metadata, hf_hub_url

    if not callable(get_hf_file_metadata) or HUB_FILE not in str(hf_hub_url(HUB_REPOSITORY, HUB_FILE)):
        raise Wrong("the hub's library does not know where files lie")
    trusted()
    return f"the hub's library and {ssl.OPENSSL_VERSION} are there; nothing was fetched"
