"""How long a start of the network takes until its first four scores: `warm_start.py --weights FILE [--rounds N]`.

The process that indexing starts is started here, from a process that begins with it and has hashed nothing yet. Cold:
nothing is known of the weights file but how it runs. Warm: its hash and the vectors of its prompts are kept. Then how
long `score` takes for a folder of four photographs, from the command to their scores in the catalog. Each round is a
process of its own, in turn, so that what else the computer does touches all alike.
"""

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from subprocess import DEVNULL

import numpy as np
from PIL import Image

from clipiqa_desktop.perception.kept_digests import FILE_NAME
from clipiqa_desktop.perception.runtime.synthetic_pictures import synthetic_pictures

PRECISIONS = ("fp32", "bf16")
COUNT = 4
POLL_S = 0.005

PROGRAM = """
import sys
from pathlib import Path
import numpy as np
from clipiqa_desktop.indexing.encoding import encoding_process
from clipiqa_desktop.perception.attributes import BUILT_IN
from clipiqa_desktop.perception.runtime.config import RuntimeOptions
from clipiqa_desktop.perception.scoring import scores
from clipiqa_desktop.perception.weights import identify
from clipiqa_desktop.processes import Worker
file, folder, precision = sys.argv[1:]
weights, options = identify(Path(file), Path(folder)), RuntimeOptions("cpu", precision, Path(folder) / "network.json")
worker = Worker(encoding_process, weights, options)
ready = worker.receive()
with np.load(Path(folder) / "pictures.npz") as pictures:
    worker.give(None, list(pictures.values()))
vectors = worker.receive()
worker.give(None, tuple(prompt for attribute in BUILT_IN for prompt in attribute.prompts))
pairs = worker.receive().reshape(len(BUILT_IN), 2, -1)
assert np.isfinite(scores(vectors, pairs, ready.logit_scale)).all()
worker.stop()
"""


def network_s(weights: Path, folder: Path, precision: str) -> float:
    """Seconds of one start of the network, from the process to the four scores."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", PROGRAM, str(weights), str(folder), precision], check=True)
    return time.perf_counter() - begun


def command_s(weights: Path, photographs: Path, base: Path, precision: str) -> float:
    """Seconds from the command to the scores of all in a new catalog."""
    for old in base.glob("catalog.db*"):
        old.unlink()
    words = ["score", str(photographs), "--basedir", str(base), "--weights", str(weights), "--precision", precision]
    begun = time.perf_counter()
    with subprocess.Popen([sys.executable, "-m", "clipiqa_desktop", *words], stdout=DEVNULL, stderr=DEVNULL) as command:
        while _scored(base / "catalog.db") < COUNT:
            if command.poll():
                raise SystemExit(f"`score` ended with {command.returncode}")
            time.sleep(POLL_S)
        seconds = time.perf_counter() - begun
        command.wait()
    return seconds


def _scored(catalog: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{catalog}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM scores").fetchone()[0])
    except sqlite3.Error:  # it is not there yet
        return 0


def forget(folder: Path) -> None:
    """All that is kept but how the network runs."""
    for kept in (*folder.glob("prompts-*"), *folder.glob(FILE_NAME)):
        kept.unlink()


def prepare(folder: Path) -> Path:
    """The pictures, as arrays and as JPEGs in the folder that is answered."""
    pictures = list(synthetic_pictures(COUNT))
    np.savez(folder / "pictures.npz", *pictures)
    photographs = folder / "photographs"
    photographs.mkdir()
    for number, picture in enumerate(pictures):
        Image.fromarray(picture).resize((6000, 4000)).save(photographs / f"{number}.jpg", quality=90)
    return photographs


def measured(weights: Path, folder: Path, rounds: int) -> dict[str, list[float]]:
    """Seconds by precision and kind of start; before the first round it is chosen how the network runs."""
    times: dict[str, list[float]] = {}
    photographs = prepare(folder)
    for precision in PRECISIONS:
        network_s(weights, folder, precision)
        command_s(weights, photographs, folder, precision)
    for precision in PRECISIONS * rounds:
        forget(folder)
        times.setdefault(f"{precision}, cold", []).append(network_s(weights, folder, precision))
        times.setdefault(f"{precision}, warm", []).append(network_s(weights, folder, precision))
        times.setdefault(f"{precision}, score", []).append(command_s(weights, photographs, folder, precision))
    return times


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_DATA_HOME"] = name
        times = measured(options.weights, Path(name), options.rounds)
    for title, each in times.items():
        print(f"{title}: median {statistics.median(each):.2f} s, at best {min(each):.2f} s, to the first four scores")


if __name__ == "__main__":
    main()
