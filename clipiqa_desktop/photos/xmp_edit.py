"""Changing single properties of an XMP file and not one byte beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from clipiqa_desktop.photos.xmp_tree import LARGEST, NAMESPACES, Attribute, Element, NotXmp, encoding_of, read_tree

_LISTS = ("rdf:Seq", "rdf:Bag", "rdf:Alt")
_NOT_PROPERTIES = ("xmlns", "rdf:", "http://www.w3.org/XML/1998/namespace ")
_AS_NUMBERS = {'"': "&quot;", "'": "&apos;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}

Values = tuple[str, ...]
Span = tuple[int, int]


class UnsafeEdit(Exception):
    """What was to be written would not read back as it should, or would have changed something else."""


@dataclass(frozen=True)
class Property:
    """One place where a property is said. whole: its bytes with the white space before them.

    slot: the bytes that say the value and nothing else; without one, `rendered` around the value replaces `form`.
    """

    name: str
    values: Values
    whole: Span
    form: Span
    slot: Span | None
    rendered: tuple[bytes, bytes] = (b"", b"")


class XmpFile:
    """An XMP file's bytes as properties by name. Raises NotXmp."""

    def __init__(self, stored: bytes) -> None:
        if len(stored) > LARGEST:
            raise NotXmp("is too large to be read")
        self._encoding = encoding_of(stored)
        self._data = self._encoding.decode(stored).encode()
        rdf = _rdf(read_tree(self._data))
        self._descriptions = list(rdf.named("rdf:Description"))
        if not self._descriptions:
            raise NotXmp("holds no description of a photograph")
        self._properties = [p for each in self._descriptions for p in _properties(self._data, each)]

    def properties(self) -> dict[str, list[Values]]:
        """By property name what is said of it, once for every place that says it."""
        said: dict[str, list[Values]] = {}
        for each in self._properties:
            said.setdefault(each.name, []).append(each.values)
        return said

    def changed(self, changes: Mapping[str, str | None]) -> bytes:
        """The file's bytes with these properties set wherever they stand, added, or (None) removed.

        Raises UnsafeEdit where that cannot be done without touching anything else.
        """
        edits = [*self._replacements(changes), *self._additions(changes)]
        data = _applied(self._data, edits)
        stored = self._encoding.encode(data.decode())
        self._require_only(changes, stored)
        return stored

    def _replacements(self, changes: Mapping[str, str | None]) -> Iterator[tuple[Span, bytes]]:
        for each in self._properties:
            if each.name in changes:
                value = changes[each.name]
                yield (each.whole, b"") if value is None else _replacement(each, value)

    def _additions(self, changes: Mapping[str, str | None]) -> Iterator[tuple[Span, bytes]]:
        said = self.properties()
        new = {name: value for name, value in changes.items() if value is not None and name not in said}
        if new:
            at, text = _attributes_added(self._data, self._descriptions[0], new)
            yield (at, at), text

    def _require_only(self, changes: Mapping[str, str | None], stored: bytes) -> None:
        try:
            after = XmpFile(stored)
        except NotXmp as error:
            raise UnsafeEdit(f"the result {error}") from error
        said = after.properties()
        wanted = {name: set() if value is None else {(value,)} for name, value in changes.items()}
        if any(set(said.get(name, ())) != values for name, values in wanted.items()):
            raise UnsafeEdit("the result does not say what was written")
        if self._beside(changes) != after._beside(changes):
            raise UnsafeEdit("the result differs in more than what was written")

    def _beside(self, changes: Mapping[str, str | None]) -> list[tuple[str, Values, bytes]]:
        return [(p.name, p.values, self._data[slice(*p.form)]) for p in self._properties if p.name not in changes]


def _rdf(top: Element) -> Element:
    rdf = top if top.name == "rdf:RDF" else next(top.named("rdf:RDF"), None)
    if rdf is None:
        raise NotXmp("is XML but holds no XMP")
    return rdf


def _properties(data: bytes, description: Element) -> Iterator[Property]:
    for each in description.attributes:
        if not each.name.startswith(_NOT_PROPERTIES):
            yield _of_attribute(each)
    for child in description.children:
        yield _of_element(data, child)


