"""A shoot made to break the program, through its commands: no crash, no hang, no file unexplained.

Run `python tests/fuzz/hostile_shoot.py`. Beside composed photographs the shoot holds what is named like one and is
none, names of every kind, links in circles and hostile sidecars; one file changes while it is read.
"""

import argparse
import csv
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from hostile_photographs import photographs
from tools.hostile_files import NOT_FILES
from tools.pictures import save_photograph

LONGEST_S = 600
LOCALES: Sequence[Mapping[str, str]] = (
    {"LC_ALL": "C.UTF-8"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "tr_TR.UTF-8"}, {"LC_ALL": "de_DE.ISO-8859-1"},
)  # fmt: skip
NAMES = (
    b"line\nfeed.jpg", b"carriage\rreturn.jpg", b"\x1b[31mred\x1b[2J.jpg", b"bell\a.jpg", b"\xff\xfe.jpg",
    b"half \xc3.jpg", "turned \u202egpj.exe.jpg".encode(), "no \u200bwidth \u200f.jpg".encode(), b"a" * 251 + b".jpg",
    b"-rf.jpg", b"--help.jpg", b"=1+1.jpg", b"+1;2.jpg", b"a;b.jpg", b"a;=1.jpg", b"@sum.jpg", b"tab\tbed.jpg",
    b"a,b.jpg", b'quo"ted.jpg', b" .jpg", b"CON.jpg", b"trailing. .jpg", b"\xed\xa0\x80 half of two.jpg",
    "\U0001f4f7.jpg".encode(), "e\u0301.jpg".encode(), "\u00e9.jpg".encode(), b"<img src=x>.jpg", b"%s%n.jpg",
    b"$(reboot).jpg", b"a\\b.jpg", b"file:.jpg", b"\xef\xbb\xbfa.jpg", "I\u0307.JPG".encode(),
)  # fmt: skip
SIDECARS = {
    "punycode": b'<?xml version="1.0" encoding="punycode"?>' + b"a" * 2_000_000,
    "flat": b"<a>" + b"<b/>" * 2_000_000 + b"</a>",
    "deep": b"<a>" * 100_000,
    "laughs": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "zeros": b"\0" * 1_000_000,
    "huge": b"<a>" + b" " * 50_000_000 + b"</a>",
}


