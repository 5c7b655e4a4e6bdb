"""How soon a card of camera files is on the screen: `first_look.py [--weights FILE] [--beside CHECKOUT]`.

Composes 2,000 JPEGs of 24 megapixels, each with EXIF's thumbnail and a preview behind it, and 500 DNGs with previews;
names their folder to a window that stands, and looks at its cells until they have pictures, also after jumps. With
--beside the same is done with the program of another checkout, in turn.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

TESTS = Path(__file__).parent.parent
MEASURES = (
    ("cells", "s", "until the folder's cells stand"),
    ("screen", "s", "until the cells on the screen have pictures"),
    ("early_jump", "s", "a jump, before all heads are read"),
    ("facts", "s", "until the facts of all are there"),
    ("pictures", "s", "until a picture of all is there"),
    ("window_cpu", "s", "of this the window's process calculated"),
    ("glance_cpu", "s", "of this the glancing process calculated"),
    ("late_jump", "s", "a jump, after that (median)"),
    ("worst_jump", "s", "a jump, after that (worst)"),
    ("late_ms", "ms", "heartbeat late, 99.9 %"),
    ("glance_mb", "MB", "memory of the glancing process"),
    ("window_mb", "MB", "memory of the window's process"),
)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jpegs", type=int, default=2000)
    parser.add_argument("--dngs", type=int, default=500)
    parser.add_argument("--weights", type=Path, help="with the network running")
    parser.add_argument("--beside", type=Path, help="a checkout of another version")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--patience", type=float, default=30.0, help="seconds after which a figure is given up")
    parser.add_argument("--watch", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.watch:
        from first_look_window import watched

        print(json.dumps(watched(options.watch, options.weights, options.patience)))
        return
    with shoot(options.jpegs, options.dngs) as folder:
        checkouts = {"this": TESTS.parent} | ({"beside": options.beside} if options.beside else {})
        found: dict[str, list[dict[str, float | None]]] = {name: [] for name in checkouts}
        for _ in range(options.rounds):
            for name, checkout in checkouts.items():
                found[name].append(measured(checkout, folder, options))
    report(found)


@contextmanager
def shoot(jpegs: int, dngs: int) -> Iterator[Path]:
    """The folder; one photograph of each kind is composed, and its time changed in the bytes for each file."""
    sys.path.insert(0, str(TESTS))
    from tools.camera_files import Shot, camera_dng, camera_jpeg, noise, with_bars

    picture = noise((6000, 4000))
    small = picture.resize((1620, 1080))
    shot = Shot()
    kinds = (
        ("DSC{:05}.JPG", camera_jpeg(picture, shot, with_bars(small), small), jpegs),
        ("RAW{:05}.DNG", camera_dng(picture.resize((3000, 2000)), shot, (256, 1024)), dngs),
    )
    with tempfile.TemporaryDirectory(prefix="clipiqa-card-") as name:
        for pattern, content, count in kinds:
            for number in range(count):
                clock = f"2024:05:{1 + number // 1440 % 28:02} {number // 60 % 24:02}:{number % 60:02}:09"
                changed = content.replace(shot.captured.encode(), clock.encode(), 1)
                (Path(name) / pattern.format(number)).write_bytes(changed)
        yield Path(name)


def measured(checkout: Path, folder: Path, options: argparse.Namespace) -> dict[str, float | None]:
    """One look with the program of a checkout, in a process of its own."""
    command = [sys.executable, __file__, "--watch", str(folder), "--patience", str(options.patience)]
    if options.weights:
        command += ["--weights", str(options.weights)]
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    done = subprocess.run(command, env=environment, cwd=checkout, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    answer: dict[str, float | None] = json.loads(done.stdout.splitlines()[-1])
    return answer


def report(found: dict[str, list[dict[str, float | None]]]) -> None:
    """Medians, and how many times as long it took beside."""
    from shoot import machine, print_table

    print_table(machine())
    for key, unit, words in MEASURES:
        medians = {name: middle([each.get(key) for each in rounds]) for name, rounds in found.items()}
        said = [
            f"{name} {'not in time' if value is None else f'{value:.2f} {unit}'}" for name, value in medians.items()
        ]
        this, beside = medians["this"], medians.get("beside")
        ratio = f"  ratio {beside / this:.1f}" if this and beside else ""
        print(f"{words:<46} {'   '.join(said)}{ratio}")


def middle(values: Sequence[float | None]) -> float | None:
    """The median; None where one was given up."""
    known = [value for value in values if value is not None]
    return statistics.median(known) if known and len(known) == len(values) else None


if __name__ == "__main__":
    main()