def _of_attribute(each: Attribute) -> Property:
    return Property(
        each.name, (each.value,), (each.start, each.end), (each.start, each.end), (each.value_start, each.value_end)
    )


def _of_element(data: bytes, each: Element) -> Property:
    container = next(each.named(*_LISTS), None)
    form = container or each
    return Property(
        name=each.name,
        values=_values(each),
        whole=(_before_space(data, each.start), each.end),
        form=(form.start, form.end),
        slot=_slot(each),
        rendered=_list_around(container) if container else _tags_around(data, each),
    )


def _before_space(data: bytes, at: int) -> int:
    while data[at - 1] in b" \t\r\n":
        at -= 1
    return at


def _values(each: Element) -> Values:
    container = next(each.named(*_LISTS), None)
    if container:
        return tuple(item.text for item in container.named("rdf:li"))
    qualified = next((a.value for a in each.attributes if a.name == "rdf:value"), None)
    inner = next(each.named("rdf:Description"), each)
    return (qualified or next((value.text for value in inner.named("rdf:value")), each.text),)


def _slot(each: Element) -> Span | None:
    container = next(each.named(*_LISTS), None)
    items = list(container.named("rdf:li")) if container else [each]
    if not items or items[0].is_closed_by_itself or items[-1].is_closed_by_itself:
        return None
    is_plain = container or not (each.children or any(a.name.startswith("rdf:") for a in each.attributes))
    return (items[0].inside, items[-1].inside_end) if is_plain else None


def _tags_around(data: bytes, each: Element) -> tuple[bytes, bytes]:
    declarations = b"".join(data[a.start : a.end] for a in each.attributes if a.name == "xmlns")
    return b"<" + each.tag + declarations + b">", b"</" + each.tag + b">"


def _list_around(container: Element) -> tuple[bytes, bytes]:
    item = b"".join(container.tag.rpartition(b":")[:2]) + b"li"
    return b"<%b><%b>" % (container.tag, item), b"</%b></%b>" % (item, container.tag)


def _replacement(each: Property, value: str) -> tuple[Span, bytes]:
    if each.slot:
        return each.slot, _escaped(value)
    opening, closing = each.rendered
    return each.form, opening + _escaped(value) + closing


def _attributes_added(data: bytes, description: Element, new: Mapping[str, str]) -> tuple[int, bytes]:
    """Where the new attributes go, and they themselves, laid out and quoted like the last one there."""
    last = description.attributes[-1] if description.attributes else None
    at = last.end if last else description.start + 1 + len(description.tag)
    before, quote = _spacing_and_quote(data, last) if last else (b" ", b'"')
    known = description.prefixes()
    declarations: dict[str, str] = {}
    properties: dict[str, str] = {}
    for name, value in new.items():
        usual, _, local = name.partition(":")
        prefix = _prefix({**known, **declarations}, usual)
        if prefix not in known:
            declarations[prefix] = NAMESPACES[usual]
        properties[f"{prefix}:{local}"] = value
    texts = {f"xmlns:{prefix}": uri for prefix, uri in declarations.items()} | properties
    return at, b"".join(before + name.encode() + b"=" + quote + _escaped(text) + quote for name, text in texts.items())


def _spacing_and_quote(data: bytes, last: Attribute) -> tuple[bytes, bytes]:
    space = data[last.start : last.value_start]
    return space[: len(space) - len(space.lstrip())], data[last.value_end : last.end]


def _prefix(known: Mapping[str, str], usual: str) -> str:
    """The prefix that is bound to the namespace there, or one that is still free."""
    bound = next((prefix for prefix, uri in known.items() if prefix and uri == NAMESPACES[usual]), None)
    free = (f"{usual}{number or ''}" for number in range(len(known) + 1))
    return bound or next(prefix for prefix in free if prefix not in known)


def _escaped(value: str) -> bytes:
    return escape(value, _AS_NUMBERS).encode()


def _applied(data: bytes, edits: Sequence[tuple[Span, bytes]]) -> bytes:
    pieces, at = [], 0
    for (start, end), text in sorted(edits):
        pieces += [data[at:start], text]
        at = end
    return b"".join((*pieces, data[at:]))
