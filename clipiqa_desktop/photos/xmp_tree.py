"""An XMP packet as a tree in which every piece knows the bytes it stands on."""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "xmpDM": "http://ns.adobe.com/xmp/1.0/DynamicMedia/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "digiKam": "http://www.digikam.org/ns/1.0/",
    "darktable": "http://darktable.sf.net/",
    "acdsee": "http://ns.acdsee.com/iptc/1.0/",
    "MicrosoftPhoto": "http://ns.microsoft.com/photo/1.0/",
    "photomechanic": "http://ns.camerabits.com/photomechanic/1.0/",
}
# exiftool writes this one without the stroke at its end
_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()} | {
    "http://ns.microsoft.com/photo/1.0": "MicrosoftPhoto"
}

_TAG_NAME = re.compile(rb"<([^\s/>]+)")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_TAG_END = re.compile(rb"\s*/?>")
_DECLARED = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FIRST_CHARACTERS = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)

# What real sidecars hold many times over; beyond it reading takes seconds and hundreds of megabytes.
LARGEST = 8 << 20
_MOST_LEVELS = 100
_MOST_TAGS = 400_000
_MOST_EQUALS = 200_000
_MOST_PIECES = 30_000
_TOO_MUCH = "holds more elements than any program writes"


class NotXmp(ValueError):
    """The bytes are no XMP that could be used; the text completes the sentence "The file ..."."""


@dataclass(frozen=True)
class Encoding:
    """How a file stores its characters."""

    codec: str
    mark: bytes = b""

    def decode(self, stored: bytes) -> str:
        """The characters. Raises NotXmp unless they give back the very same bytes."""
        try:
            text = stored[len(self.mark) :].decode(self.codec)
            if self.encode(text) == stored:
                return text
        except (LookupError, UnicodeError):
            pass
        raise NotXmp(f"is not the {self.codec} text that it says it is")

    def encode(self, text: str) -> bytes:
        """The bytes; characters that the encoding lacks become XML's numbers for them."""
        return self.mark + text.encode(self.codec, "xmlcharrefreplace")


def encoding_of(stored: bytes) -> Encoding:
    """Told from the byte order mark, or from the first character.

    Raises NotXmp where the XML declaration names another one than XMP may have: some take minutes to be decoded.
    """
    for mark, codec in _BYTE_ORDER_MARKS:
        if stored.startswith(mark):
            return Encoding(codec, mark)
    for start, codec in _FIRST_CHARACTERS:
        if stored.startswith(start):
            return Encoding(codec)
    declared = _DECLARED.match(stored[:1024])
    if declared and declared[1].lower() not in {b"utf-8", b"utf8"}:
        name = ascii(declared[1][:20].decode("latin-1")).strip("'")
        raise NotXmp(f"says that it is in {name}, while XMP is in UTF-8, UTF-16 or UTF-32 alone")
    return Encoding("utf-8")


@dataclass(frozen=True)
class Attribute:
    """One attribute, `xmlns` ones too. start: of the white space before it; value_start, value_end: between the quotes.

    The name has the prefix of NAMESPACES, whatever the file calls it; in namespaces unknown here it is URI and name.
    """

    name: str
    value: str
    start: int
    value_start: int
    value_end: int

    @property
    def end(self) -> int:
        """Behind the closing quote."""
        return self.value_end + 1


@dataclass(slots=True)
class Element:
    """One element; `inside` to `inside_end` is what stands between its tags, nothing where it has but one."""

    name: str
    parent: "Element | None"
    start: int
    tag: bytes
    inside: int
    attributes: list[Attribute]
    declared: Mapping[str, str]
    inside_end: int = 0
    end: int = 0
    texts: list[str] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What stands in it as characters, its children's left out."""
        return "".join(self.texts)

    @property
    def is_closed_by_itself(self) -> bool:
        """Whether it is written `<a/>`."""
        return self.inside == self.end

    def prefixes(self) -> dict[str, str]:
        """The namespaces by prefix that are known within this element."""
        outer = self.parent.prefixes() if self.parent else {}
        return {**outer, **self.declared}

    def named(self, *names: str) -> Iterator["Element"]:
        """The children of these names."""
        return (child for child in self.children if child.name in names)


