"""Exports a shoot, to be killed: `python exported_alone.py CATALOG TARGET WAY`."""

import sys
from contextlib import closing
from pathlib import Path


def main(catalog_file: Path, target: Path, way: str) -> None:
    from clipiqa_desktop.catalog.catalog import Catalog
    from clipiqa_desktop.culling.export.exporting import export
    from clipiqa_desktop.culling.export.leftovers import finish_moves
    from clipiqa_desktop.culling.export.options import ExportOptions
    from clipiqa_desktop.culling.sidecar_settings import SidecarSettings

    with closing(Catalog(catalog_file, ("quality",))) as catalog:
        finish_moves(catalog)
        folders = {folder.id for folder in catalog.folders.all()}
        ids = [photo.id for photo in catalog.photos.in_folders(folders) if target not in photo.path.parents]
        if ids:
            export(catalog, ids, ExportOptions(target, way), SidecarSettings())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
