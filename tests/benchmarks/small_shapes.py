"""What small files may hold to keep a reader busy, as texts of any size and as archives."""

import base64
import io
import itertools
import json
import os
import pickle
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping

from clipiqa_desktop.photos.jpeg_segments import XMP


def repeated(start: bytes, part: bytes, end: bytes) -> Callable[[int], bytes]:
    """A text of a given size with one part in it as often as it takes."""
    return lambda size: start + part * ((size - len(start) - len(end)) // len(part)) + end


def numbered(start: str, part: Callable[[int], str], end: str) -> Callable[[int], bytes]:
    """The same with parts that are all different."""

    def make(size: int) -> bytes:
        parts, length = [], len(start) + len(end)
        for number in itertools.count():
            parts.append(part(number))
            length += len(parts[-1])
            if length >= size:
                return "".join((start, *parts[:-1], end)).encode()
        raise AssertionError

    return make


_RDF = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:q="q:q"'
)
_END = "</rdf:Description></rdf:RDF></x:xmpmeta>"
_LAUGHS = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">{}]><a>&a{};</a>'


def _safetensors(size: int) -> bytes:
    tensor = '{"dtype":"F32","shape":[0],"data_offsets":[0,0]}'
    make = numbered("{", lambda number: f'"{number}":{tensor},', f'"z":{tensor}}}')
    header = make(min(size, 1 << 20) - 8)
    return struct.pack("<Q", len(header)) + header


def _safetensors_one(size: int) -> bytes:
    header = json.dumps({"a": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}).encode()
    return struct.pack("<Q", len(header)) + header + b"\0" * size


