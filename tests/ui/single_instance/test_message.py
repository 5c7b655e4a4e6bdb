import json
import os

import pytest

from clipiqa_desktop.ui.single_instance.message import VERSION, Message, parse_message

GOOD = {"paths": ["/photos"], "token": "", "version": VERSION}


def test_names_of_any_bytes_survive():
    message = Message(("/photos", os.fsdecode(b"/\xe9t\xe9\n\xff")), "a token")
    line = message.line()
    assert line.count(b"\n") == 1
    assert parse_message(line) == message


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"\xff\n",
        b"[]\n",
        b'"text"\n',
        b"{}\n",
        *(
            json.dumps(GOOD | change).encode()
            for change in (
                {"version": VERSION + 1},
                {"version": None},
                {"paths": ["relative"]},
                {"paths": [1]},
                {"paths": 1},
                {"paths": ["/a\0b"]},
                {"token": "x" * 5000},
                {"token": 5},
            )
        ),
        b"[" * 100_000,
    ],
)
def test_what_is_no_such_message_is_not_understood(line):
    assert parse_message(line) is None


def test_more_than_is_known_does_no_harm():
    assert parse_message(json.dumps(GOOD | {"more": 1}).encode()) == Message(("/photos",))
