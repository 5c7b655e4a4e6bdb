"""What a second start says to the first: one line of JSON, in which names of any bytes survive."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

VERSION = 1
LONGEST = 1_000_000
TAKEN, REFUSED = b"taken\n", b"refused\n"


@dataclass(frozen=True)
class Message:
    """`paths` are absolute; `token` is what Wayland wants to see before a window may come to the front."""

    paths: tuple[str, ...] = ()
    token: str = ""
    version: int = VERSION

    def line(self) -> bytes:
        """As it goes over."""
        return json.dumps(asdict(self)).encode("ascii") + b"\n"


def parse_message(line: bytes) -> Message | None:
    """The message in a line, or None if it is none of this version."""
    try:
        said = json.loads(line)
        message = Message(tuple(said["paths"]), said["token"], said["version"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return message if message.version == VERSION and _is_sound(message) else None


def _is_sound(message: Message) -> bool:
    named = all(isinstance(name, str) and "\0" not in name and Path(name).is_absolute() for name in message.paths)
    return named and isinstance(message.token, str) and len(message.token) < 1000 and "\0" not in message.token
