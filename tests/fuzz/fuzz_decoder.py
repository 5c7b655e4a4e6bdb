"""Feeds damaged photographs to a decoding process and reports crashes, hangs, wrong sentences and memory.

Run `python tests/fuzz/fuzz_decoder.py PHOTOS --inputs 20000`. Hypothesis takes real files and damages them: bytes are
flipped, cut out, repeated, moved, spliced in from another file, or the end is missing. Whatever kills or stalls the
process, or breaks the promise of one sentence for a person, is kept in the folder named by --keep.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clipiqa_desktop.indexing.decoding import decoding_process, first_picture, measure, read_photograph
from clipiqa_desktop.indexing.find import find_photographs
from clipiqa_desktop.indexing.glancing import glance_at
from clipiqa_desktop.photos.reading import Failure
from clipiqa_desktop.processes import Worker

READERS = {"glance": glance_at, "preview": first_picture, "read": read_photograph, "measure": measure}
TIMEOUT_S = 30.0
LARGEST_SEED = 3_000_000
# How deep into a file a wound may lie: most of the structure stands near the start.
REACHES = (64, 1024, 1024, 16_384, 16_384, 1 << 22)


@dataclass(frozen=True)
class Seed:
    """A real file to damage."""

    suffix: str
    content: bytes


def seeds(folder: Path) -> list[Seed]:
    """The real files, the smaller ones of each kind, since damage to a small file hits more of its structure."""
    paths = sorted((each.size, each.folder / each.name) for each in find_photographs(folder))
    kinds: Counter[str] = Counter()
    found = []
    for size, path in paths:
        suffix = path.suffix.lower()
        kinds[suffix] += 1
        if (size <= LARGEST_SEED and kinds[suffix] <= 25) or kinds[suffix] == 1:
            found.append(Seed(suffix, path.read_bytes()))
    return found


def damaged(draw: st.DrawFn, all_seeds: list[Seed]) -> tuple[str, bytes]:
    """One input: a seed after one to four wounds, most of them near the start, where the structure is."""
    seed = draw(st.sampled_from(all_seeds))
    content = bytearray(seed.content)
    for _ in range(draw(st.integers(1, 4))):
        wound(draw, content, all_seeds)
    return seed.suffix, bytes(content)


def wound(draw: st.DrawFn, content: bytearray, all_seeds: list[Seed]) -> None:
    """Damages the content in place."""
    end = max(len(content) - 1, 0)
    at = min(draw(st.sampled_from(REACHES).flatmap(lambda reach: st.integers(8, reach))), end)
    length = draw(st.one_of(st.integers(1, 8), st.integers(1, 4096)))
    match draw(st.sampled_from(["set", "set", "set", "cut", "repeat", "extreme", "splice", "end"])):
        case "set":
            content[at : at + min(length, 8)] = draw(st.binary(min_size=1, max_size=8))
        case "cut":
            del content[at : at + length]
        case "repeat":
            content[at:at] = content[at : at + length]
        case "extreme":
            content[at : at + 4] = draw(
                st.sampled_from([b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\1"])
            )
        case "splice":
            other = draw(st.sampled_from(all_seeds)).content
            start = draw(st.integers(0, 1 << 16)) % max(len(other), 1)
            content[at : at + length] = other[start : start + length]
        case "end":
            del content[at:]


class Fuzzer:
    """Gives inputs to a decoding process, and notes what becomes of them."""

    def __init__(self, keep: Path) -> None:
        self.outcomes: Counter[str] = Counter()
        self.sentences: Counter[str] = Counter()
        self.peak_mb = self.slowest_s = 0.0
        self._keep = keep
        self._folder = Path(tempfile.mkdtemp(prefix="clipiqa-fuzz-"))
        self._worker = Worker(decoding_process, READERS)
        self._worker.greeting = self._worker.receive()

    def close(self) -> None:
        self._worker.stop()
        shutil.rmtree(self._folder)

    def feed(self, suffix: str, content: bytes) -> None:
        path = self._folder / f"input{suffix}"
        path.write_bytes(content)
        for reader in READERS:
            started = time.monotonic()
            self._worker.give(path, (reader, path, ()))
            outcome = self._outcome()
            self.slowest_s = max(self.slowest_s, time.monotonic() - started)
            self.outcomes[outcome] += 1
            if outcome not in {"read", "sentence"}:
                self._keep.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, self._keep / f"{reader}-{outcome}-{self.outcomes[outcome]}{suffix}")

    def _outcome(self) -> str:
        if not self._worker.connection.poll(TIMEOUT_S):
            self._again()
            return "hang"
        try:
            answer = self._worker.receive()
        except EOFError:
            code = self._worker.exit_code
            self._again()
            return f"crash{code}"
        self._worker.job = None
        self._note_memory()
        if isinstance(answer, Failure):
            self.sentences[answer.reason] += 1
            return "sentence" if answer.reason.endswith((".", ").")) else "no-sentence"
        return "no-answer" if answer is None else "read"

    def _again(self) -> None:
        self._worker.restart()
        self._worker.greeting = self._worker.receive()

    def _note_memory(self) -> None:
        for child in psutil.Process().children():
            memory = child.memory_info()
            self.peak_mb = max(self.peak_mb, memory.rss / 1e6)


def progress(inputs: int) -> Iterator[None]:
    """Says now and then how far it is."""
    for number in range(1, inputs + 1):
        if number % 1000 == 0:
            print(f"{number:,} of {inputs:,}", file=sys.stderr)
        yield
    while True:
        yield


def main() -> int:
    """Fuzzes, prints what was found, and fails if anything was."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    options = parser.parse_args()
    all_seeds, fuzzer, steps = seeds(options.photos), Fuzzer(options.keep), progress(options.inputs)
    strategy = st.composite(damaged)(all_seeds)

    @settings(max_examples=options.inputs, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(strategy)
    def run(one: tuple[str, bytes]) -> None:
        next(steps)
        fuzzer.feed(*one)

    run()
    fuzzer.close()
    print(f"{len(all_seeds)} seeds, {sum(fuzzer.outcomes.values()):,} inputs: {dict(fuzzer.outcomes)}")
    print(f"peak memory {fuzzer.peak_mb:.0f} MB, slowest {fuzzer.slowest_s:.1f} s")
    for sentence, count in fuzzer.sentences.most_common(40):
        print(f"{count:6}  {sentence}")
    return 0 if set(fuzzer.outcomes) <= {"read", "sentence"} else 1


if __name__ == "__main__":
    sys.exit(main())