def read_tree(data: bytes) -> Element:
    """The outermost element of an XML text in UTF-8. Raises NotXmp; nothing is ever fetched or expanded."""
    if data.count(b"<") > _MOST_TAGS or data.count(b"=") > _MOST_EQUALS:
        raise NotXmp(_TOO_MUCH)
    builder = _Builder(data)
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise NotXmp(f"is damaged at line {error.lineno} ({expat.ErrorString(error.code)})") from None
    return builder.tops[0]


class _Builder:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.tops: list[Element] = []
        self.open: list[Element] = []
        self.skipped = 0
        self.pieces = 0
        self.declared: dict[str, str] = {}
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.ordered_attributes = True
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartNamespaceDeclHandler = self._declare
        self.parser.StartElementHandler = self._start
        self.parser.CharacterDataHandler = self._characters
        self.parser.EndElementHandler = self._end

    def _refuse(self, *_: object) -> None:
        # XMP knows no document types; in them live the entities that grow without end or fetch other files
        raise NotXmp("has a document type, which XMP forbids")

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self.declared[prefix or ""] = uri or ""

    def _start(self, name: str, flat: list[str]) -> None:
        if len(self.open) + self.skipped >= _MOST_LEVELS:
            raise NotXmp("has elements within elements deeper than any program writes")
        # nobody asks what is in a property of unknown kind, and develop settings hold a great deal
        if self.skipped or (self.open and _is_unknown_property(self.open[-1])):
            self.skipped += 1
            self.declared = {}
            return
        self._add(name, flat)

    def _add(self, name: str, flat: list[str]) -> None:
        self.pieces += 1 + len(flat) // 2 + len(self.declared)
        if self.pieces > _MOST_PIECES:
            raise NotXmp(_TOO_MUCH)
        start = self.parser.CurrentByteIndex
        tag = _match(_TAG_NAME, self.data, start)
        attributes = list(self._attributes(tag.end(), flat))
        tag_end = _match(_TAG_END, self.data, attributes[-1].end if attributes else tag.end()).end()
        parent = self.open[-1] if self.open else None
        element = Element(_canonical(name), parent, start, tag[1], tag_end, attributes, self.declared)
        self.declared = {}
        (parent.children if parent else self.tops).append(element)
        self.open.append(element)

    def _attributes(self, at: int, flat: list[str]) -> Iterator[Attribute]:
        # expat names them in their order but keeps back the declarations of namespaces and the places
        named = zip(flat[::2], flat[1::2], strict=True)
        while found := _ATTRIBUTE.match(self.data, at):
            at = found.end()
            is_declaration = found[1] == b"xmlns" or found[1].startswith(b"xmlns:")
            name, value = ("xmlns", "") if is_declaration else next(named)
            value_start = self.data.index(self.data[at - 1], found.end(1)) + 1
            yield Attribute(_canonical(name), value, found.start(), value_start, at - 1)

    def _characters(self, text: str) -> None:
        if not self.skipped:
            self.open[-1].texts.append(text)

    def _end(self, _: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        element = self.open.pop()
        element.inside_end = self.parser.CurrentByteIndex
        is_closed_by_itself = self.data[element.inside - 2] == ord("/")
        element.end = element.inside if is_closed_by_itself else self.data.index(b">", element.inside_end) + 1


def _is_unknown_property(element: Element) -> bool:
    return " " in element.name and element.parent is not None and element.parent.name == "rdf:Description"


def _match(pattern: re.Pattern[bytes], data: bytes, at: int) -> re.Match[bytes]:
    found = pattern.match(data, at)
    assert found, "expat has found this tag to be sound"
    return found


def _canonical(expanded: str) -> str:
    uri, _, local = expanded.rpartition(" ")
    return f"{_PREFIXES[uri]}:{local}" if uri in _PREFIXES else expanded
