"""Indexes a shoot slowly, to be killed: `python indexed_alone.py PLACE`; prints the ids of what was stored."""

import os
import sys
from pathlib import Path


def main(place: Path) -> None:
    from tools.readers import LOG, glance_slowly, measure_slowly, read_slowly
    from tools.shoot import opened_shoot

    from clipiqa_desktop.indexing.run import Listener

    with opened_shoot(place) as shoot:
        os.environ[LOG] = str(shoot.log)
        slowly = {"glancer": glance_slowly, "reader": read_slowly, "measurer": measure_slowly}
        shoot.index(Listener(stored=lambda ids: print(*ids, flush=True)), **slowly, decoders=2)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    main(Path(sys.argv[1]))
