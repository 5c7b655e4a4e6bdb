"""Packs what was built into the one file that people download."""

import shutil
import subprocess
import sys
from pathlib import Path


def pack(built: Path, target: Path) -> Path:
    """Writes `target`, a .tar.gz or a .zip with `built` as its only entry, and answers it."""
    if sys.platform == "darwin":
        # Python's own zip would turn the application's links into copies, and lose its signature.
        subprocess.run(["ditto", "-c", "-k", "--keepParent", str(built), str(target)], check=True)
        return target
    kind = "gztar" if target.name.endswith(".tar.gz") else "zip"
    base = target.with_name(target.name.removesuffix(".tar.gz").removesuffix(".zip"))
    return Path(shutil.make_archive(str(base), kind, root_dir=built.parent, base_dir=built.name))