def main() -> int:
    """Makes the shoot, gives the commands, prints what they cost and what they said."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, help="keep the shoot there instead of in a passing folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = options.folder or Path(passing)
        wanted = set(make(folder / "place" / "shoot"))
        problems = [problem for locale in LOCALES for problem in trial(folder, wanted, locale)]
    print(f"\n{len(wanted)} files; {len(problems)} problems")
    for problem in problems:
        print(f"  {problem}")
    return bool(problems)


def make(shoot: Path) -> Iterator[Path]:
    """Writes everything, and answers what must have a line in the table."""
    shoot.mkdir(parents=True)
    for name, data in photographs():
        (shoot / name).write_bytes(data)
        yield shoot / name
    for name in NAMES:
        path = Path(os.fsdecode(os.fsencode(shoot) + b"/" + name))
        save_photograph(shoot / "plain.jpg").rename(path)
        yield path
    for number, (name, do) in enumerate(NOT_FILES.items()):
        (shoot / f"no files {number}").mkdir()
        do(shoot / f"no files {number}" / f"{name}.jpg")
        (shoot / f"sidecars {number}").mkdir()
        yield save_photograph(shoot / f"sidecars {number}" / "a.jpg")
        do(shoot / f"sidecars {number}" / "a.xmp")
    for name, data in SIDECARS.items():
        yield save_photograph(shoot / f"{name}.jpg")
        (shoot / f"{name}.xmp").write_bytes(data)
    yield from _links(shoot)


def _links(shoot: Path) -> Iterator[Path]:
    for name, to in (("circle", "circle.jpg"), ("nowhere", "gone.jpg"), ("there", "back.jpg"), ("back", "there.jpg")):
        (shoot / f"{name}.jpg").symlink_to(to)
        yield shoot / f"{name}.jpg"
    (shoot / "up").symlink_to("..")
    (shoot / "self").symlink_to(".")
    (shoot / "through").symlink_to("through/through")
    deep = shoot
    for _ in range(30):
        deep /= "d" * 100
    deep.mkdir(parents=True)
    yield save_photograph(deep / "deep.jpg")


def trial(folder: Path, wanted: set[Path], locale: Mapping[str, str]) -> Iterator[str]:
    """Gives every command in one locale, and answers what was wrong."""
    named = locale["LC_ALL"]
    base, table, out = folder / f"base {named}", folder / f"{named}.csv", folder / f"out {named}"
    some = sorted(wanted)[:: max(len(wanted) // 40, 1)]
    commands = {
        "score": ["score", folder / "place" / "shoot", "--without-network", "--csv", table],
        "score again": ["score", folder / "place" / "shoot", "--without-network", "--csv", table],
        "list": ["list"],
        "list --csv": ["list", "--csv", folder / f"{named} list.csv"],
        "mark": ["mark", "--stars", "3", "--xmp", "--", *[path for path in some if path.is_file()]],
        "export": ["export", out, "--stars", ">=3"],
        "export --link": ["export", f"{out} links", "--stars", ">=3", "--link"],
        "export again": ["export", out, "--stars", ">=3"],
    }
    for name, words in commands.items():
        ran, seconds = _ran(words, base, locale)
        print(f"{named:18} {name:14} exit {ran.returncode:3}  {seconds:6.1f} s  {len(ran.stderr):7,} bytes on stderr")
        yield from (f"{named}: {name}: {problem}" for problem in _wrong(ran))
    yield from (f"{named}: {problem}" for problem in _unexplained(table, wanted))


def _ran(
    words: Sequence[object], base: Path, locale: Mapping[str, str]
) -> tuple["subprocess.CompletedProcess[bytes]", float]:
    begin = time.perf_counter()
    command = [sys.executable, "-m", "clipiqa_desktop", words[0], "--basedir", base, *words[1:]]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    changing = threading.Event()
    if words[0] == "score":
        threading.Thread(target=_change, args=(Path(str(words[1])), changing)).start()
    try:
        ran = subprocess.run(command, capture_output=True, check=False, timeout=LONGEST_S, env=environment | locale)
    except subprocess.TimeoutExpired as late:
        ran = subprocess.CompletedProcess(command, -1, late.stdout or b"", (late.stderr or b"") + b"no end")
    finally:
        changing.set()
    return ran, time.perf_counter() - begin


def _change(shoot: Path, done: threading.Event) -> None:
    """Writes to a file, and puts pipes and folders in its place, until it is done."""
    place, passing = shoot / "changing.jpg", shoot / ".passing"
    while not done.is_set():
        save_photograph(shoot / "passing.png").replace(place)
        place.open("ab").close()
        os.truncate(place, 500)
        os.mkfifo(passing)
        passing.replace(place)
        time.sleep(0.001)
    place.unlink(missing_ok=True)


def _wrong(ran: "subprocess.CompletedProcess[bytes]") -> Iterator[str]:
    if ran.returncode not in {0, 1}:
        yield f"exit {ran.returncode}: {ran.stderr[-300:].decode(errors='replace')!a}"
    if b"Traceback" in ran.stderr:
        yield f"a traceback: {ran.stderr[-500:].decode(errors='replace')!a}"
    strange = [line for line in ran.stderr.splitlines() if re.match(rb"\w*(TIFF|libpng|Corrupt|jpeg)", line)]
    if strange:
        yield f"a decoder's own words: {strange[0].decode(errors='replace')!a}"


def _unexplained(table: Path, wanted: set[Path]) -> Iterator[str]:
    if not table.exists():
        yield "no table"
        return
    with table.open(newline="", encoding="utf-8", errors="surrogateescape") as file:
        rows = list(csv.DictReader(file))
    errors = Counter(row["error"] for row in rows if row["error"])
    print(f"  {len(rows)} lines, {sum(errors.values())} with a reason:")
    for reason, count in errors.most_common():
        print(f"  {count:5}  {reason}")
    yield from (f"no whole sentence: {reason}" for reason in errors if not reason.endswith((".", ".)")))
    if len(rows) < len(wanted):
        yield f"{len(wanted)} files, {len(rows)} lines"


if __name__ == "__main__":
    sys.exit(main())