SHAPES: Mapping[str, Callable[[int], bytes]] = {
    "JSON deep": lambda size: b"[" * (size // 2) + b"]" * (size // 2),
    "JSON objects deep": repeated(b"", b'{"a":', b""),
    "JSON lists": repeated(b"[", b"[],", b"[]]"),
    "JSON objects": repeated(b"[", b"{},", b"{}]"),
    "JSON keys": numbered("{", lambda number: f'"{number}":[],', '"a":0}'),
    "JSON digits": repeated(b'{"window":{"side":', b"9", b"}}"),
    "JSON exponents": repeated(b'{"window":[', b"1e999,", b"1]}"),
    "JSON presets": numbered('{"presets":{', lambda number: f'"{number}":{{"sort":[[[],0]]}},', '"a":{}}}'),
    "JSON one preset": repeated(b'{"presets":{"a":{"sort":[', b'["quality",1],', b'["name",1]]}}}'),
    "JSON attribute": repeated(
        b'{"format":"clipiqa-attribute","version":2,"title":"t","prompts":["a photo.","b photo."],"learned":'
        b'{"weights":"w","photographs":1,"measure":"m","held_out":1' + b"0" * 400 + b',"contexts":"',
        b"A",
        b'"}}',
    ),
    "prompts": repeated(b'["', b"a", b'"]\n'),
    "prompts and vectors": lambda size: b'["a"]\n' + b"\xff" * size,
    "prompts many": lambda size: json.dumps([str(number) for number in range(size // 9)]).encode() + b"\n" + b"\0" * 9,
    "UTF-16": lambda size: "<x/>".encode("utf-16") + b" \0" * (size // 2),
    "Latin-1": repeated(b"image,label\n", b"\xe4\xf6,1\n", b""),
    "punycode": repeated(b'<?xml version="1.0" encoding="punycode"?>', b"a", b"-"),
    "XML flat": repeated(_RDF.encode() + b">", b"<a/>", _END.encode()),
    "XML deep": lambda size: b"<a>" * (size // 7) + b"</a>" * (size // 7),
    "XML attributes": numbered(_RDF, lambda number: f' q:a{number}="1"', ">" + _END),
    "XML namespaces": numbered(_RDF, lambda number: f' xmlns:a{number}="b"', ">" + _END),
    "XML known": repeated(_RDF.encode() + b">", b"<xmp:Rating>3</xmp:Rating>", _END.encode()),
    "XML text": repeated(_RDF.encode() + b"><xmp:Label>", b"&#233;", b"</xmp:Label>" + _END.encode()),
    "XML open tag": repeated(b"<x:xmpmeta ", b'a="', b""),
    "XML white": repeated(b"<a", b" ", b""),
    "XML laughs": lambda size: (
        _LAUGHS.format("".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 30)), 29).encode().ljust(size)
    ),
    "CSV short lines": repeated(b"image,label\n", b"a,1\n", b""),
    "CSV photographs": numbered("image,label\n", lambda number: f"{number:x}.jpg,1\n", ""),
    "CSV columns": repeated(b"image,label", b",a", b"\n1,2\n"),
    "CSV wide lines": repeated(b"image,label\n", b",".rjust(60_000, b",") + b"\n", b""),
    "CSV open quote": repeated(b'image,label\n"', b"a\n", b""),
    "CSV pairs": numbered("better,worse\n", lambda number: f"{number:x}.jpg,a.jpg\n", ""),
    "JPEG segments": repeated(b"\xff\xd8", b"\xff\xfe\0\2", b"\xff\xda\0\2\xff\xd9"),
    "JPEG large segments": repeated(b"\xff\xd8", b"\xff\xfe\xff\xff" + b"\0" * 65533, b"\xff\xda\0\2\xff\xd9"),
    "JPEG fill": repeated(b"\xff\xd8", b"\xff", b""),
    "JPEG with XMP": lambda size: _jpeg_with(SHAPES["XML known"](min(size, 65_000))) + b"\0" * size + b"\xff\xd9",
    "JPEG with XMP deep": lambda size: _jpeg_with(SHAPES["XML attributes"](min(size, 65_000))) + b"\0" * size,
    "notes": numbered("[Trash Info]\n", lambda number: f"k{number}=v\n", "Path=a\n"),
    "sections": numbered("", lambda number: f"[{number}]\n", ""),
    "safetensors header": lambda size: struct.pack("<Q", size - 8) + SHAPES["JSON keys"](size - 8),
    "safetensors tensors": _safetensors,
    "safetensors one": _safetensors_one,
}


def _jpeg_with(packet: bytes) -> bytes:
    payload = XMP + packet
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload + b"\xff\xda\0\2"


def archives() -> Iterator[tuple[str, bytes]]:
    """Weights archives that grow."""
    bomb = b"\0" * 400_000_000
    yield "ZIP deflated pickle", _zip({"a/data.pkl": bomb}, zipfile.ZIP_DEFLATED)
    yield "ZIP pickle of steps", _zip({"a/data.pkl": b"\x80\2" + b"]0" * 500_000 + b"N."})
    yield "ZIP pickle of tuples", _zip({"a/data.pkl": b"\x80\2N" + b"\x86" * 1000 + b"."})
    yield "ZIP pickle of text", _zip({"a/data.pkl": pickle.dumps(["a" * 1_000_000], 2)})
    yield "ZIP pickle of numbers", _zip({"a/data.pkl": pickle.dumps([1 << 8_000_000], 2)})
    yield "ZIP of names", _zip({f"a/{number}": b"" for number in range(100_000)})
    storage = b"\x80\2ctorch\nFloatStorage\n"
    yield "ZIP pickle of storage", _zip({"a/data.pkl": storage + b".", "a/data/0": b""})
    yield "ZIP lying about sizes", _lying(_zip({"a/data.pkl": b"\x80\2N."}))
    yield "gzip", zlib.compress(bomb, 9)
    yield "base64", base64.b64encode(os.urandom(3_000_000))


def _zip(parts: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def _lying(archive: bytes) -> bytes:
    at = archive.rindex(b"PK\1\2") + 20
    return archive[:at] + struct.pack("<II", 1 << 20, 1 << 20) + archive[at + 8 :]
