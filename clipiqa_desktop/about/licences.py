"""The licences of everything the program is made of, as the packages themselves tell them."""

import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path
from typing import Any, cast

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from clipiqa_desktop import __version__
from clipiqa_desktop.files.questions import is_file
from clipiqa_desktop.packed import resource

OWN = "clipiqa-desktop"
_CHECKOUT = Path(__file__).parents[2]
_TEXT = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)
_LONGEST_NAME = 100


@dataclass(frozen=True)
class Part:
    """A package, or what else is packed; `licence` is its name, and `files` looks for its texts."""

    name: str
    version: str
    licence: str
    files: Callable[[], Iterable[Path]]

    def text(self) -> str:
        """All of its texts, one after the other; they are looked for and read only now. Raises OSError."""
        read = [path.read_text("utf-8", "replace").strip("\n") for path in self.files()]
        return f"\n\n{'_' * 72}\n\n".join(dict.fromkeys(read))


def parts() -> list[Part]:
    """Of this program: itself, what it is built on, by name, and what was packed with it."""
    lent = tomllib.loads(_lent("lent.toml").read_text("utf-8"))
    others = [each for each in packages() if _name(each) != OWN]
    return [
        Part("CLIP-IQA Desktop", __version__, "MIT", _own_texts),
        *(_alone(each["name"], each["licence"], map(_lent, each["texts"])) for each in lent["part"]),
        *sorted((_package(each, lent) for each in others), key=lambda part: part.name.lower()),
        *(_alone(path.stem, "see the text", [path]) for path in sorted(_lent("packed").glob("*.txt"))),
    ]


def packages() -> Iterable[Distribution]:
    """The packages that this program needs, directly or not; in a frozen one all that are there."""
    if getattr(sys, "frozen", False):
        return {_name(each): each for each in distributions()}.values()
    found: dict[str, Distribution] = {}
    asked: set[tuple[str, str]] = set()
    waiting = [(requirement, "") for requirement in _own_requirements()]
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        new = {(name, wanted) for wanted in ("", *requirement.extras)} - asked
        asked |= new
        if new and (package := found.get(name) or _found(name)):
            found[name] = package
            waiting += [(needed, wanted) for _, wanted in new for needed in _requirements(package)]
    return found.values()


def _own_requirements() -> Sequence[Requirement]:
    if own := _found(OWN):
        return _requirements(own)
    project = tomllib.loads((_CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    return [Requirement(each) for each in project["dependencies"]]


def _requirements(package: Distribution) -> Sequence[Requirement]:
    return [Requirement(each) for each in _metadata(package).get_all("Requires-Dist") or ()]


def _found(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _name(package: Distribution) -> str:
    return canonicalize_name(_metadata(package)["Name"])


@cache
def _metadata(package: Distribution) -> Message:
    """Parsed once: some are long, and `Distribution` parses them whenever it is asked."""
    return cast("Message", package.metadata)


def _package(package: Distribution, lent: dict[str, Any]) -> Part:
    name, data = _name(package), _metadata(package)
    borrowed = tuple(_lent(each) for each in lent["lent"].get(name, ()))
    licence = lent["named"].get(name) or _licence(data)
    return Part(str(data["Name"]), str(data["Version"]), licence, lambda: (*_own_files(package), *borrowed))


def _alone(name: str, licence: str, texts: Iterable[Path]) -> Part:
    files = tuple(texts)
    return Part(name, "", licence, lambda: files)


def _licence(data: Message) -> str:
    said = data.get("License-Expression") or data.get("License") or ""
    if said.strip() and len(said) <= _LONGEST_NAME and "\n" not in said:
        return said.strip()
    kinds = [each.rpartition(" :: ")[2] for each in data.get_all("Classifier") or () if each.startswith("License ::")]
    return ", ".join(kinds)


def _own_files(package: Distribution) -> Iterator[Path]:
    """Those beside its metadata, which come along wherever those are copied to."""
    for file in package.files or ():
        folder, *below = file.parts
        if folder.endswith(".dist-info") and below and (below[0] == "licenses" or _TEXT.search(below[-1])):
            path = Path(str(package.locate_file(file)))
            if is_file(path):
                yield path


def _own_texts() -> tuple[Path, ...]:
    own = _found(OWN)
    return tuple(_own_files(own)) if own else (_CHECKOUT / "LICENSE",)


def _lent(name: str) -> Path:
    return resource("licences") / name
