"""Packs what was built into the one file that people download."""

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

# More takes twice as long and saves next to nothing.
_COMPRESSION = 6


def pack(built: Path, target: Path) -> Path:
    """Writes `target`, a .tar.gz or a .zip with `built` as its only entry, and answers it."""
    if sys.platform == "darwin":
        # Python's own zip would turn the application's links into copies, and lose its signature.
        subprocess.run(["ditto", "-c", "-k", "--keepParent", str(built), str(target)], check=True)
    elif target.suffix == ".zip":
        shutil.make_archive(str(target.with_suffix("")), "zip", root_dir=built.parent, base_dir=built.name)
    else:
        with tarfile.open(target, "w:gz", compresslevel=_COMPRESSION) as archive:
            archive.add(built, built.name)
    return target
